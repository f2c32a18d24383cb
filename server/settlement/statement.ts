// A statement of our account: what should stand on it, and what its lines post, each once for ever.
import type pg from 'pg';
import { zeroWon } from '../../core/money/won.ts';
import type { Break, Expected } from '../../core/reconciliation/break.ts';
import type { FileLine } from '../../core/reconciliation/file.ts';
import type { Comparison } from '../../core/reconciliation/match.ts';
import { type Books, booksOfLine, type Settled } from '../../core/reconciliation/statement.ts';
import { judge, type Verdict } from '../../core/reconciliation/verdict.ts';
import {
  after,
  type BusinessDate,
  businessDate,
  hourMs,
  type Instant,
} from '../../core/time/instant.ts';
import { type ExpectedMove, expectedMoves, type Statement } from '../../storage/expected-moves.ts';
import {
  lockStatements,
  type PostedLine,
  seenBefore,
  storeBooks,
  storeLines,
} from '../../storage/statement.ts';
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
  for (let from = 0; from < verdicts.length; from += linesAtOnce) {
    await post(client, verdicts.slice(from, from + linesAtOnce), { parts, file, at });
  }
  return breaks;
}

/** So many lines are in journals at once; what they post is larger than what they say. */
const linesAtOnce = 2_000;

async function post(
  client: pg.ClientBase,
  verdicts: readonly Verdict[],
  of: { readonly parts: Parts; readonly file: StatementFile; readonly at: Instant },
): Promise<void> {
  const { parts, file, at } = of;
  const context = { account: ownAccount, at, newId: parts.newId };
  const books: Books[] = [];
  const lines: PostedLine[] = [];
  for (const verdict of verdicts) {
    const id = parts.newId();
    const settles = verdict.is === 'settles' ? verdict.ours.reference : null;
    const settled = file.closes.get(settles ?? '') ?? null;
    const breakNumber = verdict.breakNumber;
    const under = breakNumber === null ? null : breakId(file.id, breakNumber);
    books.push(...booksOfLine({ verdict, lineId: id, breakId: under, settled }, context));
    lines.push({ id, line: verdict.line, settles });
  }
  await storeBooks(client, books);
  await storeLines(client, lines, { reconciliationId: file.id, at });
}
