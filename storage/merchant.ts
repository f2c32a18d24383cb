// Merchants, contracts, credentials and API keys: found by what a caller shows, and made anew.
import type pg from 'pg';
import type {
  Contract,
  ContractId,
  Credential,
  CredentialId,
  Dialect,
  Gateway,
  Merchant,
  MerchantId,
} from '../core/merchant/merchant.ts';
import { type Policy, usualPolicy } from '../core/merchant/policy.ts';
import type { Terms } from '../core/merchant/terms.ts';
import type { Caller } from '../core/payment/approve.ts';
import { businessDate, type Instant } from '../core/time/instant.ts';
import { sqlState } from './connection.ts';
import { instantText } from './time.ts';

/** A caller together with the hashes that its secrets are compared with. */
export interface KnownCaller extends Caller {
  readonly secretHash: string;
  /** Null where cancels need no key of their own. */
  readonly refundHash: string | null;
}

interface CallerRow {
  merchant_id: MerchantId;
  name: string;
  generation: number;
  id: CredentialId;
  contract_id: ContractId;
  public_id: string;
  version: number;
  secret_hash: string;
  refund_hash: string | null;
  policy: Partial<Policy>;
  dialect: Dialect;
  gateway: Gateway;
  terms: Terms;
}

const selectCaller = `
  select m.id as merchant_id, m.name, m.generation, c.id, c.contract_id, c.public_id, c.version,
    c.secret_hash, c.refund_hash, c.policy, c.dialect, k.gateway, t.terms
  from credential c
  join merchant m on m.id = c.merchant_id
  join contract k on k.merchant_id = c.merchant_id and k.id = c.contract_id
  join lateral (
    select terms from contract_terms t
    where t.merchant_id = c.merchant_id and t.contract_id = c.contract_id
      and t.effective_from <= $3
    order by version desc limit 1
  ) t on true
  where c.dialect = $1 and c.public_id = $2 and c.revoked_at is null`;

export async function findCaller(
  pool: pg.Pool,
  credential: { readonly dialect: Dialect; readonly publicId: string; readonly now: Instant },
): Promise<KnownCaller | null> {
  const { dialect, publicId, now } = credential;
  const found = await pool.query<CallerRow>(selectCaller, [dialect, publicId, instantText(now)]);
  const row = found.rows[0];
  return row === undefined ? null : callerOf(row);
}

function callerOf(row: CallerRow): KnownCaller {
  return {
    merchant: { id: row.merchant_id, name: row.name, generation: row.generation },
    contract: {
      id: row.contract_id,
      merchantId: row.merchant_id,
      dialect: row.dialect,
      gateway: row.gateway,
      terms: row.terms,
    },
    credential: {
      id: row.id,
      merchantId: row.merchant_id,
      contractId: row.contract_id,
      publicId: row.public_id,
      version: row.version,
      policy: { ...usualPolicy, ...row.policy },
    },
    secretHash: row.secret_hash,
    refundHash: row.refund_hash,
  };
}

/** The credential of a merchant that has this secret, for calls that name no credential. */
export async function findPublicId(
  pool: pg.Pool,
  sought: {
    readonly merchantId: MerchantId;
    readonly dialect: Dialect;
    readonly secretHash: string;
  },
): Promise<string | null> {
  const found = await pool.query<{ public_id: string }>(
    `select public_id from credential
     where merchant_id = $1 and dialect = $2 and secret_hash = $3 and revoked_at is null`,
    [sought.merchantId, sought.dialect, sought.secretHash],
  );
  return found.rows[0]?.public_id ?? null;
}

export async function publicIdsOf(pool: pg.Pool, merchantId: MerchantId): Promise<string[]> {
  const found = await pool.query<{ public_id: string }>(
    'select public_id from credential where merchant_id = $1',
    [merchantId],
  );
  return found.rows.map((row) => row.public_id);
}

export type Role = 'merchant' | 'operator';

