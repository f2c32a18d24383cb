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
  const time: Time = { offsetMs: initialOffsetMs, sleepers: new Set() };
  return {
    now: () => nowOf(time),
    wakeAt: (at, wake) => sleep(time, at, wake),
    sleepUntil: (at) => new Promise<void>((resolve) => void sleep(time, at, resolve)),
    offsetMs: () => time.offsetMs,
    moveTo: (at) => move(time, at),
    nextWake: () => earliest(time.sleepers),
  };
}

interface Time {
  offsetMs: number;
  readonly sleepers: Set<Sleeper>;
}

function nowOf(time: Time): Instant {
  return instant(Date.now() + time.offsetMs);
}

function sleep(time: Time, at: Instant, wake: () => void): () => void {
  const sleeper: Sleeper = { at, wake, timer: null };
  time.sleepers.add(sleeper);
  arm(time, sleeper);
  return () => {
    stopTimer(sleeper);
    time.sleepers.delete(sleeper);
  };
}

function arm(time: Time, sleeper: Sleeper): void {
  const wait = Math.max(0, sleeper.at - nowOf(time));
  sleeper.timer = setTimeout(
    () => {
      if (sleeper.at > nowOf(time)) return void arm(time, sleeper);
      time.sleepers.delete(sleeper);
      sleeper.wake();
    },
    Math.min(wait, longestTimerMs),
  );
}

function stopTimer(sleeper: Sleeper): void {
  if (sleeper.timer !== null) clearTimeout(sleeper.timer);
}

function move(time: Time, at: Instant): void {
  time.offsetMs += Math.max(0, at - nowOf(time));
  const due = [...time.sleepers].filter((sleeper) => sleeper.at <= nowOf(time));
  due.sort((left, right) => left.at - right.at);
  for (const sleeper of due) {
    // Waking one may have called off another.
    if (!time.sleepers.delete(sleeper)) continue;
    stopTimer(sleeper);
    sleeper.wake();
  }
  for (const sleeper of time.sleepers) {
    stopTimer(sleeper);
    arm(time, sleeper);
  }
}

function earliest(sleepers: ReadonlySet<Sleeper>): Instant | null {
  let next: Instant | null = null;
  for (const sleeper of sleepers) if (next === null || sleeper.at < next) next = sleeper.at;
  return next;
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
