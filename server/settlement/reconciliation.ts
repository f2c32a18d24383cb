// Compares a file of a bank or an acquirer with what the books and payouts say of its day; what a
// statement says is posted with it.
import { createHash } from 'node:crypto';
import type { Break, Expected } from '../../core/reconciliation/break.ts';
import {
  type FileKind,
  type FileLine,
  type LineFault,
  readFile,
} from '../../core/reconciliation/file.ts';
import { compare } from '../../core/reconciliation/match.ts';
import type { BusinessDate } from '../../core/time/instant.ts';
import {
  expectedSlips,
  findReconciliation,
  type Reconciliation,
  storeReconciliation,
} from '../../storage/reconciliation.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';
import { daysPaidInOn } from './pay-ins.ts';
import { breakId, expectedByName, expectedOn, postStatement, silentLines } from './statement.ts';

const limits = { lineLength: 1_000, lines: 100_000 };

export interface ImportedFile {
  readonly kind: FileKind;
  /** The acquirer, or our account. */
  readonly account: string;
  readonly date: BusinessDate;
  readonly csv: string;
}

/** The same file answers what was found the first time, and posts nothing again. */
export async function reconcile(parts: Parts, file: ImportedFile): Promise<Reconciliation> {
  const lines: FileLine[] = [];
  const faults: LineFault[] = [];
  const text = file.csv.endsWith('\n') ? file.csv.slice(0, -1) : file.csv;
  for (const read of readFile(file.kind, text.split('\n'), limits)) {
    if (read.ok) lines.push(read.value);
    else faults.push(read.fault);
  }
  const fileHash = createHash('sha256').update(file.csv).digest('hex');
  return store(parts, { ...file, fileHash, faults, lines });
}

interface ReadFile extends Omit<ImportedFile, 'csv'> {
  readonly fileHash: string;
  readonly faults: readonly LineFault[];
  readonly lines: readonly FileLine[];
}

async function store(parts: Parts, file: ReadFile): Promise<Reconciliation> {
  const { kind, account, date, fileHash, faults } = file;
  const compared =
    kind === 'bank' ? await compareStatement(parts, file) : await compareSlips(parts, file);
  const { comparison } = compared;
  const head = { id: parts.newId(), kind, account, date, fileHash, faults };
  const result = { ...head, matched: comparison.matched.length, at: parts.clock.now() };
  return inTransaction(parts.store.work, async (client) => {
    const before = await findReconciliation(client, head);
    if (before !== null) return before;
    const breaks =
      kind === 'bank'
        ? await postStatement(parts, client, { id: head.id, ...compared })
        : comparison.breaks;
    const told = breaks.map((each, index) => breakJson(each, breakId(head.id, index + 1)));
    return storeReconciliation(client, { ...result, breaks: told });
  });
}

async function compareSlips(parts: Parts, { account, date, lines }: ReadFile) {
  const expected = await expectedOf(parts, { kind: 'acquirer', account, date });
  return { comparison: compare(expected, lines, 0), lines, moves: new Map() };
}

async function compareStatement(parts: Parts, { date, lines }: ReadFile) {
  const today = await expectedOn(parts, date);
  const known = new Set(today.expected.map(({ reference }) => reference));
  const named = new Set(lines.map(({ reference }) => reference));
  const others = [...named].filter((reference) => reference !== '' && !known.has(reference));
  const earlier = await expectedByName(parts, others);
  const all = [...lines, ...silentLines(today.expected, named)];
  return {
    comparison: compare([...today.expected, ...earlier.expected], all, 0),
    lines: all,
    moves: new Map([...today.moves, ...earlier.moves]),
  };
}

export async function expectedOf(
  parts: Parts,
  { kind, account, date }: Omit<ImportedFile, 'csv'>,
): Promise<readonly Expected[]> {
  if (kind === 'bank') return (await expectedOn(parts, date)).expected;
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
