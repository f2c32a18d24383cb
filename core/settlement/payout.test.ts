// What a payout comes to, its moves, and the journals that take it to its end.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertBalanced, type Posting } from '../ledger/journal.ts';
import { add, type Won, won, zeroWon } from '../money/won.ts';
import { instant } from '../time/instant.ts';
import {
  figuresOfPayout,
  fix,
  gather,
  type PayoutBooks,
  type PayoutMove,
  type PayoutStatus,
  type PayoutSums,
  payoutMoves,
  release,
  statusAfter,
  subjectOfPayout,
  transferBooks,
} from './payout.ts';

/** Given, taken, carried in and released. */
const sums = (...[positive, negative = 0, carriedIn = 0, released = 0]: number[]): PayoutSums => ({
  ...{ positive: won(positive ?? 0), negative: won(negative) },
  ...{ carriedIn: won(carriedIn), released: won(released) },
});

// biome-ignore format: a table
const stories = [
  // story                       sums                         holdback held   amount  carried on
  ['one sale',                   sums(48_625),                0,       0,      48_625, 0],
  ['a sale and its part back',   sums(48_625, 19_450),        0,       0,      29_175, 0],
  ['more taken than given',      sums(29_175, 48_625),        0,       0,      0,      19_450],
  ['a debt of before',           sums(38_900, 0, 19_450),     0,       0,      19_450, 0],
  ['a debt that stays',          sums(10_000, 0, 19_450),     0,       0,      0,      9_450],
  ['exactly nothing',            sums(100, 40, 60),           0,       0,      0,      0],
  ['a tenth is kept, floor',     sums(48_625),                10_000,  4_862,  43_763, 0],
  ['what is released is whole',  sums(48_625, 0, 0, 4_862),   10_000,  4_862,  48_625, 0],
  ['only a release',             sums(0, 0, 0, 4_862),        10_000,  0,      4_862,  0],
  ['a release eaten by a debt',  sums(0, 1_000, 0, 4_862),    10_000,  0,      3_862,  0],
  ['a release too small',        sums(0, 6_000, 0, 4_862),    10_000,  0,      0,      1_138],
  ['a won, of which none kept',  sums(1),                     10_000,  0,      1,      0],
] as const;

test.each(stories)('%s', (_, given, rate, held, amount, carriedOut) => {
  const figures = figuresOfPayout(given, rate);
  expect([figures.held, figures.amount, figures.carriedOut].map(Number)).toEqual([
    held,
    amount,
    carriedOut,
  ]);
});

const anyWon = fc.integer({ min: 0, max: 10 ** 12 });
const anySums = fc.tuple(anyWon, anyWon, anyWon, anyWon).map((given) => sums(...given));
const anyRate = fc.integer({ min: 0, max: 100_000 });

describe('whatever the rows say', () => {
  test('both sides of the bridge agree, and none is below zero', () => {
    fc.assert(
      fc.property(anySums, anyRate, (given, rate) => {
        const { positive, released, negative, carriedIn, held, amount, carriedOut } =
          figuresOfPayout(given, rate);
        expect(positive + released - negative - carriedIn - held).toBe(amount - carriedOut);
        expect([held, amount, carriedOut].every((each) => each >= 0n)).toBe(true);
        expect(amount === 0n || carriedOut === 0n).toBe(true);
      }),
      { seed: 20_260_309 },
    );
  });

  test('what is kept back is the floor of what is new', () => {
    fc.assert(
      fc.property(anyWon, anyRate, (positive, rate) => {
        const { held } = figuresOfPayout(sums(positive), rate);
        expect(held).toBe((BigInt(positive) * BigInt(rate)) / 100_000n);
      }),
      { seed: 20_260_309 },
    );
  });

  test('the journals balance, and leave nothing of the payout but what is owed', () => {
    fc.assert(
      fc.property(anySums, anyRate, (given, rate) => {
        const figures = figuresOfPayout(given, rate);
        const fixing = fix(figures, books());
        if (fixing === null) return expect(given.positive + given.released).toBe(0n);
        assertBalanced(fixing.postings);
        expect(sumOf(fixing.postings, 'payout-due')).toBe(figures.amount);
        expect(sumOf(fixing.postings, 'holdback')).toBe(figures.held);
      }),
      { seed: 20_260_309 },
    );
  });
});

