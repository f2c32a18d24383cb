// Story: the bank charges a round and its answer is lost; what is found later counts, once.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Gateway } from '../../../server/compose.ts';
import { asOwner, booksClose, chargesOf, happened, rowsOf, storyOf } from '../../harness/books.ts';
import { openBeside, openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { moveClock, orderFault } from '../../harness/sandbox.ts';
import { type Subscriptions, subscriptionsOf } from '../../harness/schedules.ts';
import { call, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
let beside: Gateway | null = null;
let shop: Subscriptions;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = subscriptionsOf(gyeol);
  await shop.until('2028-01-03 12:00');
});
afterAll(async () => {
  await booksClose(gyeol);
  await beside?.close();
  await gyeol.stop();
});

const lose = (at: string, effect: string, times = 1) =>
  orderFault(gyeol.url, { at, effect, times });

async function paymentOf(id: string) {
  const [round] = await shop.rounds(id);
  const payment = await shop.payment(round?.payment ?? null);
  return { round, payment, orderNumber: String(payment.orderNumber), tid: String(payment.tid) };
}

const stands = [{ state: 'approved', amount: 9_900n, cancelled: 0n }];

test('T17: an answer that is lost is asked for, and the round is charged', async () => {
  const id = await shop.register({ from: '2028-01-15' });
  await lose('rail.authorise', 'answer-lost');
  await lose('rail.inquire', 'answer-lost');
  await shop.until('2028-01-15 09:00');
  await moveClock(gyeol.url, { advance: 'PT2M' });
  const { round, payment, orderNumber, tid } = await paymentOf(id);
  expect(round).toMatchObject({ status: 'charged', tries: 1, ended: [{ miss: null }] });
  expect(payment).toMatchObject({ status: 'approved', schedule: { round: 1, try: 1 } });
  expect(await chargesOf(gyeol, orderNumber)).toEqual(stands);
  const events = happened(await storyOf(gyeol, tid));
  expect(events.filter((what) => what === 'unknown' || what === 'approved')).toEqual([
    ...['unknown', 'approved'],
  ]);
  await shop.act(id, 'stop');
});

test('found after its day was captured, it is a sale of its day all the same', async () => {
  const id = await shop.register({ from: '2028-02-15', rounds: 2 });
  await lose('rail.authorise', 'answer-lost');
  await lose('rail.inquire', 'connection-reset', 99);
  await lose('rail.net-cancel', 'request-lost', 99);
  await shop.until('2028-02-16 12:00');
  const waiting = await paymentOf(id);
  expect(waiting.round).toMatchObject({ status: 'unknown', tries: 0 });
  expect(await shop.act(id, 'charge')).toMatchObject({ status: 202 });
  expect((await shop.rounds(id))[1]).toMatchObject({ day: '2028-03-15', status: 'due' });
  await call(gyeol.url, { method: 'DELETE', path: '/sandbox/faults' });
  await shop.until('2028-02-25 12:00');
  const { round, payment, tid } = await paymentOf(id);
  expect(round).toMatchObject({ status: 'charged', tries: 1 });
  expect(payment).toMatchObject({ approvedAt: expect.stringMatching(/^2028-02-15T09:00/) });
  expect(await storyOf(gyeol, tid)).toMatchObject({ settlement: [{ date: '2028-02-15' }] });
  const paid = await rowsOf(
    gyeol,
    `select q.status from settlement_row r join payment p on p.id = r.payment_id
     join payout q on q.id = r.payout_id where p.tid = $1`,
    [tid],
  );
  expect(paid).toEqual([{ status: 'paid' }]);
  await shop.act(id, 'stop');
});

test('a request that the bank never took is a try that failed, and is made again', async () => {
  const id = await shop.register({ from: '2028-04-15' });
  await lose('rail.authorise', 'request-lost');
  await shop.until('2028-04-16 12:00');
  const [round] = await shop.rounds(id);
  expect(round).toMatchObject({
    ...{ status: 'charged', tries: 2 },
    ended: [
      { nth: 1, miss: 'never-received' },
      { nth: 2, miss: null },
    ],
  });
  await shop.act(id, 'stop');
});

test('stopped while nobody knows, the try stands, and nothing follows it', async () => {
  const id = await shop.register({ from: '2028-05-15' });
  await lose('rail.authorise', 'answer-lost');
  await lose('rail.inquire', 'connection-reset', 99);
  await lose('rail.net-cancel', 'request-lost', 99);
  await shop.until('2028-05-15 09:00');
  await moveClock(gyeol.url, { advance: 'PT12S' });
  expect((await shop.rounds(id))[0]).toMatchObject({ status: 'unknown' });
  expect(await shop.act(id, 'stop')).toMatchObject({ status: 200, body: { status: 'stopped' } });
  await call(gyeol.url, { method: 'DELETE', path: '/sandbox/faults' });
  await shop.until('2028-07-20 12:00');
  expect((await shop.rounds(id)).map(({ status }) => status)).toEqual(['charged', 'dropped']);
  const { orderNumber } = await paymentOf(id);
  expect(await chargesOf(gyeol, orderNumber)).toEqual(stands);
});

