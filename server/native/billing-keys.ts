// Routes of the native API on billing keys: listed, looked up, removed.
import type { BillingKey } from '../../core/billing/billing-key.ts';
import { accepted, refused } from '../../core/refusal.ts';
import { findBillingKey, listBillingKeys } from '../../storage/billing-key.ts';
import { removeBillingKey } from '../payple/billing-keys.ts';
import { billingKeyJson } from './billing-key-json.ts';
import { nextCursorOf, readCursor } from './cursor.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import { aText, cursorQuery, objectOf, oneOf, pageOf, textOrNull } from './schema.ts';

type Handle = NativeRoute['handle'];

const page = 50;

const keySchema = objectOf({
  ...{ id: aText, contract: aText, status: aText, method: oneOf(['card', 'account']) },
  ...{ issuer: aText, masked: aText, payerNumber: aText },
  ...{ registeredAt: aText, removedAt: textOrNull },
});

export const billingKeyRoutes: readonly NativeRoute[] = [
  {
    name: 'billing-keys.list',
    method: 'GET',
    path: '/v1/billing-keys',
    summary: 'Billing keys of the merchant, removed ones too, in the order of their ids.',
    role: 'merchant',
    ids: ['cursor'],
    query: cursorQuery,
    answer: pageOf(keySchema),
    handle: list,
  },
  {
    name: 'billing-keys.one',
    method: 'GET',
    path: '/v1/billing-keys/:key',
    summary: 'One billing key, and what may be shown of the card or account behind it.',
    role: 'merchant',
    ids: ['key'],
    answer: keySchema,
    handle: one,
  },
  {
    name: 'billing-keys.remove',
    method: 'POST',
    path: '/v1/billing-keys/:key/remove',
    summary: 'Removes a billing key for good, and tells the merchant that it was removed.',
    role: 'merchant',
    ids: ['key'],
    answer: keySchema,
    handle: remove,
  },
];

async function list({ parts, merchant, query }: NativeRequest): ReturnType<Handle> {
  const sign = (id: string): string => parts.keys.signCursor(`${merchant.id} key ${id}`);
  const cursor = readCursor(query.cursor, sign);
  if (!cursor.ok) return cursor;
  const found = await listBillingKeys(parts.store.pool, {
    ...{ merchantId: merchant.id, generation: merchant.generation },
    ...{ afterId: cursor.value ?? '', limit: page + 1 },
  });
  const data = found.slice(0, page).map(billingKeyJson);
  const last = found.length > page ? found[page - 1]?.id : undefined;
  return accepted({ body: { data, nextCursor: nextCursorOf(last, sign) } });
}

function find({ parts, merchant, params }: NativeRequest): Promise<BillingKey | null> {
  const { id: merchantId, generation } = merchant;
  return findBillingKey(parts.store.pool, { merchantId, generation, id: params.key ?? '' });
}

async function one(request: NativeRequest): ReturnType<Handle> {
  const found = await find(request);
  if (found === null) return refused({ kind: 'billing-key-not-found' });
  return accepted({ body: billingKeyJson(found) });
}

/** A shop's people remove it here, so its servers are told: they did not ask for it. */
async function remove(request: NativeRequest): ReturnType<Handle> {
  const removed = await removeBillingKey(request.parts, () => find(request), 'and-tell');
  return removed.ok ? accepted({ body: billingKeyJson(removed.value) }) : removed;
}
