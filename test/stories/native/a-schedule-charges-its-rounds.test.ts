// Story: a shop registers a subscription once, and the gateway charges it round by round.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner, booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { openReceiver, type Receiver } from '../../harness/receiver.ts';
import { newMerchant, orderFault } from '../../harness/sandbox.ts';
import { type Subscriptions, subscriptionsOf } from '../../harness/schedules.ts';
import { call, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Subscriptions;
let receiver: Receiver;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = subscriptionsOf(gyeol);
  receiver = await openReceiver();
  const caller = await gyeol.gateway.parts.callers.find('payple', 'demo');
  const body = { contract: caller?.contract.id, url: receiver.url, format: 'standard' };
  await call(gyeol.url, { method: 'POST', path: '/v1/notices/endpoints', body });
  await shop.until('2028-01-03 12:00');
});
afterAll(async () => {
  await booksClose(gyeol);
  await gyeol.stop();
  await receiver.close();
});

/** Kinds of what was told of a schedule, in order. */
function toldOf(id: string): string[] {
  return receiver.letters
    .filter(({ text }) => text.includes(id))
    .map(({ body }) => String(body.type));
}

test('three rounds of a month are charged at nine, settled, told, and then it is over', async () => {
  const id = await shop.register({ recurrence: { every: 'month', day: 31 }, rounds: 3 });
  expect(await shop.show(id)).toMatchObject({
    ...{ status: 'active', amount: 9_900, firstDay: '2028-01-31', lastRound: 3 },
    tax: { supply: 9_000, vat: 900, taxFree: 0 },
    buyer: { name: '홍길동', phone: '01012345678', email: 'buyer@example.com' },
    next: { round: 1, day: '2028-01-31', status: 'due', at: '2028-01-31T09:00:00.000+09:00' },
  });
  await shop.until('2028-01-31 08:59');
  expect((await shop.rounds(id))[0]).toMatchObject({ status: 'due', payment: null });
  await shop.until('2028-04-20 12:00');
  const rounds = await shop.rounds(id);
  expect(rounds.map(({ round, day, status, tries }) => [round, day, status, tries])).toEqual([
    [1, '2028-01-31', 'charged', 1],
    [2, '2028-02-29', 'charged', 1],
    [3, '2028-03-31', 'charged', 1],
  ]);
  const paid = await shop.payment(rounds[1]?.payment ?? null);
  expect(paid).toMatchObject({
    ...{ status: 'approved', method: 'card-billing', amount: 9_900, goods: '커피 정기구독' },
    schedule: { id, round: 2, try: 1 },
    orderNumber: expect.stringMatching(/^SRS20280229090000[0-9]{6}$/),
    approvedAt: expect.stringMatching(/^2028-02-29T09:00:00/),
    capturedAt: expect.stringMatching(/^2028-03-01T00:00:00/),
  });
  expect(await shop.show(id)).toMatchObject({ status: 'finished', next: null, stopReason: null });
  await eventually(() => expect(toldOf(id)).toHaveLength(4));
  expect(toldOf(id).sort()).toEqual([
    ...['payment.approved', 'payment.approved', 'payment.approved', 'schedule.finished'],
  ]);
  expect(await shop.act(id, 'stop')).toMatchObject({
    status: 409,
    body: { type: 'urn:gyeol:schedule-finished' },
  });
  expect(await shop.act(id, 'charge')).toMatchObject({ status: 409 });
  const settled = await rowsOf(
    gyeol,
    `select r.kind from settlement_row r join payment p on p.id = r.payment_id
     where p.schedule_id = $1 and r.payout_id is not null`,
    [id],
  );
  expect(settled).toHaveLength(3);
});

test('a charged round that somebody calls failed is found by the proof', async () => {
  const verdict = async () =>
    (await call(gyeol.url, { path: '/v1/ledger/verify', key: operatorKey })).body.breaks;
  await asOwner(gyeol, "update schedule_round set status = 'failed' where number = 1");
  expect(await verdict()).toMatchObject([{ check: 'round-paid-once', expected: '0', found: '1' }]);
  await asOwner(gyeol, "update schedule_round set status = 'charged' where number = 1");
  expect(await verdict()).toEqual([]);
});