test('T21: stopped after its server died in mid-round, the payment is found and counts', async () => {
  const id = await shop.register({ from: '2028-07-25', recurrence: { every: 'month', day: 25 } });
  await shop.until('2028-07-25 12:00');
  const { orderNumber } = await paymentOf(id);
  // As it stands when the payment was stored and the round was not written down.
  const forget = `delete from schedule_try where schedule_id = '${id}';
    update schedule_round set status = 'due', tries = 0, payment_id = null, due_at = '2028-07-25'
    where schedule_id = '${id}' and number = 1`;
  await asOwner(gyeol, forget, ['schedule_try']);
  expect(await shop.act(id, 'stop')).toMatchObject({ status: 200, body: { status: 'stopped' } });
  await moveClock(gyeol.url, { advance: 'PT1M' });
  const statuses = (await shop.rounds(id)).map(({ status, tries }) => [status, tries]);
  expect(statuses).toEqual([
    ['charged', 1],
    ['dropped', 0],
  ]);
  expect(await chargesOf(gyeol, orderNumber)).toEqual(stands);
});

/** The bank's book is held meanwhile, as soon as somebody asks it. */
async function whileAsking(ask: () => Promise<unknown>, step: () => Promise<unknown>) {
  const holder = new pg.Client({ connectionString: gyeol.databaseUrl });
  await holder.connect();
  try {
    await holder.query('begin');
    await holder.query('lock table simulator.authorisation in access exclusive mode');
    const asked = ask();
    const waiting = `select from pg_locks where not granted
      and relation = 'simulator.authorisation'::regclass`;
    await eventually(async () => expect((await holder.query(waiting)).rowCount).toBeGreaterThan(0));
    await step();
    await holder.query('rollback');
    await asked;
  } finally {
    await holder.end();
  }
}

test('found while its fee changes, it has the new one', async () => {
  const recurrence = { every: 'month', day: 5 };
  const id = await shop.register({ from: '2028-08-05', recurrence });
  await lose('rail.authorise', 'answer-lost');
  await lose('rail.inquire', 'connection-reset', 99);
  await lose('rail.net-cancel', 'request-lost', 99);
  await shop.until('2028-08-06 12:00');
  await call(gyeol.url, { method: 'DELETE', path: '/sandbox/faults' });
  const { tid } = await paymentOf(id);
  const [payment] = await rowsOf(gyeol, 'select contract_id from payment where tid = $1', [tid]);
  const path = `/v1/contracts/${payment?.contract_id}/fee-changes`;
  const body = { feeRate: 1_000, from: '2028-08-05', reason: '우대수수료 선정' };
  await whileAsking(
    () => moveClock(gyeol.url, { advance: 'PT1H' }),
    async () => {
      const changed = await call(gyeol.url, { method: 'POST', path, body, key: operatorKey });
      expect(changed).toMatchObject({ status: 201 });
    },
  );
  await moveClock(gyeol.url, { advance: 'PT1M' });
  const settlement = [{ gross: 9_900, fee: 99, net: 9_791 }];
  expect(await storyOf(gyeol, tid)).toMatchObject({ settlement });
  await shop.act(id, 'stop');
});

test('T24: two servers find the same rounds due, and each is charged once', async () => {
  const ids: string[] = [];
  const wish = { from: '2028-08-15', rounds: 2 };
  for (let count = 0; count < 12; count += 1) ids.push(await shop.register(wish));
  beside = await openBeside(gyeol);
  const to = '2028-09-20T12:00:00+09:00';
  await Promise.all([gyeol.url, beside.url].map((url) => moveClock(url, { to })));
  await moveClock(gyeol.url, { advance: 'PT1M' });
  for (const id of ids) {
    expect(await shop.rounds(id)).toMatchObject([
      ...[
        { status: 'charged', tries: 1 },
        { status: 'charged', tries: 1 },
      ],
    ]);
  }
  const charged = await rowsOf(
    gyeol,
    `select count(*)::int as payments, count(distinct a.request_id)::int as charges from payment p
     join simulator.authorisation a on a.request_id = p.request_id and a.state = 'approved'
     where p.schedule_id = any($1)`,
    [ids],
  );
  expect(charged).toEqual([{ payments: 24, charges: 24 }]);
});
