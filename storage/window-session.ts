// Payment windows: stored with their version, found by the id in a browser or the key of a shop.
import type pg from 'pg';
import type { ContractId, CredentialId, MerchantId } from '../core/merchant/merchant.ts';
import type { Instant } from '../core/time/instant.ts';
import {
  isUnderWay,
  type Session,
  type SessionId,
  type SessionStatus,
} from '../core/window/session.ts';
import type { Queryable } from './merchant.ts';
import { insertKeyEvent, type KeyEvent } from './notice-delivery.ts';
import { instantOf, instantText } from './time.ts';
import { orderOf, orderText, type StoredOrder } from './window-order.ts';

interface Row {
  merchant_id: MerchantId;
  id: SessionId;
  version: number;
  status: SessionStatus;
  generation: number;
  contract_id: ContractId;
  credential_id: CredentialId;
  public_id: string;
  opened_at: Date;
  tries: number;
  origin: string | null;
  opened_with: string;
  window_order: StoredOrder;
  state: object;
}

export async function insertSession(pool: pg.Pool, session: Session): Promise<void> {
  const { merchantId, id, version, status, generation, contractId, credentialId } = session;
  await pool.query(
    `insert into window_session (merchant_id, id, version, status, generation, contract_id,
       credential_id, public_id, opened_at, tries, origin, opened_with, window_order, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[merchantId, id, version, status, generation, contractId, credentialId],
      ...[session.publicId, instantText(session.openedAt), session.tries, session.origin],
      ...[session.openedWith, orderText(session.order), JSON.stringify(stateOf(session))],
    ],
  );
}

/** What a try came to, with which the billing key that it made stays. */
const keepsKey: readonly SessionStatus[] = [
  'busy',
  'authenticated',
  'confirming',
  'registered',
  'paid',
];

/**
 * Stores the next state; false when somebody moved the window first. A billing key that was made by
 * a try which came to nothing is removed with the same commit: nobody was told of it.
 */
export async function storeSession(
  db: Queryable,
  session: Session,
  requestHash: string | null = null,
): Promise<boolean> {
  const { merchantId, id, version, status, tries } = session;
  const busySince = isUnderWay(session) ? instantText(session.trial.since) : null;
  const stored = await db.query(
    `with before as (
       select version, state->'trial'->>'newKey' as key from window_session
       where merchant_id = $1 and id = $2 and version = $3 - 1
     ),
     moved as (
       update window_session s set version = $3, status = $4, tries = $5, busy_since = $6,
         state = $7, request_hash = coalesce($8, request_hash)
       from before where s.merchant_id = $1 and s.id = $2 and s.version = before.version
       returning before.key
     ),
     removed as (
       update billing_key k
       set version = k.version + 1, status = 'removed', removed_at = registered_at
       from moved
       where not $9 and k.merchant_id = $1 and k.id = moved.key and k.status = 'registered'
     )
     select from moved`,
    [
      ...[merchantId, id, version, status, tries, busySince],
      ...[JSON.stringify(stateOf(session)), requestHash, keepsKey.includes(status)],
    ],
  );
  return stored.rowCount === 1;
}

/** A registered billing key stands from this commit on, and who wants to know is told of it. */
export async function storeRegistered(
  pool: pg.Pool,
  session: Session,
  event: KeyEvent,
): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const stored = await storeSession(client, session);
    if (stored) await insertKeyEvent(client, event);
    await client.query(stored ? 'commit' : 'rollback');
    return stored;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

export async function findSession(pool: pg.Pool, id: string): Promise<Session | null> {
  const found = await pool.query<Row>('select * from window_session where id = $1', [id]);
  return found.rows[0] === undefined ? null : sessionOf(found.rows[0]);
}

/** Another merchant's key is as unknown as none (T25). */
export async function findByRequest(
  pool: pg.Pool,
  sought: {
    readonly merchantId: MerchantId;
    readonly generation: number;
    readonly requestHash: string;
  },
): Promise<Session | null> {
  const found = await pool.query<Row>(
    `select * from window_session
     where request_hash = $1 and merchant_id = $2 and generation = $3`,
    [sought.requestHash, sought.merchantId, sought.generation],
  );
  return found.rows[0] === undefined ? null : sessionOf(found.rows[0]);
}

/** Windows whose try should have ended by now: their server is gone, or this one is late. */
export async function findLeftBehind(
  pool: pg.Pool,
  sought: { readonly since: Instant; readonly limit: number },
): Promise<Session[]> {
  const found = await pool.query<Row>(
    'select * from window_session where busy_since <= $1 order by busy_since limit $2',
    [instantText(sought.since), sought.limit],
  );
  return found.rows.map(sessionOf);
}

/** How many windows of a credential are still open, counted up to a limit. */
export async function countOpen(
  pool: pg.Pool,
  sought: {
    readonly merchantId: MerchantId;
    readonly credentialId: CredentialId;
    readonly generation: number;
    readonly since: Instant;
    readonly upTo: number;
  },
): Promise<number> {
  const found = await pool.query<{ count: bigint }>(
    `select count(*) as count from (
       select from window_session
       where merchant_id = $1 and credential_id = $2 and opened_at > $3 and generation = $4
         and status in ('open', 'busy', 'authenticated', 'confirming')
       limit $5
     ) as found`,
    [
      ...[sought.merchantId, sought.credentialId, instantText(sought.since)],
      ...[sought.generation, sought.upTo],
    ],
  );
  return Number(found.rows[0]?.count ?? 0n);
}

/** Windows opened before this are over, whatever their status. */
export async function purgeSessions(pool: pg.Pool, openedBefore: Instant): Promise<number> {
  const purged = await pool.query(
    'delete from window_session where opened_at < $1 and busy_since is null',
    [instantText(openedBefore)],
  );
  return purged.rowCount ?? 0;
}

/** What only this status has; everything else stands in columns. */
function stateOf(session: Session): object {
  const { id, merchantId, generation, contractId, credentialId, publicId, ...rest } = session;
  const { version, order, origin, openedWith, openedAt, tries, status, ...state } = rest;
  return state;
}

function sessionOf(row: Row): Session {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    generation: row.generation,
    contractId: row.contract_id,
    credentialId: row.credential_id,
    publicId: row.public_id,
    version: row.version,
    order: orderOf(row.window_order),
    origin: row.origin,
    openedWith: row.opened_with,
    openedAt: instantOf(row.opened_at),
    tries: row.tries,
    status: row.status,
    ...row.state,
  } as Session;
}
