// Money that the bank took although it fitted nothing: it goes back once, and is nobody's meanwhile.
import { depositsInto } from './buyer-money.ts';
import { type Difference, type Evidence, sum } from './evidence.ts';
import type { DepositFact, Facts, TransferFact } from './facts.ts';

const dayMs = 24 * 3_600_000;
/** For so long an account is looked at once a day; what a bank takes later it has to tell us. */
const watchedMs = 7 * dayMs;

export function checkStrays(evidence: Evidence): Difference[] {
  const { facts } = evidence;
  const kept = facts.deposits.filter((deposit) => deposit.kept || isAfterLoss(deposit, facts));
  return [
    ...kept.flatMap((deposit) => checkKept(deposit, facts)),
    ...facts.strays
      .filter(({ id }) => kept.every((deposit) => deposit.id !== id))
      .map(({ id }) => `stray ${id} is not at the bank`),
  ];
}

function checkKept(deposit: DepositFact, facts: Facts): Difference[] {
  const { id, amount } = deposit;
  const own = facts.strays.filter((stray) => stray.id === id);
  const [stray] = own;
  if (stray === undefined) {
    return isUnwatched(deposit, facts) ? [] : [`stray ${id} of ${amount} is in no books`];
  }
  const sent = facts.transfers.filter((each) => each.transferId === stray.returnId);
  const back = sum(sent.filter(({ bounced }) => !bounced).map((each) => each.amount));
  const agrees = stray.amount === amount && stray.state === 'returned' && back === amount;
  return agrees ? [] : [`stray ${id} of ${amount} is ${stray.state}, and ${back} went back`];
}

/** Nobody looks any more, and the bank's word was lost: only a statement tells of it. */
function isUnwatched({ accountId, at }: DepositFact, facts: Facts): boolean {
  const account = facts.accounts.find(({ id }) => id === accountId);
  const last = depositsInto(facts, accountId).at(-1)?.at ?? account?.expiresAt ?? 0;
  return at > last + watchedMs - dayMs;
}

/** Another one came while the account of a lost deposit was still open at the bank. */
function isAfterLoss({ accountId, taken, reversedAt }: DepositFact, { turns }: Facts): boolean {
  const isLost = turns.some((turn) => turn.paymentId === accountId && turn.what === 'deposit-lost');
  return taken && reversedAt === null && isLost;
}

/** What the bank holds for nobody and our books know, and how it was sent back. */
export function keptOf({ facts }: Evidence): DepositFact[] {
  const known = new Set(facts.strays.map(({ id }) => id));
  return facts.deposits.filter(({ id, kept, taken }) => (kept || taken) && known.has(id));
}

export function strayReturns({ facts }: Evidence): TransferFact[] {
  const orders = new Set(facts.strays.map(({ returnId }) => returnId));
  return facts.transfers.filter(({ transferId }) => orders.has(transferId));
}
