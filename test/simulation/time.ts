// The only time of a simulated world: it stands still until the schedule moves it.
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Instant, instant } from '../../core/time/instant.ts';
import type { Clock } from '../../server/clock.ts';
import type { Actor } from './stage.ts';

export interface Time {
  now(): Instant;
  /** Calls back once the time has come; the answer calls it off. */
  wakeAt(sleep: Sleep): () => void;
  /** The earliest instant that somebody living sleeps until, or null. */
  next(): Instant | null;
  /** The same among those who sleep on the clock of this actor; his bare timers do not count. */
  nextOnClock(actor: Actor): Instant | null;
  /** Sets the time without waking anybody: what sleeps until then is late. */
  set(at: number): void;
  /** Wakes whoever has slept longest over his time; false when nobody has. */
  wakeOne(): boolean;
}

export interface Sleep {
  readonly actor: Actor;
  readonly at: number;
  readonly on: 'clock' | 'timer';
  readonly wake: () => void;
}

interface Sleeper extends Sleep {
  readonly order: number;
}

export function createTime(start: number): Time {
  let now = start;
  let orders = 0;
  const sleepers = new Set<Sleeper>();

  function first(counts: (sleeper: Sleeper) => boolean = () => true): Sleeper | null {
    let found: Sleeper | null = null;
    for (const sleeper of sleepers) {
      if (!sleeper.actor.alive) sleepers.delete(sleeper);
      else if (counts(sleeper) && (found === null || isEarlier(sleeper, found))) found = sleeper;
    }
    return found;
  }

  return {
    now: () => instant(now),
    wakeAt(sleep) {
      orders += 1;
      // Bound here, so that what is woken finds itself on the stage where it fell asleep.
      const sleeper = { ...sleep, order: orders, wake: AsyncLocalStorage.bind(sleep.wake) };
      sleepers.add(sleeper);
      return () => void sleepers.delete(sleeper);
    },
    next: () => instantOf(first()),
    nextOnClock: (actor) => instantOf(first((each) => each.actor === actor && each.on === 'clock')),
    set(at) {
      now = Math.max(now, at);
    },
    wakeOne() {
      const sleeper = first();
      if (sleeper === null || sleeper.at > now) return false;
      sleepers.delete(sleeper);
      sleeper.wake();
      return true;
    },
  };
}

function instantOf(sleeper: Sleeper | null): Instant | null {
  return sleeper === null ? null : instant(sleeper.at);
}

function isEarlier(left: Sleeper, right: Sleeper): boolean {
  return left.at === right.at ? left.order < right.order : left.at < right.at;
}

/** The clock of one process, which may go a little before or after everybody else's. */
export function clockOf(time: Time, actor: Actor, skewMs: number): Clock {
  const began = time.now();
  const own = (at: number): Instant => instant(at + skewMs);
  const wakeAt = (at: Instant, wake: () => void) =>
    time.wakeAt({ actor, at: at - skewMs, on: 'clock', wake });
  return {
    now: () => own(time.now()),
    wakeAt,
    sleepUntil: (at) => new Promise<void>((resolve) => void wakeAt(at, resolve)),
    offsetMs: () => time.now() - began,
    moveTo: (at) => time.set(at - skewMs),
    nextWake() {
      const next = time.nextOnClock(actor);
      return next === null ? null : own(next);
    },
  };
}
