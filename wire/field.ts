// The vocabulary of field rules that message tables are written in.
import { negate, parseWon, type Won } from '../core/money/won.ts';
import type { FieldProblem } from '../core/refusal.ts';
import { type Instant, instant, wireTime } from '../core/time/instant.ts';
import { isBirthDate, isBusinessNumber, isDay } from './calendar.ts';
import { isLonger, problem, type Reading, type Rule, rule, typeProblem } from './rule.ts';

/**
 * Any text a person may write, echoed exactly. Controls are refused, tabs and line breaks among
 * them: one-line fields end up in slips, CSV and logs (T67). NUL would be a database error.
 */
export function text(limit: number): Rule<string, ''> {
  return rule({
    limit,
    expected: `${limit}자 이하의 문자`,
    example: '가나다',
    longest: '가'.repeat(limit),
    none: '',
    parse: (value) => forbidden(value, unwritable) ?? value,
  });
}

/** As `text`, but a credential: its example is not Korean and it is never shown. */
export function secret(limit: number): Rule<string, ''> {
  return { ...text(limit), example: 'demo-key', longest: 'k'.repeat(limit) };
}

/** A rule with one character forbidden: `&` breaks the vendor's own forms (manual 000). */
export function except(character: string, inner: Rule<string, ''>): Rule<string, ''> {
  const expected = `${inner.expected}, ${character} 제외`;
  return {
    ...inner,
    expected,
    read(field): Reading<string> {
      const reading = inner.read(field);
      if (!reading.ok || !reading.value.includes(character)) return reading;
      return problem({ is: 'forbidden-character', character });
    },
  };
}

/** What nobody can see or tell apart makes two numbers of one: none of it (T5). */
export function orderNumber(limit: number): Rule<string, ''> {
  const expected = `${limit}자 이하, 앞뒤 공백과 보이지 않는 문자 제외`;
  return rule({
    limit,
    expected,
    example: 'ORDER-0001'.slice(0, limit),
    longest: 'N'.repeat(limit),
    none: '',
    parse(value) {
      const found = forbidden(value, unwritable) ?? forbidden(value, invisible);
      if (found !== null) return found;
      return value.startsWith(' ') || value.endsWith(' ') ? { is: 'malformed', expected } : value;
    },
  });
}

/** An amount to be paid: plain digits, more than nothing (T66). */
export function wonDigits(limit: number): Rule<Won, null> {
  return rule({
    limit,
    expected: '쉼표와 소수점 없는 숫자',
    example: '1000',
    longest: '9'.repeat(limit),
    none: null,
    parse(value): Won | FieldProblem | null {
      const amount = parseWon(value);
      return amount === 0n ? { is: 'out-of-range', expected: '1 이상' } : amount;
    },
  });
}

/** An amount that was or is: zero is a value (sums of cancels). */
export function wonOrZero(limit: number): Rule<Won, null> {
  const { expected, example, longest } = wonDigits(limit);
  return rule({ limit, expected, example, longest, none: null, parse: parseWon });
}

/** In answers: what is taken back stands with a minus. */
export function signedWon(limit: number): Rule<Won, null> {
  const { example, longest } = wonDigits(limit);
  const expected = '정수, 취소는 음수';
  return rule({ limit: limit + 1, expected, example, longest, none: null, parse: parseSigned });
}

function parseSigned(value: string): Won | null {
  const amount = parseWon(value.replace(/^-/, ''));
  return amount === null || !value.startsWith('-') ? amount : negate(amount);
}

const wholeWon = /^(0|[1-9][0-9]*)(\.0+)?$/;

/**
 * What to cancel; null is everything. Shops send 1000.00. A sign slip must not refund it all, nor
 * must NaN, which JavaScript writes as null.
 */
export function cancelWon(limit: number): Rule<Won | null, null> {
  const expected = '0 이상의 정수';
  return {
    ...wonDigits(limit),
    expected,
    write: (value) => (value === null ? '' : String(value)),
    refusesNull: true,
    read(field): Reading<Won | null> {
      const wrong = typeProblem(field);
      if (wrong !== null) return wrong;
      const digits = wholeWon.exec(field.text)?.[1];
      if (digits === undefined) return problem({ is: 'malformed', expected });
      if (isLonger(digits, limit)) return problem({ is: 'too-long', limit });
      const amount = parseWon(digits);
      return { ok: true, value: amount === 0n ? null : amount };
    },
  };
}

/** Exactly so many ASCII digits; leading zeros are kept. */
export function digits(count: number): Rule<string, ''> {
  const pattern = new RegExp(`^[0-9]{${count}}$`);
  const example = '12345678901234567890'.slice(0, count);
  return patterned(pattern, { limit: count, expected: `숫자 ${count}자리`, example });
}

/** The manual's length is 16; Amex and Diners have 15 and 14. No blanks, no hyphens. */
export const cardNumber: Rule<string, ''> = patterned(/^[0-9]{14,16}$/, {
  limit: 16,
  expected: '숫자 14~16자리',
  example: '4000000000000002',
});

