// Story: a shop charges its subscribers with billing keys, looks things up, and takes some back.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { makeKey, openPayple, type PaypleShop, paypleTest } from '../../harness/payple.ts';
import { call, newOrderNumber } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: PaypleShop;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = openPayple(gyeol.url);
});
afterAll(async () => {
  await booksClose(gyeol);
  await gyeol.stop();
});

const key = () => makeKey(gyeol.gateway.parts);
const day = (answer: Readonly<Record<string, string>>): string =>
  String(answer.PCD_PAY_TIME).slice(0, 8);

describe('a charge', () => {
  test('answers with every field of the manual, echoing exactly what was sent', async () => {
    const payer = await key();
    const order = newOrderNumber();
    const answer = await shop.monthly(payer, '2026-03', {
      PCD_PAYER_NO: 2324,
      PCD_PAYER_HP: '01023456789',
      PCD_PAYER_EMAIL: 'dev@payple.kr',
      PCD_PAY_TOTAL: 1000,
      PCD_PAY_ISTAX: 'Y',
      PCD_PAY_TAXTOTAL: 10,
      PCD_PAY_OID: order,
      PCD_USER_DEFINE1: '가맹점 정의1',
      PCD_USER_DEFINE2: '가맹점 정의2',
    });
    expect(answer).toMatchObject({
      PCD_PAY_RST: 'success',
      PCD_PAY_CODE: 'SPCD0000',
      PCD_PAY_MSG: '결제완료',
      PCD_PAY_TYPE: 'card',
      PCD_PAY_OID: order,
      PCD_PAYER_NO: 2324,
      PCD_PAYER_ID: payer,
      PCD_PAYER_EMAIL: 'dev@payple.kr',
      PCD_PAY_YEAR: '2026',
      PCD_PAY_MONTH: '03',
      PCD_PAY_GOODS: '정기구독',
      PCD_PAY_TOTAL: 1000,
      PCD_PAY_ISTAX: 'Y',
      PCD_PAY_TAXTOTAL: 10,
      PCD_PAY_CARDNUM: '4242-****-****-4242',
      PCD_REGULER_FLAG: 'Y',
      PCD_USER_DEFINE1: '가맹점 정의1',
      PCD_USER_DEFINE2: '가맹점 정의2',
    });
    expect(answer.PCD_PAY_TIME).toMatch(/^\d{14}$/);
    expect(answer.PCD_PAY_CARDAUTHNO).toMatch(/^\d{8}$/);
    const found = await call(gyeol.url, { path: `/v1/payments/${answer.PCD_PAY_CARDTRADENUM}` });
    expect(found.body).toMatchObject({
      ...{ dialect: 'payple', method: 'card-billing', orderNumber: order, status: 'approved' },
      ...{ billingKey: payer, billingMonth: '2026-03' },
      tax: { supply: 100, vat: 10, taxFree: 890 },
    });
  });

  test('T22: of twenty at once for one month one is paid; SIMPLE may repeat', async () => {
    const payer = await key();
    const codes = await Promise.all(
      Array.from({ length: 20 }, async () => (await shop.monthly(payer, '2026-03')).PCD_PAY_CODE),
    );
    expect(codes.filter((code) => code === 'SPCD0000')).toHaveLength(1);
    expect(codes.filter((code) => code === 'RPCD0008')).toHaveLength(19);
    expect((await shop.monthly(payer, '2026-3')).PCD_PAY_CODE).toBe('RPCD0008');
    expect((await shop.monthly(payer, '2026-04')).PCD_PAY_CODE).toBe('SPCD0000');
    expect((await shop.charge(payer)).PCD_PAY_CODE).toBe('SPCD0000');
    expect((await shop.charge(payer)).PCD_PAY_CODE).toBe('SPCD0000');
  });

  test('of two at once under one order number the later hears of its number, not of its month', async () => {
    const codes = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const order = { PCD_PAY_OID: newOrderNumber() };
        const [one, other] = [await key(), await key()];
        const answers = [shop.charge(one, order), shop.monthly(other, '2026-03', order)];
        return (await Promise.all(answers)).map(({ PCD_PAY_CODE: code }) => code).sort();
      }),
    );
    const lateCharge = ['SPCD0000', 'SPCD0014'];
    const lateMonth = ['RPCD0015', 'SPCD0000'];
    for (const pair of codes) expect([lateCharge, lateMonth]).toContainEqual(pair);
  });

  test('a month is paid again after a full cancel, and after a decline', async () => {
    const payer = await key();
    const first = await shop.monthly(payer, '2026-05');
    expect((await shop.cancel(first)).PCD_PAY_CODE).toBe('PAYC0000');
    expect((await shop.monthly(payer, '2026-05')).PCD_PAY_CODE).toBe('SPCD0000');
    const poor = await makeKey(gyeol.gateway.parts, { card: '9906100000001028' });
    const order = newOrderNumber();
    for (const _ of [1, 2]) {
      const declined = await shop.monthly(poor, '2026-05', { PCD_PAY_OID: order });
      expect(declined).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'RPCD0019' });
      expect(declined.PCD_PAY_MSG).toContain('잔액');
    }
  });

  test('an order number pays once, also when it comes twenty times at once', async () => {
    const payer = await key();
    const PCD_PAY_OID = newOrderNumber();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => shop.charge(payer, { PCD_PAY_OID })),
    );
    const codes = answers.map((answer) => answer.PCD_PAY_CODE);
    expect(codes.filter((code) => code === 'SPCD0000')).toHaveLength(1);
    expect(codes.filter((code) => code === 'SPCD0014')).toHaveLength(19);
    expect(answers.every((answer) => answer.PCD_PAY_OID === PCD_PAY_OID)).toBe(true);
  });

  test('without an order number it gets one of ours', async () => {
    const answer = await shop.charge(await key(), { PCD_PAY_OID: '' });
    expect(answer.PCD_PAY_OID).toMatch(/^GYEOL\d{12}[A-Z0-9]{8}$/);
  });

  test('an account is charged over either path, and its money is booked at once', async () => {
    const payer = await makeKey(gyeol.gateway.parts, { account: '99900400000001' });
    const answer = await shop.charge(payer, { PCD_PAY_TYPE: 'transfer', PCD_PAY_TOTAL: '50000' });
    expect(answer).toMatchObject({
      ...{ PCD_PAY_CODE: 'SPCD0000', PCD_PAY_TYPE: 'transfer', PCD_PAY_TOTAL: '50000' },
      ...{ PCD_PAY_BANK: '004', PCD_PAY_BANKNUM: '999********001', PCD_PAY_CARDNUM: '' },
    });
    const tooLittle = await shop.charge(payer, { PCD_PAY_TYPE: 'transfer', PCD_PAY_TOTAL: 999 });
    expect(tooLittle.PCD_PAY_CODE).toBe('SPAY0023');
    const other = await shop.follow(
      { PCD_SIMPLE_FLAG: 'Y', PCD_PAY_TYPE: 'card' },
      { PCD_PAY_TYPE: 'transfer', PCD_PAYER_ID: payer, PCD_PAY_GOODS: '구독', PCD_PAY_TOTAL: 1000 },
    );
    expect(other.PCD_PAY_CODE).toBe('SPCD0000');
    await booksClose(gyeol);
  });
});

