// What a table of fields becomes: decoder, renderer, names and description.
import { describe, expect, expectTypeOf, test } from 'vitest';
import { type Won, won } from '../core/money/won.ts';
import { describeFields } from './description.ts';
import { cancelWon, quota, text, wonDigits } from './field.ts';
import type { Fields, Scalar } from './fields.ts';
import { message, type WireContext } from './message.ts';

const kiwoom: WireContext = { gateway: 'kiwoom' };
const danal: WireContext = { gateway: 'danal' };
const danalOnly = {
  says: '다날 필수',
  holds: ({ gateway }: WireContext) => gateway === 'danal',
};

// biome-ignore format: a table
const order = message('order', [
  ['TOKEN',  'token',      text(9),       'required', 'manual',   '토큰', { place: 'header', masked: true, refusal: { kind: 'token-refused' } }],
  ['AMOUNT', 'amount',     wonDigits(10), 'required', 'manual',   '금액'],
  ['QUOTA',  'instalment', quota,         'optional', 'manual',   '할부', { example: '03' }],
  ['PWD',    'password',   text(2),       danalOnly,  'manual',   '비밀번호', { masked: true }],
  ['amount', 'refund',     cancelWon(10), 'optional', 'public',   '취소 금액'],
  ['page',   'page',       text(3),       'optional', 'inferred', '쪽', { place: 'query' }],
  ['OLD',    'old',        text(1),       'ignored',  'public',   '쓰지 않음'],
]);

const headers = { token: 'secret' };

function fields(values: Readonly<Record<string, Scalar | string>>): Fields {
  return new Map(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? { text: value, type: 'string' } : value,
    ]),
  );
}

describe('decoding', () => {
  test('gives values by their meaning, and what nothing means', () => {
    const body = fields({ AMOUNT: '1000', QUOTA: '', OLD: 'much too long', stranger: 'x' });
    const query = fields({ page: '2', AMOUNT: '9' });
    expect(order.decode({ body, headers, query }, kiwoom)).toEqual({
      ok: true,
      value: {
        token: 'secret',
        amount: 1000n,
        instalment: 0,
        password: '',
        refund: null,
        page: '2',
      },
    });
  });

  test('knows its types', () => {
    const outcome = order.decode({ body: fields({}), headers }, kiwoom);
    if (!outcome.ok) return;
    expectTypeOf(outcome.value.amount).toEqualTypeOf<Won>();
    expectTypeOf(outcome.value.instalment).toEqualTypeOf<number>();
    expectTypeOf(outcome.value.refund).toEqualTypeOf<Won | null>();
    expectTypeOf(outcome.value).not.toHaveProperty('old');
  });

  // biome-ignore format: a table
  const absent: readonly (readonly [string, Scalar | string])[] = [
    ['an empty string', ''],
    ['null',            { text: '', type: 'null' }],
  ];

  test.each(absent)('takes %s as absent', (_, value) => {
    const body = fields({ AMOUNT: value, QUOTA: value });
    expect(order.decode({ body, headers }, kiwoom)).toMatchObject(unfit('AMOUNT', 'missing'));
  });

  test('T6: takes no null as an amount to cancel', () => {
    const body = fields({ AMOUNT: '1', amount: { text: '', type: 'null' } });
    expect(order.decode({ body, headers }, kiwoom)).toMatchObject(unfit('amount', 'wrong-type'));
  });

  test('names the first unfit field in the order of the table', () => {
    const body = fields({ amount: '-1', QUOTA: '99', AMOUNT: '10' });
    expect(order.decode({ body, headers }, kiwoom)).toMatchObject(unfit('QUOTA', 'malformed'));
  });

  test('asks for a conditional field where its condition holds', () => {
    const body = fields({ AMOUNT: '10' });
    expect(order.decode({ body, headers }, kiwoom).ok).toBe(true);
    expect(order.decode({ body, headers }, danal)).toMatchObject(unfit('PWD', 'missing'));
  });

  test('judges a conditional field wherever it is sent', () => {
    const body = fields({ AMOUNT: '10', PWD: '123' });
    expect(order.decode({ body, headers }, kiwoom)).toMatchObject(unfit('PWD', 'too-long'));
  });

  // biome-ignore format: a table
  const proofs = [
    ['missing',  {}],
    ['empty',    { token: '' }],
    ['too long', { token: 'x'.repeat(10) }],
    ['a list',   { token: ['a', 'b'] }],
  ] as const;

  test.each(proofs)('refuses a header that is %s as the proof it is', (_, given) => {
    const body = fields({ AMOUNT: '10', TOKEN: 'from the body' });
    expect(order.decode({ body, headers: given }, kiwoom)).toEqual({
      ok: false,
      refusal: { kind: 'token-refused' },
    });
  });
});

