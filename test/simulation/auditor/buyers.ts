// Buyers' accounts: what the bank took and took back, against what shops and books say of it.
import type { BuyerAccount, ClosingAsked } from '../history.ts';
import { type BuyerMove, expectedOfBuyer } from './buyer-model.ts';
import { depositsInto, isUnwatched } from './buyer-money.ts';
import {
  type Case,
  type Difference,
  doneCancels,
  type Evidence,
  grouped,
  isLost,
  isOfBuyer,
  isPaid,
  refunds,
  sum,
} from './evidence.ts';
import type { DepositFact, Facts, TurnFact } from './facts.ts';
import { type Expected, seoulDay } from './model.ts';

/** Clocks of processes differ by as much as a world may draw. */
const skewMs = 405;

export function checkBuyers(evidence: Evidence): Difference[] {
  const { cases, history } = evidence;
  return [
    ...cases.filter(isOfBuyer).flatMap((each) => checkCase(each, evidence)),
    ...checkOrphans(evidence),
    ...checkBanks(evidence),
    ...history.buyers.flatMap((account) => checkHeard(account, evidence)),
    ...history.closings.flatMap((asked) => checkClosing(asked, evidence)),
  ];
}

function checkCase(each: Case, evidence: Evidence): Difference[] {
  return [
    ...differencesOfMoves(each, evidence.facts),
    ...differencesOfEnd(each, evidence),
    ...differencesOfPostings(each),
    ...differencesOfNotices(each),
  ].map((sentence) => `${each.payment.mark} ${sentence}`);
}

const turnsOf = ({ turns }: Case, ...wanted: string[]): TurnFact[] =>
  turns.filter(({ what }) => wanted.includes(what));

/** Where its buyer was refunded before, the bank takes it all the same. */
const gone = ['deposit-reversed', 'deposit-lost'];

/** By the books, in their order; whether the bank moved the same is another question. */
export function expectedOfCase(each: Case): Expected {
  return expectedOfBuyer(BigInt(each.payment.terms.virtualAccountWon), movesOfBuyer(each));
}

/** The journals say only which way a reversal took; what it came to is counted anew. */
export function movesOfBuyer(each: Case): BuyerMove[] {
  const { payment, cancels, turns, postings } = each;
  const deposit = `deposit/${payment.id}`;
  const reversals = postings.filter(
    ({ subject, side }) => subject === deposit && side === 'credit',
  );
  const seen = reversals.map(({ account }) => account === 'transfers-in-transit');
  return turns.flatMap(({ what, at, cancel: sequence }): BuyerMove[] => {
    const { amount } = payment;
    const date = seoulDay(at);
    if (what === 'approved') return [{ what: 'deposit', amount, date }];
    if (gone.includes(what)) {
      return [{ what: 'reversed', amount, date, isSeen: seen.shift() ?? false }];
    }
    const cancel = cancels.find((one) => what === 'cancelled' && one.sequence === sequence);
    if (cancel === undefined || cancel.askedBy === 'bank') return [];
    return [{ what: 'refund', amount: cancel.amount, date: seoulDay(cancel.askedAt) }];
  });
}

