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
import { anInteger, aText, isId, objectOf, wordsSchema } from './schema.ts';
import { type GivenTerms, termsOf, termsSchema } from './terms.ts';
import { agreedSchema } from './terms-schema.ts';

const credentialSchema = objectOf(
  { id: aText, publicId: aText, secret: aText },
  { refundKey: aText, clientKey: aText },
);

export const merchantRoutes: readonly NativeRoute[] = [
  {
    name: 'merchants.create',
    status: 201,
    method: 'POST',
    path: '/v1/merchants',
    summary: 'A new merchant and its key; the key is shown once.',
    role: 'operator',
    ids: [],
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: { name: wordsSchema(100) },
    },
    answer: objectOf({ id: aText, name: aText, key: aText }),
    handle: createMerchant,
  },
  {
    name: 'contracts.create',
    status: 201,
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
    answer: objectOf({
      ...{ id: aText, merchant: aText, dialect: aText, pg: aText },
      terms: agreedSchema,
    }),
    handle: createContract,
  },
  {
    name: 'credentials.create',
    status: 201,
    method: 'POST',
    path: '/v1/contracts/:contract/credentials',
    summary: 'A credential of a contract; its secrets are shown once.',
    role: 'operator',
    ids: ['contract'],
    answer: credentialSchema,
    handle: createCredential,
  },
  {
    name: 'credentials.rotate',
    method: 'POST',
    path: '/v1/merchants/:merchant/credentials/:credential/rotate',
    summary: 'A new secret for a credential; the old one and its tokens are void at once.',
    role: 'operator',
    ids: ['merchant', 'credential'],
    answer: objectOf({ id: aText, secret: aText, version: anInteger }),
    handle: rotate,
  },
];

const absent = refused({ kind: 'no-rows' });

function idOf(request: NativeRequest, name: string): string | null {
  const id = request.params[name] ?? '';
  return isId(id) ? id : null;
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
  return accepted({ body: { id, name, key }, showsSecret: true });
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
  return accepted({ body: { id, merchant: merchant.id, dialect, pg: gateway, terms } });
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
  return accepted({ body: shown, showsSecret: true });
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
  return accepted({ body: { id, secret, version }, showsSecret: true });
}
