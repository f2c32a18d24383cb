// What statements tell of buyers: deposits, what their banks took back, refunds, and stray money.
import { movesOfBuyer } from './buyers.ts';
import { type Case, type Evidence, isBooked, isOfBuyer } from './evidence.ts';
import { keptOf, strayReturns } from './strays.ts';

export interface BuyerLine {
  readonly reference: string;
  /** Won; below zero where it leaves us. */
  readonly amount: bigint;
  /** Where it stood until the statement told of it. */
  readonly stoodOn: 'bank-clearing' | 'transfers-in-transit';
}

export function linesOfBuyers(evidence: Evidence): BuyerLine[] {
  const { cases } = evidence;
  return [
    ...cases.filter((each) => isOfBuyer(each) && isBooked(each)).flatMap(linesOf),
    ...linesOfStrays(evidence),
  ];
}

/** What came and went on one day is one line or none, unless a statement came between. */
function linesOf(each: Case): BuyerLine[] {
  const { id } = each.payment;
  const days = new Map<string, bigint>();
  const sent: BuyerLine[] = [];
  const send = (reference: string, amount: bigint): void =>
    void sent.push({ reference, amount: -amount, stoodOn: 'transfers-in-transit' });
  let day = '';
  let refunds = 0;
  for (const { what, amount, date, isSeen } of movesOfBuyer(each)) {
    if (what === 'refund') {
      refunds += 1;
      send(`refund/${id}/${date === day ? '21' : '22'}/${refunds + 1}`, amount);
    } else if (isSeen === true) {
      send(`refund/deposit/${id}/${date}`, amount);
    } else {
      days.set(date, (days.get(date) ?? 0n) + (what === 'deposit' ? amount : -amount));
    }
    if (what === 'deposit') day = date;
  }
  const told = [...days].filter(([, amount]) => amount !== 0n);
  return [
    ...sent,
    ...told.map(([date, amount]): BuyerLine => {
      const reference = `${amount < 0n ? 'back/' : ''}deposit/${id}/${date}`;
      return { reference, amount, stoodOn: 'bank-clearing' };
    }),
  ];
}

/** They came and were ordered back in one. */
function linesOfStrays(evidence: Evidence): BuyerLine[] {
  const { strays } = evidence.facts;
  const returned = new Set(
    strayReturns(evidence)
      .filter(({ bounced }) => !bounced)
      .map(({ transferId }) => transferId),
  );
  return keptOf(evidence).flatMap(({ id, amount }): BuyerLine[] => {
    const own = strays.find((stray) => stray.id === id);
    const isBack = own !== undefined && returned.has(own.returnId);
    const came = { reference: `deposit/${id}`, amount, stoodOn: 'bank-clearing' } as const;
    const back = { reference: `refund/deposit/${id}`, amount: -amount } as const;
    return isBack ? [came, { ...back, stoodOn: 'transfers-in-transit' }] : [came];
  });
}
