// Story: an operator lends to the bank, sweeps what was earned, and never touches what is owed.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
let seller: MadeMerchant;
beforeAll(async () => {
  gyeol = await openGateway();
  await at('2028-03-09T10:00:00');
  seller = await newMerchant(gyeol.url);
});
afterAll(() => gyeol.stop());

type Body = Readonly<Record<string, unknown>>;

const at = (time: string) => moveClock(gyeol.url, { to: `${time}+09:00` });

function told(path: string, body: Body, key?: string) {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  return call(gyeol.url, { method: 'POST', path, body, key: operatorKey, headers });
}

const fund = (amount: number, key?: string) =>
  told('/v1/ledger/fundings', { amount, reason: '선지급 재원' }, key);

const sweep = (body: Body, key?: string) =>
  told('/v1/ledger/sweeps', { reason: '3월 수수료', ...body }, key);

const safe = async (): Promise<Body> =>
  (await call(gyeol.url, { path: '/v1/ledger/safeguarding', key: operatorKey })).body;

async function statement(date: string): Promise<string> {
  const path = `/sandbox/bank/statement?date=${date}`;
  return String((await call(gyeol.url, { path, key: operatorKey })).body.csv);
}

async function imported(date: string): Promise<Body> {
  const csv = await statement(date);
  const file = { kind: 'bank', account: 'settlement', date, csv };
  return (await told('/v1/reconciliations', file)).body;
}

/** Won, as the trial balance of the installation shows them. */
async function balances(): Promise<Record<string, number>> {
  const { body } = await call(gyeol.url, { path: '/v1/ledger/trial-balance', key: operatorKey });
  const accounts = body.accounts as readonly { account: string; balance: number }[];
  return Object.fromEntries(
    accounts
      .filter(({ balance }) => balance !== 0)
      .map(({ account, balance }) => [account, balance]),
  );
}

describe('money that an operator lends', () => {
  test('counts once a statement has shown it, which is no break', async () => {
    await (await openShop(gyeol.url, seller.keys)).keyin({ AMOUNT: '50000' });
    const { status, body } = await fund(1_000_000, 'lend-1');
    expect(status).toBe(201);
    expect(body).toMatchObject({ amount: 1_000_000, reference: `funding/${body.id}/2028-03-09` });
    expect(await safe()).toMatchObject({
      bank: 0,
      operatorFunds: 0,
      free: { margin: 0, funds: 0 },
    });
    expect(await statement('2028-03-09')).toContain(`,in,1000000,funding/${body.id}/2028-03-09,`);
    expect(await imported('2028-03-09')).toMatchObject({ matched: 1, breaks: [] });
    const free = { margin: 0, funds: 1_000_000 };
    expect(await safe()).toMatchObject({ bank: 1_000_000, operatorFunds: 1_000_000, free });
    expect(await balances()).toMatchObject({ bank: 1_000_000, 'operator-funding': 1_000_000 });
    await booksClose(gyeol);
  });

  test('is booked once under one Idempotency-Key, with its reason', async () => {
    const again = await fund(1_000_000, 'lend-1');
    expect(again.status).toBe(201);
    expect(await balances()).toMatchObject({ 'operator-funding': 1_000_000 });
    const sql = `select step, reason, amount from resolution where subject = $1`;
    expect(await rowsOf(gyeol, sql, [`funding/${again.body.id}`])).toEqual([
      { step: 'put-in', reason: '선지급 재원', amount: 1_000_000n },
    ]);
  });
});

