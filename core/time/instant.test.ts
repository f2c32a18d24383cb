// Midnight is Seoul's, whatever the machine thinks: dates, days and written times around it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  after,
  businessDate,
  dayMs,
  instant,
  isoTime,
  nextDay,
  startOfDay,
  wireTime,
} from './instant.ts';

const utc = (text: string) => instant(Date.parse(`${text}Z`));

// biome-ignore format: a table
const moments = [
  // UTC                      date in Seoul  on the wire       in the native API
  ['2026-03-08T14:59:59.999', '2026-03-08', '20260308235959', '2026-03-08T23:59:59.999+09:00'],
  ['2026-03-08T15:00:00.000', '2026-03-09', '20260309000000', '2026-03-09T00:00:00.000+09:00'],
  ['2026-03-09T00:00:00.000', '2026-03-09', '20260309090000', '2026-03-09T09:00:00.000+09:00'],
  ['2026-03-09T14:59:59.999', '2026-03-09', '20260309235959', '2026-03-09T23:59:59.999+09:00'],
  ['2026-03-09T15:00:00.000', '2026-03-10', '20260310000000', '2026-03-10T00:00:00.000+09:00'],
  ['2026-12-31T14:59:59.999', '2026-12-31', '20261231235959', '2026-12-31T23:59:59.999+09:00'],
  ['2026-12-31T15:00:00.000', '2027-01-01', '20270101000000', '2027-01-01T00:00:00.000+09:00'],
  ['2028-02-28T15:00:00.001', '2028-02-29', '20280229000000', '2028-02-29T00:00:00.001+09:00'],
  // In the summers of 1987 and 1988 Korea's clocks stood an hour ahead; never since.
  ['2026-07-01T15:00:00.000', '2026-07-02', '20260702000000', '2026-07-02T00:00:00.000+09:00'],
] as const;

describe.each(moments)('%s UTC', (text, date, wire, iso) => {
  test(`is ${wire} in Seoul`, () => {
    expect(businessDate(utc(text))).toBe(date);
    expect(wireTime(utc(text))).toBe(wire);
    expect(isoTime(utc(text))).toBe(iso);
  });

  test('is read back from what the native API writes', () => {
    expect(Date.parse(isoTime(utc(text)))).toBe(utc(text));
  });
});

// biome-ignore format: a table
const days = [
  // a moment of the day      its first instant          the next day
  ['2026-03-08T15:00:00.000', '2026-03-08T15:00:00.000', '2026-03-10'],
  ['2026-03-09T14:59:59.999', '2026-03-08T15:00:00.000', '2026-03-10'],
  ['2026-02-28T00:00:00.000', '2026-02-27T15:00:00.000', '2026-03-01'],
  ['2028-02-28T00:00:00.000', '2028-02-27T15:00:00.000', '2028-02-29'],
  ['2026-12-31T00:00:00.000', '2026-12-30T15:00:00.000', '2027-01-01'],
] as const;

test.each(days)('the day of %s UTC begins at %s and is followed by %s', (text, start, next) => {
  const date = businessDate(utc(text));
  expect(startOfDay(date)).toBe(utc(start));
  expect(nextDay(date)).toBe(next);
});

test('days are whole, in order, and compare as text', () => {
  const anyTime = fc.integer({ min: 0, max: Date.UTC(2099, 11, 31) });
  fc.assert(
    fc.property(anyTime, (ms) => {
      const date = businessDate(instant(ms));
      const start = startOfDay(date);
      expect(start <= ms && ms < start + dayMs).toBe(true);
      expect(businessDate(after(start, -1)) < date && date < nextDay(date)).toBe(true);
      expect(startOfDay(nextDay(date))).toBe(after(start, dayMs));
      expect(wireTime(instant(ms))).toMatch(/^\d{14}$/);
    }),
    { seed: 20_260_309 },
  );
});
