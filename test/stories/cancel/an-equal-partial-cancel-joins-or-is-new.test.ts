// Story: neither dialect has an id for a cancel; a repetition joins, another order line is new.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, refundedOf, storyOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { sendAndHangUp } from '../../harness/raw-http.ts';
import { moveClock, orderFault } from '../../harness/sandbox.ts';
import { openShop, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Shop;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

async function paid(): Promise<string> {
  shop = await openShop(gyeol.url);
  return (await shop.keyin({ AMOUNT: '50000' })).TID ?? '';
}

const refunded = (tid: string) => refundedOf(gyeol, tid);

const line = { amount: '10000', reason: '한 개 품절' };

/** The shop's side times out: it sends, and hangs up before the answer. */
async function sendAndGiveUp(tid: string): Promise<void> {
  await orderFault(gyeol.url, { at: 'rail.cancel', effect: 'answer-lost', match: { tid } });
  const hangUp = sendAndHangUp({
    url: `${gyeol.url}/api/cancel`,
    headers: { 'content-type': 'application/json', TOKEN: shop.token, ApiKey: 'demo-key' },
    body: JSON.stringify({ tid, ...line }),
  });
  await eventually(async () => expect(await refunded(tid)).toBe(10_000n));
  hangUp();
}

test('a retry joins a cancel that is still under way: refunded once', async () => {
  const tid = await paid();
  await sendAndGiveUp(tid);
  const retry = shop.cancel({ tid, ...line });
  await eventually(async () => {
    const { timeline } = await storyOf(gyeol, tid);
    expect(timeline).toContainEqual(expect.objectContaining({ joins: 1 }));
  });
  await moveClock(gyeol.url, { advance: 'PT8S' });
  expect(await retry).toMatchObject({ cancel_code: '0000', cancel_amt: '10000' });
  expect(await refunded(tid)).toBe(10_000n);
  await booksClose(gyeol);
});

test('a retry joins a cancel that was done, whose answer nobody read: refunded once', async () => {
  const tid = await paid();
  await sendAndGiveUp(tid);
  await moveClock(gyeol.url, { advance: 'PT8S' });
  await eventually(async () => expect((await storyOf(gyeol, tid)).cancelled).toBe(10_000));
  expect(await shop.cancel({ tid, ...line })).toMatchObject({
    ...{ cancel_code: '0000', cancel_amt: '10000' },
  });
  expect(await refunded(tid)).toBe(10_000n);
  // That answer was read, so the next one is another line of the order.
  expect((await shop.cancel({ tid, ...line })).cancel_code).toBe('0000');
  expect(await refunded(tid)).toBe(20_000n);
});

test('two equal order lines, one after another, are two cancels', async () => {
  const tid = await paid();
  for (const total of [10_000n, 20_000n, 30_000n]) {
    expect((await shop.cancel({ tid, ...line })).cancel_code).toBe('0000');
    expect(await refunded(tid)).toBe(total);
  }
  const { cancels } = await storyOf(gyeol, tid);
  expect(cancels).toHaveLength(3);
  await booksClose(gyeol);
});

test('another reason or another amount never joins', async () => {
  const tid = await paid();
  await sendAndGiveUp(tid);
  await moveClock(gyeol.url, { advance: 'PT8S' });
  await eventually(async () => expect((await storyOf(gyeol, tid)).cancelled).toBe(10_000));
  await shop.cancel({ tid, ...line, reason: '다른 상품 품절' });
  await shop.cancel({ tid, ...line, amount: '10001' });
  expect(await refunded(tid)).toBe(30_001n);
});

test('after ten minutes an equal cancel is a new one', async () => {
  const tid = await paid();
  await sendAndGiveUp(tid);
  await moveClock(gyeol.url, { advance: 'PT8S' });
  await eventually(async () => expect((await storyOf(gyeol, tid)).cancelled).toBe(10_000));
  await moveClock(gyeol.url, { advance: 'PT10M' });
  expect((await shop.cancel({ tid, ...line })).cancel_code).toBe('0000');
  expect(await refunded(tid)).toBe(20_000n);
  await booksClose(gyeol);
});
