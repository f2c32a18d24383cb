// Story: what a buyer had paid into an account went back after the backup, by a transfer.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Gateway } from '../../../server/compose.ts';
import { takeBackup } from '../../harness/backup.ts';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openBeside, openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
let restored: Gateway | null = null;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(async () => {
  await restored?.close();
  await gyeol.stop();
});

const to = { refundBank: '004', refundAccount: '99900400000001', refundHolder: '홍길동' };

/** A sale by card, of which the bank gave back two equal parts that the books have forgotten. */
let sale: { readonly tid: string; readonly findings: readonly string[] };

test('T84: the payment takes no other cancel until it is taken into the books', async () => {
  await moveClock(gyeol.url, { to: '2028-03-06T10:00:00+09:00' });
  const { contract, key } = await newMerchant(gyeol.url);
  let base = gyeol.url;
  const post = (path: string, body: unknown = {}, as = key) =>
    call(base, { method: 'POST', path, body, key: as });
  const order = { contract, orderNumber: 'R-1', amount: 10_000, buyerName: '홍길동' };
  const account = (await post('/v1/virtual-accounts', order)).body;
  await post('/sandbox/deposits', { accountNo: account.number, amount: 10_000 });
  const cancel = (amount: number) =>
    post(`/v1/payments/${account.tid}/cancel`, { reason: '고객 변심', ...to, amount });
  const seller = await newMerchant(gyeol.url, { terms: { payoutDays: 1 } });
  const shop = await openShop(gyeol.url, seller.keys);
  const tid = (await shop.keyin({ AMOUNT: '50000' })).TID ?? '';
  const backup = await takeBackup(gyeol.databaseUrl);
  for (const _ of ['one line of the order', 'another']) {
    expect(await shop.cancel({ tid, amount: '10000' })).toMatchObject({ cancel_code: '0000' });
  }
  expect(await cancel(4_000)).toMatchObject({ status: 200, body: { remaining: 6_000 } });
  await gyeol.gateway.close();
  await backup.putBack();
  const opened = await openBeside(gyeol, { restored: true });
  restored = opened;
  const { url } = opened;
  base = url;
  const findings = await eventually(async () => {
    const { body } = await call(url, { path: '/v1/restorations', key: operatorKey });
    expect(body).toMatchObject({ restoration: { endedAt: expect.any(String) } });
    return body.data as readonly { readonly id: string; readonly tid: string }[];
  });
  const ofTid = (wanted: unknown) => findings.filter((found) => found.tid === wanted);
  expect(findings).toHaveLength(3);
  expect(ofTid(account.tid)).toMatchObject([{ kind: 'cancel-lost', amount: 4_000 }]);
  sale = { tid, findings: ofTid(tid).map(({ id }) => id) };
  const finding = ofTid(account.tid)[0]?.id;
  expect((await cancel(4_000)).status).toBe(503);
  const path = `/v1/restorations/${finding}/adopt`;
  for (const _ of ['once', 'again']) {
    expect(await post(path, {}, operatorKey)).toMatchObject({ body: { status: 'adopted' } });
  }
  expect(await cancel(6_000)).toMatchObject({ body: { status: 'cancelled', cancelled: 10_000 } });
  const sent = 'select amount from simulator.transfer order by amount';
  const found = await rowsOf({ gateway: opened }, sent);
  expect(found).toEqual([{ amount: 4_000n }, { amount: 6_000n }]);
  await booksClose({ url });
});

test('T84: what is adopted after the payout closed is taken from a later one', async () => {
  const { url } = restored ?? gyeol;
  await moveClock(url, { to: '2028-03-07T18:00:00+09:00' });
  for (const id of sale.findings) {
    const path = `/v1/restorations/${id}/adopt`;
    const adopted = await call(url, { method: 'POST', path, key: operatorKey });
    expect(adopted).toMatchObject({ status: 200, body: { status: 'adopted' } });
  }
  await moveClock(url, { to: '2028-03-09T12:00:00+09:00' });
  const paid = `select payout_date::text as date, net from settlement_row where tid = $1
    and payout_id is not null order by sequence`;
  expect(restored === null ? [] : await rowsOf({ gateway: restored }, paid, [sale.tid])).toEqual([
    { date: '2028-03-08', net: 48_625n },
    { date: '2028-03-09', net: -9_725n },
    { date: '2028-03-09', net: -9_725n },
  ]);
  await booksClose({ url });
});
