// A statement of our account: what should stand on it, and what its lines post, each once for ever.
import type pg from 'pg';
import { zeroWon } from '../../core/money/won.ts';
import type { Break, Expected } from '../../core/reconciliation/break.ts';
import type { FileLine } from '../../core/reconciliation/file.ts';
import type { Comparison } from '../../core/reconciliation/match.ts';
import {
  type Books,
  booksOfLine,
  type Move,
  type Settled,
} from '../../core/reconciliation/statement.ts';
import { judge, type Verdict } from '../../core/reconciliation/verdict.ts';
import { after, type BusinessDate, businessDate, hourMs } from '../../core/time/instant.ts';
import { type ExpectedMove, expectedMoves, type Statement } from '../../storage/expected-moves.ts';
import { lockStatements, seenBefore, storeBooks, storeLines } from '../../storage/statement.ts';
import type { Parts } from '../parts.ts';
import { type LookUp, lookUp, ownAccount, payInNamed, payInsOn, slipsOf } from './pay-ins.ts';

export interface StatementExpected {
  readonly expected: readonly Expected[];
  /** By reference; a pay-in has none, because its slips are read when it is posted. */
  readonly moves: ReadonlyMap<string, Move>;
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
  const payIns: Expected[] = [];
  for (const reference of references) {
    const named = payInNamed(reference);
    if (named !== null) payIns.push(...(await payInsOn(look, named.date, named.acquirer)));
  }
  return together(moves, payIns);
}

function together(found: readonly ExpectedMove[], payIns: readonly Expected[]): StatementExpected {
  return {
    expected: [...found.map(({ expected }) => expected), ...payIns],
    moves: new Map(found.map(({ expected, move }) => [expected.reference, move])),
  };
}

/** Claims that deductions eat up whole move no money: no line of any statement tells of them. */
export function silentLines(left: readonly Expected[]): FileLine[] {
  return left.filter(({ amount }) => amount === zeroWon).map((ours) => ({ ...ours, line: 0 }));
}

export interface StatementFile {
  readonly id: string;
  readonly comparison: Comparison;
  readonly lines: readonly FileLine[];
  readonly moves: ReadonlyMap<string, Move>;
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
  const look = lookUp(parts, client);
  const posted = verdicts.map((verdict) => ({ id: parts.newId(), verdict }));
  const books: Books[] = [];
  for (const { id: lineId, verdict } of posted) {
    const { breakNumber } = verdict;
    const settled = await settledBy(look, file, verdict);
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

function settledBy(
  look: LookUp,
  { moves }: StatementFile,
  verdict: Verdict,
): Promise<Settled | null> {
  return verdict.is === 'settles'
    ? settledNamed(look, moves, verdict.ours.reference)
    : Promise.resolve(null);
}

export async function settledNamed(
  look: LookUp,
  moves: ReadonlyMap<string, Move>,
  reference: string,
): Promise<Settled | null> {
  const move = moves.get(reference);
  if (move !== undefined) return { is: 'move', move };
  const named = payInNamed(reference);
  return named === null ? null : { is: 'pay-in', slips: await slipsOf(look, named) };
}
