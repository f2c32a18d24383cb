// A buyer's account: the bank's word about it becomes a payment, its reversal, or its end.
import { decline } from '../../core/payment/approve.ts';
import {
  approveDeposit,
  awaitDeposit,
  endUnpaid,
  reverseDeposit,
} from '../../core/payment/awaiting-deposit.ts';
import type { Decision } from '../../core/payment/decision.ts';
import { loseDeposit } from '../../core/payment/lose-deposit.ts';
import {
  type Approved,
  type AwaitingDeposit,
  type Intended,
  isApproved,
  type Payment,
} from '../../core/payment/payment.ts';
import { after, businessDate, dayMs, type Instant } from '../../core/time/instant.ts';
import { type AccountStep, accountStep } from '../../core/virtual-account/bank-word.ts';
import type { AccountState, PaidIn } from '../../rails/rail.ts';
import { loadPayment } from '../../storage/payment.ts';
import {
  type AccountChange,
  changeAccount,
  findAccount,
  isDepositLost,
  isDepositSeen,
  type VirtualAccount,
} from '../../storage/virtual-account.ts';
import type { Parts } from '../parts.ts';
import {
  askAgainMs,
  askBank,
  beginClosing,
  issueAtBank,
  lookAgain,
  nextAsked,
  noteIssued,
} from './asking-bank.ts';
import { closeOrphan } from './orphan-account.ts';
import { keepTaken } from './stray-deposits.ts';

/** For so long a bank may take back what it took, or hand over what came late. */
const watchedMs = 7 * dayMs;

/** A deposit, its reversal and the end may have happened before anybody told us. */
const stepsAtOnce = 6;

/** One step after the other, each stored before the next, until there is nothing to be done. */
export async function followBuyer(parts: Parts, account: VirtualAccount): Promise<void> {
  let current: VirtualAccount | null = account;
  for (let steps = 0; current !== null && steps < stepsAtOnce; steps += 1) {
    if (!(await followOnce(parts, current))) return;
    current = await findAccount(parts.store.pool, account);
  }
}

/** True when there may be more to do. */
async function followOnce(parts: Parts, account: VirtualAccount): Promise<boolean> {
  const found = await loadPayment(parts.store.pool, {
    merchantId: account.merchantId,
    id: account.paymentId,
  });
  if (found === null) {
    await closeOrphan(parts, account, (each) => watchedOn(parts, each));
    return false;
  }
  const { payment } = found;
  if (payment.status === 'intended') return adopt(parts, account, payment);
  if (payment.status === 'awaiting-deposit' || isApproved(payment)) {
    return heed(parts, account, payment);
  }
  await endAccount(parts, account, payment);
  return false;
}

/**
 * Its payment has ended unpaid, and so does the account, by the bank's word. While no number is
 * known, a question for one may still be on its way to the bank: then it is closed once more.
 */
async function endAccount(parts: Parts, account: VirtualAccount, payment: Payment): Promise<void> {
  const { pool } = parts.store;
  const dueAt = watchedOn(parts, account);
  const isClosed = account.state === 'closed' || account.state === 'closing';
  const closing = isClosed ? account : await beginClosing(parts, account);
  if (closing === null) return;
  if (account.number === null || !isClosed) {
    const said = await askBank(parts, 'closeAccount', { account: closing, payment });
    if (said === null) return lookAgain(parts, closing);
  }
  const on = closing.state === 'closing' ? ({ on: 'end' } as const) : {};
  await changeAccount(pool, closing, { ...on, dueAt });
}

/**
 * The intent stands. Whether the bank has heard of it is asked first; where it has not, it is asked
 * to issue, under the same id, so that there is never a second account.
 */
export async function adopt(
  parts: Parts,
  account: VirtualAccount,
  payment: Intended,
): Promise<boolean> {
  if (account.state === 'closing' || account.state === 'closed') {
    // Given up before its intent was stored: the number was told to nobody.
    const never = { reason: 'never-received', at: parts.clock.now() } as const;
    return (await parts.store.decide(decline(payment, never, parts.newId))) === 'stored';
  }
  const issued =
    account.state === 'asked' ? await inquireOrIssue(parts, account, payment) : account;
  if (issued === null) return false;
  return (await showNumber(parts, issued, payment)) === 'stored';
}

async function inquireOrIssue(
  parts: Parts,
  account: VirtualAccount,
  payment: Intended,
): Promise<VirtualAccount | null> {
  const said = await askBank(parts, 'inquireAccount', { account, payment });
  if (said === null) {
    await lookAgain(parts, account);
    return null;
  }
  if (said.state === 'not-found') return issueAtBank(parts, { account, payment });
  return noteIssued(parts, account, said.account);
}

/** From here on the number may be told. */
export function showNumber(
  parts: Parts,
  { bank, number, holder, expiresAt }: VirtualAccount,
  payment: Intended,
): ReturnType<Parts['store']['decide']> {
  const { token } = payment.instrument;
  const facts = { kind: 'virtual-account', token, bank, number, holder, expiresAt } as const;
  const context = { at: parts.clock.now(), newId: parts.newId };
  return parts.store.decide(awaitDeposit(payment, facts, context));
}

