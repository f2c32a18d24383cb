// Moves the sandbox clock from one due instant to the next, doing at each what is due then.
import type { Instant } from '../../core/time/instant.ts';
import { storeClockOffset } from '../../storage/installation.ts';
import type { Parts } from '../parts.ts';
import type { DueWork } from '../sweeper.ts';

export interface ClockMover {
  /** Answers the number of due things done when all of them are done. */
  moveTo(target: Instant): Promise<number>;
}

/** How long work may run before somebody else who sleeps on the clock is woken. */
const patienceMs = 5;

/** So many looks without any reading or writing mean that the work waits for a silent rail. */
const silentLooks = 3;

/**
 * Longer than any wait for a rail. Work at the target may end this much after it, as it would if
 * somebody waited for it in real time.
 */
const longestWaitMs = 20_000;

export function createClockMover(parts: Parts, sweeper: DueWork): ClockMover {
  let moving: Promise<number> = Promise.resolve(0);

  async function move(target: Instant): Promise<number> {
    let ran = await runAll(parts, sweeper);
    let stuck = false;
    for (;;) {
      const due: Instant | null = stuck ? null : await sweeper.nextDue();
      const wake = parts.clock.nextWake();
      const next = earliest(due, wake);
      if (next === null || next > target) break;
      await stepTo(next);
      // A call that wakes asks the rail or the database next, and that takes real time.
      if (next === wake) await pause();
      const done = await runAll(parts, sweeper);
      ran += done;
      // Leased by another sweeper, or failing: it stays due and must not hold the clock.
      if (done === 0 && next === due) stuck = (await sweeper.nextDue()) === due;
    }
    await stepTo(target);
    return ran + (await runAll(parts, sweeper));
  }

  async function stepTo(at: Instant): Promise<void> {
    parts.clock.moveTo(at);
    await storeClockOffset(parts.store.pool, parts.clock.offsetMs());
    // A call whose time is over stores its outcome, which is part of "all of it is done".
    while (parts.inFlight.owes(at)) await pause();
  }

  return {
    moveTo(target) {
      // A move that failed, because the database was away, must not fail the ones after it.
      moving = moving.catch(() => 0).then(() => move(target));
      return moving;
    },
  };
}

/** Work that waits for the clock itself, and not for the database, is helped along. */
async function runAll(parts: Parts, sweeper: DueWork): Promise<number> {
  const work = sweeper.runDue();
  let silent = 0;
  for (;;) {
    const done = await Promise.race([work, pause()]);
    if (done !== null) return done;
    silent = parts.store.busy() ? 0 : silent + 1;
    if (silent < silentLooks) continue;
    silent = 0;
    const next = parts.clock.nextWake();
    const near = next !== null && next - parts.clock.now() <= longestWaitMs;
    if (near) parts.clock.moveTo(next);
  }
}

function earliest(left: Instant | null, right: Instant | null): Instant | null {
  if (left === null || right === null) return left ?? right;
  return left < right ? left : right;
}

function pause(): Promise<null> {
  return new Promise((resume) => setTimeout(() => resume(null), patienceMs));
}
