// Story: approvals and cancels are told in the words of CookiePay, whoever made them.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { booksClose } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { openReceiver, type Receiver } from '../../harness/receiver.ts';
import { type MadeMerchant, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let merchant: MadeMerchant;
let shop: Shop;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(async () => {
  await booksClose(gyeol);
  await gyeol.stop();
});

let receiver: Receiver;
beforeEach(async () => {
  receiver = await openReceiver();
  merchant = await newMerchant(gyeol.url);
  shop = await openShop(gyeol.url, merchant.keys);
  await endpoint('dialect');
});
afterEach(() => receiver.close());

async function endpoint(format: string): Promise<void> {
  const { contract, key } = merchant;
  const body = { contract, url: receiver.url, format };
  const made = await call(gyeol.url, { method: 'POST', path: '/v1/notices/endpoints', body, key });
  expect(made.status).toBe(201);
}

const told = (count: number) =>
  eventually(() => expect(receiver.letters.length).toBeGreaterThanOrEqual(count));

test('an approval has every field that receivers look for, the card masked', async () => {
  const paid = await shop.keyin({ ETC1: '첫째', ETC5: '다섯째', QUOTA: '03' });
  await told(1);
  expect(receiver.letters[0]?.body).toEqual({
    ...{ RESULTCODE: '0000', RESULTMSG: '성공', PAY_METHOD: 'CARD', API_ID: merchant.keys.id },
    ...{ ORDERNO: paid.ORDERNO, AMOUNT: paid.AMOUNT, TID: paid.TID, QUOTA: '03' },
    ...{ ACCEPT_DATE: paid.ACCEPTDATE, ACCEPT_NO: paid.ACCEPTNO },
    ...{ BUYERNAME: expect.any(String), BUYEREMAIL: expect.any(String), USERID: '' },
    ...{ BUYERADDRESS: '', BUYERPHONE: expect.any(String) },
    ...{ PRODUCTNAME: expect.any(String), PRODUCTCODE: expect.any(String) },
    ...{ CARDCODE: expect.any(String), CARDNAME: '신한카드' },
    CARDNO: expect.stringMatching(/^\*{12}\d{4}$/),
    ...{ ACCOUNTNO: '', RECEIVERNAME: '', DEPOSITENDDATE: '' },
    ...{ ETC1: '첫째', ETC2: '', ETC3: '', ETC4: '', ETC5: '다섯째' },
  });
});

test('a cancel has lower-case names only, also one that was made at the console', async () => {
  const paid = await shop.keyin({ AMOUNT: '50000' });
  // What is told at once may overtake what was told a moment before.
  await told(1);
  await shop.cancel({ tid: paid.TID, amount: '20000' });
  await told(2);
  const path = `/v1/payments/${paid.TID}/cancel`;
  await call(gyeol.url, { method: 'POST', path, body: { reason: '환불' }, key: merchant.key });
  await told(3);
  const cancels = receiver.letters.slice(1).map(({ body }) => body);
  const same = { noti_type: 'cancel', paymethod: 'CARD', orderno: paid.ORDERNO, tid: paid.TID };
  expect(cancels).toEqual([
    { ...same, cancel_amount: '20000', cancel_date: expect.stringMatching(/^\d{14}$/) },
    { ...same, cancel_amount: '30000', cancel_date: expect.stringMatching(/^\d{14}$/) },
  ]);
});

test('what the dialect has no words for is told in our own form only', async () => {
  await endpoint('standard');
  await shop.keyin({ CARDNO: '9906100000001028' });
  await told(1);
  expect(receiver.letters.map(({ body }) => body.type)).toEqual(['payment.declined']);
});

test('an answer of 2xx ends it, whatever it says', async () => {
  await shop.keyin();
  await told(1);
  const list = await call(gyeol.url, { path: '/v1/notices', key: merchant.key });
  const [first] = list.body.data as { id: string }[];
  await eventually(async () => {
    const one = await call(gyeol.url, { path: `/v1/notices/${first?.id}`, key: merchant.key });
    expect(one.body).toMatchObject({ deliveries: [{ state: 'delivered', attempts: 1 }] });
  });
});
