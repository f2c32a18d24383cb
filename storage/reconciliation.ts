// What files of banks and acquirers were found to say.
import type pg from 'pg';
import type { FileKind } from '../core/reconciliation/file.ts';
import type { BusinessDate, Instant } from '../core/time/instant.ts';
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

/** Newest first. */
export async function listReconciliations(
  pool: pg.Pool,
  { beforeId, limit }: { readonly beforeId: string | null; readonly limit: number },
): Promise<Reconciliation[]> {
  const found = await pool.query<Row>(
    `select ${columns} from reconciliation
     where $1::uuid is null or id < $1 order by id desc limit $2`,
    [beforeId, limit],
  );
  return found.rows.map(reconciliationOf);
}
