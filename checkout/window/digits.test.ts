// Grouping what is typed, and reading it back.
import { describe, expect, test } from 'vitest';
import { caretAfter, expiryOf, groupCard, groupExpiry, grouped, issuerOf } from './digits.ts';

// biome-ignore format: a table
test.each([
  ['4242424242424242',    '4242 4242 4242 4242'],
  ['42424',               '4242 4'],
  ['4242 4242-4242.4242', '4242 4242 4242 4242'],
  ['42424242424242429',   '4242 4242 4242 4242'],
  ['378282246310005',     '3782 822463 10005'],
  ['30569309025904',      '3056 930902 5904'],
  ['abc',                 ''],
])('card %s is shown as %s', (typed, shown) => expect(groupCard(typed)).toBe(shown));

// biome-ignore format: a table
test.each([
  ['1',     '1',     ''],
  ['12',    '12',    ''],
  ['12/',   '12/',   ''],
  ['123',   '12/3',  ''],
  ['1230',  '12/30', '3012'],
  ['12/30', '12/30', '3012'],
  ['9',     '09',    ''],
  ['1/',    '01/',   ''],
  ['930',   '09/30', '3009'],
  ['1330',  '13/30', ''],
  ['0030',  '00/30', ''],
  ['12304', '12/30', '3012'],
  ['12/2030', '12/30', '3012'],
  ['12 / 30', '12/30', '3012'],
])('expiry %s is shown as %s and means %s', (typed, shown, means) => {
  expect(groupExpiry(typed)).toBe(shown);
  expect(expiryOf(groupExpiry(typed))).toBe(means);
});

describe('the caret', () => {
  test('stays behind the digits that were before it', () => {
    expect(caretAfter('4242 4', 4)).toBe(4);
    expect(caretAfter('4242 42', 5)).toBe(6);
    expect(caretAfter('4242', 9)).toBe(4);
    expect(caretAfter('4242', 0)).toBe(0);
  });
});

test('the longest prefix names the issuer', () => {
  const issuers = [
    ['42', '국민'],
    ['4242', '신한'],
    ['5', '하나'],
  ] as const;
  expect(issuerOf('4242 42', issuers)).toBe('신한');
  expect(issuerOf('42', issuers)).toBe('국민');
  expect(issuerOf('9', issuers)).toBe('');
  expect(issuerOf('', issuers)).toBe('');
});

test('won in thousands', () => {
  expect([grouped('0'), grouped('999'), grouped('1000'), grouped('1234567')]).toEqual([
    '0',
    '999',
    '1,000',
    '1,234,567',
  ]);
});
