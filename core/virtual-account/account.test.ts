// The table of accounts: closed, without dead ends, one purpose each.
import { describe, expect, test } from 'vitest';
import {
  type AccountMove,
  type AccountPurpose,
  type AccountStatus,
  accountMove,
  accountMoves,
  isWaiting,
  movedAccount,
} from './account.ts';

const states = [...new Set(accountMoves.flatMap(([from, , to]) => [from, to]))];
const moves = [...new Set(accountMoves.map(([, on]) => on))];
const purposes: readonly AccountPurpose[] = ['cancel', 'payment'];

const pairs = purposes.flatMap((purpose) =>
  states.flatMap((state) => moves.map((on) => ({ purpose, state, on }))),
);

function listed(purpose: AccountPurpose, state: AccountStatus, on: AccountMove) {
  const fits = (of: string): boolean => of === 'both' || of === purpose;
  return accountMoves.find(([from, each, , of]) => from === state && each === on && fits(of));
}

test.each(pairs)('$purpose: $state, $on', ({ purpose, state, on }) => {
  const to = listed(purpose, state, on)?.[2] ?? null;
  expect(accountMove({ purpose, state }, on)).toBe(to);
  if (to === null) expect(() => movedAccount({ purpose, state }, on)).toThrow();
  else expect(movedAccount({ purpose, state }, on)).toBe(to);
});

describe.each(purposes)('the life of an account for a %s', (purpose) => {
  const own = accountMoves.filter(([, , , of]) => of === 'both' || of === purpose);

  test('says once where a move leads', () => {
    const said = own.map(([from, on]) => `${from} ${on}`);
    expect(new Set(said).size).toBe(said.length);
  });

  test('reaches what it lists, and ends', () => {
    const reached = new Set<string>(['asked']);
    for (const _ of states) for (const [from, , to] of own) if (reached.has(from)) reached.add(to);
    expect([...reached].sort()).toEqual([...new Set(own.flatMap(([a, , b]) => [a, b]))].sort());
    const ends = [...reached].filter((state) => own.every(([from]) => from !== state));
    const usual = purpose === 'cancel' ? ['closed', 'returned', 'used'] : ['closed', 'returned'];
    expect(ends.sort()).toEqual(usual);
  });
});

// biome-ignore format: a table
const forbidden: readonly (readonly [why: string, AccountPurpose, AccountStatus, AccountMove])[] = [
  ['it is paid twice',                           'payment', 'paid',   'deposit'],
  ['it is paid twice',                           'cancel',  'paid',   'deposit'],
  ['it is closed after it was paid',             'payment', 'paid',   'close'],
  ['a deposit for a cancel is lost',             'cancel',  'paid',   'lose'],
  ['it is closed before the bank said so',       'payment', 'issued', 'end'],
  ['a number is used again',                     'payment', 'closed', 'issue'],
  ['a number is paid into before it was issued', 'cancel',  'asked',  'deposit'],
  ['what a buyer paid is used for a cancel',     'payment', 'paid',   'use'],
  ['a deposit for a cancel is reversed',         'cancel',  'paid',   'reverse'],
];

test.each(forbidden)('never: %s (%s)', (_, purpose, state, on) => {
  expect(accountMove({ purpose, state }, on)).toBeNull();
});

test('a deposit may come from the first number that is told to the last word of the bank', () => {
  const waiting = states.filter((state) => isWaiting({ purpose: 'payment', state }));
  expect(waiting.sort()).toEqual(['closing', 'issued', 'reversed']);
});
