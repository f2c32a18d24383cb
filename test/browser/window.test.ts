// A buyer in the payment window: layer, pop-up and whole page; paying, failing, leaving, trying again.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { booksClose } from '../harness/books.ts';
import { openBrowser } from '../harness/browser.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { openPayple, paypleDemo, paypleTest } from '../harness/payple.ts';
import { moveClock } from '../harness/sandbox.ts';
import { call, postJson } from '../harness/shop.ts';
import {
  accessible,
  type Buyer,
  type Buyers,
  createBuyers,
  desktop,
  heard,
  phone,
  saidSomething,
  sideways,
  typeCard,
  type Wish,
} from './buyer.ts';
import { openWindowShop, type WindowShop } from './window-shop.ts';

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
  await booksClose(gyeol);
  await gyeol.stop();
});

afterEach(() => buyers.leave());

const goShopping = (wish: Wish = {}): Promise<Buyer> => buyers.goShopping(wish);

async function chargesAtTheBank(): Promise<number> {
  const { pool } = gyeol.gateway.parts.store;
  const found = await pool.query(
    "select count(*)::int as n from simulator.authorisation where state = 'approved'",
  );
  return found.rows[0].n;
}

describe.each([
  ['desktop', desktop],
  ['phone', phone],
] as const)('on a %s', (_, size) => {
  test('PAY is charged at once and told to the callback', async () => {
    const { page, window, complaints } = await goShopping({ size });
    await typeCard(window);
    await accessible(window);
    await window.click('#submit');
    expect(await heard(page)).toMatchObject({
      ...{
        PCD_PAY_RST: 'success',
        PCD_PAY_CODE: '0000',
        PCD_PAY_TYPE: 'card',
        PCD_PAY_WORK: 'PAY',
      },
      ...{ PCD_PAY_TOTAL: '52000', PCD_PAY_CARDNUM: '4242-****-****-4242' },
    });
    expect(await page.locator('#layer_cpay').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('CERT gives the shop the last word, by its own address', async () => {
    const object = { PCD_PAY_WORK: 'CERT', PCD_CARD_VER: '01', PCD_RST_URL: '/result' };
    const { page, window, complaints } = await goShopping({ size, object, callback: false });
    await typeCard(window);
    await window.click('#submit');
    await page.waitForSelector('#thanks');
    const told = shop.results.at(-1) ?? {};
    expect(told).toMatchObject({ PCD_PAY_RST: 'success', PCD_PAY_MSG: '카드인증완료' });
    const { PCD_AUTH_KEY, PCD_PAY_REQKEY, PCD_PAYER_ID, PCD_PAY_COFURL = '' } = told;
    const confirm = {
      ...{ PCD_CST_ID: 'demo', PCD_CUST_KEY: 'demo-payple-key' },
      ...{ PCD_AUTH_KEY, PCD_PAY_REQKEY, PCD_PAYER_ID },
    };
    const { body } = await postJson(PCD_PAY_COFURL, confirm);
    expect(body).toMatchObject({ PCD_PAY_RST: 'success', PCD_PAY_TOTAL: '52000' });
    expect((await postJson(PCD_PAY_COFURL, confirm)).body.PCD_PAY_CODE).toBe('CPCA0201');
    expect(complaints).toEqual([]);
  });

  test('T48: a whole address gets a form from a page without card fields, also over a redirect', async () => {
    const object = { PCD_RST_URL: `${shop.url}/moved` };
    const before = shop.results.length;
    const { page, window, complaints } = await goShopping({ size, object, callback: false });
    await typeCard(window);
    await window.click('#submit');
    await page.waitForSelector('#thanks');
    expect(shop.results.slice(before)).toMatchObject([
      { PCD_PAY_RST: 'success', PCD_PAY_TOTAL: '52000' },
    ]);
    expect(complaints).toEqual([]);
  });

  test('a declined card is said in words, what was typed stays, and another card pays', async () => {
    const { page, window } = await goShopping({ size });
    await typeCard(window, '9906100000001010');
    await window.click('#submit');
    await window.waitForSelector(saidSomething);
    expect(await window.textContent('#alert')).toContain('한도');
    await accessible(window);
    if ((await window.locator('#birthDate').count()) > 0) {
      expect(await window.inputValue('#birthDate')).toBe('900101');
    }
    expect(await window.inputValue('#number')).toBe('');
    await typeCard(window);
    await window.click('#submit');
    expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'success' });
  });

  test('cancel tells the shop that the buyer has left', async () => {
    const { page, window } = await goShopping({ size });
    await window.getByRole('button', { name: '취소' }).click();
    expect(await heard(page)).toMatchObject({
      ...{ PCD_PAY_RST: 'close', PCD_PAY_MSG: '결제를 종료하였습니다.', PCD_PAY_TYPE: 'card' },
    });
  });

  test('nothing is wider than the screen, in either language', async () => {
    for (const locale of ['ko-KR', 'en-US']) {
      const { window } = await goShopping({ size, locale });
      await window.waitForSelector('#submit');
      expect(await window.evaluate('document.documentElement.lang')).toBe(locale.slice(0, 2));
      expect(await window.evaluate(sideways)).toBeLessThanOrEqual(0);
      await accessible(window);
    }
  });
});

test('at 320 pixels everything is there', async () => {
  const { window } = await goShopping({
    size: { width: 320, height: 560 },
    object: { PCD_RST_URL: `${shop.url}/result` },
  });
  await typeCard(window);
  expect(await window.evaluate(sideways)).toBeLessThanOrEqual(0);
  expect(await window.locator('.amount').isVisible()).toBe(true);
  await accessible(window);
});

test('the app of a card asks on a phone; declined there, it may be tried again', async () => {
  const { page, window } = await goShopping();
  await window.check('#terms');
  await window.click('#submit');
  await accessible(window);
  await window.getByRole('button', { name: '거절' }).click();
  await window.waitForSelector(saidSomething);
  await window.click('#submit');
  await window.getByRole('button', { name: '승인' }).click();
  expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'success' });
});

