// A cancel after the payout was fixed: an account of the bank, a deposit, then an ordinary cancel.
import type { MerchantId } from '../../core/merchant/merchant.ts';
import type { Won } from '../../core/money/won.ts';
import type { CancelId } from '../../core/payment/cancel-request.ts';
import {
  askDeposit,
  type DepositCommand,
  expireAccount,
  issueAccount,
  recordDeposit,
} from '../../core/payment/deposit-cancel.ts';
import { type Approved, isApproved, type PaymentId } from '../../core/payment/payment.ts';
import { accepted, type Outcome, refused } from '../../core/refusal.ts';
import { addBankDays } from '../../core/time/bank-day.ts';
import {
  after,
  type BusinessDate,
  businessDate,
  type Instant,
  nextDay,
  startOfDay,
} from '../../core/time/instant.ts';
import type { AccountState } from '../../rails/rail.ts';
import { loadPayment } from '../../storage/payment.ts';
import {
  changeAccount,
  findAccount,
  insertAccount,
  type VirtualAccount,
} from '../../storage/virtual-account.ts';
import { cancelPayment } from '../cancellation.ts';
import type { Parts } from '../parts.ts';
import {
  askAgainMs,
  askBank,
  beginClosing,
  issueAtBank,
  lookAgain,
  nextAsked,
} from './asking-bank.ts';
import { beginNext } from './begin-deposited.ts';
import { closeOrphan } from './orphan-account.ts';
import { giveBack } from './return-deposit.ts';

export interface DepositOf {
  readonly merchantId: MerchantId;
  readonly id: PaymentId;
  /** Null cancels what is left. */
  readonly amount: Won | null;
  readonly reason: string;
  readonly askedBy: string;
}

export interface DepositAccount {
  readonly account: VirtualAccount;
  /** Won that the buyer gets back. */
  readonly cancelled: Won;
}

const decideAgain = 3;

/** Bank days for which a merchant may pay in. */
const openDays = 3;

export async function depositAccount(
  parts: Parts,
  asked: DepositOf,
): Promise<Outcome<DepositAccount>> {
  if (await parts.afterRestore.holdsCancels(asked.id)) return refused({ kind: 'busy' });
  for (let tries = 0; tries <= decideAgain; tries += 1) {
    const found = await loadPayment(parts.store.pool, asked);
    if (found === null) return refused({ kind: 'payment-not-found' });
    const at = parts.clock.now();
    const command: DepositCommand = { ...asked, id: parts.newId() as CancelId, at };
    const answer = askDeposit(found.payment, command);
    if (!answer.ok) return answer;
    if (answer.value.does === 'repeat') {
      const { id, amount: cancelled } = answer.value.cancel;
      const account = await findAccount(parts.store.pool, { merchantId: asked.merchantId, id });
      return account === null ? refused({ kind: 'busy' }) : accepted({ account, cancelled });
    }
    const account = await issue(parts, answer.value, command);
    if (account === null) return refused({ kind: 'busy' });
    const deposit = { amount: account.amount, bank: account.bank.code };
    const decision = issueAccount(answer.value, command, { deposit, newId: parts.newId });
    if ((await parts.store.decide(decision)) === 'stored') {
      return accepted({ account, cancelled: answer.value.amount });
    }
    // It lost a race: nobody is told of it, and the bank takes nothing into it.
    await followCancelAccount(parts, account);
  }
  return refused({ kind: 'busy' });
}

async function load(
  parts: Parts,
  key: Pick<DepositOf, 'merchantId' | 'id'>,
): Promise<Approved | null> {
  const found = await loadPayment(parts.store.pool, key);
  return found !== null && isApproved(found.payment) ? found.payment : null;
}

/** Whose accounts take deposits of merchants. */
const issuing = { code: '088', name: '' };

/**
 * Stored before the bank is asked, and before the cancel: what is paid into an account that nobody
 * heard of, or that lost its race, goes back.
 */
async function issue(
  parts: Parts,
  { payment, deposit }: { readonly payment: Approved; readonly deposit: Won },
  { id, at }: DepositCommand,
): Promise<VirtualAccount | null> {
  const expiresAt = endOf(parts, businessDate(at));
  const { merchantId } = payment;
  const holder = `결제취소 ${payment.tid.slice(-6)}`;
  const asked = {
    ...{ merchantId, id, purpose: 'cancel' as const, paymentId: payment.id, bank: issuing },
    ...{ holder, amount: deposit, issuedAt: at, expiresAt },
  };
  const account = await insertAccount(parts.store.pool, asked, after(at, askAgainMs));
  return issueAtBank(parts, { account, payment });
}

/** Midnight after the third bank day; three days where the calendar knows none. */
function endOf(parts: Parts, today: BusinessDate): Instant {
  const last = addBankDays(parts.calendar(), today, openDays);
  return startOfDay(nextDay(last ?? nextDay(nextDay(nextDay(today)))));
}

