// Story: a buyer who paid by transfer gets a cash receipt, and loses it with his money.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type Fields, makeKey, openPayple, type PaypleShop } from '../../harness/payple.ts';
import type { WireAnswer } from '../../harness/shop.ts';

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
  await shop.cancel(paid, { PCD_REFUND_TOTAL: 20_000 });
  const back = await receipt('TSCANCEL', paid);
  expect(back).toMatchObject({ PCD_PAY_RST: 'success', PCD_TAXSAVE_AMOUNT: 30_000 });
  expect(back.PCD_TAXSAVE_MGTNUM).not.toBe(paid.PCD_TAXSAVE_MGTNUM);
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
