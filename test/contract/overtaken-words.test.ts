// A word of the bank that was overtaken by the next one: what it approved by mistake ends again.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MerchantId } from '../../core/merchant/merchant.ts';
import { approveDeposit } from '../../core/payment/awaiting-deposit.ts';
import type { PaymentId } from '../../core/payment/payment.ts';
import { hearOfDeposit } from '../../server/settlement/follow-account.ts';
import { loadPayment } from '../../storage/payment.ts';
import { booksClose, rowsOf } from '../harness/books.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../harness/sandbox.ts';
import { call } from '../harness/shop.ts';

let gyeol: TestGateway;
let seller: MadeMerchant;
beforeAll(async () => {
  gyeol = await openGateway();
  await moveClock(gyeol.url, { to: '2028-03-06T10:00:00+09:00' });
  seller = await newMerchant(gyeol.url);
});
afterAll(() => gyeol.stop());

const post = async (path: string, body: object = {}) =>
  (await call(gyeol.url, { method: 'POST', path, body, key: seller.key })).body;

test('a deposit was taken back, and an older word still approves it', async () => {
  const { parts } = gyeol.gateway;
  const wanted = { contract: seller.contract, orderNumber: 'OLD-WORD', amount: 10_000 };
  const account = await post('/v1/virtual-accounts', { ...wanted, buyerName: '홍길동' });
  const key = { merchantId: seller.id as MerchantId, id: String(account.id) };
  const load = async () =>
    (await loadPayment(parts.store.pool, { ...key, id: key.id as PaymentId }))?.payment;
  const before = await load();
  if (before?.status !== 'awaiting-deposit') throw new Error('it waits');

  // Both words of the bank are lost, and the next question hears that nothing stands.
  await call(gyeol.url, {
    ...{ method: 'POST', path: '/sandbox/faults', key: seller.key },
    body: { at: 'bank.deposit', effect: 'request-lost', times: 2 },
  });
  const made = await post('/sandbox/deposits', { accountNo: account.number, amount: 10_000 });
  const paidAt = parts.clock.now();
  await parts.store.bank.reverse(String(made.id), paidAt);
  await hearOfDeposit(parts, key);

  // Somebody had asked before the reversal, and decides only now.
  const { newId } = parts;
  await parts.store.decide(approveDeposit(before, { paidAt, reversals: 0, newId }));
  expect(await load()).toMatchObject({ status: 'approved' });
  await hearOfDeposit(parts, key);
  expect(await load()).toMatchObject({ status: 'awaiting-deposit' });
  const again = await post('/sandbox/deposits', { accountNo: account.number, amount: 10_000 });
  expect(again).toMatchObject({ taken: true });
  await moveClock(gyeol.url, { advance: 'PT2H' });
  expect(await load()).toMatchObject({ status: 'approved' });
  const rows = 'select sequence, net from settlement_row where payment_id = $1 order by 1';
  expect(await rowsOf(gyeol, rows, [key.id])).toEqual([
    { sequence: 1, net: 9_700n },
    { sequence: 3_001, net: -9_700n },
    { sequence: 3_002, net: 9_700n },
  ]);
  await booksClose(gyeol);
});
