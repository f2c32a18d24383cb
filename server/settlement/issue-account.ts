// A buyer is to pay into an account: the intent is stored, then the bank is asked, under one id.
import { type Caller, callClock, intend, type Purchase } from '../../core/payment/approve.ts';
import type {
  Institution,
  Intended,
  Payment,
  PaymentId,
  RequestId,
} from '../../core/payment/payment.ts';
import { accepted, type Outcome, refused } from '../../core/refusal.ts';
import { after, type Instant } from '../../core/time/instant.ts';
import { loadPayment } from '../../storage/payment.ts';
import { countOpenAccounts, findAccount, insertAccount } from '../../storage/virtual-account.ts';
import { hasPassed } from '../clock.ts';
import { newTid } from '../ids.ts';
import type { Parts } from '../parts.ts';
import { askAgainMs, issueAtBank } from './asking-bank.ts';
import { showNumber } from './buyer-account.ts';
import { followSafely } from './follow-account.ts';

export interface AccountAsked {
  readonly caller: Caller;
  readonly purchase: Omit<Purchase, 'instrument' | 'method'>;
  readonly bank: Institution;
  /** The first instant at which a deposit is too late. */
  readonly expiresAt: Instant;
  /** Of the payment, and of its account; a repetition has the same one. */
  readonly id: PaymentId;
}

/** Accounts of one merchant that may be waiting at once (T86). */
const mostOpen = 10_000;

/** As many characters of the shop's name as every message has room for. */
const holderLength = 10;

export async function issueForBuyer(parts: Parts, asked: AccountAsked): Promise<Outcome<Payment>> {
  const { id, caller } = asked;
  const { pool } = parts.store;
  const merchantId = caller.merchant.id;
  const begun = await loadPayment(pool, { merchantId, id });
  if (begun !== null) return heard(begun.payment);
  if ((await countOpenAccounts(pool, merchantId)) >= mostOpen) {
    return refused({ kind: 'limit-reached' });
  }
  return begin(parts, asked);
}

const unknown = refused({ kind: 'result-unknown', of: 'approval' });

/** The bank's answer that was lost is asked for until it is found. */
function heard(payment: Payment): Outcome<Payment> {
  return payment.status === 'intended' ? unknown : accepted(payment);
}

async function begin(parts: Parts, asked: AccountAsked): Promise<Outcome<Payment>> {
  const { caller, bank, expiresAt, id } = asked;
  const at = parts.clock.now();
  const holder = [...caller.merchant.name].slice(0, holderLength).join('');
  const instrument = { kind: 'virtual-account', token: id, bank, number: null } as const;
  const intent = intend(
    caller,
    {
      ...asked.purchase,
      method: 'virtual-account',
      instrument: { ...instrument, holder, expiresAt },
    },
    { at, id, tid: newTid(at), requestId: parts.newId() as RequestId },
  );
  if (!intent.ok) return intent;
  const { payment } = intent.value;
  const account = await insertAccount(
    parts.store.pool,
    {
      ...{ merchantId: payment.merchantId, id, purpose: 'payment', paymentId: id, bank, holder },
      ...{ amount: payment.amount, issuedAt: at, expiresAt },
    },
    after(at, askAgainMs),
  );
  const stored = await parts.store
    .intend(intent.value, () => hasPassed(parts.clock, at, callClock.admitWithinMs))
    .catch((error: unknown) => notSeen(parts, error));
  if (stored === 'not-seen') return unknown;
  if (stored === 'stored') return askOnce(parts, payment);
  await followSafely(parts, account);
  return refused({ kind: stored === 'stale' ? 'token-refused' : 'order-number-used' });
}

/** It may be stored all the same: then the account is asked for when it is due. */
function notSeen(parts: Parts, error: unknown): 'not-seen' {
  parts.log.trouble('intent not stored', error);
  return 'not-seen';
}

/** What is stored stands, whatever breaks now: nobody may hear that nothing was done. */
async function askOnce(parts: Parts, payment: Intended): Promise<Outcome<Payment>> {
  try {
    return await ask(parts, payment);
  } catch (error) {
    parts.log.trouble('account not asked for', error);
    return unknown;
  }
}

/** An account that was given up while its intent was on the way is not asked for any more. */
async function ask(parts: Parts, payment: Intended): Promise<Outcome<Payment>> {
  const { pool } = parts.store;
  const account = await findAccount(pool, payment);
  const mayAsk = account?.state === 'asked';
  const issued = mayAsk ? await issueAtBank(parts, { account, payment }) : null;
  if (issued !== null) await showNumber(parts, issued, payment);
  const now = issued === null ? await findAccount(pool, payment) : null;
  if (now !== null && now.state !== 'asked') await followSafely(parts, now);
  const found = await loadPayment(pool, payment);
  return found === null ? unknown : heard(found.payment);
}
