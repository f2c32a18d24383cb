// What shops were told of their cancels, against the money that went back and what the books say.
import type { CancelAsked } from '../history.ts';
import {
  type Case,
  type Difference,
  doneCancels,
  type Evidence,
  grouped,
  isPaid,
  refunds,
  sum,
} from './evidence.ts';
import type { CancelFact } from './facts.ts';

export function checkCancels(evidence: Evidence): Difference[] {
  const equal = grouped(
    evidence.history.cancels,
    ({ tid, reason, amount }) => `${tid} ${reason} ${amount}`,
  );
  return [
    ...[...equal.values()].flatMap((group) => checkTold(evidence, group)),
    ...evidence.cases.flatMap(checkSides),
    ...checkAsked(evidence),
  ];
}

/** Equal requests, of which a later one may have joined an earlier one. */
function checkTold(evidence: Evidence, group: readonly CancelAsked[]): Difference[] {
  const [first] = group;
  const found = evidence.caseOfTid(first?.tid ?? '');
  const name = group.map(({ mark }) => mark).join(', ');
  const all = (found?.cancels ?? []).filter((each) => isOf(each, group));
  const done = all.filter(({ status }) => status === 'done');
  const told = group.filter(({ answer }) => answer.told === 'done');
  const possible = group.filter(({ answer }) => answer.told !== 'refused');
  const differences: Difference[] = [];
  const say = (sentence: string): void => void differences.push(`${name} ${sentence}`);
  if (told.length > 2 * done.length) say(`told done ${told.length} times, done ${done.length}`);
  if (done.length < timesMeant(told)) say('told done one after the other, but done fewer times');
  if (all.length > possible.length) say(`told that nothing was done, yet ${all.length} were begun`);
  for (const { answer } of told) {
    if (answer.told !== 'done' || done.some(({ amount }) => amount === answer.amount)) continue;
    say(`told done by ${answer.amount}, which is another amount than was done`);
  }
  const refusals = group.filter(({ answer }) => answer.told === 'declined').length;
  if (refusals > 0 && all.every(({ status }) => status !== 'refused')) {
    say('told that the card company refused, but it did not');
  }
  return differences;
}

/** Whether a stored cancel may come from these requests: theirs is the reason and the amount. */
function isOf({ reason, amount }: CancelFact, group: readonly CancelAsked[]): boolean {
  return group.some((asked) => {
    return asked.reason === reason && (asked.amount === null || asked.amount === amount);
  });
}

/** Answers are known to be handed over while the process that wrote them remembers them. */
const rememberedMs = 30_000;

/** How many cancels were meant for certain: each asked for after the answer to the one before. */
function timesMeant(told: readonly CancelAsked[]): number {
  let meant = 0;
  let last: CancelAsked | null = null;
  for (const asked of [...told].sort((left, right) => left.askedAt - right.askedAt)) {
    if (last !== null && !isAfterAnswer(asked, last)) continue;
    meant += 1;
    last = asked;
  }
  return meant;
}

function isAfterAnswer(asked: CancelAsked, earlier: CancelAsked): boolean {
  const answeredAt = earlier.answeredAt ?? Number.POSITIVE_INFINITY;
  const remembered = asked.askedAt - answeredAt < rememberedMs;
  return asked.askedOf === earlier.askedOf && asked.askedAt > answeredAt && remembered;
}

/** Cancels at the bank are the cancels done in the books, one by one and in sum. */
function checkSides(each: Case): Difference[] {
  const { payment, sale, bankCancels, cancels } = each;
  const differences: Difference[] = [];
  const say = (sentence: string): void => void differences.push(`${payment.mark} ${sentence}`);
  const done = doneCancels(each);
  const given = sum(done.map(({ amount }) => amount));
  const refunded = sum(refunds(each).map(({ amount }) => amount));
  const back = bankCancels.filter((cancel) => cancel.done);
  if (given > payment.amount) say(`gave back ${given} of ${payment.amount}`);
  if (isPaid(each) && sale !== undefined && refunded !== sale.cancelled) {
    say(`gave back ${refunded} in the books and ${sale.cancelled} at the bank`);
  }
  if (sum(back.map(({ amount }) => amount)) !== (sale?.cancelled ?? 0n)) {
    say("has a bank's sum of cancels that is not the sum of its cancels");
  }
  if (isPaid(each) && sale !== undefined && payment.instrument === 'account') {
    const [ours, banks] = [moneyOf(each), sale.amount - sale.cancelled];
    if (ours !== banks) say(`moved ${ours} in the books and ${banks} at the bank`);
  }
  for (const cancel of cancels) {
    const atBank = bankCancels.find(({ cancelId }) => cancelId === cancel.id);
    if (!['done', 'refused', 'expired'].includes(cancel.status)) {
      say(`has a cancel that is still ${cancel.status}`);
    }
    const isOrdered = cancel.status === 'done' && cancel.askedBy !== 'bank';
    const agrees = isOrdered === (atBank?.done ?? false);
    if (!agrees || (atBank !== undefined && atBank.amount !== cancel.amount)) {
      say(
        `has cancel ${cancel.sequence} ${cancel.status}, at the bank ${atBank?.done ?? 'absent'}`,
      );
    }
  }
  const known = new Set(cancels.map(({ id }) => id));
  if (back.some(({ cancelId }) => !known.has(cancelId))) say('has a cancel only at the bank');
  if (isPaid(each) && payment.status !== statusAfter(payment.amount, given)) {
    say(`is ${payment.status} after ${given} of ${payment.amount} went back`);
  }
  return differences;
}

/** What the buyer's bank has moved to us for good, by the books. */
function moneyOf({ postings }: Case): bigint {
  const moved = ['bank-clearing', 'transfers-in-transit'];
  const lines = postings.filter(({ account, subject }) => {
    return moved.includes(account) && !subject.startsWith('deposit/');
  });
  return sum(lines.map(({ side, amount }) => (side === 'debit' ? amount : -amount)));
}

function statusAfter(amount: bigint, given: bigint): string {
  if (given === 0n) return 'approved';
  return given === amount ? 'cancelled' : 'partially-cancelled';
}

/** Nobody cancels on his own, but the gateway what was told not charged, and a bank its deposit. */
function checkAsked({ cases, history }: Evidence): Difference[] {
  const { cancels: asked, accounts } = history;
  const reasons = new Set([...asked, ...accounts].map(({ reason }) => reason));
  return cases.flatMap(({ payment, cancels }) =>
    cancels
      .filter(({ askedBy }) => askedBy !== 'gyeol' && askedBy !== 'bank')
      .filter(({ reason }) => !reasons.has(reason))
      .map(({ sequence }) => `${payment.mark} has a cancel ${sequence} that nobody asked for`),
  );
}
