// The table of aims, and how a result stands to them.
import type { ColdStarts } from './cold-start.ts';
import type { Grown } from './growth.ts';
import { fixedPerSecond, type Ratio, type Round, ratioTo, yardstickOf } from './rounds.ts';
import { median, type Spread, spreadOf } from './statistics.ts';

export interface Results {
  readonly rounds: readonly Round[];
  readonly coldStarts: ColdStarts;
  readonly grown: readonly Grown[];
}

export interface Verdict {
  readonly aim: string;
  readonly unit: string;
  readonly floor: number;
  readonly ambitious: number;
  readonly spread: Spread;
  /** Rounds behind the median, and how many of them were quiet. */
  readonly rounds: number;
  readonly quietRounds: number;
  readonly says: string;
}

interface Aim {
  readonly name: string;
  readonly unit: string;
  readonly floor: number;
  readonly ambitious: number;
  readonly better: 'more' | 'less';
  readonly values: (results: Results) => readonly Ratio[];
}

// biome-ignore format: a table
const aims: readonly Aim[] = [
  { name: '64 connections ÷ Y3',       unit: '',   floor: 1.3,  ambitious: 1.7,  better: 'more', values: ratio(64) },
  { name: '256 connections ÷ Y3',      unit: '',   floor: 1.8,  ambitious: 2.5,  better: 'more', values: ratio(256) },
  { name: '16 connections ÷ Y3',       unit: '',   floor: 0.75, ambitious: 1.0,  better: 'more', values: ratio(16) },
  { name: '1 connection ÷ Y3-1',       unit: '',   floor: 0.3,  ambitious: 0.45, better: 'more', values: ratio(1) },
  { name: 'p99 at 64 connections',     unit: 'ms', floor: 50,   ambitious: 25,   better: 'less', values: p99At64 },
  { name: 'p99 at a fixed 1,000/s',    unit: 'ms', floor: 25,   ambitious: 10,   better: 'less', values: p99AtFixedRate },
  { name: 'resident memory',           unit: 'MB', floor: 150,  ambitious: 110,  better: 'less', values: resident },
  { name: 'cold start, new folder',    unit: 's',  floor: 2.5,  ambitious: 1.5,  better: 'less', values: ({ coldStarts }) => plain(coldStarts.newFolder) },
  { name: 'cold start, old folder',    unit: 's',  floor: 0.8,  ambitious: 0.5,  better: 'less', values: ({ coldStarts }) => plain(coldStarts.oldFolder) },
  { name: '1,000,000 stored ÷ empty',  unit: '',   floor: 0.9,  ambitious: 1.0,  better: 'more', values: grownTo(1_000_000) },
  { name: '5,000,000 stored ÷ empty',  unit: '',   floor: 0.9,  ambitious: 1.0,  better: 'more', values: grownTo(5_000_000) },
];

/** Aims that this run has not measured are left out. */
export function judge(results: Results): Verdict[] {
  return aims.flatMap((aim) => {
    const values = aim.values(results);
    return values.length === 0 ? [] : [verdictOf(aim, values)];
  });
}

/** Rounds in which another program was busy do not count, unless there are no others. */
export function countedOf(values: readonly Ratio[]): readonly Ratio[] {
  const quiet = values.filter((each) => each.quiet);
  return quiet.length > 0 ? quiet : values;
}

function verdictOf(aim: Aim, values: readonly Ratio[]): Verdict {
  const counted = countedOf(values);
  const spread = spreadOf(counted.map(({ value }) => value));
  const { name, unit, floor, ambitious } = aim;
  return {
    aim: name,
    ...{ unit, floor, ambitious, spread },
    rounds: values.length,
    quietRounds: values.filter((each) => each.quiet).length,
    says: `${says(aim, 'floor', spread.median)}, ${says(aim, 'ambitious', spread.median)}`,
  };
}

function says(aim: Aim, which: 'floor' | 'ambitious', value: number): string {
  const limit = aim[which];
  const met = aim.better === 'more' ? value >= limit : value <= limit;
  const off = Math.abs(value / limit - 1) * 100;
  return `${which} ${met ? 'met' : 'MISSED'} by ${off.toFixed(0)} %`;
}

function ratio(connections: number): Aim['values'] {
  const which = yardstickOf(connections);
  const load = { connections, what: 'key-in' } as const;
  return ({ rounds }) =>
    rounds.map((round) => ratioTo(round, load, which)).filter((each) => each !== null);
}

function p99At64({ rounds }: Results): Ratio[] {
  return latencies(
    rounds,
    (step) => step.kind === 'closed' && step.what === 'key-in' && step.connections === 64,
  );
}

function p99AtFixedRate({ rounds }: Results): Ratio[] {
  return latencies(rounds, (step) => step.kind === 'fixed' && step.perSecond === fixedPerSecond);
}

function latencies(
  rounds: readonly Round[],
  wanted: (step: Round[number]['step']) => boolean,
): Ratio[] {
  return rounds.flatMap((round) =>
    round
      .filter(({ step }) => wanted(step))
      .map(({ p99Ms, quiet }) => ({ value: p99Ms ?? Number.NaN, quiet })),
  );
}

/** The most that was seen after any load, because memory is not given back. */
function resident({ rounds }: Results): Ratio[] {
  const sizes = rounds.flat().map(({ residentMb }) => residentMb);
  return sizes.length === 0 ? [] : plain([Math.max(...sizes)]);
}

function grownTo(stored: number): Aim['values'] {
  return ({ grown }) => {
    const found = grown.find((each) => each.stored === stored);
    const empty = grown[0];
    if (found === undefined || empty === undefined) return [];
    return plain(found.ratios.map((each) => each / median(empty.ratios)));
  };
}

function plain(values: readonly number[]): Ratio[] {
  return values.map((value) => ({ value, quiet: true }));
}
