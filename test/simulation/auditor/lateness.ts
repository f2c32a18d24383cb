// Why a row missed a payout, by the order in which the world's database saw things happen.
import type { CancelFact, PayoutFact, RowFact } from './facts.ts';

/** What the world's own log says: one commit, or the moment at which a payout took its rows. */
export interface SeenFact {
  /** Their order. */
  readonly n: number;
  readonly xid: string;
  /** cancel, row, payout or gathered. */
  readonly what: string;
  readonly subject: string;
  /** The status, or the day of the payout that a row is planned for. */
  readonly state: string;
  readonly at: number;
}

/** What was seen, so that every question about an instant is a look-up. */
export interface Sightings {
  /** By payout, the moment at which it took its rows; absent while it has not. */
  readonly gathered: ReadonlyMap<string, number>;
  /** By what it is and its id, everything that was seen of one thing, in order. */
  readonly of: ReadonlyMap<string, readonly SeenFact[]>;
}

export function sightingsOf(seen: readonly SeenFact[]): Sightings {
  const inOrder = [...seen].sort((left, right) => left.n - right.n);
  const of = new Map<string, SeenFact[]>();
  const gathers = new Map<string, number>();
  for (const each of inOrder) {
    const name = `${each.what} ${each.subject}`;
    if (each.what === 'gathered') gathers.set(each.xid, gathers.get(each.xid) ?? each.n);
    else of.set(name, [...(of.get(name) ?? []), each]);
  }
  const gathered = new Map<string, number>();
  for (const { what, subject, state, xid } of inOrder) {
    const moment = gathers.get(xid);
    if (what === 'payout' && state === 'fixed' && moment !== undefined)
      gathered.set(subject, moment);
  }
  return { gathered, of };
}

/** What everybody could read of a thing at a moment; null before it came to be. */
function stateAt(sightings: Sightings, name: string, moment: number): string | null {
  const before = sightings.of.get(name)?.filter(({ n }) => n < moment);
  return before?.at(-1)?.state ?? null;
}

/** A row of one payment, with all that may hold it up. */
export interface Held {
  readonly paymentId: string;
  readonly sequence: number;
  readonly cancels: readonly CancelFact[];
  readonly rows: readonly Pick<RowFact, 'sequence' | 'kind'>[];
  /** When each row was asked for. */
  readonly askedAt: (sequence: number) => number;
}

const underWay = ['requested', 'unknown'];

/** Whether a payout had to be fixed without the row: it was not there, or its payment was busy. */
export function couldNotTake(
  sightings: Sightings,
  held: Held,
  { id, closesAt }: Pick<PayoutFact, 'id' | 'closesAt'>,
): boolean {
  const moment = sightings.gathered.get(id);
  if (moment === undefined) return false;
  const stateOf = (name: string): string | null => stateAt(sightings, name, moment);
  const rowName = (sequence: number): string => `row ${held.paymentId}/${sequence}`;
  const own = stateOf(rowName(held.sequence));
  if (own === null) return true;
  if (own === '') return cameWhileClosing(sightings, rowName(held.sequence), id);
  const isBusy = held.cancels.some((cancel) => {
    return cancel.askedAt < closesAt && underWay.includes(stateOf(`cancel ${cancel.id}`) ?? '');
  });
  const hasUndated = held.rows.some(({ sequence, kind }) => {
    const inTime = (kind === '21' || kind === '22') && held.askedAt(sequence) < closesAt;
    return inTime && stateOf(rowName(sequence)) === '';
  });
  return isBusy || hasUndated;
}

/** Rows that were there when a payout closed had been planned by then. */
function cameWhileClosing({ of }: Sightings, row: string, payoutId: string): boolean {
  const born = of.get(row)?.at(0)?.n ?? 0;
  const closing = of.get(`payout ${payoutId}`)?.find(({ state }) => state === 'closing')?.n;
  return closing !== undefined && born > closing;
}

/** The database's clock is coarse, and those of processes differ. */
const toleranceMs = 1_500;

/** Whether a day had closed when the row was planned past it. */
export function plannedAfter(
  { of }: Sightings,
  { paymentId, sequence }: Pick<Held, 'paymentId' | 'sequence'>,
  { day, closesAt }: { readonly day: string; readonly closesAt: number },
): boolean {
  const planned = of.get(`row ${paymentId}/${sequence}`)?.find(({ state }) => state > day);
  return planned !== undefined && planned.at >= closesAt - toleranceMs;
}
