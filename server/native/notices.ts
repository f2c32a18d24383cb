// Routes of the native API on notices: endpoints, what was told there, and telling it again.
import { deliveryMoves } from '../../core/notice/delivery.ts';
import type { EndpointId, NoticeFormat } from '../../core/notice/endpoint.ts';
import { kindsFor, type Purpose } from '../../core/notice/kinds.ts';
import { accepted, refused, unfit } from '../../core/refusal.ts';
import { type Instant, isoTime } from '../../core/time/instant.ts';
import { findContract } from '../../storage/merchant.ts';
import {
  type AttemptRow,
  attemptsOf,
  type EventRow,
  findNotice,
  searchNotices,
} from '../../storage/notice.ts';
import { redeliverEvent } from '../../storage/notice-delivery.ts';
import { closeEndpoint, insertEndpoint, listEndpoints } from '../../storage/notice-endpoint.ts';
import { isFitUrl } from '../notices/addresses.ts';
import { newNoticeSecret } from '../notices/signature.ts';
import { nextCursorOf, readCursor } from './cursor.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import {
  aFlag,
  anInteger,
  anyObject,
  aText,
  cursorQuery,
  idSchema,
  integerOrNull,
  isId,
  listOf,
  objectOf,
  oneOf,
  pageOf,
  textOrNull,
  textSchema,
} from './schema.ts';

type Handle = NativeRoute['handle'];

const page = 50;
const states = [...new Set(deliveryMoves.map((move) => move[0]))];
const mode = 'sandbox';

const formats: Readonly<Record<string, readonly NoticeFormat[]>> = {
  dialect: ['dialect'],
  standard: ['standard'],
  both: ['dialect', 'standard'],
};

const deliverySchema = objectOf({
  ...{ endpoint: aText, url: aText, format: oneOf(['dialect', 'standard']) },
  ...{ state: oneOf(states), attempts: anInteger, dueAt: textOrNull },
});

const told = {
  ...{ id: aText, type: aText, at: aText, payment: textOrNull, cancel: textOrNull },
  ...{ billingKey: textOrNull, contract: textOrNull, payout: textOrNull },
  deliveries: listOf(deliverySchema),
};

const attemptSchema = objectOf({
  ...{ endpoint: aText, at: aText, format: oneOf(['dialect', 'standard']), number: anInteger },
  ...{ ms: anInteger, status: integerOrNull, failure: textOrNull, answer: aText },
});

const endpointSchema = objectOf({
  ...{ id: aText, contract: aText, url: aText, purpose: textOrNull },
  format: oneOf(['dialect', 'standard', 'both']),
});
const merchantOnly = { role: 'merchant' } as const;

export const noticeRoutes: readonly NativeRoute[] = [
  {
    ...merchantOnly,
    name: 'notices.endpoints.create',
    status: 201,
    method: 'POST',
    path: '/v1/notices/endpoints',
    summary:
      'An address to be told at, and the secret that its notices are signed with, shown once.',
    ids: ['contract'],
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['contract', 'url', 'format'],
      properties: {
        contract: idSchema,
        url: { ...textSchema(500), examples: ['https://shop.example/notices'] },
        format: { type: 'string', enum: Object.keys(formats).toReversed() },
        purpose: { type: 'string', enum: ['result', 'deregistration'], examples: ['result'] },
      },
    },
    answer: objectOf({ id: aText, secret: aText }),
    handle: createEndpoint,
  },
  {
    ...merchantOnly,
    name: 'notices.endpoints.list',
    method: 'GET',
    path: '/v1/notices/endpoints',
    summary: 'Where the merchant is told.',
    ids: [],
    answer: objectOf({ data: listOf(endpointSchema) }),
    handle: async ({ parts, merchant }) => {
      const data = await listEndpoints(parts.store.pool, merchant.id);
      return accepted({
        body: {
          data: data.map(({ id, contractId, url, formats: forms, purpose }) => ({
            ...{ id, contract: contractId, url, purpose },
            format: forms.length > 1 ? 'both' : forms[0],
          })),
        },
      });
    },
  },
  {
    ...merchantOnly,
    name: 'notices.endpoints.close',
    method: 'DELETE',
    path: '/v1/notices/endpoints/:endpoint',
    summary: 'Nothing is told there any more, not even what was still due.',
    ids: ['endpoint'],
    answer: objectOf({ closed: aFlag }),
    handle: async ({ parts, merchant, params }) => {
      const id = params.endpoint ?? '';
      const at = parts.clock.now();
      const closed =
        isId(id) && (await closeEndpoint(parts.store.pool, { merchantId: merchant.id, id, at }));
      return closed ? accepted({ body: { closed: true } }) : absent;
    },
  },
  {
    ...merchantOnly,
    name: 'notices.search',
    method: 'GET',
    path: '/v1/notices',
    summary: 'What the merchant was told, newest first.',
    ids: ['payment', 'cursor'],
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        payment: idSchema,
        state: { type: 'string', enum: states },
        ...cursorQuery.properties,
      },
    },
    answer: pageOf(objectOf(told)),
    handle: search,
  },
  {
    ...merchantOnly,
    name: 'notices.one',
    method: 'GET',
    path: '/v1/notices/:notice',
    summary: 'One notice with every try to tell it.',
    ids: ['notice'],
    answer: objectOf({ ...told, attempts: listOf(attemptSchema) }, { data: anyObject }),
    handle: one,
  },
  {
    ...merchantOnly,
    name: 'notices.redeliver',
    status: 202,
    method: 'POST',
    path: '/v1/notices/:notice/redeliver',
    summary: 'Tells the same notice again now, under the same event id.',
    ids: ['notice'],
    answer: objectOf({ id: aText, deliveries: anInteger }),
    handle: async (request) => {
      const { parts, merchant, params } = request;
      const id = params.notice ?? '';
      if (!isId(id) || (await find(request)) === null) return absent;
      const event = { merchantId: merchant.id, id, now: parts.clock.now() };
      const deliveries = await redeliverEvent(parts.store.pool, event);
      return accepted({ body: { id, deliveries } });
    },
  },
];

