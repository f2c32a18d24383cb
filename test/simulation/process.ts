// One simulated server process: the real parts on a simulated clock, a gated database and a line.

import { sandboxVelocity } from '../../core/limits/velocity.ts';
import { knownCalendar } from '../../core/time/bank-day.ts';
import { after } from '../../core/time/instant.ts';
import type { Rail } from '../../rails/rail.ts';
import type { Faults } from '../../rails/simulator/faults.ts';
import { createScheduleWork, type ScheduleWork } from '../../server/billing/schedule-work.ts';
import { createCallers } from '../../server/callers.ts';
import { createFingerprint } from '../../server/fingerprint.ts';
import { createHandOver } from '../../server/hand-over.ts';
import { createInFlight } from '../../server/in-flight.ts';
import { createLimits } from '../../server/limits.ts';
import type { Log } from '../../server/log.ts';
import { createMetrics, type Metrics } from '../../server/metrics.ts';
import { type Courier, createCourier } from '../../server/notices/courier.ts';
import { openOwed } from '../../server/owed.ts';
import type { Parts } from '../../server/parts.ts';
import { createAuthKeys } from '../../server/payple/auth-key.ts';
import { nothingRestored } from '../../server/restoration/after-restore.ts';
import { createSettlement, type Settlement } from '../../server/settlement/settlement-work.ts';
import { createStore } from '../../server/store.ts';
import { createSweeper, type Sweeper } from '../../server/sweeper.ts';
import { createThrottle, sandboxLimits } from '../../server/throttle.ts';
import { createTokens } from '../../server/tokens.ts';
import { isConnectionLoss } from '../../storage/connection.ts';
import { TooLate } from '../../storage/group-commit.ts';
import { railOver } from './line.ts';
import { secretKeys as keys } from './secrets.ts';
import { type Actor, as, createActor, type Stage } from './stage.ts';
import { clockOf } from './time.ts';
import type { Ground } from './world.ts';

export interface Process {
  readonly actor: Actor;
  readonly dataFolder: string;
  readonly parts: Parts;
  readonly sweeper: Sweeper;
  readonly settlement: Settlement;
  readonly schedules: ScheduleWork;
  readonly courier: Courier;
  /** Ready to be asked: started, and neither stopping nor dead. */
  ready: boolean;
  /** Requests of shops that it works on. */
  open: number;
}

export interface Bank {
  readonly actor: Actor;
  readonly rail: Rail;
  readonly faults: Faults;
}

export interface ProcessOptions {
  readonly stage: Stage;
  readonly ground: Ground;
  readonly bank: Bank;
  readonly name: string;
  /** Whether it may take every other process for dead, as the owner of an embedded folder may. */
  readonly exclusive: boolean;
  readonly skewMs: number;
  /** After so many no rail is asked any more for the rest of a minute. */
  readonly declinesPerMinute: number;
  /** What it writes here its successor on the same machine will find. */
  readonly dataFolder: string;
}

// The collectors of a registry live as long as the program, so all processes share one.
let metrics: Metrics | null = null;

export function createProcess(options: ProcessOptions): Process {
  const { stage } = options;
  const actor = createActor(options.name);
  return as(stage, actor, () => {
    const parts = partsOf(options, actor);
    const sweeper = createSweeper(parts, options.exclusive);
    const settlement = createSettlement(parts, options.exclusive);
    const schedules = createScheduleWork(parts, options.exclusive);
    const courier = createCourier(parts, 'sandbox');
    const { dataFolder } = options;
    const works = { sweeper, settlement, schedules, courier };
    return { actor, dataFolder, parts, ...works, ready: false, open: 0 };
  });
}

function partsOf(options: ProcessOptions, actor: Actor): Parts {
  const { stage, ground, bank, skewMs, dataFolder } = options;
  const log = logOf(stage, actor);
  const store = createStore(ground.settings, {
    onTrouble: log.trouble,
    // The database lives by the simulated time, from which this process's clock may differ.
    realTime: (at) => after(at, -skewMs),
  });
  const clock = clockOf(stage.time, actor, skewMs);
  const callers = createCallers(store, keys, clock);
  metrics ??= createMetrics(() => 0);
  return {
    clock,
    store,
    callers,
    log,
    keys,
    metrics,
    faults: bank.faults,
    rail: railOver({ stage, caller: actor, bank: bank.actor, rail: bank.rail }),
    inFlight: createInFlight(),
    owed: openOwed(dataFolder),
    tokens: createTokens({ clock, keys, findCaller: (id) => callers.find('cookiepay', id) }),
    authKeys: createAuthKeys({
      clock,
      seal: keys.authTokens,
      findCaller: (id) => callers.find('payple', id),
    }),
    limits: createLimits(store, {
      ...sandboxVelocity,
      declinesPerMinute: options.declinesPerMinute,
    }),
    throttle: createThrottle(sandboxLimits, () => stage.time.now()),
    fingerprint: createFingerprint(new Uint8Array(32)),
    handOver: createHandOver(store, (error) => log.trouble('hand-over not stored', error)),
    newId: () => stage.newId(clock.now()),
    calendar: () => knownCalendar,
    readHolidays: async () => [],
    afterRestore: nothingRestored,
    publicUrl: () => 'http://simulation',
  };
}

function logOf(stage: Stage, actor: Actor): Log {
  return {
    request: () => {},
    info: () => {},
    debug: () => {},
    trouble(what, error) {
      stage.trace.say(actor.name, `trouble: ${what}: ${sentenceOf(error)}`);
      if (!isExpected(error)) stage.report(`${what}: ${sentenceOf(error)}`);
    },
  };
}

/** A lost connection and a passed deadline belong to life; anything else is a bug of ours. */
export function isExpected(error: unknown): boolean {
  return error instanceof TooLate || isConnectionLoss(error);
}

export function sentenceOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
