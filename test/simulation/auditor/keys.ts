// Billing keys: what shops were told of them, what stands in the books, and who was charged.
import type { KeyAsked, OrderAsked, RemovalAsked } from '../history.ts';
import type { Case, Difference, Evidence } from './evidence.ts';
import type { KeyFact, PaymentFact } from './facts.ts';

export function checkKeys(evidence: Evidence): Difference[] {
  const { history, facts, cases } = evidence;
  const keys = new Map(facts.keys.map((key) => [key.id, key]));
  return [
    ...history.keys.flatMap((asked) => checkRegistered(evidence, asked)),
    ...history.removals.flatMap((removal) => checkRemoved(evidence, removal)),
    ...cases.flatMap((each) => checkCharged(each, keys)),
    ...history.orders.flatMap((order) => checkRefused(evidence, order)),
  ];
}

function checkRegistered({ facts, history }: Evidence, asked: KeyAsked): Difference[] {
  const { mark, answer } = asked;
  const made = facts.keys.filter((key) => key.mark === mark && key.merchantId === asked.merchantId);
  const [key] = made;
  if (made.length > 1) return [`${mark} made more than one key`];
  switch (answer.told) {
    case 'registered': {
      const agrees =
        key?.id === answer.key &&
        key.instrument === asked.of &&
        key.generation === asked.generation;
      if (!agrees) return [`${mark} was told registered and is not in the books as it was asked`];
      const asks = history.removals.some((removal) => removal.key === answer.key);
      const stands = key.status === 'registered' || asks;
      return stands ? [] : [`${mark} is removed and nobody asked for that`];
    }
    case 'declined':
      return key === undefined ? [] : [`${mark} was told declined and has a key`];
    case 'refused':
      // Of a busy server, whose insertion may have arrived after all, the shop has no key.
      return key === undefined || answer.why === 'busy'
        ? []
        : [`${mark} was refused (${answer.why}) and has a key`];
    case 'nothing':
      return [];
  }
}

/** What was told removed is removed, and whoever asks for a charge after that gets none. */
function checkRemoved({ facts, history, casesOfMark }: Evidence, removal: RemovalAsked) {
  const { mark, answer, answeredAt, key } = removal;
  if (answer.told !== 'removed' || answeredAt === null) return [];
  const stands = facts.keys.find(({ id }) => id === key)?.status;
  const late = history.orders.filter(
    (order) => order.charge?.key === key && order.askedAt > answeredAt,
  );
  return [
    ...(stands === 'removed' ? [] : [`${mark} was told removed and the key is ${stands}`]),
    ...late
      .filter((order) => casesOfMark(order.mark).length > 0)
      .map((order) => `${order.mark} charged a key that was removed before it began (${mark})`),
  ];
}

/** A charge names a key of its own merchant and world, and what stands behind that key pays. */
function checkCharged(
  { payment, order, window }: Case,
  keys: ReadonlyMap<string, KeyFact>,
): Difference[] {
  const { billingKey, mark } = payment;
  if (window !== undefined) return checkMade(payment, keys);
  const asked = order?.charge ?? null;
  if (billingKey !== (asked?.key ?? null) || payment.billingMonth !== (asked?.month ?? null)) {
    return [`${mark} has another key or month than was asked for`];
  }
  if (billingKey === null) return [];
  const key = keys.get(billingKey);
  const agrees =
    key !== undefined &&
    key.merchantId === payment.merchantId &&
    key.generation === payment.generation &&
    key.instrument === payment.instrument &&
    key.token === payment.token &&
    payment.method === (key.instrument === 'card' ? 'card-billing' : 'transfer-billing');
  if (!agrees) return [`${mark} charged a key that is not its own`];
  // Whoever commits first wins.
  const late = key.status === 'removed' && key.changedBy < payment.storedBy;
  return late ? [`${mark} was begun after its key had been removed`] : [];
}

/** What a window was paid with is what its own key stands for. */
function checkMade(payment: PaymentFact, keys: ReadonlyMap<string, KeyFact>): Difference[] {
  const { billingKey, mark } = payment;
  if (billingKey === null) return [];
  const key = keys.get(billingKey);
  const agrees =
    key !== undefined &&
    key.mark === mark &&
    key.merchantId === payment.merchantId &&
    key.instrument === payment.instrument &&
    key.token === payment.token;
  return agrees ? [] : [`${mark} was paid with a key that is not its own`];
}

/** A shop whose key is there must not hear that it is not. */
function checkRefused({ history }: Evidence, order: OrderAsked): Difference[] {
  const { answer, charge, mark } = order;
  if (answer.told !== 'refused' || answer.why !== 'billing-key-not-found') return [];
  const made = history.keys.find((key) => {
    return key.answer.told === 'registered' && key.answer.key === charge?.key;
  });
  const fits =
    made !== undefined &&
    made.merchantId === order.merchantId &&
    order.world.startsWith(`${made.generation}/`) &&
    order.method === (made.of === 'card' ? 'card-billing' : 'transfer-billing');
  const asks = history.removals.some((removal) => {
    return removal.key === charge?.key && removal.askedAt <= (order.answeredAt ?? 0);
  });
  return fits && !asks ? [`${mark} was told that its key is unknown, and it is not`] : [];
}
