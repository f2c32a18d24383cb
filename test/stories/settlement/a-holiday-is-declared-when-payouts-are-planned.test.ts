// Story: a holiday is declared, payouts that are open are planned anew, and fixed ones keep theirs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey } from '../../harness/shop.ts';

type Json = Readonly<Record<string, unknown>>;

let gyeol: TestGateway;
let one: MadeMerchant;
let tid = '';
beforeAll(async () => {
  gyeol = await openGateway();
  await at('2028-03-09T10:00:00');
  one = await newMerchant(gyeol.url, { terms: { afterPayout: 'offset' } });
  tid = await sell();
});
afterAll(() => gyeol.stop());

async function at(time: string): Promise<void> {
  await moveClock(gyeol.url, { to: `${time}+09:00` });
}

async function sell(): Promise<string> {
  return (await (await openShop(gyeol.url, one.keys)).keyin()).TID ?? '';
}

async function declare(date: string, isHoliday = true) {
  const body = { date, name: '임시공휴일', isHoliday };
  const path = '/v1/bank-holidays';
  return await call(gyeol.url, { method: 'POST', path, body, key: operatorKey });
}

/** Day, status and closing of each payout, the latest first. */
async function payouts(): Promise<unknown[][]> {
  const { body } = await call(gyeol.url, { path: '/v1/settlements', key: one.key });
  const data = body.data as readonly Json[];
  return data.map(({ date, status, closesAt }) => [date, status, String(closesAt).slice(5, 16)]);
}

describe('sold on 2028-03-09, to be paid on Monday the 20th', () => {
  test('a holiday on the way moves the payout, and an empty one does not stay behind', async () => {
    await at('2028-03-10T00:00:00');
    expect(await payouts()).toEqual([['2028-03-20', 'open', '03-17T17:00']]);
    expect(await declare('2028-03-20')).toMatchObject({
      ...{ status: 201, body: { date: '2028-03-20', isHoliday: true } },
    });
    await at('2028-03-10T00:01:00');
    expect(await payouts()).toEqual([['2028-03-21', 'open', '03-17T17:00']]);
  });

  test('the reason names it', async () => {
    const { body } = await call(gyeol.url, { path: '/v1/settlements', key: one.key });
    const [first] = body.data as readonly Json[];
    const path = `/v1/settlements/${first?.id}/explain`;
    const [row] = (await call(gyeol.url, { path, key: one.key })).body.data as readonly Json[];
    expect(row).toMatchObject({
      tid,
      day: { joins: 'counted' },
      whyThisDay: { korean: expect.stringContaining('2028-03-20 임시공휴일 → 2028-03-21 지급') },
    });
  });

  test('taken back, all is as it was', async () => {
    await declare('2028-03-20', false);
    await at('2028-03-10T00:02:00');
    expect(await payouts()).toEqual([['2028-03-20', 'open', '03-17T17:00']]);
    await booksClose(gyeol);
  });

  test('a holiday before the payout closes it earlier, and is counted', async () => {
    await declare('2028-03-17');
    await at('2028-03-10T00:03:00');
    expect(await payouts()).toEqual([['2028-03-21', 'open', '03-20T17:00']]);
    await declare('2028-03-17', false);
    await at('2028-03-10T00:04:00');
  });

  test('what is fixed keeps its day, and is paid on the next bank day', async () => {
    await at('2028-03-17T17:00:00');
    expect(await payouts()).toEqual([['2028-03-20', 'fixed', '03-17T17:00']]);
    await declare('2028-03-20');
    await at('2028-03-20T10:00:00');
    expect(await payouts()).toEqual([['2028-03-20', 'fixed', '03-17T17:00']]);
    await at('2028-03-21T10:00:00');
    expect(await payouts()).toEqual([['2028-03-20', 'paid', '03-17T17:00']]);
    await booksClose(gyeol);
  });
});

test('what was declared is listed; a day that has begun and no day are refused', async () => {
  const { body } = await call(gyeol.url, { path: '/v1/bank-holidays', key: operatorKey });
  expect(body.years).toContain(2028);
  const days = body.data as readonly Json[];
  expect(days.map(({ date, isHoliday }) => [date, isHoliday])).toEqual([
    ['2028-03-17', false],
    ['2028-03-20', true],
  ]);
  for (const date of ['2028-03-01', '2028-03-21', '2028-02-30']) {
    expect(await declare(date)).toMatchObject({ status: 400, body: { field: 'date' } });
  }
});
