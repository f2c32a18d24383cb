// The form reader: flat, exact about escapes, and clear about where they break.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readForm } from './form.ts';

// biome-ignore format: a table
const forms = [
  // body                             names and values
  ['',                                []],
  ['a=1&b=2',                         [['a', '1'], ['b', '2']]],
  ['a=1&&b=2&',                       [['a', '1'], ['b', '2']]],
  ['a',                               [['a', '']]],
  ['a=',                              [['a', '']]],
  ['a=b=c==',                         [['a', 'b=c==']]],
  ['a=1;a=2',                         [['a', '1;a=2']]],
  ['a[b]=1&a[]=2',                    [['a[b]', '1'], ['a[]', '2']]],
  ['a+b=c+d%2B',                      [['a b', 'c d+']]],
  ['%ED%95%9C=%ea%b8%80',             [['한', '글']]],
  ['한=글',                           [['한', '글']]],
  ['a=%00',                           [['a', '\0']]],
  ['a=100%0A',                        [['a', '100\n']]],
  ['a=1&a=1',                         [['a', '1']]],
  ['__proto__=1&constructor=2',       [['__proto__', '1'], ['constructor', '2']]],
] as const;

test.each(forms)('T64: %j', (body, expected) => {
  const outcome = readForm(body);
  const entries = outcome.ok ? [...outcome.value].map(([name, { text }]) => [name, text]) : null;
  expect(entries).toEqual(expected);
});

// biome-ignore format: a table
const faults = [
  // body                   fault              column
  ['a=%ZZ',                 'syntax',          3],
  ['a=1&한글=%4',           'syntax',          8],
  ['a=%',                   'syntax',          3],
  ['%u0041=1',              'syntax',          1],
  ['a=%C0%AF',              'encoding',        3],
  ['a=%E0%80%AF',           'encoding',        3],
  ['a=%ED%A0%80',           'encoding',        3],
  ['a=%F5%80%80%80',        'encoding',        3],
  ['a=1&b=%80',             'encoding',        7],
  ['a=x\0y',                'null-character',  4],
  [many(201),               'too-many-fields', 1 + many(200).length + 1],
] as const;

test.each(faults)('T64: %j has the fault %s in column %i', (body, fault, column) => {
  expect(readForm(body)).toEqual({
    ok: false,
    refusal: { kind: 'unreadable-body', fault, line: 1, column },
  });
});

describe('a name sent twice', () => {
  test.each([
    'a=1&a=2',
    'a=1&a=2&a=1',
    'a=&a=1',
  ])('T64: %s with differing values is marked', (body) => {
    const outcome = readForm(body);
    expect(outcome.ok && outcome.value.get('a')?.type).toBe('repeated');
  });
});

describe('fuzz', () => {
  test('reads what URLSearchParams writes', () => {
    const values = fc.uniqueArray(
      fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' })),
      {
        selector: ([name]) => name,
      },
    );
    fc.assert(
      fc.property(values, (pairs) => {
        const outcome = readForm(new URLSearchParams(pairs).toString());
        const read = outcome.ok ? [...outcome.value].map(([name, { text }]) => [name, text]) : null;
        expect(read).toEqual(pairs);
      }),
      { seed: 20_260_309 },
    );
  });

  test('T65: never throws and pollutes nothing', () => {
    const piece = fc.constantFrom('&', '=', '%', '+', '%41', '%C0', '__proto__', '[polluted]', 'a');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((all) => all.join('')),
        ),
        (body) => {
          expect(typeof readForm(body).ok).toBe('boolean');
          expect(({} as Record<string, unknown>).polluted).toBeUndefined();
        },
      ),
      { seed: 20_260_309 },
    );
  });
});

function many(count: number): string {
  return Array.from({ length: count }, (_, index) => `f${index}=1`).join('&');
}
