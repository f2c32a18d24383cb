// What a run prints: the groups, the aims, and what stood beside them.
import { countedOf, judge, type Results, type Verdict } from './aims.ts';
import type { Correctness } from './correctness.ts';
import type { Yardstick } from './loads.ts';
import type { Measured } from './measure.ts';
import { stages } from './metrics.ts';
import { nameOf, type Ratio, ratioTo, yardstickOf } from './rounds.ts';
import { median, spreadOf } from './statistics.ts';

export interface Report extends Results {
  readonly correctness: Correctness;
  /** Proportional megabytes of all processes of the database, after the last round. */
  readonly databaseMb: number;
  readonly yardstickClients: number;
}

export function printReport(report: Report): Verdict[] {
  const { rounds, correctness } = report;
  const names = [...new Set(rounds.flat().map(({ step }) => nameOf(step)))];
  print(
    groupHeadings,
    names.map((name) => groupRow(report, name)),
  );
  console.log(
    `Y3 and Y with ${report.yardstickClients} clients, Y3-1 with one; medians; p99 [worst];` +
      ' batch: intents, bank, outcomes; checkpoints and vacuums over all rounds\n',
  );
  const verdicts = judge(report);
  print(
    ['aim', 'floor', 'ambitious', 'measured', 'least–most', 'quiet', ''],
    verdicts.map(verdictRow),
  );
  const { books, duplicates, notApproved, faults } = correctness;
  console.log(
    `books: ${books.approved} payments, ${books.bank} at the bank, ${books.journals} journals, ` +
      `${books.postings} postings, ${books.notices} notices, ${books.unbalanced} unbalanced; ` +
      `${notApproved} not approved; ${duplicates.sent} requests over 20 order numbers gave ` +
      `${duplicates.approved} approvals`,
  );
  for (const fault of faults) console.log(`WRONG: ${fault}`);
  console.log(`memory of the database: ${report.databaseMb.toFixed(0)} MB (shared pages once)`);
  return verdicts;
}

const groupHeadings = [
  ['', 'payments/s', '÷ Y3', 'least–most', '÷ Y', 'Node µs', 'PostgreSQL µs', 'WAL kB'],
  ['p50 ms', 'p99 ms', 'batch', 'checkpoints', 'vacuums', 'others'],
].flat();

function groupRow({ rounds }: Report, name: string): string[] {
  const groups = rounds.flat().filter(({ step }) => nameOf(step) === name);
  const middle = (value: (group: Measured) => number): number => median(groups.map(value));
  const total = (value: (group: Measured) => number): string =>
    String(groups.reduce((sum, group) => sum + value(group), 0));
  const load = groups[0]?.step.kind !== 'yardstick';
  const p99 = groups.map(({ p99Ms }) => p99Ms ?? 0);
  return [
    name,
    middle(({ perSecond }) => perSecond).toFixed(0),
    ...ratioCells(rounds, groups[0]),
    load ? middle(({ nodeUs }) => nodeUs).toFixed(0) : '',
    middle(({ postgresUs }) => postgresUs).toFixed(0),
    middle(({ walKilobytes }) => walKilobytes).toFixed(1),
    load ? middle(({ p50Ms }) => p50Ms ?? 0).toFixed(1) : '',
    load ? `${median(p99).toFixed(1)} [${Math.max(...p99).toFixed(1)}]` : '',
    load ? batchesOf(groups) : '',
    total(({ checkpoints }) => checkpoints),
    total(({ vacuums }) => vacuums),
    `${(middle(({ othersShare }) => othersShare) * 100).toFixed(0)} %`,
  ];
}

function ratioCells(rounds: Report['rounds'], group: Measured | undefined): string[] {
  if (group?.step.kind !== 'closed') return ['', '', ''];
  const { step } = group;
  const over = (which: Yardstick) =>
    spreadOf(
      countedOf(
        rounds
          .map((round) => ratioTo(round, step, which))
          .filter((each): each is Ratio => each !== null),
      ).map(({ value }) => value),
    );
  const near = over(yardstickOf(step.connections));
  const spread = `${near.least.toFixed(2)}–${near.most.toFixed(2)}`;
  return [near.median.toFixed(2), spread, over('Y').median.toFixed(2)];
}

function batchesOf(groups: readonly Measured[]): string {
  return stages
    .map((stage) => median(groups.map(({ batches }) => batches[stage] ?? 0)).toFixed(1))
    .join(' ');
}

function verdictRow(verdict: Verdict): string[] {
  const { aim, unit, floor, ambitious, spread, says, quietRounds, rounds } = verdict;
  const value = (number: number): string =>
    `${number.toFixed(unit === '' || unit === 's' ? 2 : 1)}${unit === '' ? '' : ` ${unit}`}`;
  const least = value(spread.least);
  return [
    aim,
    value(floor),
    value(ambitious),
    value(spread.median),
    `${least}–${value(spread.most)}`,
    `${quietRounds} of ${rounds}`,
    says,
  ];
}

function print(headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const lines = [headings, ...rows];
  const widths = headings.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  for (const line of lines) {
    const cells = line.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(cells.join('  ').trimEnd());
  }
  console.log('');
}
