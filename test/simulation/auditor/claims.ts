// What payments take from others: an order number of a credential, a guarded month of a key.
import type { OrderAsked } from '../history.ts';
import { type Case, type Difference, type Evidence, grouped } from './evidence.ts';

export function checkClaims(evidence: Evidence): Difference[] {
  return [
    ...evidence.cases.flatMap(checkFreed),
    ...(['number', 'month'] as const).flatMap((what) => checkTaken(evidence.cases, what)),
    ...evidence.history.orders.flatMap((order) => checkRefusal(evidence, order)),
  ];
}

type Claim = 'number' | 'month';

function isDead({ payment }: Case): boolean {
  return ['declined', 'net-cancelled', 'expired', 'withdrawn'].includes(payment.status);
}

/** What is alive holds what it took; what is dead holds nothing, but a number that was keyed in. */
function checkFreed(each: Case): Difference[] {
  const { payment } = each;
  const burnt = payment.method === 'card-key-in';
  const holdsNumber = burnt || !isDead(each);
  const holdsMonth =
    payment.billingMonth !== null && !isDead(each) && payment.status !== 'cancelled';
  const differences: Difference[] = [];
  const say = (what: Claim, holds: boolean): void => {
    const verb = holds ? 'gave up' : 'still holds';
    differences.push(`${payment.mark} is ${payment.status} and ${verb} its ${what}`);
  };
  if ((payment.orderScope !== null) !== holdsNumber) say('number', holdsNumber);
  if ((payment.monthGuard !== null) !== holdsMonth) say('month', holdsMonth);
  return differences;
}

/** Clocks of processes differ from the bank's by as much as a world may draw. */
const skewMs = 405;

/**
 * Whoever was once approved at the bank held the claim until he ended; the next approval may only
 * come after that. Times are the bank's, because an approval follows its own intent.
 */
function checkTaken(cases: readonly Case[], claim: Claim): Difference[] {
  const charged = cases.filter(({ sale }) => {
    return sale?.state === 'approved' || sale?.state === 'net-cancelled';
  });
  const groups = grouped(charged, (each) => nameOf(each, claim));
  groups.delete('');
  return [...groups].flatMap(([, group]) => {
    const inOrder = group.sort((left, right) => boughtAt(left) - boughtAt(right));
    return inOrder.flatMap((later, index) => {
      const holder = inOrder
        .slice(0, index)
        .find((each) => endOf(each, claim) > boughtAt(later) + skewMs);
      if (holder === undefined) return [];
      const { mark } = later.payment;
      return [`${mark} was approved while ${holder.payment.mark} held its ${claim}`];
    });
  });
}

function nameOf({ payment }: Case, claim: Claim): string {
  const { merchantId, generation, credentialId, billingKey, billingMonth } = payment;
  if (claim === 'month') {
    return billingMonth === null ? '' : `${merchantId} ${billingKey} ${billingMonth}`;
  }
  return `${merchantId} ${generation} ${credentialId} ${payment.orderNumber.normalize('NFC')}`;
}

function boughtAt({ sale }: Case): number {
  return sale?.at ?? 0;
}

function endOf({ payment, ends }: Case, claim: Claim): number {
  if (claim === 'number' && payment.method === 'card-key-in') return Number.POSITIVE_INFINITY;
  const end = ends.find(({ what }) => claim === 'month' || what !== 'cancelled');
  return end?.at ?? Number.POSITIVE_INFINITY;
}

/** A number or a month that nobody can have held must not be refused as taken. */
function checkRefusal(evidence: Evidence, order: OrderAsked): Difference[] {
  const { answer, mark } = order;
  if (answer.told !== 'refused') return [];
  const claim = claims.get(answer.why);
  if (claim === undefined) return [];
  const rivals = evidence.history.orders.filter((each) => {
    return each !== order && claimedBy(each, claim) === claimedBy(order, claim);
  });
  const inWindow = evidence.history.windows.some((window) => {
    return window.world === order.world && window.orderNumber === order.orderNumber;
  });
  const held = inWindow || rivals.some((rival) => mayHold(evidence, rival, { order, claim }));
  return held ? [] : [`${mark} was told that its ${claim} is taken, and nobody can have held it`];
}

const claims: ReadonlyMap<string, Claim> = new Map([
  ['order-number-used', 'number'],
  ['month-already-paid', 'month'],
]);

function claimedBy({ world, merchantId, orderNumber, charge }: OrderAsked, claim: Claim): string {
  if (claim === 'number') return `${world} ${orderNumber.normalize('NFC')}`;
  return charge?.month == null ? '' : `${merchantId} ${charge.key} ${charge.month}`;
}

/** Unless it was heard, before the other one was asked for, that it holds nothing. */
function mayHold(
  { history }: Evidence,
  rival: OrderAsked,
  { order, claim }: { readonly order: OrderAsked; readonly claim: Claim },
): boolean {
  const { answer, answeredAt, amount } = rival;
  if (rival.askedAt > (order.answeredAt ?? 0)) return false;
  if (answer.told === 'refused') return answer.why === 'busy';
  if (answeredAt === null || answeredAt >= order.askedAt) return true;
  if (answer.told === 'declined') return claim === 'number' && rival.method === 'card-key-in';
  if (answer.told !== 'approved' || claim === 'number') return true;
  // Everything was given back, and the shop knew it.
  return !history.cancels.some((cancel) => {
    const whole = cancel.answer.told === 'done' && cancel.answer.amount === amount;
    return cancel.tid === answer.tid && whole && (cancel.answeredAt ?? 0) < order.askedAt;
  });
}
