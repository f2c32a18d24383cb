// What is an amount of won and what is not: rows T66, as callers send them.
import { describe, expect, test } from 'vitest';
import { BrokenInvariant } from '../invariant.ts';
import { add, negate, parseWon, subtract, won, zeroWon } from './won.ts';

describe('text is read as won', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [name: string, text: string, amount: bigint | null])[] = [
    // name                       text                 amount
    ['nothing',                   '',                  null],
    ['a blank',                   ' ',                 null],
    ['a leading blank',           ' 100',              null],
    ['a trailing blank',          '100 ',              null],
    ['a trailing new line',       '100\n',             null],
    ['a no-break space',          '\u00a0100',         null],
    ['a byte order mark',         '\ufeff100',         null],
    ['a zero-width space',        '1\u200b00',         null],
    ['a plus',                    '+5',                null],
    ['a minus',                   '-5',                null],
    ['minus zero',                '-0',                null],
    ['a leading zero',            '0100',              null],
    ['two zeros',                 '00',                null],
    ['a fraction',                '100.0',             null],
    ['an exponent',               '1e3',               null],
    ['more than a double holds',  '1e400',             null],
    ['hexadecimal',               '0x10',              null],
    ['an underscore',             '1_000',             null],
    ['a comma',                   '1,000',             null],
    ['full-width digits',         '１００',            null],
    ['Arabic digits',             '٣',                 null],
    ['a bigint literal',          '100n',              null],
    ['true',                      'true',              null],
    ['an array',                  '[1]',               null],
    ['an object',                 '{}',                null],
    ['NaN',                       'NaN',               null],
    ['Infinity',                  'Infinity',          null],
    ['zero',                      '0',                 0n],
    ['one',                       '1',                 1n],
    ['a usual amount',            '50000',             50_000n],
    ['2^53 + 1, kept exactly',    '9007199254740993',  9_007_199_254_740_993n],
    ['10^30, kept exactly',       `1${'0'.repeat(30)}`, 10n ** 30n],
  ];

  test.each(rows)('%s', (_, text, amount) => {
    expect(parseWon(text)).toBe(amount);
  });
});

describe('a number is taken as won', () => {
  test.each([
    0.5,
    -1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    1e30,
  ])('never %d', (value) => {
    expect(() => won(value)).toThrow(BrokenInvariant);
  });

  test.each([
    [0, 0n],
    [50_000, 50_000n],
    [-1_375, -1_375n],
    [Number.MAX_SAFE_INTEGER, 9_007_199_254_740_991n],
  ])('%d exactly', (value, amount) => {
    expect(won(value)).toBe(amount);
  });
});

test('sums and differences are exact where doubles are not', () => {
  const large = won(9_007_199_254_740_993n);
  expect(add()).toBe(zeroWon);
  expect(add(large, won(1), won(1))).toBe(9_007_199_254_740_995n);
  expect(subtract(large, won(1))).toBe(9_007_199_254_740_992n);
  expect(subtract(won(48_625), won(50_000))).toBe(-1_375n);
  expect(negate(won(20_000))).toBe(-20_000n);
});
