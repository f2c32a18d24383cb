// Story: cancels of the last second before a payout closes; each is in time or hears 9029.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { moveClock, newMerchant } from '../../harness/sandbox.ts';
import { openShop } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

const at = (time: string) => moveClock(gyeol.url, { to: `${time}+09:00` });

test('T20: twenty cancels while the payout is fixed: cancelled before, or 9029, never both', async () => {
  await at('2028-03-09T10:00:00');
  const { id, keys } = await newMerchant(gyeol.url, { terms: { afterPayout: 'deposit' } });
  const shop = await openShop(gyeol.url, keys);
  const tids: string[] = [];
  for (let n = 0; n < 20; n += 1) tids.push((await shop.keyin({ AMOUNT: '10000' })).TID ?? '');
  await at('2028-03-17T16:59:58');

  const evening = await openShop(gyeol.url, keys);
  const asked = tids.map(async (tid, n) => {
    await new Promise((resume) => setTimeout(resume, n * 4));
    return (await evening.cancel({ tid })).cancel_code ?? '';
  });
  const moved = at('2028-03-17T17:00:00');
  const codes = await Promise.all(asked);
  await moved;
  await at('2028-03-20T11:00:00');

  expect([...new Set(codes)].every((code) => code === '0000' || code === '9029')).toBe(true);
  const paidFor = BigInt(codes.filter((code) => code === '9029').length);
  const payouts = 'select status, amount from payout where merchant_id = $1 order by date';
  const [first, ...others] = await rowsOf(gyeol, payouts, [id]);
  expect(first).toEqual({ status: paidFor > 0n ? 'paid' : 'settled', amount: 9_725n * paidFor });
  expect(others).toEqual([]);
  await booksClose(gyeol);
});
