// Published numbers, and every way to mistype one digit of them.
import { describe, expect, test } from 'vitest';
import { isLuhn, withCheckDigit } from './luhn.ts';

describe('the check digit', () => {
  test.each([
    ['4111111111111111', true],
    ['378282246310005', true],
    ['30569309025904', true],
    ['4111111111111112', false],
    ['411111111111111x', false],
    ['4111-1111-1111-1111', false],
    ['0', false],
    ['', false],
  ])('%s %s', (digits, expected) => {
    expect(isLuhn(digits)).toBe(expected);
  });

  test.each(['4111111111111111', '378282246310005'])('every wrong digit of %s shows', (number) => {
    expect(withCheckDigit(number.slice(0, -1))).toBe(number);
    for (let place = 0; place < number.length; place += 1) {
      for (const digit of '0123456789') {
        if (digit === number[place]) continue;
        const mistyped = number.slice(0, place) + digit + number.slice(place + 1);
        expect(isLuhn(mistyped)).toBe(false);
      }
    }
  });
});
