// Story: a client repeats a request with its Idempotency-Key, and it is done once.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose, chargesOf, digestOf, rowsOf, storyOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, newMerchant } from '../../harness/sandbox.ts';
import { call, merchantKey, openShop, operatorKey, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Shop;
let other: MadeMerchant;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openShop(gyeol.url);
  other = await newMerchant(gyeol.url);
});
afterAll(() => gyeol.stop());

let keys = 0;

function newKey(): string {
  keys += 1;
  return `key-${keys}`;
}

function keyed(
  idempotencyKey: string,
  asked: { readonly path: string; readonly body: unknown; readonly key?: string },
) {
  return call(gyeol.url, {
    ...{ method: 'POST', ...asked },
    headers: { 'idempotency-key': idempotencyKey },
  });
}

function cancel(
  idempotencyKey: string,
  tid: string | undefined,
  { key = merchantKey, ...body }: Readonly<Record<string, unknown>> & { readonly key?: string },
) {
  return keyed(idempotencyKey, { path: `/v1/payments/${tid}/cancel`, body, key });
}

const part = { amount: 10_000, reason: '한 개 품절' };

describe('POST /v1/payments/{id}/cancel', () => {
  test('T87: the same body gets the same answer, and one cancel is made', async () => {
    const { TID, ORDERNO } = await shop.keyin();
    const key = newKey();
    const first = await cancel(key, TID, part);
    expect(first).toMatchObject({ status: 200, body: { cancelled: 10_000 } });
    // What has happened since does not change what was answered then.
    await shop.cancel({ tid: TID, amount: '5000' });
    for (let again = 0; again < 3; again += 1) expect(await cancel(key, TID, part)).toEqual(first);
    expect(await storyOf(gyeol, TID ?? '')).toMatchObject({ cancelled: 15_000 });
    expect(await chargesOf(gyeol, ORDERNO ?? '')).toMatchObject([{ cancelled: 15_000n }]);
    expect(await cancel(newKey(), TID, part)).toMatchObject({ body: { cancelled: 25_000 } });
    await booksClose(gyeol);
  });

  test('T87: another body, or another payment, under the same key is 422', async () => {
    const [{ TID }, next] = [await shop.keyin(), await shop.keyin()];
    const key = newKey();
    await cancel(key, TID, part);
    const before = await digestOf(gyeol);
    const others = [
      await cancel(key, TID, { ...part, amount: 10_001 }),
      await cancel(key, TID, { ...part, reason: '다른 사유' }),
      await cancel(key, next.TID, part),
    ];
    for (const answer of others) {
      expect(answer).toMatchObject({ status: 422, body: { type: 'urn:gyeol:key-reused' } });
    }
    expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
  });

  test('T87: another merchant may use the same key for something of his own', async () => {
    const { TID: mine } = await shop.keyin();
    const { TID: his } = await (await openShop(gyeol.url, other.keys)).keyin();
    const key = newKey();
    await cancel(key, mine, part);
    const answer = await cancel(key, his, { reason: '고객 변심', key: other.key });
    expect(answer).toMatchObject({ status: 200, body: { tid: his, status: 'cancelled' } });
    const stolen = await cancel(key, mine, { ...part, key: other.key });
    expect(stolen.status).not.toBe(200);
    expect(JSON.stringify(stolen.body)).not.toContain(String(mine));
  });

  test('T87: of twenty at once one is done, and none is told of another one', async () => {
    const { TID, ORDERNO } = await shop.keyin();
    const key = newKey();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => cancel(key, TID, { ...part, amount: 3_000 })),
    );
    const done = answers.filter(({ status }) => status === 200);
    const running = answers.filter(({ status }) => status === 409);
    expect(done.length).toBeGreaterThan(0);
    expect(done.length + running.length).toBe(20);
    for (const answer of done) expect(answer).toEqual(done[0]);
    for (const { body } of running) expect(body.type).toBe('urn:gyeol:key-in-flight');
    expect(await chargesOf(gyeol, ORDERNO ?? '')).toMatchObject([{ cancelled: 3_000n }]);
  });

  test('T87: a refusal is not kept, so that the client may put it right', async () => {
    const { TID } = await shop.keyin();
    const key = newKey();
    expect((await cancel(key, TID, { ...part, amount: 50_001 })).status).toBe(409);
    expect((await cancel(key, TID, part)).status).toBe(200);
  });

  test('T87: what is stored of an answer holds no card data', async () => {
    const { TID } = await shop.keyin();
    await cancel(newKey(), TID, part);
    const stored = JSON.stringify(await rowsOf(gyeol, 'select answer from idempotency'));
    expect(stored).toContain(String(TID));
    expect(stored).not.toContain('4111111111111111');
  });
});

test('T87: a secret that was shown once is not kept in the clear for a second time', async () => {
  const key = newKey();
  const made = await keyed(key, {
    ...{ path: '/v1/merchants', body: { name: '비밀' }, key: operatorKey },
  });
  const secret = String(made.body.key);
  expect(secret).toMatch(/^sk_sandbox_/);
  const stored = JSON.stringify(await rowsOf(gyeol, 'select answer from idempotency'));
  expect(stored).not.toContain(secret);
});

describe('POST /v1/merchants', () => {
  const create = (key: string, name: string) =>
    keyed(key, { path: '/v1/merchants', body: { name }, key: operatorKey });
  const countOf = async (name: string): Promise<unknown> =>
    (await rowsOf(gyeol, 'select count(*)::int as n from merchant where name = $1', [name]))[0]?.n;

  test('T87: the same name twice is one merchant with the key that was shown', async () => {
    const key = newKey();
    const first = await create(key, '한 번만');
    expect(first.status).toBe(201);
    expect(await create(key, '한 번만')).toEqual(first);
    expect(await countOf('한 번만')).toBe(1);
    expect((await create(key, '다른 이름')).status).toBe(422);
    expect(await countOf('다른 이름')).toBe(0);
    await create(newKey(), '한 번만');
    expect(await countOf('한 번만')).toBe(2);
  });

  test('T87: the key is another one on another route', async () => {
    const key = newKey();
    const merchant = await create(key, '경로별');
    const contract = await keyed(key, {
      path: `/v1/merchants/${merchant.body.id}/contracts`,
      body: { dialect: 'cookiepay', pg: 'kiwoom' },
      key: operatorKey,
    });
    expect(contract.status).toBe(201);
  });
});

test('T87: a key of 255 characters is taken, a longer one is refused', async () => {
  const { TID } = await shop.keyin();
  for (const length of [256, 5_000]) {
    const before = await digestOf(gyeol);
    const refused = await cancel('k'.repeat(length), TID, part);
    expect(refused).toMatchObject({ status: 400, body: { field: 'Idempotency-Key' } });
    expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
  }
  expect((await cancel('k'.repeat(255), TID, part)).status).toBe(200);
});

test('T87: on POST /v1/merchants/{id}/contracts the path belongs to the request', async () => {
  const key = newKey();
  const body = { dialect: 'cookiepay', pg: 'kiwoom' };
  const one = await newMerchant(gyeol.url);
  const ask = (id: string) =>
    keyed(key, { path: `/v1/merchants/${id}/contracts`, body, key: operatorKey });
  expect((await ask(one.id)).status).toBe(201);
  expect((await ask(other.id)).status).toBe(422);
});
