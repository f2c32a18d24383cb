// Every word of the bank against everything that we may know by then.
import { expect, test } from 'vitest';
import { type AccountStep, accountStep, type BankWord, type Known } from './bank-word.ts';

type Row = readonly [
  payment: Known['payment'],
  account: Known['account'],
  booked: number,
  word: BankWord['state'],
  told: number,
  step: AccountStep,
];

// biome-ignore format: a table
const rows: readonly Row[] = [
  // payment             account     booked  bank        told  step
  ['awaiting-deposit',   'issued',   0,      'open',      0,   'wait'],
  ['awaiting-deposit',   'issued',   0,      'paid',      0,   'approve'],
  ['awaiting-deposit',   'closing',  0,      'paid',      0,   'approve'],
  ['awaiting-deposit',   'closing',  0,      'closed',    0,   'end'],
  ['awaiting-deposit',   'closing',  0,      'not-found', 0,   'end'],
  // Paid in and taken back before anybody told us: nothing happened, but the next is the second.
  ['awaiting-deposit',   'issued',   0,      'open',      1,   'note-reversed'],
  ['awaiting-deposit',   'issued',   0,      'paid',      1,   'note-reversed'],
  ['awaiting-deposit',   'reversed', 1,      'paid',      1,   'approve'],
  ['awaiting-deposit',   'reversed', 1,      'closed',    1,   'end'],
  // The books have it, the account broke off.
  ['awaiting-deposit',   'paid',     0,      'open',      1,   'note-reversed'],
  ['approved',           'issued',   0,      'paid',      0,   'note-paid'],
  ['approved',           'closing',  0,      'paid',      0,   'note-paid'],
  ['approved',           'paid',     0,      'paid',      0,   'wait'],
  ['approved',           'paid',     0,      'open',      1,   'reverse'],
  ['approved',           'paid',     0,      'closed',    1,   'reverse'],
  // Taken back and paid in again: the first comes first.
  ['approved',           'paid',     0,      'paid',      1,   'reverse'],
  ['approved',           'reversed', 1,      'paid',      1,   'note-paid'],
  ['approved',           'paid',     1,      'open',      3,   'reverse'],
  // A word that was overtaken: it approved a deposit whose reversal was noted before.
  ['approved',           'issued',   1,      'open',      1,   'reverse'],
  ['approved',           'closing',  1,      'closed',    1,   'reverse'],
  ['approved',           'issued',   0,      'open',      0,   'wait'],
  // What was given back.
  ['partially-cancelled', 'paid',    0,      'paid',      0,   'wait'],
  ['cancelled',          'paid',     0,      'paid',      0,   'wait'],
  ['cancelled',          'issued',   0,      'paid',      0,   'note-paid'],
  ['cancelled',          'closing',  0,      'closed',    1,   'note-paid'],
  ['cancelled',          'paid',     0,      'open',      1,   'lose'],
  ['partially-cancelled', 'paid',    0,      'open',      1,   'lose'],
  ['cancelled',          'paid',     1,      'paid',      2,   'lose'],
  ['cancelled',          'issued',   1,      'open',      1,   'lose'],
  ['cancelled',          'paid',     1,      'paid',      1,   'wait'],
  ['expired',            'closed',   0,      'closed',    0,   'wait'],
  ['intended',           'asked',    0,      'not-found', 0,   'wait'],
];

test.each(rows)('%s, %s, %i; the bank says %s, %i: %s', (...row) => {
  const [payment, account, reversals, state, told, step] = row;
  const known = { payment, account, reversals, isLost: false };
  expect(accountStep(known, { state, reversals: told })).toBe(step);
});

// The books know: the account hears of it, and is closed.
// biome-ignore format: a table
const lost: readonly Row[] = [
  ['cancelled',          'issued',   1,      'open',      1,   'note-paid'],
  ['cancelled',          'reversed', 1,      'open',      1,   'note-paid'],
  ['cancelled',          'paid',     0,      'open',      1,   'note-lost'],
  ['cancelled',          'closing',  1,      'open',      1,   'wait'],
  ['cancelled',          'closing',  1,      'closed',    1,   'note-closed'],
  ['cancelled',          'closing',  1,      'paid',      1,   'keep'],
  ['cancelled',          'closing',  1,      'closed',    2,   'note-closed'],
  ['cancelled',          'closed',   1,      'closed',    1,   'wait'],
];

test.each(lost)('lost: %s, %s, %i; the bank says %s, %i: %s', (...row) => {
  const [payment, account, reversals, state, told, step] = row;
  const known = { payment, account, reversals, isLost: true };
  expect(accountStep(known, { state, reversals: told })).toBe(step);
});
