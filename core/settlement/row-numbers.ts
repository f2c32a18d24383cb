// The numbers of the settlement rows of one payment: which kind of row has which, and how many.
import { invariant } from '../invariant.ts';

/**
 * A row has its number for good, so no range moves; and rows of one payment are told apart by it
 * alone, so no two ranges meet.
 */
// biome-ignore format: a table
export const rowNumbers = {
  // row         from            to            what it counts
  sale:       { from: 1,      to: 1 },      // a payment has one
  cancel:     { from: 2,      to: 1_000 },  // cancels that were done, in their order
  adjustment: { from: 1_001,  to: 1_999 },  // changes of the fee
  deposit:    { from: 2_001,  to: 3_000 },  // as the cancels that were asked for, done or not
  again:      { from: 3_001,  to: 31_999 }, // a reversed deposit, the next deposit, and so on
  lost:       { from: 32_000, to: 32_000 }, // a payment loses one deposit at most
} as const;

/** Counted from 1. */
export function rowNumber(of: keyof typeof rowNumbers, nth: number): number {
  const { from, to } = rowNumbers[of];
  const number = from + nth - 1;
  invariant(nth >= 1 && number <= to, 'a payment has no more rows of a kind than it has numbers');
  return number;
}

/** Cancels in part that may be asked for of one payment, whatever becomes of them. */
export const mostParts = 900;

/** What is left then can still be given back, unless that is refused as often as this. */
export const mostCancels = 950;

/** That a contract may have: a sale is adjusted at most once by each of them. */
export const mostFeeChanges = rowNumbers.adjustment.to - rowNumbers.adjustment.from + 1;
