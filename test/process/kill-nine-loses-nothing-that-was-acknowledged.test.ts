// The process is killed in mid-work and started again: what was acknowledged is there, once.
import { afterAll, expect, test } from 'vitest';
import { eventually } from '../harness/patience.ts';
import { type Started, startServer, stop, temporaryFolder } from '../harness/program.ts';
import { call, openShop, operatorKey, type Shop, type WireAnswer } from '../harness/shop.ts';

const folder = temporaryFolder();
const data = `${folder.path}/data`;
afterAll(() => folder.remove());

interface Attempt {
  readonly order: string;
  /** Null when the connection broke before an answer came. */
  readonly answer: WireAnswer | null;
}

async function tryToPay(shop: Shop, order: string): Promise<Attempt> {
  const answer = await shop.keyin({ ORDERNO: order }).catch(() => null);
  return { order, answer };
}

interface Shown {
  readonly tid: string;
  readonly status: string;
  readonly orderNumber: string;
}

async function paymentsOf(server: Started, order: string): Promise<Shown[]> {
  const path = `/v1/payments?orderNumber=${encodeURIComponent(order)}`;
  return (await call(server.url, { path })).body.data as Shown[];
}

async function booksClose(server: Started): Promise<void> {
  const { body } = await call(server.url, { path: '/v1/ledger/verify', key: operatorKey });
  expect(body).toEqual({ ok: true, breaks: [] });
  const balance = await call(server.url, { path: '/v1/ledger/trial-balance' });
  expect(balance.body.balanced).toBe(true);
}

/** Lets everything that a crash left open come to its end. */
async function settle(server: Started): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    const moved = await call(server.url, {
      method: 'POST',
      path: '/sandbox/clock',
      body: { advance: 'PT5M' },
    });
    expect(moved.status).toBe(200);
  }
}

const final = ['approved', 'declined', 'net-cancelled'];

test('kill -9 under load, three times over', async () => {
  const attempts: Attempt[] = [];
  for (let life = 0; life < 3; life += 1) {
    const server = await startServer(data);
    const shop = await openShop(server.url);
    const running = Array.from({ length: 60 }, (_, index) =>
      tryToPay(shop, `life-${life}-${index}`),
    );
    // Killed as soon as a few have been answered, so that others are at every stage.
    await Promise.any(running);
    await stop(server, 'SIGKILL');
    attempts.push(...(await Promise.all(running)));
  }
  const server = await startServer(data);
  await settle(server);
  for (const { order, answer } of attempts) {
    const found = await paymentsOf(server, order);
    expect(found.length, order).toBeLessThanOrEqual(1);
    if (answer?.RESULTCODE === '0000') expect(found[0]?.status, order).toBe('approved');
    for (const payment of found) expect(final, `${order} ${payment.tid}`).toContain(payment.status);
  }
  expect(attempts.some(({ answer }) => answer?.RESULTCODE === '0000')).toBe(true);
  expect(attempts.some(({ answer }) => answer === null)).toBe(true);
  await booksClose(server);
  expect((await stop(server)).code).toBe(0);
});

test('T18: thirty key-ins with one order number, killed in between: at most one charge', async () => {
  const first = await startServer(data);
  const shop = await openShop(first.url);
  const running = Array.from({ length: 30 }, () => tryToPay(shop, 'one-order'));
  await Promise.any(running);
  await stop(first, 'SIGKILL');
  const before = await Promise.all(running);
  const server = await startServer(data);
  const again = await openShop(server.url);
  const after = await Promise.all(Array.from({ length: 10 }, () => tryToPay(again, 'one-order')));
  await settle(server);
  const approved = [...before, ...after].filter(({ answer }) => answer?.RESULTCODE === '0000');
  expect(approved.length).toBeLessThanOrEqual(1);
  const found = await paymentsOf(server, 'one-order');
  expect(found).toHaveLength(1);
  if (approved.length === 1) expect(found[0]?.status).toBe('approved');
  await booksClose(server);
  expect((await stop(server)).code).toBe(0);
});

test('a cancel that a kill interrupted is finished by the next start, once', async () => {
  const first = await startServer(data);
  const shop = await openShop(first.url);
  const tid = (await shop.keyin()).TID ?? '';
  await call(first.url, {
    method: 'POST',
    path: '/sandbox/faults',
    body: { at: 'rail.cancel', effect: 'answer-lost', times: 1 },
  });
  const unanswered = shop.cancel({ tid, amount: '20000' }).catch(() => null);
  await eventually(async () => {
    const { body } = await call(first.url, { path: `/v1/payments/${tid}` });
    expect(body.reserved).toBe(20000);
  });
  await stop(first, 'SIGKILL');
  expect(await unanswered).toBeNull();
  const server = await startServer(data);
  await settle(server);
  const { body } = await call(server.url, { path: `/v1/payments/${tid}` });
  expect(body).toMatchObject({ status: 'partially-cancelled', cancelled: 20000, reserved: 0 });
  await booksClose(server);
  expect((await stop(server)).code).toBe(0);
});
