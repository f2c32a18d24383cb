// The JSON reader: what it takes, where it says that it broke, and that it never quotes the body.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../core/refusal.ts';
import type { Fields } from './fields.ts';
import { readJson } from './json.ts';

// biome-ignore format: a table
const scalars = [
  // text                          type       literal text
  ['"abc"',                       'string',  'abc'],
  ['""',                          'string',  ''],
  ['"\\u0041\\n\\/\\"\\\\"',      'string',  'A\n/"\\'],
  ['"\\ud55c\\uae00"',            'string',  '한글'],
  ['"\\ud83d\\ude00"',            'string',  '😀'],
  ['"\\ud83d"',                   'string',  '\ud83d'],
  ['"\\u0000"',                   'string',  '\0'],
  ['"\u007f\u2028"',              'string',  '\u007f\u2028'],
  ['1000',                        'number',  '1000'],
  ['1e3',                         'number',  '1e3'],
  ['1000.00',                     'number',  '1000.00'],
  ['-0',                          'number',  '-0'],
  ['9007199254740993',            'number',  '9007199254740993'],
  ['1e400',                       'number',  '1e400'],
  ['true',                        'boolean', 'true'],
  ['false',                       'boolean', 'false'],
  ['null',                        'null',    ''],
  ['{}',                          'object',  '{}'],
  ['{"a":[1,{"b":null}]}',        'object',  '{"a":[1,{"b":null}]}'],
  ['[ ]',                         'array',   '[ ]'],
] as const;

test.each(scalars)('%s is a %s', (literal, type, text) => {
  const fields = accept(readJson(`\t{ "field" :\r\n ${literal} } `));
  expect([...fields]).toEqual([['field', { text, type }]]);
});

// biome-ignore format: a table
const lists = [
  // text            the one element
  ['["a"]',         { text: 'a', type: 'string' }],
  ['[ 12 ]',        { text: '12', type: 'number' }],
  ['[null]',        { text: '', type: 'null' }],
  ['[]',            undefined],
  ['["a","b"]',     undefined],
  ['[["a"]]',       undefined],
  ['[{"a":1}]',     undefined],
] as const;

test.each(lists)('a list of one says what its element is: %s', (literal, only) => {
  expect(accept(readJson(`{"field":${literal}}`)).get('field')?.only).toEqual(only);
});

// biome-ignore format: a table
const faults = [
  // body                              fault              line  column
  ['',                                 'empty',           1,    1],
  [' \n ',                             'empty',           2,    2],
  ['[]',                               'not-an-object',   1,    1],
  ['"text"',                           'not-an-object',   1,    1],
  ['\n 12',                            'not-an-object',   2,    2],
  ['a=1',                              'syntax',          1,    1],
  ['{"a":1,}',                         'trailing-comma',  1,    7],
  ['{\n"a": "1",\n"나": "2" , \n}',    'trailing-comma',  3,    10],
  ['{"a":[1,2,]}',                     'trailing-comma',  1,    10],
  ['{,}',                              'syntax',          1,    2],
  ['{"a":1,,"b":2}',                   'syntax',          1,    8],
  ['{"a" 1}',                          'syntax',          1,    6],
  ['{"a":}',                           'syntax',          1,    6],
  ['{a:1}',                            'syntax',          1,    2],
  ["{'a':1}",                          'syntax',          1,    2],
  ['{"a":1',                           'syntax',          1,    7],
  ['{"a":"1',                          'syntax',          1,    8],
  ['{"a":1} x',                        'syntax',          1,    9],
  ['{"a":1}{"a":1}',                   'syntax',          1,    8],
  ['{"a":01}',                         'syntax',          1,    7],
  ['{"a":+5}',                         'syntax',          1,    6],
  ['{"a":0x10}',                       'syntax',          1,    7],
  ['{"a":1_000}',                      'syntax',          1,    7],
  ['{"a":.5}',                         'syntax',          1,    6],
  ['{"a":5.}',                         'syntax',          1,    7],
  ['{"a":NaN}',                        'syntax',          1,    6],
  ['{"a":True}',                       'syntax',          1,    6],
  ['{"a":nullx}',                      'syntax',          1,    10],
  ['{"a":"\n"}',                       'syntax',          1,    7],
  ['{"a":"\\n\t"}',                    'syntax',          1,    9],
  ['{"a":"\\x41"}',                    'syntax',          1,    7],
  ['{"a":"\\u12"}',                    'syntax',          1,    7],
  ['{"a":"\\u+123"}',                  'syntax',          1,    7],
  ['{"a":"😀\\x"}',                    'syntax',          1,    8],
  ['{"a":"x\0y"}',                     'null-character',  1,    8],
  ['{"a":1\0}',                        'null-character',  1,    7],
  ['{"a":"1","b":"2","a":"3"}',        'duplicate-key',   1,    18],
  ['{"a":"1","a":1}',                  'duplicate-key',   1,    10],
  ['{"a":"1","\\u0061":"2"}',          'duplicate-key',   1,    10],
  [nested(9),                          'too-deep',        1,    41],
  [`{"a":${'['.repeat(1000)}`,         'too-deep',        1,    13],
  [wide(201),                          'too-many-fields', 1,    1 + wide(200).length],
  [`{"a":[${'1,'.repeat(250)}1]}`,     'too-many-fields', 1,    405],
] as const;

