// The route by which somebody pays into an account of the simulated bank.
import { won } from '../../core/money/won.ts';
import { accepted, refused } from '../../core/refusal.ts';
import { isoTime } from '../../core/time/instant.ts';
import { findAccount } from '../../storage/virtual-account.ts';
import { withoutCardNumbers } from '../card-text.ts';
import type { NativeRequest, NativeRoute } from '../native/route.ts';
import { textSchema } from '../native/schema.ts';
import { hearOfDeposit } from '../settlement/account-work.ts';

const answer = { type: 'object', required: ['taken', 'why'] };

export const depositRoutes: readonly NativeRoute[] = [
  {
    name: 'deposits.make',
    method: 'POST',
    path: '/sandbox/deposits',
    summary: 'Pays into a virtual account; says whether the bank took it, and why not.',
    role: 'merchant',
    ids: ['accountNo'],
    sandboxOnly: true,
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['accountNo', 'amount'],
      properties: {
        accountNo: textSchema(50),
        amount: { type: 'integer', minimum: 1, maximum: 9_999_999_999 },
        depositor: textSchema(50, 0),
        senderAccount: textSchema(50, 0),
      },
    },
    answer,
    handle: deposit,
  },
];

/** Where money comes from, and goes back to, unless the caller says so. */
const usualSender = '088-100-000001';

const absent = refused({ kind: 'no-rows' });

async function deposit(request: NativeRequest): ReturnType<NativeRoute['handle']> {
  const { parts, merchant, body } = request;
  const number = String(body.accountNo);
  const own = await parts.store.bank.findByNumber(number);
  if (own === null || own.merchant !== merchant.id) return absent;
  const tried = await parts.store.bank.deposit({
    ...{ number, amount: won(Number(body.amount)), at: parts.clock.now() },
    depositor: withoutCardNumbers(String(body.depositor ?? '')),
    sender: withoutCardNumbers(String(body.senderAccount ?? usualSender)),
  });
  if (tried === null) return absent;
  const taken = tried.why === 'taken';
  const subject = { merchant: merchant.id };
  // The message of the bank may be lost, by a fault that was ordered.
  const isHeard = taken && parts.faults.take('bank.deposit', subject) === null;
  const key = { merchantId: merchant.id, id: tried.accountId };
  if (isHeard) await hearOfDeposit(parts, key);
  const account = await findAccount(parts.store.pool, key);
  return accepted({
    status: 201,
    body: {
      ...{ taken, why: tried.why, at: isoTime(parts.clock.now()) },
      account: account?.state ?? 'unknown',
    },
  });
}
