// Story: what does not fit is refused with its place or its field, never with a word of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { speak } from '../../harness/raw-http.ts';
import { call, merchantKey, openShop, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
let tid: string;
beforeAll(async () => {
  gyeol = await openGateway();
  tid = (await (await openShop(gyeol.url)).keyin()).TID ?? '';
});
afterAll(() => gyeol.stop());

const canary = '4242420012345678';

function post(path: string, body: string, key = merchantKey) {
  return speak({
    url: `${gyeol.url}${path.replace('{tid}', tid)}`,
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body,
  });
}

async function isRefused(
  answered: ReturnType<typeof post>,
  expected: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { status, headers, body } = await answered;
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const problem = JSON.parse(body) as Readonly<Record<string, unknown>>;
  expect(problem).toMatchObject({ status, ...expected });
  expect(
    Object.keys(problem).every((name) => /^(type|title|status|detail|field)$/.test(name)),
  ).toBe(true);
  expect(body).not.toContain(canary.slice(0, 6));
}

describe('bodies that cannot be read', () => {
  // biome-ignore format: a table
  test.each([
    ['a trailing comma',  `{"reason":"${canary}",}`,                  'trailing-comma at line 1, column 29'],
    ['in the third line', `{\n"reason":\n${canary} x}`,               'syntax at line 3, column 18'],
    ['a key twice',       `{"reason":"a","reason":"${canary}"}`,      'duplicate-key at line 1, column 15'],
    ['no object',         `["${canary}"]`,                            'not-an-object at line 1, column 1'],
  ])('%s', async (_what, body, detail) => {
    const before = await digestOf(gyeol);
    await isRefused(post('/v1/payments/{tid}/cancel', body), {
      type: 'urn:gyeol:unreadable-body', status: 400, detail,
    });
    expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
  });
});

describe('fields that do not fit', () => {
  const cancel = '/v1/payments/{tid}/cancel';
  // biome-ignore format: a table
  test.each([
    [cancel, {},                                          'reason'],
    [cancel, { reason: '' },                              'reason'],
    [cancel, { reason: 7 },                               'reason'],
    [cancel, { reason: null },                            'reason'],
    [cancel, { reason: [canary] },                        'reason'],
    [cancel, { reason: canary.repeat(4) },                'reason'],
    [cancel, { reason: `${canary}\u0000` },               'reason'],
    [cancel, { reason: 'a\nb' },                          'reason'],
    [cancel, { reason: '변심', amount: '1000' },          'amount'],
    [cancel, { reason: '변심', amount: 0 },               'amount'],
    [cancel, { reason: '변심', amount: -1 },              'amount'],
    [cancel, { reason: '변심', amount: 1.5 },             'amount'],
    [cancel, { reason: '변심', amount: 1e300 },           'amount'],
    [cancel, { reason: '변심', amount: true },            'amount'],
    [cancel, { reason: '변심', amount: null },            'amount'],
    [cancel, { reason: '변심', amount: { won: 1 } },      'amount'],
    [cancel, { reason: '변심', ammount: 1_000 },          'ammount'],
    [cancel, { reason: '변심', __proto: canary },         '__proto'],
    ['/v1/merchants', {},                                 'name'],
    ['/v1/merchants', { name: '상점', key: 'sk_mine' },   'key'],
    ['/v1/merchants', { name: '상점', role: 'operator' }, 'role'],
    ['/v1/merchants', { name: { toString: 'x' } },        'name'],
    ['/v1/merchants', { name: 'x'.repeat(101) },          'name'],
  ])('%s %j names %s', async (path, body, field) => {
    const before = await digestOf(gyeol);
    const key = path === cancel ? merchantKey : operatorKey;
    await isRefused(post(path, JSON.stringify(body), key), { status: 400, field });
    expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
  });

  test('a field called __proto__ is one too many and pollutes nothing', async () => {
    const body = '{"reason":"변심","__proto__":{"amount":1}}';
    const before = await digestOf(gyeol);
    await isRefused(post(cancel, body), { status: 400 });
    expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
    expect(({} as { amount?: number }).amount).toBeUndefined();
  });
});

test('what is not there, and who asks for it, have a problem each', async () => {
  const missing = post('/v1/payments/260101000000NEVER123/cancel', '{"reason":"변심"}');
  await isRefused(missing, { type: 'urn:gyeol:payment-not-found', status: 404 });
  await isRefused(post('/v1/nothing', '{}'), { type: 'urn:gyeol:path', status: 404 });
  const stranger = post('/v1/payments/{tid}/cancel', '{"reason":7}', 'wrong');
  await isRefused(stranger, { type: 'urn:gyeol:token-refused', status: 401 });
});

test('the cancel still works after all of it', async () => {
  const done = await call(gyeol.url, {
    ...{ method: 'POST', path: `/v1/payments/${tid}/cancel` },
    body: { reason: '고객 변심', amount: 1_000 },
  });
  expect(done).toMatchObject({ status: 200, body: { cancelled: 1_000 } });
});
