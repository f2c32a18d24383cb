// Story: a shop names the VAT of a sale or of a refund, or leaves it to the rules.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type Fields, makeKey, openPayple, type PaypleShop } from '../../harness/payple.ts';
import { call, type WireAnswer } from '../../harness/shop.ts';
import { openWitness, type Witness } from '../../harness/witness.ts';

let gyeol: TestGateway;
let witness: Witness;
let shop: PaypleShop;
let payer: string;
beforeAll(async () => {
  gyeol = await openGateway();
  witness = await openWitness(gyeol.databaseUrl);
  shop = openPayple(gyeol.url);
  payer = await makeKey(gyeol.gateway.parts);
});
afterAll(async () => {
  await booksClose(gyeol);
  await witness.close();
  await gyeol.stop();
});

async function taxOf(paid: WireAnswer): Promise<unknown> {
  const { body } = await call(gyeol.url, { path: `/v1/payments/${paid.PCD_PAY_CARDTRADENUM}` });
  return body.tax;
}

describe('a sale of 10,000 won', () => {
  // biome-ignore format: a table
  test.each<[string, Fields, readonly number[]]>([
    // what the shop says                                             supply  VAT    tax-free
    ['no word of it',    {},                                          [9_091, 909,   0]],
    ['taxable',          { PCD_PAY_ISTAX: 'Y', PCD_PAY_TAXTOTAL: '' }, [9_091, 909,  0]],
    ['not taxable',      { PCD_PAY_ISTAX: 'N' },                      [0,     0,     10_000]],
    ['false',            { PCD_PAY_ISTAX: false },                    [0,     0,     10_000]],
    ['not, with a VAT',  { PCD_PAY_ISTAX: 'N', PCD_PAY_TAXTOTAL: 5 }, [0,     0,     10_000]],
    ['a VAT of zero',    { PCD_PAY_TAXTOTAL: '0' },                   [0,     0,     10_000]],
    ['a part of it',     { PCD_PAY_TAXTOTAL: 500 },                   [5_000, 500,   4_500]],
    ['all that is in it', { PCD_PAY_TAXTOTAL: 909 },                  [9_090, 909,   1]],
  ])('%s', async (what, said, [supply, vat, taxFree]) => {
    const paid = await shop.charge(payer, { PCD_PAY_TOTAL: 10_000, ...said });
    expect(paid.PCD_PAY_RST).toBe('success');
    expect(Number(paid.PCD_PAY_TAXTOTAL)).toBe(vat);
    expect(paid.PCD_PAY_ISTAX).toBe(/^(not|false)/.test(what) ? 'N' : 'Y');
    expect(await taxOf(paid)).toEqual({ supply, vat, taxFree });
  });

  // biome-ignore format: a table
  test.each<[unknown]>([
    [910], ['910'], [10_000], [10_001], [-1], ['-1'], ['1.5'], ['1e2'], ['９'], [' 1'], ['1,0'],
  ])('T7 T66: a VAT of %j is refused by name, and nothing is charged', async (vat) => {
    const before = await witness.digest();
    const refused = await shop.charge(payer, { PCD_PAY_TOTAL: 10_000, PCD_PAY_TAXTOTAL: vat });
    expect(refused).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CARDTRADENUM: '' });
    expect(refused.PCD_PAY_MSG).toContain('PCD_PAY_TAXTOTAL');
    expect(await witness.digest(), 'UNCHANGED').toBe(before);
  });
});

describe('a refund of 4,000 won of a sale with 500 won of VAT', () => {
  const mixed = () => shop.charge(payer, { PCD_PAY_TOTAL: 10_000, PCD_PAY_TAXTOTAL: 500 });

  // biome-ignore format: a table
  test.each<[string, Fields, number]>([
    ['in proportion',             {},                           200],
    ['a VAT of the shop’s own',   { PCD_PAY_TAXTOTAL: 220 },    220],
    ['under its newer name',      { PCD_REFUND_TAXTOTAL: '0' }, 0],
    ['under both names at once',  { PCD_PAY_TAXTOTAL: 100, PCD_REFUND_TAXTOTAL: '100' }, 100],
  ])('%s', async (_, said, vat) => {
    const paid = await mixed();
    const part = await shop.cancel(paid, { PCD_REFUND_TOTAL: 4_000, ...said });
    expect(part).toMatchObject({ PCD_PAY_CODE: 'PAYC0000', PCD_REFUND_TOTAL: 4_000 });
    expect(Number(part.PCD_PAY_TAXTOTAL)).toBe(vat);
    expect(Number(part.PCD_REFUND_TAXTOTAL)).toBe(vat);
    const rest = await shop.cancel(paid, { PCD_REFUND_TOTAL: 6_000 });
    expect(rest).toMatchObject({ PCD_PAY_CODE: 'PAYC0000', PCD_PAY_TAXTOTAL: 500 - vat });
  });

  // biome-ignore format: a table
  test.each<[string, Fields]>([
    ['more VAT than there was',       { PCD_PAY_TAXTOTAL: 501 }],
    ['more VAT than goes back',       { PCD_REFUND_TOTAL: 100, PCD_PAY_TAXTOTAL: 101 }],
    ['a VAT below zero',              { PCD_REFUND_TAXTOTAL: -1 }],
    ['two figures under two names',   { PCD_PAY_TAXTOTAL: 100, PCD_REFUND_TAXTOTAL: 101 }],
  ])('T7: %s is refused by name, and nothing goes back', async (_, said) => {
    const paid = await mixed();
    const before = await witness.digest();
    const refused = await shop.cancel(paid, { PCD_REFUND_TOTAL: 4_000, ...said });
    expect(refused).toMatchObject({ PCD_PAY_RST: 'error' });
    expect(refused.PCD_PAY_MSG).toMatch(/PCD_(PAY|REFUND)_TAXTOTAL/);
    expect(await witness.digest(), 'UNCHANGED').toBe(before);
  });

  test('T7: the last refund takes all the VAT that is left, whatever it says', async () => {
    const paid = await mixed();
    const all = await shop.cancel(paid, { PCD_REFUND_TOTAL: 10_000, PCD_PAY_TAXTOTAL: 1 });
    expect(all).toMatchObject({ PCD_PAY_CODE: 'PAYC0000' });
    expect(Number(all.PCD_REFUND_TAXTOTAL)).toBe(500);
  });
});