async function heed(
  parts: Parts,
  account: VirtualAccount,
  payment: AwaitingDeposit | Approved,
): Promise<boolean> {
  // Its number was noted and told after the account was read.
  if (account.state === 'asked') return true;
  const isGivenBack = isApproved(payment) && payment.status !== 'approved';
  const isLost = isGivenBack && (await isDepositLost(parts.store.pool, account));
  const isOver = account.state === 'closing' || parts.clock.now() >= account.expiresAt;
  const mayClose = account.state === 'issued' || account.state === 'reversed';
  const ends = isOver && payment.status === 'awaiting-deposit' && account.state !== 'paid';
  const asked = ends && mayClose ? await beginClosing(parts, account) : account;
  const closes = ends || (isLost && account.state === 'closing');
  if (asked === null) return true;
  const about = { account: asked, payment };
  const said = await askBank(parts, closes ? 'closeAccount' : 'inquireAccount', about);
  if (said === null) {
    await lookAgain(parts, asked);
    return false;
  }
  const reversals = 'reversals' in said ? said.reversals : 0;
  const step = accountStep(
    { payment: payment.status, account: asked.state, reversals: asked.reversals, isLost },
    { state: said.state, reversals },
  );
  return take(parts, { account: asked, payment, said }, step);
}

interface Heard {
  readonly account: VirtualAccount;
  readonly payment: AwaitingDeposit | Approved;
  readonly said: AccountState;
}

async function take(parts: Parts, heard: Heard, step: AccountStep): Promise<boolean> {
  const { account, payment, said } = heard;
  const now = parts.clock.now();
  // The next step follows at once; somebody else makes it only where this one breaks off.
  const dueAt = after(now, askAgainMs);
  const note = (change: AccountChange) => changeAccount(parts.store.pool, account, change);
  switch (step) {
    case 'wait': {
      const isWaiting = payment.status === 'awaiting-deposit';
      const next = isWaiting ? nextAsked(now, account.expiresAt) : watchedOn(parts, account);
      await note({ dueAt: next });
      return false;
    }
    case 'note-paid': {
      const paid = paidIn(heard);
      return paid !== null && note({ on: 'deposit', dueAt, paid });
    }
    case 'note-reversed':
    case 'note-lost': {
      const on = step === 'note-lost' ? 'lose' : account.state === 'paid' ? 'reverse' : null;
      const reversals = 'reversals' in said ? said.reversals : account.reversals;
      return note({ ...(on === null ? {} : { on }), dueAt, reversals });
    }
    case 'keep':
      await keepTaken(parts, account);
      return note({ on: 'end', dueAt: watchedOn(parts, account) });
    case 'note-closed':
      return note({ on: 'end', dueAt: watchedOn(parts, account) });
    default:
      return store(parts, heard, step);
  }
}

async function store(
  parts: Parts,
  heard: Heard,
  step: 'approve' | 'reverse' | 'lose' | 'end',
): Promise<boolean> {
  const decision = await decided(parts, heard, step);
  if (decision === null) {
    // A refund is under way, and ends in minutes: whether it was done decides what is lost.
    parts.log.info('reversal waits for a refund', { account: heard.account.id });
    await lookAgain(parts, heard.account);
    return false;
  }
  const isStored = (await parts.store.decide(decision)) === 'stored';
  if (isStored && step === 'lose') {
    parts.log.info('deposit lost after a refund', { account: heard.account.id });
    parts.metrics.lostDeposits.inc();
  }
  return isStored;
}

/** Where the deposit is gone, its payment still knows when it came. */
function paidIn({ payment, said }: Heard): PaidIn | null {
  if (said.state === 'paid') return said;
  if (!isApproved(payment)) return null;
  return { at: payment.approval.at, depositor: '', senderBank: '', sender: '' };
}

/** The payment is decided on first; its account follows in the next step. */
async function decided(
  parts: Parts,
  { account, payment, said }: Heard,
  step: 'approve' | 'reverse' | 'lose' | 'end',
): Promise<Decision<Payment> | null> {
  const { newId } = parts;
  const at = parts.clock.now();
  const { reversals } = account;
  if (isApproved(payment)) {
    if (step !== 'reverse' && step !== 'lose') return null;
    // The statement of a day that is over has the deposit, whether or not we have read it yet.
    const isOver = businessDate(at) !== businessDate(payment.approval.at);
    const isSeen = isOver || (await isDepositSeen(parts.store.pool, account));
    if (step === 'lose') return loseDeposit(payment, { at, newId, isSeen });
    const isCounted = 'reversals' in said && said.reversals === reversals;
    return reverseDeposit(payment, {
      ...{ at, newId, isSeen, reversals: isCounted ? reversals - 1 : reversals },
    });
  }
  if (step === 'approve' && said.state === 'paid') {
    return approveDeposit(payment, { paidAt: said.at, reversals, newId });
  }
  // The shop may have given it up since it was read, and then the bank closed it for that.
  const now = (await findAccount(parts.store.pool, account)) ?? account;
  return endUnpaid(payment, now.withdrawn ? 'withdraw' : 'expire', { at, newId });
}

/** Once a day, for a while: what the bank does with a deposit afterwards, it may fail to tell. */
function watchedOn(parts: Parts, { paidAt, expiresAt }: VirtualAccount): Instant | null {
  const next = after(parts.clock.now(), dayMs);
  return next <= after(paidAt ?? expiresAt, watchedMs) ? next : null;
}
