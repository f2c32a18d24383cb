// Story: the backup was taken in the middle of a cancel and of a sale; the bank has ended both.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Gateway } from '../../../server/compose.ts';
import { type Backup, takeBackup } from '../../harness/backup.ts';
import { booksClose, chargesOf, refundedOf, rowsOf, storyOf } from '../../harness/books.ts';
import { asItsOwner, openBeside, openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { moveClock, orderFault } from '../../harness/sandbox.ts';
import {
  call,
  newOrderNumber,
  openShop,
  operatorKey,
  type WireAnswer,
} from '../../harness/shop.ts';
import { openWitness, type Witness } from '../../harness/witness.ts';

let gyeol: TestGateway;
let bank: Witness;
let restored: Gateway;
let sale: WireAnswer;
const orderNumber = newOrderNumber();

beforeAll(async () => {
  gyeol = await openGateway();
  bank = await openWitness(gyeol.databaseUrl);
  const backup = await inTheMiddle();
  await gyeol.gateway.close();
  await backup.putBack();
  await bank.query('begin');
  await bank.query('lock table simulator.authorisation in access exclusive mode');
  restored = await openBeside(gyeol, { ...asItsOwner(gyeol), restored: true });
});
afterAll(async () => {
  await bank.close();
  await restored?.close();
  await gyeol.stop();
});

async function inTheMiddle(): Promise<Backup> {
  const shop = await openShop(gyeol.url);
  sale = await shop.keyin();
  const match = { tid: sale.TID ?? '' };
  // Lost in the call, and whenever it is asked after.
  await orderFault(gyeol.url, { at: 'rail.cancel', effect: 'answer-lost', match });
  await orderFault(gyeol.url, { at: 'rail.inquire', effect: 'request-lost', times: 100, match });
  const cancelled = shop.cancel({ tid: sale.TID });
  await eventually(async () => {
    expect(await refundedOf(gyeol, sale.TID ?? '')).toBe(50_000n);
  });
  await moveClock(gyeol.url, { advance: 'PT12S' });
  await cancelled;
  await orderFault(gyeol.url, {
    at: 'rail.authorise',
    effect: 'answer-late',
    match: { orderNumber },
  });
  const paid = shop.keyin({ ORDERNO: orderNumber });
  await eventually(async () => {
    expect(await chargesOf(gyeol, orderNumber)).toMatchObject([{ state: 'approved' }]);
  });
  const backup = await takeBackup(gyeol.databaseUrl);
  await moveClock(gyeol.url, { advance: 'PT10S' });
  expect(await paid).toMatchObject({ RESULTCODE: '0000' });
  return backup;
}

const cancelStatus = async () =>
  (await rowsOf({ gateway: restored }, 'select status from cancel_request'))[0]?.status;

test('T84: a cancel without an answer waits with the others, also when it is due', async () => {
  expect(await cancelStatus()).toBe('unknown');
  await moveClock(restored.url, { advance: 'PT10M' });
  expect(await cancelStatus()).toBe('unknown');
});

test('T84: and is finished when the bank has told everything, once', async () => {
  await bank.query('commit');
  await eventually(async () => {
    const { body } = await call(restored.url, { path: '/v1/restorations', key: operatorKey });
    expect(body).toMatchObject({ restoration: { endedAt: expect.any(String) }, data: [] });
  });
  await moveClock(restored.url, { advance: 'PT10M' });
  await eventually(async () => expect(await cancelStatus()).toBe('done'));
  expect(await refundedOf({ gateway: restored }, sale.TID ?? '')).toBe(50_000n);
  expect(await rowsOf({ gateway: restored }, 'select done from simulator.cancel')).toEqual([
    { done: true },
  ]);
});

test('T84: a sale that was under way ends not charged, as one without an answer does', async () => {
  await eventually(async () => {
    expect(await chargesOf({ gateway: restored }, orderNumber)).toMatchObject([
      { state: 'net-cancelled' },
    ]);
  });
  const sql = 'select tid from payment where order_number = $1';
  const [found] = await rowsOf({ gateway: restored }, sql, [orderNumber]);
  await eventually(async () => {
    expect((await storyOf(restored, String(found?.tid))).status).toBe('net-cancelled');
  });
  await booksClose(restored);
});
