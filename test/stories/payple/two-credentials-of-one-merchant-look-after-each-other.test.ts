// Story: a merchant with several credentials looks up and cancels with one what another has sold.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, storyOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { makeKey, openPayple, type PaypleShop, paypleTest } from '../../harness/payple.ts';
import { newOrderNumber, openShop, type WireAnswer } from '../../harness/shop.ts';

let gyeol: TestGateway;
let demo: PaypleShop;
let other: PaypleShop;
beforeAll(async () => {
  gyeol = await openGateway();
  demo = openPayple(gyeol.url);
  other = openPayple(gyeol.url, paypleTest);
});
afterAll(async () => {
  await booksClose(gyeol);
  await gyeol.stop();
});

async function askedBy(tid: unknown): Promise<unknown> {
  const { timeline } = await storyOf(gyeol, String(tid));
  return timeline.filter(({ what }) => what === 'cancel-requested').map(({ by }) => by);
}

const dayOf = ({ PCD_PAY_TIME }: WireAnswer): string => String(PCD_PAY_TIME).slice(0, 8);

test('T28: each finds and cancels what the other was paid, under the terms of the sale', async () => {
  const paid = await demo.charge(await makeKey(gyeol.gateway.parts));
  const found = await other.query(String(paid.PCD_PAY_OID), dayOf(paid));
  expect(found).toMatchObject({ PCD_PAY_RST: 'success', PCD_PAY_TOTAL: '9900' });
  // The public test account takes no card back in part, but this was not its sale.
  const part = await other.cancel(paid, { PCD_REFUND_TOTAL: 900 });
  expect(part.PCD_PAY_CODE).toBe('PAYC0000');
  const rest = await demo.cancel(paid, { PCD_REFUND_TOTAL: 9_000 });
  expect(rest.PCD_PAY_CODE).toBe('PAYC0000');
  expect(await askedBy(paid.PCD_PAY_CARDTRADENUM)).toEqual(['test', 'demo']);
});

test('T28: the refund key must be the one of the credential that asks', async () => {
  const paid = await demo.charge(await makeKey(gyeol.gateway.parts));
  const wrong = await other.cancel(paid, { PCD_REFUND_KEY: demo.keys.refundKey });
  expect(wrong.PCD_PAY_CODE).toBe('PAYC0002');
  expect(await askedBy(paid.PCD_PAY_CARDTRADENUM)).toEqual([]);
});

test('T28: an order of the other dialect is found and cancelled, too', async () => {
  const shop = await openShop(gyeol.url);
  const paid = await shop.keyin({ AMOUNT: '5000' });
  const day = `20${paid.TID?.slice(0, 6)}`;
  const found = await demo.query(paid.ORDERNO ?? '', day);
  expect(found).toMatchObject({ PCD_PAY_RST: 'success', PCD_PAYER_ID: '', PCD_PAY_TOTAL: '5000' });
  const cancelled = await demo.follow(
    { PCD_PAYCANCEL_FLAG: 'Y' },
    {
      ...{ PCD_REFUND_KEY: demo.keys.refundKey, PCD_PAYCANCEL_FLAG: 'Y' },
      ...{ PCD_PAY_OID: paid.ORDERNO, PCD_PAY_DATE: day, PCD_REFUND_TOTAL: 5_000 },
    },
  );
  expect(cancelled.PCD_PAY_CODE).toBe('PAYC0000');
  expect((await shop.paycert(paid.TID ?? '')).CANCELDATE).toMatch(/^\d{14}$/);
});

test('T28: a billing key is the merchant’s, and charged under the credential that charges', async () => {
  const key = await makeKey(gyeol.gateway.parts, { publicId: 'test' });
  expect((await demo.findKey(key)).PCD_PAY_RST).toBe('success');
  const paid = await demo.charge(key);
  expect(paid.PCD_PAY_RST).toBe('success');
  expect((await demo.cancel(paid, { PCD_REFUND_TOTAL: 1 })).PCD_PAY_CODE).toBe('PAYC0000');
});

test('one order number under two credentials: each means its own', async () => {
  const PCD_PAY_OID = newOrderNumber();
  const first = await demo.charge(await makeKey(gyeol.gateway.parts), { PCD_PAY_OID });
  const second = await other.charge(await makeKey(gyeol.gateway.parts, { publicId: 'test' }), {
    PCD_PAY_OID,
    PCD_PAY_TOTAL: 1_000,
  });
  expect([first.PCD_PAY_RST, second.PCD_PAY_RST]).toEqual(['success', 'success']);
  const seen = async (shop: PaypleShop): Promise<unknown> =>
    (await shop.query(PCD_PAY_OID, dayOf(second))).PCD_CARDTRADENUM;
  expect(await seen(demo)).toBe(first.PCD_PAY_CARDTRADENUM);
  expect(await seen(other)).toBe(second.PCD_PAY_CARDTRADENUM);
  expect((await demo.cancel(first)).PCD_PAY_CODE).toBe('PAYC0000');
  expect((await demo.cancel(first)).PCD_PAY_MSG).toContain('이미 취소');
  expect(await askedBy(second.PCD_PAY_CARDTRADENUM)).toEqual([]);
});

test('an order that was declined here is not paid because it was paid there', async () => {
  const PCD_PAY_OID = newOrderNumber();
  const poor = await makeKey(gyeol.gateway.parts, { card: '9906100000001028' });
  const declined = await demo.charge(poor, { PCD_PAY_OID });
  expect(declined.PCD_PAY_RST).toBe('error');
  const key = await makeKey(gyeol.gateway.parts, { publicId: 'test' });
  const paid = await other.charge(key, { PCD_PAY_OID });
  const found = await demo.query(PCD_PAY_OID, dayOf(paid));
  expect(found).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'PCHK8102' });
});