test('a round that is declined is tried after one and three days, and is then paid', async () => {
  const id = await shop.register({ from: '2028-05-15' });
  await orderFault(gyeol.url, { at: 'rail.authorise', effect: 'decline', times: 2 });
  await shop.until('2028-05-15 09:01');
  expect((await shop.rounds(id))[0]).toMatchObject({
    ...{ status: 'retrying', tries: 1, miss: 'other' },
    nextTryAt: '2028-05-16T09:00:00.000+09:00',
  });
  await shop.until('2028-05-20 12:00');
  const [first, second] = await shop.rounds(id);
  expect(first).toMatchObject({ status: 'charged', tries: 3, nextTryAt: null });
  expect(first?.ended.map(({ at, miss }) => [String(at).slice(0, 16), miss])).toEqual([
    ['2028-05-15T09:00', 'other'],
    ['2028-05-16T09:00', 'other'],
    ['2028-05-18T09:00', null],
  ]);
  expect(second).toMatchObject({ round: 2, day: '2028-06-15', status: 'due' });
  await eventually(() => {
    expect(toldOf(id).filter((kind) => kind === 'schedule.try-failed')).toHaveLength(2);
  });
  expect((await shop.act(id, 'stop')).status).toBe(200);
});

test('a lost card is not tried again; the round has failed, and the next one goes on', async () => {
  const lost = '9906100000001036';
  const id = await shop.register({ card: lost, recurrence: { every: 'week', weekday: 'monday' } });
  await shop.until('2028-05-23 12:00');
  const [first, second] = await shop.rounds(id);
  expect(first).toMatchObject({
    day: '2028-05-22',
    status: 'failed',
    tries: 1,
    miss: 'lost-or-stolen',
  });
  expect(second).toMatchObject({ day: '2028-05-29', status: 'due' });
  await eventually(() => expect(toldOf(id)).toContain('schedule.round-failed'));
  expect(await shop.act(id, 'charge')).toMatchObject({
    status: 200,
    body: { round: 1, status: 'failed', tries: 2 },
  });
  expect((await shop.act(id, 'stop')).status).toBe(200);
  expect((await shop.rounds(id)).map(({ status }) => status)).toEqual(['failed', 'dropped']);
  expect(await shop.act(id, 'stop')).toMatchObject({
    status: 409,
    body: {
      type: 'urn:gyeol:schedule-stopped',
      detail: expect.stringContaining('2028-05-23T12:00'),
    },
  });
  expect(await shop.act(id, 'charge')).toMatchObject({ status: 409 });
});

test('a round in retry is charged by hand, once', async () => {
  const id = await shop.register({ from: '2028-06-15' });
  expect(await shop.act(id, 'charge')).toMatchObject({
    status: 409,
    body: { type: 'urn:gyeol:round-not-due' },
  });
  await orderFault(gyeol.url, { at: 'rail.authorise', effect: 'decline' });
  await shop.until('2028-06-15 12:00');
  const both = await Promise.all([shop.act(id, 'charge'), shop.act(id, 'charge')]);
  const paid = both.filter(({ status }) => status === 200);
  expect(paid).toMatchObject([{ body: { round: 1, status: 'charged', tries: 2 } }]);
  expect(await shop.act(id, 'charge')).toMatchObject({ status: 409 });
  await shop.until('2028-06-25 12:00');
  expect((await shop.rounds(id)).map(({ status, tries }) => [status, tries])).toEqual([
    ['charged', 2],
    ['due', 0],
  ]);
  expect((await shop.act(id, 'stop')).status).toBe(200);
});

