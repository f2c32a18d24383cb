// When things go wrong around a payment window: lost connections, pop-ups closed by hand, late clicks.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { booksClose } from '../harness/books.ts';
import { openBrowser } from '../harness/browser.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { makeKey, paypleDemo } from '../harness/payple.ts';
import { moveClock } from '../harness/sandbox.ts';
import {
  accessible,
  type Buyers,
  createBuyers,
  heard,
  phone,
  saidSomething,
  typeCard,
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

async function charges(): Promise<number> {
  const { pool } = gyeol.gateway.parts.store;
  const found = await pool.query(
    "select count(*)::int as n from simulator.authorisation where state = 'approved'",
  );
  return found.rows[0].n;
}

test('an answer that gets lost after the charge is looked up, not asked for again', async () => {
  const before = await charges();
  const { page, window } = await buyers.goShopping();
  await page.context().route('**/window/*/pay', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await typeCard(window);
  await window.click('#submit');
  expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'success' });
  expect(await charges()).toBe(before + 1);
});

test('a request that never arrives is said to be unpaid, and pressing again pays once', async () => {
  const before = await charges();
  const { page, window } = await buyers.goShopping();
  let isDown = true;
  await page.context().route('**/window/*/{pay,state}', async (route) => {
    await (isDown ? route.abort() : route.continue());
  });
  await typeCard(window);
  await window.click('#submit');
  await window.getByRole('button', { name: '지금 다시 확인' }).waitFor();
  expect(await window.textContent('#status')).toContain('확인하고 있습니다');
  expect(await window.locator('#submit').isDisabled()).toBe(true);
  await accessible(window);
  isDown = false;
  // At once: the window looks again by itself before long, and then there is no such button.
  await window.getByRole('button', { name: '지금 다시 확인' }).dispatchEvent('click');
  await window.waitForSelector(saidSomething);
  expect(await window.textContent('#alert')).toContain('결제되지 않았으니');
  expect(await charges()).toBe(before);
  await typeCard(window);
  await window.click('#submit');
  expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'success' });
  expect(await charges()).toBe(before + 1);
});

test('without a connection nothing is sent, and nothing that was typed is lost', async () => {
  const { page, window } = await buyers.goShopping();
  await typeCard(window);
  await page.context().setOffline(true);
  await window.click('#submit');
  await window.waitForSelector(saidSomething);
  expect(await window.inputValue('#number')).toBe('4242 4242 4242 4242');
  await page.context().setOffline(false);
  await window.click('#submit');
  expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'success' });
});

test('a pop-up that is closed by hand is told as a close, without any token', async () => {
  const { page, window } = await buyers.goShopping({ size: phone });
  await window.waitForSelector('#submit');
  await window.page().close();
  const result = await heard(page);
  expect(result).toMatchObject({ PCD_PAY_RST: 'close', PCD_PAY_TYPE: 'card' });
  expect(Object.keys(result).filter((name) => /CST_ID|CUST_KEY|AUTH_KEY/.test(name))).toEqual([]);
});

test('a window that never comes can be left', async () => {
  const { page } = await buyers.visit();
  await page.context().route('**/index.php*', (route) => route.abort());
  await page.click('#buy');
  await page.getByRole('button', { name: '결제창 닫기' }).click();
  expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'close' });
  expect(await page.locator('#layer_cpay').count()).toBe(0);
});

test('what is typed and agreed to survives another language', async () => {
  const { window } = await buyers.goShopping({ object: { PCD_CARD_VER: '01' } });
  await typeCard(window);
  await window.click('#language');
  expect(await window.inputValue('#number')).toBe('4242 4242 4242 4242');
  expect(await window.inputValue('#birthDate')).toBe('900101');
  expect(await window.isChecked('#terms')).toBe(true);
  expect(await window.textContent('.amount')).toBe('52,000 won');
  await accessible(window);
});

test('a keyboard alone is enough', async () => {
  const { page, window } = await buyers.goShopping({ object: { PCD_CARD_VER: '01' } });
  const { keyboard } = page;
  await window.focus('#number');
  // The issuer's name and the groups come by themselves; the caret stays behind the digit.
  await keyboard.type('4242424242424242');
  await keyboard.press('Tab');
  await keyboard.type('1230');
  await keyboard.press('Tab');
  await keyboard.type('12');
  await keyboard.press('Tab');
  await keyboard.type('900101');
  await keyboard.press('Tab');
  await keyboard.press('Space');
  await keyboard.press('Enter');
  expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'success' });
});

