// Story: a shop registers a subscription once, and the gateway charges it round by round.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MerchantId } from '../../../core/merchant/merchant.ts';
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
    [{ from: '2028-08-15', recurrence: { every: 'month', day: 15 } }, 'from'],
    [{ rounds: 0 }, 'rounds'], [{ vat: 9_900 }, 'vat'], [{ every: 'month' }, 'every'],
  ] as const;
  for (const [wrong, field] of unfit) {
    const refused = await post({ ...fit, ...wrong });
    expect(refused, JSON.stringify(wrong)).toMatchObject({ status: 400, body: { field } });
  }
  expect((await post({ ...fit, from: '2028-08-15' })).body).toMatchObject({
    firstDay: '2028-09-01',
  });
  const { key } = await newMerchant(gyeol.url);
  expect(await post(fit, key)).toMatchObject({ status: 404 });
  expect(await post({ ...fit, billingKey: 'made-up' })).toMatchObject({ status: 404 });
});

test('T86: one key has at most twenty schedules, also when forty come at once', async () => {
  const { billingKey } = await shop.show(await shop.register());
  const body = { billingKey, amount: 9_900, goods: '구독', recurrence: { every: 'month', day: 1 } };
  const post = () => call(gyeol.url, { method: 'POST', path: '/v1/schedules', body });
  for (let count = 1; count < 19; count += 1) expect((await post()).status).toBe(201);
  const owner = new pg.Client({ connectionString: gyeol.databaseUrl });
  await owner.connect();
  await owner.query('begin');
  await owner.query('select from billing_key where id = $1 for update', [billingKey]);
  const asked = Promise.all(Array.from({ length: 40 }, post));
  const waiting =
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  await eventually(async () => expect(await asOwner(gyeol, waiting)).toBeGreaterThan(3));
  await owner.query('rollback');
  await owner.end();
  expect((await asked).filter(({ status }) => status === 201)).toHaveLength(1);
  expect(await post()).toMatchObject({ status: 429, body: { type: 'urn:gyeol:limit-reached' } });
});

test('T35: a card that somebody guesses at is locked for guessers, and its rounds are charged', async () => {
  const id = await shop.register({ recurrence: { every: 'month', day: 20 }, rounds: 1 });
  const { limits, callers } = gyeol.gateway.parts;
  const caller = await callers.find('payple', 'demo');
  const merchantId = caller?.merchant.id as MerchantId;
  const guess = {
    merchantId,
    credentialId: randomUUID(),
    fingerprint: 'a test',
    reason: 'password',
  } as const;
  for (let count = 0; count < limits.velocity.guessesPerDay; count += 1) await limits.note(guess);
  expect(limits.lockedBy(merchantId, 'a test')).toBe('password');
  await shop.until('2028-08-20 12:00');
  expect(await shop.rounds(id)).toMatchObject([{ status: 'charged', tries: 1 }]);
});

test('a charge by hand that could do nothing leaves its round as it was', async () => {
  const recurrence = { every: 'month', day: 22 };
  const failed = await shop.register({ card: '9906100000001036', recurrence, rounds: 2 });
  await shop.until('2028-08-22 12:00');
  await orderFault(gyeol.url, { at: 'rail.authorise', effect: 'decline' });
  const waiting = await shop.register({ recurrence: { every: 'month', day: 23 }, rounds: 1 });
  await shop.until('2028-08-23 12:00');
  await asOwner(
    gyeol,
    `create function nothing_now() returns trigger language plpgsql as
       $$ begin raise exception 'not now'; end $$;
     create trigger nothing_now before insert on payment for each row execute function nothing_now()`,
  );
  for (const id of [failed, waiting]) {
    const [before] = await shop.rounds(id);
    expect(await shop.act(id, 'charge')).toMatchObject({
      status: 503,
      body: { type: 'urn:gyeol:busy' },
    });
    expect((await shop.rounds(id))[0]).toEqual(before);
  }
  await asOwner(gyeol, 'drop trigger nothing_now on payment');
  await shop.until('2028-08-24 12:00');
  expect((await shop.rounds(failed))[0]).toMatchObject({ status: 'failed', tries: 1 });
  const [only] = await shop.rounds(waiting);
  expect(only).toMatchObject({ status: 'charged', tries: 2 });
  expect(only?.ended[1]?.at).toMatch(/^2028-08-24T09:00/);
  expect((await shop.act(failed, 'stop')).status).toBe(200);
});

test('rounds that end together, or in another order, end their schedule all the same', async () => {
  const wish = { from: '2028-08-25', recurrence: { every: 'month', day: 25 }, rounds: 2 };
  const ids = [await shop.register(wish), await shop.register(wish)];
  await orderFault(gyeol.url, { at: 'rail.authorise', effect: 'decline', times: 2 });
  await shop.until('2028-08-25 12:00');
  // As after a time in which the gateway was down: both at once, and the last one first.
  const due = (at: string, id = '') =>
    `update schedule_round set due_at = '${at} 09:00+09' where number = 2 and schedule_id = '${id}'`;
  await asOwner(gyeol, due('2028-08-26', ids[0]));
  await asOwner(gyeol, due('2028-08-25', ids[1]));
  await shop.until('2028-08-26 12:00');
  for (const id of ids) {
    expect(await shop.rounds(id)).toMatchObject([{ status: 'charged' }, { status: 'charged' }]);
    expect(await shop.show(id)).toMatchObject({ status: 'finished', next: null });
    await eventually(() => {
      expect(toldOf(id).filter((kind) => kind === 'schedule.finished')).toHaveLength(1);
    });
  }
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
