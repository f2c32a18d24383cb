// The time a rail lives by: handed in, so that a test can move it.
import type { Instant } from '../core/time/instant.ts';

export interface RailClock {
  now(): Instant;
  /** Settles when the clock has reached the instant, at once if it already has. */
  sleepUntil(at: Instant): Promise<void>;
}
