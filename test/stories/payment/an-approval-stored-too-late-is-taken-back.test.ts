// Story: the database is slow at the worst moment; what the shop was told in time decides.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { after, secondMs } from '../../../core/time/instant.ts';
import { booksClose, chargesOf, happened, storyOf } from '../../harness/books.ts';
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

/** The seconds that pass on the clock of calls, and nothing else. */
function pass(seconds: number): void {
  const { clock } = gyeol.gateway.parts;
  clock.moveTo(after(clock.now(), seconds * secondMs));
}

async function endsUncharged(order: string, tid: string, status: string): Promise<void> {
  await eventually(async () => {
    await moveClock(gyeol.url, { advance: 'PT1M' });
    expect((await storyOf(gyeol, tid)).status).toBe(status);
  });
  const [charge] = await chargesOf(gyeol, order);
  const standing = charge?.state === 'approved' ? charge.amount - charge.cancelled : 0n;
  expect(standing).toBe(0n);
  await booksClose(gyeol);
}

async function payAgain(): Promise<void> {
  const order = newOrderNumber();
  expect((await shop.keyin({ ORDERNO: order })).RESULTCODE).toBe('0000');
  expect(await chargesOf(gyeol, order)).toMatchObject([{ state: 'approved', cancelled: 0n }]);
}

test('commitBefore: an approval not stored after twelve seconds is no approval any more', async () => {
  const order = newOrderNumber();
  const outcome = line.breakBefore('store-outcomes');
  const answer = shop.keyin({ ORDERNO: order });
  await outcome.broken;
  expect(await chargesOf(gyeol, order)).toMatchObject([{ state: 'approved' }]);
  pass(12);
  const told = await answer;
  expect(told).toMatchObject({ RESULTCODE: 'E011', ORDERNO: order });
  outcome.mend();
  await endsUncharged(order, told.TID ?? '', 'net-cancelled');
  expect(happened(await storyOf(gyeol, told.TID ?? ''))).not.toContain('approved');
  await payAgain();
});

test('a commit that ends after the shop heard "being checked" is cancelled again', async () => {
  const order = newOrderNumber();
  const outcome = line.holdAnswerTo('store-outcomes');
  const answer = shop.keyin({ ORDERNO: order });
  await outcome.held;
  pass(14);
  const told = await answer;
  expect(told).toMatchObject({ RESULTCODE: 'E011', ORDERNO: order });
  outcome.release();
  await endsUncharged(order, told.TID ?? '', 'cancelled');
  await payAgain();
});

test('an intent that waits for more than three seconds is refused before the rail', async () => {
  const order = newOrderNumber();
  const intent = line.breakBefore('store-intents');
  const answer = shop.keyin({ ORDERNO: order });
  await intent.broken;
  pass(3);
  expect(await answer).toMatchObject({ RESULTCODE: 'E010', TID: '' });
  intent.mend();
  expect(await chargesOf(gyeol, order)).toEqual([]);
  await payAgain();
});

test('an intent that was stored although its shop heard "busy" frees nobody of his money', async () => {
  const order = newOrderNumber();
  const intent = line.holdAnswerTo('store-intents');
  const answer = shop.keyin({ ORDERNO: order });
  await intent.held;
  const later = line.breakBefore('store-intents');
  pass(4);
  intent.cut();
  expect(await answer).toMatchObject({ RESULTCODE: 'E010' });
  later.mend();
  await eventually(async () => {
    await moveClock(gyeol.url, { advance: 'PT1M' });
    const open = "select from payment where status in ('intended', 'unknown')";
    expect((await gyeol.gateway.parts.store.pool.query(open)).rows).toEqual([]);
  });
  expect(await chargesOf(gyeol, order)).toMatchObject([{ state: 'tombstone' }]);
  await booksClose(gyeol);
  await payAgain();
});

test('a cancel that cannot be finished in time is finished later', async () => {
  const { TID: tid = '' } = await shop.keyin({ AMOUNT: '50000' });
  const reserved = line.holdAnswerTo('store-decisions');
  const answer = shop.cancel({ tid, amount: '20000' });
  await reserved.held;
  const end = line.breakBefore('store-decisions');
  reserved.release();
  await end.broken;
  pass(9);
  expect(await answer).toMatchObject({ cancel_code: 'E011', cancel_tid: tid });
  end.mend();
  await eventually(async () => {
    await moveClock(gyeol.url, { advance: 'PT1M' });
    expect(await storyOf(gyeol, tid)).toMatchObject({ cancelled: 20_000, reserved: 0 });
  });
  await booksClose(gyeol);
});
