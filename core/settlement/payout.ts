// One payout: what its rows give, less what they take, is paid, kept back in part, or carried on.
import { invariant } from '../invariant.ts';
import { type Journal, journal, type Part } from '../ledger/journal.ts';
import { add, subtract, type Won, zeroWon } from '../money/won.ts';
import { businessDate, type Instant } from '../time/instant.ts';
import { heldOf } from './holdback.ts';

export type PayoutStatus =
  | 'open' // rows still join it
  | 'closing' // none joins any more; cancels under way are waited for
  | 'fixed' // its amount stands and is owed
  | 'sending' // ordered from the bank
  | 'unknown' // the bank did not say what became of it
  | 'paid'
  | 'settled'; // nothing was to be paid

// biome-ignore format: a table
export const payoutMoves = [
  // from      on            to
  ['open',    'close',      'closing'],
  ['closing', 'wait',       'closing'],
  ['closing', 'fix',        'fixed'],
  ['fixed',   'settle',     'settled'],
  ['fixed',   'postpone',   'fixed'],
  ['fixed',   'send',       'sending'],
  ['sending', 'confirm',    'paid'],
  ['sending', 'lose-sight', 'unknown'],
  ['sending', 'bounce',     'fixed'],
  ['unknown', 'search',     'unknown'],
  ['unknown', 'confirm',    'paid'],
  ['unknown', 'bounce',     'fixed'],
] as const satisfies readonly (readonly [PayoutStatus, string, PayoutStatus])[];

export type PayoutMove = (typeof payoutMoves)[number][1];

/** The state that a move leads to; asking for one that the table forbids is a fault of ours. */
export function statusAfter(from: PayoutStatus, on: PayoutMove): PayoutStatus {
  const to = payoutMoves.find((row) => row[0] === from && row[1] === on)?.[2];
  invariant(to !== undefined, `a payout that is ${from} cannot ${on}`);
  return to;
}

/** Won, each ≥ 0, as the rows of one payout sum up. */
export interface PayoutSums {
  readonly positive: Won;
  readonly negative: Won;
  readonly carriedIn: Won;
  readonly released: Won;
}

/** Won; positive + released − negative − carriedIn − held = amount − carriedOut. */
export interface PayoutFigures extends PayoutSums {
  readonly held: Won;
  readonly amount: Won;
  readonly carriedOut: Won;
}

/** What is kept back is rounded down: the shop gets the rest. */
export function figuresOfPayout(sums: PayoutSums, holdbackRate: number): PayoutFigures {
  const gives = add(sums.positive, sums.released);
  const takes = add(sums.negative, sums.carriedIn);
  if (gives < takes) {
    return { ...sums, held: zeroWon, amount: zeroWon, carriedOut: subtract(takes, gives) };
  }
  const total = subtract(gives, takes);
  // What was kept back once is not kept back again.
  const fresh = total < sums.released ? zeroWon : subtract(total, sums.released);
  const held = heldOf(fresh, holdbackRate);
  return { ...sums, held, amount: subtract(total, held), carriedOut: zeroWon };
}

export interface PayoutBooks {
  readonly id: string;
  readonly contract: string;
  readonly at: Instant;
  readonly newId: () => string;
}

export function subjectOfPayout(id: string): string {
  return `payout/${id}`;
}

/** What rows gave moves from them to the payout; Won > 0 each, at least one of them. */
export function gather(
  direction: 'gives' | 'takes',
  parts: readonly Part[],
  books: PayoutBooks,
): Journal {
  const total = add(zeroWon, ...parts.map(({ amount }) => amount));
  return post(books, {
    template: `payout-${direction}`,
    figures: { [direction === 'gives' ? 'positive' : 'negative']: total },
    parts: { kind: 'row', of: parts },
  });
}

/** What an earlier payout kept back, given to this one. */
export function release(heldBy: string, amount: Won, books: PayoutBooks): Journal {
  const subject = subjectOfPayout(books.id);
  return journal(entryOf(books), {
    template: 'holdback-released',
    figures: { amount },
    scopes: { contract: books.contract },
    subjects: { payout: subjectOfPayout(heldBy), row: subject },
  });
}

/** Null when nothing moved: the debt that is left is already where it belongs. */
export function fix(figures: PayoutFigures, books: PayoutBooks): Journal | null {
  const positive = add(figures.positive, figures.released);
  if (positive === 0n) return null;
  if (figures.carriedOut > 0n) {
    return post(books, { template: 'payout-netted', figures: { positive } });
  }
  const negative = add(figures.negative, figures.carriedIn);
  const { held, amount: payable } = figures;
  return post(books, {
    template: 'payout-fixed',
    figures: { positive, negative, held, payable },
  });
}

/** The order to the bank, and what it said of it. */
export function transferBooks(
  what: 'payout-sent' | 'payout-bounced',
  amount: Won,
  books: PayoutBooks & { readonly bank: string },
): Journal {
  return journal(entryOf(books), {
    template: what,
    figures: { amount },
    scopes: { contract: books.contract, bank: books.bank },
    subjects: { payout: subjectOfPayout(books.id) },
  });
}

function post(
  books: PayoutBooks,
  fact: Pick<Parameters<typeof journal>[1], 'template' | 'figures' | 'parts'>,
): Journal {
  return journal(entryOf(books), {
    ...fact,
    scopes: { contract: books.contract },
    subjects: { payout: subjectOfPayout(books.id) },
  });
}

function entryOf({ at, newId }: PayoutBooks) {
  return { id: newId(), at, date: businessDate(at) };
}
