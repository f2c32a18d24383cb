// Story: a cancel of another day finds its sale captured, and its rows carry the golden figures.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, happened, rowsOf, storyOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { moveClock, newMerchant, orderFault } from '../../harness/sandbox.ts';
import { demoKeys, type Keys, openShop, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

/** The shop on a day of March 2029; days only go forward, so each story has days of its own. */
async function on(day: string, time = '10:00:00', keys: Keys = demoKeys): Promise<Shop> {
  await moveClock(gyeol.url, { to: `2029-03-${day}T${time}+09:00` });
  return openShop(gyeol.url, keys);
}

type Line = readonly [kind: string, gross: bigint, fee: bigint, vat: bigint, net: bigint, string];

/** Rows as a settlement file has them: STATUS, FINALAMT, FEE, VAT, PAYMENTAMT, AUTHDT. */
async function rowsFor(tid: string): Promise<Line[]> {
  const sql = `select kind, gross, fee, fee_vat, net, to_char(r.date, 'YYYYMMDD') as day
    from settlement_row r join payment p on p.id = r.payment_id where p.tid = $1 order by sequence`;
  const found = await rowsOf(gyeol, sql, [tid]);
  return found.map((row) => [row.kind, row.gross, row.fee, row.fee_vat, row.net, row.day]) as never;
}

/** Its own journals, and what the capture of its day booked under the subject of its rows. */
const ofPayment = `posting l join journal j on j.id = l.journal_id join payment p on p.tid = $1
  and (j.payment_id = p.id or l.subject = p.id::text
    or l.subject in (select subject from settlement_row r where r.payment_id = p.id))`;

/** What one journal of the payment moved, as `account: won`, credits with a minus. */
async function moved(tid: string, template: string): Promise<Record<string, bigint>> {
  const sql = `select l.account, case l.side when 'debit' then l.amount else -l.amount end as won
    from ${ofPayment} where j.template = $2`;
  const found = await rowsOf(gyeol, sql, [tid, template]);
  return Object.fromEntries(found.map((row) => [row.account, row.won as bigint]));
}

/** What is left on each account of a payment after all its journals. */
async function left(tid: string): Promise<Record<string, bigint>> {
  const sql = `select l.account, sum(case l.side when 'debit' then l.amount else -l.amount end)::bigint
    as won from ${ofPayment} group by 1 order by 1`;
  const found = await rowsOf(gyeol, sql, [tid]);
  return Object.fromEntries(found.map((row) => [row.account, row.won as bigint]));
}

async function sell(shop: Shop, AMOUNT = '50000'): Promise<string> {
  return (await shop.keyin({ AMOUNT })).TID ?? '';
}

test('a full cancel on the next day: rows 11 and 22, journals 4, 5 and 7', async () => {
  const tid = await sell(await on('12'));
  expect(await rowsFor(tid)).toEqual([]);
  const later = await on('13', '00:00:00');
  expect((await later.cancel({ tid })).cancel_code).toBe('0000');

  expect(await rowsFor(tid)).toEqual([
    ['11', 50_000n, 1_250n, 125n, 48_625n, '20290312'],
    ['22', -50_000n, -1_250n, -125n, -48_625n, '20290313'],
  ]);
  expect(await moved(tid, 'capture-memo')).toEqual({
    'authorised-for-merchants': 50_000n,
    'authorised-with-acquirers': -50_000n,
  });
  expect(await moved(tid, 'capture-sale')).toEqual({
    ...{ 'acquirer-receivable': 49_000n, 'acquirer-cost': 1_000n },
    ...{ 'merchant-pending': -48_625n, 'fee-revenue': -1_250n, 'fee-vat': -125n },
  });
  expect(await moved(tid, 'cancel-fee-refunded')).toEqual({
    ...{ 'merchant-recoverable': 48_625n, 'fee-revenue': 1_250n, 'fee-vat': 125n },
    ...{ 'acquirer-refund-due': -49_000n, 'acquirer-cost': -1_000n },
  });
  expect(await left(tid)).toMatchObject({
    ...{ 'fee-revenue': 0n, 'fee-vat': 0n, 'acquirer-cost': 0n },
    ...{ 'authorised-for-merchants': 0n, 'authorised-with-acquirers': 0n },
  });
  expect(happened(await storyOf(gyeol, tid))).toEqual([
    ...['intended', 'approved', 'approve', 'captured', 'cancel-requested'],
    ...['cancelled', 'cancel-fee-refunded'],
  ]);
  await booksClose(gyeol);
});

test('a partial cancel of the same day, the rest on the next: rows 11, 21 and 22', async () => {
  const shop = await on('14');
  const tid = await sell(shop);
  await shop.cancel({ tid, amount: '20000' });
  expect(await rowsFor(tid)).toEqual([]);
  await (await on('15')).cancel({ tid });
  expect(await rowsFor(tid)).toEqual([
    ['11', 50_000n, 1_250n, 125n, 48_625n, '20290314'],
    ['21', -20_000n, -500n, -50n, -19_450n, '20290314'],
    ['22', -30_000n, -750n, -75n, -29_175n, '20290315'],
  ]);
  expect(await moved(tid, 'capture-memo')).toMatchObject({ 'authorised-for-merchants': 30_000n });
  expect(await moved(tid, 'capture-same-day-cancel')).toEqual({
    ...{ 'merchant-recoverable': 19_450n, 'fee-revenue': 500n, 'fee-vat': 50n },
    ...{ 'acquirer-refund-due': -19_600n, 'acquirer-cost': -400n },
  });
  await booksClose(gyeol);
});

test('two partial cancels of later days: rows 11, 22 and 22, captured once', async () => {
  const tid = await sell(await on('16'));
  await (await on('18')).cancel({ tid, amount: '20000' });
  await (await on('19')).cancel({ tid, amount: '30000' });
  expect(await rowsFor(tid)).toEqual([
    ['11', 50_000n, 1_250n, 125n, 48_625n, '20290316'],
    ['22', -20_000n, -500n, -50n, -19_450n, '20290318'],
    ['22', -30_000n, -750n, -75n, -29_175n, '20290319'],
  ]);
  await booksClose(gyeol);
});

test('a contract that keeps its fees: row 22 without fee, journal 8', async () => {
  const { keys } = await newMerchant(gyeol.url, { terms: { feeOnCancel: 'kept' } });
  const tid = await sell(await on('20', '10:00:00', keys));
  await (await on('21', '10:00:00', keys)).cancel({ tid });
  expect(await rowsFor(tid)).toEqual([
    ['11', 50_000n, 1_250n, 125n, 48_625n, '20290320'],
    ['22', -50_000n, 0n, 0n, -50_000n, '20290321'],
  ]);
  expect(await moved(tid, 'cancel-fee-kept')).toEqual({
    ...{ 'merchant-recoverable': 50_000n },
    ...{ 'acquirer-refund-due': -49_000n, 'acquirer-cost': -1_000n },
  });
  expect(await left(tid)).toMatchObject({ 'fee-revenue': -1_250n, 'fee-vat': -125n });
  await booksClose(gyeol);
});

test('the last second of the day is the same day, and nothing left is never captured', async () => {
  const tid = await sell(await on('22', '23:59:50'));
  const rest = await sell(await on('22', '23:59:51'));
  await (await on('22', '23:59:52')).cancel({ tid });
  const tomorrow = await on('23', '00:00:00');
  expect((await tomorrow.cancel({ tid })).cancel_code).toBe('E020');
  // Written so that both can be looked up, but named by no journal.
  expect((await rowsFor(tid)).map(([kind, gross]) => [kind, gross])).toEqual([
    ['11', 50_000n],
    ['21', -50_000n],
  ]);
  expect(await moved(tid, 'capture-sale')).toEqual({});
  await tomorrow.cancel({ tid: rest, amount: '1' });
  expect((await rowsFor(rest)).map(([kind]) => kind)).toEqual(['11', '22']);
  await booksClose(gyeol);
});

test('asked before midnight and answered after it, a cancel belongs to the day it was asked', async () => {
  const shop = await on('24', '23:59:55');
  const tid = await sell(shop);
  await orderFault(gyeol.url, { at: 'rail.cancel', effect: 'answer-late', match: { tid } });
  const asked = shop.cancel({ tid, amount: '20000' });
  await eventually(async () => expect((await storyOf(gyeol, tid)).reserved).toBe(20_000));
  const tomorrow = await on('25', '00:00:05');
  const answer = await asked;
  expect(answer.cancel_code).toBe('0000');
  expect(answer.cancel_date).toMatch(/^20290325/);
  await tomorrow.cancel({ tid });
  expect(await rowsFor(tid)).toEqual([
    ['11', 50_000n, 1_250n, 125n, 48_625n, '20290324'],
    ['21', -20_000n, -500n, -50n, -19_450n, '20290324'],
    ['22', -30_000n, -750n, -75n, -29_175n, '20290325'],
  ]);
  await booksClose(gyeol);
});

test('observed fees come out to the won: floor on the fee, then VAT half-up', async () => {
  const observed = [
    ['2100', 'excluding-vat', '64601', 1_356n, 136n],
    ['2310', 'including-vat', '64601', 1_356n, 136n],
    ['2050', 'excluding-vat', '99800', 2_045n, 205n],
    ['2255', 'including-vat', '99800', 2_045n, 205n],
  ] as const;
  await on('26');
  const sold = await Promise.all(
    observed.map(async ([rate, feeBasis, amount]) => {
      const terms = { feeRate: Number(rate), feeBasis };
      const { keys } = await newMerchant(gyeol.url, { terms });
      return { keys, tid: await sell(await openShop(gyeol.url, keys), amount) };
    }),
  );
  await on('27');
  for (const [n, { keys, tid }] of sold.entries()) {
    await (await openShop(gyeol.url, keys)).cancel({ tid });
    const [, , , fee, vat] = observed[n] ?? [];
    expect((await rowsFor(tid)).map((row) => [row[2], row[3]])).toEqual([
      [fee, vat],
      [-(fee ?? 0n), -(vat ?? 0n)],
    ]);
  }
  await booksClose(gyeol);
});
