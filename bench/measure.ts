// One measured group: a load, and what it cost in CPU, batches and housekeeping meanwhile.
import { writeFileSync } from 'node:fs';
import { chargeParts } from './charge.ts';
import { type Database, freeConnections, housekeeping } from './database.ts';
import { type LoadResult, runClosed, runFixedRate, runPgbench, type Yardstick } from './loads.ts';
import { batchesBetween, readMetrics, type Stage } from './metrics.ts';
import { cards, requestParts, takeToken } from './order.ts';
import {
  cpuSecondsOf,
  cpuSecondsOfBench,
  cpuSecondsOfFamily,
  family,
  isQuiet,
  machineTimes,
  residentMegabytes,
  waitUntilIdle,
  whenNoLargerThan,
} from './processes.ts';
import type { Programs } from './programs.ts';
import type { Server } from './server.ts';

/** What is measured against what; everything that a group needs. */
export interface Bench {
  readonly programs: Programs;
  readonly database: Database;
  readonly server: Server;
  /** Billing keys that are charged in turn. */
  readonly keys: readonly string[];
  readonly partsFile: string;
}

/** A card keyed in on one dialect, or a billing key charged on the other. */
export type Payment = 'key-in' | 'charge';

export type Step =
  | { readonly kind: 'yardstick'; readonly which: Yardstick }
  | { readonly kind: 'closed'; readonly connections: number; readonly what: Payment }
  | { readonly kind: 'fixed'; readonly perSecond: number };

export interface Measured extends LoadResult {
  readonly step: Step;
  readonly perSecond: number;
  /** Microseconds of CPU per payment. */
  readonly nodeUs: number;
  readonly postgresUs: number;
  /** Payments per commit, by stage; empty for the yardsticks. */
  readonly batches: Readonly<Partial<Record<Stage, number>>>;
  readonly checkpoints: number;
  readonly vacuums: number;
  readonly walKilobytes: number;
  /** Megabytes of the server, right after the load. */
  readonly residentMb: number;
  /** Share of the machine that was idle just before, and whether that is quiet enough. */
  readonly idleBefore: number;
  readonly quiet: boolean;
  /** Share of the machine that went to processes that are not ours, and to other guests. */
  readonly othersShare: number;
}

const yardstickClients = 32;

export async function measure(bench: Bench, step: Step, seconds: number): Promise<Measured> {
  const { database, server } = bench;
  if (step.kind !== 'yardstick') await writeParts(bench, paymentOf(step));
  const metricsBefore = await readMetrics(server.url);
  const idleBefore = await waitUntilIdle();
  const members = family(database.postmaster).length;
  const before = { ...(await housekeeping(database)), ...readCpu(bench) };
  const load = await runLoad(bench, step, seconds);
  if (step.kind === 'yardstick') await whenNoLargerThan(database.postmaster, members);
  const cpu = readCpu(bench);
  const residentMb = residentMegabytes(server.pid);
  const after = { ...(await housekeeping(database)), ...cpu };
  const metrics = await readMetrics(server.url);
  const perPayment = (used: number, wanted: number): number => (used / load.payments) * wanted;
  const ours = after.node - before.node + after.postgres - before.postgres;
  const busy = after.busy - before.busy - ours - (after.bench - before.bench);
  return {
    ...load,
    step,
    perSecond: load.payments / load.seconds,
    nodeUs: perPayment(after.node - before.node, 1e6),
    postgresUs: perPayment(after.postgres - before.postgres, 1e6),
    batches: step.kind === 'yardstick' ? {} : batchesBetween(metricsBefore, metrics),
    checkpoints: after.checkpoints - before.checkpoints,
    vacuums: after.vacuums - before.vacuums,
    walKilobytes: perPayment(after.walMegabytes - before.walMegabytes, 1024),
    residentMb,
    idleBefore,
    quiet: isQuiet(idleBefore),
    othersShare: Math.max(0, busy / (after.all - before.all)),
  };
}

function paymentOf(step: Step): Payment {
  return step.kind === 'closed' ? step.what : 'key-in';
}

/** A token lasts an hour and a bench may last longer, so each group has its own. */
async function writeParts({ server, keys, partsFile }: Bench, what: Payment): Promise<void> {
  const { url } = server;
  const isCharge = what === 'charge';
  const { head, middle, tail } = isCharge
    ? await chargeParts(url, keys[0]?.length ?? 0)
    : requestParts(url, await takeToken(url));
  const payers = isCharge ? keys : cards;
  writeFileSync(partsFile, [head, middle, tail, ...payers].join('\0'), { mode: 0o600 });
}

const approved: Readonly<Record<Payment, string>> = {
  'key-in': '"RESULTCODE":"0000"',
  charge: '"PCD_PAY_CODE":"SPCD0000"',
};

function readCpu({ server, database }: Bench) {
  return {
    ...machineTimes(),
    node: cpuSecondsOf(server.pid),
    postgres: cpuSecondsOfFamily(database.postmaster),
    bench: cpuSecondsOfBench(),
  };
}

async function runLoad(bench: Bench, step: Step, seconds: number): Promise<LoadResult> {
  const { server, partsFile } = bench;
  const load = { url: server.url, partsFile, seconds, approved: approved[paymentOf(step)] };
  if (step.kind === 'closed') return runClosed(load, step.connections);
  if (step.kind === 'fixed') return runFixedRate(load, step.perSecond);
  const clients = step.which === 'Y3-1' ? 1 : await clientsOf(bench);
  return runPgbench(bench, step.which, { seconds, clients });
}

/** Thirty-two, or what the engine's connections leave room for. */
export async function clientsOf({ database }: Bench): Promise<number> {
  return Math.min(yardstickClients, await freeConnections(database));
}
