// The facts of one world, laid out so that every question of the auditor is a look-up.
import type { History, OrderAsked, WindowAsked } from '../history.ts';
import { moneyOfBuyer } from './buyer-money.ts';
import type {
  BankCancel,
  BankSale,
  CancelFact,
  EndFact,
  Facts,
  NoticeFact,
  PaymentFact,
  PostingFact,
  RowFact,
  TurnFact,
} from './facts.ts';
import { type Sightings, sightingsOf } from './lateness.ts';

/** Everything that is known of one payment, from all sides. */
export interface Case {
  readonly payment: PaymentFact;
  /** What the shop asked for; absent when nobody remembers it. */
  readonly order: OrderAsked | undefined;
  /** The window in which a buyer tried to pay, if it was one. */
  readonly window: WindowAsked | undefined;
  readonly ends: readonly EndFact[];
  /** Absent when the bank never heard of it. */
  readonly sale: BankSale | undefined;
  readonly bankCancels: readonly BankCancel[];
  readonly cancels: readonly CancelFact[];
  readonly turns: readonly TurnFact[];
  readonly postings: readonly PostingFact[];
  readonly rows: readonly RowFact[];
  readonly notices: readonly NoticeFact[];
}

export interface Evidence {
  readonly history: History;
  readonly facts: Facts;
  readonly cases: readonly Case[];
  readonly sightings: Sightings;
  caseOfTid(tid: string): Case | undefined;
  /** The payments that one order made; more than one is already wrong. */
  casesOfMark(mark: string): readonly Case[];
}

/** A sentence about something that must not be; none means that all is well. */
export type Difference = string;

export function layOut(history: History, facts: Facts): Evidence {
  const sales = new Map(facts.bankSales.map((sale) => [sale.requestId, sale]));
  const bankCancels = grouped(facts.bankCancels, ({ requestId }) => requestId);
  const cancels = grouped(facts.cancels, ({ paymentId }) => paymentId);
  const postings = grouped(facts.postings, ({ paymentId }) => paymentId);
  const rows = grouped(facts.rows, ({ paymentId }) => paymentId);
  const notices = grouped(facts.notices, ({ paymentId }) => paymentId);
  const turns = grouped(facts.turns, ({ paymentId }) => paymentId);
  const ends = grouped(facts.ends, ({ paymentId }) => paymentId);
  const windows = new Map(history.windows.map((window) => [window.mark, window]));
  const orders = new Map(history.orders.map((order) => [order.mark, order]));
  const cases = facts.payments.map((payment) => ({
    payment,
    order: orders.get(payment.mark),
    window: windows.get(payment.mark),
    ends: ends.get(payment.id) ?? [],
    sale: sales.get(payment.requestId),
    bankCancels: bankCancels.get(payment.requestId) ?? [],
    ...(payment.instrument === 'virtual-account' ? moneyOfBuyer(payment, facts) : {}),
    cancels: cancels.get(payment.id) ?? [],
    turns: turns.get(payment.id) ?? [],
    postings: postings.get(payment.id) ?? [],
    rows: rows.get(payment.id) ?? [],
    notices: notices.get(payment.id) ?? [],
  }));
  const byTid = new Map(cases.map((each) => [each.payment.tid, each]));
  const byMark = grouped(cases, ({ payment }) => payment.mark);
  return {
    history,
    facts,
    cases,
    sightings: sightingsOf(facts.seen),
    caseOfTid: (tid) => byTid.get(tid),
    casesOfMark: (mark) => byMark.get(mark) ?? [],
  };
}

export function grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Whether the buyer's card is charged in the end, as the bank sees it. */
export function isCharged({ sale }: Case): boolean {
  return sale !== undefined && sale.state === 'approved' && sale.cancelled < sale.amount;
}

const paid = ['approved', 'partially-cancelled', 'cancelled'];

export function isPaid({ payment }: Case): boolean {
  return paid.includes(payment.status);
}

/** A buyer's payment may be paid, and then be unpaid again. */
export function isBooked(each: Case): boolean {
  return isPaid(each) || (isOfBuyer(each) && each.rows.length > 0);
}

export function isOfBuyer({ payment }: Case): boolean {
  return payment.instrument === 'virtual-account';
}

export function doneCancels({ cancels }: Case): CancelFact[] {
  return cancels.filter(({ status }) => status === 'done');
}

/** What was given back by us; a bank that takes a deposit back may end the rest of a payment. */
export function refunds(each: Case): CancelFact[] {
  return doneCancels(each).filter(({ askedBy }) => askedBy !== 'bank');
}

/** The bank took back what its buyer had been refunded. */
export function isLost({ turns }: Pick<Case, 'turns'>): boolean {
  return turns.some(({ what }) => what === 'deposit-lost');
}

export function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
