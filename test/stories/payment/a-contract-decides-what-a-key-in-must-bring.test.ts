// Story: a contract decides whether cards may be keyed in and what the cardholder must prove.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { newMerchant } from '../../harness/sandbox.ts';
import { openShop } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

test('a contract without key-in refuses with E006 before it looks at any field', async () => {
  const merchant = await newMerchant(gyeol.url, { terms: { keyIn: false } });
  const shop = await openShop(gyeol.url, merchant.keys);
  const before = await digestOf(gyeol);
  expect((await shop.keyin()).RESULTCODE).toBe('E006');
  expect((await shop.keyin({ AMOUNT: '' })).RESULTCODE).toBe('E006');
  expect(await digestOf(gyeol)).toBe(before);
});

test('a contract without partial cancels gives back everything or nothing', async () => {
  const merchant = await newMerchant(gyeol.url, { terms: { partialCancel: false } });
  const shop = await openShop(gyeol.url, merchant.keys);
  const { TID: tid } = await shop.keyin({ AMOUNT: '50000' });
  expect((await shop.cancel({ tid, amount: '49999' })).cancel_code).toBe('E006');
  expect((await shop.cancel({ tid, amount: '50000' })).cancel_code).toBe('0000');
});

describe.each(['demo-danal', 'demo-toss'])('%s', (id) => {
  const proof = { CARDPWD: '12', CARDAUTH: '900101' };
  const open = () => openShop(gyeol.url, { id, key: `${id}-key` });

  test('demands the first two digits of the password and the birth date', async () => {
    const shop = await open();
    for (const field of ['CARDPWD', 'CARDAUTH'] as const) {
      const refused = await shop.keyin({ ...proof, [field]: '' });
      expect(refused.RESULTCODE).toBe('E004');
      expect(refused.RESULTMSG).toContain(field);
    }
    expect((await shop.keyin(proof)).RESULTCODE).toBe('0000');
    expect((await shop.keyin({ ...proof, CARDAUTH: '1248100998' })).RESULTCODE).toBe('0000');
  });

  test('takes no birth date that is none and no business number with a wrong digit', async () => {
    const shop = await open();
    for (const CARDAUTH of ['901301', '90010', '1248100999', '19900101', 'abcdef']) {
      const refused = await shop.keyin({ ...proof, CARDAUTH });
      expect([CARDAUTH, refused.RESULTCODE]).toEqual([CARDAUTH, 'E004']);
    }
  });
});

test('Kiwoom asks for neither', async () => {
  const shop = await openShop(gyeol.url);
  expect((await shop.keyin({ CARDPWD: '', CARDAUTH: '' })).RESULTCODE).toBe('0000');
});

test('a merchant of tax-free goods has slips without VAT', async () => {
  const merchant = await newMerchant(gyeol.url, { terms: { tax: 'tax-free' } });
  const shop = await openShop(gyeol.url, merchant.keys);
  const paid = await shop.keyin({ AMOUNT: '33000' });
  const slip = await fetch(paid.RECEIPT_URL ?? '').then((answer) => answer.text());
  expect(slip).toMatch(/부가세.*0원.*비과세.*33,000원/s);
});
