// Routes of the native API for operators: merchants, contracts and credentials.
import {
  type ContractId,
  type CredentialId,
  type Dialect,
  type Gateway,
  gateways,
  type MerchantId,
} from '../../core/merchant/merchant.ts';
import { usualPolicy } from '../../core/merchant/policy.ts';
import { accepted, refused, unfit } from '../../core/refusal.ts';
import { businessDate } from '../../core/time/instant.ts';
import {
  findContract,
  findMerchant,
  insertApiKey,
  insertContract,
  insertCredential,
  insertMerchant,
  rotateSecret,
} from '../../storage/merchant.ts';
import { withoutCardNumbers } from '../card-text.ts';
import { newSecret, randomLetters } from '../ids.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import { textSchema } from './schema.ts';
import { type GivenTerms, termsOf, termsSchema } from './terms.ts';

const made = { type: 'object', required: ['id'] };

export const merchantRoutes: readonly NativeRoute[] = [
  {
    name: 'merchants.create',
    method: 'POST',
    path: '/v1/merchants',
    summary: 'A new merchant and its key; the key is shown once.',
    role: 'operator',
    ids: [],
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: { name: textSchema(100) },
    },
    answer: made,
    handle: createMerchant,
  },
  {
    name: 'contracts.create',
    method: 'POST',
    path: '/v1/merchants/:merchant/contracts',
    summary: 'A contract of a merchant with one gateway, on the terms given or the usual ones.',
    role: 'operator',
    ids: ['merchant'],
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['dialect', 'pg'],
      properties: {
        dialect: { type: 'string', enum: ['cookiepay', 'payple'] },
        pg: { type: 'string', enum: [...gateways] },
        terms: termsSchema,
      },
    },
    answer: made,
    handle: createContract,
  },
  {
    name: 'credentials.create',
    method: 'POST',
    path: '/v1/contracts/:contract/credentials',
    summary: 'A credential of a contract; its secrets are shown once.',
    role: 'operator',
    ids: ['contract'],
    answer: made,
    handle: createCredential,
  },
  {
    name: 'credentials.rotate',
    method: 'POST',
    path: '/v1/merchants/:merchant/credentials/:credential/rotate',
    summary: 'A new secret for a credential; the old one and its tokens are void at once.',
    role: 'operator',
    ids: ['merchant', 'credential'],
    answer: made,
    handle: rotate,
  },
];

const absent = refused({ kind: 'no-rows' });
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function idOf(request: NativeRequest, name: string): string | null {
  const id = request.params[name] ?? '';
  return uuid.test(id) ? id : null;
}

async function createMerchant({ parts, body }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const { clock, keys, newId, store } = parts;
  const id = newId() as MerchantId;
  const name = withoutCardNumbers(String(body.name));
  const key = newSecret('sk_sandbox_');
  const at = clock.now();
  await insertMerchant(store.pool, { id, name, generation: 1, at });
  await insertApiKey(store.pool, {
    id: newId(),
    merchantId: id,
    role: 'merchant',
    secretHash: keys.hash(key),
    at,
  });
  return accepted({ status: 201, body: { id, name, key }, showsSecret: true });
}

async function createContract(request: NativeRequest): ReturnType<NativeRoute['handle']> {
  const { parts, body } = request;
  const merchantId = idOf(request, 'merchant');
  const merchant = merchantId === null ? null : await findMerchant(parts.store.pool, merchantId);
  if (merchant === null) return absent;
  const dialect = body.dialect as Dialect;
  const gateway = body.pg as Gateway;
  if ((gateway === 'payple') !== (dialect === 'payple')) {
    return refused(unfit('pg', { is: 'malformed', expected: `a gateway of ${dialect}` }));
  }
  const today = businessDate(parts.clock.now());
  const agreed = termsOf(gateway, (body.terms ?? {}) as GivenTerms, today);
  if (!agreed.ok) return agreed;
  const terms = agreed.value;
  const id = parts.newId() as ContractId;
  const contract = { id, merchantId: merchant.id, dialect, gateway, terms };
  await insertContract(parts.store.pool, { ...contract, at: parts.clock.now() });
  return accepted({
    status: 201,
    body: { id, merchant: merchant.id, dialect, pg: gateway, terms },
  });
}

async function createCredential(request: NativeRequest): ReturnType<NativeRoute['handle']> {
  const { clock, keys, newId, store } = request.parts;
  const contractId = idOf(request, 'contract');
  const contract = contractId === null ? null : await findContract(store.pool, contractId);
  if (contract === null) return absent;
  const { dialect, merchantId } = contract;
  const id = newId() as CredentialId;
  const publicId = `${dialect === 'payple' ? 'pp' : 'cp'}${randomLetters(14).toLowerCase()}`;
  const secret = newSecret('ak_sandbox_').slice(0, 50);
  const refundKey = dialect === 'payple' ? newSecret('rk_sandbox_') : null;
  const clientKey = dialect === 'payple' ? newSecret('ck_sandbox_') : null;
  await insertCredential(store.pool, {
    id,
    merchantId,
    contractId: contract.id,
    publicId,
    version: 1,
    policy: usualPolicy,
    clientKey,
    dialect,
    at: clock.now(),
    secretHash: keys.hash(secret),
    refundHash: refundKey === null ? null : keys.hash(refundKey),
  });
  const keysShown = refundKey === null ? {} : { refundKey, clientKey };
  const shown = { id, publicId, secret, ...keysShown };
  return accepted({ status: 201, body: shown, showsSecret: true });
}

async function rotate(request: NativeRequest): ReturnType<NativeRoute['handle']> {
  const { keys, store, callers } = request.parts;
  const merchantId = idOf(request, 'merchant');
  const id = idOf(request, 'credential');
  if (merchantId === null || id === null) return absent;
  const secret = newSecret('ak_sandbox_').slice(0, 50);
  const version = await rotateSecret(store.pool, {
    merchantId: merchantId as MerchantId,
    id,
    secretHash: keys.hash(secret),
  });
  if (version === null) return absent;
  callers.forget();
  return accepted({ status: 200, body: { id, secret, version }, showsSecret: true });
}
