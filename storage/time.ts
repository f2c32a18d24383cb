// Instants between the core and PostgreSQL: ISO text on the way in, Date on the way out.
import { type Instant, instant } from '../core/time/instant.ts';

export function instantText(at: Instant): string {
  return new Date(at).toISOString();
}

export function instantOf(value: Date): Instant {
  return instant(value.getTime());
}

export function maybeInstant(value: Date | null): Instant | null {
  return value === null ? null : instantOf(value);
}
