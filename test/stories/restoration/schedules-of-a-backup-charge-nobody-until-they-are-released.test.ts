// Story: schedules of a restored backup are held, whether they were stopped since or have charged.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Gateway } from '../../../server/compose.ts';
import { takeBackup } from '../../harness/backup.ts';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openBeside, openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { type Subscriptions, subscriptionsOf } from '../../harness/schedules.ts';
import { call, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
let restored: Gateway;
let shop: Subscriptions;

/** One that was stopped after the backup, and one whose round was charged and given back. */
let stopped: string;
let charged: string;

beforeAll(async () => {
  gyeol = await openGateway();
  const before = subscriptionsOf(gyeol);
  await before.until('2028-01-03 12:00');
  stopped = await before.register();
  charged = await before.register();
  const backup = await takeBackup(gyeol.databaseUrl);
  expect((await before.act(stopped, 'stop')).status).toBe(200);
  await before.until('2028-01-15 12:00');
  const [round] = await before.rounds(charged);
  const path = `/v1/payments/${round?.payment}/cancel`;
  const body = { reason: '고객 변심' };
  expect((await call(gyeol.url, { method: 'POST', path, body })).status).toBe(200);
  await gyeol.gateway.close();
  await backup.putBack();
  restored = await openBeside(gyeol, { restored: true });
  shop = subscriptionsOf({ ...gyeol, url: restored.url, gateway: restored });
});
afterAll(async () => {
  await restored?.close();
  await gyeol.stop();
});

const asked = () => rowsOf({ gateway: restored }, 'select state from simulator.authorisation');

async function restorations() {
  const { body } = await call(restored.url, { path: '/v1/restorations', key: operatorKey });
  expect(body).toMatchObject({ restoration: { endedAt: expect.any(String) } });
  return body as {
    readonly restoration: { readonly epoch: number; readonly heldSchedules: number };
    readonly data: readonly { readonly id: string; readonly kind: string }[];
  };
}

const operate = (what: string) =>
  call(restored.url, { method: 'POST', path: `/v1/restorations/${what}`, key: operatorKey });

async function release() {
  const { epoch } = (await restorations()).restoration;
  return operate(`${epoch}/release-schedules`);
}

test('T84: nothing of before is charged, by itself or by hand, until it is released', async () => {
  expect(await eventually(restorations)).toMatchObject({
    restoration: { heldSchedules: 2 },
    data: [{ kind: 'approval-lost', amount: 9_900, cancelled: 9_900 }],
  });
  const later = await shop.register();
  await shop.until('2028-01-15 12:00');
  expect(await shop.rounds(later)).toMatchObject([{ status: 'charged' }, { status: 'due' }]);
  for (const id of [stopped, charged]) {
    expect(await shop.rounds(id)).toMatchObject([{ status: 'due', tries: 0 }]);
    expect((await shop.act(id, 'charge')).status).toBe(503);
  }
  expect(await asked()).toHaveLength(2);
  expect((await shop.act(stopped, 'stop')).status).toBe(200);
  expect(await restorations()).toMatchObject({ restoration: { heldSchedules: 1 } });
});

test('T84: a round that the rail has charged waits until its finding is settled', async () => {
  expect((await operate('1/release-schedules')).status).toBe(404);
  expect(await release()).toMatchObject({ status: 200, body: { heldSchedules: 0 } });
  await shop.until('2028-01-16 12:00');
  expect(await shop.rounds(charged)).toMatchObject([{ status: 'due', tries: 0 }]);
  const { restoration, data } = await restorations();
  expect(restoration.heldSchedules).toBe(1);
  expect(await operate(`${data[0]?.id}/void`)).toMatchObject({ body: { status: 'voided' } });
  for (const _ of ['once', 'again']) expect((await release()).status).toBe(200);
  await shop.until('2028-01-16 12:01');
  expect(await shop.rounds(charged)).toMatchObject([{ status: 'retrying', tries: 1 }, {}]);
  expect(await asked()).toHaveLength(2);
  await shop.until('2028-01-17 09:01');
  expect(await shop.rounds(charged)).toMatchObject([{ status: 'charged', tries: 2 }, {}]);
  await booksClose(restored);
});
