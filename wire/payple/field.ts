// The rules of fields that only this dialect has: flags, fixed words, periods, days and amounts.
import { parseWon, type Won } from '../../core/money/won.ts';
import type { FieldProblem } from '../../core/refusal.ts';
import {
  after,
  type BusinessDate,
  dayMs,
  hourMs,
  type Instant,
  startOfDay,
} from '../../core/time/instant.ts';
import { isDay } from '../calendar.ts';
import { type Fields, fieldBy } from '../fields.ts';
import { problem, type Reading, type Rule, rule, typeProblem } from '../rule.ts';

const flagWords = new Map([
  ['Y', true],
  ['y', true],
  ['true', true],
  ['N', false],
  ['n', false],
  ['false', false],
]);

/** Y or N. JSON's own true and false are sent too, and become text in a form. */
export const flag: Rule<boolean, null> = {
  limit: 1,
  expected: 'Y 또는 N',
  example: 'Y',
  longest: 'Y',
  none: null,
  refusesNull: false,
  takesBoolean: true,
  write: (value) => (value ? 'Y' : 'N'),
  read(field): Reading<boolean> {
    const wrong = field.type === 'boolean' ? null : typeProblem(field);
    if (wrong !== null) return wrong;
    const value = flagWords.get(field.text);
    if (value !== undefined) return { ok: true, value };
    if (field.type === 'string' && field.text.length > 1)
      return problem({ is: 'too-long', limit: 1 });
    return problem({ is: 'malformed', expected: flag.expected });
  },
};

/** Whether a flag is set, asked of a body before or without its table. */
export function isSet(names: readonly string[], body: Fields): boolean {
  const scalar = fieldBy(names, body)?.scalar;
  return scalar !== undefined && scalar.type !== 'repeated' && flagWords.get(scalar.text) === true;
}

/** One of a few fixed words; each means a word of the domain. */
export function word<const Words extends Readonly<Record<string, string>>>(
  words: Words,
): Rule<Words[keyof Words], null> {
  const byName = new Map(Object.entries(words)) as Map<string, Words[keyof Words]>;
  const names = [...byName.keys()];
  const longest = names.reduce((one, other) => (other.length > one.length ? other : one));
  return rule<Words[keyof Words], null>({
    limit: longest.length,
    expected: names.join(', '),
    example: names[0] ?? '',
    longest,
    none: null,
    parse: (value) => byName.get(value) ?? null,
    // The first of several names for one thing is the one we say.
    write: (value) => names.find((name) => byName.get(name) === value) ?? '',
  });
}

/** A year and a month of a subscription; shops send numbers, and months without their zero. */
export const year: Rule<string, ''> = rule({
  limit: 4,
  expected: 'YYYY',
  example: '2026',
  none: '',
  parse: (value) => (/^[1-9][0-9]{3}$/.test(value) ? value : null),
});

export const month: Rule<string, ''> = rule({
  limit: 2,
  expected: 'MM (01~12)',
  example: '01',
  none: '',
  parse: (value) => (/^(0?[1-9]|1[0-2])$/.test(value) ? value.padStart(2, '0') : null),
});

const eightDigits = /^([0-9]{4})([0-9]{2})([0-9]{2})$/;

/** A day in Seoul, which shops also send as a bare number. */
export const day: Rule<BusinessDate, null> = rule<BusinessDate, null>({
  limit: 8,
  expected: 'YYYYMMDD',
  example: '20260131',
  none: null,
  parse: dayOf,
  write: (value) => value.replaceAll('-', ''),
});

function dayOf(value: string): BusinessDate | null {
  const [, ...parts] = eightDigits.exec(value) ?? [];
  const [inYear = 0, inMonth = 0, ofMonth = 0] = parts.map(Number);
  if (!isDay(inYear, inMonth, ofMonth) || inYear < 1000) return null;
  return parts.join('-') as BusinessDate;
}

/** Until when a link works: a day, or an hour of it; as it was sent, because it is echoed. */
export const expiry: Rule<string, ''> = rule({
  limit: 10,
  expected: 'YYYYMMDD 또는 YYYYMMDDHH',
  example: '20260131',
  longest: '2026013123',
  none: '',
  parse: (value) => (expiryOf(value) === null ? null : value),
});

/** The first instant after the last day or hour; null for what `expiry` does not take. */
export function expiryOf(value: string): Instant | null {
  const on = dayOf(value.slice(0, 8));
  if (on === null) return null;
  const start = startOfDay(on);
  if (value.length === 8) return after(start, dayMs);
  const [, hour] = /^([01][0-9]|2[0-3])$/.exec(value.slice(8)) ?? [];
  return hour === undefined ? null : after(start, (Number(hour) + 1) * hourMs);
}

const wholeWon = /^([1-9][0-9]*)(\.0+)?$/;

/** What to pay back: never nothing, and never everything for want of a number (T6). */
export function refundWon(limit: number): Rule<Won, null> {
  return rule<Won, null>({
    limit,
    expected: '1 이상의 정수',
    example: '1000',
    longest: '9'.repeat(limit),
    none: null,
    parse(value): Won | FieldProblem | null {
      const digits = wholeWon.exec(value)?.[1];
      return digits === undefined ? null : parseWon(digits);
    },
  });
}
