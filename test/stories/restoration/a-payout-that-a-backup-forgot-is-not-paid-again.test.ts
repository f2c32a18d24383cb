// Story: a payout was paid after the backup, and the books that were put back plan it once more.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Gateway } from '../../../server/compose.ts';
import { takeBackup } from '../../harness/backup.ts';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openBeside, openGateway, type TestGateway } from '../../harness/gateway.ts';
import { moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let restored: Gateway | null = null;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(async () => {
  await restored?.close();
  await gyeol.stop();
});

const transfers = (gateway: Gateway) =>
  rowsOf({ gateway }, 'select transfer_id, amount from simulator.transfer order by at');

async function payouts(url: string, key: string): Promise<readonly Record<string, unknown>[]> {
  const { body } = await call(url, { path: '/v1/settlements', key });
  return body.data as readonly Record<string, unknown>[];
}

test('T84: it is ordered under the id that the bank has paid already', async () => {
  await moveClock(gyeol.url, { to: '2028-03-06T10:00:00+09:00' });
  const merchant = await newMerchant(gyeol.url, { terms: { payoutDays: 1 } });
  await (await openShop(gyeol.url, merchant.keys)).keyin();
  const backup = await takeBackup(gyeol.databaseUrl);
  await moveClock(gyeol.url, { to: '2028-03-10T12:00:00+09:00' });
  const paid = await payouts(gyeol.url, merchant.key);
  expect(paid).toMatchObject([{ status: 'paid' }]);
  const ordered = await transfers(gyeol.gateway);
  expect(ordered).toHaveLength(1);
  await gyeol.gateway.close();
  await backup.putBack();
  restored = await openBeside(gyeol, { restored: true });
  expect(await payouts(restored.url, merchant.key)).toEqual([]);
  await moveClock(restored.url, { to: '2028-03-10T12:00:00+09:00' });
  expect(await payouts(restored.url, merchant.key)).toMatchObject([{ status: 'paid' }]);
  expect(await transfers(restored)).toEqual(ordered);
  await booksClose(restored);
});
