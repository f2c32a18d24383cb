// Killed while two hundred rounds are being charged: afterwards each is charged, and none twice.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectionOf } from '../../storage/embedded/roles.ts';
import { readRootKeys } from '../../storage/root-keys.ts';
import { eventually } from '../harness/patience.ts';
import { type Started, startServer, stop, temporaryFolder } from '../harness/program.ts';
import { moveClock } from '../harness/sandbox.ts';
import { call, operatorKey } from '../harness/shop.ts';
import { goodCard, openWindow, toldBy, windowForm } from '../harness/window.ts';
import { openWitness, type Witness } from '../harness/witness.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');

/** Twenty schedules of each key, which is as many as one may have. */
const keys = 10;
const each = 20;

let server: Started;
let witness: Witness;

const openLook = () =>
  openWitness(connectionOf(readRootKeys(data), 'gyeol_owner', join(data, 'socket')));

beforeAll(async () => {
  const first = await startServer(data);
  await moveClock(first.url, { to: '2028-03-14T12:00:00+09:00' });
  for (let key = 0; key < keys; key += 1) await registerAll(first.url);
  const look = await openLook();
  const moving = moveClock(first.url, { to: '2028-03-15T12:00:00+09:00' }).catch(() => null);
  // Some are at the bank, some in our books, and none is written down as a round yet, or some are.
  await eventually(async () => {
    const [begun] = await look.query('select count(*)::int as payments from payment');
    expect(Number(begun?.payments)).toBeGreaterThan(0);
  });
  await look.close();
  await stop(first, 'SIGKILL');
  await moving;
  server = await startServer(data);
  witness = await openLook();
});
afterAll(async () => {
  await witness.close();
  expect((await stop(server)).code).toBe(0);
  folder.remove();
});

async function registerAll(url: string): Promise<void> {
  const window = await openWindow(url, windowForm('AUTH'));
  const told = toldBy(await window.pay(goodCard));
  const recurrence = { every: 'month', day: 15 };
  const body = { billingKey: told.PCD_PAYER_ID, amount: 9_900, goods: '구독', recurrence };
  const registered = Array.from({ length: each }, () =>
    call(url, { method: 'POST', path: '/v1/schedules', body }),
  );
  for (const { status } of await Promise.all(registered)) expect(status).toBe(201);
}

test('T21: each round is charged, by one payment, whatever the server had begun', async () => {
  // A try that failed because its request was lost is made again the next day.
  await moveClock(server.url, { to: '2028-03-20T12:00:00+09:00' });
  const rounds = await witness.query(
    'select status, count(*)::int as rounds from schedule_round where number = 1 group by status',
  );
  expect(rounds).toEqual([{ status: 'charged', rounds: keys * each }]);
  const twice = await witness.query(
    `select p.schedule_id from payment p
     join simulator.authorisation a on a.request_id = p.request_id and a.state = 'approved'
     group by p.schedule_id having count(*) <> 1`,
  );
  expect(twice).toEqual([]);
  const strangers = await witness.query(
    `select a.request_id from simulator.authorisation a where a.state = 'approved'
       and not exists (select from payment p where p.request_id = a.request_id)`,
  );
  expect(strangers).toEqual([]);
  const verdict = await call(server.url, { path: '/v1/ledger/verify', key: operatorKey });
  expect(verdict.body).toEqual({ ok: true, breaks: [] });
});
