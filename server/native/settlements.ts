// Routes of the native API on settlement: payouts, their rows, and why each won and day is so.
import { zeroWon } from '../../core/money/won.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import { nothingTaken } from '../../core/settlement/explain-adjustment.ts';
import type { BusinessDate } from '../../core/time/instant.ts';
import {
  findPayout,
  groundOfPayout,
  groundsOf,
  type ListedPayout,
  listPayouts,
  plannedSums,
} from '../../storage/payout-list.ts';
import { type ListedRow, listRows, type RowPlace } from '../../storage/settlement-list.ts';
import { dateRows } from '../settlement/dating.ts';
import { nextCursorOf, readCursor } from './cursor.ts';
import { dayOf } from './day.ts';
import { asksForCsv, csvOfRows } from './payout-csv.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import { cursorQuery, idSchema, isId, pageOf, textSchema } from './schema.ts';
import {
  onePayoutSchema,
  payoutExplainedJson,
  payoutExplainedSchema,
  payoutJson,
  payoutSchema,
  rowExplainedJson,
  rowExplainedSchema,
  rowOfPayoutJson,
  rowSchema,
} from './settlement-json.ts';

const page = 50;
const kinds = ['11', '21', '22', 'deposit', 'adjustment'] as const;

export const settlementRoutes: readonly NativeRoute[] = [
  {
    name: 'settlements.list',
    method: 'GET',
    path: '/v1/settlements',
    summary: 'Payouts of the merchant, the latest first; from and to are days, both included.',
    role: 'merchant',
    ids: ['contract', 'cursor'],
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        from: textSchema(10),
        to: textSchema(10),
        contract: idSchema,
        ...cursorQuery.properties,
      },
    },
    answer: pageOf(payoutSchema),
    handle: list,
  },
  {
    name: 'settlements.one',
    method: 'GET',
    path: '/v1/settlements/:settlement',
    summary: 'One payout; until it is fixed, with what its rows come to so far.',
    role: 'merchant',
    ids: ['settlement'],
    answer: onePayoutSchema,
    handle: one,
  },
  {
    name: 'settlements.rows',
    method: 'GET',
    path: '/v1/settlements/:settlement/rows',
    summary:
      'The rows of a payout: sales, cancels, deposits, changed fees; as text/csv all in one file.',
    role: 'merchant',
    ids: ['settlement', 'cursor'],
    query: {
      ...cursorQuery,
      properties: {
        ...cursorQuery.properties,
        format: { type: 'string', enum: ['json', 'csv'] },
      },
    },
    answer: pageOf(rowSchema),
    orAnswers: 'text/csv',
    handle: rows,
  },
  {
    name: 'settlements.explain',
    method: 'GET',
    path: '/v1/settlements/:settlement/explain',
    summary: 'Why a payout and each of its rows is this much money on this day, in words.',
    role: 'merchant',
    ids: ['settlement', 'cursor'],
    query: cursorQuery,
    answer: pageOf(rowExplainedSchema, { payout: payoutExplainedSchema }),
    handle: explain,
  },
];

async function list({ parts, merchant, query }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const sign = (id: string): string => parts.keys.signCursor(`${merchant.id} payouts ${id}`);
  const cursor = readCursor(query.cursor, sign);
  if (!cursor.ok) return cursor;
  const from = readDay(query, 'from');
  if (!from.ok) return from;
  const to = readDay(query, 'to');
  if (!to.ok) return to;
  const { contract = null } = query;
  await dateRows(parts, merchant.id);
  const [date = '', id = ''] = cursor.value?.split('_') ?? [];
  const found = await listPayouts(parts.store.pool, {
    merchantId: merchant.id,
    generation: merchant.generation,
    contractId: contract,
    from: from.value,
    to: to.value,
    after: cursor.value === null ? null : { date: date as BusinessDate, id },
    limit: page + 1,
  });
  const last = found.length > page ? found[page - 1] : undefined;
  const next = last === undefined ? undefined : `${last.date}_${last.id}`;
  const data = found.slice(0, page).map(payoutJson);
  return accepted({ body: { data, nextCursor: nextCursorOf(next, sign) } });
}

function readDay(query: NativeRequest['query'], name: 'from' | 'to'): Outcome<BusinessDate | null> {
  const text = query[name];
  if (text === undefined) return accepted(null);
  const day = dayOf(text);
  if (day !== null) return accepted(day);
  return refused(unfit(name, { is: 'malformed', expected: 'a day, YYYY-MM-DD' }));
}

