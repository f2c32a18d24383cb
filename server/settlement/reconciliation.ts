// Compares a file of a bank or an acquirer with what the books and payouts say of its day; what a
// statement says is posted with it.
import type pg from 'pg';
import type { Break, Expected } from '../../core/reconciliation/break.ts';
import type { FileLine } from '../../core/reconciliation/file.ts';
import type { Comparison } from '../../core/reconciliation/match.ts';
import { openReading, type Reading } from '../../core/reconciliation/reading.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import {
  type FileKey,
  findReconciliation,
  type Reconciliation,
  storeReconciliation,
} from '../../storage/reconciliation.ts';
import { expectedSlips, slipPages } from '../../storage/slips.ts';
import { lockStatements, settledBefore } from '../../storage/statement.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';
import { type BroughtFile, readWhole, type WholeFile } from './brought-file.ts';
import { daysPaidInOn, lookUp } from './pay-ins.ts';
import { rejectSlip, verdictOn } from './reject-captures.ts';
import { breakId, expectedByName, expectedOn, postStatement, silentLines } from './statement.ts';

/** A file of which so much is strange is the wrong file; memory does not grow with it. */
const most = { strangers: 50_000, missing: 50_000, breaks: 10_000 };

/** So many of ours are compared at once; the file is read again for each page. */
const slipsAtOnce = 50_000;

/**
 * The same file answers what was found the first time, and posts nothing again. Nothing of a file
 * is stored or posted before its last line has been read, and nothing where any line is unfit. What
 * is expected is asked for after that: a file may take minutes to come.
 */
export async function reconcile(parts: Parts, file: BroughtFile): Promise<Outcome<Reconciliation>> {
  const found = await readWhole(file);
  if (!found.ok) return found;
  const head = headOf(parts, file, found.value.fileHash);
  return file.kind === 'bank'
    ? takeStatement(parts, head, found.value)
    : takeSlips(parts, head, found.value);
}

const wrongFile = refused(
  unfit('csv', { is: 'out-of-range', expected: 'a file that fits the day' }),
);

/** Under the lock of statements: what an earlier line settled is not missing. */
function takeStatement(
  parts: Parts,
  head: Head,
  file: WholeFile,
): Promise<Outcome<Reconciliation>> {
  return inTransaction(parts.store.statements, async (client) => {
    await lockStatements(client);
    const before = await findReconciliation(client, head);
    if (before !== null) return accepted(before);
    const look = lookUp(parts, client);
    const known = await expectedOn(look, head.date);
    const reading = openReading(known.expected);
    if (!(await take(reading, file))) return wrongFile;
    const settled = await settledBefore(
      client,
      reading.left().map(({ reference }) => reference),
    );
    for (const reference of settled.keys()) reading.withdraw(reference);
    for (const line of silentLines(reading.left())) reading.take(line);
    const named = await expectedByName(look, reading.unknown());
    const comparison = reading.finish(named.expected, 0);
    if (comparison.breaks.length > most.breaks) return wrongFile;
    const breaks = await postStatement(parts, client, {
      ...{ id: head.id, comparison, lines: linesIn(comparison) },
      closes: new Map([...known.closes, ...named.closes]),
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
  head: Head,
  file: WholeFile,
): Promise<Outcome<Reconciliation>> {
  const { reports, work } = parts.store;
  const before = await findReconciliation(reports, head);
  if (before !== null) return accepted(before);
  const sifted = await sift(parts, head, file);
  if (sifted === null) return wrongFile;
  const isSentBack = ({ kind }: FileLine) => kind === 'rejected';
  const reading = openReading(sifted.ours);
  for (const line of sifted.theirs) if (!isSentBack(line)) reading.take(line);
  const claims = await believed(parts, sifted.theirs.filter(isSentBack), reading);
  if (reading.finish([], 0).breaks.length > most.breaks) return wrongFile;
  const { booked, still } = await sendBack(parts, claims, reading);
  const { matched, breaks } = reading.finish(still, 0);
  return inTransaction(work, async (client) => {
    const result = { ...head, matched: sifted.matched + matched.length + booked, breaks };
    return accepted(await store(client, result));
  });
}

interface Sifted {
  readonly matched: number;
  readonly ours: Expected[];
  readonly theirs: FileLine[];
}

/** What fits is only counted, page by page of our slips; null for the file of another day. */
function sift(parts: Parts, head: Head, file: WholeFile): Promise<Sifted | null> {
  const days = daysPaidInOn(parts.calendar(), head.date);
  const of = { acquirer: head.account, days, payIn: head.date };
  return inTransaction(parts.store.reports, async (client) => {
    const ours: Expected[] = [];
    const theirs: FileLine[] = [];
    let matched = 0;
    let from: string | null = null;
    for await (const page of slipPages(client, of, slipsAtOnce)) {
      const to = page.length < slipsAtOnce ? null : (page.at(-1)?.reference ?? null);
      const reading = openReading(page);
      if (!(await take(reading, file, { from, to }))) return null;
      const rest = reading.rest();
      matched += rest.matched.length;
      for (const one of rest.ours) ours.push(one);
      for (const line of rest.theirs) theirs.push(line);
      if (ours.length > most.missing || theirs.length > most.strangers) return null;
      from = to ?? from;
    }
    return { matched, ours, theirs };
  });
}

/** Of references: after one, up to and with another. */
interface Range {
  readonly from: string | null;
  readonly to: string | null;
}

/** Whether not too many lines are strange. */
async function take(
  reading: Reading,
  file: WholeFile,
  { from, to }: Range = { from: null, to: null },
): Promise<boolean> {
  for await (const line of file.lines()) {
    const { reference } = line;
    const isHere = (from === null || reference > from) && (to === null || reference <= to);
    if (isHere) reading.take(line);
    if (reading.strangers() > most.strangers) return false;
  }
  return true;
}

type Head = ReturnType<typeof headOf>;

function headOf(parts: Parts, { kind, account, date }: BroughtFile, fileHash: string) {
  return { id: parts.newId(), kind, account, date, fileHash, at: parts.clock.now() };
}

interface SentBack {
  readonly line: FileLine;
  /** What was expected of its slip, if it is of this day. */
  readonly ours: Expected | null;
}

/** Nothing is expected of a slip that is sent back; one that we cannot believe is a break. */
async function believed(
  parts: Parts,
  lines: readonly FileLine[],
  reading: Reading,
): Promise<SentBack[]> {
  const claims: SentBack[] = [];
  for (const line of lines) {
    if ((await verdictOn(parts, line)) === 'unfit') reading.take(line);
    else claims.push({ line, ours: reading.withdraw(line.reference) });
  }
  return claims;
}

/** What has changed since it was believed is not booked, and is a break as well. */
async function sendBack(parts: Parts, claims: readonly SentBack[], reading: Reading) {
  let booked = 0;
  const still: Expected[] = [];
  for (const { line, ours } of claims) {
    if (await rejectSlip(parts, line)) {
      booked += 1;
      continue;
    }
    reading.take(line);
    if (ours !== null) still.push(ours);
  }
  return { booked, still };
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
  { kind, account, date }: Omit<BroughtFile, 'bytes'>,
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
