// Story: the sample shop sells by CERT, PAY, transfer, subscription and link, and gives money back.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose, chargesOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { openSampleShop, type SampleShop } from '../../harness/sample-shop.ts';
import { type Buyer, orderAt } from '../../harness/shop-buyer.ts';
import { bootIn, declinedCard, goodAccount, goodCard, windowAt } from '../../harness/window.ts';

let gyeol: TestGateway;
let shop: SampleShop;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openSampleShop(gyeol.url);
});
afterAll(async () => {
  expect(shop.complaints()).toBe('');
  await shop.stop();
  await booksClose(gyeol);
  await gyeol.stop();
});

const order = (offer: string): Promise<Buyer> => orderAt(shop, gyeol.url, offer);

/** What stands on the page as the state of the order. */
function stateOf(page: string): string {
  return /role="status"><b[^>]*>([^<]*)/.exec(page)?.[1] ?? '';
}

/** Each message that the page lists, as "who → whom: what". */
function said(page: string): string[] {
  const lines = page.matchAll(/class="way">([^<]*)<\/span>([^<]*)/g);
  return [...lines].map(([, way = '', title = '']) => `${way}: ${title.trim()}`);
}

async function noticed(buyer: Buyer): Promise<string> {
  return eventually(async () => {
    const page = await buyer.page();
    expect(said(page)).toContain('Gyeol → 상점: 통지 (webhook)');
    return page;
  });
}

test('CERT: the shop compares the amount and says the last word', async () => {
  const buyer = await order('cert');
  const window = await buyer.openWindow();
  const boot = await window.pay(goodCard);
  // Authenticated, and nothing charged yet.
  expect(await chargesOf(gyeol, buyer.number)).toEqual([]);
  expect(boot.done).toMatchObject({ by: 'message', target: shop.url, type: 'pay_result' });
  const told = boot.done?.by === 'message' ? boot.done.data : {};
  expect(stateOf(await buyer.send('result', told))).toBe('결제 완료');
  expect(await chargesOf(gyeol, buyer.number)).toMatchObject([
    { state: 'approved', amount: 18_000n },
  ]);
  // A page that is sent twice confirms once.
  expect(stateOf(await buyer.send('result', told))).toBe('결제 완료');
  const page = await noticed(buyer);
  expect(said(page).filter((line) => line.includes('최종 승인'))).toHaveLength(1);
  expect(page).toContain('authorised-with-acquirers');
});

test('T3: a page that changes the amount gets no window', async () => {
  const buyer = await order('cert');
  await expect(buyer.openWindow({ PCD_PAY_TOTAL: '100' })).rejects.toThrow();
  expect(stateOf(await buyer.page())).toBe('결제 전');
});

test('PAY: declined, then another card; the shop asks before it believes', async () => {
  const buyer = await order('pay');
  const window = await buyer.openWindow();
  expect((await window.pay(declinedCard)).error).not.toBeNull();
  const boot = await window.pay({ ...goodCard, instalment: 3 });
  const page = await buyer.send('result', boot.done?.by === 'message' ? boot.done.data : {});
  expect(stateOf(page)).toBe('결제 완료');
  expect(said(page)).toContain('상점 → Gyeol: 결제결과 조회');
});

test('PAY: paid in the window, and the browser never came back: the webhook tells', async () => {
  const buyer = await order('pay');
  await (await buyer.openWindow()).pay(goodCard);
  await eventually(async () => expect(stateOf(await buyer.page())).toBe('결제 완료'));
});

test('a window that the buyer closes leaves the order as it was', async () => {
  const buyer = await order('cert');
  const boot = await (await buyer.openWindow()).close();
  const page = await buyer.send('result', boot.done?.by === 'message' ? boot.done.data : {});
  expect(stateOf(page)).toBe('결제 전');
  expect(page).toContain('결제를 종료하였습니다.');
});

test('transfer: the whole page is the window, and money moves at once', async () => {
  const buyer = await order('transfer');
  const direct = { PCD_RST_URL: `${shop.url}/orders/${buyer.number}/result` };
  const window = await buyer.openWindow(direct);
  expect((await window.pay(goodAccount)).done).toEqual({ by: 'form' });
  expect((await window.page('/handoff')).text).toContain(direct.PCD_RST_URL);
  await noticed(buyer);
  await eventually(async () => expect(stateOf(await buyer.page())).toBe('결제 완료'));
});

describe('refund', () => {
  test('of the whole amount', async () => {
    const buyer = await order('cert');
    await buyer.pay(goodCard);
    expect(stateOf(await buyer.send('refund', { amount: '18000' }))).toBe('환불 완료');
    expect(await chargesOf(gyeol, buyer.number)).toMatchObject([{ cancelled: 18_000n }]);
  });

  test('of a part: the test account refuses, and the order stays paid', async () => {
    const buyer = await order('cert');
    await buyer.pay(goodCard);
    const page = await buyer.send('refund', { amount: '1000' });
    expect(stateOf(page)).toBe('결제 완료');
    expect(page).toContain('계약에 포함되지 않은 기능입니다.');
  });

  test('pressed twice at once gives back once', async () => {
    const buyer = await order('cert');
    await buyer.pay(goodCard);
    await Promise.all([1, 2].map(() => buyer.send('refund', { amount: '18000' })));
    expect(stateOf(await buyer.page())).toBe('환불 완료');
    expect(await chargesOf(gyeol, buyer.number)).toMatchObject([
      { amount: 18_000n, cancelled: 18_000n },
    ]);
  });
});

test('a subscription: registered, a month once, the next month, unsubscribed', async () => {
  const buyer = await order('monthly');
  const registered = await buyer.pay(goodCard);
  expect(stateOf(registered)).toBe('구독 중');
  const [, month = ''] = /name="month" value="([^"]*)"/.exec(registered) ?? [];
  expect(await buyer.send('charge', { month })).toContain('결제 완료');
  // The same month again, then the next one.
  expect(await buyer.send('charge', { month })).toContain('결제 실패');
  const paid = await buyer.send('charge', { month: '2031-01' });
  expect(paid.match(/class="badge paid"/g)).toHaveLength(2);
  expect(stateOf(await buyer.send('remove'))).toBe('구독 해지');
  expect(stateOf(await buyer.send('charge', { month: '2031-02' }))).toBe('구독 해지');
});

test('a link: paid by whoever has it, and told by webhook only', async () => {
  const buyer = await order('link');
  const [, href = ''] = /class="button" href="([^"]*)"/.exec(await buyer.page()) ?? [];
  const link = href.replaceAll('&amp;', '&');
  expect(await fetch(link).then((page) => page.text())).toContain('원데이 클래스');
  const opened = await fetch(link, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: gyeol.url },
  });
  const id = (opened.headers.get('location') ?? '').replace('/window/', '');
  const window = windowAt(gyeol.url, id);
  expect(bootIn(await window.page()).step).toBe('enter');
  expect((await window.pay(goodCard)).done).toEqual({ by: 'page' });
  await eventually(async () => expect(stateOf(await buyer.page())).toBe('결제 완료'));
});