describe('other names of a field', () => {
  // biome-ignore format: a table
  const flagged = message('flagged', [
    ['REGULER', 'monthly', text(1), 'optional', 'manual', '월 1회', { aliases: ['REGULAR', 'MONTHLY'] }],
    ['KEY',     'key',     text(9), 'optional', 'manual', '비밀',   { masked: true }],
  ]);

  // biome-ignore format: a table
  const rows: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ REGULER: 'Y' },                           'Y'],
    [{ REGULAR: 'Y' },                           'Y'],
    [{ REGULER: '', MONTHLY: 'Y' },              'Y'],
    [{ REGULER: 'Y', REGULAR: 'Y' },             'Y'],
    [{ REGULER: 'Y', REGULAR: '' },              'Y'],
    [{},                                         ''],
    [{ REGULER: 'Y', REGULAR: 'N' },             'REGULER repeated'],
    [{ REGULAR: 'Yes' },                         'REGULAR too-long'],
  ];

  test.each(rows)('%j', (sent, expected) => {
    const outcome = flagged.decode({ body: fields(sent) }, kiwoom);
    const refusal = outcome.ok ? null : outcome.refusal;
    const found = refusal?.kind === 'unfit-field' ? `${refusal.field} ${refusal.problem.is}` : '';
    expect(outcome.ok ? outcome.value.monthly : found).toBe(expected);
  });

  test('have its meaning', () => {
    expect(['REGULER', 'MONTHLY', 'other', '__proto__'].map(flagged.meaningOf)).toEqual([
      ...['monthly', 'monthly'],
      ...[undefined, undefined],
    ]);
  });
});

test('what fits of a refused request is known, but for secrets', () => {
  const body = fields({ AMOUNT: '1000', QUOTA: '99', PWD: '12', OLD: 'x', stranger: 'x' });
  expect(order.decodePartly({ body, headers })).toEqual({ amount: 1000n });
});

describe('peeking', () => {
  const body = fields({ AMOUNT: '1000', PWD: { text: '12', type: 'number' }, amount: '' });

  test('finds a field before the rest is judged', () => {
    expect(order.peek({ body, headers }, 'token')).toBe('secret');
    expect(order.peek({ body }, 'password')).toBe('12');
  });

  test('finds nothing in what is absent, unfit, ignored or no text', () => {
    expect(order.peek({ body }, 'token')).toBe('');
    expect(order.peek({ body, headers: { token: 'x'.repeat(10) } }, 'token')).toBe('');
    expect(order.peek({ body }, 'amount')).toBe('');
    expect(order.peek({ body }, 'old')).toBe('');
  });
});

describe('rendering', () => {
  test('gives every documented field in the order of the table', () => {
    const answer = order.render({ token: 't', amount: won(1000), instalment: 0, page: undefined });
    expect(JSON.stringify(answer)).toBe(
      '{"TOKEN":"t","AMOUNT":"1000","QUOTA":"00","PWD":"","amount":"","page":"","OLD":""}',
    );
  });

  test('gives what is known of a refusal', () => {
    expect(order.renderPartly({ amount: won(5) })).toMatchObject({ TOKEN: '', AMOUNT: '5' });
  });
});

test('knows the wire name of a meaning', () => {
  const means = ['amount', 'refund', 'old', '__proto__', 'nonsense'];
  expect(means.map(order.wireNameOf)).toEqual([
    'AMOUNT',
    'amount',
    undefined,
    undefined,
    undefined,
  ]);
});

test('describes its fields for the reference', () => {
  // biome-ignore format: a table
  expect(describeFields(order).map(({ wireName, place, limit, presence, isMasked, example }) =>
    [wireName, place, limit, presence, isMasked, example])).toEqual([
    ['TOKEN',  'header', 9,  '필수',      true,  '가나다'],
    ['AMOUNT', 'body',   10, '필수',      false, '1000'],
    ['QUOTA',  'body',   2,  '선택',      false, '03'],
    ['PWD',    'body',   2,  '다날 필수', true,  '가나다'],
    ['amount', 'body',   10, '선택',      false, '1000'],
    ['page',   'query',  3,  '선택',      false, '가나다'],
    ['OLD',    'body',   1,  '무시',      false, '가나다'],
  ]);
});

function unfit(field: string, problem: string): object {
  return { ok: false, refusal: { kind: 'unfit-field', field, problem: { is: problem } } };
}
