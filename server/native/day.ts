// A day as callers of the native API write it.
import type { BusinessDate } from '../../core/time/instant.ts';

/** Years that both our calendar and the database can write. */
const aDay = /^[12]\d{3}-\d{2}-\d{2}$/;

/** Null for a day that no calendar has. */
export function dayOf(text: string): BusinessDate | null {
  const ms = aDay.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const isDay = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
  return isDay ? (text as BusinessDate) : null;
}
