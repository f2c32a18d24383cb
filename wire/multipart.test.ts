// Tables of multipart bodies: text parts only, exact delimiters, and nothing quoted that is refused.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../core/refusal.ts';
import type { Fields } from './fields.ts';
import { isMultipart, readMultipart } from './multipart.ts';

const type = 'multipart/form-data; boundary=B';

function part(headers: string, content: string): string {
  return `--B\r\n${headers}\r\n\r\n${content}\r\n`;
}

function field(name: string, content: string): string {
  return part(`Content-Disposition: form-data; name="${name}"`, content);
}

function read(body: string | Uint8Array, contentType = type): Outcome<Fields> {
  return readMultipart(typeof body === 'string' ? Buffer.from(body) : body, contentType);
}

const two = `${field('a', '1')}${field('b', '한글\r\n2')}--B--\r\n`;

// biome-ignore format: a table
const bodies = [
  // what                            body                                               content type                                   names and values
  ['two parts',                      two,                                               type,                                          [['a', '1'], ['b', '한글\r\n2']]],
  ['a quoted boundary',              two,                                               'multipart/form-data; boundary="B"',           [['a', '1'], ['b', '한글\r\n2']]],
  ['a charset beside the boundary',  two,                                               'Multipart/Form-Data; charset=utf-8; boundary=B', [['a', '1'], ['b', '한글\r\n2']]],
  ['no line break at the end',       `${field('a', '1')}--B--`,                         type,                                          [['a', '1']]],
  ['a line break at the beginning',  `\r\n${field('a', '1')}--B--`,                     type,                                          [['a', '1']]],
  ['an empty part',                  `${field('a', '')}--B--`,                          type,                                          [['a', '']]],
  ['no parts',                       '--B--\r\n',                                       type,                                          []],
  ['what looks like a delimiter',    `${field('a', '--B')}--B--`,                       type,                                          [['a', '--B']]],
  ['headers of Apache',              `${part('Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=ISO-8859-1\r\nContent-Transfer-Encoding: 8bit', '1')}--B--`, type, [['a', '1']]],
  ['headers of Spring',              `${part('Content-Disposition: form-data; name=a\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: 3', '한')}--B--`, type, [['a', '한']]],
  ['a header nobody knows',          `${part('content-disposition: form-data; name="a"\r\nX-Other: 1', '1')}--B--`, type,              [['a', '1']]],
  ['the same value twice',           `${field('a', '1')}${field('a', '1')}--B--`,       type,                                          [['a', '1']]],
  ['names that objects use',         `${field('__proto__', '1')}${field('constructor', '2')}--B--`, type,                              [['__proto__', '1'], ['constructor', '2']]],
  ['seventy characters of boundary', `--${'b'.repeat(70)}--`,                           `multipart/form-data; boundary=${'b'.repeat(70)}`, []],
] as const;

test.each(bodies)('T63 T65: %s', (_, body, contentType, expected) => {
  const outcome = read(body, contentType);
  const entries = outcome.ok ? [...outcome.value].map(([name, { text }]) => [name, text]) : null;
  expect(entries).toEqual(expected);
});

const nested =
  'Content-Disposition: form-data; name="a"\r\nContent-Type: multipart/mixed; boundary=C';
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

// biome-ignore format: a table
const faults = [
  // what                          body                                                     content type                              fault
  ['no boundary',                  two,                                                     'multipart/form-data',                    'syntax'],
  ['an empty boundary',            two,                                                     'multipart/form-data; boundary=',         'syntax'],
  ['a boundary of 71 characters',  `--${'b'.repeat(71)}--`,                                 `multipart/form-data; boundary=${'b'.repeat(71)}`, 'syntax'],
  ['a boundary of a megabyte',     two,                                                     `multipart/form-data; boundary=${'b'.repeat(1_000_000)}`, 'syntax'],
  ['another boundary',             two,                                                     'multipart/form-data; boundary=C',        'syntax'],
  ['a longer boundary inside',     `${field('a', '1')}--BB--`,                              type,                                     'syntax'],
  ['text before the first part',   `hello\r\n${two}`,                                       type,                                     'syntax'],
  ['text behind the last part',    `${two}hello`,                                           type,                                     'syntax'],
  ['a missing end',                field('a', '1'),                                         type,                                     'syntax'],
  ['an end of one hyphen',         `${field('a', '1')}--B-`,                                type,                                     'syntax'],
  ['bare line feeds',              two.replaceAll('\r\n', '\n'),                            type,                                     'syntax'],
  ['no headers',                   '--B\r\n\r\n1\r\n--B--',                                 type,                                     'syntax'],
  ['no name',                      `${part('Content-Disposition: form-data', '1')}--B--`,   type,                                     'syntax'],
  ['an attachment',                `${part('Content-Disposition: attachment; name="a"', '1')}--B--`, type,                            'syntax'],
  ['two names',                    `${part('Content-Disposition: form-data; name="a"; name="b"', '1')}--B--`, type,                   'syntax'],
  ['two dispositions',             `${part('Content-Disposition: form-data; name="a"\r\nContent-Disposition: form-data; name="b"', '1')}--B--`, type, 'syntax'],
  ['a quote inside a name',        `${part('Content-Disposition: form-data; name="a\\"b"', '1')}--B--`, type,                         'syntax'],
  ['a folded header',              `${part('Content-Disposition: form-data;\r\n name="a"', '1')}--B--`, type,                         'syntax'],
  ['headers without end',          `${part(`Content-Disposition: form-data; name="a"\r\nX: ${'x'.repeat(3000)}`, '1')}--B--`, type,   'syntax'],
  ['a part in base64',             `${part('Content-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64', 'MQ==')}--B--`, type, 'syntax'],
  ['parts in a part',              `${part(nested, '--C--')}--B--`,                         type,                                     'too-deep'],
  ['a part in UTF-16',             `${part('Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=utf-16', '1')}--B--`, type, 'encoding'],
  ['a part in UTF-7',              `${part('Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=utf-7', '+AGE-')}--B--`, type, 'encoding'],
  ['a part that is not UTF-8',     bytes(`${field('a', '\xC7\xD1')}--B--`),                 type,                                     'encoding'],
  ['Hangul in EUC-KR',             bytes(`${part('Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=euc-kr', '\xC7\xD1')}--B--`), type, 'encoding'],
  ['201 parts',                    `${field('a', '1').repeat(201)}--B--`,                   type,                                     'too-many-fields'],
] as const;

