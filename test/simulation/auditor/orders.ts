// What shops were told of their orders, against what became of them at the bank and in the books.
import type { OrderAsked } from '../history.ts';
import { type Case, type Difference, type Evidence, isCharged, isPaid } from './evidence.ts';

export function checkOrders(evidence: Evidence): Difference[] {
  const { history, cases } = evidence;
  return [
    ...history.orders.flatMap((order) => checkTold(evidence, order)),
    ...cases.flatMap(checkSides),
    ...checkStrangers(evidence),
  ];
}

function checkTold(evidence: Evidence, order: OrderAsked): Difference[] {
  const made = evidence.casesOfMark(order.mark);
  const [first] = made;
  const say = (sentence: string): Difference[] => [`${order.mark} ${sentence}`];
  if (made.length > 1) return say('made more than one payment');
  if (order.seenPaid && (first === undefined || !isPaid(first))) {
    return say('was seen as paid and is no longer');
  }
  if (order.method === 'virtual-account') return [];
  switch (order.answer.told) {
    case 'approved':
      return checkApproved(evidence, order);
    case 'declined':
      if (first === undefined) return [];
      return first.payment.status === 'declined' && !isCharged(first)
        ? []
        : say(`was told declined and is ${describe(first)}`);
    case 'unknown':
      if (first === undefined) return say('was told unknown and is nowhere in the books');
      return isCharged(first) ? say(`was told not charged and is ${describe(first)}`) : [];
    case 'refused':
      // The intent of a busy server may have been stored unseen; it never goes to the bank then.
      return first === undefined || (order.answer.why === 'busy' && isEmpty(first))
        ? []
        : say(`was told that nothing was done (${order.answer.why}) and is ${describe(first)}`);
    // Accounts of buyers have checks of their own.
    case 'issued':
    case 'pending':
    case 'nothing':
      return [];
  }
}

function checkApproved(evidence: Evidence, order: OrderAsked): Difference[] {
  const { mark, answer, amount, instalment } = order;
  if (answer.told !== 'approved') return [];
  const found = evidence.caseOfTid(answer.tid);
  if (found === undefined) return [`${mark} was told approved and its TID names nothing`];
  const { payment, sale } = found;
  const agrees =
    payment.mark === mark &&
    isPaid(found) &&
    sale?.state === 'approved' &&
    sale.amount === amount &&
    sale.instalment === instalment &&
    payment.amount === amount &&
    sale.approvalNumber === answer.approvalNumber;
  return agrees ? [] : [`${mark} was told approved and is ${describe(found)}`];
}

/** Books and bank agree, whatever anybody was told; and nothing is left open. */
function checkSides(each: Case): Difference[] {
  const { payment, sale } = each;
  const say = (sentence: string): Difference => `${payment.mark} ${sentence}`;
  const found: Difference[] = [];
  if (payment.status === 'intended' || payment.status === 'unknown') {
    found.push(say(`is still ${payment.status}; the bank says ${sale?.state ?? 'nothing'}`));
  }
  if (isPaid(each) !== (sale?.state === 'approved')) found.push(say(`is ${describe(each)}`));
  if (isPaid(each) && sale !== undefined) {
    const agrees =
      sale.amount === payment.amount &&
      sale.instalment === payment.instalment &&
      sale.approvalNumber === payment.approvalNumber &&
      sale.at === payment.approvedAt;
    if (!agrees) found.push(say('has another amount, instalment, number or time at the bank'));
  }
  return found;
}

/** Money that moved at the bank and that no payment of ours knows. */
function checkStrangers({ cases, facts }: Evidence): Difference[] {
  const known = new Set(cases.map(({ payment }) => payment.requestId));
  return facts.bankSales
    .filter(({ requestId, state }) => !known.has(requestId) && state === 'approved')
    .map(({ requestId }) => `the bank has an approval ${requestId} that no payment knows`);
}

function isEmpty({ payment, sale }: Case): boolean {
  return payment.status === 'declined' && (sale === undefined || sale.state === 'tombstone');
}

function describe({ payment, sale }: Case): string {
  const bank = sale === undefined ? 'absent' : `${sale.state}, ${sale.cancelled} cancelled`;
  return `${payment.status} in the books and ${bank} at the bank`;
}