/** Each deposit is booked once and in turn; one that is gone again may have been missed. */
function differencesOfMoves(each: Case, facts: Facts): Difference[] {
  const taken = depositsInto(facts, each.payment.id);
  const [approvals, reversals] = [turnsOf(each, 'approved'), turnsOf(each, ...gone)];
  const booked: DepositFact[] = [];
  const differences: Difference[] = [];
  for (const { at } of approvals) {
    const found = taken.find((deposit) => deposit.at === at && !booked.includes(deposit));
    if (found === undefined) differences.push(`was approved by a deposit that is not there`);
    else booked.push(found);
  }
  // What came after a loss, or after one that nobody heard of, belongs to no payment.
  const isNobodys = isLost(each) || taken.some(isUnwatched);
  for (const deposit of taken) {
    const isMissed = deposit.reversedAt === null && !booked.includes(deposit) && !isNobodys;
    if (isMissed) differences.push(`has a deposit of ${deposit.amount} that is not booked`);
  }
  booked.forEach((deposit, n) => {
    const reversal = reversals[n];
    const { reversedAt } = deposit;
    if (reversal === undefined) {
      const isLast = n === booked.length - 1;
      const isExcused = isLast && isUnwatched(deposit);
      if (reversedAt !== null && !isExcused) differences.push('keeps a deposit that is gone');
    } else if (reversedAt === null) {
      differences.push('lost a deposit that the bank has not taken back');
    } else if (reversal.at < reversedAt - skewMs) {
      differences.push('lost a deposit before the bank took it back');
    }
  });
  if (reversals.length > approvals.length) differences.push('lost more deposits than it had');
  const isRefunded = refunds(each).length > 0;
  if (isLost(each) && !isRefunded) differences.push('lost a deposit that nobody had given back');
  return differences;
}

const unpaidEnds = ['expired', 'withdrawn', 'declined'];

function differencesOfEnd(each: Case, { facts, history }: Evidence): Difference[] {
  const { payment, ends } = each;
  const account = facts.accounts.find(({ id }) => id === payment.id);
  const asked = history.buyers.find(({ id }) => id === payment.id);
  if (account === undefined || asked === undefined) return ['has no account of its own'];
  const differences: Difference[] = [];
  const say = (sentence: string): void => void differences.push(sentence);
  const right = isPaid(each) && !isLost(each) ? 'paid' : 'closed';
  if (account.purpose !== 'payment') say(`has an account for a ${account.purpose}`);
  if (account.state !== right) say(`is ${payment.status} with an account that is ${account.state}`);
  if (account.amount !== asked.order.amount) say(`waits for ${account.amount}`);
  if (account.expiresAt !== asked.expiresAt) say('ends at another time than was asked for');
  if (isPaid(each)) return differences;
  if (!unpaidEnds.includes(payment.status)) say(`is still ${payment.status}`);
  if (payment.status === 'withdrawn') {
    const isAsked = history.closings.some(({ accountId }) => accountId === payment.id);
    if (!isAsked) say('was given up by nobody');
  }
  if (payment.status === 'expired') {
    const early = ends.some(({ at }) => at < asked.expiresAt - skewMs);
    if (early) say('expired before its time');
  }
  if (payment.status === 'declined' && asked.heard.some(({ told }) => told === 'issued')) {
    say('was told issued and is declined');
  }
  return differences;
}

function differencesOfPostings(each: Case): Difference[] {
  const right = expectedOfCase(each).balances;
  const found = grouped(each.postings, ({ account }) => account);
  return [...new Set([...found.keys(), ...right.keys()])].flatMap((account) => {
    const lines = found.get(account) ?? [];
    const won = sum(lines.map(({ side, amount }) => (side === 'debit' ? amount : -amount)));
    const wanted = right.get(account) ?? 0n;
    return won === wanted ? [] : [`has ${won} on ${account} instead of ${wanted}`];
  });
}

/** Every step is told once, also where it happens again. */
function differencesOfNotices(each: Case): Difference[] {
  const { payment, notices } = each;
  const count = (kind: string): number => notices.filter((notice) => notice.kind === kind).length;
  const isTold = payment.status !== 'declined' && payment.status !== 'intended';
  const is = (status: string): number => (payment.status === status ? 1 : 0);
  // biome-ignore format: a table
  const expectations: readonly (readonly [kind: string, right: number])[] = [
    ['payment.account-issued',   isTold ? 1 : 0],
    ['payment.approved',         turnsOf(each, 'approved').length],
    ['payment.deposit-reversed', turnsOf(each, 'deposit-reversed').length],
    ['payment.deposit-lost',     turnsOf(each, 'deposit-lost').length],
    ['payment.expired',          is('expired')],
    ['payment.account-closed',   is('withdrawn')],
    ['payment.declined',         is('declined')],
    ['payment.cancelled',        doneCancels(each).length],
  ];
  return expectations
    .filter(([kind, right]) => count(kind) !== right)
    .map(([kind, right]) => `has ${count(kind)} notices ${kind} instead of ${right}`);
}

