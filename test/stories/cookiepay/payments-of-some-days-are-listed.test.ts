// Story: a shop lists its payments of some days, or one by its TID; an empty list is no list.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { moveClock } from '../../harness/sandbox.ts';
import { openShop, type Shop, type WireAnswer } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Shop;
beforeAll(async () => {
  gyeol = await openGateway();
  await moveClock(gyeol.url, { to: '2029-03-12T10:00:00+09:00' });
  shop = await openShop(gyeol.url);
});
afterAll(() => gyeol.stop());

const nothing = { RESULTCODE: 'E008', RESULTMSG: expect.stringContaining('내역') };

test('before the first payment there is no array but an object with E008', async () => {
  expect(await shop.paysearch({ STD_DT: '2029-03-12', END_DT: '2029-03-12' })).toEqual(nothing);
});

test('paid and cancelled payments of the day are an array, newest first', async () => {
  const first = await shop.keyin({ AMOUNT: '10000', PRODUCTCODE: 'A-1' });
  const second = await shop.keyin({ AMOUNT: '20000' });
  const declined = await shop.keyin({ CARDNO: '9906100000001010' });
  expect(declined.RESULTCODE).toBe('8001');
  await shop.cancel({ tid: second.TID, amount: '5000' });
  await shop.cancel({ tid: second.TID, amount: '1000' });

  const listed = await shop.paysearch({ STD_DT: '2029-03-12', END_DT: '2029-03-12' });
  expect(listed).toMatchObject([
    { TID: second.TID, AMOUNT: '20000', CANCLE_SUM_AMOUNT: '6000', PAYMETHOD: 'CARD_SUGI' },
    { TID: first.TID, AMOUNT: '10000', CANCLE_SUM_AMOUNT: '0', PRODUCTCODE: 'A-1' },
  ]);
  expect(listed).toHaveLength(2);

  const one = await shop.paysearch({ TID: first.TID });
  expect(one).toMatchObject([{ TID: first.TID, RESULTCODE: '0000', CANCELDATE: '' }]);
  expect(await shop.paysearch({ TID: '290312100000AAAAAAAA' })).toEqual(nothing);
});

test('a payment belongs to its day in Seoul', async () => {
  await moveClock(gyeol.url, { to: '2029-03-12T23:59:00+09:00' });
  const late = await openShop(gyeol.url);
  const before = await late.keyin({ AMOUNT: '30000' });
  await moveClock(gyeol.url, { to: '2029-03-13T00:00:00+09:00' });
  const after = await late.keyin({ AMOUNT: '40000' });
  const tids = async (from: string, to: string) => {
    const found = (await late.paysearch({ STD_DT: from, END_DT: to })) as WireAnswer[];
    return found.map((row) => row.TID);
  };
  expect(await tids('2029-03-13', '2029-03-13')).toEqual([after.TID]);
  expect(await tids('2029-03-12', '2029-03-12')).toContain(before.TID);
  expect((await tids('2029-03-01', '2029-03-31')).slice(0, 2)).toEqual([after.TID, before.TID]);
});

test('days that do not exist or run backwards are refused by their field', async () => {
  const fresh = await openShop(gyeol.url);
  const asked = (from: string, to: string) => fresh.paysearch({ STD_DT: from, END_DT: to });
  expect(await asked('2029-02-30', '2029-03-01')).toMatchObject({
    RESULTCODE: 'E004',
    RESULTMSG: expect.stringContaining('STD_DT'),
  });
  expect(await asked('2029-03-13', '2029-03-12')).toMatchObject({
    RESULTCODE: 'E004',
    RESULTMSG: expect.stringContaining('END_DT'),
  });
  expect(await fresh.paysearch({})).toMatchObject({ RESULTCODE: 'E004' });
});

test('another contract of the same merchant has a list of its own', async () => {
  const danal = await openShop(gyeol.url, { id: 'demo-danal', key: 'demo-danal-key' });
  expect(await danal.paysearch({ STD_DT: '2029-03-12', END_DT: '2029-03-13' })).toEqual(nothing);
});
