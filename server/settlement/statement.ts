// A statement of our account: what should stand on it, and what its lines post, each once for ever.
import type pg from 'pg';
import { zeroWon } from '../../core/money/won.ts';
import type { Break, Expected } from '../../core/reconciliation/break.ts';
import type { FileLine } from '../../core/reconciliation/file.ts';
import type { Comparison } from '../../core/reconciliation/match.ts';
import { type Books, booksOfLine, type Settled } from '../../core/reconciliation/statement.ts';
import { judge } from '../../core/reconciliation/verdict.ts';
import { after, type BusinessDate, businessDate, hourMs } from '../../core/time/instant.ts';
import { type ExpectedMove, expectedMoves, type Statement } from '../../storage/expected-moves.ts';
import { lockStatements, seenBefore, storeBooks, storeLines } from '../../storage/statement.ts';
import type { Parts } from '../parts.ts';
import { type LookUp, ownAccount, type PayIn, payInNamed, payInsOn } from './pay-ins.ts';

export interface StatementExpected {
  readonly expected: readonly Expected[];
  /** By reference. */
  readonly closes: ReadonlyMap<string, Settled>;
}

/** What is decided before midnight may be stored a little after it. */
const clearedAfterMs = hourMs;

function statementAt({ now }: LookUp): Statement {
  return { account: ownAccount, clearedBefore: businessDate(after(now, -clearedAfterMs)) };
}

/** All that belongs to a day. */
export async function expectedOn(look: LookUp, date: BusinessDate): Promise<StatementExpected> {
  const moves = await expectedMoves(look.db, statementAt(look), { date });
  return together(moves, await payInsOn(look, date));
}

/** What belongs to other days and is named by lines of this one. */
export async function expectedByName(
  look: LookUp,
  references: readonly string[],
): Promise<StatementExpected> {
  const moves = await expectedMoves(look.db, statementAt(look), { references });
  const payIns: PayIn[] = [];
  for (const reference of references) {
    const named = payInNamed(reference);
    if (named !== null) payIns.push(...(await payInsOn(look, named.date, named.acquirer)));
  }
  return together(moves, payIns);
}

function together(moves: readonly ExpectedMove[], payIns: readonly PayIn[]): StatementExpected {
  const closes = new Map<string, Settled>();
  for (const { expected, move } of moves) closes.set(expected.reference, { is: 'move', move });
  for (const { expected, slips } of payIns) closes.set(expected.reference, { is: 'pay-in', slips });
  return { expected: [...moves, ...payIns].map(({ expected }) => expected), closes };
}

/** Claims that deductions eat up whole move no money: no line of any statement tells of them. */
export function silentLines(left: readonly Expected[]): FileLine[] {
  return left.filter(({ amount }) => amount === zeroWon).map((ours) => ({ ...ours, line: 0 }));
}

export interface StatementFile {
  readonly id: string;
  readonly comparison: Comparison;
  readonly lines: readonly FileLine[];
  readonly closes: StatementExpected['closes'];
}

export function breakId(reconciliationId: string, number: number): string {
  return `${reconciliationId}.${number}`;
}

/** Inside the caller's transaction, with the statements locked; answers all breaks. */
export async function postStatement(
  parts: Parts,
  client: pg.ClientBase,
  file: StatementFile,
): Promise<readonly Break[]> {
  await lockStatements(client);
  const seen = await seenBefore(client, { account: ownAccount, lines: file.lines });
  const { verdicts, breaks } = judge(file.comparison, seen);
  const at = parts.clock.now();
  const context = { account: ownAccount, at, newId: parts.newId };
  const posted = verdicts.map((verdict) => ({ id: parts.newId(), verdict }));
  const books: Books[] = [];
  for (const { id: lineId, verdict } of posted) {
    const { breakNumber } = verdict;
    const settles = verdict.is === 'settles' ? verdict.ours.reference : '';
    const settled = file.closes.get(settles) ?? null;
    const of = breakNumber === null ? null : breakId(file.id, breakNumber);
    books.push(...booksOfLine({ verdict, lineId, breakId: of, settled }, context));
  }
  await storeBooks(client, books);
  const lines = posted.map(({ id, verdict }) => ({
    ...{ id, line: verdict.line },
    settles: verdict.is === 'settles' ? verdict.ours.reference : null,
  }));
  await storeLines(client, lines, { reconciliationId: file.id, at });
  return breaks;
}
