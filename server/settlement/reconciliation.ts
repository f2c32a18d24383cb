// Compares a file of a bank or an acquirer with what the books and payouts say of its day; what a
// statement says is posted with it.
import { createHash } from 'node:crypto';
import type { Break, Expected } from '../../core/reconciliation/break.ts';
import {
  type FileKind,
  type FileLine,
  type LineFault,
  openReader,
  type ReadLine,
} from '../../core/reconciliation/file.ts';
import type { Comparison } from '../../core/reconciliation/match.ts';
import { openReading, type Reading } from '../../core/reconciliation/reading.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import type { BusinessDate } from '../../core/time/instant.ts';
import {
  expectedSlips,
  findReconciliation,
  type Reconciliation,
  storeReconciliation,
} from '../../storage/reconciliation.ts';
import { inTransaction } from '../../storage/transaction.ts';
import { withoutCardNumbers } from '../card-text.ts';
import type { Parts } from '../parts.ts';
import { daysPaidInOn, lookUp } from './pay-ins.ts';
import { rejectSlip, verdictOn } from './reject-captures.ts';
import {
  breakId,
  expectedByName,
  expectedOn,
  postStatement,
  type StatementExpected,
  type StatementFile,
  silentLines,
} from './statement.ts';
import { fileLimit, linesOf, UnreadableText } from './text-lines.ts';

const limits = { bytes: fileLimit, lineLength: 1_000, lines: 1_000_000 };

/** A file of which so much is wrong is the wrong file; nothing of it is kept. */
const most = { breaks: 10_000, faults: 1_000 };

export interface ImportedFile {
  readonly kind: FileKind;
  /** The acquirer, or our account. */
  readonly account: string;
  readonly date: BusinessDate;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The same file answers what was found the first time, and posts nothing again. */
export async function reconcile(
  parts: Parts,
  file: ImportedFile,
): Promise<Outcome<Reconciliation>> {
  try {
    const compared = await compareFile(parts, file);
    const { comparison, faults } = compared;
    if (comparison.breaks.length > most.breaks || faults.length > most.faults) {
      return refused(unfit('csv', { is: 'out-of-range', expected: 'a file that fits the day' }));
    }
    for (const line of compared.rejected) await rejectSlip(parts, line);
    return accepted(await store(parts, file, compared));
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    const { fault, line } = error;
    return refused({ kind: 'unreadable-body', fault, line, column: 1 });
  }
}

interface Compared extends Omit<StatementFile, 'id'> {
  readonly fileHash: string;
  readonly faults: readonly LineFault[];
  /** Claims that are sent back; they are found in the books like any other line that fits. */
  readonly rejected: readonly FileLine[];
}

async function compareFile(parts: Parts, file: ImportedFile): Promise<Compared> {
  const { kind, date } = file;
  const isBank = kind === 'bank';
  const known: StatementExpected = isBank
    ? await expectedOn(lookUp(parts), date)
    : { expected: await expectedOf(parts, file), moves: new Map() };
  const { reading, faults, fileHash, sentBack } = await read(file, known);
  const rejected = await believed(parts, sentBack, reading);
  const named = isBank ? await expectedByName(lookUp(parts), reading.unknown()) : nothingElse;
  const comparison = reading.finish(named.expected, 0);
  const lines = linesIn(comparison);
  return {
    comparison,
    lines,
    faults,
    rejected,
    fileHash,
    moves: new Map([...known.moves, ...named.moves]),
  };
}

const nothingElse: StatementExpected = { expected: [], moves: new Map() };

async function read({ kind, bytes }: ImportedFile, { expected }: StatementExpected) {
  const reader = openReader(kind, limits);
  const reading = openReading(expected);
  const hash = createHash('sha256');
  const faults: LineFault[] = [];
  const named = new Set<string>();
  const sentBack: FileLine[] = [];
  const take = (found: ReadLine | null): void => {
    if (found?.ok && found.value.kind === 'rejected') sentBack.push(found.value);
    else if (found?.ok) {
      reading.take(found.value);
      named.add(found.value.reference);
    } else if (found !== null && faults.length <= most.faults) faults.push(found.fault);
  };
  for await (const text of linesOf(bytes, limits, hash))
    take(reader.read(withoutCardNumbers(text)));
  take(reader.end());
  if (kind === 'bank') for (const line of silentLines(expected, named)) reading.take(line);
  return { reading, faults, sentBack, fileHash: hash.digest('hex') };
}

/** Nothing is expected of a slip that is sent back; one that we cannot believe is a break. */
async function believed(parts: Parts, sentBack: readonly FileLine[], reading: Reading) {
  const rejected: FileLine[] = [];
  for (const line of sentBack) {
    if ((await verdictOn(parts, line)) === 'unfit') reading.take(line);
    else {
      reading.withdraw(line.reference);
      rejected.push(line);
    }
  }
  return rejected;
}

function linesIn({ matched, breaks }: Comparison): FileLine[] {
  const broken = breaks.flatMap(({ theirs }) => theirs);
  return [...matched.map(({ theirs }) => theirs), ...broken];
}

async function store(
  parts: Parts,
  { kind, account, date }: ImportedFile,
  { fileHash, faults, comparison, rejected, ...rest }: Compared,
): Promise<Reconciliation> {
  const head = { id: parts.newId(), kind, account, date, fileHash, faults };
  const result = {
    ...head,
    matched: comparison.matched.length + rejected.length,
    at: parts.clock.now(),
  };
  return inTransaction(parts.store.work, async (client) => {
    const before = await findReconciliation(client, head);
    if (before !== null) return before;
    const breaks =
      kind === 'bank'
        ? await postStatement(parts, client, { id: head.id, comparison, ...rest })
        : comparison.breaks;
    const told = breaks.map((each, index) => breakJson(each, breakId(head.id, index + 1)));
    return storeReconciliation(client, { ...result, breaks: told });
  });
}

export async function expectedOf(
  parts: Parts,
  { kind, account, date }: Omit<ImportedFile, 'bytes'>,
): Promise<readonly Expected[]> {
  if (kind === 'bank') return (await expectedOn(lookUp(parts), date)).expected;
  const days = daysPaidInOn(parts.calendar(), date);
  return expectedSlips(parts.store.reports, { acquirer: account, days, payIn: date });
}

function breakJson({ ours, theirs, ...rest }: Break, id: string) {
  return {
    ...{ id, ...rest, difference: Number(rest.difference) },
    ...{ ours: ours.map(sideJson), theirs: theirs.map(sideJson) },
  };
}

function sideJson(side: Expected | FileLine) {
  return { ...side, amount: Number(side.amount), charge: Number(side.charge) };
}
