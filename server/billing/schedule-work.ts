// Rounds of schedules as due work: charged many at once, each under a name of its own.
import { countDueOf } from '../../storage/due-tables.ts';
import { type ClaimedRound, claimRounds, forgetRoundLeases } from '../../storage/schedule-round.ts';
import type { Parts } from '../parts.ts';
import { anythingMayBe, type DueWork, type IsDue } from '../sweeper.ts';
import { recordTries, type Tried } from './record-tries.ts';
import { tryRound } from './try-round.ts';

export interface ScheduleWork extends DueWork {
  start(): Promise<void>;
  stop(): Promise<void>;
}

const pollMs = 1_000;

/** As many as two batches of the writers take; all of them are on their way at once. */
const claimAtOnce = 256;
const lanes = 2;

export function createScheduleWork(parts: Parts, exclusive: boolean): ScheduleWork {
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<number> = Promise.resolve(0);
  let stopped = false;

  /** One at a time in this process, so that whoever moves the clock waits for work under way. */
  function runDue(isDue: IsDue): Promise<number> {
    const isOver = () => stopped || !isDue('schedules');
    working = working.catch(() => 0).then(() => workOff(parts, isOver));
    return working;
  }

  function pollLater(): void {
    timer = setTimeout(() => {
      runDue(anythingMayBe)
        .catch((error) => parts.log.trouble('schedules failed', error))
        .finally(() => {
          if (!stopped) pollLater();
        });
    }, pollMs);
  }

  return {
    runDue,
    nextDue: async (board) => board.next('schedules'),
    countDue: (until) => countDueOf(parts.store.pool, 'schedules', until),
    async start() {
      if (exclusive) await forgetRoundLeases(parts.store.pool);
      pollLater();
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await working.catch(() => {});
    },
  };
}

/** While one lane writes down what came of its rounds, the other one has its own charged. */
async function workOff(parts: Parts, isOver: () => boolean): Promise<number> {
  const done = await Promise.all(Array.from({ length: lanes }, () => workOffLane(parts, isOver)));
  return done.reduce((sum, each) => sum + each, 0);
}

async function workOffLane(parts: Parts, isOver: () => boolean): Promise<number> {
  let done = 0;
  // What the rail has charged and we forgot is looked for first.
  while (!isOver() && parts.afterRestore.lookingBack() === null) {
    const claim = { now: parts.clock.now(), limit: claimAtOnce };
    const rounds = await claimRounds(parts.store.pool, claim);
    if (rounds.length === 0) break;
    done += await chargeAll(parts, rounds);
  }
  return done;
}

/** What could not be recorded keeps its lease, and is found by its name when that has run out. */
export async function chargeAll(parts: Parts, rounds: readonly ClaimedRound[]): Promise<number> {
  const tried = await Promise.all(rounds.map((claimed) => tryQuietly(parts, claimed)));
  return recordTries(
    parts,
    tried.filter((each) => each !== null),
  );
}

/** One that fails must not keep the others from their charge. */
async function tryQuietly(parts: Parts, claimed: ClaimedRound): Promise<Tried | null> {
  try {
    const end = await tryRound(parts, claimed);
    return end === null ? null : { claimed, end };
  } catch (error) {
    parts.log.trouble('round not charged', error);
    return null;
  }
}