test('a transfer is approved by a simulated call', async () => {
  const { page, window } = await goShopping({
    object: { PCD_PAY_TYPE: 'transfer', PCD_PAY_TOTAL: '5000' },
  });
  await window.getByRole('button', { name: '테스트 값 채우기' }).click();
  await window.check('#terms');
  await accessible(window);
  await window.click('#submit');
  await window.getByRole('button', { name: '승인' }).click();
  expect(await heard(page)).toMatchObject({
    PCD_PAY_RST: 'success',
    PCD_PAY_TYPE: 'transfer',
    PCD_PAY_BANK: '004',
  });
});

test('a card is registered, and its key can be charged', async () => {
  const { page, window } = await goShopping({
    object: { PCD_PAY_WORK: 'AUTH', PCD_CARD_VER: '01', PCD_PAY_TOTAL: '', PCD_PAY_GOODS: '' },
  });
  await typeCard(window);
  await window.click('#submit');
  const { PCD_PAY_RST, PCD_PAYER_ID = '' } = await heard(page);
  expect(PCD_PAY_RST).toBe('success');
  expect((await openPayple(gyeol.url).charge(PCD_PAYER_ID)).PCD_PAY_CODE).toBe('SPCD0000');
});

test('the public key alone opens a window, and the public test account asks for no password', async () => {
  const test = await openWindowShop(gyeol.url, paypleTest);
  const object = { clientKey: 'test_DF55F29DA654A8CBC0F0A9DD4B556486' };
  const { page, window } = await goShopping({ object, shop: test });
  await typeCard(window);
  expect(await window.locator('#password').count()).toBe(0);
  await window.click('#submit');
  expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'success' });
  await test.close();
});

test('T12: after three minutes the time is over, and nothing was charged', async () => {
  const before = await chargesAtTheBank();
  const { page, window } = await goShopping();
  await typeCard(window);
  await moveClock(gyeol.url, { advance: 'PT3M1S' });
  await window.click('#submit');
  expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'CPCA0001' });
  expect(await chargesAtTheBank()).toBe(before);
});

test('a double click pays once', async () => {
  const before = await chargesAtTheBank();
  const { page, window } = await goShopping();
  await typeCard(window);
  await window.dblclick('#submit');
  await heard(page);
  expect(await chargesAtTheBank()).toBe(before + 1);
});

test('reload and back never pay again, and never lose the result', async () => {
  const before = await chargesAtTheBank();
  const object = { PCD_RST_URL: `${shop.url}/result` };
  const { page, window } = await goShopping({ object, callback: false, size: phone });
  await typeCard(window);
  await page.reload();
  await typeCard(page.mainFrame());
  await page.click('#submit');
  await page.waitForSelector('#thanks');
  await page.goBack();
  await page.waitForURL((url) => url.pathname !== '/moved');
  expect(await chargesAtTheBank()).toBe(before + 1);
});

test('T53: not a cookie is set, and the page stores nothing', async () => {
  const { page, window } = await goShopping();
  await typeCard(window);
  const kept = await window.evaluate(
    '[localStorage.length, sessionStorage.length, document.cookie]',
  );
  expect(kept).toEqual([0, 0, '']);
  expect(await page.context().cookies()).toEqual([]);
});

