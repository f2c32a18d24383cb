// Story: a payment is looked up by id or TID and cancelled over either API; its history is one.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, chargesOf, happened, storyOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Shop;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openShop(gyeol.url);
});
afterAll(() => gyeol.stop());

function cancel(name: string, body: Readonly<Record<string, unknown>>) {
  return call(gyeol.url, { method: 'POST', path: `/v1/payments/${name}/cancel`, body });
}

async function pay(): Promise<{
  readonly tid: string;
  readonly id: string;
  readonly order: string;
}> {
  const { TID: tid = '', ORDERNO: order = '' } = await shop.keyin();
  const { body } = await call(gyeol.url, { path: `/v1/payments/${tid}` });
  return { tid, id: String(body.id), order };
}

test('by id and by TID it is the same payment', async () => {
  const { id, tid } = await pay();
  const byId = await call(gyeol.url, { path: `/v1/payments/${id}` });
  expect(byId).toEqual(await call(gyeol.url, { path: `/v1/payments/${tid}` }));
  expect(byId).toMatchObject({ status: 200, body: { id, tid, amount: 50_000 } });
  for (const name of [
    id.toUpperCase(),
    tid.toLowerCase(),

    '%25',
    '_',
    'x'.repeat(200),
  ]) {
    const path = `/v1/payments/${encodeURIComponent(name)}`;
    expect((await call(gyeol.url, { path })).status, name).toBe(404);
  }
});

test('cancels over the wire and over the native API are one history', async () => {
  const { id, tid, order } = await pay();
  const first = await cancel(id, { amount: 10_000, reason: '한 개 품절' });
  expect(first).toMatchObject({ status: 200, body: { cancelled: 10_000, remaining: 40_000 } });
  const second = await shop.cancel({ tid, amount: '15000', reason: '두 개 품절' });
  expect(second).toMatchObject({ cancel_code: '0000', cancel_amt: '15000' });
  const tooMuch = await cancel(tid, { amount: 25_001, reason: '초과' });
  expect(tooMuch).toMatchObject({
    status: 409,
    body: { type: 'urn:gyeol:exceeds-cancellable' },
  });
  expect(tooMuch.body.detail).toContain('25000 won can be cancelled');
  const rest = await cancel(tid, { reason: '고객 변심' });
  expect(rest).toMatchObject({
    status: 200,
    body: { status: 'cancelled', cancelled: 50_000, remaining: 0 },
  });
  expect((await shop.cancel({ tid })).cancel_code).toBe('E020');
  const again = await cancel(id, { reason: '또' });
  expect(again).toMatchObject({ status: 409, body: { type: 'urn:gyeol:already-cancelled' } });

  const story = await storyOf(gyeol, tid);
  expect(story.cancels).toMatchObject([
    { amount: 10_000, reason: '한 개 품절', askedBy: 'native API', status: 'done' },
    { amount: 15_000, reason: '두 개 품절', askedBy: 'demo', status: 'done' },
    { amount: 25_000, reason: '고객 변심', askedBy: 'native API', status: 'done' },
  ]);
  expect(happened(story).filter((what) => what === 'cancel-requested')).toHaveLength(3);
  expect(await shop.paycert(tid)).toMatchObject({ AMOUNT: '50000', CANCELMSG: '고객 변심' });
  expect(await chargesOf(gyeol, order)).toMatchObject([{ amount: 50_000n, cancelled: 50_000n }]);
  await booksClose(gyeol);
});

test('both at once give back what is there, and no more', async () => {
  const { id, tid, order } = await pay();
  const ways = Array.from({ length: 10 }, (_, index) =>
    index % 2 === 0
      ? cancel(id, { amount: 8_000 + index, reason: '동시' }).then(({ status }) => status === 200)
      : shop
          .cancel({ tid, amount: String(8_000 + index) })
          .then(({ cancel_code }) => cancel_code === '0000'),
  );
  const done = (await Promise.all(ways)).filter(Boolean).length;
  const story = await storyOf(gyeol, tid);
  expect(story.cancels.filter(({ status }) => status === 'done')).toHaveLength(done);
  expect(done).toBeGreaterThan(0);
  const [charge] = await chargesOf(gyeol, order);
  expect(Number(charge?.cancelled)).toBe(story.cancelled);
  expect(story.cancelled).toBeLessThanOrEqual(50_000);
  await booksClose(gyeol);
});

test('a declined payment is shown, and cannot be cancelled', async () => {
  const { TID: tid = '' } = await shop.keyin({ CARDNO: '9906100000001010' });
  expect(await storyOf(gyeol, tid)).toMatchObject({ status: 'declined', declineReason: 'limit' });
  const refused = await cancel(tid, { reason: '변심' });
  expect(refused).toMatchObject({ status: 409, body: { type: 'urn:gyeol:not-cancellable' } });
});

test('what is of another merchant is not there', async () => {
  const other = await newMerchant(gyeol.url);
  const { id, tid } = await pay();
  const never = await call(gyeol.url, {
    path: '/v1/payments/260101000000NEVER123',
    key: other.key,
  });
  for (const name of [id, tid]) {
    expect(await call(gyeol.url, { path: `/v1/payments/${name}`, key: other.key })).toEqual(never);
  }
  expect(never.status).toBe(404);
});
