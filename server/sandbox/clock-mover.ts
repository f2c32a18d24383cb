// Moves the sandbox clock from one due instant to the next, doing at each what is due then.
import type { Instant } from '../../core/time/instant.ts';
import { storeClockOffset } from '../../storage/installation.ts';
import type { Parts } from '../parts.ts';
import type { Sweeper } from '../sweeper.ts';

export interface ClockMover {
  /** Answers the number of due things done when all of them are done. */
  moveTo(target: Instant): Promise<number>;
}

/** How long work may run before somebody sleeping on the clock is woken on its behalf. */
const patienceMs = 20;

export function createClockMover(parts: Parts, sweeper: Sweeper): ClockMover {
  let moving: Promise<number> = Promise.resolve(0);

  async function move(target: Instant): Promise<number> {
    let ran = await runAll(target);
    for (;;) {
      const due = await sweeper.nextDue();
      if (due === null || due > target) break;
      await stepTo(due);
      const done = await runAll(target);
      ran += done;
      // Leased by another sweeper, or failing: it stays due and must not hold the clock.
      if (done === 0) break;
    }
    await stepTo(target);
    return ran + (await runAll(target));
  }

  async function stepTo(at: Instant): Promise<void> {
    // What sleeps on the clock wakes at its own instant, not all at the end.
    for (;;) {
      const next = parts.clock.nextWake();
      if (next === null || next > at) break;
      parts.clock.moveTo(next);
      await new Promise((resume) => setImmediate(resume));
    }
    parts.clock.moveTo(at);
    await storeClockOffset(parts.store.pool, parts.clock.offsetMs());
  }

  /** Work that waits for the clock itself is helped along, up to the target. */
  async function runAll(target: Instant): Promise<number> {
    const work = sweeper.runDue();
    for (;;) {
      const timedOut = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs));
      const done = await Promise.race([work, timedOut]);
      if (done !== null) return done;
      const next = parts.clock.nextWake();
      if (next !== null && next <= target) parts.clock.moveTo(next);
    }
  }

  return {
    moveTo(target) {
      moving = moving.then(() => move(target));
      return moving;
    },
  };
}
