// Routes of the native API for operators: files of banks and acquirers, compared with our books.
import { Readable } from 'node:stream';
import { type Step, steps } from '../../core/reconciliation/resolution.ts';
import { accepted, refused, unfit } from '../../core/refusal.ts';
import { isoTime } from '../../core/time/instant.ts';
import {
  breaksOf,
  listReconciliations,
  type Reconciliation,
  reconciliationById,
} from '../../storage/reconciliation.ts';
import type { Resolution } from '../../storage/resolution.ts';
import { withoutCardNumbers } from '../card-text.ts';
import type { Parts } from '../parts.ts';
import { ownAccount } from '../settlement/pay-ins.ts';
import { reconcile } from '../settlement/reconciliation.ts';
import { resolveBreak } from '../settlement/resolve-break.ts';
import { nextCursorOf, readCursor } from './cursor.ts';
import { dayOf } from './day.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import {
  aFlag,
  anInteger,
  aText,
  cursorQuery,
  isId,
  listOf,
  mapOf,
  objectOf,
  oneOf,
  orNull,
  pageOf,
  textOrNull,
  textSchema,
  wordsSchema,
} from './schema.ts';

const page = 50;
const breaksPage = 500;

/** Lines of a file are separated by controls that no other text may hold. */
const csvSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 50_000,
  pattern: '^(?:[\\r\\n]|[^\\p{Cc}\\p{Cs}])*$',
  examples: ['account,date,direction,amount,reference,bank_reference'],
};

const lineFields = {
  ...{ account: aText, kind: aText, reference: aText, secondReference: aText },
  ...{ amount: anInteger, charge: anInteger, date: aText },
};

const breakFields = {
  ...{ id: aText, kind: aText, difference: anInteger, ambiguous: aFlag },
  ...{ korean: aText, english: aText },
  ours: listOf(objectOf(lineFields)),
  theirs: listOf(objectOf({ line: anInteger, ...lineFields })),
};

const headFields = {
  ...{ id: aText, kind: oneOf(['bank', 'acquirer']), account: aText, date: aText },
  ...{ matched: anInteger, counts: mapOf(anInteger), at: aText },
};

const resultSchema = objectOf({ ...headFields, breaks: listOf(objectOf(breakFields)) });

const aboutFile = {
  required: ['kind', 'account', 'date'],
  properties: {
    kind: { type: 'string', enum: ['bank', 'acquirer'] },
    account: { ...textSchema(50), examples: ['settlement'] },
    date: { ...textSchema(10), examples: ['2026-03-12'] },
  },
};

const resolutionSchema = objectOf({
  ...{ subject: aText, step: oneOf(steps), reason: aText, against: textOrNull },
  ...{ amount: anInteger, at: aText },
});

export const reconciliationRoutes: readonly NativeRoute[] = [
  {
    name: 'reconciliations.make',
    status: 201,
    method: 'POST',
    path: '/v1/reconciliations',
    summary: 'Compares a file with the books, whole or not at all; the same file adds nothing.',
    role: 'operator',
    ids: [],
    body: {
      type: 'object',
      additionalProperties: false,
      required: [...aboutFile.required, 'csv'],
      properties: { ...aboutFile.properties, csv: csvSchema },
    },
    answer: resultSchema,
    handle: make,
  },
  {
    name: 'reconciliations.upload',
    status: 201,
    method: 'PUT',
    path: '/v1/reconciliations',
    summary: 'The same for a file of up to 64 MB as it is, read while it comes.',
    role: 'operator',
    ids: [],
    query: { type: 'object', additionalProperties: false, ...aboutFile },
    takesFile: 'text/csv',
    answer: resultSchema,
    handle: upload,
  },
  {
    name: 'reconciliations.list',
    method: 'GET',
    path: '/v1/reconciliations',
    summary: 'Files that were compared, newest first, with how many breaks of each kind they had.',
    role: 'operator',
    ids: ['cursor'],
    query: cursorQuery,
    answer: pageOf(objectOf(headFields)),
    handle: list,
  },
  {
    name: 'reconciliations.breaks',
    method: 'GET',
    path: '/v1/reconciliations/:reconciliation/breaks',
    summary: 'Breaks of one file in their order, each with how it was resolved, or null.',
    role: 'operator',
    ids: ['reconciliation', 'cursor'],
    query: cursorQuery,
    answer: pageOf(objectOf({ ...breakFields, resolution: orNull(resolutionSchema) })),
    handle: breaks,
  },
  {
    name: 'reconciliations.resolve',
    method: 'POST',
    path: '/v1/reconciliations/breaks/:break/resolve',
    summary: 'Says what a break was, once; what that posts is in the books when it answers.',
    role: 'operator',
    ids: ['break'],
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['step', 'reason'],
      properties: {
        step: { type: 'string', enum: steps },
        reason: { ...wordsSchema(200), examples: ['카드사 정산 담당자 확인'] },
        against: { ...textSchema(100), examples: ['pay-in/CCLG/2026-03-12'] },
      },
    },
    answer: resolutionSchema,
    handle: resolve,
  },
];