describe('a cancel', () => {
  test('in two parts, the second by the path of queries, gives everything back', async () => {
    const paid = await shop.charge(await key(), { PCD_PAY_TOTAL: 10_000 });
    const part = await shop.cancel(paid, { PCD_REFUND_TOTAL: 3_000 });
    expect(part).toMatchObject({
      ...{ PCD_PAY_RST: 'success', PCD_PAY_CODE: 'PAYC0000', PCD_PAY_MSG: '환불성공' },
      ...{ PCD_PAY_OID: paid.PCD_PAY_OID, PCD_REFUND_TOTAL: 3000, PCD_PAY_TAXTOTAL: 273 },
      PCD_REFUND_TAXTOTAL: 273,
    });
    const { PCD_CST_ID, PCD_CUST_KEY, PCD_AUTH_KEY } = await shop.tokens({
      PCD_PAYCANCEL_FLAG: 'Y',
    });
    const rest = await fetch(`${gyeol.url}/php/PayChkAct.php`, {
      method: 'POST',
      body: JSON.stringify({
        ...{ PCD_CST_ID, PCD_CUST_KEY, PCD_AUTH_KEY, PCD_REFUND_KEY: shop.keys.refundKey },
        ...{ PCD_PAYCANCEL_FLAG: 'Y', PCD_PAY_OID: paid.PCD_PAY_OID },
        ...{ PCD_PAY_DATE: Number(day(paid)), PCD_REFUND_TOTAL: 7000 },
      }),
    });
    expect(await rest.json()).toMatchObject({ PCD_PAY_CODE: 'PAYC0000', PCD_REFUND_TOTAL: 7000 });
    const again = await shop.cancel(paid, { PCD_REFUND_TOTAL: 1 });
    expect(again).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'PAYC0007' });
    expect(again.PCD_PAY_MSG).toContain('이미 취소');
  });

  test('with a wrong refund key, of too much, of nothing known: refused', async () => {
    const paid = await shop.charge(await key());
    const wrong = await shop.cancel(paid, { PCD_REFUND_KEY: 'wrong' });
    expect(wrong.PCD_PAY_CODE).toBe('PAYC0002');
    const tooMuch = await shop.cancel(paid, { PCD_REFUND_TOTAL: 9_901 });
    expect(tooMuch.PCD_PAY_CODE).toBe('PAYC0011');
    const unknown = await shop.cancel({ ...paid, PCD_PAY_OID: 'nobody' });
    expect(unknown.PCD_PAY_CODE).toBe('PAYC0007');
    const otherDay = await shop.cancel(paid, { PCD_PAY_DATE: '20200101' });
    expect(otherDay.PCD_PAY_CODE).toBe('PAYC0007');
  });

  test('of a part of a card payment is refused on the public test account', async () => {
    const test = openPayple(gyeol.url, paypleTest);
    const payer = await makeKey(gyeol.gateway.parts, { publicId: 'test' });
    const paid = await test.charge(payer);
    expect((await test.cancel(paid, { PCD_REFUND_TOTAL: 100 })).PCD_PAY_RST).toBe('error');
    expect((await test.cancel(paid)).PCD_PAY_CODE).toBe('PAYC0000');
  });

  test('T87: one Idempotency-Key cancels once, whichever authentication it comes with', async () => {
    const paid = await shop.charge(await key(), { PCD_PAY_TOTAL: 10_000 });
    const keyed = { 'idempotency-key': `k-${paid.PCD_PAY_OID}` };
    const part = (body = {}) => shop.cancel(paid, { PCD_REFUND_TOTAL: 1_000, ...body }, keyed);
    const first = await part();
    expect(first.PCD_PAY_CODE).toBe('PAYC0000');
    expect(await part()).toEqual(first);
    const twice = await Promise.all([part(), part()]);
    expect(twice).toEqual([first, first]);
    for (const other of [{ PCD_REFUND_TOTAL: 2_000 }, { PCD_REFUND_KEY: 'guessed' }]) {
      const refused = await part(other);
      expect(refused).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'PAYC8006' });
    }
    const tid = String(paid.PCD_PAY_CARDTRADENUM);
    const found = await call(gyeol.url, { path: `/v1/payments/${tid}` });
    expect(found.body).toMatchObject({ cancelled: 1_000, remaining: 9_000 });
  });
});