test('T49: messages of other frames and pages change nothing', async () => {
  const { page, window } = await goShopping();
  await window.waitForSelector('#submit');
  const forged = { type: 'pay_result', data: { PCD_PAY_RST: 'success', PCD_PAY_TOTAL: '1' } };
  const said = JSON.stringify(forged);
  await page.evaluate(`postMessage(${said}, '*')`);
  await page.evaluate(`{
    const other = document.createElement('iframe');
    other.srcdoc = '<script>parent.postMessage(' + ${JSON.stringify(said)} + ', "*")</' + 'script>';
    document.body.append(other);
  }`);
  await page.waitForTimeout(300);
  expect(await page.evaluate(() => (globalThis as never as { heard: number }).heard)).toBe(0);
  expect(await page.locator('#layer_cpay').count()).toBe(1);
});

test("T47: a stranger cannot put somebody else's window into a frame", async () => {
  const { page, window } = await goShopping();
  const stranger = await openWindowShop(gyeol.url, paypleDemo);
  const other = await page.context().newPage();
  await other.goto(stranger.url);
  await other.evaluate(`{
    const frame = document.createElement('iframe');
    frame.src = ${JSON.stringify(window.url())};
    document.body.append(frame);
  }`);
  await other.waitForTimeout(500);
  const stolen = other.frames().find((frame) => frame.url().includes('/window/'));
  expect((await stolen?.locator('.amount').count()) ?? 0).toBe(0);
  await stranger.close();
});

test('T43, T44: markup in every field is text, and no policy is broken', async () => {
  const payload = '</script><img src=x onerror=alert(1)>"\'`\u2028<b>';
  const object = {
    PCD_PAY_GOODS: payload,
    PCD_PAYER_NAME: payload.replace('\u2028', ''),
    PCD_PAYER_NO: payload.replace('\u2028', ''),
    PCD_USER_DEFINE1: payload,
    PCD_USER_DEFINE2: '<svg onload=alert(1)>',
  };
  const { page, window, complaints } = await goShopping({ object });
  await typeCard(window);
  expect(await window.textContent('.goods')).toContain('<img src=x onerror=alert(1)>');
  expect(await window.locator('.goods img, .goods b').count()).toBe(0);
  await window.click('#submit');
  const told = await heard(page);
  expect(told.PCD_USER_DEFINE1).toBe(payload);
  expect(complaints).toEqual([]);
});

// biome-ignore format: a table
test.each([
  'javascript:alert(1)', 'data:text/html,<script>alert(1)</script>', 'http://user:pass@127.0.0.1/',
])('T45: a result address like %s opens no window, and the page says which field', async (address) => {
  const object = { PCD_RST_URL: address };
  const { window, complaints } = await goShopping({ object, callback: false });
  await window.waitForSelector('h2');
  expect(await window.textContent('body')).toContain('PCD_RST_URL');
  expect(complaints.filter((each) => each.startsWith('dialog'))).toEqual([]);
});

test.each([
  '//evil.example/',
  '/\\evil.example/',
])('T45: a path like %s leaves the shop where it is', async (address) => {
  const object = { PCD_RST_URL: address };
  const { page, complaints } = await buyers.visit({ object, callback: false });
  await page.click('#buy');
  await expect.poll(() => complaints.join()).toContain('PCD_RST_URL');
  expect(page.url().startsWith(shop.url)).toBe(true);
  expect(await page.locator('#layer_cpay').count()).toBe(0);
});

test('everything that the window loads weighs little, and the first answer already says how much', async () => {
  const { window } = await goShopping();
  const page = await (await buyers.openContext({})).newPage();
  let bytes = 0;
  page.on('response', async (response) => {
    const sizes = await response
      .request()
      .sizes()
      .catch(() => null);
    bytes += sizes?.responseBodySize ?? 0;
  });
  const first = await page.goto(window.url());
  const markup = (await first?.text()) ?? '';
  expect(markup).toContain('52,000');
  // What a connection carries before its first acknowledgement shows who is paid and how much.
  expect(Buffer.byteLength(markup.slice(0, markup.indexOf('</header>')))).toBeLessThan(14_000);
  await page.waitForLoadState('networkidle');
  expect(bytes).toBeGreaterThan(3_000);
  expect(bytes).toBeLessThan(40 * 1024);
});

test('without scripts the shop still gets its result, by a button', async () => {
  const { page, window } = await goShopping({
    object: { PCD_RST_URL: `${shop.url}/result` },
    callback: false,
  });
  await typeCard(window);
  const address = page.url();
  await page.click('#submit');
  await page.waitForSelector('#thanks');
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const still = await plain.newPage();
  await still.goto(`${address}/handoff`);
  const before = shop.results.length;
  await still.getByRole('button', { name: '계속' }).click();
  await still.waitForSelector('#thanks');
  expect(shop.results.length).toBe(before + 1);
  expect((await call(gyeol.url, { path: '/v1/payments' })).status).toBe(200);
});