test('digits may be put right in the middle of a number', async () => {
  const { page, window } = await buyers.goShopping({ object: { PCD_CARD_VER: '01' } });
  const { keyboard } = page;
  await window.locator('#number').pressSequentially('4242424242424242');
  expect(await window.textContent('.issuer')).not.toBe('');
  await keyboard.press('Home');
  for (let step = 0; step < 6; step += 1) await keyboard.press('ArrowRight');
  await keyboard.press('Backspace');
  await keyboard.type('9');
  expect(await window.inputValue('#number')).toBe('4242 9242 4242 4242');
});

test('what is missing is said beside its field, and the first of it has the focus', async () => {
  const { window } = await buyers.goShopping({ object: { PCD_CARD_VER: '01' } });
  await window.waitForSelector('#submit');
  await window.click('#submit');
  expect(await window.evaluate('document.activeElement.id')).toBe('number');
  expect(await window.locator('[aria-invalid=true]').count()).toBe(4);
  await accessible(window);
  await typeCard(window);
  expect(await window.locator('[aria-invalid=true]').count()).toBe(0);
  await window.uncheck('#terms');
  await window.click('#submit');
  expect(await window.textContent('#terms-note')).toContain('동의');
  expect(await window.evaluate('document.activeElement.id')).toBe('terms');
  await window.getByText('약관 4개 보기').click();
  await accessible(window);
});

test('five declines end the window, and the shop hears why', async () => {
  const { page, window } = await buyers.goShopping({ object: { PCD_CARD_VER: '01' } });
  for (let left = 4; left >= 0; left -= 1) {
    await typeCard(window, '9906100000001010');
    await window.click('#submit');
    if (left > 0) await window.getByText(`${left}번 더 시도할 수 있습니다.`).waitFor();
  }
  expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'error' });
});

test('the last minute is counted in words, and the end is told', async () => {
  const { page, window } = await buyers.goShopping();
  await moveClock(gyeol.url, { advance: 'PT2M57S' });
  await window.goto(window.url());
  await window.getByText(/남은 시간 \d초/).waitFor();
  await moveClock(gyeol.url, { advance: 'PT5S' });
  expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'CPCA0001' });
});

test('a telephone that is asked when the time ends charges nothing', async () => {
  const before = await charges();
  const { page, window } = await buyers.goShopping();
  await window.check('#terms');
  await window.click('#submit');
  await window.getByRole('button', { name: '승인' }).waitFor();
  await moveClock(gyeol.url, { advance: 'PT3M1S' });
  await window.getByRole('button', { name: '승인' }).click();
  expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'CPCA0001' });
  expect(await charges()).toBe(before);
});

test('instalments are offered from 50,000 won on and reach the card company', async () => {
  const { page, window } = await buyers.goShopping();
  await typeCard(window);
  await window.selectOption('#instalment', '3');
  await window.click('#submit');
  expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'success', PCD_PAY_CARDQUOTA: '03' });
  const small = await buyers.goShopping({ object: { PCD_PAY_TOTAL: '49999' } });
  await typeCard(small.window);
  expect(await small.window.locator('#instalment').count()).toBe(0);
});

test('a registered card is offered by name, and pays when the shop confirms', async () => {
  const key = await makeKey(gyeol.gateway.parts);
  const { page, window } = await buyers.goShopping({
    object: {
      ...{ PCD_PAY_WORK: 'CERT', PCD_CARD_VER: '01' },
      ...{ PCD_SIMPLE_FLAG: 'Y', PCD_PAYER_ID: key },
    },
  });
  await window.waitForSelector('.saved');
  expect(await window.textContent('.saved')).toContain('4242');
  await accessible(window);
  await window.check('#terms');
  await window.click('#submit');
  expect(await heard(page)).toMatchObject({ PCD_PAY_RST: 'success', PCD_PAYER_ID: key });
});

test('T50: a shop can take its pop-up elsewhere, but neither look into it nor hear a stranger there', async () => {
  const { page, window } = await buyers.goShopping({ size: phone });
  await window.waitForSelector('#submit');
  expect(
    await page.evaluate(`(() => {
      window.popup = window.open('', 'cpayWinOpen');
      try { return popup.document.body.innerText; } catch (error) { return error.name; }
    })()`),
  ).toBe('SecurityError');
  const stranger = await openWindowShop(gyeol.url, paypleDemo);
  await page.evaluate(`popup.location.href = ${JSON.stringify(stranger.url)}`);
  await window.waitForURL(`${stranger.url}/**`);
  await window.evaluate(
    "opener.postMessage({ type: 'pay_result', data: { PCD_PAY_RST: 'success' } }, '*')",
  );
  await page.evaluate('new Promise((resume) => setTimeout(resume, 200))');
  expect(await page.evaluate('heard')).toBe(0);
  expect(page.url().startsWith(shop.url)).toBe(true);
  await stranger.close();
});