test('a query tells the payment, in both spellings of the card', async () => {
  const paid = await shop.charge(await key(), { PCD_PAYER_NO: '1234' });
  const found = await shop.query(String(paid.PCD_PAY_OID), day(paid));
  expect(found).toMatchObject({
    ...{ PCD_PAY_RST: 'success', PCD_PAY_CODE: 'PCHK0000', PCD_PAY_MSG: '조회완료' },
    ...{ PCD_PAY_OID: paid.PCD_PAY_OID, PCD_PAYER_NO: '1234', PCD_PAY_TOTAL: '9900' },
    ...{ PCD_CARDNUM: '4242-****-****-4242', PCD_PAY_CARDNUM: '4242-****-****-4242' },
    PCD_CARDTRADENUM: paid.PCD_PAY_CARDTRADENUM,
  });
  expect((await shop.query('nobody', day(paid))).PCD_PAY_RST).toBe('error');
});

test('a billing key is looked up, removed once, and charged no more', async () => {
  const payer = await key();
  expect(await shop.findKey(payer)).toMatchObject({
    ...{ PCD_PAY_RST: 'success', PCD_PAY_CODE: '0000', PCD_PAY_MSG: '카드조회 성공' },
    ...{ PCD_PAY_BANKNUM: '4242-****-****-4242', PCD_PAYER_HP: '010-****-5678' },
  });
  expect(await shop.removeKey(payer)).toMatchObject({
    ...{ PCD_PAY_RST: 'success', PCD_PAY_MSG: '해지완료', PCD_PAY_WORK: 'PUSERDEL' },
  });
  expect((await shop.removeKey(payer)).PCD_PAY_RST).toBe('error');
  expect((await shop.findKey(payer)).PCD_PAY_RST).toBe('error');
  expect((await shop.charge(payer)).PCD_PAY_CODE).toBe('SPCD0011');
});

test('T22: a key removed while it is charged: each charge is whole or refused', async () => {
  const payer = await key();
  const charges = Array.from({ length: 10 }, () => shop.charge(payer));
  const removed = shop.removeKey(payer);
  const codes = (await Promise.all(charges)).map((answer) => answer.PCD_PAY_CODE);
  expect((await removed).PCD_PAY_RST).toBe('success');
  expect(codes.every((code) => code === 'SPCD0000' || code === 'SPCD0011')).toBe(true);
  await booksClose(gyeol);
});