function books(): PayoutBooks {
  let count = 0;
  const newId = (): string => `journal-${++count}`;
  return { id: 'one', contract: 'contract-1', at: instant(0), newId };
}

function sumOf(postings: readonly Posting[], account: Posting['account']): Won {
  const lines = postings.filter((line) => line.account === account);
  return add(zeroWon, ...lines.map(({ amount }) => amount));
}

test('what rows give and take is gathered line by line under the payout', () => {
  const parts = [
    { subject: 'capture/a', amount: won(48_625) },
    { subject: 'capture/b', amount: won(100) },
  ];
  for (const direction of ['gives', 'takes'] as const) {
    const { template, postings } = gather(direction, parts, books());
    expect(template).toBe(`payout-${direction}`);
    assertBalanced(postings);
    const own = postings.filter(({ subject }) => subject === subjectOfPayout('one'));
    expect(own.map(({ amount }) => amount)).toEqual([won(48_725)]);
    expect(postings).toHaveLength(3);
  }
});

test('releasing, sending and bouncing balance', () => {
  const own = books();
  const released = release('another', won(4_862), own);
  assertBalanced(released.postings);
  expect(new Set(released.postings.map(({ subject }) => subject))).toEqual(
    new Set(['payout/another', 'payout/one']),
  );
  for (const what of ['payout-sent', 'payout-bounced'] as const) {
    const { template, postings } = transferBooks(what, won(43_763), { ...own, bank: 'settlement' });
    expect(template).toBe(what);
    assertBalanced(postings);
  }
});

const states = ['open', 'closing', 'fixed', 'sending', 'unknown', 'paid', 'settled'] as const;

// Where each move leads; a dot is forbidden.
// biome-ignore format: a table
const matrix = [
  // on          open       closing    fixed      sending    unknown   paid settled
  ['close',      'closing', '.',       '.',       '.',       '.',       '.', '.'],
  ['wait',       '.',       'closing', '.',       '.',       '.',       '.', '.'],
  ['fix',        '.',       'fixed',   '.',       '.',       '.',       '.', '.'],
  ['settle',     '.',       '.',       'settled', '.',       '.',       '.', '.'],
  ['postpone',   '.',       '.',       'fixed',   '.',       '.',       '.', '.'],
  ['send',       '.',       '.',       'sending', '.',       '.',       '.', '.'],
  ['confirm',    '.',       '.',       '.',       'paid',    'paid',    '.', '.'],
  ['lose-sight', '.',       '.',       '.',       'unknown', '.',       '.', '.'],
  ['search',     '.',       '.',       '.',       '.',       'unknown', '.', '.'],
  ['bounce',     '.',       '.',       '.',       'fixed',   'fixed',   '.', '.'],
] as const satisfies readonly (readonly [PayoutMove, ...(PayoutStatus | '.')[]])[];

describe('the moves', () => {
  const pairs = matrix.flatMap(([on, ...leads]) =>
    states.map((from, n) => ({ from, on, to: leads[n] ?? '.' })),
  );
  test.each(pairs)('$from, $on: $to', ({ from, on, to }) => {
    if (to === '.') expect(() => statusAfter(from, on)).toThrow(`${from} cannot ${on}`);
    else expect(statusAfter(from, on)).toBe(to);
  });

  test('are all in this table, each once', () => {
    const said = pairs.filter(({ to }) => to !== '.').map(({ from, on, to }) => [from, on, to]);
    expect(payoutMoves.map((row) => row.join(' ')).sort()).toEqual(
      said.map((row) => row.join(' ')).sort(),
    );
  });
});