/** An account whose payment was never stored was told to nobody, and is closed. */
function checkOrphans({ facts, cases }: Evidence): Difference[] {
  const known = new Set(cases.map(({ payment }) => payment.id));
  return facts.accounts
    .filter(({ id, purpose }) => purpose === 'payment' && !known.has(id))
    .filter(({ state }) => state !== 'closed')
    .map(({ id, state }) => `account ${id} has no payment and is ${state}`);
}

/** What the bank has: no account that we do not know, none left open, no message counted twice. */
function checkBanks({ facts, history }: Evidence): Difference[] {
  const known = new Map(facts.accounts.map((account) => [account.id, account]));
  const made = new Map(history.deposits.map((each) => [each.depositId, each.messageId]));
  const byMessage = grouped(facts.deposits, ({ id }) => made.get(id) ?? `of ${id}`);
  return [
    ...facts.bankAccounts.flatMap(({ id, amount, closed }) => {
      const own = known.get(id);
      if (own === undefined) return [`the bank has an account ${id} that nobody knows of`];
      const isOver = depositsInto(facts, id).some((deposit) => {
        return deposit.reversedAt === null || isUnwatched(deposit);
      });
      return [
        ...(own.amount === amount ? [] : [`account ${id} takes ${amount} at the bank`]),
        ...(closed || isOver ? [] : [`account ${id} is ${own.state} and open at the bank`]),
      ];
    }),
    ...facts.deposits
      .filter(({ id }) => !made.has(id))
      .map(({ id }) => `the bank has a deposit ${id} that nobody made`),
    ...[...byMessage]
      .filter(([, { length }]) => length > 1)
      .map(([message]) => `message ${message} is more than one deposit`),
  ];
}

function checkHeard(account: BuyerAccount, evidence: Evidence): Difference[] {
  const { id, order, heard, times } = account;
  const { mark } = order;
  const found = evidence.cases.find(({ payment }) => payment.id === id);
  const atBank = evidence.facts.bankAccounts.find((each) => each.id === id);
  const say = (sentence: string): Difference[] => [`${mark} ${sentence}`];
  const issued = heard.flatMap((each) => (each.told === 'issued' ? [each] : []));
  const agrees = issued.every(({ tid, number }) => {
    return found?.payment.tid === tid && atBank?.number === number;
  });
  if (!agrees) return say('was told of an account that is not its own');
  const ended = heard.flatMap((each) => (each.told === 'refused' ? [each.why] : []));
  const untrue = ended.find((why) => unpaidEnds.includes(why) && found?.payment.status !== why);
  if (untrue !== undefined) return say(`was told ${untrue} and is ${found?.payment.status}`);
  // Whoever heard a refusal each time he asked has nothing, and nothing was begun for him.
  const isRefused = times > 0 && ended.length === times;
  const isNothing = found === undefined || found.payment.status === 'declined';
  return isRefused && !isNothing && !ended.some((why) => unpaidEnds.includes(why))
    ? say(`was refused each time (${ended}) and is ${found.payment.status}`)
    : [];
}

/** What is closed is never paid; what was paid first is not closed. */
function checkClosing({ mark, accountId, answer }: ClosingAsked, evidence: Evidence): Difference[] {
  if (answer.told !== 'state') return [];
  const found = evidence.cases.find(({ payment }) => payment.id === accountId);
  const deposits = depositsInto(evidence.facts, accountId);
  if (answer.state === 'closed' && found !== undefined && isPaid(found) && !isLost(found)) {
    return [`${mark} was told closed, and it is paid`];
  }
  if (answer.state === 'paid' && deposits.length === 0) {
    return [`${mark} was told paid, and nothing came`];
  }
  return [];
}
