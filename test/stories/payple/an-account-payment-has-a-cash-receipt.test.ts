// Story: a buyer who paid by transfer gets a cash receipt, and loses it with his money.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CashReceipt } from '../../../core/cash-receipt/cash-receipt.ts';
import { won } from '../../../core/money/won.ts';
import { after, minuteMs } from '../../../core/time/instant.ts';
import { insertReceipt } from '../../../storage/cash-receipt.ts';
import { findByTid } from '../../../storage/payment.ts';
import { booksClose } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { type Fields, makeKey, openPayple, type PaypleShop } from '../../harness/payple.ts';
import { call, type WireAnswer } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: PaypleShop;
let payer: string;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = openPayple(gyeol.url);
  payer = await makeKey(gyeol.gateway.parts, { account: '99900400000001' });
});
afterAll(async () => {
  await booksClose(gyeol);
  await gyeol.stop();
});

const transfer = (body: Fields = {}) =>
  shop.charge(payer, { PCD_PAY_TYPE: 'transfer', PCD_PAY_TOTAL: 50_000, ...body });
const receipt = (work: 'TSREG' | 'TSCANCEL', paid: WireAnswer, body: Fields = {}) =>
  shop.follow(
    { PCD_PAY_WORK: work },
    {
      PCD_PAYER_ID: payer,
      PCD_PAY_OID: paid.PCD_PAY_OID,
      PCD_TAXSAVE_IDENTINUM: '01012345678',
      ...body,
    },
  );

async function tidOf({ PCD_PAY_OID }: WireAnswer): Promise<string> {
  const path = `/v1/payments?orderNumber=${PCD_PAY_OID}`;
  const found = await call(gyeol.url, { path });
  return (found.body.data as readonly { readonly tid: string }[])[0]?.tid ?? '';
}

async function receiptsOf(paid: WireAnswer): Promise<unknown> {
  const found = await call(gyeol.url, { path: `/v1/payments/${await tidOf(paid)}` });
  return found.body.cashReceipts;
}

test('issued once, taken back once, and issued again', async () => {
  const paid = await transfer();
  const issued = await receipt('TSREG', paid, { PCD_TAXSAVE_AMOUNT: 50_000 });
  expect(issued).toMatchObject({
    ...{ PCD_PAY_RST: 'success', PCD_PAY_CODE: 'TSRG0000', PCD_PAY_WORK: 'TSREG' },
    ...{ PCD_PAY_OID: paid.PCD_PAY_OID, PCD_TAXSAVE_AMOUNT: 50_000 },
  });
  expect(issued.PCD_TAXSAVE_MGTNUM).toMatch(/^G\d{9}$/);
  expect((await receipt('TSREG', paid)).PCD_PAY_RST).toBe('error');
  expect(await receipt('TSCANCEL', paid)).toMatchObject({
    PCD_PAY_RST: 'success',
    PCD_PAY_WORK: 'TSCANCEL',
  });
  expect((await receipt('TSCANCEL', paid)).PCD_PAY_RST).toBe('error');
  expect((await receipt('TSREG', paid)).PCD_PAY_RST).toBe('success');
});

test('twenty at once are one', async () => {
  const paid = await transfer();
  const answers = await Promise.all(Array.from({ length: 20 }, () => receipt('TSREG', paid)));
  expect(answers.filter(({ PCD_PAY_RST }) => PCD_PAY_RST === 'success')).toHaveLength(1);
});

test('with the charge itself, and smaller after a part went back', async () => {
  const paid = await transfer({
    PCD_TAXSAVE_FLAG: 'Y',
    PCD_TAXSAVE_TRADE: 'company',
    PCD_TAXSAVE_IDNUM: '1248100998',
  });
  expect(paid).toMatchObject({ PCD_PAY_CODE: 'SPCD0000', PCD_TAXSAVE_RST: 'Y' });
  expect(paid.PCD_TAXSAVE_MGTNUM).toMatch(/^G\d{9}$/);
  const query = await shop.query(String(paid.PCD_PAY_OID), String(paid.PCD_PAY_TIME).slice(0, 8));
  expect(query).toMatchObject({ PCD_TAXSAVE_FLAG: 'Y', PCD_TAXSAVE_RST: 'Y' });
  const part = await shop.cancel(paid, { PCD_REFUND_TOTAL: 20_000 });
  expect(part).toMatchObject({ PCD_PAY_CODE: 'PAYC0000', PCD_TAXSAVE_RST: '0000' });
  expect(part.PCD_TAXSAVE_MSG).toContain('다시 발행');
  expect(await receiptsOf(paid)).toMatchObject([
    { number: paid.PCD_TAXSAVE_MGTNUM, amount: 50_000, vat: 4_545, status: 'cancelled' },
    { amount: 30_000, vat: 2_727, use: 'company', status: 'issued' },
  ]);
  const less = await receipt('TSCANCEL', paid, { PCD_TAXSAVE_AMOUNT: 29_999 });
  expect(less.PCD_PAY_MSG).toContain('PCD_TAXSAVE_AMOUNT');
  const back = await receipt('TSCANCEL', paid, { PCD_TAXSAVE_AMOUNT: 50_000 });
  expect(back).toMatchObject({ PCD_PAY_RST: 'success', PCD_TAXSAVE_AMOUNT: 30_000 });
  expect(back.PCD_TAXSAVE_MGTNUM).not.toBe(paid.PCD_TAXSAVE_MGTNUM);
});

