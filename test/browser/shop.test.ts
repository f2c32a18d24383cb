// The sample shop in a real browser, as a newcomer meets it: desktop and phone, from order to refund.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose } from '../harness/books.ts';
import { openBrowser, openPage } from '../harness/browser.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { openSampleShop, type SampleShop } from '../harness/sample-shop.ts';
import { payByAccount, payByCard, windowIn } from './pay-steps.ts';

let gyeol: TestGateway;
let shop: SampleShop;
let browser: Browser;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openSampleShop(gyeol.url);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await shop.stop();
  await booksClose(gyeol);
  await gyeol.stop();
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const desktop = { width: 1280, height: 900 };
const phone = { width: 360, height: 740 };

/** Orders the offer and stands on the page of the order. */
async function order(offer: string, size = desktop): Promise<{ page: Page; complaints: string[] }> {
  const { page, complaints } = await openPage(browser, size);
  await page.goto(shop.url);
  await page.click(`button[value=${offer}]`);
  return { page, complaints };
}

async function stateIs(page: Page, state: string): Promise<void> {
  await page.locator('[role=status]', { hasText: state }).waitFor();
}

describe.each([
  ['desktop', desktop],
  ['phone', phone],
] as const)('on a %s', (_, size) => {
  test.each([
    ['cert', payByCard],
    ['pay', payByCard],
    ['transfer', payByAccount],
  ] as const)('%s is paid and refunded', async (offer, pay) => {
    const { page, complaints } = await order(offer, size);
    await page.click('#pay');
    await pay(await windowIn(page));
    await stateIs(page, '결제 완료');
    // The webhook shows up by itself; reloading while it is typed into would be rude.
    await page.waitForSelector('text=통지 (webhook)');
    await page.click('text=환불하기');
    await stateIs(page, '환불 완료');
    expect(await page.innerText('main')).toContain('cancelled');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each([
    '/',
    'cert',
    'monthly',
  ])('the page %s fits without scrolling sideways', async (offer) => {
    const { page } = offer === '/' ? await openPage(browser, size) : await order(offer, size);
    if (offer === '/') await page.goto(shop.url);
    const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(sideways)).toBe(0);
    await page.close();
  });
});

test('a subscription: registered, paid, the month refused, the next one paid, ended', async () => {
  const { page, complaints } = await order('monthly');
  await page.click('#pay');
  await payByCard(await windowIn(page));
  await stateIs(page, '구독 중');
  const month = await page.inputValue('input[name=month]');
  await page.click('text=한 달 결제하기');
  await page.waitForSelector('.badge.paid');
  await page.fill('input[name=month]', month);
  await page.click('text=한 달 결제하기');
  await page.waitForSelector('.badge.failed');
  await page.click('text=한 달 결제하기');
  await page.locator('.badge.paid').nth(1).waitFor();
  await page.click('text=구독 해지');
  await stateIs(page, '구독 해지');
  expect(complaints).toEqual([]);
  await page.close();
});

test('a link is paid in another tab, and the order changes by itself', async () => {
  const { page, complaints } = await order('link');
  const [tab] = await Promise.all([page.waitForEvent('popup'), page.click('text=결제 링크 열기')]);
  await tab.click('button');
  await payByCard(await windowIn(tab));
  await stateIs(page, '결제 완료');
  expect(complaints).toEqual([]);
  await page.close();
});

test('a buyer who cancels in the window may press the button again', async () => {
  const { page, complaints } = await order('cert');
  await page.click('#pay');
  await (await windowIn(page)).getByRole('button', { name: '취소', exact: true }).click();
  await page.waitForSelector('text=결제를 종료하였습니다.');
  await page.click('#pay');
  await payByCard(await windowIn(page));
  await stateIs(page, '결제 완료');
  expect(complaints).toEqual([]);
  await page.close();
});

test('a declined card, then another one, in one window', async () => {
  const { page, complaints } = await order('pay');
  await page.click('#pay');
  const window = await windowIn(page);
  await payByCard(window, '9906100000001010');
  await window.waitForSelector('text=한도를 초과했습니다.');
  await payByCard(window);
  await stateIs(page, '결제 완료');
  expect(await page.innerText('main')).toContain('declined');
  expect(complaints).toEqual([]);
  await page.close();
});

test('a phone pays in a window of its own', async () => {
  const context = await browser.newContext({
    viewport: phone,
    isMobile: true,
    userAgent:
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36',
  });
  const page = await context.newPage();
  await page.goto(shop.url);
  await page.click('button[value=cert]');
  const [window] = await Promise.all([page.waitForEvent('popup'), page.click('#pay')]);
  await payByCard(await windowIn(window));
  await stateIs(page, '결제 완료');
  expect(window.isClosed()).toBe(true);
  await context.close();
});

/** What axe finds wrong; the page's own policy would not let a test evaluate anything. */
async function faultsOf(path: string, colorScheme: 'light' | 'dark'): Promise<string[]> {
  const context = await browser.newContext({ bypassCSP: true, colorScheme, viewport: desktop });
  const page = await context.newPage();
  await page.goto(shop.url + path);
  await page.evaluate(axe);
  const found = await page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id }) => id))',
  );
  await context.close();
  return found as string[];
}

test.each([
  'light',
  'dark',
] as const)('axe finds nothing wrong with its %s pages', async (scheme) => {
  const { page } = await order('cert');
  await page.click('#pay');
  await payByCard(await windowIn(page));
  await stateIs(page, '결제 완료');
  const paid = new URL(page.url()).pathname;
  await page.close();
  const { page: monthly } = await order('monthly');
  const placed = new URL(monthly.url()).pathname;
  await monthly.close();
  for (const path of ['/', '/cards', paid, placed, '/nowhere']) {
    expect([path, await faultsOf(path, scheme)]).toEqual([path, []]);
  }
});
