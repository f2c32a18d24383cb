// Story: a shop makes a payment link and sends it; its buyer pays it once, and only the notice tells.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose, chargesOf, digestOf, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type Fields, openPayple } from '../../harness/payple.ts';
import { moveClock, orderFault } from '../../harness/sandbox.ts';
import { call, newOrderNumber, type WireAnswer } from '../../harness/shop.ts';
import { declinedCard, goodAccount, goodCard, windowAt } from '../../harness/window.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

function newLink(fields: Fields = {}): Promise<WireAnswer> {
  return openPayple(gyeol.url).follow(
    { PCD_PAY_WORK: 'LINKREG' },
    {
      PCD_PAY_TYPE: 'card',
      PCD_PAY_GOODS: '도서 <세트>',
      PCD_PAY_TOTAL: 20_000,
      PCD_CARD_VER: '02',
      ...fields,
    },
  );
}

async function visit(url: string, method = 'GET') {
  const response = await fetch(url, { method, redirect: 'manual' });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Presses the button of the link's page. */
async function openLink(url: string) {
  const { headers, text } = await visit(url, 'POST');
  const location = headers.get('location');
  if (location === null) throw new Error(`not opened: ${text}`);
  return windowAt(gyeol.url, location.replace('/window/', ''));
}

function orderOf({ PCD_LINK_KEY }: WireAnswer): Promise<Readonly<Record<string, unknown>>[]> {
  return rowsOf(gyeol, `select order_number from payment where extras[4] = $1`, [PCD_LINK_KEY]);
}

test('a link shows what is bought, opens a window, and is then used', async () => {
  const link = await newLink({
    PCD_LINK_MEMO: '메모',
    PCD_LINK_PARAMETER: 'a=1',
    PCD_LINK_URL: 'https://shop.example/thanks',
  });
  expect(link).toMatchObject({
    ...{
      PCD_LINK_RST: 'success',
      PCD_LINK_MSG: '링크생성이 완료되었습니다.',
      PCD_PAY_WORK: 'LINKREG',
    },
    ...{
      PCD_LINK_MEMO: '메모',
      PCD_PAY_TOTAL: 20_000,
      PCD_LINK_KEY: expect.stringMatching(/^[\w-]{22}$/),
    },
    PCD_LINK_URL: `${gyeol.url}/php/link/?SID=${link.PCD_LINK_KEY}`,
  });
  const page = await visit(link.PCD_LINK_URL ?? '');
  expect(page.text).toContain('도서 &lt;세트&gt;');
  expect(page.text).toContain('20,000');
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  const window = await openLink(link.PCD_LINK_URL ?? '');
  expect(await window.state()).toMatchObject({
    goods: '도서 <세트>',
    amount: '20000',
    ways: ['app-card', 'card'],
  });
  const paid = await window.pay(goodCard);
  expect(paid).toMatchObject({
    succeeded: true,
    done: { by: 'page' },
    afterUrl: 'https://shop.example/thanks',
  });
  expect(await orderOf(link)).toEqual([{ order_number: expect.stringMatching(/^LINK/) }]);
  const used = await visit(link.PCD_LINK_URL ?? '');
  expect(used.text).toContain('이미 결제된 링크입니다.');
  expect(used.text).not.toContain('<form');
  await booksClose(gyeol);
});

test('the shop may append an order number of its own', async () => {
  const link = await newLink();
  const order = newOrderNumber();
  const window = await openLink(`${link.PCD_LINK_URL}&OID=${order}`);
  expect(await window.pay(goodCard)).toMatchObject({ succeeded: true });
  expect(await chargesOf(gyeol, order)).toHaveLength(1);
});

test('T17: in two tabs, with two order numbers, one approval; the other tab says used', async () => {
  const link = await newLink();
  const tabs = await Promise.all(
    Array.from({ length: 6 }, (_, tab) =>
      openLink(`${link.PCD_LINK_URL}&OID=${newOrderNumber()}-${tab}`),
    ),
  );
  const answers = await Promise.all(tabs.map((tab) => tab.pay(goodCard)));
  expect(answers.filter(({ succeeded }) => succeeded === true)).toHaveLength(1);
  // Whoever was there while the other one was being charged may try again, and hears it then.
  for (const tab of tabs) await tab.pay(goodCard);
  const states = await Promise.all(tabs.map((tab) => tab.state()));
  expect(states.filter(({ succeeded }) => succeeded === true)).toHaveLength(1);
  const others = states.filter(({ succeeded }) => succeeded === false);
  expect(others).toHaveLength(5);
  for (const { error } of others) expect(error?.message).toBe('이미 결제된 링크입니다.');
  expect(await orderOf(link)).toHaveLength(1);
  await booksClose(gyeol);
});

test('a declined card leaves the link to the next try, also in another tab', async () => {
  const link = await newLink();
  const first = await openLink(link.PCD_LINK_URL ?? '');
  expect(await first.pay(declinedCard)).toMatchObject({ step: 'enter' });
  const second = await openLink(link.PCD_LINK_URL ?? '');
  expect(await second.pay(goodCard)).toMatchObject({ succeeded: true });
  expect(await first.pay(goodCard)).toMatchObject({ succeeded: false });
});

test('an unknown outcome holds the link until nothing is charged for certain', async () => {
  const link = await newLink();
  const order = newOrderNumber();
  const window = await openLink(`${link.PCD_LINK_URL}&OID=${order}`);
  await orderFault(gyeol.url, {
    at: 'rail.authorise',
    effect: 'answer-lost',
    match: { orderNumber: order },
  });
  await orderFault(gyeol.url, {
    at: 'rail.inquire',
    effect: 'answer-lost',
    match: { orderNumber: order },
  });
  const answer = window.pay(goodCard);
  for (let moved = 0; moved < 200 && (await chargesOf(gyeol, order)).length === 0; moved += 1) {
    await new Promise((resume) => setTimeout(resume, 10));
  }
  await moveClock(gyeol.url, { advance: 'PT8S' });
  await moveClock(gyeol.url, { advance: 'PT6S' });
  expect(await answer).toMatchObject({ succeeded: false, error: { code: 'CPCA0018' } });
  await moveClock(gyeol.url, { advance: 'PT10M' });
  expect(await chargesOf(gyeol, order)).toMatchObject([{ state: 'net-cancelled' }]);
  const again = await openLink(link.PCD_LINK_URL ?? '');
  expect(await again.pay(goodCard)).toMatchObject({ succeeded: true });
  await booksClose(gyeol);
});

test('cards and accounts may both be offered', async () => {
  const link = await newLink({ PCD_PAY_TYPE: 'transfer|card', PCD_CARD_VER: '01+02' });
  const window = await openLink(link.PCD_LINK_URL ?? '');
  expect(await window.state()).toMatchObject({ ways: ['card', 'app-card', 'transfer'] });
  expect(await window.pay(goodAccount)).toMatchObject({ succeeded: true });
});

describe('a link that leads nowhere says so', () => {
  test('after its end', async () => {
    const { body } = await call(gyeol.url, { path: '/sandbox/clock' });
    const day = String(body.now).slice(0, 10).replaceAll('-', '');
    const link = await newLink({ PCD_LINK_EXPIREDATE: day });
    expect((await visit(link.PCD_LINK_URL ?? '')).text).toContain('<form');
    await moveClock(gyeol.url, { advance: 'P1D' });
    expect((await visit(link.PCD_LINK_URL ?? '')).text).toContain('기한이 지난 결제 링크입니다.');
    expect((await visit(link.PCD_LINK_URL ?? '', 'POST')).status).toBe(200);
    const past = await newLink({ PCD_LINK_EXPIREDATE: day });
    expect(past).toMatchObject({
      PCD_LINK_RST: 'error',
      PCD_LINK_MSG: expect.stringContaining('PCD_LINK_EXPIREDATE'),
    });
  });

  test.each(['', '?SID=', '?SID=nothing', '?SID=%00', '?SID=a&SID=b'])('T30: %s', async (query) => {
    const before = await digestOf(gyeol);
    const page = await visit(`${gyeol.url}/php/link/${query}`, 'POST');
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('<form');
    expect(await digestOf(gyeol)).toBe(before);
  });

  test('after a reset of its world', async () => {
    const link = await newLink();
    await call(gyeol.url, { method: 'POST', path: '/sandbox/reset' });
    expect((await visit(link.PCD_LINK_URL ?? '')).text).toContain('거래 내역이 없습니다.');
  });
});

// biome-ignore format: a table
const hostile: readonly string[] = [
  'javascript:alert(1)', 'data:text/html,x', 'java\tscript:alert(1)', '//evil.example', '/thanks',
  'https://user:pass@evil.example/', 'ftp://evil.example/', 'vbscript:x', '\\\\evil.example',
];

test.each(hostile)('T45: %s is no place to go afterwards', async (PCD_LINK_URL) => {
  const link = await newLink({ PCD_LINK_URL });
  expect(link).toMatchObject({
    PCD_LINK_RST: 'error',
    PCD_LINK_MSG: expect.stringContaining('PCD_LINK_URL'),
  });
});