describe('what a sale of 50,000 has earned', () => {
  test('is not free while the sale is owed, and 375 won when it is paid out', async () => {
    await at('2028-03-14T09:00:00');
    expect(await imported('2028-03-14')).toMatchObject({ matched: 1, breaks: [] });
    expect(await safe()).toMatchObject({ owed: 48_625, bank: 1_049_000, free: { margin: 375 } });
    expect(await sweep({ amount: 376 })).toMatchObject({
      ...{ status: 400, body: { field: 'amount' } },
    });
    await at('2028-03-20T10:00:00');
    // Ordered, and on no statement yet: the payout is owed as before.
    expect(await safe()).toMatchObject({ owed: 48_625, free: { margin: 375 } });
    expect(await imported('2028-03-20')).toMatchObject({ matched: 1, breaks: [] });
    expect(await safe()).toMatchObject({ owed: 0, bank: 1_000_375, free: { margin: 375 } });
  });

  test('T70: of sweeps at once one passes; what is under way is not free', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => sweep({ amount: 375 })));
    expect(all.map(({ status }) => status).toSorted()).toEqual([201, 400, 400, 400]);
    expect(await safe()).toMatchObject({ leaving: 375, free: { margin: 0, funds: 1_000_000 } });
    // As a schedule asks each day: all of it, and nothing is no error.
    expect(await sweep({})).toMatchObject({ status: 201, body: { amount: 0, reference: null } });
  });

  test('stands on the operating account, and a statement shows that it left', async () => {
    expect(await imported('2028-03-20')).toMatchObject({ matched: 2, breaks: [] });
    expect(await balances()).toEqual({
      ...{ bank: 1_000_000, 'bank-operating': 375, 'operator-funding': 1_000_000 },
      ...{ 'acquirer-cost': 1_000, 'fee-revenue': 1_250, 'fee-vat': 125 },
    });
    expect(await safe()).toMatchObject({ bank: 1_000_000, leaving: 0, isCovered: true });
    await booksClose(gyeol);
  });
});

describe('what was lent', () => {
  test('is taken out again as far as it is free, in whole by no amount', async () => {
    const more = await sweep({ takes: 'funds', amount: 1_000_001 });
    expect(more).toMatchObject({ status: 400, body: { field: 'amount' } });
    expect((await sweep({ takes: 'funds', amount: 400_000 }, 'back-1')).status).toBe(201);
    expect((await sweep({ takes: 'funds', amount: 400_000 }, 'back-1')).status).toBe(201);
    expect((await sweep({ takes: 'funds' })).body).toMatchObject({ amount: 600_000 });
    expect(await imported('2028-03-20')).toMatchObject({ breaks: [] });
    expect(await balances()).not.toHaveProperty('operator-funding');
    expect(await balances()).not.toHaveProperty('bank');
    await booksClose(gyeol);
  });

  test('is of the operator alone, who says how much and why', async () => {
    const path = '/v1/ledger/sweeps';
    const body = { reason: '3월 수수료' };
    const asked = await call(gyeol.url, { method: 'POST', path, body, key: seller.key });
    expect(asked).toMatchObject({ status: 403, body: { type: 'urn:gyeol:wrong-role' } });
    expect(await fund(0)).toMatchObject({ status: 400, body: { field: 'amount' } });
    expect(await sweep({ reason: ' ' })).toMatchObject({ status: 400, body: { field: 'reason' } });
    expect(await sweep({ takes: 'all' })).toMatchObject({ status: 400, body: { field: 'takes' } });
  });
});

describe('a sale that was paid in and given back', () => {
  test('leaves nothing to sweep, because the acquirer deducts it', async () => {
    await at('2028-03-23T10:00:00');
    const shop = await openShop(gyeol.url, seller.keys);
    const { TID: tid = '' } = await shop.keyin({ AMOUNT: '50000' });
    await at('2028-03-28T10:00:00');
    expect(await imported('2028-03-28')).toMatchObject({ matched: 1, breaks: [] });
    await at('2028-03-31T10:00:00');
    await (await openShop(gyeol.url, seller.keys)).cancel({ tid, amount: '50000' });
    await at('2028-04-03T12:00:00');
    expect(await safe()).toMatchObject({
      ...{ bank: 49_000, owed: 0, toBeDeducted: 49_000, free: { margin: 0, funds: 0 } },
    });
    expect((await sweep({})).body).toMatchObject({ amount: 0 });
    await at('2028-04-05T12:00:00');
    expect(await imported('2028-04-05')).toMatchObject({ matched: 1, breaks: [] });
    expect(await safe()).toMatchObject({ bank: 0, toBeDeducted: 0 });
    await booksClose(gyeol);
  });
});
