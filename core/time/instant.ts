// Points in time and the Seoul calendar: pure arithmetic, no clock.
import type { Brand } from '../brand.ts';

/** Milliseconds since 1970-01-01T00:00:00Z, on whichever clock the server was given. */
export type Instant = Brand<number, 'Instant'>;

/** A day in Asia/Seoul as YYYY-MM-DD. Compares correctly as text. */
export type BusinessDate = Brand<string, 'BusinessDate'>;

// Korea has had no daylight saving since 1988, so Seoul is a constant +09:00.
const seoulOffsetMs = 9 * 3_600_000;

export const secondMs = 1_000;
export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

export function instant(ms: number): Instant {
  return ms as Instant;
}

export function after(from: Instant, ms: number): Instant {
  return (from + ms) as Instant;
}

function seoulIso(at: Instant): string {
  return new Date(at + seoulOffsetMs).toISOString();
}

export function businessDate(at: Instant): BusinessDate {
  return seoulIso(at).slice(0, 10) as BusinessDate;
}

/** The first instant of a business date. */
export function startOfDay(date: BusinessDate): Instant {
  return (Date.parse(`${date}T00:00:00Z`) - seoulOffsetMs) as Instant;
}

export function nextDay(date: BusinessDate): BusinessDate {
  return businessDate(after(startOfDay(date), dayMs));
}

/** Fourteen digits YYYYMMDDHHMMSS in Seoul, as both dialects write times. */
export function wireTime(at: Instant): string {
  return seoulIso(at).slice(0, 19).replace(/[-T:]/g, '');
}

/** ISO 8601 with +09:00, as the native API writes times. */
export function isoTime(at: Instant): string {
  return `${seoulIso(at).slice(0, 23)}+09:00`;
}