async function find({ parts, merchant, params }: NativeRequest): Promise<ListedPayout | null> {
  const id = params.settlement ?? '';
  if (!isId(id)) return null;
  const { id: merchantId, generation } = merchant;
  return findPayout(parts.store.pool, { merchantId, generation, id });
}

const absent = refused({ kind: 'no-rows' });

async function one(request: NativeRequest): ReturnType<NativeRoute['handle']> {
  const found = await find(request);
  if (found === null) return absent;
  if (found.figures !== null) return accepted({ body: payoutJson(found) });
  const { positive, negative } = await plannedSums(
    request.parts.store.reports,
    request.merchant.id,
    found,
  );
  const soFar = { rowsGive: Number(positive), rowsTake: Number(negative) };
  return accepted({ body: { ...payoutJson(found), soFar } });
}

interface RowPage {
  readonly payout: ListedPayout;
  readonly rows: readonly ListedRow[];
  readonly nextCursor: string | null;
}

async function pageOfRows(request: NativeRequest): Promise<Outcome<RowPage>> {
  const { parts, merchant, query } = request;
  const payout = await find(request);
  if (payout === null) return absent;
  const sign = (id: string): string => parts.keys.signCursor(`${merchant.id} ${payout.id} ${id}`);
  const cursor = readCursor(query.cursor, sign);
  if (!cursor.ok) return cursor;
  const found = await listRows(parts.store.pool, {
    merchantId: merchant.id,
    contractId: payout.contractId,
    generation: merchant.generation,
    payoutDate: payout.date,
    tid: null,
    kinds,
    after: cursor.value === null ? null : placeOf(cursor.value),
    limit: page + 1,
  });
  const last = found.length > page ? found[page - 1] : undefined;
  const next = last === undefined ? undefined : `${last.date}_${last.tid}_${last.sequence}`;
  return accepted({
    payout,
    rows: found.slice(0, page),
    nextCursor: nextCursorOf(next, sign),
  });
}

/** As it was signed. */
function placeOf(cursor: string): RowPlace {
  const [date = '', tid = '', sequence = ''] = cursor.split('_');
  return { date: date as BusinessDate, tid, sequence: Number(sequence) };
}

async function rows(request: NativeRequest): ReturnType<NativeRoute['handle']> {
  if (asksForCsv(request.query.format, request.accept)) return allRows(request);
  const found = await pageOfRows(request);
  if (!found.ok) return found;
  const { rows: data, nextCursor } = found.value;
  return accepted({ body: { data: data.map(rowOfPayoutJson), nextCursor } });
}

/** For a clerk and his spreadsheet: the whole payout at once, in no pages. */
async function allRows(request: NativeRequest): ReturnType<NativeRoute['handle']> {
  const { parts, merchant, query } = request;
  if (query.cursor !== undefined) {
    return refused(unfit('cursor', { is: 'malformed', expected: 'none: a file has all rows' }));
  }
  const payout = await find(request);
  if (payout === null) return absent;
  const from = csvOfRows(parts.store.reports, {
    merchantId: merchant.id,
    contractId: payout.contractId,
    generation: merchant.generation,
    payoutDate: payout.date,
    kinds,
  });
  const file = { name: `settlement-${payout.date}.csv`, from };
  return accepted({ body: null, file });
}

/** Of a row that went away between two looks: none does. */
const groundless = { before: zeroWon, taken: nothingTaken, salePayout: null };

async function explain(request: NativeRequest): ReturnType<NativeRoute['handle']> {
  const found = await pageOfRows(request);
  if (!found.ok) return found;
  const { payout, rows: listed, nextCursor } = found.value;
  const { parts, merchant } = request;
  const grounds = await groundsOf(parts.store.pool, merchant.id, listed);
  const byRow = new Map(grounds.map((each) => [`${each.paymentId} ${each.sequence}`, each]));
  const calendar = parts.calendar();
  const data = listed.map((row) => {
    const ground = byRow.get(`${row.paymentId} ${row.sequence}`);
    return rowExplainedJson(calendar, row, ground ?? groundless);
  });
  const { figures } = payout;
  const explained =
    figures === null
      ? null
      : payoutExplainedJson(figures, {
          ...payout,
          ...(await groundOfPayout(parts.store.pool, merchant.id, payout)),
        });
  return accepted({ body: { payout: explained, data, nextCursor } });
}
