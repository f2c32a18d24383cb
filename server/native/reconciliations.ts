// Routes of the native API for operators: files of banks and acquirers, compared with our books.
import { accepted, refused, unfit } from '../../core/refusal.ts';
import { isoTime } from '../../core/time/instant.ts';
import { listReconciliations, type Reconciliation } from '../../storage/reconciliation.ts';
import { withoutCardNumbers } from '../card-text.ts';
import { reconcile } from '../settlement/reconciliation.ts';
import { dayOf } from './day.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import { textSchema } from './schema.ts';

const page = 50;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Lines of a file are separated by controls that no other text may hold. */
const csvSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 50_000,
  pattern: '^(?:[\\r\\n]|[^\\p{Cc}\\p{Cs}])*$',
  examples: ['account,date,direction,amount,reference,bank_reference'],
};

const resultSchema = {
  type: 'object',
  required: ['id', 'kind', 'account', 'date', 'matched', 'counts', 'breaks', 'faults', 'at'],
};

export const reconciliationRoutes: readonly NativeRoute[] = [
  {
    name: 'reconciliations.make',
    method: 'POST',
    path: '/v1/reconciliations',
    summary: 'Compares a file of a bank or an acquirer with the books; the same file adds nothing.',
    role: 'operator',
    ids: [],
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'account', 'date', 'csv'],
      properties: {
        kind: { type: 'string', enum: ['bank', 'acquirer'] },
        account: { ...textSchema(50), examples: ['settlement'] },
        date: { ...textSchema(10), examples: ['2026-03-12'] },
        csv: csvSchema,
      },
    },
    answer: resultSchema,
    handle: make,
  },
  {
    name: 'reconciliations.list',
    method: 'GET',
    path: '/v1/reconciliations',
    summary: 'Files that were compared, newest first, with what was found.',
    role: 'operator',
    ids: ['cursor'],
    query: {
      type: 'object',
      additionalProperties: false,
      properties: { cursor: textSchema(200, 0) },
    },
    answer: {
      type: 'object',
      required: ['data', 'nextCursor'],
      properties: {
        data: { type: 'array', items: resultSchema },
        nextCursor: { type: ['string', 'null'] },
      },
    },
    handle: list,
  },
];

async function make({ parts, body }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const date = dayOf(String(body.date));
  if (date === null) {
    return refused(unfit('date', { is: 'malformed', expected: 'a day, YYYY-MM-DD' }));
  }
  const done = await reconcile(parts, {
    kind: body.kind === 'bank' ? 'bank' : 'acquirer',
    account: withoutCardNumbers(String(body.account)),
    date,
    csv: withoutCardNumbers(String(body.csv)),
  });
  return accepted({ status: 201, body: resultJson(done) });
}

async function list({ parts, query }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const cursor = query.cursor ?? '';
  if (cursor !== '' && !uuid.test(cursor)) {
    return refused(unfit('cursor', { is: 'malformed', expected: 'a cursor of an earlier page' }));
  }
  const beforeId = cursor === '' ? null : cursor;
  const found = await listReconciliations(parts.store.pool, { beforeId, limit: page + 1 });
  const shown = found.slice(0, page);
  const nextCursor = found.length > page ? (shown.at(-1)?.id ?? null) : null;
  return accepted({ status: 200, body: { data: shown.map(resultJson), nextCursor } });
}

function resultJson({ at, breaks, ...rest }: Reconciliation) {
  const counts: Record<string, number> = {};
  for (const each of breaks) {
    const { kind } = each as { readonly kind: string };
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return { ...rest, counts, breaks, at: isoTime(at) };
}
