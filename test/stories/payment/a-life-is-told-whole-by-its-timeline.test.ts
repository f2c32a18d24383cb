// Story: every step of a payment's life is on its timeline, and the books balance after each.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, happened, storyOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { call, openShop, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Shop;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openShop(gyeol.url);
});
afterAll(() => gyeol.stop());

type Account = { readonly account: string; readonly balance: number };

async function memoOfToday(): Promise<number | undefined> {
  const { body } = await call(gyeol.url, { path: '/v1/ledger/trial-balance' });
  const { accounts } = body.memo as { readonly accounts: readonly Account[] };
  return accounts.find(({ account }) => account === 'authorised-for-merchants')?.balance;
}

test('approved, cancelled in part, cancelled whole: every change and every journal', async () => {
  const paid = await shop.keyin({ AMOUNT: '50000', QUOTA: '03' });
  const tid = paid.TID ?? '';
  await booksClose(gyeol);
  expect(await memoOfToday()).toBe(50_000);

  await shop.cancel({ tid, amount: '20000', reason: '한 개 품절' });
  await booksClose(gyeol);
  expect(await memoOfToday()).toBe(30_000);
  expect(await storyOf(gyeol, tid)).toMatchObject({
    status: 'partially-cancelled',
    ...{ approved: 50_000, cancelled: 20_000, reserved: 0, remaining: 30_000 },
  });

  await shop.cancel({ tid, reason: '고객 변심' });
  await booksClose(gyeol);
  expect(await memoOfToday()).toBe(0);

  const story = await storyOf(gyeol, tid);
  expect(story).toMatchObject({
    status: 'cancelled',
    ...{ approved: 50_000, cancelled: 50_000, reserved: 0, remaining: 0 },
    tax: { supply: 45_455, vat: 4_545, taxFree: 0 },
    card: { issuer: '신한카드', masked: '411111******1111', instalment: 3 },
    cancels: [
      { amount: 20_000, status: 'done', reason: '한 개 품절' },
      { amount: 30_000, status: 'done', reason: '고객 변심' },
    ],
  });
  expect(happened(story)).toEqual([
    ...['intended', 'approved', 'approve'],
    ...['cancel-requested', 'cancelled', 'cancel-same-day'],
    ...['cancel-requested', 'cancelled', 'cancel-same-day'],
  ]);
  const notices = story.timeline.filter((line) => line.what === 'notice');
  expect(notices.map((line) => line.kind)).toEqual([
    'payment.approved',
    'payment.cancelled',
    'payment.cancelled',
  ]);
});

test('paycert tells the latest cancel, and the amount that was paid at first', async () => {
  const paid = await shop.keyin({ AMOUNT: '50000' });
  const tid = paid.TID ?? '';
  await shop.cancel({ tid, amount: '20000', reason: '첫째' });
  const second = await shop.cancel({ tid, amount: '10000', reason: '둘째' });
  const verified = await shop.paycert(tid);
  expect(verified).toMatchObject({
    RESULTCODE: '0000',
    AMOUNT: '50000',
    ACCEPTNO: paid.ACCEPTNO,
    ACCEPTDATE: paid.ACCEPTDATE,
    CANCELDATE: second.cancel_date,
    CANCELMSG: '둘째',
  });
  await shop.cancel({ tid, reason: '셋째' });
  expect(await shop.paycert(tid)).toMatchObject({ RESULTCODE: '0000', CANCELMSG: '셋째' });
});

test('a decline is on the timeline with its reason and moves no money', async () => {
  const declined = await shop.keyin({ CARDNO: '9906100000001028' });
  expect(declined).toMatchObject({ RESULTCODE: '8002', ACCEPTNO: '', ACCEPTDATE: '' });
  const story = await storyOf(gyeol, declined.TID ?? '');
  expect(story).toMatchObject({ status: 'declined', declineReason: 'balance', remaining: 0 });
  expect(happened(story)).toEqual(['intended', 'declined']);
  expect((await shop.paycert(declined.TID ?? '')).RESULTCODE).toBe('8002');
  await booksClose(gyeol);
});

test('what was typed into extra fields comes back exactly', async () => {
  const typed = {
    ETC1: '  앞뒤 공백 ',
    ETC2: '"따옴표" \\',
    ETC3: '🎁',
    ETC4: 'a=1&b=2',
    ETC5: '가',
  };
  expect(await shop.keyin(typed)).toMatchObject({ RESULTCODE: '0000', ...typed });
});
