// The life of an account that takes one deposit, as a table: what is not listed is refused.
import { invariant } from '../invariant.ts';

/** What an account was issued for: a cancel after its payout, or a buyer who pays by it. */
export type AccountPurpose = 'cancel' | 'payment';

export type AccountStatus =
  | 'asked' // the bank may have issued it; its answer is waited for
  | 'issued'
  | 'closing' // nobody is told of it any more; the bank has the last word
  | 'closed'
  | 'paid'
  | 'reversed' // the bank took the deposit back; another one may come
  | 'used' // the cancel that it was for is done
  | 'returning' // the deposit goes back to where it came from
  | 'returned';

type Row = readonly [AccountStatus, string, AccountStatus, AccountPurpose | 'both'];

// biome-ignore format: a table
export const accountMoves = [
  // from       on          to           of an account for
  ['asked',     'issue',    'issued',    'both'],
  ['asked',     'close',    'closing',   'both'],
  ['issued',    'deposit',  'paid',      'both'],
  ['issued',    'close',    'closing',   'both'],
  ['closing',   'end',      'closed',    'both'],
  ['closing',   'deposit',  'paid',      'both'],
  ['closing',   'misplace', 'returning', 'both'],
  ['paid',      'use',      'used',      'cancel'],
  ['paid',      'return',   'returning', 'cancel'],
  ['paid',      'reverse',  'reversed',  'payment'],
  ['paid',      'lose',     'closing',   'payment'],
  ['reversed',  'deposit',  'paid',      'payment'],
  ['reversed',  'close',    'closing',   'payment'],
  ['returning', 'bounce',   'returning', 'both'],
  ['returning', 'arrive',   'returned',  'both'],
] as const satisfies readonly Row[];

export type AccountMove = (typeof accountMoves)[number][1];

/** What it is for never changes: an account serves one purpose. */
export interface AccountState {
  readonly purpose: AccountPurpose;
  readonly state: AccountStatus;
}

/** The state a move leads to, or null when the table forbids it. */
export function accountMove({ purpose, state }: AccountState, on: AccountMove) {
  const row = accountMoves.find((each) => each[0] === state && each[1] === on);
  return row !== undefined && (row[3] === 'both' || row[3] === purpose) ? row[2] : null;
}

/** For moves that our own code has already checked: a forbidden one is a bug. */
export function movedAccount(account: AccountState, on: AccountMove): AccountStatus {
  const next = accountMove(account, on);
  invariant(next !== null, `no account that is ${account.state} can ${on}`);
  return next;
}

/** Whether a deposit may still come into it. */
export function isWaiting({ state }: AccountState): boolean {
  return state === 'issued' || state === 'closing' || state === 'reversed';
}
