// The script that shops load: its modes, its globals, and what it never does.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../harness/browser.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { openPayple, paypleDemo } from '../harness/payple.ts';
import { type Buyers, createBuyers, heard, layerOf, phone, typeCard } from './buyer.ts';
import { onePiece, openWindowShop, type PageObject, type WindowShop } from './window-shop.ts';

let gyeol: TestGateway;
let browser: Browser;
let shop: WindowShop;
let buyers: Buyers;
beforeAll(async () => {
  gyeol = await openGateway();
  browser = await openBrowser();
  shop = await openWindowShop(gyeol.url, paypleDemo);
  buyers = createBuyers(browser, shop);
});
afterAll(async () => {
  await browser.close();
  await shop.close();
  await gyeol.stop();
});
afterEach(() => buyers.leave());

async function paid(object: PageObject): Promise<void> {
  const { page, window, complaints } = await buyers.goShopping({ object });
  await typeCard(window);
  await window.click('#submit');
  expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'success' });
  expect(complaints).toEqual([]);
}

describe('where the tokens come from', () => {
  test("the shop's proxy by a path, a whole address, or a name in the usual folder", async () => {
    await paid({ payple_auth_file: '/auth' });
    await paid({ payple_auth_file: `${shop.url}/auth` });
    await paid({ payple_dir_path: '/shop' });
    const [path, address, folder] = shop.asked.slice(-3);
    expect([path, address].map((each) => each?.split(' ')[0])).toEqual(['/auth', '/auth']);
    expect(folder).toMatch(/^\/shop\/cPayPayple\/payple_payAuth\.html /);
    expect(folder).toContain('name="payple_dir_path"\r\n\r\n/shop\r\n');
    expect(shop.asked.join()).not.toContain('52000');
  });

  test('the server has put an AuthKey and an address into the page', async () => {
    const { AuthKey = '', return_url = '' } = await openPayple(gyeol.url).auth();
    await paid({ PCD_AUTH_KEY: AuthKey, PCD_PAY_URL: return_url });
    const again = await openPayple(gyeol.url).auth();
    await paid({ PCD_AUTH_KEY: again.AuthKey ?? '', PCD_PAY_URL: '/php/PayAct.php?ACT_=PAYM' });
  });

  test('the public key alone', async () => {
    await paid({ clientKey: 'demo-client-key' });
  });
});

// biome-ignore format: a table
test.each([
  ['the shop is not known',       { payple_auth_file: '/auth/refused' },      '등록되지 않은 가맹점입니다.'],
  ['the proxy is broken',         { payple_auth_file: '/auth/broken' },       '결제창을 열 수 없습니다'],
  ['the proxy is gone',           { payple_auth_file: '/auth/nowhere' },      '결제창을 열 수 없습니다'],
  ['a secret stands in the page', { PCD_AUTH_URL: 'https://shop.example/',
                                    PCD_CST_ID: 'demo', PCD_CUST_KEY: 'demo-payple-key' }, 'PCD_AUTH_URL'],
  ['the amount is no number',     { PCD_PAY_TOTAL: '1,000' },                 'PCD_PAY_TOTAL'],
])('where %s, the buyer is told and the page is as before', async (_, object, words) => {
  for (const size of [undefined, phone]) {
    const { page, complaints } = await buyers.visit({
      object: object as PageObject,
      ...(size === undefined ? {} : { size }),
    });
    await page.click('#buy');
    await expect.poll(() => complaints.filter((each) => each.startsWith('dialog'))).toHaveLength(1);
    expect(complaints.find((each) => each.startsWith('dialog'))).toContain(words);
    expect(await page.locator('#layer_cpay, #CpayForm').count()).toBe(0);
    await expect.poll(() => page.context().pages().length).toBe(1);
    expect(await page.evaluate('heard')).toBe(0);
  }
});

test("the shop's object stays as it was, and pays a second time", async () => {
  const { page, window } = await buyers.goShopping();
  const before = JSON.stringify({ ...onePiece, payple_auth_file: '/auth' });
  expect(await page.evaluate('JSON.stringify(object)')).toBe(before);
  await window.click('#cancel');
  expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'close' });
  expect(await page.evaluate('document.activeElement.id')).toBe('buy');
  await page.click('#buy');
  const again = await layerOf(page);
  await again.waitForURL(/\/window\//);
  await typeCard(again);
  await again.click('#submit');
  await page.waitForFunction("window.result.PCD_PAY_RST === 'success'");
});

test('the form to the window carries no function, no address of a proxy, and no markup', async () => {
  const { page } = await buyers.visit({ object: { PCD_PAY_GOODS: '"><b>텀블러</b>' } });
  const posted = page.waitForRequest((request) => request.url().includes('ACT_=PAYM'));
  await page.click('#buy');
  const fields = new URLSearchParams((await posted).postData() ?? '');
  expect(fields.get('PCD_PAY_GOODS')).toBe('"><b>텀블러</b>');
  expect([...fields.keys()].filter((name) => !name.startsWith('PCD_'))).toEqual([]);
});

test('a page that goes back takes the layer away, by the name that such pages know', async () => {
  const { page, window } = await buyers.goShopping();
  await window.waitForSelector('#submit');
  await page.evaluate("MainBodyAction('close')");
  expect(await page.locator('#layer_cpay').count()).toBe(0);
});

test('all names of before are there, under each address of the script', async () => {
  const names = [
    'PaypleCpayAuthCheck PaypleLinkCpayAuthCheck PaypleCpayPopup PaypleCpayPayResult',
    'MainBodyAction MainBodyResize CreateCpayLayer layer_ifr_resize cPayData',
  ].flatMap((line) => line.split(' '));
  const { page } = await buyers.visit();
  for (const path of ['cpay.payple.1.0.1.js', 'cpay.payple.1.0.0.js', 'v1/payment.js']) {
    await page.goto(shop.page(onePiece, { script: `${gyeol.url}/js/${path}` }));
    const missing = await page.evaluate(
      (wanted) => wanted.filter((name) => !(name in globalThis)),
      names,
    );
    expect(missing).toEqual([]);
  }
});

test('the script is understood by telephones of 2017, and is small', async () => {
  const answer = await fetch(`${gyeol.url}/js/v1/payment.js`);
  const text = await answer.text();
  expect(text).not.toMatch(/\?\.|\?\?|\.\.\.[a-z]+,?\}|catch\{/i);
  const packed = await fetch(`${gyeol.url}/js/v1/payment.js`, {
    headers: { 'accept-encoding': 'gzip', 'if-none-match': answer.headers.get('etag') ?? '' },
  });
  expect(packed.status).toBe(304);
  expect(text.length).toBeLessThan(12_000);
});

test('one server may have two names', async () => {
  const { page, complaints } = await buyers.visit();
  const other = gyeol.url.replace('127.0.0.1', 'localhost');
  await page.goto(shop.page(onePiece, { script: `${other}/js/v1/payment.js` }));
  await page.click('#buy');
  const window = await layerOf(page);
  await window.waitForURL(/\/window\//);
  expect(new URL(window.url()).hostname).toBe('localhost');
  await typeCard(window);
  await window.click('#submit');
  expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'success' });
  expect(complaints).toEqual([]);
});
