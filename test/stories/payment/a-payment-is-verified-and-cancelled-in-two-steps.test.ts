// Story: a shop charges a card, verifies it, cancels a part and then the rest; the books close.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { call, openShop, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

async function booksClose(): Promise<void> {
  const balance = await call(gyeol.url, { path: '/v1/ledger/trial-balance' });
  expect(balance.body.balanced).toBe(true);
  const verdict = await call(gyeol.url, { path: '/v1/ledger/verify', key: operatorKey });
  expect(verdict.body).toEqual({ ok: true, breaks: [] });
}

test('a payment is verified and cancelled in two steps', async () => {
  const shop = await openShop(gyeol.url);
  const paid = await shop.keyin({ AMOUNT: '50000' });
  expect(paid).toMatchObject({ RESULTCODE: '0000', AMOUNT: '50000', QUOTA: '00' });
  const tid = paid.TID ?? '';
  await booksClose();

  expect(await shop.paycert(tid)).toMatchObject({
    RESULTCODE: '0000',
    AMOUNT: '50000',
    CANCELDATE: '',
  });

  expect(await shop.cancel({ tid, amount: '20000' })).toMatchObject({
    cancel_code: '0000',
    cancel_amt: '20000',
  });
  await booksClose();
  expect(await shop.cancel({ tid })).toMatchObject({ cancel_code: '0000', cancel_amt: '30000' });
  await booksClose();

  const { body } = await call(gyeol.url, { path: `/v1/payments/${tid}` });
  expect(body).toMatchObject({
    status: 'cancelled',
    approved: 50000,
    cancelled: 50000,
    remaining: 0,
  });
  expect(await shop.cancel({ tid })).toMatchObject({ cancel_code: 'E020' });
});
