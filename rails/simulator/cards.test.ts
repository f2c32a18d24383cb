// The tables are whole: every behaviour, every acquirer, valid numbers, ranges that do not overlap.
import { describe, expect, test } from 'vitest';
import { behaviours } from './behaviours.ts';
import { testCards } from './cards.ts';
import { describeCards, describeRanges } from './describe.ts';
import { acquirers, issuerNames, issuerOf } from './issuers.ts';
import { isLuhn } from './luhn.ts';
import { numberIn, sizeOf, testRanges } from './ranges.ts';
import { recognise } from './recognise.ts';

const firstDigits = {
  ...{ local: /^9/, visa: /^4/, mastercard: /^(5[1-5]|2[2-7])/, amex: /^3[47]/, jcb: /^35/ },
  ...{ diners: /^3[068]/, discover: /^6011/, unionpay: /^62/ },
};

describe('test cards', () => {
  test.each(testCards)('$id has a fitting number', ({ id, number, brand }) => {
    expect(number).toMatch(/^[0-9]{14,16}$/);
    expect(number).toMatch(firstDigits[brand]);
    expect(isLuhn(number)).toBe(true);
    expect(id).toMatch(/^[a-z-]+$/);
  });

  test('numbers and names are unique', () => {
    expect(new Set(testCards.map(({ number }) => number)).size).toBe(testCards.length);
    const ids = [...testCards, ...testRanges].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(Object.keys(behaviours))('one behaves as %s', (behaviour) => {
    expect(testCards.map((card) => card.behaviour)).toContain(behaviour);
  });

  test.each(Object.keys(acquirers))('the first card of %s approves and may be split', (code) => {
    const own = testCards.filter(({ issuer }) => issuerOf(issuer).acquirer === code);
    expect(own[0]).toMatchObject({ behaviour: 'approve', kind: 'credit', birthDate: 'any' });
  });

  test.each(issuerNames)('%s has a card and a short name', (issuer) => {
    const { name, code } = issuerOf(issuer);
    expect(testCards.map((card) => card.issuer)).toContain(issuer);
    expect(name.length).toBeLessThanOrEqual(10);
    expect(name).not.toMatch(/['"\\<>&]/);
    expect(code).toMatch(/^[0-9]{2}$/);
  });

  test('issuers have codes of their own', () => {
    expect(new Set(issuerNames.map((name) => issuerOf(name).code)).size).toBe(issuerNames.length);
  });

  test('KakaoBank’s sales are acquired by KB', () => {
    expect(issuerOf('kakaoBank')).toMatchObject({ name: '카카오뱅크', acquirer: 'CCKM' });
  });
});

describe('test ranges', () => {
  test('do not overlap', () => {
    const bins = testRanges.map(({ bin }) => bin).sort();
    expect(new Set(bins.map((bin) => bin.length))).toEqual(new Set([8]));
    expect(new Set(bins).size).toBe(bins.length);
  });

  test('hold no card of the other table', () => {
    const bins = new Set(testRanges.map(({ bin }) => bin));
    expect(testCards.filter(({ number }) => bins.has(number.slice(0, 8)))).toEqual([]);
  });

  test.each(testRanges)('$id: its numbers are recognised from end to end', (range) => {
    const last = sizeOf(range) - 1;
    for (const serial of [0, 1, 12_345, last]) {
      const number = numberIn(range, serial);
      expect(number).toHaveLength(range.length);
      expect(number).toMatch(firstDigits[range.brand]);
      expect(recognise(number)).toBe(range);
    }
    expect(numberIn(range, 3)).not.toBe(numberIn(range, 4));
    expect(() => numberIn(range, last + 1)).toThrow();
  });

  test('every acquirer has one of ten million numbers', () => {
    const large = testRanges.filter((range) => sizeOf(range) >= 10_000_000);
    const reached = large.map(({ issuer }) => issuerOf(issuer).acquirer);
    expect(new Set(reached)).toEqual(new Set(Object.keys(acquirers)));
  });
});

test('the list for the sandbox tells what fits', () => {
  const shown = describeCards();
  expect(shown).toHaveLength(testCards.length);
  expect(shown[0]).toEqual({
    ...{ number: '4111111111111111', brand: 'visa', issuer: '신한카드', acquirer: 'CCLG' },
    ...{ behaviour: 'approve', expiry: 'any', password: 'any', birthDate: 'any' },
  });
  expect(
    shown.filter(({ birthDate }) => birthDate !== 'any').map((card) => card.birthDate),
  ).toEqual(['900101', '900101', '1248100998']);
  expect(describeRanges()).toHaveLength(testRanges.length);
});