export async function findApiKey(
  pool: pg.Pool,
  secretHash: string,
): Promise<{ merchant: Merchant; role: Role } | null> {
  const found = await pool.query<{ id: MerchantId; name: string; generation: number; role: Role }>(
    `select m.id, m.name, m.generation, k.role
     from api_key k join merchant m on m.id = k.merchant_id
     where k.secret_hash = $1 and k.revoked_at is null`,
    [secretHash],
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  return { merchant: { id: row.id, name: row.name, generation: row.generation }, role: row.role };
}

export async function findMerchant(pool: pg.Pool, id: string): Promise<Merchant | null> {
  const found = await pool.query<Merchant>(
    'select id, name, generation from merchant where id = $1',
    [id],
  );
  return found.rows[0] ?? null;
}

export async function findContract(
  pool: pg.Pool,
  id: string,
): Promise<Omit<Contract, 'terms'> | null> {
  const found = await pool.query<{
    id: ContractId;
    merchant_id: MerchantId;
    dialect: Dialect;
    gateway: Gateway;
  }>('select id, merchant_id, dialect, gateway from contract where id = $1', [id]);
  const row = found.rows[0];
  if (row === undefined) return null;
  return { id: row.id, merchantId: row.merchant_id, dialect: row.dialect, gateway: row.gateway };
}

export interface NewMerchant extends Merchant {
  readonly at: Instant;
}

export async function insertMerchant(db: Queryable, merchant: NewMerchant): Promise<void> {
  await db.query(
    'insert into merchant (id, name, generation, created_at) values ($1, $2, $3, $4)',
    [merchant.id, merchant.name, merchant.generation, instantText(merchant.at)],
  );
}

export async function insertApiKey(
  db: Queryable,
  key: {
    readonly id: string;
    readonly merchantId: MerchantId;
    readonly secretHash: string;
    readonly role: Role;
    readonly at: Instant;
  },
): Promise<void> {
  await db.query(
    `insert into api_key (merchant_id, id, secret_hash, role, created_at)
     values ($1, $2, $3, $4, $5)`,
    [key.merchantId, key.id, key.secretHash, key.role, instantText(key.at)],
  );
}

export async function insertContract(
  db: Queryable,
  contract: Contract & { readonly at: Instant },
): Promise<void> {
  const at = instantText(contract.at);
  await db.query(
    `insert into contract (merchant_id, id, dialect, gateway, created_at)
     values ($1, $2, $3, $4, $5)`,
    [contract.merchantId, contract.id, contract.dialect, contract.gateway, at],
  );
  await db.query(
    `insert into contract_terms (merchant_id, contract_id, version, effective_from, terms,
       credit_since, check_since) values ($1, $2, $3, $4, $5, $6, $6)`,
    [
      ...[contract.merchantId, contract.id, contract.terms.version, at],
      ...[JSON.stringify(contract.terms), businessDate(contract.at)],
    ],
  );
}

export interface NewCredential extends Credential {
  readonly dialect: Dialect;
  readonly secretHash: string;
  readonly refundHash: string | null;
  /** Public, for pages; null where the dialect knows none. */
  readonly clientKey: string | null;
  readonly at: Instant;
}

/** False when the public id is already taken. */
export async function insertCredential(db: Queryable, credential: NewCredential): Promise<boolean> {
  const { merchantId, id, contractId, dialect, publicId, secretHash, refundHash } = credential;
  try {
    await db.query(
      `insert into credential (merchant_id, id, contract_id, dialect, public_id, secret_hash,
         refund_hash, version, created_at, policy, client_key)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        merchantId,
        id,
        contractId,
        dialect,
        publicId,
        secretHash,
        refundHash,
        credential.version,
        instantText(credential.at),
        JSON.stringify(changedPolicy(credential.policy)),
        credential.clientKey,
      ],
    );
    return true;
  } catch (error) {
    if (sqlState(error) === '23505') return false;
    throw error;
  }
}

/** Only what differs from the usual is stored, so that a new switch has its usual value. */
function changedPolicy(policy: Policy): Partial<Policy> {
  const names = Object.keys(usualPolicy) as (keyof Policy)[];
  const changed = names.filter((name) => policy[name] !== usualPolicy[name]);
  return Object.fromEntries(changed.map((name) => [name, policy[name]]));
}

/** False when there is no such credential. */
export async function storePolicy(
  pool: pg.Pool,
  credential: { readonly merchantId: MerchantId; readonly id: string; readonly policy: Policy },
): Promise<boolean> {
  const stored = await pool.query(
    `update credential set policy = $3
     where merchant_id = $1 and id = $2 and revoked_at is null`,
    [credential.merchantId, credential.id, JSON.stringify(changedPolicy(credential.policy))],
  );
  return stored.rowCount === 1;
}

/** The public id that a client key of a page stands for. */
export async function findByClientKey(pool: pg.Pool, clientKey: string): Promise<string | null> {
  const found = await pool.query<{ public_id: string }>(
    'select public_id from credential where client_key = $1 and revoked_at is null',
    [clientKey],
  );
  return found.rows[0]?.public_id ?? null;
}

/** A fresh world under the same credentials: older orders, tokens and limits no longer count. */
export async function raiseGeneration(pool: pg.Pool, merchantId: MerchantId): Promise<number> {
  const raised = await pool.query<{ generation: number }>(
    'update merchant set generation = generation + 1 where id = $1 returning generation',
    [merchantId],
  );
  return raised.rows[0]?.generation ?? 0;
}

/** A new secret; tokens made under the old one are void at once. */
export async function rotateSecret(
  pool: pg.Pool,
  credential: { readonly merchantId: MerchantId; readonly id: string; readonly secretHash: string },
): Promise<number | null> {
  const rotated = await pool.query<{ version: number }>(
    `update credential set secret_hash = $3, version = version + 1
     where merchant_id = $1 and id = $2 and revoked_at is null returning version`,
    [credential.merchantId, credential.id, credential.secretHash],
  );
  return rotated.rows[0]?.version ?? null;
}

export type Queryable = Pick<pg.Pool, 'query'> | Pick<pg.ClientBase, 'query'>;
