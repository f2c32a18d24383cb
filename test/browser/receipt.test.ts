// The card slip in a real browser: pop-up, phone and desktop; whole and reduced; hostile texts.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openPage } from '../harness/browser.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { openShop, type WireAnswer } from '../harness/shop.ts';

let gyeol: TestGateway;
let browser: Browser;
beforeAll(async () => {
  gyeol = await openGateway();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await gyeol.stop();
});

async function pay(fields: Readonly<Record<string, string>> = {}): Promise<WireAnswer> {
  const shop = await openShop(gyeol.url);
  const paid = await shop.keyin(fields);
  expect(paid.RESULTCODE).toBe('0000');
  return paid;
}

// biome-ignore format: a table
const sizes = [
  ['pop-up',  { width: 468,  height: 750 }],
  ['phone',   { width: 320,  height: 640 }],
  ['desktop', { width: 1280, height: 900 }],
] as const;

test.each(sizes)('the slip fits a %s without scrolling sideways or complaints', async (_, size) => {
  const paid = await pay({ AMOUNT: '55000', QUOTA: '03' });
  const { page, complaints } = await openPage(browser, size);
  await page.goto(paid.RECEIPT_URL ?? '');
  const text = await page.innerText('body');
  for (const part of [
    '신용카드 매출전표',
    '55,000',
    '50,000',
    '5,000',
    '홍길동',
    '텀블러',
    paid.TID,
  ]) {
    expect(text).toContain(part);
  }
  const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate(sideways)).toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});

test('a bare TID shows the slip without buyer and goods', async () => {
  const paid = await pay();
  const { page } = await openPage(browser, sizes[0][1]);
  await page.goto(`${gyeol.url}/api/receipt?tid=${Buffer.from(paid.TID ?? '').toString('base64')}`);
  const text = await page.innerText('body');
  expect(text).toContain('50,000');
  expect(text).not.toContain('홍길동');
  expect(text).not.toContain('텀블러');
  await page.close();
});

// biome-ignore format: a table
const hostile = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</style><svg onload=alert(1)>',
  "'-alert(1)-'", '\u202Egnitirw', 'javascript:alert(1)',
];

test.each(hostile)('T43: %s is shown as text', async (payload) => {
  const paid = await pay({ PRODUCTNAME: payload, BUYERNAME: payload.slice(0, 20) });
  const { page, complaints } = await openPage(browser, sizes[0][1]);
  await page.goto(paid.RECEIPT_URL ?? '');
  expect(await page.innerText('body')).toContain(payload.replaceAll('\u202E', ''));
  expect(await page.evaluate('document.scripts.length')).toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});