function resolutionJson({ amount, at, ...rest }: Resolution) {
  return { ...rest, amount: Number(amount), at: isoTime(at) };
}

async function resolve({ parts, params, body }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const done = await resolveBreak(parts, {
    breakId: params.break ?? '',
    step: body.step as Step,
    reason: withoutCardNumbers(String(body.reason)),
    against: body.against === undefined ? null : withoutCardNumbers(String(body.against)),
  });
  return done.ok ? accepted({ body: resolutionJson(done.value) }) : done;
}

function make({ parts, body }: NativeRequest): ReturnType<NativeRoute['handle']> {
  return bring(parts, body, Readable.from([Buffer.from(String(body.csv))]));
}

function upload({ parts, query, upload }: NativeRequest): ReturnType<NativeRoute['handle']> {
  return bring(parts, query, upload);
}

async function bring(
  parts: Parts,
  about: Readonly<Record<string, unknown>>,
  bytes: AsyncIterable<Uint8Array>,
): ReturnType<NativeRoute['handle']> {
  const date = dayOf(String(about.date));
  if (date === null) {
    return refused(unfit('date', { is: 'malformed', expected: 'a day, YYYY-MM-DD' }));
  }
  const kind = about.kind === 'bank' ? 'bank' : 'acquirer';
  const account = withoutCardNumbers(String(about.account));
  if (kind === 'bank' && account !== ownAccount) {
    return refused(unfit('account', { is: 'out-of-range', expected: ownAccount }));
  }
  const acquirers = parts.rail.acquirers().map(({ code }) => code);
  if (kind === 'acquirer' && !acquirers.includes(account)) {
    return refused(unfit('account', { is: 'out-of-range', expected: acquirers.join(', ') }));
  }
  const done = await reconcile(parts, { kind, account, date, bytes });
  return done.ok ? accepted({ body: resultJson(done.value) }) : done;
}

async function list({ parts, query }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const sign = (id: string): string => parts.keys.signCursor(`reconciliations ${id}`);
  const cursor = readCursor(query.cursor, sign);
  if (!cursor.ok) return cursor;
  const asked = { beforeId: cursor.value, limit: page + 1 };
  const found = await listReconciliations(parts.store.pool, asked);
  const last = found.length > page ? found[page - 1]?.id : undefined;
  const data = found.slice(0, page).map(({ at, ...rest }) => ({ ...rest, at: isoTime(at) }));
  return accepted({ body: { data, nextCursor: nextCursorOf(last, sign) } });
}

async function breaks({ parts, params, query }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const { reconciliation: id = '' } = params;
  const { pool } = parts.store;
  if (!isId(id) || (await reconciliationById(pool, id)) === null) {
    return refused({ kind: 'payment-not-found' });
  }
  const sign = (number: string): string => parts.keys.signCursor(`breaks ${id} ${number}`);
  const cursor = readCursor(query.cursor, sign);
  if (!cursor.ok) return cursor;
  const asked = { id, afterNumber: Number(cursor.value ?? 0), limit: breaksPage + 1 };
  const found = await breaksOf(pool, asked);
  const shown = found.slice(0, breaksPage);
  const last = found.length > breaksPage ? shown.at(-1) : undefined;
  const data = shown.map(({ told, resolution }) => ({
    ...told,
    resolution: resolution === null ? null : resolutionJson(resolution),
  }));
  const next = last === undefined ? undefined : String(last.number);
  return accepted({ body: { data, nextCursor: nextCursorOf(next, sign) } });
}

function resultJson({ at, breaks, ...rest }: Reconciliation) {
  const counts: Record<string, number> = {};
  for (const each of breaks) {
    const { kind } = each as { readonly kind: string };
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return { ...rest, counts, breaks, at: isoTime(at) };
}
