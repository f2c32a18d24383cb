// Story: what the bank says is posted once for ever, until only what we earned is left.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asOwner, booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

const at = (time: string) => moveClock(gyeol.url, { to: `${time}+09:00` });
const asked = (path: string) => call(gyeol.url, { path, key: operatorKey });
const told = (path: string, body: unknown) =>
  call(gyeol.url, { method: 'POST', path, body, key: operatorKey });

interface Found {
  readonly id: string;
  readonly matched: number;
  readonly breaks: readonly {
    readonly id: string;
    readonly kind: string;
    readonly difference: number;
  }[];
}

async function statement(date: string): Promise<string> {
  return String((await asked(`/sandbox/bank/statement?date=${date}`)).body.csv);
}

async function imported(date: string, csv?: string): Promise<Found> {
  const body = { kind: 'bank', account: 'settlement', date, csv: csv ?? (await statement(date)) };
  const made = await told('/v1/reconciliations', body);
  expect(made.status).toBe(201);
  return made.body as unknown as Found;
}

/** Won, debit less credit, of every account that is not at zero; memo accounts close by capture. */
async function left(): Promise<Record<string, bigint>> {
  const sql = `select account, sum(case side when 'debit' then amount else -amount end)::bigint
    as won from posting group by 1
    having sum(case side when 'debit' then amount else -amount end) <> 0`;
  const found = await rowsOf(gyeol, sql);
  return Object.fromEntries(found.map((row) => [row.account, row.won as bigint]));
}

async function sell(one: MadeMerchant, AMOUNT = '50000'): Promise<string> {
  return (await (await openShop(gyeol.url, one.keys)).keyin({ AMOUNT })).TID ?? '';
}

const earned = {
  ...{ bank: 375n, 'fee-revenue': -1_250n, 'fee-vat': -125n, 'acquirer-cost': 1_000n },
};

