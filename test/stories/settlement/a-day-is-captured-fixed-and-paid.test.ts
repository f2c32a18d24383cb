// Story: what a shop sells is captured at midnight, fixed the bank day before and paid at ten.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

async function at(time: string): Promise<void> {
  await moveClock(gyeol.url, { to: `${time}+09:00` });
}

interface Seller extends MadeMerchant {
  readonly shop: () => Promise<Shop>;
}

async function seller(terms: Readonly<Record<string, unknown>> = {}): Promise<Seller> {
  const made = await newMerchant(gyeol.url, { terms });
  return { ...made, shop: () => openShop(gyeol.url, made.keys) };
}

async function sell({ shop }: Seller, AMOUNT = '50000'): Promise<string> {
  const sold = await (await shop()).keyin({ AMOUNT });
  expect(sold).toMatchObject({ RESULTCODE: '0000' });
  return sold.TID ?? '';
}

async function cancel({ shop }: Seller, tid: string, amount?: string): Promise<string> {
  const asked = amount === undefined ? { tid } : { tid, amount };
  return (await (await shop()).cancel(asked)).cancel_code ?? '';
}

async function ordered({ key }: Seller, body: Readonly<Record<string, unknown>>): Promise<void> {
  const answer = await call(gyeol.url, { method: 'POST', path: '/sandbox/faults', body, key });
  expect(answer.status).toBe(201);
}

/** STATUS, FINALAMT, PAYMENTAMT, AUTHDT and PAYOFFDT of each row. */
async function rowsFor(tid: string): Promise<unknown[][]> {
  const sql = `select kind, gross, net, to_char(date, 'MMDD') as day,
    to_char(payout_date, 'MMDD') as paid from settlement_row where tid = $1 order by sequence`;
  const found = await rowsOf(gyeol, sql, [tid]);
  return found.map((row) => [row.kind, row.gross, row.net, row.day, row.paid]);
}

/** Date, status and what was given, taken, carried in, carried on, kept back and paid. */
async function payoutsOf({ id }: Seller): Promise<unknown[][]> {
  const sql = `select to_char(date, 'MMDD') as day, status, positive, negative, carried_in,
    carried_out, held, amount from payout where merchant_id = $1 order by date`;
  const found = await rowsOf(gyeol, sql, [id]);
  return found.map((row) => [
    ...[row.day, row.status, row.positive, row.negative],
    ...[row.carried_in, row.carried_out, row.held, row.amount],
  ]);
}

/** What is left on each account of a merchant that is not at zero. */
async function accountsOf({ id }: Seller): Promise<Record<string, bigint>> {
  const sql = `select account, sum(case side when 'debit' then amount else -amount end)::bigint
    as won from posting where merchant_id = $1 group by 1 having
    sum(case side when 'debit' then amount else -amount end) <> 0`;
  const found = await rowsOf(gyeol, sql, [id]);
  return Object.fromEntries(found.map((row) => [row.account, row.won as bigint]));
}

