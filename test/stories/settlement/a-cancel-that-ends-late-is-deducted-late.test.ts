// Story: the answer to a cancel comes days later; the acquirer deducts it with the day it was done.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, rowsOf, storyOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { answerInTime, moveClock, orderFault } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

const at = (time: string) => moveClock(gyeol.url, { to: `${time}+09:00` });
const file = async (path: string) =>
  String((await call(gyeol.url, { path, key: operatorKey })).body.csv);
const ofAcquirer = (date: string) => file(`/sandbox/acquirers/file?acquirer=CCLG&date=${date}`);

async function imported(kind: string, date: string, csv: string) {
  const body = { kind, account: kind === 'bank' ? 'settlement' : 'CCLG', date, csv };
  const path = '/v1/reconciliations';
  const made = await call(gyeol.url, { method: 'POST', path, body, key: operatorKey });
  expect(made).toMatchObject({ status: 201, body: { breaks: [] } });
}

async function refundDue(): Promise<unknown> {
  const sql = `select coalesce(sum(case side when 'credit' then amount else -amount end), 0)::int
    as won from posting where account = 'acquirer-refund-due'`;
  return (await rowsOf(gyeol, sql))[0]?.won;
}

test('asked for on Wednesday, done on Monday, deducted on Thursday', async () => {
  await at('2028-08-17T10:00:00');
  const shop = await openShop(gyeol.url);
  const { TID: tid = '' } = await shop.keyin({
    AMOUNT: '50000',
  });
  await at('2028-08-23T10:00:00');
  for (const where of ['rail.cancel', 'rail.inquire']) {
    const fault = { at: where, effect: 'connection-reset', times: 1_000, match: { tid } };
    await orderFault(gyeol.url, fault);
  }
  const asked = (await openShop(gyeol.url)).cancel({ tid });
  expect(await answerInTime(gyeol.url, asked)).toMatchObject({ cancel_code: 'E011' });
  await at('2028-08-28T10:00:00');
  await call(gyeol.url, { method: 'DELETE', path: '/sandbox/faults' });
  await moveClock(gyeol.url, { advance: 'PT6H' });
  await eventually(async () => {
    expect(await storyOf(gyeol, tid)).toMatchObject({ status: 'cancelled' });
  });
  expect(await refundDue()).toBe(49_000);
  // Once everything is over, so that no day is looked at before its end.
  await at('2028-09-04T10:00:00');
  for (const day of ['22', '23', '24', '25', '28', '29', '30', '31']) {
    const date = `2028-08-${day}`;
    const [statement, slips] = [
      await file(`/sandbox/bank/statement?date=${date}`),
      await ofAcquirer(date),
    ];
    expect([date, slips.includes(',cancel,')]).toEqual([date, day === '31']);
    expect([date, statement.includes(',out,49000,pay-in/CCLG/')]).toEqual([date, day === '31']);
    await imported('bank', date, statement);
    await imported('acquirer', date, slips);
    expect([date, await refundDue()]).toEqual([date, day === '31' ? 0 : 49_000]);
  }
  await booksClose(gyeol);
});
