// The process is killed while shops are told of their settlement: each fact is stored once, and each
// is told until it is heard, under the same id.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Started, startServer, stop, temporaryFolder } from '../harness/program.ts';
import { type Letter, openReceiver, type Receiver } from '../harness/receiver.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../harness/sandbox.ts';
import { call, openShop, operatorKey } from '../harness/shop.ts';

const folder = temporaryFolder();
const data = `${folder.path}/data`;
const shops = 6;

let receiver: Receiver;
let server: Started;
const sellers: MadeMerchant[] = [];

interface Told {
  readonly id: string;
  readonly type: string;
  readonly payout: string | null;
  readonly deliveries: readonly { readonly state: string; readonly attempts: number }[];
}

const typeOf = ({ body }: Letter) => String(body.type);

/** Killed when the first letter of this kind has been read and is not answered yet. */
async function dieTelling(type: string, to: string): Promise<void> {
  const told = new Promise<void>((resolve) => {
    receiver.answer((response, letter) => {
      if (typeOf(letter) === type) resolve();
      else response.end();
    });
  });
  const moving = moveClock(server.url, { to: `${to}+09:00` }).catch(() => null);
  await told;
  await stop(server, 'SIGKILL');
  expect(await moving).toBeNull();
  receiver.answer((response) => void response.end());
  server = await startServer(data);
}

beforeAll(async () => {
  receiver = await openReceiver();
  server = await startServer(data);
  await moveClock(server.url, { to: '2028-06-08T10:00:00+09:00' });
  for (let number = 0; number < shops; number += 1) {
    const seller = await newMerchant(server.url, { terms: { payoutDays: 1 } });
    sellers.push(seller);
    const body = { contract: seller.contract, url: receiver.url, format: 'standard' };
    const path = '/v1/notices/endpoints';
    await call(server.url, { method: 'POST', path, body, key: seller.key });
    const shop = await openShop(server.url, seller.keys);
    await Promise.all([shop.keyin(), shop.keyin()]);
  }
  await dieTelling('capture.done', '2028-06-09T01:00:00');
  await dieTelling('payout.fixed', '2028-06-09T17:00:00');
  await dieTelling('payout.paid', '2028-06-12T10:00:00');
  // Beyond the longest wait between two tries.
  await moveClock(server.url, { to: '2028-06-16T12:00:00+09:00' });
});
afterAll(async () => {
  await receiver.close();
  expect((await stop(server)).code).toBe(0);
  folder.remove();
});

async function noticesOf({ key }: MadeMerchant): Promise<Told[]> {
  return (await call(server.url, { path: '/v1/notices', key })).body.data as Told[];
}

test('T18: each fact of each shop is one notice, and each was heard', async () => {
  const once = ['capture.done', 'payment.approved', 'payment.approved', 'payout.fixed'];
  const heard = new Set(receiver.letters.map(({ id }) => id));
  for (const seller of sellers) {
    const told = await noticesOf(seller);
    expect(told.map(({ type }) => type).toSorted()).toEqual([...once, 'payout.paid']);
    expect(new Set(told.map(({ payout }) => payout)).size).toBe(2);
    for (const { id, deliveries } of told) {
      expect(deliveries.map(({ state }) => state)).toEqual(['delivered']);
      expect(heard).toContain(id);
      heard.delete(id);
    }
  }
  // Nothing was told that does not stand in the books.
  expect([...heard]).toEqual([]);
});

test('what was read and not answered came again: the same id, the same words', () => {
  const ids = [...new Set(receiver.letters.map(({ id }) => id))];
  const letters = ids.map((id) => receiver.letters.filter((letter) => letter.id === id));
  const again = letters.filter((each) => each.length > 1);
  expect(new Set(again.map(([first]) => first && typeOf(first)))).toEqual(
    new Set(['capture.done', 'payout.fixed', 'payout.paid']),
  );
  for (const each of again) expect(new Set(each.map(({ text }) => text)).size).toBe(1);
});

test('the books close', async () => {
  const verdict = await call(server.url, { path: '/v1/ledger/verify', key: operatorKey });
  expect(verdict.body).toEqual({ ok: true, breaks: [] });
});
