// Each rule of the vocabulary against the hostile corpus: rows T5, T6, T8, T66 and T67.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  birthOrBusiness,
  cancelWon,
  cardNumber,
  date,
  digits,
  except,
  inBase64,
  orderNumber,
  quota,
  text,
  wireInstant,
  wonDigits,
  wonOrZero,
  yymm,
} from './field.ts';
import type { Scalar } from './fields.ts';
import { readJson } from './json.ts';
import type { AnyRule } from './rule.ts';

// A verdict is the value, or the problem's name after an exclamation mark.
function verdict(rule: AnyRule, scalar: Scalar): unknown {
  const reading = rule.read(scalar);
  return reading.ok ? reading.value : `!${reading.problem.is}`;
}

function asString(value: string): Scalar {
  return { text: value, type: 'string' };
}

/** A JSON literal as the reader hands it on. */
function asJson(literal: string): Scalar {
  const outcome = readJson(`{"field":${literal}}`);
  const scalar = outcome.ok ? outcome.value.get('field') : undefined;
  if (scalar === undefined) throw new Error(`not JSON: ${literal}`);
  return scalar;
}

describe('T66: amounts as text', () => {
  // biome-ignore format: a table
  const rows = [
    // text              wonDigits         cancelWon
    ['1',                1n,               1n],
    ['1000',             1000n,            1000n],
    ['9999999999',       9999999999n,      9999999999n],
    ['10000000000',      '!too-long',      '!too-long'],
    ['0',                '!out-of-range',  null],
    ['00',               '!malformed',     '!malformed'],
    ['0100',             '!malformed',     '!malformed'],
    ['1000.00',          '!malformed',     1000n],
    ['1000.0',           '!malformed',     1000n],
    ['0.00',             '!malformed',     null],
    ['1000.',            '!malformed',     '!malformed'],
    ['1000.5',           '!malformed',     '!malformed'],
    ['1000.01',          '!malformed',     '!malformed'],
    ['1,000',            '!malformed',     '!malformed'],
    ['1_000',            '!malformed',     '!malformed'],
    ['1e3',              '!malformed',     '!malformed'],
    ['0x10',             '!malformed',     '!malformed'],
    ['-1',               '!malformed',     '!malformed'],
    ['-1000',            '!malformed',     '!malformed'],
    ['-0',               '!malformed',     '!malformed'],
    ['+5',               '!malformed',     '!malformed'],
    [' 100',             '!malformed',     '!malformed'],
    ['100 ',             '!malformed',     '!malformed'],
    ['100\n',            '!malformed',     '!malformed'],
    ['\u00a0100',        '!malformed',     '!malformed'],
    ['\ufeff100',        '!malformed',     '!malformed'],
    ['１００',           '!malformed',     '!malformed'],
    ['٣',                '!malformed',     '!malformed'],
    ['NaN',              '!malformed',     '!malformed'],
    ['null',             '!malformed',     '!malformed'],
    ['Infinity',         '!malformed',     '!malformed'],
    ['9007199254740993', '!too-long',      '!too-long'],
    [`1${'0'.repeat(30)}`, '!too-long',    '!too-long'],
  ] as const;

  test.each(rows)('%j', (value, wonVerdict, cancelVerdict) => {
    expect(verdict(wonDigits(10), asString(value))).toBe(wonVerdict);
    expect(verdict(cancelWon(10), asString(value))).toBe(cancelVerdict);
  });
});

describe('T6 T66: amounts as JSON literals', () => {
  // biome-ignore format: a table
  const rows = [
    // literal             wonDigits        cancelWon
    ['1000',               1000n,           1000n],
    ['0',                  '!out-of-range', null],
    ['1000.00',            '!malformed',    1000n],
    ['1000.5',             '!malformed',    '!malformed'],
    ['-1',                 '!malformed',    '!malformed'],
    ['-0',                 '!malformed',    '!malformed'],
    ['1e3',                '!malformed',    '!malformed'],
    ['1e400',              '!malformed',    '!malformed'],
    ['9007199254740993',   '!too-long',     '!too-long'],
    ['null',               '!wrong-type',   '!wrong-type'],
    ['true',               '!wrong-type',   '!wrong-type'],
    ['[1]',                '!wrong-type',   '!wrong-type'],
    ['{}',                 '!wrong-type',   '!wrong-type'],
  ] as const;

  test.each(rows)('%s', (literal, wonVerdict, cancelVerdict) => {
    expect(verdict(wonDigits(10), asJson(literal))).toBe(wonVerdict);
    expect(verdict(cancelWon(10), asJson(literal))).toBe(cancelVerdict);
  });

  test('a sum may be nothing', () => {
    expect(verdict(wonOrZero(10), asString('0'))).toBe(0n);
  });
});

