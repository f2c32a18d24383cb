// The manual's sample page with nothing but hosts replaced, in a real browser: it pays.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose } from '../harness/books.ts';
import { openBrowser, openPage } from '../harness/browser.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { call } from '../harness/shop.ts';
import { openManualShop } from './manual-shop.ts';
import { payByCard, windowIn } from './pay-steps.ts';

let gyeol: TestGateway;
let browser: Browser;
beforeAll(async () => {
  gyeol = await openGateway();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await booksClose(gyeol);
  await gyeol.stop();
});

const desktop = { width: 1280, height: 900 };

// biome-ignore format: a table
const samples = [
  ['CERT', 'callback', ['GET /order.html', 'POST /pg/auth', 'POST /pg/confirm']],
  ['CERT', 'url',      ['GET /order.html', 'POST /pg/auth', 'POST /order_result.html']],
  ['PAY',  'callback', ['GET /order.html', 'POST /pg/auth']],
  ['PAY',  'url',      ['GET /order.html', 'POST /pg/auth', 'POST /order_result.html']],
] as const;

test.each(samples)('%s with its result by %s', async (work, result, calls) => {
  const shop = await openManualShop({ gateway: gyeol.url, work, result });
  const { page, complaints } = await openPage(browser, desktop);
  await page.goto(`${shop.url}/order.html`);
  await page.click('#payAction');
  await payByCard(await windowIn(page));
  const told = await resultOf(page);
  expect(told).toMatchObject({
    PCD_PAY_RST: 'success',
    PCD_PAY_CODE: '0000',
    PCD_PAY_TYPE: 'card',
    PCD_PAY_TOTAL: '1000',
  });
  expect(shop.log).toEqual(calls);
  expect(complaints).toEqual([]);
  await expectPaid(told.PCD_PAY_OID ?? '', work === 'PAY' || result === 'callback');
  await page.close();
  await shop.close();
});

/** What the page or its result page shows in the end. */
async function resultOf(page: Page): Promise<Record<string, string>> {
  await page.waitForFunction("document.querySelector('#result')?.textContent !== ''");
  return JSON.parse((await page.textContent('#result')) ?? '{}') as Record<string, string>;
}

/** With CERT, nothing is charged until the shop confirms. */
async function expectPaid(orderNumber: string, isPaid: boolean): Promise<void> {
  const { body } = await call(gyeol.url, { path: `/v1/payments?orderNumber=${orderNumber}` });
  const found =
    (body.data as readonly { readonly status: string; readonly approved: number }[]) ?? [];
  expect(found.map(({ status, approved }) => [status, approved])).toEqual(
    isPaid ? [['approved', 1000]] : [],
  );
}
