// A schedule and its rounds as the native API shows them; notices show the same.
import { chargeInstant } from '../../core/billing/recurrence.ts';
import type { Round } from '../../core/billing/round.ts';
import type { Schedule } from '../../core/billing/schedule.ts';
import { isoTime } from '../../core/time/instant.ts';
import type { FullSchedule } from '../../storage/schedule.ts';
import type { ToldRound } from '../../storage/schedule-try.ts';
import {
  anInteger,
  aText,
  integerOrNull,
  listOf,
  objectOf,
  oneOf,
  orNull,
  textOrNull,
} from './schema.ts';

const recurrenceSchema = objectOf(
  { every: oneOf(['month', 'week']) },
  { day: anInteger, weekday: aText },
);

const nextSchema = objectOf({ round: anInteger, day: aText, status: aText, at: aText });

const scheduleFields = {
  ...{ id: aText, contract: aText, billingKey: aText, status: aText },
  amount: anInteger,
  tax: objectOf({ supply: anInteger, vat: anInteger, taxFree: anInteger }),
  goods: aText,
  buyer: objectOf({ name: aText, email: aText, phone: aText }),
  recurrence: recurrenceSchema,
  ...{ firstRound: anInteger, firstDay: aText, lastRound: integerOrNull },
  ...{ createdAt: aText, endedAt: textOrNull, stopReason: textOrNull },
};

export const scheduleSchema = objectOf({ ...scheduleFields, next: orNull(nextSchema) });

const trySchema = objectOf({ nth: anInteger, at: aText, payment: textOrNull, miss: textOrNull });

const roundFields = {
  ...{ round: anInteger, day: aText, dueAt: aText, status: aText, tries: anInteger },
  ...{ payment: textOrNull, miss: textOrNull, nextTryAt: textOrNull },
};

export const roundSchema = objectOf(roundFields);
export const toldRoundSchema = objectOf({ ...roundFields, ended: listOf(trySchema) });

/** As it stands for itself. */
export function scheduleJson(schedule: Schedule): Record<string, unknown> {
  const { tax, buyer, endedAt } = schedule;
  return {
    ...{ id: schedule.id, contract: schedule.contractId, billingKey: schedule.billingKey },
    ...{ status: schedule.status, amount: Number(schedule.amount) },
    tax: { supply: Number(tax.supply), vat: Number(tax.vat), taxFree: Number(tax.taxFree) },
    goods: schedule.goods.name,
    buyer: { name: buyer.name, email: buyer.email, phone: buyer.phone },
    recurrence: schedule.recurrence,
    ...{ firstRound: schedule.firstRound, firstDay: schedule.firstDate },
    lastRound: schedule.lastRound,
    createdAt: isoTime(schedule.createdAt),
    endedAt: endedAt === null ? null : isoTime(endedAt),
    stopReason: schedule.stopReason,
  };
}

/** With the round that is charged next. */
export function fullScheduleJson({ schedule, next }: FullSchedule): Record<string, unknown> {
  return { ...scheduleJson(schedule), next: next === null ? null : nextJson(next) };
}

function nextJson({ number, date, status, dueAt }: Round) {
  return { round: number, day: date, status, at: isoTime(dueAt ?? chargeInstant(date)) };
}

export function roundJson(round: Round): Record<string, unknown> {
  const { number, date, status, tries, paymentId, miss, dueAt } = round;
  return {
    ...{ round: number, day: date, dueAt: isoTime(chargeInstant(date)), status, tries },
    ...{ payment: paymentId, miss },
    nextTryAt: dueAt === null ? null : isoTime(dueAt),
  };
}

export function toldRoundJson({ round, tries }: ToldRound): Record<string, unknown> {
  const ended = tries.map(({ nth, at, paymentId, miss }) => {
    return { nth, at: isoTime(at), payment: paymentId, miss };
  });
  return { ...roundJson(round), ended };
}
