// One simulated world while it runs: its stage, bank, shops, processes, and how wild it is.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFaults } from '../../rails/simulator/faults.ts';
import { createSimulator } from '../../rails/simulator/simulator.ts';
import { createStore, type Store } from '../../server/store.ts';
import { createDice, type Dice } from './dice.ts';
import { createHistory, type History } from './history.ts';
import { type Bank, isExpected, type Process, sentenceOf } from './process.ts';
import { createReceivers, type Receivers } from './receivers.ts';
import { type Actor, as, createActor, createStage, type Stage } from './stage.ts';
import { clockOf } from './time.ts';
import type { Trade } from './workload.ts';
import { emptyGround, type Ground, openShops, type Shops } from './world.ts';

/** Each seed draws its own, so that calm and wild worlds both come up. Weights per turn. */
export interface Temper {
  /** One owner of an embedded folder, or two processes on one server. */
  readonly exclusive: boolean;
  readonly skewMs: number;
  readonly declinesPerMinute: number;
  /** How much of each trade there is; a world has an emphasis of its own. */
  readonly trade: Readonly<Record<Trade, number>>;
  /** Whether payouts pass, and then shops cancel what they have been paid for. */
  readonly afterwards: boolean;
  readonly ask: number;
  readonly leap: number;
  readonly crash: number;
  readonly fault: number;
  readonly terminate: number;
  /** How often a merchant's server changes its mood. */
  readonly upset: number;
  /** How often an operator changes a fee. */
  readonly reprice: number;
  /** The share of database steps whose connection breaks. */
  readonly cutRate: number;
  /** The share of answers that nobody is there to read any more. */
  readonly hangUpRate: number;
}

export interface Run {
  readonly stage: Stage;
  readonly ground: Ground;
  readonly bank: Bank;
  readonly bankStore: Store;
  readonly shops: Shops;
  readonly receivers: Receivers;
  readonly history: History;
  readonly temper: Temper;
  /** Two machines on one database server, or the one that owns its embedded database. */
  readonly dataFolders: readonly string[];
  /** All that live; the dead leave nothing but the steps they had begun. */
  processes: Process[];
  /** Also the dead: the database may still hold a connection of theirs. */
  readonly actors: Actor[];
  started: number;
  readonly began: number;
  databaseTime: number;
  isAfterwards: boolean;
  /** When somebody means to pay in, so that nobody leaps over it. */
  readonly plannedDeposits: number[];
}

const monday = Date.UTC(2026, 2, 9) - 9 * 3_600_000;

export interface Seeding {
  readonly seed: number;
  readonly ground: Ground;
  /** Unlike in every run on one database, so that a seed may be played twice on it. */
  readonly idStem: string;
}

export async function openRun({ seed, ground, idStem }: Seeding): Promise<Run> {
  const dice = createDice(`gyeol ${seed}`);
  const startsAt = monday + dice.whole(0, 24 * 60 - 1) * 60_000;
  const history = createHistory();
  const receivers = createReceivers({ dice, history, owner: ground.owner });
  const stage = createStage({ dice, startsAt, idStem, outside: receivers });
  const temper = drawTemper(dice);
  const newId = () => stage.newId(startsAt);
  const shops = await openShops(ground, { dice, newId, at: startsAt - 1_000 });
  for (const id of shops.merchantIds) receivers.merchantIds.add(id);
  const { bank, bankStore } = openBank(stage, ground);
  return {
    stage,
    ground,
    bank,
    bankStore,
    shops,
    receivers,
    temper,
    dataFolders: (temper.exclusive ? [1] : [1, 2]).map(newFolder),
    history,
    processes: [],
    actors: [bank.actor],
    ...{ started: 0, began: startsAt },
    databaseTime: 0,
    isAfterwards: false,
    plannedDeposits: [],
  };
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'gyeol-simulation-'));
}

function drawTemper(dice: Dice): Temper {
  return {
    exclusive: dice.chance(0.4),
    skewMs: dice.pick([0, 0, 5, 400]),
    declinesPerMinute: dice.pick([3, 300, 300]),
    trade: {
      'key-in': dice.pick([0.2, 1, 1]),
      billing: dice.pick([0.2, 1, 3]),
      windows: dice.pick([0.2, 1, 3]),
      cancels: dice.pick([0.5, 1, 3]),
      deposits: dice.pick([0.2, 1, 3]),
      statements: dice.pick([0, 0.5, 1, 1.5]),
      buyers: dice.pick([0.2, 1, 4]),
    },
    afterwards: dice.chance(0.6),
    ask: dice.pick([3, 6, 12]),
    leap: dice.pick([0.2, 1, 2]),
    crash: dice.pick([0, 0, 0.1, 0.4, 1]),
    fault: dice.pick([0, 0.7, 2]),
    upset: dice.pick([0, 0.5, 1.5]),
    reprice: dice.pick([0, 0.2, 0.6]),
    terminate: dice.pick([0, 0.1, 0.4]),
    cutRate: dice.pick([0, 0.003, 0.02]),
    hangUpRate: dice.pick([0, 0.02, 0.1]),
  };
}

/** The bank is another company: its own process and connections, and it does not crash with us. */
function openBank(stage: Stage, ground: Ground): { bank: Bank; bankStore: Store } {
  const actor = createActor('bank');
  return as(stage, actor, () => {
    const onTrouble = (what: string, error: unknown): void => {
      if (!isExpected(error)) stage.report(`bank: ${what}: ${sentenceOf(error)}`);
    };
    const bankStore = createStore(ground.settings, { onTrouble, realTime: (at) => at });
    const faults = createFaults();
    const clock = clockOf(stage.time, actor, 0);
    const random = () => stage.newId(stage.time.now());
    const rail = createSimulator({ record: bankStore.bank, clock, faults, random });
    return { bank: { actor, rail, faults }, bankStore };
  });
}

/** Ends whatever still holds a connection; nothing of this world may reach into the next. */
export async function closeRun({ actors, ground, dataFolders }: Run): Promise<void> {
  for (const actor of actors) {
    actor.alive = false;
    await Promise.all([...actor.clients].map((client) => client.end().catch(() => {})));
  }
  await emptyGround(ground);
  for (const folder of dataFolders) rmSync(folder, { recursive: true, force: true });
}