/** What the bank tells us of an account, in its message or when it is asked. */
export async function followCancelAccount(parts: Parts, account: VirtualAccount): Promise<void> {
  if (isOver(account)) return leave(parts, account);
  const payment = await load(parts, { merchantId: account.merchantId, id: account.paymentId });
  const cancel = payment?.cancels.find(({ id }) => id === account.id);
  if (payment === null || cancel === undefined) return closeOrphan(parts, account);
  switch (cancel.status) {
    case 'account-issued':
      return hear(parts, account, payment);
    case 'done':
      return finish(parts, { account, payment }, 'use');
    case 'expired':
      return end(parts, account);
    case 'refused':
      return finish(parts, { account, payment }, 'return');
    case 'deposited':
    case 'requested':
    case 'unknown':
      return lookAgain(parts, account);
  }
}

/** Nothing is waited for; a message may still tell of money that came too late. */
function isOver({ state }: VirtualAccount): boolean {
  return state === 'closed' || state === 'used' || state === 'returned';
}

async function leave(parts: Parts, account: VirtualAccount): Promise<void> {
  await changeAccount(parts.store.pool, account, { dueAt: null });
}

async function end(parts: Parts, account: VirtualAccount): Promise<void> {
  const closing = await beginClosing(parts, account);
  if (closing !== null) await changeAccount(parts.store.pool, closing, { on: 'end', dueAt: null });
}

/** Its cancel has ended. What the bank said of the deposit may not have been stored before. */
async function finish(
  parts: Parts,
  about: { readonly account: VirtualAccount; readonly payment: Approved },
  on: 'use' | 'return',
): Promise<void> {
  const { account } = about;
  if (account.state === 'returning') return giveBack(parts, account);
  if (account.paidAt === null) {
    const paid = await askBank(parts, 'inquireAccount', about);
    if (paid?.state !== 'paid') return lookAgain(parts, account);
    await changeAccount(parts.store.pool, account, {
      on: 'deposit',
      dueAt: parts.clock.now(),
      paid,
    });
    return;
  }
  const dueAt = on === 'use' ? null : parts.clock.now();
  await changeAccount(parts.store.pool, account, { on, dueAt });
}

async function hear(parts: Parts, account: VirtualAccount, payment: Approved): Promise<void> {
  const now = parts.clock.now();
  if (now >= account.expiresAt || account.state === 'closing')
    return close(parts, account, payment);
  const said = await askBank(parts, 'inquireAccount', { account, payment });
  if (said?.state === 'paid') return deposited(parts, { account, payment }, said);
  const dueAt = said === null ? after(now, askAgainMs) : nextAsked(now, account.expiresAt);
  await changeAccount(parts.store.pool, account, { dueAt });
}

/** The answer of the bank decides what came first, the end or a deposit. */
async function close(parts: Parts, open: VirtualAccount, payment: Approved): Promise<void> {
  const account = await beginClosing(parts, open);
  if (account === null) return;
  const said = await askBank(parts, 'closeAccount', { account, payment });
  if (said?.state === 'paid') return deposited(parts, { account, payment }, said);
  if (said === null) return lookAgain(parts, account);
  const context = { at: parts.clock.now(), newId: parts.newId };
  const decision = expireAccount(payment, account.id as CancelId, context);
  if ((await parts.store.decide(decision)) === 'conflict') return retry(parts, account);
  await changeAccount(parts.store.pool, account, { on: 'end', dueAt: null });
}

/** The deposit is stored before the rail is asked to cancel; whatever breaks, it goes on. */
async function deposited(
  parts: Parts,
  { account, payment }: { readonly account: VirtualAccount; readonly payment: Approved },
  paid: Extract<AccountState, { state: 'paid' }>,
): Promise<void> {
  const { newId, store } = parts;
  const decision = recordDeposit(payment, account.id as CancelId, { at: paid.at, newId });
  if ((await store.decide(decision)) === 'conflict') return retry(parts, account);
  const dueAt = after(parts.clock.now(), askAgainMs);
  await changeAccount(store.pool, account, { on: 'deposit', dueAt, paid });
  await carryOn(parts, payment, account.id as CancelId);
}

async function retry(parts: Parts, account: VirtualAccount): Promise<void> {
  await changeAccount(parts.store.pool, account, { dueAt: parts.clock.now() });
}

/** At once, in the manner of a cancel that was asked for; the sweeper finishes what is left. */
async function carryOn(parts: Parts, payment: Approved, id: CancelId): Promise<void> {
  if (!(await beginNext(parts, payment))) return;
  const { merchantId, id: paymentId } = payment;
  const again = { amount: null, reason: '', askedBy: '' };
  await cancelPayment(parts, { merchantId, id: paymentId, cancelId: id, ...again });
}
