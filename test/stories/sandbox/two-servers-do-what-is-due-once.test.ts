// Story: two servers on one database find the same work due; it is done once.
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { after, minuteMs } from '../../../core/time/instant.ts';
import type { Gateway } from '../../../server/compose.ts';
import { booksClose, chargesOf, happened, rowsOf, storyOf } from '../../harness/books.ts';
import { openBeside, openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { moveClock, orderFault } from '../../harness/sandbox.ts';
import { call, newOrderNumber, openShop, type WireAnswer } from '../../harness/shop.ts';

let gyeol: TestGateway;
let beside: Gateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await beside.close();
});
afterAll(() => gyeol.stop());

/** Approved at the bank, not known to us, and minutes away from the next try. */
async function unknownPayments(count: number): Promise<WireAnswer[]> {
  const shop = await openShop(gyeol.url);
  const orders = Array.from({ length: count }, () => newOrderNumber());
  for (const orderNumber of orders) {
    const match = { orderNumber };
    await orderFault(gyeol.url, { at: 'rail.authorise', effect: 'answer-lost', match });
    await orderFault(gyeol.url, {
      at: 'rail.inquire',
      effect: 'connection-reset',
      times: 99,
      match,
    });
    await orderFault(gyeol.url, {
      at: 'rail.net-cancel',
      effect: 'request-lost',
      times: 99,
      match,
    });
  }
  const answers = orders.map((ORDERNO) => shop.keyin({ ORDERNO }));
  for (const order of orders) {
    await eventually(async () => expect(await chargesOf(gyeol, order)).toHaveLength(1));
  }
  await moveClock(gyeol.url, { advance: 'PT15S' });
  const told = await Promise.all(answers);
  expect(new Set(told.map(({ RESULTCODE }) => RESULTCODE))).toEqual(new Set(['E011']));
  await moveClock(gyeol.url, { advance: 'PT30M' });
  await call(gyeol.url, { method: 'DELETE', path: '/sandbox/faults' });
  for (const { TID } of told) {
    expect(await storyOf(gyeol, TID ?? '')).toMatchObject({ status: 'unknown' });
  }
  return told;
}

/** By request id, how often either server told the bank to undo it. */
function watchRails() {
  const rails = [gyeol.gateway, beside].map(({ parts }) => vi.spyOn(parts.rail, 'netCancel'));
  return () => rails.flatMap(({ mock }) => mock.calls.map(([requestId]) => String(requestId)));
}

async function isUndoneOnce({ TID: tid = '', ORDERNO = '' }: WireAnswer): Promise<void> {
  const story = await storyOf(gyeol, tid);
  expect(story).toMatchObject({ status: 'net-cancelled', approved: 0 });
  expect(happened(story).filter((what) => what === 'net-cancelled')).toHaveLength(1);
  const kinds = story.timeline.filter(({ what }) => what === 'notice').map(({ kind }) => kind);
  expect(kinds).toEqual([...new Set(kinds)]);
  const state = { state: 'net-cancelled', amount: 50_000n, cancelled: 0n };
  expect(await chargesOf(gyeol, ORDERNO)).toEqual([state]);
}

async function nothingIsDue(): Promise<void> {
  expect(await rowsOf(gyeol, 'select from due_approval')).toEqual([]);
  const events = await rowsOf(
    gyeol,
    `select from payment_event where what = 'net-cancelled'
     group by merchant_id, payment_id having count(*) > 1`,
  );
  expect(events).toEqual([]);
  await booksClose(gyeol);
}

test('T24: swept by both at once, each row is worked off by one of them', async () => {
  const payments = await unknownPayments(8);
  beside = await openBeside(gyeol);
  const undone = watchRails();
  const ran = await Promise.all(
    [gyeol.url, beside.url].map((url) => moveClock(url, { advance: 'PT6M' })),
  );
  await eventually(() => nothingIsDue());
  expect(undone()).toHaveLength(8);
  expect(new Set(undone()).size).toBe(8);
  expect(ran.reduce((sum, each) => sum + each.ran, 0)).toBeLessThanOrEqual(8);
  for (const payment of payments) await isUndoneOnce(payment);
});

test('T24: a lease that runs out in mid-work lets the other finish, and the effect is one', async () => {
  const [payment] = await unknownPayments(1);
  beside = await openBeside(gyeol);
  const { clock, rail, store } = gyeol.gateway.parts;
  const undo = rail.netCancel.bind(rail);
  const others = vi.spyOn(beside.parts.rail, 'netCancel');
  const own = vi.spyOn(rail, 'netCancel').mockImplementationOnce(async (...order) => {
    await store.pool.query("update due_approval set leased_until = now() - interval '1 second'");
    await moveClock(beside.url, { advance: 'PT6M' });
    return undo(...order);
  });
  // The clock alone: a move of it would not wait for the other server and give up on the rail.
  clock.moveTo(after(clock.now(), 6 * minuteMs));
  await eventually(() => nothingIsDue());
  expect(own).toHaveBeenCalled();
  expect(others).toHaveBeenCalled();
  await isUndoneOnce(payment ?? {});
});
