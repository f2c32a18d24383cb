// The only time of a simulated world: it stands still until the schedule moves it.
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Instant, instant } from '../../core/time/instant.ts';
import type { Clock } from '../../server/clock.ts';
import type { Actor } from './stage.ts';

export interface Time {
  now(): Instant;
  /** Calls back once the time has come; the answer calls it off. */
  wakeAt(actor: Actor, at: number, wake: () => void): () => void;
  /** The earliest instant that somebody living sleeps until, or null. */
  next(): Instant | null;
  /** Sets the time without waking anybody: what sleeps until then is late. */
  set(at: number): void;
  /** Wakes whoever has slept longest over his time; false when nobody has. */
  wakeOne(): boolean;
}

interface Sleeper {
  readonly actor: Actor;
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

export function createTime(start: number): Time {
  let now = start;
  let orders = 0;
  const sleepers = new Set<Sleeper>();

  function first(): Sleeper | null {
    let found: Sleeper | null = null;
    for (const sleeper of sleepers) {
      if (!sleeper.actor.alive) sleepers.delete(sleeper);
      else if (found === null || isEarlier(sleeper, found)) found = sleeper;
    }
    return found;
  }

  return {
    now: () => instant(now),
    wakeAt(actor, at, wake) {
      orders += 1;
      // Bound here, so that what is woken finds itself on the stage where it fell asleep.
      const sleeper = { actor, at, order: orders, wake: AsyncLocalStorage.bind(wake) };
      sleepers.add(sleeper);
      return () => void sleepers.delete(sleeper);
    },
    next() {
      const sleeper = first();
      return sleeper === null ? null : instant(sleeper.at);
    },
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

function isEarlier(left: Sleeper, right: Sleeper): boolean {
  return left.at === right.at ? left.order < right.order : left.at < right.at;
}

/** The clock of one process, which may go a little before or after everybody else's. */
export function clockOf(time: Time, actor: Actor, skewMs: number): Clock {
  const began = time.now();
  const own = (at: number): Instant => instant(at + skewMs);
  const wakeAt = (at: Instant, wake: () => void) => time.wakeAt(actor, at - skewMs, wake);
  return {
    now: () => own(time.now()),
    wakeAt,
    sleepUntil: (at) => new Promise<void>((resolve) => void wakeAt(at, resolve)),
    offsetMs: () => time.now() - began,
    moveTo: (at) => time.set(at - skewMs),
    nextWake() {
      const next = time.next();
      return next === null ? null : own(next);
    },
  };
}
