// Routes of the native API on schedules: registered, listed, shown, charged by hand, stopped.
import type { ScheduleId } from '../../core/payment/payment.ts';
import { accepted, refused, unfit } from '../../core/refusal.ts';
import { type FullSchedule, findSchedule, listSchedules } from '../../storage/schedule.ts';
import { listRounds } from '../../storage/schedule-try.ts';
import { chargeNow } from '../billing/charge-now.ts';
import { registerSchedule } from '../billing/register-schedule.ts';
import { stopSchedule } from '../billing/stop-schedule.ts';
import { nextCursorOf, readCursor } from './cursor.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import {
  fullScheduleJson,
  roundJson,
  roundSchema,
  scheduleSchema,
  toldRoundJson,
  toldRoundSchema,
} from './schedule-json.ts';
import { scheduleBody, wishOf } from './schedule-wish.ts';
import { cursorQuery, isId, pageOf, textSchema } from './schema.ts';

type Handle = NativeRoute['handle'];

const page = 50;

const common = { role: 'merchant' } as const;

export const scheduleRoutes: readonly NativeRoute[] = [
  {
    ...common,
    name: 'schedules.create',
    status: 201,
    method: 'POST',
    path: '/v1/schedules',
    summary: 'Has the gateway charge a billing key by itself, each month or week.',
    ids: ['billingKey'],
    body: scheduleBody,
    answer: scheduleSchema,
    handle: create,
  },
  {
    ...common,
    name: 'schedules.list',
    method: 'GET',
    path: '/v1/schedules',
    summary: 'Schedules of the merchant, those that are over too, newest first.',
    ids: ['cursor', 'billingKey'],
    query: {
      type: 'object',
      additionalProperties: false,
      properties: { ...cursorQuery.properties, billingKey: textSchema(100) },
    },
    answer: pageOf(scheduleSchema),
    handle: list,
  },
  {
    ...common,
    name: 'schedules.one',
    method: 'GET',
    path: '/v1/schedules/:schedule',
    summary: 'One schedule, with the round that it comes to next.',
    ids: ['schedule'],
    answer: scheduleSchema,
    handle: one,
  },
  {
    ...common,
    name: 'schedules.rounds',
    method: 'GET',
    path: '/v1/schedules/:schedule/rounds',
    summary: 'Rounds of a schedule with every try of them, latest first.',
    ids: ['schedule', 'cursor'],
    query: cursorQuery,
    answer: pageOf(toldRoundSchema),
    handle: rounds,
  },
  {
    ...common,
    name: 'schedules.charge',
    method: 'POST',
    path: '/v1/schedules/:schedule/charge',
    summary:
      'Tries the latest round that fell due now, unless it is paid, and tells how it stands.',
    ids: ['schedule'],
    answer: roundSchema,
    handle: charge,
  },
  {
    ...common,
    name: 'schedules.stop',
    method: 'POST',
    path: '/v1/schedules/:schedule/stop',
    summary: 'Stops a schedule for good; a try that has begun stands.',
    ids: ['schedule'],
    answer: scheduleSchema,
    handle: stop,
  },
];

async function create(request: NativeRequest): ReturnType<Handle> {
  const { parts, merchant, workId } = request;
  const wish = wishOf(request.body, parts.clock.now());
  if (!wish.ok) return wish;
  const registered = await registerSchedule(parts, {
    ...{ merchant, id: workId as ScheduleId, wish: wish.value },
  });
  return registered.ok ? accepted({ body: fullScheduleJson(registered.value) }) : registered;
}

async function list({ parts, merchant, query }: NativeRequest): ReturnType<Handle> {
  const sign = (id: string): string => parts.keys.signCursor(`${merchant.id} schedules ${id}`);
  const cursor = readCursor(query.cursor, sign);
  if (!cursor.ok) return cursor;
  const found = await listSchedules(parts.store.pool, {
    ...{ merchantId: merchant.id, generation: merchant.generation },
    ...{ billingKey: query.billingKey, beforeId: cursor.value, limit: page + 1 },
  });
  const data = found.slice(0, page).map(fullScheduleJson);
  const last = found.length > page ? found[page - 1]?.schedule.id : undefined;
  return accepted({ body: { data, nextCursor: nextCursorOf(last, sign) } });
}

/** One of another merchant, of an older world and one that never was: one answer for all. */
async function find({ parts, merchant, params }: NativeRequest): Promise<FullSchedule | null> {
  const id = params.schedule ?? '';
  const key = { merchantId: merchant.id, generation: merchant.generation, id };
  return isId(id) ? findSchedule(parts.store.pool, key) : null;
}

async function one(request: NativeRequest): ReturnType<Handle> {
  const found = await find(request);
  if (found === null) return refused({ kind: 'schedule-not-found' });
  return accepted({ body: fullScheduleJson(found) });
}

async function rounds(request: NativeRequest): ReturnType<Handle> {
  const { parts, query } = request;
  const found = await find(request);
  if (found === null) return refused({ kind: 'schedule-not-found' });
  const { merchantId, id: scheduleId } = found.schedule;
  const sign = (id: string): string =>
    parts.keys.signCursor(`${merchantId} rounds of ${scheduleId} ${id}`);
  const cursor = readCursor(query.cursor, sign);
  if (!cursor.ok) return cursor;
  const before = cursor.value === null ? null : Number(cursor.value);
  if (before !== null && !Number.isSafeInteger(before)) return refused(unfit('cursor', badCursor));
  const search = { merchantId, scheduleId, before, limit: page + 1 };
  const told = await listRounds(parts.store.pool, search);
  const data = told.slice(0, page).map(toldRoundJson);
  const last = told.length > page ? told[page - 1]?.round.number : undefined;
  const nextCursor = nextCursorOf(last === undefined ? undefined : String(last), sign);
  return accepted({ body: { data, nextCursor } });
}

const badCursor = { is: 'malformed', expected: 'a nextCursor of your own' } as const;

async function charge(request: NativeRequest): ReturnType<Handle> {
  const found = await find(request);
  if (found === null) return refused({ kind: 'schedule-not-found' });
  const charged = await chargeNow(request.parts, found.schedule);
  return charged.ok ? accepted({ body: roundJson(charged.value) }) : charged;
}

async function stop(request: NativeRequest): ReturnType<Handle> {
  const found = await find(request);
  if (found === null) return refused({ kind: 'schedule-not-found' });
  const stopped = await stopSchedule(request.parts, found.schedule);
  return stopped.ok ? accepted({ body: fullScheduleJson(stopped.value) }) : stopped;
}
