// Story: nobody imports a statement, and an operator hears of what should have been on it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner, booksClose, rowsOf } from '../../harness/books.ts';
import { openBeside, openGateway, type TestGateway } from '../../harness/gateway.ts';
import { moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

const at = (time: string) => moveClock(gyeol.url, { to: `${time}+09:00` });

async function ages() {
  return (await call(gyeol.url, { path: '/v1/ledger/ages', key: operatorKey })).body;
}

async function gauge(name: string): Promise<number> {
  const text = await (await fetch(`${gyeol.url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(name));
  return Number(line?.split(' ').at(-1));
}

test('claims and transfers that no statement tells of are overdue after their days', async () => {
  await at('2028-03-09T10:00:00');
  const seller = await newMerchant(gyeol.url);
  await (await openShop(gyeol.url, seller.keys)).keyin({ AMOUNT: '50000' });
  // Captured on Friday the 10th: four bank days end on Thursday.
  await at('2028-03-16T12:00:00');
  expect(await ages()).toMatchObject({ counts: {}, data: [], calendarMissing: null });
  await at('2028-03-17T12:00:00');
  expect(await ages()).toMatchObject({ counts: { 'acquirer-receivable': 1 } });
  await at('2028-03-22T12:00:00');
  expect(await ages()).toMatchObject({
    counts: { 'acquirer-receivable': 1, 'transfers-in-transit': 1 },
    data: [
      { account: 'acquirer-receivable', since: '2028-03-10', due: '2028-03-16', amount: 49_000 },
      { account: 'transfers-in-transit', since: '2028-03-20', due: '2028-03-21', amount: 48_625 },
    ],
  });
  expect(await gauge('gyeol_ledger_overdue{account="transfers-in-transit"}')).toBe(1);
  expect(await gauge('gyeol_calendar_missing')).toBe(0);
});

test('a debt that payouts carry on is as old as its first day', async () => {
  await at('2028-05-04T10:00:00');
  const seller = await newMerchant(gyeol.url, { terms: { feeOnCancel: 'kept' } });
  const shop = () => openShop(gyeol.url, seller.keys);
  const { TID = '' } = await (await shop()).keyin({ AMOUNT: '50000' });
  await at('2028-05-08T10:00:00');
  await (await shop()).cancel({ tid: TID });
  const debts = async () => {
    const { data } = (await ages()) as { data: readonly Record<string, unknown>[] };
    return data.filter(({ account }) => account === 'merchant-recoverable');
  };
  // Each of these payouts nets a little of it, and stands for the rest from then on.
  for (const day of ['05-16', '05-25']) {
    await at(`2028-${day}T10:00:00`);
    await (await shop()).keyin({ AMOUNT: '200' });
  }
  await at('2028-06-07T12:00:00');
  expect(await debts()).toEqual([]);
  await at('2028-06-08T12:00:00');
  const [debt, ...others] = await debts();
  expect(others).toEqual([]);
  expect(debt).toMatchObject({ since: '2028-05-08', due: '2028-06-07' });
  expect(Number(debt?.amount)).toBeLessThan(1_375 - 300);
});

test('a sale that the capture has missed is told of, and by nothing else', async () => {
  await at('2028-06-13T10:00:00');
  const seller = await newMerchant(gyeol.url);
  const { TID = '' } = await (await openShop(gyeol.url, seller.keys)).keyin({ AMOUNT: '50000' });
  const hide = (how: string) =>
    asOwner(gyeol, `update payment set captured_at = ${how} where tid = '${TID}'`);
  const missed = async () => {
    const { data } = (await ages()) as { data: readonly Record<string, unknown>[] };
    return data.filter(({ account }) => account === 'authorised-for-merchants');
  };
  await hide('approved_at');
  await at('2028-06-14T12:00:00');
  expect(await missed()).toEqual([]);
  await at('2028-06-15T12:00:00');
  // A day too late for the next capture, which looks back as far as that.
  await hide('null');
  expect(await missed()).toMatchObject([
    { amount: 50_000, since: '2028-06-13', due: '2028-06-14' },
  ]);
  expect(await gauge('gyeol_ledger_overdue{account="authorised-for-merchants"}')).toBe(1);
  await booksClose(gyeol);
});

test('a holdback of a year that was unknown is planned once it is known', async () => {
  await at('2028-07-03T10:00:00');
  const terms = { payoutDays: 1, holdbackRate: 10_000 };
  const near = await newMerchant(gyeol.url, { terms: { ...terms, holdbackDays: 30 } });
  const far = await newMerchant(gyeol.url, { terms: { ...terms, holdbackDays: 900 } });
  for (const { keys } of [near, far]) await (await openShop(gyeol.url, keys)).keyin({});
  await at('2028-07-06T12:00:00');
  const open = async () => {
    const sql = `select date from payout where status = 'open' and merchant_id = any($1)`;
    return rowsOf(gyeol, sql, [[near.id, far.id]]);
  };
  expect(await open()).toEqual([{ date: '2028-08-04' }]);
  expect(await gauge('gyeol_holdbacks_undated')).toBe(1);
  // As it would have been, had nobody known August either.
  await asOwner(gyeol, `delete from payout where status = 'open' and merchant_id = '${near.id}'`);
  await at('2028-07-06T12:30:00');
  expect(await gauge('gyeol_holdbacks_undated')).toBe(2);
  const beside = await openBeside(gyeol);
  await beside.close();
  expect(await open()).toEqual([{ date: '2028-08-04' }]);
  await at('2028-08-04T12:00:00');
  const released = `select released from payout where merchant_id = $1 order by date`;
  expect(await rowsOf(gyeol, released, [near.id])).toMatchObject([{ released: 0n }, {}]);
  expect(await gauge('gyeol_holdbacks_undated')).toBe(1);
});

test('from December on a year without bank holidays is missed', async () => {
  await at('2028-11-30T23:59:00');
  expect(await ages()).toMatchObject({ calendarMissing: null });
  await at('2028-12-01T00:00:00');
  expect(await ages()).toMatchObject({ calendarMissing: 2029 });
  expect(await gauge('gyeol_calendar_missing')).toBe(1);
  // It has begun, and still nobody knows it.
  await at('2029-02-01T10:00:00');
  expect(await ages()).toMatchObject({ calendarMissing: 2029 });
  expect(await gauge('gyeol_calendar_missing')).toBe(1);
});
