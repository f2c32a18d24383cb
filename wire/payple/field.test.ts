// Tables of what fits and what does not for the rules that only this dialect has.
import { describe, expect, test } from 'vitest';
import { isoTime } from '../../core/time/instant.ts';
import type { Fields, Scalar, ScalarType } from '../fields.ts';
import type { Rule } from '../rule.ts';
import { day, expiry, expiryOf, flag, isSet, month, refundWon, word, year } from './field.ts';
import { linkCardVersion, linkPayType, payWork } from './words.ts';

type Sent = Scalar | string;

const boolean = (text: string): Scalar => ({ text, type: 'boolean' });
const number = (text: string): Scalar => ({ text, type: 'number' });

// biome-ignore format: a table
const flags: readonly (readonly [Sent, boolean | string])[] = [
  ['Y', true], ['y', true], ['true', true], [boolean('true'), true],
  ['N', false], ['n', false], ['false', false], [boolean('false'), false],
  ['X', 'malformed'], ['1', 'malformed'], ['Ｙ', 'malformed'], ['YES', 'too-long'],
  ['constructor', 'too-long'], [number('1'), 'malformed'],
  [{ text: '[]', type: 'array' }, 'wrong-type'], [{ text: 'repeated', type: 'repeated' }, 'repeated'],
];

test.each(flags)('the flag %j', (sent, expected) => {
  expect(verdict(flag, sent)).toBe(expected);
});

// biome-ignore format: a table
const months: readonly (readonly [Sent, string])[] = [
  ['1', '01'], ['01', '01'], ['12', '12'], [number('1'), '01'], [number('12'), '12'],
  ['0', 'malformed'], ['00', 'malformed'], ['13', 'malformed'], ['1 ', 'malformed'],
  ['001', 'too-long'], [number('1.0'), 'too-long'], [number('1e0'), 'too-long'], ['１', 'malformed'],
];

test.each(months)('T66: the month %j', (sent, expected) => {
  expect(verdict(month, sent)).toBe(expected);
});

// biome-ignore format: a table
const years: readonly (readonly [Sent, string])[] = [
  ['2026', '2026'], [number('2026'), '2026'], ['0026', 'malformed'], ['26', 'malformed'],
  ['20260', 'too-long'], ['２０２６', 'malformed'], ['-206', 'malformed'],
];

test.each(years)('T66: the year %j', (sent, expected) => {
  expect(verdict(year, sent)).toBe(expected);
});

// biome-ignore format: a table
const days: readonly (readonly [Sent, string])[] = [
  ['20260131', '2026-01-31'], [number('20180502'), '2018-05-02'], ['20240229', '2024-02-29'],
  ['20260229', 'malformed'], ['20261301', 'malformed'], ['2026-01-31', 'too-long'],
  ['20260131093000', 'too-long'], ['2026131', 'malformed'], ['00010101', 'malformed'],
];

test.each(days)('T66: the day %j', (sent, expected) => {
  expect(verdict(day, sent)).toBe(expected);
});

test('a day is written as it was read', () => {
  const reading = day.read({ text: '20260131', type: 'string' });
  expect(reading.ok && day.write(reading.value)).toBe('20260131');
});

// biome-ignore format: a table
const expiries = [
  ['20260131',     '2026-02-01T00:00:00.000+09:00'],
  ['2026013109',   '2026-01-31T10:00:00.000+09:00'],
  ['2026013123',   '2026-02-01T00:00:00.000+09:00'],
  ['2026013124',   null],
  ['202601319',    null],
  ['20260230',     null],
  ['',             null],
] as const;

test.each(expiries)('a link that works until %s ends at %s', (text, expected) => {
  const at = expiryOf(text);
  expect(at === null ? null : isoTime(at)).toBe(expected);
  expect(expiry.read({ text, type: 'string' }).ok).toBe(expected !== null);
});

// biome-ignore format: a table
const refunds: readonly (readonly [Sent, bigint | string])[] = [
  ['1000', 1000n], [number('1000'), 1000n], ['1000.00', 1000n], ['9999999999', 9_999_999_999n],
  ['0', 'malformed'], ['0.00', 'malformed'], ['-1', 'malformed'], ['1,000', 'malformed'],
  ['1000.5', 'malformed'], ['1e3', 'malformed'], ['01000', 'malformed'], [' 100', 'malformed'],
  ['10000000000', 'too-long'], [number('-1'), 'malformed'], [boolean('true'), 'wrong-type'],
];

test.each(refunds)('T6 T66: the refund %j', (sent, expected) => {
  expect(verdict(refundWon(10), sent)).toBe(expected);
});

describe('words', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [Rule<string, null>, string, string, string])[] = [
    [payWork,         'AUTH',          'register',  'AUTH'],
    [payWork,         'AUTHREG',       'register',  'AUTH'],
    [payWork,         'CERT',          'certify',   'CERT'],
    [linkPayType,     'transfer|card', 'any',       'transfer|card'],
    [linkPayType,     'transfer card', 'any',       'transfer|card'],
    [linkPayType,     'transfer',      'account',   'transfer'],
    [linkCardVersion, '01+02',         'any',       '01+02'],
    [linkCardVersion, '02',            'one-off',   '02'],
  ];

  test.each(rows)('mean something: %# %s', (rule, text, means, said) => {
    expect(verdict(rule, text)).toBe(means);
    expect(rule.write(means)).toBe(said);
  });

  test('T65: names of objects are no words', () => {
    const rule = word({ card: 'card', transfer: 'account' });
    for (const text of ['toString', '__proto__', 'Card', 'account', 'card ']) {
      expect(rule.read({ text, type: 'string' }).ok).toBe(false);
    }
    expect(rule.write('nothing' as 'card')).toBe('');
  });
});

describe('a flag asked of a body', () => {
  const names = ['FLAG', 'FALG'];
  // biome-ignore format: a table
  const rows: readonly (readonly [Readonly<Record<string, string>>, boolean])[] = [
    [{ FLAG: 'Y' }, true], [{ FALG: 'Y' }, true], [{ FLAG: '', FALG: 'Y' }, true],
    [{ FLAG: 'Y', FALG: 'Y' }, true], [{ FLAG: 'N', FALG: 'Y' }, false], [{}, false],
    [{ FLAG: 'N' }, false], [{ FLAG: 'maybe' }, false], [{ OTHER: 'Y' }, false],
  ];

  test.each(rows)('%j', (sent, expected) => {
    expect(isSet(names, fields(sent))).toBe(expected);
  });
});

function fields(sent: Readonly<Record<string, string>>): Fields {
  const type: ScalarType = 'string';
  return new Map(Object.entries(sent).map(([name, text]) => [name, { text, type }]));
}

function verdict(rule: Rule<unknown, unknown>, sent: Sent): unknown {
  const reading = rule.read(typeof sent === 'string' ? { text: sent, type: 'string' } : sent);
  return reading.ok ? reading.value : reading.problem.is;
}
