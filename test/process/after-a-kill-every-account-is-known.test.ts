// Killed while accounts are issued and paid into: afterwards no account is unknown, and what came
// into one is a payment, once.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectionOf } from '../../storage/embedded/roles.ts';
import { readRootKeys } from '../../storage/root-keys.ts';
import { type Started, startServer, stop, temporaryFolder } from '../harness/program.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../harness/sandbox.ts';
import { call, operatorKey } from '../harness/shop.ts';
import { openWitness, type Witness } from '../harness/witness.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');

const tills = 8;
const enough = 30;

let server: Started;
let witness: Witness;
let seller: MadeMerchant;

beforeAll(async () => {
  const first = await startServer(data);
  seller = await newMerchant(first.url);
  const rush = rushOf(first.url);
  await rush.isOn;
  await stop(first, 'SIGKILL');
  await rush.over;
  server = await startServer(data);
  witness = await openWitness(
    connectionOf(readRootKeys(data), 'gyeol_owner', join(data, 'socket')),
  );
});
afterAll(async () => {
  await witness.close();
  expect((await stop(server)).code).toBe(0);
  folder.remove();
});

/** Each till serves one buyer after the other until the connection breaks. */
function rushOf(url: string) {
  let served = 0;
  let begin = (): void => {};
  const isOn = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const post = async (path: string, body: Readonly<Record<string, unknown>>) =>
    (await call(url, { method: 'POST', path, body, key: seller.key })).body;
  const serve = async (till: number): Promise<void> => {
    for (let number = 0; ; number += 1) {
      const orderNumber = `ACCOUNT-${till}-${number}`;
      const asked = { contract: seller.contract, orderNumber, amount: 10_000, buyerName: '손님' };
      const account = await post('/v1/virtual-accounts', asked);
      await post('/sandbox/deposits', { accountNo: account.number, amount: 10_000 });
      served += 1;
      if (served === enough) begin();
    }
  };
  const over = Promise.allSettled(Array.from({ length: tills }, (_, till) => serve(till)));
  return { isOn, over };
}

test('T21: every account is known, every deposit is a payment, and the books close', async () => {
  // What the bank could not tell any more is asked for within the hour.
  for (let round = 0; round < 3; round += 1) await moveClock(server.url, { advance: 'PT35M' });
  const open = await witness.query(
    `select status from payment where status = 'intended'
     union all select state from virtual_account where state in ('asked', 'closing')`,
  );
  expect(open).toEqual([]);
  const unknown = await witness.query(
    `select a.number from simulator.account a where not a.closed and not exists (
       select from virtual_account v where v.id = a.account_id and v.number = a.number)`,
  );
  expect(unknown).toEqual([]);
  const apart = await witness.query(
    `select a.number, p.status, d.taken from simulator.account a
     join payment p on p.id = a.account_id
     left join simulator.deposit d on d.account_id = a.account_id and d.taken
     where (p.status = 'approved') <> (d.taken is not null)`,
  );
  expect(apart).toEqual([]);
  const [paid] = await witness.query(
    `select count(*)::int as deposits from simulator.deposit where taken`,
  );
  expect(Number(paid?.deposits)).toBeGreaterThanOrEqual(enough);
  const verdict = await call(server.url, { path: '/v1/ledger/verify', key: operatorKey });
  expect(verdict.body).toEqual({ ok: true, breaks: [] });
});