describe('March 2028: sold on Thursday the 9th, paid on Monday the 20th', () => {
  test('a day of sales, same-day cancels and later cancels', async () => {
    await at('2028-03-09T10:00:00');
    const one = await seller({ afterPayout: 'deposit' });
    const kept = await sell(one);
    const voided = await sell(one);
    const part = await sell(one);
    const later = await sell(one);
    expect(await cancel(one, voided)).toBe('0000');
    expect(await cancel(one, part, '20000')).toBe('0000');
    expect(await rowsFor(kept)).toEqual([]);

    await at('2028-03-10T00:00:00');
    expect(await rowsFor(kept)).toEqual([['11', 50_000n, 48_625n, '0309', '0320']]);
    expect(await rowsFor(voided)).toEqual([
      ['11', 50_000n, 48_625n, '0309', '0320'],
      ['21', -50_000n, -48_625n, '0309', '0320'],
    ]);
    expect(await rowsFor(part)).toEqual([
      ['11', 50_000n, 48_625n, '0309', '0320'],
      ['21', -20_000n, -19_450n, '0309', '0320'],
    ]);

    await at('2028-03-17T16:59:50');
    expect(await cancel(one, later)).toBe('0000');
    await at('2028-03-17T17:00:00');
    expect(await cancel(one, kept)).toBe('9029');
    expect(await rowsFor(later)).toEqual([
      ['11', 50_000n, 48_625n, '0309', '0320'],
      ['22', -50_000n, -48_625n, '0317', '0320'],
    ]);
    expect(await payoutsOf(one)).toEqual([
      ['0320', 'fixed', 145_875n, 68_075n, 0n, 0n, 0n, 77_800n],
    ]);

    await at('2028-03-20T09:59:59');
    expect((await payoutsOf(one))[0]?.[1]).toBe('fixed');
    await at('2028-03-20T10:00:00');
    expect((await payoutsOf(one))[0]?.[1]).toBe('paid');
    expect(await cancel(one, kept)).toBe('9029');
    expect(await accountsOf(one)).toEqual({
      ...{ 'acquirer-receivable': 147_000n, 'acquirer-refund-due': -68_600n },
      ...{ 'acquirer-cost': 1_600n, 'fee-revenue': -2_000n, 'fee-vat': -200n },
      'transfers-in-transit': -77_800n,
    });
    await booksClose(gyeol);
  });

  test('a policy of offset takes a late cancel from the next payout, and carries what is left', async () => {
    await at('2028-04-03T10:00:00');
    const one = await seller({ afterPayout: 'offset' });
    const first = await sell(one);
    await at('2028-04-05T10:00:00');
    const small = await sell(one, '10000');
    await at('2028-04-18T10:00:00');
    expect(await cancel(one, first)).toBe('0000');
    await at('2028-04-18T10:00:01');
    expect(await rowsFor(first)).toEqual([
      ['11', 50_000n, 48_625n, '0403', '0413'],
      ['22', -50_000n, -48_625n, '0418', '0427'],
    ]);
    const third = await sell(one, '100000');
    await at('2028-04-28T00:00:00');
    expect(await rowsFor(small)).toEqual([['11', 10_000n, 9_725n, '0405', '0417']]);
    expect(await rowsFor(third)).toEqual([['11', 100_000n, 97_250n, '0418', '0427']]);
    expect(await payoutsOf(one)).toEqual([
      ['0413', 'paid', 48_625n, 0n, 0n, 0n, 0n, 48_625n],
      ['0417', 'paid', 9_725n, 0n, 0n, 0n, 0n, 9_725n],
      ['0427', 'paid', 97_250n, 48_625n, 0n, 0n, 0n, 48_625n],
    ]);
    expect(await cancel(one, third)).toBe('0000');
    await sell(one, '20000');
    await at('2028-05-13T00:00:00');
    expect((await payoutsOf(one)).at(-1)).toEqual([
      ...['0512', 'settled', 19_450n, 97_250n, 0n, 77_800n, 0n, 0n],
    ]);
    await sell(one, '100000');
    await at('2028-05-31T00:00:00');
    expect((await payoutsOf(one)).at(-1)).toEqual([
      ...['0523', 'paid', 97_250n, 0n, 77_800n, 0n, 0n, 19_450n],
    ]);
    await booksClose(gyeol);
  });

  test('what a contract keeps back is released into a later payout', async () => {
    await at('2028-06-07T10:00:00');
    const one = await seller({ holdbackRate: 10_000, holdbackDays: 30 });
    await sell(one);
    await at('2028-07-31T00:00:00');
    expect(await payoutsOf(one)).toEqual([
      ['0616', 'paid', 48_625n, 0n, 0n, 0n, 4_862n, 43_763n],
      ['0718', 'paid', 0n, 0n, 0n, 0n, 0n, 4_862n],
    ]);
    await booksClose(gyeol);
  });

  test('a transfer that bounces is owed again and paid the next bank day; a lost answer pays once', async () => {
    await at('2028-08-01T10:00:00');
    const one = await seller();
    await sell(one);
    const fault = { at: 'bank.transfer', times: 1 };
    await ordered(one, { ...fault, effect: 'decline' });
    await at('2028-08-10T12:00:00');
    expect((await payoutsOf(one))[0]?.[1]).toBe('fixed');
    await ordered(one, { ...fault, effect: 'answer-lost' });
    await at('2028-08-11T12:00:00');
    expect((await payoutsOf(one))[0]?.[1]).toBe('paid');
    const sql = 'select bounced, amount from simulator.transfer where merchant = $1 order by at';
    expect(await rowsOf(gyeol, sql, [one.id])).toEqual([
      { bounced: true, amount: 48_625n },
      { bounced: false, amount: 48_625n },
    ]);
    await booksClose(gyeol);
  });
});
