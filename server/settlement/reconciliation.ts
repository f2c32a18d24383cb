// Compares a file of a bank or an acquirer with what the books and payouts say of its day.
import { createHash } from 'node:crypto';
import type { Break, Expected } from '../../core/reconciliation/break.ts';
import {
  type FileKind,
  type FileLine,
  type LineFault,
  readFile,
} from '../../core/reconciliation/file.ts';
import { compare } from '../../core/reconciliation/match.ts';
import {
  addBankDays,
  type BankCalendar,
  dayBefore,
  rollForward,
} from '../../core/time/bank-day.ts';
import { type BusinessDate, nextDay, startOfDay } from '../../core/time/instant.ts';
import {
  expectedMoves,
  expectedSlips,
  type Reconciliation,
  storeReconciliation,
} from '../../storage/reconciliation.ts';
import type { Parts } from '../parts.ts';

/** The one account that payouts are made from and deposits come into. */
export const ownAccount = 'settlement';

/** Bank days between capture and the acquirer's money. */
const payInDays = 2;

/** A pay-in is of captures at most so long before, over any run of holidays. */
const farthestDays = 30;

const limits = { lineLength: 1_000, lines: 100_000 };

export interface ImportedFile {
  readonly kind: FileKind;
  /** The acquirer, or our account. */
  readonly account: string;
  readonly date: BusinessDate;
  readonly csv: string;
}

export async function reconcile(parts: Parts, file: ImportedFile): Promise<Reconciliation> {
  const lines: FileLine[] = [];
  const faults: LineFault[] = [];
  const text = file.csv.endsWith('\n') ? file.csv.slice(0, -1) : file.csv;
  for (const read of readFile(file.kind, text.split('\n'), limits)) {
    if (read.ok) lines.push(read.value);
    else faults.push(read.fault);
  }
  const { matched, breaks } = compare(await expectedOf(parts, file), lines, 0);
  return storeReconciliation(parts.store.reports, {
    ...{ id: parts.newId(), kind: file.kind, account: file.account, date: file.date },
    ...{ matched: matched.length, breaks: breaks.map(breakJson), faults, at: parts.clock.now() },
    fileHash: createHash('sha256').update(file.csv).digest('hex'),
  });
}

export function expectedOf(
  parts: Parts,
  { kind, account, date }: Omit<ImportedFile, 'csv'>,
): Promise<Expected[]> {
  const { reports } = parts.store;
  if (kind === 'acquirer') {
    const days = daysPaidInOn(parts.calendar(), date);
    return expectedSlips(reports, { acquirer: account, days, payIn: date });
  }
  const [from, to] = [startOfDay(date), startOfDay(nextDay(date))];
  return expectedMoves(reports, { account, from, to, date });
}

/** Days of rows whose slips, captured the day after, are paid in on a date. */
function daysPaidInOn(calendar: BankCalendar, date: BusinessDate): BusinessDate[] {
  const days: BusinessDate[] = [];
  let day = date;
  for (let back = 0; back < farthestDays; back += 1) {
    day = dayBefore(day);
    const base = rollForward(calendar, nextDay(day));
    if (base !== null && addBankDays(calendar, base, payInDays) === date) days.push(day);
  }
  return days;
}

function breakJson({ ours, theirs, ...rest }: Break) {
  return {
    ...{ ...rest, difference: Number(rest.difference) },
    ...{ ours: ours.map(sideJson), theirs: theirs.map(sideJson) },
  };
}

function sideJson(side: Expected | FileLine) {
  return { ...side, amount: Number(side.amount), charge: Number(side.charge) };
}
