// Tables of bodies: which reader each gets, and what no reader gets to see.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyLimit, readBody } from './body.ts';

const form = 'application/x-www-form-urlencoded';

// biome-ignore format: a table
const bodies = [
  // body                content type                              AMOUNT
  ['{"AMOUNT":"10"}',    'application/json',                       '10'],
  ['{"AMOUNT":"10"}',    'application/json; charset=utf-8',        '10'],
  ['{"AMOUNT":"10"}',    undefined,                                '10'],
  ['{"AMOUNT":"10"}',    'text/plain',                             '10'],
  ['{"AMOUNT":"10"}',    form,                                     '10'],
  [' \r\n{"AMOUNT":10}', form,                                     '10'],
  ['\uFEFF{"AMOUNT":1}', 'application/json',                       '1'],
  ['AMOUNT=10',          form,                                     '10'],
  ['AMOUNT=10&x=%ea%b0%80', `${form.toUpperCase()} ; charset=UTF-8`, '10'],
  ['AMOUNT=10\n',        form,                                     '10\n'],
] as const;

test.each(bodies)('%j as %s', (body, contentType, expected) => {
  const outcome = readBody(Buffer.from(body), contentType);
  expect(outcome.ok && outcome.value.get('AMOUNT')?.text).toBe(expected);
});

// biome-ignore format: a table
const faults = [
  // body                                            content type        fault            line  column
  [Buffer.from(''),                                  'application/json', 'empty',         1,    1],
  [Buffer.from(' \r\n\t'),                           form,               'empty',         1,    1],
  [Buffer.from('AMOUNT=10'),                         'application/json', 'syntax',        1,    1],
  [Buffer.from('AMOUNT=10'),                         undefined,          'syntax',        1,    1],
  [Buffer.from('[{"AMOUNT":"10"}]'),                 form,               'not-an-object', 1,    1],
  [Buffer.from('{"a":"1",\n"b":"\xC7\xD1"}', 'latin1'), 'application/json', 'encoding',  2,    6],
  [Buffer.from('a=\xC0\xAF', 'latin1'),              form,               'encoding',      1,    3],
  [Buffer.from('{"a":"\xED\xA0\x80"}', 'latin1'),    'application/json', 'encoding',      1,    7],
  [Buffer.alloc(bodyLimit + 1, 'a'),                 'application/json', 'too-large',     1,    1],
] as const;

test.each(faults)('T62 T64: %s as %s has the fault %s', (raw, contentType, fault, line, column) => {
  expect(readBody(raw, contentType)).toEqual({
    ok: false,
    refusal: { kind: 'unreadable-body', fault, line, column },
  });
});

describe('fuzz', () => {
  test('T65: no bytes make it throw', () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.constantFrom(undefined, 'application/json', form),
        (raw, type) => {
          expect(typeof readBody(raw, type).ok).toBe('boolean');
          expect(({} as Record<string, unknown>).polluted).toBeUndefined();
        },
      ),
      { seed: 20_260_309 },
    );
  });
});
