// Lines of statements that were posted, and what they settled: each once, in whichever file it is.
import type pg from 'pg';
import type { MerchantId } from '../core/merchant/merchant.ts';
import { type Won, won } from '../core/money/won.ts';
import type { FileLine } from '../core/reconciliation/file.ts';
import { groups } from '../core/reconciliation/groups.ts';
import type { Books } from '../core/reconciliation/statement.ts';
import { type Seen, statementKey } from '../core/reconciliation/verdict.ts';
import type { BusinessDate, Instant } from '../core/time/instant.ts';
import { insertJournals } from './journals.ts';
import { instantText } from './time.ts';

/** Whose books hold what belongs to no merchant; no merchant has this id. */
const house = '00000000-0000-0000-0000-000000000000' as MerchantId;

/**
 * Held while a statement is posted, a break resolved or a claim sent back: nothing is judged twice
 * at once, and what is expected stays so until it is posted.
 */
const statementLock = 4_711_022;

export async function lockStatements(client: pg.ClientBase): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [statementLock]);
}

interface LineRow {
  account: string;
  date: BusinessDate;
  direction: 'in' | 'out';
  bank_reference: string;
  amount: bigint;
}

/** What earlier files said of the days and references of these lines. */
export async function seenBefore(
  client: pg.ClientBase,
  { account, lines }: { readonly account: string; readonly lines: readonly FileLine[] },
): Promise<Seen> {
  const dates = [...new Set(lines.map(({ date }) => date))];
  const posted = await client.query<LineRow>(
    `select account, date, direction, bank_reference, amount from statement_line
     where account = $1 and date = any($2)`,
    [account, dates],
  );
  const references = [...new Set(lines.map(({ reference }) => reference))];
  return {
    account,
    lines: new Map(posted.rows.map((row): [string, Won] => [keyOf(row), won(row.amount)])),
    settled: await settledBefore(client, references),
  };
}

function keyOf({ account, date, direction, bank_reference }: LineRow): string {
  return statementKey({ account, date, kind: direction, secondReference: bank_reference });
}

/** By reference, the id of the line that settled it. */
export async function settledBefore(
  db: pg.Pool | pg.ClientBase,
  references: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await db.query<{ reference: string; line_id: string }>(
    'select reference, line_id from settled_move where reference = any($1)',
    [references],
  );
  return new Map(found.rows.map((row) => [row.reference, row.line_id]));
}

export interface PostedLine {
  readonly id: string;
  readonly line: FileLine;
  /** The reference that it settles, if any. */
  readonly settles: string | null;
}

export async function storeLines(
  client: pg.ClientBase,
  lines: readonly PostedLine[],
  of: { readonly reconciliationId: string; readonly at: Instant },
): Promise<void> {
  const rows = lines.map(({ id, line, settles }) => ({
    ...{ id, account: line.account, date: line.date, direction: line.kind, settles },
    ...{ bank_reference: line.secondReference, reference: line.reference },
    amount: String(line.amount),
  }));
  await client.query(
    `with of as (
       select * from json_to_recordset($1) as l (id uuid, account text, date date, direction text,
         bank_reference text, reference text, amount bigint, settles text)
     ), settled as (
       insert into settled_move (reference, line_id)
       select settles, id from of where settles is not null
     )
     insert into statement_line (id, account, date, direction, bank_reference, reference, amount,
       reconciliation_id, at)
     select id, account, date, direction, bank_reference, reference, amount, $2, $3 from of`,
    [JSON.stringify(rows), of.reconciliationId, instantText(of.at)],
  );
}

/** By a line that was posted before, once an operator knows what it was for. */
export async function storeSettled(
  client: pg.ClientBase,
  references: readonly string[],
  line: Pick<FileLine, 'account' | 'date' | 'kind' | 'secondReference'>,
): Promise<void> {
  await client.query(
    `insert into settled_move (reference, line_id) select unnest($1::text[]), id
     from statement_line
     where account = $2 and date = $3 and direction = $4 and bank_reference = $5`,
    [references, line.account, line.date, line.kind, line.secondReference],
  );
}

/** So many journals go in one statement. */
const journalsAtOnce = 1_000;

export async function storeBooks(client: pg.ClientBase, books: readonly Books[]): Promise<void> {
  for (const [merchant, own] of groups(books, (each) => each.merchant)) {
    const journals = own.flatMap((each) => each.journals);
    const owner = merchant === null ? house : (merchant as MerchantId);
    for (let from = 0; from < journals.length; from += journalsAtOnce) {
      await insertJournals(client, owner, journals.slice(from, from + journalsAtOnce));
    }
  }
}