test.each(faults)('T63: %s has the fault of its kind', (_, body, contentType, fault) => {
  expect(read(body, contentType)).toMatchObject({
    ok: false,
    refusal: { kind: 'unreadable-body', fault },
  });
});

test('T63: 200 parts are read', () => {
  expect(read(`${field('a', '1').repeat(200)}--B--`).ok).toBe(true);
});

test('a name sent twice with differing values is marked', () => {
  const outcome = read(`${field('a', '1')}${field('a', '2')}--B--`);
  expect(outcome.ok && outcome.value.get('a')?.type).toBe('repeated');
});

test('says in which line and column it broke, counting letters', () => {
  const outcome = read(`${field('a', '한글')}--B!`);
  expect(outcome).toMatchObject({ refusal: { fault: 'syntax', line: 5, column: 4 } });
});

describe('a file', () => {
  const file = (name: string, rest = ''): string =>
    `${part(`Content-Disposition: form-data; name="${name}"; filename="../../etc/passwd"${rest}`, '\0\xFF')}--B--`;

  test('T63: is refused by the name of its part', () => {
    expect(read(bytes(file('PCD_PAY_GOODS')))).toEqual({
      ok: false,
      refusal: { kind: 'unfit-field', field: 'PCD_PAY_GOODS', problem: { is: 'wrong-type' } },
    });
  });

  test('T63: also with an empty or an extended name', () => {
    for (const disposition of ['name="a"; filename=""', `name="a"; filename*=utf-8''x`]) {
      const outcome = read(`${part(`Content-Disposition: form-data; ${disposition}`, '')}--B--`);
      expect(outcome).toMatchObject({ ok: false, refusal: { kind: 'unfit-field', field: 'a' } });
    }
  });

  test('T73: a part that is named like a card number is not repeated', () => {
    for (const name of [
      '4111111111111111',
      'card_4111111111111111',
      'a b',
      '<b>',
      'x'.repeat(41),
    ]) {
      const text = JSON.stringify(read(bytes(file(name))));
      expect(text).toContain('unreadable-body');
      expect(text).not.toContain(name);
    }
  });
});

test('knows its type', () => {
  expect(isMultipart('multipart/form-data; boundary=B')).toBe(true);
  expect(isMultipart('Multipart/Form-Data')).toBe(true);
  expect(isMultipart('multipart/mixed; boundary=B')).toBe(false);
  expect(isMultipart('multipart/form-database')).toBe(false);
});

describe('fuzz', () => {
  test('reads what FormData writes', async () => {
    const name = fc.stringMatching(/^[A-Za-z_]{1,20}$/);
    const value = fc.string({ unit: 'grapheme' });
    const pairs = fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(pairs, async (given) => {
        const form = new FormData();
        for (const [key, text] of given) form.append(key, text);
        const sent = new Response(form);
        const contentType = sent.headers.get('content-type') ?? '';
        const outcome = readMultipart(new Uint8Array(await sent.arrayBuffer()), contentType);
        const entries = outcome.ok ? [...outcome.value].map(([key, { text }]) => [key, text]) : [];
        // A browser sends every line break as CR LF.
        const expected = given.map(([key, text]) => [key, text.replace(/\r\n|\r|\n/g, '\r\n')]);
        expect(entries).toEqual(expected);
      }),
      { seed: 20_260_309 },
    );
  });

  test('T63: never throws', () => {
    const piece = fc.constantFrom(
      '--B',
      '\r\n',
      '--',
      '\r\n\r\n',
      'name="a"',
      'form-data;',
      '\xFF',
    );
    const head = fc.constant('Content-Disposition: form-data; name="a"');
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, head)), (pieces) => {
        expect(typeof read(bytes(pieces.join(''))).ok).toBe('boolean');
      }),
      { seed: 20_260_309 },
    );
  });
});
