// The published sandbox credentials as a table; made once, in sandbox mode only.

import type pg from 'pg';
import {
  type ContractId,
  type CredentialId,
  type Dialect,
  type Gateway,
  type MerchantId,
  usualTermsOf,
} from '../../core/merchant/merchant.ts';
import { type Policy, usualPolicy } from '../../core/merchant/policy.ts';
import type { Terms } from '../../core/merchant/terms.ts';
import type { Instant } from '../../core/time/instant.ts';
import {
  insertApiKey,
  insertContract,
  insertCredential,
  insertMerchant,
} from '../../storage/merchant.ts';
import type { SecretKeys } from '../secrets.ts';

interface DemoCredential {
  readonly dialect: Dialect;
  readonly gateway: Gateway;
  readonly publicId: string;
  readonly secret: string;
  readonly refundKey: string | null;
  readonly clientKey: string | null;
  readonly policy: Partial<Policy>;
  readonly terms: Partial<Terms>;
}

export const demoCredentials: readonly DemoCredential[] = [
  {
    dialect: 'cookiepay',
    gateway: 'kiwoom',
    publicId: 'demo',
    secret: 'demo-key',
    refundKey: null,
    clientKey: null,
    policy: {},
    terms: {},
  },
  {
    dialect: 'cookiepay',
    gateway: 'danal',
    publicId: 'demo-danal',
    secret: 'demo-danal-key',
    refundKey: null,
    clientKey: null,
    policy: {},
    terms: {},
  },
  {
    dialect: 'cookiepay',
    gateway: 'toss',
    publicId: 'demo-toss',
    secret: 'demo-toss-key',
    refundKey: null,
    clientKey: null,
    policy: {},
    terms: {},
  },
  {
    // The manual's public test account refuses partial cancels of cards and looks at number and
    // expiry only (manual 004). Its page may confirm by itself, as one published sample does.
    dialect: 'payple',
    gateway: 'payple',
    publicId: 'test',
    secret: 'abcd1234567890',
    refundKey: 'a41ce010ede9fcbfb3be86b24858806596a9db68b79d138b147c3e563e1829a0',
    clientKey: 'test_DF55F29DA654A8CBC0F0A9DD4B556486',
    policy: { browserConfirm: true, verifiesHolder: false },
    terms: { keyIn: false, partialCancel: false },
  },
  {
    dialect: 'payple',
    gateway: 'payple',
    publicId: 'demo',
    secret: 'demo-payple-key',
    refundKey: 'demo-refund-key',
    clientKey: 'demo-client-key',
    policy: {},
    terms: { keyIn: false },
  },
];

export const demoMerchantKey = 'sk_sandbox_demo';
export const demoOperatorKey = 'ok_sandbox_demo';

export interface DemoContext {
  readonly keys: SecretKeys;
  readonly newId: () => string;
  readonly at: Instant;
}

/** Held while the world is made, so that two servers on one database make it once. */
const demoLock = 4_711_002;

/** True when the world was made now, false when it was there. */
export async function makeDemoWorld(client: pg.ClientBase, context: DemoContext): Promise<boolean> {
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [demoLock]);
    const there = await client.query('select from merchant limit 1');
    if (there.rowCount === 0) await makeAll(client, context);
    await client.query('commit');
    return there.rowCount === 0;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

async function makeAll(client: pg.ClientBase, context: DemoContext): Promise<void> {
  const operator = await makeMerchant(client, context, 'Gyeol 운영');
  await makeKey(client, context, {
    merchantId: operator,
    secret: demoOperatorKey,
    role: 'operator',
  });
  const demo = await makeMerchant(client, context, '데모 상점');
  await makeKey(client, context, { merchantId: demo, secret: demoMerchantKey, role: 'merchant' });
  for (const credential of demoCredentials)
    await makeCredential(client, context, { demo, credential });
}

async function makeMerchant(
  client: pg.ClientBase,
  context: DemoContext,
  name: string,
): Promise<MerchantId> {
  const id = context.newId() as MerchantId;
  await insertMerchant(client, { id, name, generation: 1, at: context.at });
  return id;
}

async function makeKey(
  client: pg.ClientBase,
  { keys, newId, at }: DemoContext,
  key: {
    readonly merchantId: MerchantId;
    readonly secret: string;
    readonly role: 'merchant' | 'operator';
  },
): Promise<void> {
  const { merchantId, role } = key;
  await insertApiKey(client, {
    id: newId(),
    merchantId,
    role,
    secretHash: keys.hash(key.secret),
    at,
  });
}

async function makeCredential(
  client: pg.ClientBase,
  { keys, newId, at }: DemoContext,
  { demo, credential }: { readonly demo: MerchantId; readonly credential: DemoCredential },
): Promise<void> {
  const { dialect, gateway, publicId, secret, refundKey, clientKey } = credential;
  const contractId = newId() as ContractId;
  const terms = { ...usualTermsOf(gateway), ...credential.terms };
  await insertContract(client, { id: contractId, merchantId: demo, dialect, gateway, terms, at });
  await insertCredential(client, {
    id: newId() as CredentialId,
    merchantId: demo,
    contractId,
    publicId,
    version: 1,
    policy: { ...usualPolicy, ...credential.policy },
    clientKey,
    dialect,
    at,
    secretHash: keys.hash(secret),
    refundHash: refundKey === null ? null : keys.hash(refundKey),
  });
}
