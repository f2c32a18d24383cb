// The ratio with many payments stored over the ratio with none, in both databases alike.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import type { Bench, Measured, Step } from './measure.ts';
import { type Ratio, ratioTo, runRound } from './rounds.ts';
import { median } from './statistics.ts';

export interface Grown {
  /** Payments stored before the first round. */
  readonly stored: number;
  readonly ratios: readonly number[];
  /** The median ratio over the one with empty tables. */
  readonly toEmpty: number;
  readonly rounds: readonly (readonly Measured[])[];
}

export interface Growing {
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
}

const connections = 64;
const yardstick: Step = { kind: 'yardstick', which: 'Y3' };
const load = { connections, what: 'key-in' } as const;
const steps: readonly Step[] = [yardstick, { kind: 'closed', ...load }, yardstick];

const tables = [
  ['payment', 'payment_buyer', 'payment_event', 'tid_directory', 'journal', 'posting'],
  ['notice_event', 'simulator.authorisation'],
].flat();

/** Payments per transaction of the filling; a bound on its write-ahead log. */
const fillAtOnce = 250_000;

export async function measureGrowth(bench: Bench, growing: Growing): Promise<Grown[]> {
  const { gateway, yardstick: other } = bench.database;
  const grown: Grown[] = [];
  let stored = 0;
  for (const client of [gateway, other]) await client.query(`truncate ${tables.join(', ')}`);
  for (const size of [0, ...growing.sizes]) {
    console.log(`with ${size} payments stored`);
    for (const client of [gateway, other]) await fill(client, stored, size);
    stored = size;
    const rounds: (readonly Measured[])[] = [];
    for (let round = 0; round < growing.rounds; round += 1) {
      rounds.push(await runRound(bench, steps, growing.seconds));
    }
    const ratios = rounds
      .map((each) => ratioTo(each, load, 'Y3'))
      .filter((each): each is Ratio => each !== null)
      .map(({ value }) => value);
    const empty = grown[0] === undefined ? median(ratios) : median(grown[0].ratios);
    grown.push({ stored: size, ratios, toEmpty: median(ratios) / empty, rounds });
  }
  return grown;
}

/** Analysed and written out, as tables are that have grown over weeks. */
async function fill(client: pg.Client, from: number, to: number): Promise<void> {
  const sql = readFileSync(fileURLToPath(new URL('../../bench/fill.sql', import.meta.url)), 'utf8');
  for (let first = from; first < to; first += fillAtOnce) {
    const last = Math.min(first + fillAtOnce, to) - 1;
    await client.query(`set bench.first = ${first}; set bench.last = ${last}`);
    await client.query(sql);
  }
  if (to > from) await client.query(`vacuum analyze ${tables.join(', ')}`);
  await client.query('checkpoint');
}
