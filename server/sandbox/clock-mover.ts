// Moves the sandbox clock from one due instant to the next, doing at each what is due then.
import { type Instant, instant } from '../../core/time/instant.ts';
import { type DueBoard, readBoard } from '../../storage/due-tables.ts';
import { storeClockOffset } from '../../storage/installation.ts';
import type { Parts } from '../parts.ts';
import { anythingMayBe, type DueWork, type IsDue } from '../sweeper.ts';

export interface Moved {
  /** Due things that were done. */
  readonly ran: number;
  /** Due things that could not be done: they fail, or another server is at them. */
  readonly left: number;
}

export interface ClockMover {
  /** Answers when everything that became due on the way is done, as far as it can be. */
  moveTo(target: Instant): Promise<Moved>;
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

/** Before everything that may be due. */
const ever = instant(0);

export function createClockMover(parts: Parts, sweeper: DueWork): ClockMover {
  let moving: Promise<unknown> = Promise.resolve();

  async function move(target: Instant): Promise<Moved> {
    let ran = await runAll(parts, sweeper, anythingMayBe);
    let passed: Instant = ever;
    for (;;) {
      const board = await readBoard(parts.store.pool, passed);
      const due: Instant | null = await sweeper.nextDue(board);
      const wake = parts.clock.nextWake();
      const next = earliest(due, wake);
      if (next === null || next > target) break;
      await stepTo(next);
      // A call that wakes asks the rail or the database next, and that takes real time.
      if (next === wake) await pause();
      const looked = parts.clock.now();
      const isDue = next === wake ? anythingMayBe : dueBy(board, looked);
      const done = await runAll(parts, sweeper, isDue);
      ran += done;
      // Leased by another sweeper, or failing: it stays due, and everything after it goes on at its
      // own instant. What was done may have made something due before.
      if (next === due) passed = done === 0 ? looked : ever;
    }
    await stepTo(target);
    ran += await runAll(parts, sweeper, anythingMayBe);
    return { ran, left: await sweeper.countDue(target) };
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
      const moved = moving.catch(() => null).then(() => move(target));
      moving = moved;
      return moved;
    },
  };
}

/** Work that waits for the clock itself, and not for the database, is helped along. */
async function runAll(parts: Parts, sweeper: DueWork, isDue: IsDue): Promise<number> {
  const work = sweeper.runDue(isDue);
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

/** What one work makes due for another is found at the next look, which comes without a step. */
function dueBy(board: DueBoard, now: Instant): IsDue {
  return (what) => {
    const first = board.first(what);
    return first !== null && first <= now;
  };
}

function earliest(left: Instant | null, right: Instant | null): Instant | null {
  if (left === null || right === null) return left ?? right;
  return left < right ? left : right;
}

function pause(): Promise<null> {
  return new Promise((resume) => setTimeout(() => resume(null), patienceMs));
}
