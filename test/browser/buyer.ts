// A buyer with a browser: goes to a shop, opens its payment window, types, and hears what the shop hears.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { expect } from 'vitest';
import { onePiece, type PageObject, type Result, type WindowShop } from './window-shop.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const desktop = { width: 1100, height: 860 };
export const phone = { width: 360, height: 740 };
const android =
  'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36';

export interface Buyer {
  readonly page: Page;
  /** The payment window, wherever it is. */
  readonly window: Frame;
  /** Errors of pages, and what pages said in dialogs. */
  readonly complaints: string[];
}

export interface Wish {
  readonly object?: PageObject;
  readonly callback?: boolean;
  readonly size?: typeof desktop;
  readonly locale?: string;
  readonly shop?: WindowShop;
}

export interface Buyers {
  openContext(wish: Wish): Promise<BrowserContext>;
  /** As far as the button of the order page. */
  visit(wish?: Wish): Promise<Omit<Buyer, 'window'>>;
  goShopping(wish?: Wish): Promise<Buyer>;
  /** Closes what they have opened. */
  leave(): Promise<void>;
}

export function createBuyers(browser: Browser, usualShop: WindowShop): Buyers {
  const contexts: BrowserContext[] = [];
  const openContext: Buyers['openContext'] = async ({ size = desktop, locale = 'ko-KR' }) => {
    const isPhone = size.width < 500;
    const context = await browser.newContext({
      viewport: size,
      locale,
      ...(isPhone ? { userAgent: android, hasTouch: true } : {}),
    });
    contexts.push(context);
    return context;
  };
  const visit: Buyers['visit'] = async (wish = {}) => {
    const context = await openContext(wish);
    const page = await context.newPage();
    const complaints: string[] = [];
    context.on('page', (each) => watch(each, complaints));
    watch(page, complaints);
    const { object = {}, callback = true, shop = usualShop } = wish;
    await page.goto(shop.page({ ...onePiece, ...object }, { callback }));
    return { page, complaints };
  };
  return {
    openContext,
    visit,
    async goShopping(wish = {}) {
      const { page, complaints } = await visit(wish);
      const context = page.context();
      const popup =
        wish.size === phone
          ? context.waitForEvent('page', { timeout: 3_000 }).catch(() => null)
          : null;
      await page.click('#buy');
      const opened = /^https?:/.test(wish.object?.PCD_RST_URL ?? '') ? page : await popup;
      const window = opened === null ? await layerOf(page) : opened.mainFrame();
      // A window that is refused says so where it was asked for.
      await window.waitForURL(/\/window\/|\/index\.php/);
      return { page, window, complaints };
    },
    async leave() {
      for (const context of contexts.splice(0)) await context.close();
    },
  };
}

export async function layerOf(page: Page): Promise<Frame> {
  const element = await page.waitForSelector('#cpay_ifr');
  const frame = await element.contentFrame();
  if (frame === null) throw new Error('the layer has no frame');
  return frame;
}

function watch(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (said) => {
    if (said.type() === 'error') complaints.push(said.text());
  });
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

export const saidSomething = '#alert:not(:empty)';
// What is asked of pages is text: these tests know no types of browsers.
export const sideways = 'document.documentElement.scrollWidth - innerWidth';

export async function typeCard(window: Frame, number = '4242424242424242'): Promise<void> {
  await window.waitForSelector('#submit');
  const byNumber = window.locator('input[name=way][value=card]');
  if ((await byNumber.count()) > 0) await byNumber.check();
  await window.fill('#number', '');
  await window.locator('#number').pressSequentially(number);
  await window.locator('#expiry').pressSequentially('1230');
  if ((await window.locator('#password').count()) > 0) {
    await window.fill('#password', '12');
    await window.fill('#birthDate', '900101');
  }
  await window.check('#terms');
}

/** What the shop's callback was told. */
export async function heard(page: Page): Promise<Result> {
  await page.waitForFunction(() => (globalThis as never as { heard: number }).heard > 0);
  return page.evaluate(() => (globalThis as never as { result: Result }).result);
}

export async function accessible(window: Frame): Promise<void> {
  await window.evaluate(axe);
  const found = await window.evaluate(async () => {
    const run = (
      globalThis as never as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe;
    const { violations } = await run.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
  expect(found).toEqual([]);
}
