// What an operator may post to resolve a break, as data: rows of docs/reference/ledger.md.
import type { BreakKind } from './break.ts';

export type Posting =
  | { readonly row: 10; readonly step: 'claims-paid' | 'refunds-deducted' }
  | { readonly row: 30; readonly step: 'short' | 'resolved' | 'written-off' }
  | { readonly row: 31; readonly step: 'unexpected' | 'returned' | 'matched-later' }
  | { readonly row: 33; readonly step: 'debt-written-off' };

const paid: readonly Posting[] = [
  { row: 10, step: 'claims-paid' },
  { row: 10, step: 'refunds-deducted' },
];
const short: readonly Posting[] = [
  { row: 30, step: 'short' },
  { row: 30, step: 'resolved' },
  { row: 30, step: 'written-off' },
];
const surplus: readonly Posting[] = [
  { row: 31, step: 'unexpected' },
  { row: 31, step: 'returned' },
  { row: 31, step: 'matched-later' },
];
const debt: readonly Posting[] = [{ row: 33, step: 'debt-written-off' }];

/** An empty list: nothing is posted, the sender corrects its file. */
// biome-ignore format: a table
export const postingsFor: Readonly<Record<BreakKind, readonly Posting[]>> = {
  missing:         [...short, ...debt],
  extra:           surplus,
  amount:          [...short, ...surplus],
  fee:             [...short, ...surplus],
  date:            paid,
  duplicate:       surplus,
  split:           paid,
  merged:          paid,
  'wrong-account': [],
  sign:            [],
  probable:        paid,
  late:            paid,
};
