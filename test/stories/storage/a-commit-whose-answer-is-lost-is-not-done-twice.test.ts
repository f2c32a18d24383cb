// Story: a commit is durable and its answer is lost on the wire; the shop notices nothing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callClock } from '../../../core/payment/approve.ts';
import { after } from '../../../core/time/instant.ts';
import { booksClose, chargesOf, happened, refundedOf, storyOf } from '../../harness/books.ts';
import { createDatabase, type TestDatabase } from '../../harness/database.ts';
import { type DatabaseLine, openDatabaseLine } from '../../harness/database-line.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { moveClock } from '../../harness/sandbox.ts';
import { newOrderNumber, openShop, type Shop } from '../../harness/shop.ts';

let database: TestDatabase;
let line: DatabaseLine;
let gyeol: TestGateway;
let shop: Shop;
beforeAll(async () => {
  database = await createDatabase();
  line = await openDatabaseLine(database.url);
  gyeol = await openGateway({ databaseUrl: line.url });
  shop = await openShop(gyeol.url);
});
afterAll(async () => {
  await gyeol.stop();
  await line.close();
  await database.drop();
});

const once = ['intended', 'approved', 'approve'];

test.each([
  ['that took the order number', 'store-intents'],
  ['of the bank', 'bank-authorise'],
  ['of the outcome', 'store-outcomes'],
])('the answer to the commit %s is lost: 0000, one charge, one journal', async (_which, name) => {
  const cut = line.cutAnswerTo(name);
  const order = newOrderNumber();
  const paid = await shop.keyin({ ORDERNO: order });
  await cut;
  expect(paid.RESULTCODE).toBe('0000');
  expect(await chargesOf(gyeol, order)).toMatchObject([{ state: 'approved', cancelled: 0n }]);
  expect(happened(await storyOf(gyeol, paid.TID ?? ''))).toEqual(once);
  await booksClose(gyeol);
});

test.each([
  ['a part', { amount: '20000' }, 20_000n],
  ['everything', {}, 50_000n],
])('the reservation of a cancel of %s is stored, its answer lost: done once', async (_, how, won) => {
  const { TID: tid = '' } = await shop.keyin({ AMOUNT: '50000' });
  const cut = line.cutAnswerTo('store-decisions');
  const answer = await shop.cancel({ tid, ...how });
  await cut;
  expect(answer).toMatchObject({ cancel_code: '0000', cancel_amt: String(won) });
  expect(await refundedOf(gyeol, tid)).toBe(won);
  expect(happened(await storyOf(gyeol, tid))).toEqual([
    ...[...once, 'cancel-requested', 'cancelled', 'cancel-same-day'],
  ]);
  await booksClose(gyeol);
});

test('the end of a cancel is stored, its answer lost: done once', async () => {
  const { TID: tid = '' } = await shop.keyin({ AMOUNT: '50000' });
  const reserved = line.holdAnswerTo('store-decisions');
  const answer = shop.cancel({ tid, amount: '20000' });
  await reserved.held;
  const cut = line.cutAnswerTo('store-decisions');
  reserved.release();
  await cut;
  expect(await answer).toMatchObject({ cancel_code: '0000', cancel_amt: '20000' });
  expect(await refundedOf(gyeol, tid)).toBe(20_000n);
  await booksClose(gyeol);
});

test('a database that is away for a moment is told as busy, and nothing was done', async () => {
  const order = newOrderNumber();
  const { TID: tid = '' } = await shop.keyin({ AMOUNT: '50000' });
  line.down();
  const refused = shop.keyin({ ORDERNO: order });
  await eventually(() => expect(gyeol.gateway.parts.inFlight.size()).toBe(1));
  const { clock } = gyeol.gateway.parts;
  clock.moveTo(after(clock.now(), callClock.admitWithinMs));
  expect((await refused).RESULTCODE).toBe('E010');
  expect((await shop.cancel({ tid })).cancel_code).toBe('E010');
  expect((await shop.paycert(tid)).RESULTCODE).toBe('E010');
  expect((await fetch(`${gyeol.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${gyeol.url}/healthz`)).status).toBe(200);
  line.up();
  await eventually(async () => expect((await shop.paycert(tid)).RESULTCODE).toBe('0000'));
  expect((await fetch(`${gyeol.url}/readyz`)).status).toBe(200);
  expect((await shop.keyin({ ORDERNO: order })).RESULTCODE).toBe('0000');
  expect((await shop.cancel({ tid })).cancel_code).toBe('0000');
  await booksClose(gyeol);
});

test('a clock whose move failed with the database can be moved again', async () => {
  const stored = line.breakBefore('clock_offset_ms');
  await expect(moveClock(gyeol.url, { advance: 'PT1S' })).rejects.toThrow();
  stored.mend();
  await moveClock(gyeol.url, { advance: 'PT1S' });
});
