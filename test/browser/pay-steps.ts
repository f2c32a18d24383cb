// What a buyer does in the payment window, with the eyes and hands of a browser.
import type { Frame, Page } from 'playwright-core';

/** The window in its layer over the shop's page, or as the whole page. */
export async function windowIn(page: Page): Promise<Frame> {
  const whole = page.waitForURL(/\/window\//).then(() => null);
  const layered = page.waitForSelector('#cpay_ifr');
  // The one that does not come ends with the page.
  for (const way of [whole, layered]) way.catch(() => {});
  const layer = await Promise.race([whole, layered]);
  const frame = (await layer?.contentFrame()) ?? page.mainFrame();
  await frame.waitForURL(/\/window\//);
  return frame;
}

export async function chooseWay(
  window: Frame,
  way: 'card' | 'app-card' | 'transfer',
): Promise<void> {
  await window.waitForSelector('#submit');
  const choice = window.locator(`input[name=way][value=${way}]`);
  if ((await choice.count()) > 0) await choice.check();
}

export async function payByCard(window: Frame, number = '4111111111111111'): Promise<void> {
  await chooseWay(window, 'card');
  await window.fill('input[name=number]', number);
  await window.fill('input[name=expiry]', '12/30');
  await agreeAndPay(window);
}

export async function payByAccount(window: Frame, number = '99900400000001'): Promise<void> {
  await chooseWay(window, 'transfer');
  await window.selectOption('select[name=bank]', '004');
  await window.fill('input[name=number]', number);
  await window.fill('input[name=holder]', '홍길동');
  await window.fill('input[name=birthDate]', '900101');
  await agreeAndPay(window);
  await window.getByRole('button', { name: '승인' }).click();
}

async function agreeAndPay(window: Frame): Promise<void> {
  await window.check('#terms');
  await window.click('#submit');
}
