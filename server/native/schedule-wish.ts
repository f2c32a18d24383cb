// What a caller of the native API asks for when a schedule is to be registered.
import {
  chargeInstant,
  firstOn,
  type Recurrence,
  type Weekday,
  weekdays,
} from '../../core/billing/recurrence.ts';
import { type Won, won } from '../../core/money/won.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import {
  after,
  type BusinessDate,
  businessDate,
  dayMs,
  type Instant,
  nextDay,
} from '../../core/time/instant.ts';
import { withoutCardNumbers } from '../card-text.ts';
import { dayOf } from './day.ts';
import { textSchema, wordsSchema } from './schema.ts';

/** The first round is at most so many days away. */
const mostDays = 366;
const mostRounds = 999;

export const scheduleBody = {
  type: 'object',
  additionalProperties: false,
  required: ['billingKey', 'amount', 'goods', 'recurrence'],
  properties: {
    billingKey: textSchema(100),
    // The least that a card pays; of an account the contract asks for more.
    amount: { type: 'integer', minimum: 100, maximum: 9_999_999_999 },
    taxable: { type: 'boolean' },
    vat: { type: 'integer', minimum: 0, maximum: 9_999_999_999 },
    goods: wordsSchema(40),
    buyer: {
      type: 'object',
      additionalProperties: false,
      properties: { name: textSchema(20, 0), email: textSchema(50, 0), phone: textSchema(20, 0) },
    },
    recurrence: {
      type: 'object',
      additionalProperties: false,
      required: ['every'],
      examples: [{ every: 'month', day: 15 }],
      properties: {
        every: { type: 'string', enum: ['month', 'week'] },
        day: { type: 'integer', minimum: 1, maximum: 31 },
        weekday: { type: 'string', enum: [...weekdays] },
      },
    },
    from: textSchema(10),
    rounds: { type: 'integer', minimum: 1, maximum: mostRounds },
  },
};

export interface ScheduleWish {
  readonly billingKey: string;
  readonly amount: Won;
  /** Null is taxable, and the VAT is reckoned where none is named. */
  readonly taxable: boolean | null;
  readonly vat: Won | null;
  readonly goods: string;
  /** Null takes what is known of whoever registered the key. */
  readonly buyer: { readonly [Name in 'name' | 'email' | 'phone']: string | null };
  readonly recurrence: Recurrence;
  readonly firstDate: BusinessDate;
  /** Null goes on until it is stopped. */
  readonly rounds: number | null;
}

type Body = Readonly<Record<string, unknown>>;

/** Nobody asked for a charge at this very minute, whatever the hour. */
const alreadyCharged = {
  is: 'out-of-range',
  expected: 'a day later than today, whose hour of charging (09:00) is over',
} as const;

export function wishOf(body: Body, now: Instant): Outcome<ScheduleWish> {
  const recurrence = recurrenceOf(body.recurrence as Body);
  if (!recurrence.ok) return recurrence;
  const from = fromOf(body.from, now);
  if (!from.ok) return from;
  const firstDate = firstOn(recurrence.value, from.value);
  if (chargeInstant(firstDate) <= now) return refused(unfit('from', alreadyCharged));
  const buyer = (body.buyer ?? {}) as Body;
  const text = (value: unknown) => (value === undefined ? null : withoutCardNumbers(String(value)));
  return accepted({
    billingKey: String(body.billingKey),
    amount: won(Number(body.amount)),
    taxable: (body.taxable as boolean | undefined) ?? null,
    vat: body.vat === undefined ? null : won(Number(body.vat)),
    goods: withoutCardNumbers(String(body.goods)),
    buyer: { name: text(buyer.name), email: text(buyer.email), phone: text(buyer.phone) },
    recurrence: recurrence.value,
    firstDate,
    rounds: (body.rounds as number | undefined) ?? null,
  });
}

/** Each kind has its own field, and the one of the other kind is a mistake. */
function recurrenceOf({ every, day, weekday }: Body): Outcome<Recurrence> {
  const [wanted, other] = every === 'month' ? ['day', 'weekday'] : ['weekday', 'day'];
  const given = { day, weekday } as Body;
  if (given[`${wanted}`] === undefined) {
    return refused(unfit(`recurrence.${wanted}`, { is: 'missing' }));
  }
  if (given[`${other}`] !== undefined) {
    const expected = `no such field with every ${every}`;
    return refused(unfit(`recurrence.${other}`, { is: 'malformed', expected }));
  }
  return accepted(
    every === 'month'
      ? { every: 'month', day: Number(day) }
      : { every: 'week', weekday: weekday as Weekday },
  );
}

/** Without a day it begins with the next one that comes at its hour. */
function fromOf(asked: unknown, now: Instant): Outcome<BusinessDate> {
  const today = businessDate(now);
  if (asked === undefined) return accepted(now < chargeInstant(today) ? today : nextDay(today));
  const day = dayOf(String(asked));
  if (day === null) {
    return refused(unfit('from', { is: 'malformed', expected: 'a day, YYYY-MM-DD' }));
  }
  const last = businessDate(after(now, mostDays * dayMs));
  if (day >= today && day <= last) return accepted(day);
  const expected = `today or at most ${mostDays} days after it`;
  return refused(unfit('from', { is: 'out-of-range', expected }));
}
