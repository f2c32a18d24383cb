// Days that exist, birth dates of either century, and check digits of business numbers.
import { expect, test } from 'vitest';
import { isBirthDate, isBusinessNumber, isDay } from './calendar.ts';

// biome-ignore format: a table
const days = [
  [2026, 1, 31, true],  [2026, 1, 32, false], [2026, 4, 30, true],  [2026, 4, 31, false],
  [2024, 2, 29, true],  [2026, 2, 29, false], [2000, 2, 29, true],  [1900, 2, 29, false],
  [2026, 0, 1, false],  [2026, 13, 1, false], [2026, 12, 0, false],
] as const;

test.each(days)('%i-%i-%i', (year, month, day, exists) => {
  expect(isDay(year, month, day)).toBe(exists);
});

// biome-ignore format: a table
const holders = [
  // text          birth date  business number
  ['900101',       true,       false],
  ['000229',       true,       false],   // 2000-02-29
  ['040229',       true,       false],
  ['010229',       false,      false],
  ['901301',       false,      false],
  ['900001',       false,      false],
  ['900132',       false,      false],
  ['90010',        false,      false],
  ['90010a',       false,      false],
  ['９００１０１', false,      false],
  ['1248100998',   false,      true],
  ['2208162517',   false,      true],
  ['1248100999',   false,      false],
  ['124810099',    false,      false],
  ['124-81-0099',  false,      false],
] as const;

test.each(holders)('%s', (text, birthDate, businessNumber) => {
  expect([isBirthDate(text), isBusinessNumber(text)]).toEqual([birthDate, businessNumber]);
});
