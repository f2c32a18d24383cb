// Billing keys: made by a registration, found for a charge, removed for good.
import type pg from 'pg';
import type { BillingKey } from '../core/billing/billing-key.ts';
import type { ContractId, CredentialId, MerchantId } from '../core/merchant/merchant.ts';
import type { BillingKeyId, Instrument } from '../core/payment/payment.ts';
import type { Queryable } from './merchant.ts';
import { instantOf, instantText, maybeInstant } from './time.ts';
import { inTransaction } from './transaction.ts';

interface Row {
  merchant_id: MerchantId;
  id: BillingKeyId;
  version: number;
  status: BillingKey['status'];
  generation: number;
  contract_id: ContractId;
  credential_id: CredentialId;
  instrument: Instrument;
  payer_number: string;
  payer_name: string;
  payer_phone: string;
  payer_email: string;
  password_hash: string | null;
  failures: number;
  registered_at: Date;
  removed_at: Date | null;
}

/**
 * The key that a try in a window makes is stored only while that try is under way: whoever gives
 * the window up removes it, and would miss one that came later.
 */
export async function insertBillingKey(
  db: Queryable,
  key: BillingKey,
  madeIn: string | null = null,
): Promise<void> {
  await db.query(
    `with maker as materialized (
       select from window_session where merchant_id = $1 and id = $16 and status = 'busy'
         and state->'trial'->>'newKey' = $2 for share
     )
     insert into billing_key (merchant_id, id, version, status, generation, contract_id,
       credential_id, instrument, payer_number, payer_name, payer_phone, payer_email,
       password_hash, failures, registered_at)
     select $1::uuid, $2, $3::int, $4, $5::int, $6::uuid, $7::uuid, $8::json, $9, $10, $11, $12,
       $13, $14::int, $15::timestamptz
     where $16::text is null or exists (select from maker)
     on conflict do nothing`,
    [
      ...[key.merchantId, key.id, key.version, key.status, key.generation, key.contractId],
      ...[key.credentialId, JSON.stringify(key.instrument), key.payer.number, key.payer.name],
      ...[key.payer.phone, key.payer.email, key.passwordHash, key.failures],
      ...[instantText(key.registeredAt), madeIn],
    ],
  );
}

/** A key of an older generation of the sandbox world is none. */
export async function findBillingKey(
  db: Queryable,
  sought: { readonly merchantId: MerchantId; readonly generation: number; readonly id: string },
): Promise<BillingKey | null> {
  const found = await db.query<Row>(
    'select * from billing_key where merchant_id = $1 and id = $2 and generation = $3',
    [sought.merchantId, sought.id, sought.generation],
  );
  return found.rows[0] === undefined ? null : keyOf(found.rows[0]);
}

export async function listBillingKeys(
  db: Queryable,
  sought: {
    readonly merchantId: MerchantId;
    readonly generation: number;
    readonly afterId: string;
    readonly limit: number;
  },
): Promise<BillingKey[]> {
  const found = await db.query<Row>(
    `select * from billing_key where merchant_id = $1 and generation = $2 and id > $3
     order by merchant_id, id limit $4`,
    [sought.merchantId, sought.generation, sought.afterId, sought.limit],
  );
  return found.rows.map(keyOf);
}

/** Stores the next state of a key; false when somebody changed it first. */
export async function storeBillingKey(db: Queryable, key: BillingKey): Promise<boolean> {
  const stored = await db.query(
    `update billing_key set version = $3, status = $4, removed_at = $5, password_hash = $6,
       failures = $7
     where merchant_id = $1 and id = $2 and version = $3 - 1`,
    [
      ...[key.merchantId, key.id, key.version, key.status],
      key.removedAt === null ? null : instantText(key.removedAt),
      ...[key.passwordHash, key.failures],
    ],
  );
  return stored.rowCount === 1;
}

/** The removal, and what follows from it in the same commit; false when somebody was first. */
export async function storeRemoval(
  pool: pg.Pool,
  key: BillingKey,
  follows: (client: pg.ClientBase) => Promise<void>,
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const stored = await storeBillingKey(client, key);
    if (stored) await follows(client);
    return stored;
  });
}

/** Counts a try before it is judged, so that tries at once cannot outrun the count. */
export async function countTry(pool: pg.Pool, key: BillingKey): Promise<number> {
  const counted = await pool.query<{ failures: number }>(
    `update billing_key set failures = failures + 1
     where merchant_id = $1 and id = $2 returning failures`,
    [key.merchantId, key.id],
  );
  return counted.rows[0]?.failures ?? 0;
}

export async function forgetTries(pool: pg.Pool, key: BillingKey): Promise<void> {
  await pool.query('update billing_key set failures = 0 where merchant_id = $1 and id = $2', [
    key.merchantId,
    key.id,
  ]);
}

function keyOf(row: Row): BillingKey {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    generation: row.generation,
    contractId: row.contract_id,
    credentialId: row.credential_id,
    version: row.version,
    status: row.status,
    instrument: row.instrument,
    payer: {
      number: row.payer_number,
      name: row.payer_name,
      phone: row.payer_phone,
      email: row.payer_email,
    },
    passwordHash: row.password_hash,
    failures: row.failures,
    registeredAt: instantOf(row.registered_at),
    removedAt: maybeInstant(row.removed_at),
  };
}
