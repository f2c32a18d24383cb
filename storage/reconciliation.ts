// What files of banks and acquirers were found to say.
import type pg from 'pg';
import type { FileKind } from '../core/reconciliation/file.ts';
import { subjectOfBreak } from '../core/reconciliation/statement.ts';
import type { BusinessDate, Instant } from '../core/time/instant.ts';
import type { Resolution } from './resolution.ts';
import { instantOf, instantText } from './time.ts';

export interface Reconciliation {
  readonly id: string;
  readonly kind: FileKind;
  readonly account: string;
  readonly date: BusinessDate;
  readonly matched: number;
  /** As JSON, in the words of the native API. */
  readonly breaks: readonly unknown[];
  readonly at: Instant;
}

interface Row {
  id: string;
  kind: FileKind;
  account: string;
  date: BusinessDate;
  matched: number;
  breaks: readonly unknown[];
  at: Date;
}

function reconciliationOf({ at, ...row }: Row): Reconciliation {
  return { ...row, at: instantOf(at) };
}

const columns = 'id, kind, account, date, matched, breaks, at';

type Db = pg.Pool | pg.ClientBase;

export interface FileKey {
  readonly kind: FileKind;
  readonly account: string;
  readonly date: BusinessDate;
  readonly fileHash: string;
}

/** What stands of the same file, or null. */
export async function findReconciliation(db: Db, key: FileKey): Promise<Reconciliation | null> {
  const found = await db.query<Row>(
    `select ${columns} from reconciliation
     where kind = $1 and account = $2 and date = $3 and file_hash = $4`,
    [key.kind, key.account, key.date, key.fileHash],
  );
  return found.rows[0] === undefined ? null : reconciliationOf(found.rows[0]);
}

export async function reconciliationById(db: Db, id: string): Promise<Reconciliation | null> {
  const found = await db.query<Row>(`select ${columns} from reconciliation where id = $1`, [id]);
  return found.rows[0] === undefined ? null : reconciliationOf(found.rows[0]);
}

/** Answers what stands: of the same file only the first result. */
export async function storeReconciliation(
  db: Db,
  result: Reconciliation & { readonly fileHash: string },
): Promise<Reconciliation> {
  await db.query(
    `insert into reconciliation (id, kind, account, date, file_hash, matched, breaks, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      ...[result.id, result.kind, result.account, result.date, result.fileHash, result.matched],
      ...[JSON.stringify(result.breaks), instantText(result.at)],
    ],
  );
  const stands = await findReconciliation(db, result);
  if (stands === null) throw new Error('a stored reconciliation vanished');
  return stands;
}

export interface ReconciliationHead extends Omit<Reconciliation, 'breaks'> {
  /** Of breaks, by kind. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Newest first; what was found is only counted, because a file may have thousands of breaks. */
export async function listReconciliations(
  pool: pg.Pool,
  { beforeId, limit }: { readonly beforeId: string | null; readonly limit: number },
): Promise<ReconciliationHead[]> {
  const found = await pool.query<Omit<Row, 'breaks'> & Pick<ReconciliationHead, 'counts'>>(
    `select id, kind, account, date, matched, at, coalesce((
       select json_object_agg(of.kind, of.count) from (
         select b ->> 'kind' as kind, count(*) from json_array_elements(breaks) as b group by 1
       ) as of), '{}') as counts
     from reconciliation where $1::uuid is null or id < $1 order by id desc limit $2`,
    [beforeId, limit],
  );
  return found.rows.map(({ at, ...row }) => ({ ...row, at: instantOf(at) }));
}

/** Its number counts from 1; how it was resolved, if it was. */
export interface ToldBreak {
  readonly number: number;
  readonly told: Readonly<Record<string, unknown>>;
  readonly resolution: Resolution | null;
}

interface BreakRow {
  number: string;
  told: Readonly<Record<string, unknown>>;
  step: string | null;
  reason: string;
  against: string | null;
  amount: bigint;
  at: Date;
}

/** Breaks of one file after a number, each with its resolution. */
export async function breaksOf(
  pool: pg.Pool,
  page: { readonly id: string; readonly afterNumber: number; readonly limit: number },
): Promise<ToldBreak[]> {
  const found = await pool.query<BreakRow>(
    `select b.number, b.told, s.step, s.reason, s.against, s.amount, s.at
     from reconciliation r
     cross join json_array_elements(r.breaks) with ordinality as b (told, number)
     left join resolution s on s.subject = 'break/' || r.id || '.' || b.number
     where r.id = $1 and b.number > $2 order by b.number limit $3`,
    [page.id, page.afterNumber, page.limit],
  );
  return found.rows.map(({ number, told, step, reason, against, amount, at }) => {
    const subject = subjectOfBreak(`${page.id}.${number}`);
    const done = { subject, reason, against, amount };
    const resolution = step === null ? null : { ...done, step, at: instantOf(at) };
    return { number: Number(number), told, resolution };
  });
}