describe('T67: text', () => {
  const family = '👨‍👩‍👧';
  // biome-ignore format: a table
  const rows = [
    // value                     text(5)
    ['abcde',                    'abcde'],
    ['abcdef',                   '!too-long'],
    ['가나다라마',               '가나다라마'],
    ['😀😀😀😀😀',               '😀😀😀😀😀'],
    ['😀😀😀😀😀😀',             '!too-long'],
    [family,                     family],
    ['e\u0301e\u0301',           'e\u0301e\u0301'],
    ['a\u0301\u0301\u0301\u0301\u0301', '!too-long'],
    [' a ',                      ' a '],
    ['\u202eabc',                '\u202eabc'],
    ["'\"<&>",                   "'\"<&>"],
    ['=1+1',                     '=1+1'],
    ['a\0',                      '!forbidden-character'],
    ['a\tb',                     '!forbidden-character'],
    ['a\nb',                     '!forbidden-character'],
    ['a\u001f',                  '!forbidden-character'],
    ['a\u007f',                  '!forbidden-character'],
    ['a\u0085',                  '!forbidden-character'],
    ['a\u009f',                  '!forbidden-character'],
    ['a\ud83d',                  '!forbidden-character'],
    ['\ude00\ud83d',             '!forbidden-character'],
  ] as const;

  test.each(rows)('%j', (value, expected) => {
    expect(verdict(text(5), asString(value))).toBe(expected);
  });

  // biome-ignore format: a table
  const literals = [
    ['12345', '12345'], ['1.5', '!malformed'], ['-1', '!malformed'], ['1e3', '!malformed'],
    ['true', '!wrong-type'], ['[]', '!wrong-type'], ['{}', '!wrong-type'],
  ] as const;

  test.each(literals)('the JSON literal %s', (literal, expected) => {
    expect(verdict(text(5), asJson(literal))).toBe(expected);
  });

  test('what cannot be shown is named by its number', () => {
    expect(text(5).read(asString('\0'))).toMatchObject({ problem: { character: 'U+0000' } });
    expect(text(5).read(asString('\udfff'))).toMatchObject({ problem: { character: 'U+DFFF' } });
  });

  test('a field sent twice with differing values is unfit', () => {
    expect(verdict(text(5), { text: '', type: 'repeated' })).toBe('!repeated');
  });

  test('all that fits is echoed exactly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (value) => {
        const found = verdict(text(200), asString(value));
        if (!/[\p{Cc}\p{Cs}]/u.test(value)) expect(found).toBe(value);
      }),
      { seed: 20_260_309 },
    );
  });

  test('one character may be forbidden', () => {
    const rule = except('&', text(5));
    expect(verdict(rule, asString('a<b'))).toBe('a<b');
    expect(rule.read(asString('a&b'))).toMatchObject({ problem: { character: '&' } });
    expect(verdict(rule, asString('a&bcde'))).toBe('!too-long');
  });
});

describe('T5: order numbers', () => {
  // biome-ignore format: a table
  const rows = [
    ['ORDER-0001',        'ORDER-0001'],
    ['order 1',           'order 1'],
    ['주문-1',            '주문-1'],
    ['주문-1'.normalize('NFD'), '주문-1'.normalize('NFD')],
    ['4000000000000002',  '4000000000000002'],
    [' A',                '!malformed'],
    ['A ',                '!malformed'],
    [' ',                 '!malformed'],
    ['A\t',               '!forbidden-character'],
    ['A\n',               '!forbidden-character'],
    ['A\u00a0',           '!forbidden-character'],
    ['A\u3000B',          '!forbidden-character'],
    ['A\u2009B',          '!forbidden-character'],
    ['A\u200b',           '!forbidden-character'],
    ['A\u200d',           '!forbidden-character'],
    ['A\u00ad',           '!forbidden-character'],
    ['A\u202e',           '!forbidden-character'],
    ['A\u2028',           '!forbidden-character'],
    ['A\ufeff',           '!forbidden-character'],
    ['A\ufe0f',           '!forbidden-character'],
    ['A\u3164',           '!forbidden-character'],
    ['A\u{e0041}',        '!forbidden-character'],
    ['A\0',               '!forbidden-character'],
    ['N'.repeat(51),      '!too-long'],
  ] as const;

  test.each(rows)('%j', (value, expected) => {
    expect(verdict(orderNumber(50), asString(value))).toBe(expected);
  });
});

