// Routes of the native API for operators: days that banks are closed beside the known calendar.

import { accepted, refused, unfit } from '../../core/refusal.ts';
import { knownCalendar } from '../../core/time/bank-day.ts';
import { businessDate, isoTime } from '../../core/time/instant.ts';
import { type DeclaredDay, declareDay } from '../../storage/bank-holidays.ts';
import { withoutCardNumbers } from '../card-text.ts';
import { dayOf } from './day.ts';
import type { NativeRequest, NativeRoute } from './route.ts';
import { aFlag, anInteger, aText, listOf, objectOf, textSchema, wordsSchema } from './schema.ts';

const daySchema = objectOf({ date: aText, name: aText, isHoliday: aFlag, declaredAt: aText });

export const bankHolidayRoutes: readonly NativeRoute[] = [
  {
    name: 'bankHolidays.list',
    method: 'GET',
    path: '/v1/bank-holidays',
    summary: 'Days that were declared beside the known calendar, and the years that it knows.',
    role: 'operator',
    ids: [],
    answer: objectOf({ years: listOf(anInteger), data: listOf(daySchema) }),
    handle: list,
  },
  {
    name: 'bankHolidays.add',
    status: 201,
    method: 'POST',
    path: '/v1/bank-holidays',
    summary: 'Declares a day a bank holiday, or not; what is not fixed yet is planned anew.',
    role: 'operator',
    ids: [],
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['date', 'name', 'isHoliday'],
      properties: {
        date: { ...textSchema(10), examples: ['2030-05-07'] },
        name: wordsSchema(50),
        isHoliday: { type: 'boolean' },
      },
    },
    answer: daySchema,
    handle: add,
  },
];

async function list({ parts }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const days = await parts.readHolidays();
  const years = [...knownCalendar.years].sort((left, right) => left - right);
  return accepted({ body: { years, data: days.map(dayJson) } });
}

async function add({ parts, body }: NativeRequest): ReturnType<NativeRoute['handle']> {
  const declaredAt = parts.clock.now();
  const date = dayOf(String(body.date));
  if (date === null) {
    return refused(unfit('date', { is: 'malformed', expected: 'a day, YYYY-MM-DD' }));
  }
  // What goes by today's calendar, as the day's statement, may have been done.
  if (date <= businessDate(declaredAt)) {
    return refused(unfit('date', { is: 'out-of-range', expected: 'a day to come' }));
  }
  const name = withoutCardNumbers(String(body.name));
  const day = { date, name, isHoliday: body.isHoliday === true, declaredAt };
  await declareDay(parts.store.pool, day);
  await parts.readHolidays();
  return accepted({ body: dayJson(day) });
}

function dayJson(day: Omit<DeclaredDay, 'replanned'>): Record<string, unknown> {
  const { date, name, isHoliday, declaredAt } = day;
  return { date, name, isHoliday, declaredAt: isoTime(declaredAt) };
}
