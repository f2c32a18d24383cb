// Story: a shop that names its cancel with an Idempotency-Key may repeat it as often as it likes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, digestOf, refundedOf, storyOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { moveClock, newMerchant, orderFault } from '../../harness/sandbox.ts';
import { openShop, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

let shop: Shop;
async function paid(): Promise<string> {
  shop = await openShop(gyeol.url);
  return (await shop.keyin({ AMOUNT: '50000' })).TID ?? '';
}

const keyed = (key: string) => ({ 'Idempotency-Key': key });

test('T87: the same body gets the stored answer, though it was read', async () => {
  const tid = await paid();
  const first = await shop.cancel({ tid, amount: '10000' }, keyed('order-1-line-1'));
  expect(first.cancel_code).toBe('0000');
  const before = await digestOf(gyeol);
  for (let times = 0; times < 3; times += 1) {
    expect(await shop.cancel({ tid, amount: '10000' }, keyed('order-1-line-1'))).toEqual(first);
  }
  expect(await digestOf(gyeol)).toBe(before);
  // Another line of the same order has another key.
  await shop.cancel({ tid, amount: '10000' }, keyed('order-1-line-2'));
  expect((await storyOf(gyeol, tid)).cancelled).toBe(20_000);
});

test('T87: another body under the same key is refused and changes nothing', async () => {
  const tid = await paid();
  await shop.cancel({ tid, amount: '10000' }, keyed('k-other-body'));
  const before = await digestOf(gyeol);
  const refused = await shop.cancel({ tid, amount: '20000' }, keyed('k-other-body'));
  expect(refused).toMatchObject({ cancel_code: 'E013', RESULTCODE: 'E013', cancel_amt: '' });
  expect(await digestOf(gyeol)).toBe(before);
});

test('T87: while the first call runs the key is in flight, and then it has the answer', async () => {
  const tid = await paid();
  await orderFault(gyeol.url, { at: 'rail.cancel', effect: 'answer-lost', match: { tid } });
  const first = shop.cancel({ tid, amount: '10000' }, keyed('k-in-flight'));
  await eventually(async () => expect(await refundedOf(gyeol, tid)).toBe(10_000n));
  const second = await shop.cancel({ tid, amount: '10000' }, keyed('k-in-flight'));
  expect(second.cancel_code).toBe('E010');
  await moveClock(gyeol.url, { advance: 'PT8S' });
  const done = await first;
  expect(done.cancel_code).toBe('0000');
  expect(await shop.cancel({ tid, amount: '10000' }, keyed('k-in-flight'))).toEqual(done);
  expect((await storyOf(gyeol, tid)).cancelled).toBe(10_000);
});

test('T87: a result that is still being checked is never asked for a second time', async () => {
  const tid = await paid();
  for (const at of ['rail.cancel', 'rail.inquire']) {
    await orderFault(gyeol.url, { at, effect: 'answer-lost', match: { tid } });
  }
  const nobody = { at: 'rail.inquire', effect: 'connection-reset', times: 4, match: { tid } };
  await orderFault(gyeol.url, nobody);
  const first = shop.cancel({ tid, amount: '10000' }, keyed('k-unknown'));
  await eventually(async () => expect(await refundedOf(gyeol, tid)).toBe(10_000n));
  await moveClock(gyeol.url, { advance: 'PT8S' });
  await moveClock(gyeol.url, { advance: 'PT3S' });
  expect((await first).cancel_code).toBe('E011');
  const again = () => shop.cancel({ tid, amount: '10000' }, keyed('k-unknown'));
  expect((await again()).cancel_code).toBe('E011');
  expect((await again()).cancel_code).toBe('E011');
  await moveClock(gyeol.url, { advance: 'PT5M' });
  const done = await again();
  expect(done).toMatchObject({ cancel_code: '0000', cancel_amt: '10000' });
  expect(await again()).toEqual(done);
  expect((await storyOf(gyeol, tid)).cancelled).toBe(10_000);
  await booksClose(gyeol);
});

test('T87: one that joined another cancel is the same one when it is repeated', async () => {
  const tid = await paid();
  for (const at of ['rail.cancel', 'rail.inquire', 'rail.inquire']) {
    await orderFault(gyeol.url, { at, effect: 'answer-lost', match: { tid } });
  }
  const first = shop.cancel({ tid, amount: '10000' });
  await eventually(async () => expect(await refundedOf(gyeol, tid)).toBe(10_000n));
  const joined = shop.cancel({ tid, amount: '10000' }, keyed('k-joined'));
  await eventually(async () =>
    expect(JSON.stringify(await storyOf(gyeol, tid))).toContain('"joins":1'),
  );
  await moveClock(gyeol.url, { advance: 'PT8S' });
  await moveClock(gyeol.url, { advance: 'PT6S' });
  expect((await first).cancel_code).toBe('E011');
  expect((await joined).cancel_code).toBe('E011');
  await moveClock(gyeol.url, { advance: 'PT5M' });
  const again = await shop.cancel({ tid, amount: '10000' }, keyed('k-joined'));
  expect(again).toMatchObject({ cancel_code: '0000', cancel_amt: '10000' });
  expect(await refundedOf(gyeol, tid)).toBe(10_000n);
  await booksClose(gyeol);
});

test('T87: what was refused may be corrected under the same key', async () => {
  const tid = await paid();
  expect((await shop.cancel({ tid, amount: '50001' }, keyed('k-fix'))).cancel_code).toBe('E021');
  expect((await shop.cancel({ tid, amount: '50000' }, keyed('k-fix'))).cancel_code).toBe('0000');
});

test('T87: keys of two merchants know nothing of each other', async () => {
  const tid = await paid();
  await shop.cancel({ tid, amount: '10000' }, keyed('shared'));
  const stranger = await openShop(gyeol.url, (await newMerchant(gyeol.url)).keys);
  const own = (await stranger.keyin({ AMOUNT: '50000' })).TID;
  const answer = await stranger.cancel({ tid: own, amount: '20000' }, keyed('shared'));
  expect(answer).toMatchObject({ cancel_code: '0000', cancel_tid: own, cancel_amt: '20000' });
});

test('T87: a key of 255 characters is taken, a longer one is refused by its name', async () => {
  const tid = await paid();
  const fits = await shop.cancel({ tid, amount: '1000' }, keyed('k'.repeat(255)));
  expect(fits.cancel_code).toBe('0000');
  const refused = await shop.cancel({ tid, amount: '1000' }, keyed('k'.repeat(256)));
  expect(refused.cancel_code).toBe('E004');
  expect(refused.cancel_msg).toContain('Idempotency-Key');
});

test('T87: after a day a key is forgotten', async () => {
  const tid = await paid();
  await shop.cancel({ tid, amount: '1000' }, keyed('daily'));
  await moveClock(gyeol.url, { advance: 'PT24H1M' });
  const tomorrow = await openShop(gyeol.url);
  const again = await tomorrow.cancel({ tid, amount: '2000' }, keyed('daily'));
  expect(again).toMatchObject({ cancel_code: '0000', cancel_amt: '2000' });
});
