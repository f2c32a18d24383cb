// Questions to the bank about an account, each under the id by which the bank knows it.
import type { Payment } from '../../core/payment/payment.ts';
import { after, hourMs, type Instant, minuteMs, secondMs } from '../../core/time/instant.ts';
import type { AccountState, IssuedAccount, Reference } from '../../rails/rail.ts';
import { changeAccount, type VirtualAccount } from '../../storage/virtual-account.ts';
import { referenceOf } from '../approval.ts';
import { within } from '../clock.ts';
import type { Parts } from '../parts.ts';

const bankAnswersWithinMs = 8 * secondMs;

/** A message of the bank that was lost is asked for so often. */
const askEveryMs = hourMs;

export const askAgainMs = minuteMs;

export interface About {
  readonly account: VirtualAccount;
  /** Null where none was ever stored for it. */
  readonly payment: Payment | null;
}

/** Null when the bank does not answer in time. */
export async function askBank(
  parts: Parts,
  what: 'inquireAccount' | 'closeAccount',
  about: About,
): Promise<AccountState | null> {
  const until = after(parts.clock.now(), bankAnswersWithinMs);
  const said = await within(parts.clock, until, () =>
    parts.rail[what](about.account.id, referenceFor(about)),
  );
  return said.answered ? said.answer : null;
}

function referenceFor({ account, payment }: About): Reference {
  if (payment !== null) return referenceOf(payment);
  return { merchant: account.merchantId, orderNumber: '', tid: '' };
}

/** The same id gets the same account, however often the bank is asked; null without an answer. */
export async function issueAtBank(parts: Parts, about: About): Promise<VirtualAccount | null> {
  const { id, amount, bank, holder, expiresAt } = about.account;
  const until = after(parts.clock.now(), bankAnswersWithinMs);
  const said = await within(parts.clock, until, () =>
    parts.rail.issueAccount({
      ...{ accountId: id, bank: bank.code, amount, holder, expiresAt },
      reference: referenceFor(about),
    }),
  );
  if (said.answered) return noteIssued(parts, about.account, said.answer);
  await lookAgain(parts, about.account);
  return null;
}

/** Null when somebody else has noted it, or given it up. */
export async function noteIssued(
  parts: Parts,
  account: VirtualAccount,
  issued: IssuedAccount,
): Promise<VirtualAccount | null> {
  const dueAt = nextAsked(parts.clock.now(), account.expiresAt);
  const isOurs = await changeAccount(parts.store.pool, account, { on: 'issue', issued, dueAt });
  return isOurs ? { ...account, ...issued, state: 'issued' } : null;
}

export function nextAsked(now: Instant, expiresAt: Instant): Instant {
  const next = after(now, askEveryMs);
  return next < expiresAt ? next : expiresAt;
}

export async function lookAgain(parts: Parts, account: VirtualAccount): Promise<void> {
  await changeAccount(parts.store.pool, account, { dueAt: after(parts.clock.now(), askAgainMs) });
}

/** Before the bank is asked to close it: from now on only the bank's own word counts. */
export async function beginClosing(
  parts: Parts,
  account: VirtualAccount,
  withdrawn?: true,
): Promise<VirtualAccount | null> {
  if (account.state === 'closing') return account;
  // Whoever begins it asks the bank as well; somebody else only when that broke off.
  const dueAt = after(parts.clock.now(), askAgainMs);
  const change = { on: 'close', dueAt, ...(withdrawn === true ? { withdrawn } : {}) } as const;
  const isOurs = await changeAccount(parts.store.pool, account, change);
  if (!isOurs) return null;
  return { ...account, state: 'closing', withdrawn: withdrawn ?? account.withdrawn };
}