test.each(
  faults,
)('T64 T73: %j has the fault %s in line %i, column %i', (body, fault, line, column) => {
  expect(readJson(body)).toEqual({
    ok: false,
    refusal: { kind: 'unreadable-body', fault, line, column },
  });
});

describe('tolerates', () => {
  test('T64: the same value twice', () => {
    expect(accept(readJson('{"a":"1","b":2,"a":"1"}')).get('a')?.text).toBe('1');
  });

  test('T62: depth 8 and 200 fields', () => {
    expect(readJson(nested(8)).ok).toBe(true);
    expect(readJson(wide(200)).ok).toBe(true);
  });

  test('T65: names that objects use themselves', () => {
    const body =
      '{"__proto__":{"polluted":1},"constructor":"c","toString":"t","hasOwnProperty":"h"}';
    const fields = accept(readJson(body));
    expect([...fields.keys()]).toEqual(['__proto__', 'constructor', 'toString', 'hasOwnProperty']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

test('T73: a card number next to the fault stays where it is', () => {
  const card = '4000123412341234';
  const bodies = [`{"CARDNO":"${card}"x}`, `{"CARDNO":${card},}`, `{"CARDNO":"${card}`, `{${card}`];
  for (const body of bodies) {
    const outcome = readJson(body);
    expect(outcome.ok).toBe(false);
    expect(JSON.stringify(outcome)).not.toMatch(/4000|1234/);
  }
});

describe('against JSON.parse', () => {
  const flat = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), {
    maxKeys: 30,
  });

  test('reads what it reads', () => {
    fc.assert(
      fc.property(flat, (values) => {
        const fields = accept(readJson(JSON.stringify(values)));
        expect([...fields].map(([name, { text }]) => [name, text])).toEqual(Object.entries(values));
      }),
      { seed: 20_260_309 },
    );
  });

  // Whole documents with one character taken out or put in are nearly right, and so worth most.
  const damaged = fc
    .tuple(
      fc.json({ maxDepth: 3 }),
      fc.nat(),
      fc.constantFrom('', ',', '"', '\\', '}', ']', '0', ' '),
    )
    .map(([json, at, put]) => {
      const place = at % (json.length + 1);
      return `{"a":${json.slice(0, place)}${put}${json.slice(place + (put === '' ? 1 : 0))}}`;
    });

  test.each([
    ['any text', fc.string({ unit: 'binary' })],
    ['damaged documents', damaged],
  ])('accepts no %s that it refuses', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const outcome = readJson(text);
        if (outcome.ok) expect(() => JSON.parse(text)).not.toThrow();
        else if (isSyntax(outcome)) expect(() => JSON.parse(text)).toThrow();
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });
});

function isSyntax(outcome: Outcome<Fields>): boolean {
  if (outcome.ok || outcome.refusal.kind !== 'unreadable-body') return false;
  return ['syntax', 'trailing-comma', 'null-character', 'empty'].includes(outcome.refusal.fault);
}

function accept(outcome: Outcome<Fields>): Fields {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
}

function nested(depth: number): string {
  return `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
}

function wide(count: number): string {
  return `{${Array.from({ length: count }, (_, index) => `"f${index}":1`).join(',')}}`;
}