test('a sale without tax has a receipt without tax', async () => {
  const paid = await transfer({ PCD_PAY_ISTAX: 'N', PCD_TAXSAVE_FLAG: 'Y' });
  const all = await receiptsOf(paid);
  expect(all).toMatchObject([{ amount: 50_000, vat: 0, use: 'personal' }]);
  expect((await receipt('TSCANCEL', paid)).PCD_PAY_RST).toBe('success');
  const taxed = await receipt('TSREG', paid, { PCD_TAXSAVE_TAXTOTAL: 1 });
  expect(taxed.PCD_PAY_MSG).toContain('PCD_TAXSAVE_TAXTOTAL');
});

// biome-ignore format: a table
test.each([
  ['a resident number',            { PCD_TAXSAVE_IDNUM: '9001011234567' }],
  ['a business as a person',       { PCD_TAXSAVE_IDNUM: '1248100998' }],
  ['a telephone as a business',    { PCD_TAXSAVE_TRADE: 'company', PCD_TAXSAVE_IDNUM: '01012345678' }],
  ['letters',                      { PCD_TAXSAVE_IDNUM: '0101234567a' }],
])('%s is refused by name before anything is charged', async (_, fields) => {
  const refused = await transfer({ PCD_TAXSAVE_FLAG: 'Y', ...fields });
  expect(refused).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CARDTRADENUM: '' });
  expect(refused.PCD_PAY_MSG).toContain('PCD_TAXSAVE_IDNUM');
});

test('whose number nobody names is that of the payer; where that fits no receipt there is none', async () => {
  const paid = await transfer({ PCD_TAXSAVE_FLAG: 'Y', PCD_PAYER_HP: '010-2345-6789' });
  expect(paid.PCD_TAXSAVE_RST).toBe('Y');
  // The one who registered the account is known, too.
  const { PCD_PAY_RST, PCD_TAXSAVE_RST } = await transfer({ PCD_TAXSAVE_FLAG: 'Y' });
  expect([PCD_PAY_RST, PCD_TAXSAVE_RST]).toEqual(['success', 'Y']);
  const without = await transfer({ PCD_TAXSAVE_FLAG: 'Y', PCD_PAYER_HP: '02-123-4567' });
  expect(without).toMatchObject({ PCD_PAY_RST: 'success', PCD_TAXSAVE_RST: 'N' });
  const unfit = await receipt('TSREG', without, { PCD_TAXSAVE_IDENTINUM: '' });
  expect(unfit.PCD_PAY_MSG).toContain('PCD_TAXSAVE_IDENTINUM');
});

test('whoever died between a cancel and its receipt, the receipt follows', async () => {
  const paid = await transfer();
  await shop.cancel(paid, { PCD_REFUND_TOTAL: 20_000 });
  const { store, clock } = gyeol.gateway.parts;
  const found = await findByTid(store.pool, await tidOf(paid));
  if (found === null) throw new Error('no payment');
  const { merchantId, id: paymentId } = found.payment;
  const tooMuch: CashReceipt = {
    ...{ paymentId, sequence: 1, number: 'G000000001', amount: won(50_000), vat: won(4_545) },
    ...{ use: 'personal', identity: 'sealed', status: 'issued', cancelledAt: null },
    issuedAt: after(clock.now(), -2 * minuteMs),
  };
  await insertReceipt(store.pool, merchantId, tooMuch);
  await eventually(async () => {
    expect(await receiptsOf(paid)).toMatchObject([
      { number: 'G000000001', status: 'cancelled' },
      { amount: 30_000, status: 'issued' },
    ]);
  });
});

test('a cancelled payment has none, a card has none, more than was paid has none', async () => {
  const paid = await transfer({ PCD_TAXSAVE_FLAG: 'Y', PCD_TAXSAVE_IDNUM: '01012345678' });
  await shop.cancel(paid);
  expect((await receipt('TSCANCEL', paid)).PCD_PAY_RST).toBe('error');
  expect((await receipt('TSREG', paid)).PCD_PAY_RST).toBe('error');
  const card = await shop.charge(await makeKey(gyeol.gateway.parts));
  expect((await receipt('TSREG', card, { PCD_PAYER_ID: '' })).PCD_PAY_RST).toBe('error');
  const other = await transfer();
  expect((await receipt('TSREG', other, { PCD_TAXSAVE_AMOUNT: 50_001 })).PCD_PAY_RST).toBe('error');
  expect((await receipt('TSREG', other, { PCD_PAYER_ID: 'another' })).PCD_PAY_RST).toBe('error');
});

test('the number of a person stands nowhere in clear', async () => {
  const identity = '01098765432';
  await transfer({ PCD_TAXSAVE_FLAG: 'Y', PCD_TAXSAVE_IDNUM: identity });
  const { pool } = gyeol.gateway.parts.store;
  const rows = await pool.query('select t::text as row from cash_receipt t');
  expect(rows.rows.length).toBeGreaterThan(0);
  expect(rows.rows.some(({ row }) => String(row).includes(identity))).toBe(false);
});
