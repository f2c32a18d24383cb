// The ratio with many payments stored over the ratio with none, in both databases alike.
import { type Filling, fill, tables } from './fill.ts';
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

/** A merchant that is nobody's, long before today: none of this ever becomes due. */
const nobodys: Filling = {
  start: 1_700_000_000_000,
  merchant: '01a1fc09-0741-7436-83a4-a8dafc87a3f8',
  contract: '01a1fc09-0742-70b0-9dec-a78d78bb2b3f',
  credential: '01a1fc09-0743-766a-a0d9-f550ffc7aef8',
};

export async function measureGrowth(bench: Bench, growing: Growing): Promise<Grown[]> {
  const { gateway, yardstick: other } = bench.database;
  const grown: Grown[] = [];
  let stored = 0;
  for (const client of [gateway, other]) await client.query(`truncate ${tables.join(', ')}`);
  for (const size of [0, ...growing.sizes]) {
    console.log(`with ${size} payments stored`);
    for (const client of [gateway, other]) await fill(client, nobodys, { from: stored, to: size });
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
