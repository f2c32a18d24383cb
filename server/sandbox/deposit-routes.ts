// The routes of deposits at the simulated bank: somebody pays in, the bank takes it back.
import { won } from '../../core/money/won.ts';
import { isApproved } from '../../core/payment/payment.ts';
import { accepted, refused, unfit } from '../../core/refusal.ts';
import { instant, isoTime } from '../../core/time/instant.ts';
import { bankOf } from '../../rails/simulator/banks.ts';
import { loadPayment } from '../../storage/payment.ts';
import { findAccount } from '../../storage/virtual-account.ts';
import { withoutCardNumbers } from '../card-text.ts';
import type { NativeRequest, NativeRoute } from '../native/route.ts';
import { aFlag, aText, isId, objectOf, textSchema } from '../native/schema.ts';
import { dateRows } from '../settlement/dating.ts';
import { hearOfDeposit } from '../settlement/follow-account.ts';

const answer = objectOf({
  ...{ id: aText, taken: aFlag, kept: aFlag, why: aText, at: aText, account: aText },
});

export const depositRoutes: readonly NativeRoute[] = [
  {
    name: 'deposits.make',
    status: 201,
    method: 'POST',
    path: '/sandbox/deposits',
    summary: 'Pays into a virtual account; says whether the bank took it, and why not.',
    role: 'merchant',
    ids: ['accountNo', 'messageId'],
    sandboxOnly: true,
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['accountNo', 'amount'],
      properties: {
        accountNo: textSchema(50),
        amount: { type: 'integer', minimum: 1, maximum: 9_999_999_999 },
        depositor: textSchema(50, 0),
        senderBank: { ...textSchema(3), examples: ['004'] },
        senderAccount: textSchema(50, 0),
        messageId: textSchema(100),
        bankTakes: { type: 'boolean' },
      },
    },
    answer,
    handle: deposit,
  },
  {
    name: 'deposits.reverse',
    method: 'POST',
    path: '/sandbox/deposits/:deposit/reverse',
    summary: 'The bank takes a deposit of a buyer back, whatever was given back of it since.',
    role: 'merchant',
    ids: ['deposit'],
    sandboxOnly: true,
    answer: objectOf({ id: aText, status: aText }),
    handle: reverse,
  },
];

/** Where money comes from, and goes back to, unless the caller says so. */
const usualSender = { bank: '004', account: '100-000001' };

const absent = refused({ kind: 'no-rows' });

async function deposit(request: NativeRequest): ReturnType<NativeRoute['handle']> {
  const { parts, merchant, body } = request;
  const number = String(body.accountNo);
  const own = await parts.store.bank.findByNumber(number);
  if (own === null || own.merchant !== merchant.id) return absent;
  const senderBank = bankOf(String(body.senderBank ?? usualSender.bank));
  if (senderBank === null) {
    return refused(unfit('senderBank', { is: 'malformed', expected: 'a known bank' }));
  }
  const { messageId } = body;
  const tried = await parts.store.bank.deposit({
    ...{ number, amount: won(Number(body.amount)), at: parts.clock.now() },
    depositor: withoutCardNumbers(String(body.depositor ?? '')),
    senderBank: senderBank.code,
    sender: withoutCardNumbers(String(body.senderAccount ?? usualSender.account)),
    depositId: parts.newId(),
    messageId: messageId === undefined ? null : withoutCardNumbers(String(messageId)),
    bankTakes: body.bankTakes === true,
  });
  if (tried === null) return absent;
  const { depositId: id, accountId, why, kept, at } = tried;
  const account = await heard(request, accountId, why === 'taken' || kept);
  return accepted({
    body: {
      ...{ id, taken: why === 'taken', kept, why, at: isoTime(instant(at)) },
      account: account?.state ?? 'unknown',
    },
  });
}

/** The message of the bank may be lost, by a fault that was ordered. */
async function heard({ parts, merchant }: NativeRequest, id: string, isTold: boolean) {
  const key = { merchantId: merchant.id, id };
  const isHeard = isTold && parts.faults.take('bank.deposit', { merchant: merchant.id }) === null;
  if (isHeard) {
    await hearOfDeposit(parts, key);
    // Whoever asks next sees its row where it belongs.
    await dateRows(parts, merchant.id);
  }
  return findAccount(parts.store.pool, key);
}

/** Only what a buyer paid: it asks nobody whether he has his money back from us. */
async function reverse(request: NativeRequest): ReturnType<NativeRoute['handle']> {
  const { parts, merchant, params } = request;
  const id = params.deposit ?? '';
  const { bank, pool } = parts.store;
  const found = isId(id) ? await bank.findDeposit(id) : null;
  const key = { merchantId: merchant.id, id: found?.accountId ?? '' };
  const account = found === null ? null : await findAccount(pool, key);
  if (account === null) return absent;
  const paid = await loadPayment(pool, { ...key, id: account.paymentId });
  const payment = paid?.payment;
  const hasPaid =
    account.purpose === 'payment' &&
    payment !== undefined &&
    isApproved(payment) &&
    payment.approval.at === found?.at;
  const status = payment?.status ?? account.state;
  if (!hasPaid || (await bank.reverse(id, parts.clock.now())) === null) {
    return refused({ kind: 'not-cancellable', status });
  }
  await heard(request, account.id, true);
  const now = await loadPayment(pool, { ...key, id: account.paymentId });
  return accepted({ body: { id, status: now?.payment.status ?? status } });
}
