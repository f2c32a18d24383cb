// The clock that all payment rules see: real time plus an offset that only the sandbox may raise.
import { after, type Instant, instant } from '../core/time/instant.ts';

export interface Clock {
  now(): Instant;
  /** Calls back once, when this clock reaches `at`; the answer cancels it. */
  wakeAt(at: Instant, wake: () => void): () => void;
  sleepUntil(at: Instant): Promise<void>;
  /** Milliseconds ahead of real time. */
  readonly offsetMs: () => number;
  /** Moves forward to an instant and wakes, in order, everything that slept until then. */
  moveTo(at: Instant): void;
  /** The earliest instant that something sleeps until, or null. */
  nextWake(): Instant | null;
}

interface Sleeper {
  readonly at: Instant;
  readonly wake: () => void;
  timer: NodeJS.Timeout | null;
}

/** setTimeout's own limit; a longer sleep is simply set again. */
const longestTimerMs = 2_147_000_000;

export function createClock(initialOffsetMs: number): Clock {
  let offsetMs = initialOffsetMs;
  const sleepers = new Set<Sleeper>();

  const now = (): Instant => instant(Date.now() + offsetMs);

  function arm(sleeper: Sleeper): void {
    const wait = Math.max(0, sleeper.at - now());
    sleeper.timer = setTimeout(() => onTimer(sleeper), Math.min(wait, longestTimerMs));
  }

  function onTimer(sleeper: Sleeper): void {
    if (sleeper.at > now()) return arm(sleeper);
    sleepers.delete(sleeper);
    sleeper.wake();
  }

  function wakeAt(at: Instant, wake: () => void): () => void {
    const sleeper: Sleeper = { at, wake, timer: null };
    sleepers.add(sleeper);
    arm(sleeper);
    return () => {
      if (sleeper.timer !== null) clearTimeout(sleeper.timer);
      sleepers.delete(sleeper);
    };
  }

  function moveTo(at: Instant): void {
    offsetMs += Math.max(0, at - now());
    const due = [...sleepers].filter((sleeper) => sleeper.at <= now());
    due.sort((left, right) => left.at - right.at);
    for (const sleeper of due) {
      if (!sleepers.delete(sleeper)) continue;
      if (sleeper.timer !== null) clearTimeout(sleeper.timer);
      sleeper.wake();
    }
    for (const sleeper of sleepers) {
      if (sleeper.timer !== null) clearTimeout(sleeper.timer);
      arm(sleeper);
    }
  }

  function nextWake(): Instant | null {
    let next: Instant | null = null;
    for (const sleeper of sleepers) if (next === null || sleeper.at < next) next = sleeper.at;
    return next;
  }

  return {
    now,
    wakeAt,
    sleepUntil: (at) => new Promise<void>((resolve) => void wakeAt(at, resolve)),
    offsetMs: () => offsetMs,
    moveTo,
    nextWake,
  };
}

/** What a rail did within its time: an answer, or nothing we can rely on. */
export type Within<Answer> =
  | { readonly answered: true; readonly answer: Answer }
  | { readonly answered: false; readonly error: unknown };

/** Waits for a promise until an instant of the clock; a broken call counts as no answer. */
export function within<Answer>(
  clock: Clock,
  until: Instant,
  call: () => Promise<Answer>,
): Promise<Within<Answer>> {
  return new Promise((resolve) => {
    const giveUp = clock.wakeAt(until, () => resolve({ answered: false, error: null }));
    call().then(
      (answer) => {
        giveUp();
        resolve({ answered: true, answer });
      },
      (error: unknown) => {
        giveUp();
        resolve({ answered: false, error });
      },
    );
  });
}

export function hasPassed(clock: Clock, from: Instant, ms: number): boolean {
  return clock.now() >= after(from, ms);
}
