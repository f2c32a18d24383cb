// The simulated bank's books in PostgreSQL: its own tables, its own connection and transactions.
import type pg from 'pg';
import type { DeclineReason } from '../core/refusal.ts';
import { instant } from '../core/time/instant.ts';
import type {
  AuthorisationEntry,
  AuthorisationState,
  BankRecord,
  JudgeDeposit,
  StoredAuthorisation,
  TransferEntry,
} from '../rails/simulator/record.ts';
import type { BatchStatement, GroupCommit } from './group-commit.ts';
import { accountRecord } from './simulator-accounts.ts';
import { recordedSince, transfersSince } from './simulator-since.ts';
import { instantText } from './time.ts';

interface Row {
  request_id: string;
  merchant: string;
  token: string;
  amount: bigint;
  instalment: number;
  at: Date;
  approval_number: string;
  decline: DeclineReason | null;
  state: AuthorisationState;
  cancelled: bigint;
}

const columns = `request_id uuid, merchant text, token text, amount bigint, instalment smallint,
  at timestamptz, approval_number text, decline text, state text`;
const names = columns
  .split(',')
  .map((column) => column.trim().split(' ')[0])
  .join(', ');

/** Answers each request with what stands in the books; null asks the caller to look it up. */
export const authorisationStatement: BatchStatement<
  AuthorisationEntry,
  StoredAuthorisation | null
> = {
  name: 'bank-authorise',
  settings: [],
  sql: `
    with asked as (select * from json_to_recordset($1::json) as asked (${columns})),
    fresh as (
      insert into simulator.authorisation (${names}) select ${names} from asked
      on conflict do nothing returning request_id
    )
    select request_id from fresh`,
  encode: (entries) => [JSON.stringify(entries.map(encode))],
  decode: (rows, entries) => {
    const fresh = new Set(rows.map((row) => row.request_id));
    return entries.map((entry) =>
      fresh.has(entry.requestId) ? { ...entry, state: stateOf(entry), cancelled: 0n } : null,
    );
  },
  keyOf: (entry) => entry.requestId,
};

function stateOf(entry: AuthorisationEntry): AuthorisationState {
  return entry.decline === null ? 'approved' : 'declined';
}

function encode(entry: AuthorisationEntry): Record<string, unknown> {
  return {
    request_id: entry.requestId,
    merchant: entry.merchant,
    token: entry.token,
    amount: String(entry.amount),
    instalment: entry.instalment,
    at: instantText(instant(entry.at)),
    approval_number: entry.approvalNumber,
    decline: entry.decline,
    state: stateOf(entry),
  };
}

export function bankRecord(
  pool: pg.Pool,
  authorisations: GroupCommit<AuthorisationEntry, StoredAuthorisation | null>,
  judge: JudgeDeposit,
): BankRecord {
  return {
    find: (requestId) => find(pool, requestId),
    async authorise(entry) {
      const stands = (await authorisations.submit(entry)) ?? (await find(pool, entry.requestId));
      if (stands === null) throw new Error('the bank lost an authorisation that it had stored');
      return stands;
    },
    netCancel: (requestId, merchant) => netCancel(pool, requestId, merchant),
    async cancel(entry) {
      await pool.query(cancelSql, [
        entry.cancelId,
        entry.requestId,
        entry.merchant,
        String(entry.amount),
        instantText(instant(entry.at)),
        entry.decline,
      ]);
      const stands = await findCancel(pool, entry.cancelId);
      if (stands === null) throw new Error('the bank lost a cancel that it had stored');
      return stands;
    },
    findCancel: (cancelId) => findCancel(pool, cancelId),
    since: (asked) => recordedSince(pool, asked),
    transfersSince: (asked) => transfersSince(pool, asked),
    transfer: (entry) => transfer(pool, entry),
    ...accountRecord(pool, judge),
  };
}

async function transfer(pool: pg.Pool, entry: TransferEntry): Promise<'done' | 'bounced'> {
  const { transferId, merchant, amount, bank, account, holder, at, bounces, about } = entry;
  await pool.query(
    `insert into simulator.transfer
       (transfer_id, merchant, amount, bank, account, holder, at, bounced, about)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      ...[transferId, merchant, String(amount), bank, account, holder],
      ...[instantText(instant(at)), bounces, about],
    ],
  );
  const found = await pool.query<{ bounced: boolean }>(
    'select bounced from simulator.transfer where transfer_id = $1',
    [transferId],
  );
  if (found.rows[0] === undefined) throw new Error('the bank lost a transfer that it had stored');
  return found.rows[0].bounced ? 'bounced' : 'done';
}

async function find(pool: pg.Pool, requestId: string): Promise<StoredAuthorisation | null> {
  const found = await pool.query<Row>(
    'select * from simulator.authorisation where request_id = $1',
    [requestId],
  );
  return found.rows[0] === undefined ? null : authorisationOf(found.rows[0]);
}

async function findCancel(pool: pg.Pool, cancelId: string): Promise<'done' | 'refused' | null> {
  const found = await pool.query<{ done: boolean }>(
    'select done from simulator.cancel where cancel_id = $1',
    [cancelId],
  );
  const row = found.rows[0];
  return row === undefined ? null : row.done ? 'done' : 'refused';
}

async function netCancel(
  pool: pg.Pool,
  requestId: string,
  merchant: string,
): Promise<AuthorisationState | 'not-found'> {
  const found = await pool.query<{ before: AuthorisationState | null; planted: boolean }>(
    netCancelSql,
    [requestId, merchant],
  );
  const { before, planted } = found.rows[0] ?? { before: null, planted: false };
  if (before !== null) return before;
  // Neither found nor planted: an authorisation was being committed just now, so look again.
  return planted ? 'not-found' : netCancel(pool, requestId, merchant);
}

/** Locks the row and answers its state before, or plants a tombstone where there is none. */
const netCancelSql = `
  with old as (
    select state from simulator.authorisation where request_id = $1 for update
  ),
  planted as (
    insert into simulator.authorisation (${names})
    select $1, $2, '', 0, 0, now(), '', null, 'tombstone' where not exists (select from old)
    on conflict do nothing returning state
  ),
  undone as (
    update simulator.authorisation a set state = 'net-cancelled'
    from old where a.request_id = $1 and old.state = 'approved'
  )
  select (select state from old) as before, exists (select from planted) as planted`;

/** The same cancel id is done once; more than what is left is refused. */
const cancelSql = `
  with locked as (
    select request_id, state, amount - cancelled as left from simulator.authorisation
    where request_id = $2 for update
  ),
  noted as (
    insert into simulator.cancel (cancel_id, request_id, merchant, amount, at, done)
    select $1, $2, $3, $4::bigint, $5,
      $6::text is null and $4::bigint > 0
        and coalesce((select state = 'approved' and "left" >= $4::bigint from locked), false)
    on conflict do nothing returning done
  )
  update simulator.authorisation a set cancelled = cancelled + $4::bigint
  from noted where noted.done and a.request_id = $2`;

function authorisationOf(row: Row): StoredAuthorisation {
  return {
    requestId: row.request_id,
    merchant: row.merchant,
    token: row.token,
    amount: row.amount,
    instalment: row.instalment,
    at: row.at.getTime(),
    approvalNumber: row.approval_number,
    decline: row.decline,
    state: row.state,
    cancelled: row.cancelled,
  };
}
