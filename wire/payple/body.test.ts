// Tables of the wrappings in which clients of this dialect send the same fields.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyLimit } from '../body.ts';
import type { Fields } from '../fields.ts';
import { type PaypleBody, readPaypleBody } from './body.ts';

const json = '{"cst_id":"test","PCD_PAY_TOTAL":1000}';
const form = 'cst_id=test&PCD_PAY_TOTAL=1000';
const formType = 'application/x-www-form-urlencoded';
const partsType = 'multipart/form-data; boundary=----X';
const parts = ['cst_id', 'PCD_PAY_TOTAL']
  .map((name, index) => {
    const value = ['test', '1000'][index];
    return `------X\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  })
  .join('');

// biome-ignore format: a table
const wrappings = [
  // who sends it                      method  content type                          body                     query
  ['most shops',                       'POST', 'application/json',                   json,                    ''],
  ['with a charset',                   'POST', 'application/json; charset=euc-kr',   json,                    ''],
  ['a bare semicolon',                 'POST', 'application/json;',                  json,                    ''],
  ['JSON as a form, curl and axios',   'POST', formType,                             json,                    ''],
  ['JSON without a type',              'POST', undefined,                            json,                    ''],
  ['JSON as text',                     'POST', 'text/plain;charset=UTF-8',           json,                    ''],
  ['a byte order mark',                'POST', 'application/json',                   `\uFEFF${json}`,         ''],
  ['a form',                           'POST', formType,                             form,                    ''],
  ['a form of PHP',                    'POST', `${formType}; charset=utf-8`,         form,                    ''],
  ['multipart, the 2020 PHP proxy',    'POST', partsType,                            `${parts}------X--\r\n`, ''],
  ['a query',                          'GET',  undefined,                            '',                      form],
  ['JSON in a GET',                    'GET',  'application/json',                   json,                    ''],
  ['JSON in a GET, the rest beside',   'GET',  'application/json',                   '{"cst_id":"test"}',     'PCD_PAY_TOTAL=1000'],
  ['both, the same',                   'GET',  'application/json',                   json,                    form],
  ['lists of one, a Java client',      'POST', 'application/json',                   '{"cst_id":["test"],"PCD_PAY_TOTAL":[1000]}', ''],
  ['nulls, Ruby and Java',             'POST', 'application/json',                   '{"cst_id":"test","PCD_PAY_TOTAL":1000,"PCD_PAY_OID":null}', ''],
  ['ACT_ in the query of a POST',      'POST', 'application/json',                   json,                    'ACT_=PAYM'],
] as const;

test.each(wrappings)('%s', (_, method, contentType, body, query) => {
  const fields = read({ method, contentType, raw: Buffer.from(body), query });
  expect(fields?.get('cst_id')?.text).toBe('test');
  expect(fields?.get('PCD_PAY_TOTAL')?.text).toBe('1000');
});

test('the type of a value is kept, so that it can be echoed', () => {
  const body = '{"a":"1","b":1,"c":[1],"d":["1"],"e":false,"f":null,"g":[null],"h":[true]}';
  const fields = read({ ...nothing, raw: Buffer.from(body) });
  expect([...(fields ?? [])].map(([name, { type }]) => `${name} ${type}`)).toEqual(
    'a string, b number, c number, d string, e boolean, f null, g null, h boolean'.split(', '),
  );
});

test('lists of more or less than one value, and of lists, stay lists', () => {
  const body = '{"a":[],"b":["1","2"],"c":[["1"]],"d":[{"e":1}],"f":{"g":1}}';
  const fields = read({ ...nothing, raw: Buffer.from(body) });
  expect([...(fields ?? [])].map(([, { type }]) => type)).toEqual(
    'array array array array object'.split(' '),
  );
});

test.each(['', ' \r\n\t'])('an empty body %j is no fields', (body) => {
  expect(read({ ...nothing, raw: Buffer.from(body) })?.size).toBe(0);
});

test('T64: a query and a body of two minds are marked', () => {
  const fields = read({ ...nothing, method: 'GET', raw: Buffer.from('{"a":"1"}'), query: 'a=2' });
  expect(fields?.get('a')?.type).toBe('repeated');
  const twice = read({ ...nothing, method: 'GET', query: 'a=1&a=2' });
  expect(twice?.get('a')?.type).toBe('repeated');
});

test('the query of a POST says nothing', () => {
  expect(read({ ...nothing, query: 'cst_id=test&a=%ZZ' })?.size).toBe(0);
});

// biome-ignore format: a table
const faults = [
  // body                                    content type        method  query    fault             column
  ['{"cst_id":"test",}',                     'application/json', 'POST', '',      'trailing-comma', 17],
  ['[{"cst_id":"test"}]',                    'application/json', 'POST', '',      'not-an-object',  1],
  ['{"a":"1","a":"2"}',                      formType,           'POST', '',      'duplicate-key',  10],
  ['cst_id=test',                            'application/json', 'POST', '',      'syntax',         1],
  ['cst_id=%ZZ',                             formType,           'POST', '',      'syntax',         8],
  ['',                                       undefined,          'GET',  'a=%ZZ', 'syntax',         3],
  [parts,                                    partsType,          'POST', '',      'syntax',         1],
  ['a'.repeat(bodyLimit + 1),                partsType,          'POST', '',      'too-large',      1],
] as const;

test.each(faults)('T62 T63 T64: %.30s as %s', (body, contentType, method, query, fault, column) => {
  const outcome = readPaypleBody({ method, contentType, raw: Buffer.from(body), query });
  expect(outcome).toMatchObject({ ok: false, refusal: { kind: 'unreadable-body', fault, column } });
});

describe('fuzz', () => {
  test('T65: no bytes and no query make it throw', () => {
    const types = fc.constantFrom(undefined, 'application/json', formType, partsType);
    fc.assert(
      fc.property(fc.uint8Array(), types, fc.string(), (raw, contentType, query) => {
        const given = { method: 'GET', contentType, raw, query };
        expect(typeof readPaypleBody(given).ok).toBe('boolean');
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      }),
      { seed: 20_260_309 },
    );
  });

  test('T73: a card number beside the fault stays where it is', () => {
    const card = '4000123412341234';
    const bodies = [`{"a":"${card}",}`, `a=${card}%`, `${parts}${card}`, `{"a":["${card}"`];
    for (const [index, body] of bodies.entries()) {
      const contentType = ['application/json', formType, partsType, undefined][index];
      const outcome = readPaypleBody({ ...nothing, contentType, raw: Buffer.from(body) });
      expect(outcome.ok).toBe(false);
      expect(JSON.stringify(outcome)).not.toMatch(/4000|1234/);
    }
  });
});

const nothing: PaypleBody = {
  method: 'POST',
  contentType: undefined,
  raw: new Uint8Array(0),
  query: '',
};

function read(body: PaypleBody): Fields | null {
  const outcome = readPaypleBody(body);
  return outcome.ok ? outcome.value : null;
}
