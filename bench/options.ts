// What the bench is asked for on its command line.

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

export interface Options {
  readonly rounds: number;
  /** Length of each measured group. */
  readonly seconds: number;
  /** How often each kind of cold start is timed. */
  readonly starts: number;
  /** Payments in the tables at which the ratio is measured again, ascending. */
  readonly grow: readonly number[];
  /** Sales of a day that is settled, ascending; when given, nothing else is measured. */
  readonly settle: readonly number[];
  /** Monthly schedules whose year is charged; when given, nothing else is measured. */
  readonly year: readonly number[];
  /** Where the machine-readable result goes. */
  readonly out: string;
}

/** A sentence for whoever typed the command. */
export class WrongOption extends Error {}

export const usage = `npm run bench -- [--quick] [--rounds N] [--seconds N] [--grow N,N]
                  [--settle N,N] [--year N,N] [--out FILE]

--quick     one short round: shows that everything works, not how fast it is
--rounds    interleaved rounds, 5 unless said otherwise
--seconds   length of each measured group, 4 unless said otherwise
--grow      measure again with so many payments stored, for example 1000000,5000000
--settle    only this: settle a day of so many sales, for example 50000,1000000
--year      only this: a year of so many monthly schedules, for example 1000,10000
--out       file for the machine-readable result`;

export function readOptions(args: readonly string[]): Options {
  const { values } = parse(args);
  const quick = values.quick === true;
  return {
    rounds: positive('--rounds', values.rounds) ?? (quick ? 1 : 5),
    seconds: positive('--seconds', values.seconds) ?? (quick ? 2 : 4),
    starts: quick ? 1 : 5,
    grow: sizes('--grow', values.grow),
    settle: sizes('--settle', values.settle),
    year: sizes('--year', values.year),
    out: values.out ?? join(tmpdir(), `gyeol-bench-${Date.now()}.json`),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean' },
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        grow: { type: 'string' },
        settle: { type: 'string' },
        year: { type: 'string' },
        out: { type: 'string' },
      },
    });
  } catch (error) {
    throw new WrongOption(`${(error as Error).message}\n\n${usage}`);
  }
}

function sizes(name: string, text = ''): number[] {
  return text
    .split(',')
    .filter((size) => size !== '')
    .map((size) => positive(name, size) ?? 0)
    .sort((left, right) => left - right);
}

function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,7}$/.test(text)) {
    throw new WrongOption(`${name} takes a whole number from 1, not ${text}.\n\n${usage}`);
  }
  return Number(text);
}