const absent = refused({ kind: 'no-rows' });

async function createEndpoint({ parts, merchant, body }: NativeRequest): ReturnType<Handle> {
  const { store, keys, newId, clock } = parts;
  const contract = await findContract(store.pool, String(body.contract));
  if (contract === null || contract.merchantId !== merchant.id) return absent;
  const url = String(body.url);
  if (!isFitUrl(url, mode)) {
    const expected = 'an http or https address without user and fragment, not link-local';
    return refused(unfit('url', { is: 'malformed', expected }));
  }
  const format = String(body.format);
  const purpose = (body.purpose ?? null) as Purpose;
  const id = newId() as EndpointId;
  const secret = newNoticeSecret();
  await insertEndpoint(store.pool, {
    ...{ id, merchantId: merchant.id, contractId: contract.id, purpose, at: clock.now() },
    url: new URL(url).href,
    formats: formats[format] ?? [],
    kinds: kindsFor(purpose),
    secret: keys.noticeSecrets.close(secret, id),
  });
  return accepted({ body: { id, secret }, showsSecret: true });
}

async function search({ parts, merchant, query }: NativeRequest): ReturnType<Handle> {
  const sign = (id: string): string => parts.keys.signCursor(`${merchant.id} ${id}`);
  const cursor = readCursor(query.cursor, sign);
  if (!cursor.ok) return cursor;
  const found = await searchNotices(parts.store.pool, {
    merchantId: merchant.id,
    paymentId: query.payment,
    state: query.state as (typeof states)[number] | undefined,
    beforeId: cursor.value ?? undefined,
    limit: page + 1,
  });
  const data = found.slice(0, page).map(eventJson);
  const last = found.length > page ? found[page - 1]?.id : undefined;
  return accepted({ body: { data, nextCursor: nextCursorOf(last, sign) } });
}

function find({ parts, merchant, params }: NativeRequest): Promise<EventRow | null> {
  const key = { merchantId: merchant.id, id: params.notice ?? '' };
  return findNotice(parts.store.pool, key);
}

async function one(request: NativeRequest): ReturnType<Handle> {
  const { parts, merchant, params } = request;
  const id = params.notice ?? '';
  const event = isId(id) ? await find(request) : null;
  if (event === null) return absent;
  const attempts = await attemptsOf(parts.store.pool, { merchantId: merchant.id, id });
  return accepted({
    body: {
      ...eventJson(event),
      ...(event.detail === null ? {} : { data: event.detail }),
      attempts: attempts.map(attemptJson),
    },
  });
}

function eventJson(event: EventRow): Record<string, unknown> {
  return {
    id: event.id,
    type: event.kind,
    at: isoTime(event.at.getTime() as Instant),
    payment: event.payment_id,
    cancel: event.cancel_id,
    billingKey: event.billing_key,
    contract: event.contract_id,
    payout: event.payout_id,
    deliveries: (event.deliveries ?? []).map(({ due_at: due, ...delivery }) => ({
      ...delivery,
      dueAt: due === null ? null : isoTime(Date.parse(due) as Instant),
    })),
  };
}

function attemptJson({ endpoint_id: endpoint, at, ...attempt }: AttemptRow) {
  return { endpoint, at: isoTime(at.getTime() as Instant), ...attempt };
}