/** When the card ends; whether it has ended is the issuer's to say. */
export const yymm: Rule<string, ''> = patterned(/^[0-9]{2}(0[1-9]|1[0-2])$/, {
  limit: 4,
  expected: 'YYMM (유효기간 연월 4자리)',
  example: '3012',
});

/** Whose card it is: a person's birth date or a company's number. */
export const birthOrBusiness: Rule<string, ''> = rule({
  limit: 10,
  expected: '생년월일 YYMMDD 또는 사업자번호 10자리',
  example: '900101',
  longest: '1248100998',
  none: '',
  parse: (value) => (isBirthDate(value) || isBusinessNumber(value) ? value : null),
});

const months = /^(0[0-9]|1[0-2])$/;

/** Months; 00 and 01 are a lump sum. Two digits, so "2 " is refused (T8). */
export const quota: Rule<number, 0> = rule({
  limit: 2,
  expected: '00(일시불), 02~12',
  example: '00',
  none: 0,
  parse(value) {
    if (!months.test(value)) return null;
    return value === '01' ? 0 : Number(value);
  },
  write: (value) => String(value).padStart(2, '0'),
});

const calendarDay = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;

/** A day that exists, as the list of payments asks for it. */
export const date: Rule<string, ''> = rule({
  limit: 10,
  expected: 'YYYY-MM-DD',
  example: '2026-01-31',
  none: '',
  parse(value) {
    const [, year, month, day] = (calendarDay.exec(value) ?? []).map(Number);
    if (year === undefined || month === undefined || day === undefined) return null;
    return isDay(year, month, day) && year >= 100 ? value : null;
  },
});

const compactDay = /^([0-9]{4})([0-9]{2})([0-9]{2})$/;

/** The same in eight digits, as settlement days are written. Means YYYY-MM-DD. */
export const compactDate: Rule<string, ''> = {
  ...date,
  limit: 8,
  expected: 'YYYYMMDD',
  example: '20260131',
  longest: '20260131',
  write: (value) => value.replaceAll('-', ''),
  read(field): Reading<string> {
    const wrong = typeProblem(field);
    if (wrong !== null) return wrong;
    if (isLonger(field.text, 8)) return problem({ is: 'too-long', limit: 8 });
    const text = field.text.replace(compactDay, '$1-$2-$3');
    const reading = date.read({ text, type: 'string' });
    const fits = compactDay.test(field.text) && reading.ok;
    return fits ? reading : problem({ is: 'malformed', expected: 'YYYYMMDD' });
  },
};

/** Fourteen digits in Seoul; the tables say 20 or 50, every logged answer has 14. */
export function wireInstant(limit: number): Rule<Instant, null> {
  return rule({
    limit,
    expected: 'YYYYMMDDHHMMSS',
    example: '20260131093000',
    none: null,
    parse: instantOf,
    write: wireTime,
  });
}

const parts = /^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})$/;

function instantOf(value: string): Instant | null {
  const at = instant(Date.parse(value.replace(parts, '$1-$2-$3T$4:$5:$6+09:00')));
  return parts.test(value) && !Number.isNaN(at) ? at : null;
}

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * A transaction id in base64, put into a link unescaped, so `+` may arrive as a blank.
 * Node's own decoder ignores junk, so the alphabet is checked first (T40).
 */
export function inBase64(inner: Rule<string, ''>): Rule<string, ''> {
  const expected = `base64, ${inner.expected}`;
  const encode = (value: string): string => Buffer.from(value, 'utf8').toString('base64');
  return {
    ...inner,
    limit: null,
    expected,
    example: encode(inner.example),
    longest: encode(inner.longest),
    write: encode,
    read(field): Reading<string> {
      const wrong = typeProblem(field);
      if (wrong !== null) return wrong;
      const value = decoded(field.text.replaceAll(' ', '+'));
      if (value === null) return problem({ is: 'malformed', expected });
      return inner.read({ text: value, type: 'string' });
    },
  };
}

function decoded(value: string): string | null {
  if (!base64.test(value)) return null;
  try {
    return utf8.decode(Buffer.from(value, 'base64'));
  } catch {
    return null;
  }
}

interface Pattern {
  readonly limit: number;
  readonly expected: string;
  readonly example: string;
}

function patterned(pattern: RegExp, described: Pattern): Rule<string, ''> {
  return rule({ ...described, none: '', parse: (value) => (pattern.test(value) ? value : null) });
}

/** Controls of C0 and C1, and lone surrogates. */
const unwritable = /[\p{Cc}\p{Cs}]/u;
/** Format and filler characters, and every blank but the plain one. */
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

function forbidden(value: string, pattern: RegExp): FieldProblem | null {
  const character = pattern.exec(value)?.[0];
  return character === undefined
    ? null
    : { is: 'forbidden-character', character: named(character) };
}

/** By its number, because none of these can be shown. */
function named(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `U+${hex.padStart(4, '0')}`;
}
