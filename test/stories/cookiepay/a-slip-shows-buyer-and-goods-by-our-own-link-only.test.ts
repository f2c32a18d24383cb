// Story: a card slip is public by its TID, but buyer and goods are shown by our signed link only.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { call, openShop, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Shop;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openShop(gyeol.url);
});
afterAll(() => gyeol.stop());

async function page(url: string): Promise<{ status: number; text: string; headers: Headers }> {
  const { status, headers, text } = await fetch(url).then(async (answer) => ({
    status: answer.status,
    headers: answer.headers,
    text: await answer.text(),
  }));
  return { status, headers, text };
}

const bare = (tid: string) =>
  `${gyeol.url}/api/receipt?tid=${encodeURIComponent(Buffer.from(tid).toString('base64'))}`;

test('RECEIPT_URL opens the whole slip, the bare TID one without buyer and goods', async () => {
  const paid = await shop.keyin({ AMOUNT: '15000', PRODUCTNAME: '유자차', BUYERNAME: '김결' });
  const whole = await page(paid.RECEIPT_URL ?? '');
  expect(whole.status).toBe(200);
  expect(whole.text).toContain('유자차');
  expect(whole.text).toContain('김결');
  const reduced = await page(bare(paid.TID ?? ''));
  expect(reduced.status).toBe(200);
  expect(reduced.text).not.toContain('유자차');
  expect(reduced.text).not.toContain('김결');
  for (const { text, headers } of [whole, reduced]) {
    for (const part of ['13,636원', '1,364원', '15,000원', '데모 상점', paid.ACCEPTNO ?? '']) {
      expect(text).toContain(part);
    }
    expect(text).toContain('**** **** **** 1111');
    expect(text).not.toContain('411111');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
  }
});

test('a forged signature shows no more than none', async () => {
  const paid = await shop.keyin({ BUYERNAME: '이비밀' });
  const other = await shop.keyin({ BUYERNAME: '박남' });
  const signature = new URL(other.RECEIPT_URL ?? '').searchParams.get('sig') ?? '';
  for (const forged of [signature, `${signature}x`, '', 'a'.repeat(32)]) {
    const { status, text } = await page(`${bare(paid.TID ?? '')}&sig=${forged}`);
    expect(status).toBe(200);
    expect(text).not.toContain('이비밀');
  }
});

test('cancels stand on the slip with what is left', async () => {
  const paid = await shop.keyin({ AMOUNT: '50000' });
  await shop.cancel({ tid: paid.TID, amount: '20000' });
  const part = (await page(paid.RECEIPT_URL ?? '')).text;
  for (const words of ['부분취소', '-20,000원', '30,000원']) expect(part).toContain(words);
  await shop.cancel({ tid: paid.TID });
  expect((await page(paid.RECEIPT_URL ?? '')).text).toContain('-30,000원');
});

test('what a buyer typed is shown as text', async () => {
  const paid = await shop.keyin({ PRODUCTNAME: '<script>alert(1)</script>', BUYERNAME: '"><b>' });
  const { text } = await page(paid.RECEIPT_URL ?? '');
  expect(text).not.toContain('<script');
  expect(text).not.toContain('<b>');
  expect(text).toContain('&lt;script&gt;');
});

test('an unknown TID, a declined payment and nonsense have one and the same page', async () => {
  const declined = await shop.keyin({ CARDNO: '9906100000001010' });
  const pages = await Promise.all([
    page(bare('261121000000ABCDEFGH')),
    page(bare(declined.TID ?? '')),
    page(`${gyeol.url}/api/receipt?tid=%%%`),
    page(`${gyeol.url}/api/receipt`),
  ]);
  for (const { status, text } of pages) expect([status, text]).toEqual([404, pages[0]?.text]);
});

test('after a reset the slips of the old world are gone', async () => {
  const paid = await shop.keyin();
  expect((await page(paid.RECEIPT_URL ?? '')).status).toBe(200);
  await call(gyeol.url, { method: 'POST', path: '/sandbox/reset' });
  expect((await page(paid.RECEIPT_URL ?? '')).status).toBe(404);
  expect((await page(bare(paid.TID ?? ''))).status).toBe(404);
});