describe('March 2028: sold on Thursday the 9th, paid in on the 14th, paid out on the 20th', () => {
  let one: MadeMerchant;

  test('a sale that was paid in and paid out leaves what we earned', async () => {
    await at('2028-03-09T10:00:00');
    one = await newMerchant(gyeol.url);
    await sell(one);
    await at('2028-03-14T08:59:59');
    expect((await statement('2028-03-14')).trim().split('\n')).toHaveLength(1);
    await at('2028-03-14T09:00:00');
    expect(await imported('2028-03-14')).toMatchObject({ matched: 1, breaks: [] });
    expect(await left()).toEqual({
      ...{ bank: 49_000n, 'merchant-pending': -48_625n },
      ...{ 'fee-revenue': -1_250n, 'fee-vat': -125n, 'acquirer-cost': 1_000n },
    });
    await at('2028-03-20T10:00:00');
    expect(await imported('2028-03-20')).toMatchObject({ matched: 1, breaks: [] });
    expect(await left()).toEqual(earned);
    await booksClose(gyeol);
  });

  test('T70: the same lines post nothing again, in whichever file they stand', async () => {
    const csv = await statement('2028-03-14');
    const posted = await rowsOf(gyeol, 'select count(*) from posting');
    await imported('2028-03-14', csv);
    await imported('2028-03-14', csv.replaceAll('\n', '\r\n'));
    await imported('2028-03-13', csv);
    expect(await rowsOf(gyeol, 'select count(*) from posting')).toEqual(posted);
    expect(await left()).toEqual(earned);
  });

  test('T70: what an earlier file settled is not missing from a later one', async () => {
    const header = (await statement('2028-03-20')).split('\n')[0] ?? '';
    const nothing = await imported('2028-03-20', header);
    expect(nothing.breaks).toEqual([]);
    const line = 'settlement,2028-03-20,out,48625,,B-1';
    const more = await imported('2028-03-20', `${header}\n${line}`);
    expect(more.breaks).toMatchObject([{ kind: 'extra', difference: 48_625 }]);
    expect((await left()).bank).toBe(375n - 48_625n);
    const back = 'settlement,2028-03-21,in,48625,,B-2';
    const given = await imported('2028-03-21', `${header}\n${back}`);
    const path = `/v1/reconciliations/breaks/${more.breaks[0]?.id}/resolve`;
    const body = { step: 'matched', reason: '오송금 반환', against: given.breaks[0]?.id };
    expect(await told(path, body)).toMatchObject({ status: 200 });
    expect(await left()).toEqual(earned);
  });

  test('T70: the same lines in several files at once post once', async () => {
    await at('2028-04-06T10:00:00');
    await sell(one);
    await at('2028-04-11T09:00:00');
    const csv = await statement('2028-04-11');
    const files = [csv, csv.trim(), csv.replaceAll('\n', '\r\n'), `\ufeff${csv}`];
    await Promise.all(files.map((each) => imported('2028-04-11', each)));
    expect(await left()).toMatchObject({ bank: 49_375n });
    expect(await left()).not.toHaveProperty('reconciliation-surplus');
    await booksClose(gyeol);
  });

  test('cancels that exceed the sales of their day are taken by the acquirer', async () => {
    await at('2028-05-11T10:00:00');
    const tid = await sell(one, '30000');
    await sell(one, '20000');
    await at('2028-05-12T10:00:00');
    await (await openShop(gyeol.url, one.keys)).cancel({ tid });
    const claims = async () => (await left())['acquirer-receivable'];
    await at('2028-05-16T12:00:00');
    await imported('2028-05-16');
    expect(await claims()).toBe(undefined);
    // The cancel of Friday is deducted on Wednesday: nothing is left to deduct it from.
    await at('2028-05-17T12:00:00');
    expect(await statement('2028-05-17')).toContain(',out,29400,pay-in/CCLG/2028-05-17,');
    await imported('2028-05-17');
    expect(await left()).not.toHaveProperty('acquirer-refund-due');
    await booksClose(gyeol);
  });

  test('where cancels equal the sales of their day no line tells of it, and it closes', async () => {
    await at('2028-07-06T10:00:00');
    const first = await sell(one);
    await at('2028-07-07T10:00:00');
    await (await openShop(gyeol.url, one.keys)).cancel({ tid: first });
    await sell(one);
    await at('2028-07-12T12:00:00');
    await imported('2028-07-11');
    const before = await left();
    expect(before).toMatchObject({ 'acquirer-receivable': 49_000n });
    expect(await statement('2028-07-12')).not.toContain('pay-in');
    expect(await imported('2028-07-12')).toMatchObject({ breaks: [] });
    expect(await left()).not.toHaveProperty('acquirer-receivable');
    expect(await left()).toMatchObject({ bank: before.bank });
    await booksClose(gyeol);
  });

  test('a slip is paid for once, whatever day is called a holiday afterwards', async () => {
    await at('2028-09-07T10:00:00');
    await sell(one);
    await at('2028-09-12T09:00:00');
    const csv = await statement('2028-09-12');
    expect(await imported('2028-09-12', csv)).toMatchObject({ matched: 1, breaks: [] });
    const day = { date: '2028-09-12', name: '임시공휴일', isHoliday: true };
    const begun = await told('/v1/bank-holidays', day);
    expect(begun).toMatchObject({ status: 400, body: { field: 'date' } });
    // As if the table had been corrected by hand.
    const sql = `insert into bank_holiday (date, name, is_holiday, declared_at)
      values ('2028-09-12', '임시공휴일', true, now())`;
    await asOwner(gyeol, sql);
    await at('2028-09-13T09:00:00');
    expect(await statement('2028-09-13')).not.toContain('pay-in');
    const late = `${csv.split('\n')[0]}\nsettlement,2028-09-13,in,49000,pay-in/CCLG/2028-09-13,B-9`;
    expect(await imported('2028-09-13', late)).toMatchObject({ breaks: [{ kind: 'extra' }] });
    await booksClose(gyeol);
  });

  test('a line that says something else than what was posted is found by the proof', async () => {
    const { pool } = gyeol.gateway.parts.store;
    const change = (by: number) => {
      const sql = `update statement_line set amount = amount + ${by} where amount > 0`;
      return asOwner(gyeol, sql, ['statement_line']);
    };
    await change(1);
    const { body } = await asked('/v1/ledger/verify');
    await change(-1);
    const found = body.breaks as readonly { readonly check: string }[];
    expect(new Set(found.map(({ check }) => check))).toEqual(new Set(['statement-books']));
    expect(found).toContainEqual(expect.objectContaining({ expected: '49001', found: '49000' }));
    const forget = 'delete from statement_line';
    await expect(asOwner(gyeol, forget)).rejects.toThrow('is insert-only');
    await expect(pool.query(forget)).rejects.toThrow('permission denied');
    await booksClose(gyeol);
  });
});