test('with its key a schedule ends, and says so', async () => {
  const id = await shop.register({ from: '2028-07-15' });
  const { billingKey } = await shop.show(id);
  await call(gyeol.url, { method: 'POST', path: `/v1/billing-keys/${billingKey}/remove` });
  expect(await shop.show(id)).toMatchObject({
    status: 'stopped',
    stopReason: 'key-removed',
    next: null,
  });
  await shop.until('2028-07-20 12:00');
  expect(await shop.rounds(id)).toMatchObject([{ status: 'dropped', tries: 0, payment: null }]);
  await eventually(() => expect(toldOf(id)).toEqual(['schedule.stopped']));
});

test('an account is charged as well, and the contract has the last word', async () => {
  const id = await shop.register({ account: '99900400000001', from: '2028-08-15', rounds: 1 });
  await shop.until('2028-08-15 12:00');
  const [only] = await shop.rounds(id);
  expect(await shop.payment(only?.payment ?? null)).toMatchObject({
    ...{ status: 'approved', method: 'transfer-billing', schedule: { id, round: 1, try: 1 } },
  });
});

test('T25 T26: what does not fit is refused with its field, and a foreign key is none', async () => {
  const post = (body: Readonly<Record<string, unknown>>, key?: string) =>
    call(gyeol.url, { method: 'POST', path: '/v1/schedules', body, ...(key && { key }) });
  const { billingKey } = await shop.show(await shop.register());
  const fit = { billingKey, amount: 9_900, goods: '구독', recurrence: { every: 'month', day: 1 } };
  // biome-ignore format: a table
  const unfit = [
    [{ amount: 99 }, 'amount'], [{ amount: 0 }, 'amount'], [{ goods: ' ' }, 'goods'],
    [{ recurrence: { every: 'year' } }, 'recurrence.every'],
    [{ recurrence: { every: 'month' } }, 'recurrence.day'],
    [{ recurrence: { every: 'month', day: 32 } }, 'recurrence.day'],
    [{ recurrence: { every: 'month', day: 1, weekday: 'monday' } }, 'recurrence.weekday'],
    [{ recurrence: { every: 'week', day: 1 } }, 'recurrence.weekday'],
    [{ from: '2028-02-30' }, 'from'], [{ from: '2028-08-14' }, 'from'], [{ from: '2031-01-01' }, 'from'],
    [{ rounds: 0 }, 'rounds'], [{ vat: 9_900 }, 'vat'], [{ every: 'month' }, 'every'],
  ] as const;
  for (const [wrong, field] of unfit) {
    const refused = await post({ ...fit, ...wrong });
    expect(refused, JSON.stringify(wrong)).toMatchObject({ status: 400, body: { field } });
  }
  const { key } = await newMerchant(gyeol.url);
  expect(await post(fit, key)).toMatchObject({ status: 404 });
  expect(await post({ ...fit, billingKey: 'made-up' })).toMatchObject({ status: 404 });
});

test('T86: one key has at most twenty schedules', async () => {
  const { billingKey } = await shop.show(await shop.register());
  const body = { billingKey, amount: 9_900, goods: '구독', recurrence: { every: 'month', day: 1 } };
  const post = () => call(gyeol.url, { method: 'POST', path: '/v1/schedules', body });
  for (let count = 1; count < 20; count += 1) expect((await post()).status).toBe(201);
  expect(await post()).toMatchObject({ status: 429, body: { type: 'urn:gyeol:limit-reached' } });
});

test('after a reset nothing of the world before it is charged', async () => {
  const id = await shop.register({ from: '2028-09-15' });
  await call(gyeol.url, { method: 'POST', path: '/sandbox/reset' });
  expect(await shop.show(id)).toMatchObject({ type: 'urn:gyeol:schedule-not-found' });
  await shop.until('2028-09-20 12:00');
  const paid = await rowsOf(gyeol, 'select from payment where schedule_id = $1', [id]);
  expect(paid).toEqual([]);
  const due = await rowsOf(gyeol, 'select from schedule_round where due_at is not null');
  expect(due).toEqual([]);
});
