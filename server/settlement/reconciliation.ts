// Compares a file of a bank or an acquirer with what the books and payouts say of its day; what a
// statement says is posted with it.
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Break, Expected } from '../../core/reconciliation/break.ts';
import { faultWords } from '../../core/reconciliation/fault-words.ts';
import {
  type FileKind,
  type FileLine,
  type LineFault,
  openReader,
} from '../../core/reconciliation/file.ts';
import type { Comparison } from '../../core/reconciliation/match.ts';
import { openReading, type Reading } from '../../core/reconciliation/reading.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import type { BusinessDate } from '../../core/time/instant.ts';
import {
  type FileKey,
  findReconciliation,
  type Reconciliation,
  storeReconciliation,
} from '../../storage/reconciliation.ts';
import { expectedSlips } from '../../storage/slips.ts';
import { lockStatements, settledBefore } from '../../storage/statement.ts';
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
  silentLines,
} from './statement.ts';
import { fileLimit, linesOf, UnreadableText } from './text-lines.ts';

const limits = { bytes: fileLimit, lineLength: 1_000, lines: 1_000_000 };

/** A file of which so much is strange is the wrong file; memory does not grow with it. */
const most = { strangers: 50_000, breaks: 10_000 };

export interface ImportedFile {
  readonly kind: FileKind;
  /** The acquirer, or our account. */
  readonly account: string;
  readonly date: BusinessDate;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * The same file answers what was found the first time, and posts nothing again. Nothing of a file
 * is stored or posted before its last line has been read, and nothing where any line is unfit.
 */
export async function reconcile(
  parts: Parts,
  file: ImportedFile,
): Promise<Outcome<Reconciliation>> {
  const { kind, date } = file;
  const known: StatementExpected =
    kind === 'bank'
      ? await expectedOn(lookUp(parts), date)
      : { expected: await expectedOf(parts, file), moves: new Map() };
  const found = await read(file, known.expected);
  if (!found.ok) return found;
  return kind === 'bank'
    ? takeStatement(parts, file, { ...found.value, moves: known.moves })
    : takeSlips(parts, file, found.value);
}

interface ReadFile {
  readonly reading: Reading;
  /** Claims that are sent back. */
  readonly sentBack: readonly FileLine[];
  readonly fileHash: string;
}

async function read(
  { kind, bytes }: ImportedFile,
  expected: readonly Expected[],
): Promise<Outcome<ReadFile>> {
  const reader = openReader(kind, limits);
  const reading = openReading(expected);
  const hash = createHash('sha256');
  const sentBack: FileLine[] = [];
  try {
    for await (const text of linesOf(bytes, limits, hash)) {
      const found = reader.read(withoutCardNumbers(text));
      if (found === null) continue;
      if (!found.ok) return faulty(kind, found.fault);
      if (found.value.kind === 'rejected') sentBack.push(found.value);
      else reading.take(found.value);
      if (reading.strangers() + sentBack.length > most.strangers) return wrongFile;
    }
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    const { fault, line } = error;
    return refused({ kind: 'unreadable-body', fault, line, column: 1 });
  }
  const end = reader.end();
  if (end !== null && !end.ok) return faulty(kind, end.fault);
  return accepted({ reading, sentBack, fileHash: hash.digest('hex') });
}

const wrongFile = refused(
  unfit('csv', { is: 'out-of-range', expected: 'a file that fits the day' }),
);

function faulty(kind: FileKind, fault: LineFault) {
  return refused(unfit('csv', { is: 'malformed', expected: faultWords(fault, { kind, limits }) }));
}

/** Under the lock of statements: what an earlier line settled is not missing. */
function takeStatement(
  parts: Parts,
  file: ImportedFile,
  { reading, fileHash, moves }: ReadFile & { readonly moves: StatementExpected['moves'] },
): Promise<Outcome<Reconciliation>> {
  return inTransaction(parts.store.work, async (client) => {
    await lockStatements(client);
    const head = headOf(parts, file, fileHash);
    const before = await findReconciliation(client, head);
    if (before !== null) return accepted(before);
    const left = reading.left().map(({ reference }) => reference);
    const settled = await settledBefore(client, left);
    for (const reference of settled.keys()) reading.withdraw(reference);
    for (const line of silentLines(reading.left())) reading.take(line);
    const named = await expectedByName(lookUp(parts, client), reading.unknown());
    const comparison = reading.finish(named.expected, 0);
    if (comparison.breaks.length > most.breaks) return wrongFile;
    const breaks = await postStatement(parts, client, {
      ...{ id: head.id, comparison, lines: linesIn(comparison) },
      moves: new Map([...moves, ...named.moves]),
    });
    // A line that fits may still stand under a number that another one has.
    const told = new Set(breaks.flatMap(({ theirs }) => theirs));
    const matched = comparison.matched.filter(({ theirs }) => !told.has(theirs)).length;
    return accepted(await store(client, { ...head, matched, breaks }));
  });
}

/** A file of an acquirer posts nothing, but for the claims that it sends back. */
async function takeSlips(
  parts: Parts,
  file: ImportedFile,
  { reading, sentBack, fileHash }: ReadFile,
): Promise<Outcome<Reconciliation>> {
  const rejected = await believed(parts, sentBack, reading);
  const { matched, breaks } = reading.finish([], 0);
  if (breaks.length > most.breaks) return wrongFile;
  for (const line of rejected) await rejectSlip(parts, line);
  const head = headOf(parts, file, fileHash);
  return inTransaction(parts.store.work, async (client) => {
    const before = await findReconciliation(client, head);
    if (before !== null) return accepted(before);
    const result = { ...head, matched: matched.length + rejected.length, breaks };
    return accepted(await store(client, result));
  });
}

function headOf(parts: Parts, { kind, account, date }: ImportedFile, fileHash: string) {
  return { id: parts.newId(), kind, account, date, fileHash, at: parts.clock.now() };
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

function store(
  client: pg.ClientBase,
  {
    breaks,
    ...result
  }: Omit<Reconciliation, 'breaks'> & FileKey & { readonly breaks: readonly Break[] },
): Promise<Reconciliation> {
  const told = breaks.map((each, index) => breakJson(each, breakId(result.id, index + 1)));
  return storeReconciliation(client, { ...result, breaks: told });
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