describe('digits of other kinds', () => {
  const rules: Readonly<Record<string, AnyRule>> = {
    quota,
    yymm,
    cardNumber,
    birthOrBusiness,
    date,
    twoDigits: digits(2),
    instant: wireInstant(20),
    base64: inBase64(text(4)),
  };

  // biome-ignore format: a table
  const rows = [
    // rule              text                     verdict
    ['quota',           '00',                    0],
    ['quota',           '01',                    0],
    ['quota',           '02',                    2],
    ['quota',           '12',                    12],
    ['quota',           '13',                    '!malformed'],
    ['quota',           '2',                     '!malformed'],
    ['quota',           '2 ',                    '!malformed'],
    ['quota',           '-1',                    '!malformed'],
    ['quota',           '０２',                    '!malformed'],
    ['quota',           '002',                   '!too-long'],
    ['yymm',            '3012',                  '3012'],
    ['yymm',            '0001',                  '0001'],
    ['yymm',            '3013',                  '!malformed'],
    ['yymm',            '3000',                  '!malformed'],
    ['yymm',            '301',                   '!malformed'],
    ['yymm',            '12/30',                 '!too-long'],
    ['twoDigits',       '00',                    '00'],
    ['twoDigits',       '1',                     '!malformed'],
    ['twoDigits',       '1a',                    '!malformed'],
    ['twoDigits',       '１２',                    '!malformed'],
    ['cardNumber',      '4000000000000002',      '4000000000000002'],
    ['cardNumber',      '37000000000000',        '37000000000000'],
    ['cardNumber',      '4000000000000',         '!malformed'],
    ['cardNumber',      '40000000000000021',     '!too-long'],
    ['cardNumber',      '4000-0000-0000-0002',   '!too-long'],
    ['cardNumber',      '4000 0000 00002',       '!malformed'],
    ['birthOrBusiness', '900101',                '900101'],
    ['birthOrBusiness', '1248100998',            '1248100998'],
    ['birthOrBusiness', '901301',                '!malformed'],
    ['birthOrBusiness', '1248100999',            '!malformed'],
    ['birthOrBusiness', '19900101',              '!malformed'],
    ['birthOrBusiness', '9001011234567',         '!too-long'],
    ['date',            '2026-01-31',            '2026-01-31'],
    ['date',            '2026-02-29',            '!malformed'],
    ['date',            '2026-1-31',             '!malformed'],
    ['date',            '20260131',              '!malformed'],
    ['date',            '0000-01-01',            '!malformed'],
    ['date',            '2026-01-31\n',          '!too-long'],
    ['instant',         '20260131093000',        Date.parse('2026-01-31T09:30:00+09:00')],
    ['instant',         '20261331093000',        '!malformed'],
    ['instant',         '2026-01-31 09:30',      '!malformed'],
    ['base64',          'YWJj',                  'abc'],
    ['base64',          'YQ==',                  'a'],
    ['base64',          '7ZWc6riA',              '한글'],
    ['base64',          'Pj4 ',                  '>>>'],
    ['base64',          'Pj4+',                  '>>>'],
    ['base64',          'YW!Jj',                 '!malformed'],
    ['base64',          'YWJj====',              '!malformed'],
    ['base64',          'wK8=',                  '!malformed'],
    ['base64',          'YWJjZGU=',              '!too-long'],
    ['base64',          'YQA=',                  '!forbidden-character'],
  ] as const;

  test.each(rows)('T8 T40 T66: %s %j', (name, value, expected) => {
    expect(verdict(rules[name] ?? text(0), asString(value))).toBe(expected);
  });
});

describe('every rule', () => {
  const rules = {
    text: text(7),
    except: except('&', text(7)),
    orderNumber: orderNumber(7),
    wonDigits: wonDigits(7),
    wonOrZero: wonOrZero(7),
    cancelWon: cancelWon(7),
    digits: digits(7),
    cardNumber,
    yymm,
    birthOrBusiness,
    quota,
    date,
    wireInstant: wireInstant(20),
    inBase64: inBase64(text(7)),
  } as const;
  const named: [string, AnyRule][] = Object.entries(rules);

  test.each(named)('%s takes its own examples and writes what it reads', (_, rule) => {
    for (const example of [rule.example, rule.longest]) {
      const reading = rule.read(asString(example));
      expect(reading.ok && rule.write(reading.value)).toBe(example);
    }
    if (rule.limit !== null) expect([...rule.longest].length).toBeLessThanOrEqual(rule.limit);
  });

  test.each(named)('%s never throws', (_, rule) => {
    const type = fc.constantFrom<Scalar['type']>('string', 'number', 'array', 'repeated');
    fc.assert(
      fc.property(fc.record({ text: fc.string({ unit: 'binary' }), type }), (scalar) => {
        expect(typeof rule.read(scalar).ok).toBe('boolean');
      }),
      { seed: 20_260_309 },
    );
  });
});
