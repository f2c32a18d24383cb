// A statement posted by the auditor's own hand: which lines count, what each closes, what is left.
import type { StatementLine } from '../operator.ts';
import { sum } from './evidence.ts';
import type { Moved, Moves } from './moves.ts';

/** What earlier files have left. */
export interface Ledger {
  /** The lines that were posted, by the bank's own number and their day and direction. */
  readonly known: Set<string>;
  /** What was paid for, and by no other line again. */
  readonly settled: Set<string>;
}

export interface PostedLine {
  readonly key: string;
  readonly line: StatementLine;
  readonly settles: string | null;
  /** Won that it brings more than expected; below zero where it is short. */
  readonly over: bigint;
  /** Debit positive. */
  readonly effects: readonly (readonly [account: string, amount: bigint])[];
}

const ourAccount = 'settlement';

export function keyOf(line: Omit<StatementLine, 'amount' | 'reference'>): string {
  return [line.account, line.date, line.direction, line.bankReference].join(' ');
}

function signedOf({ direction, amount }: StatementLine): bigint {
  return direction === 'in' ? amount : -amount;
}

type Taken = 'settles' | 'part' | 'unexpected' | 'nothing';

interface Judged {
  readonly line: StatementLine;
  readonly as: Taken;
  readonly moved: Moved | null;
}

export interface Posting {
  /** Of the file, which says what else belongs to it. */
  readonly date: string;
  readonly lines: readonly StatementLine[];
  /** When it was posted: what came to be later was not known. */
  readonly moment: number;
}

export function postFile(
  { date, lines: written, moment }: Posting,
  ledger: Ledger,
  moves: Pick<Moves, 'of' | 'silentOn'>,
): PostedLine[] {
  const lines = [...written, ...silentLines(written, date, moves.silentOn(date, moment))];
  const posted: PostedLine[] = [];
  const keys = new Set<string>();
  const begun = new Set<string>();
  for (const { line, as, moved } of judge(lines, (reference) => moves.of(reference, moment))) {
    const key = keyOf(line);
    if (keys.has(key)) continue;
    keys.add(key);
    if (line.account !== ourAccount || ledger.known.has(key) || as === 'nothing') continue;
    const { reference } = line;
    const isFirst = as === 'settles' && !ledger.settled.has(reference);
    if (isFirst) begun.add(reference);
    ledger.known.add(key);
    if (isFirst) ledger.settled.add(reference);
    if (as === 'part' && begun.has(reference)) posted.push(partOf(line, key));
    else posted.push(lineOf(line, key, isFirst ? moved : null));
  }
  return posted;
}

function silentLines(
  written: readonly StatementLine[],
  date: string,
  references: readonly string[],
): StatementLine[] {
  return references
    .filter((reference) => written.every((line) => line.reference !== reference))
    .map((reference) => ({
      ...{ account: ourAccount, date, direction: 'in', amount: 0n, reference },
      bankReference: reference,
    }));
}

/** What is over stands as a surplus, what is short as a shortfall, whatever it is for. */
function lineOf(line: StatementLine, key: string, moved: Moved | null): PostedLine {
  const came = signedOf(line);
  const over = came - (moved?.amount ?? 0n);
  const left = over > 0n ? 'reconciliation-surplus' : 'reconciliation-shortfall';
  const settles = moved === null ? null : line.reference;
  const effects = [['bank', came], ...(moved?.closes ?? []), [left, -over]] as const;
  return { key, line, settles, over, effects };
}

/** A further part of what another line has closed takes away what that one left short. */
function partOf(line: StatementLine, key: string): PostedLine {
  const came = signedOf(line);
  const short = came > 0n ? 'reconciliation-shortfall' : 'reconciliation-surplus';
  return {
    key,
    line,
    settles: null,
    over: came,
    effects: [
      ['bank', came],
      [short, -came],
    ],
  };
}

/** What fits comes first, then what names something, then what names nothing. */
function judge(
  lines: readonly StatementLine[],
  movedFor: (reference: string) => Moved | null,
): readonly Judged[] {
  const fitting: Judged[] = [];
  const named: Judged[] = [];
  const others: Judged[] = [];
  const references = new Set(lines.map(({ reference }) => reference));
  for (const reference of references) {
    const its = lines.filter((line) => line.reference === reference).sort(byText);
    const moved = reference === '' ? null : movedFor(reference);
    if (moved === null)
      others.push(...its.map((line) => ({ line, as: 'unexpected', moved }) as const));
    else {
      const [first, ...rest] = judgeNamed(its, moved);
      if (first !== undefined && isExact(first.line, moved)) fitting.push(first);
      else if (first !== undefined) named.push(first);
      named.push(...rest);
    }
  }
  return [...fitting, ...named, ...others];
}

/** The best line of a reference, and what the others are beside it. */
function judgeNamed(lines: readonly StatementLine[], moved: Moved): Judged[] {
  const best = lines.reduce((one, other) =>
    faults(other, moved) < faults(one, moved) ? other : one,
  );
  const alike = lines.every((line) => faults({ ...line, amount: size(moved) }, moved) === 0);
  const whole = sum(lines.map(({ amount }) => amount)) === size(moved);
  if (faults(best, moved) > 0 && alike && whole && lines.length > 1) {
    return lines.map((line, n) => ({ line, as: n === 0 ? 'settles' : 'part', moved }));
  }
  const isTurned = faults({ ...best, amount: size(moved) }, moved) > 0;
  return [
    { line: best, as: isTurned ? 'nothing' : 'settles', moved },
    ...lines
      .filter((line) => line !== best)
      .map((line) => ({ line, as: 'unexpected', moved }) as const),
  ];
}

function isExact(line: StatementLine, moved: Moved): boolean {
  return faults(line, moved) === 0;
}

function size({ amount }: Moved): bigint {
  return amount < 0n ? -amount : amount;
}

function faults(line: StatementLine, moved: Moved): number {
  const direction = moved.amount < 0n ? 'out' : 'in';
  return [
    line.account !== ourAccount,
    line.direction !== direction,
    line.amount !== size(moved),
  ].filter((isWrong) => isWrong).length;
}

function byText(left: StatementLine, right: StatementLine): number {
  return textOf(left) < textOf(right) ? -1 : 1;
}

function textOf({ account, direction, date, bankReference, amount }: StatementLine): string {
  return JSON.stringify([account, direction, date, bankReference, String(amount)]);
}
