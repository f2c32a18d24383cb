// Story: a statement says more or less than the books; an operator finds out and says so, once.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { openPayple } from '../../harness/payple.ts';
import { moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey } from '../../harness/shop.ts';
import { goodAccount, openWindow, toldBy, windowForm } from '../../harness/window.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(async () => {
  await booksClose(gyeol);
  await gyeol.stop();
});

const at = (time: string) => moveClock(gyeol.url, { to: `${time}+09:00` });
const told = (path: string, body: unknown) =>
  call(gyeol.url, { method: 'POST', path, body, key: operatorKey });

interface Found {
  readonly matched: number;
  readonly breaks: readonly {
    readonly id: string;
    readonly kind: string;
    readonly difference: number;
  }[];
}

async function statement(date: string): Promise<string> {
  const path = `/sandbox/bank/statement?date=${date}`;
  return String((await call(gyeol.url, { path, key: operatorKey })).body.csv).trim();
}

const header = 'account,date,direction,amount,reference,bank_reference';

async function imported(date: string, lines: readonly string[]): Promise<Found> {
  const csv = [header, ...lines].join('\n');
  const body = { kind: 'bank', account: 'settlement', date, csv };
  const made = await told('/v1/reconciliations', body);
  expect(made.status).toBe(201);
  return made.body as unknown as Found;
}

const asked = (path: string) => call(gyeol.url, { path, key: operatorKey });

/** An id that nothing has. */
const unknownOf = (id: string) => `${id.slice(0, -4)}ffff`;

const linesOf = (csv: string) => csv.split('\n').slice(1);

function resolve(id: string | undefined, step: string, against?: string) {
  const body = { step, reason: '은행에 확인함', ...(against === undefined ? {} : { against }) };
  return told(`/v1/reconciliations/breaks/${id}/resolve`, body);
}

/** Won, debit less credit, of these accounts. */
async function balances(...accounts: string[]): Promise<bigint[]> {
  const sql = `select account, sum(case side when 'debit' then amount else -amount end)::bigint
    as won from posting where account = any($1) group by 1`;
  const found = await rowsOf(gyeol, sql, [accounts]);
  return accounts.map((name) => (found.find((row) => row.account === name)?.won ?? 0n) as bigint);
}

/** Each story has a Thursday of its own; its pay-in is on the Tuesday after. */
const weeks = [
  ['2028-01-06', '2028-01-11', '2028-01-12'],
  ['2028-02-03', '2028-02-08', '2028-02-09'],
  ['2028-02-17', '2028-02-22', '2028-02-23'],
  ['2028-03-09', '2028-03-14', '2028-03-15'],
  ['2028-04-06', '2028-04-11', '2028-04-12'],
  ['2028-04-20', '2028-04-25', '2028-04-26'],
] as const;
let week = -1;
let paidIn = '';
let after = '';
let line = '';

async function sold(): Promise<void> {
  const [day = '', payIn, next] = weeks[week] ?? [];
  await at(`${day}T10:00:00`);
  const seller = await newMerchant(gyeol.url);
  await (await openShop(gyeol.url, seller.keys)).keyin({ AMOUNT: '50000' });
  paidIn = payIn ?? '';
  after = next ?? '';
  await at(`${paidIn}T12:00:00`);
  line = linesOf(await statement(paidIn))[0] ?? '';
  expect(line).toBe(`settlement,${paidIn},in,49000,pay-in/CCLG/${paidIn},pay-in/CCLG/${paidIn}`);
}

beforeEach(() => {
  week += 1;
});

test('a pay-in that is short is missing until the rest comes', async () => {
  await sold();
  const short = await imported(paidIn, [line.replace('49000', '48900')]);
  expect(short.breaks).toMatchObject([{ kind: 'amount', difference: -100 }]);
  expect(await balances('acquirer-receivable', 'reconciliation-shortfall')).toEqual([0n, 100n]);
  const rest = await imported(after, [`settlement,${after},in,100,,B-1`]);
  expect(rest.breaks).toMatchObject([{ kind: 'extra', difference: 100 }]);
  expect(await balances('reconciliation-surplus')).toEqual([-100n]);
  const [missing, surplus] = [short.breaks[0]?.id ?? '', rest.breaks[0]?.id ?? ''];
  expect((await resolve(surplus, 'written-off')).body).toMatchObject({ field: 'step' });
  expect((await resolve(surplus, 'matched', 'S-1')).body).toMatchObject({ field: 'against' });
  const done = await resolve(surplus, 'matched', missing);
  expect(done).toMatchObject({ status: 200, body: { step: 'matched', amount: 100 } });
  expect((await resolve(surplus, 'matched', missing)).body).toEqual(done.body);
  expect((await resolve(missing, 'written-off')).body).toMatchObject({ field: 'step' });
  expect(await balances('reconciliation-shortfall', 'reconciliation-surplus')).toEqual([0n, 0n]);
  await booksClose(gyeol);
});

test('what will not come is written off, and what the bank took is its charge', async () => {
  await sold();
  const { breaks } = await imported(paidIn, [
    line.replace('49000', '48000'),
    `settlement,${paidIn},out,500,,charge of February`,
  ]);
  const [short, charge] = breaks.map(({ id }) => id);
  expect(breaks.map(({ kind }) => kind)).toEqual(['amount', 'extra']);
  expect((await resolve(short, 'written-off')).status).toBe(200);
  expect((await resolve(charge, 'charged')).status).toBe(200);
  expect(await balances('losses', 'bank-cost', 'reconciliation-shortfall')).toEqual([
    ...[1_000n, 500n, 0n],
  ]);
  // How each was resolved stands beside it; the list of files only counts them.
  const file = short?.slice(0, 36) ?? '';
  const told = await asked(`/v1/reconciliations/${file}/breaks`);
  expect(told.body).toMatchObject({
    data: [
      {
        id: short,
        kind: 'amount',
        resolution: { step: 'written-off', reason: '은행에 확인함', amount: 1_000 },
      },
      { id: charge, kind: 'extra', resolution: { step: 'charged', amount: 500 } },
    ],
    nextCursor: null,
  });
  const [head] = (await asked('/v1/reconciliations')).body.data as readonly unknown[];
  expect(head).toMatchObject({ id: file, matched: 0, counts: { amount: 1, extra: 1 } });
  expect(head).not.toHaveProperty('breaks');
  const forged = await asked(`/v1/reconciliations/${file}/breaks?cursor=1`);
  expect(forged).toMatchObject({ status: 400, body: { field: 'cursor' } });
  expect((await asked(`/v1/reconciliations/${unknownOf(file)}/breaks`)).status).toBe(404);
  await booksClose(gyeol);
});

test('two lines under one number of the bank: the second is told, and not posted', async () => {
  await sold();
  const lines = [700, 800].map((won) => `settlement,${paidIn},in,${won},,B-7`);
  const before = await balances('bank');
  const { breaks } = await imported(paidIn, lines);
  expect(breaks.map(({ kind }) => kind).sort()).toEqual(['duplicate', 'extra', 'missing']);
  const [twice] = breaks.filter(({ kind }) => kind === 'duplicate');
  expect(twice).toMatchObject({ difference: 800, english: expect.stringContaining('bank number') });
  expect(await balances('bank')).toEqual([(before[0] ?? 0n) + 700n]);
  expect((await resolve(twice?.id, 'returned')).body).toMatchObject({ field: 'step' });
  expect((await resolve(twice?.id, 'noted')).status).toBe(200);
  const own = await imported(paidIn, [line, (lines[1] ?? '').replace('B-7', 'B-8')]);
  expect(own).toMatchObject({ matched: 1, breaks: [{ kind: 'extra', difference: 800 }] });
  expect(await balances('bank')).toEqual([(before[0] ?? 0n) + 50_500n]);
  // Both were one fee that the bank gave back in two parts, and takes again.
  const [first] = breaks.filter(({ kind }) => kind === 'extra');
  const out = await imported(
    after,
    [700, 800].map((won) => `settlement,${after},out,${won},,C-${won}`),
  );
  for (const [index, surplus] of [first, own.breaks[0]].entries()) {
    const taken = out.breaks.find(({ difference }) => difference === (index === 0 ? 700 : 800));
    expect((await resolve(surplus?.id, 'matched', taken?.id)).status).toBe(200);
  }
  expect(await balances('reconciliation-surplus', 'reconciliation-shortfall')).toEqual([0n, 0n]);
  await booksClose(gyeol);
});

test('money that nobody expected goes back, and is seen to go', async () => {
  await sold();
  const { breaks } = await imported(paidIn, [line, `settlement,${paidIn},in,700,,B-9`]);
  const id = breaks[0]?.id ?? '';
  expect(breaks.map(({ kind }) => kind)).toEqual(['extra']);
  expect((await resolve(id, 'returned')).status).toBe(200);
  expect(await balances('reconciliation-surplus')).toEqual([0n]);
  const out = linesOf(await statement(paidIn)).filter((each) => each.includes(',out,'));
  expect(out).toHaveLength(1);
  // It went the day after, and the bank says so with a file of that day.
  const late = await imported(after, [(out[0] ?? '').replace(paidIn, after)]);
  expect(late.breaks.map(({ kind }) => kind)).toEqual(['late']);
  expect((await resolve(late.breaks[0]?.id, 'noted')).status).toBe(200);
  await booksClose(gyeol);
});

test('a pay-in under another name, and one in two parts', async () => {
  await sold();
  const [account, date, direction, amount] = line.split(',');
  const { breaks } = await imported(paidIn, [`${account},${date},${direction},${amount},LG,B-7`]);
  expect(breaks.map(({ kind }) => kind)).toEqual(['probable']);
  expect((await balances('acquirer-receivable', 'reconciliation-surplus'))[1]).toBe(-49_000n);
  expect((await resolve(breaks[0]?.id, 'matched')).status).toBe(200);
  expect(await balances('acquirer-receivable', 'reconciliation-surplus')).toEqual([0n, 0n]);
  await booksClose(gyeol);
  week += 1;
  await sold();
  const half = (won: string, number: string) =>
    line.replace('49000', won).replace(/[^,]*$/, number);
  const split = await imported(paidIn, [half('20000', 'B-1'), half('29000', 'B-2')]);
  expect(split.breaks.map(({ kind }) => kind)).toEqual(['split']);
  const still = ['acquirer-receivable', 'reconciliation-surplus', 'reconciliation-shortfall'];
  expect(await balances(...still)).toEqual([0n, 0n, 0n]);
  await booksClose(gyeol);
});

test('a debt that will not be paid is given up, and no later payout takes it', async () => {
  // Given back whole before the payout, under a contract that keeps its fee.
  await at('2028-05-04T10:00:00');
  const seller = await newMerchant(gyeol.url, { terms: { feeOnCancel: 'kept' } });
  const { TID = '' } = await (await openShop(gyeol.url, seller.keys)).keyin({ AMOUNT: '50000' });
  await at('2028-05-08T10:00:00');
  await (await openShop(gyeol.url, seller.keys)).cancel({ tid: TID });
  await at('2028-05-18T10:00:00');
  expect(await balances('merchant-recoverable')).toEqual([1_375n]);
  const path = `/v1/contracts/${seller.contract}/write-offs`;
  expect(await told(path, { reason: '폐업' })).toMatchObject({
    status: 200,
    body: { amount: 1_375 },
  });
  expect(await told(path, { reason: '폐업' })).toMatchObject({ status: 200, body: { amount: 0 } });
  expect((await told(`/v1/contracts/${paidIn}/write-offs`, { reason: '폐업' })).status).toBe(404);
  expect(await balances('merchant-recoverable')).toEqual([0n]);
  await booksClose(gyeol);
});

test('transfers of buyers stand on the statement of their day, which is whole when it is over', async () => {
  await at('2028-05-25T10:00:00');
  const form = windowForm('PAY', { PCD_PAY_TYPE: 'transfer', PCD_CARD_VER: undefined });
  const paid = toldBy(await (await openWindow(gyeol.url, form)).pay(goodAccount));
  const soFar = linesOf(await statement('2028-05-25'));
  expect(soFar).toEqual([]);
  expect(await imported('2028-05-25', soFar)).toMatchObject({ matched: 0, breaks: [] });
  // What is given back on the same day never came.
  const given = await openPayple(gyeol.url).cancel(paid, { PCD_REFUND_TOTAL: '10000' });
  expect(given).toMatchObject({ PCD_PAY_RST: 'success' });
  await at('2028-05-26T01:00:00');
  const lines = linesOf(await statement('2028-05-25'));
  expect(lines).toEqual([expect.stringContaining(',in,40000,')]);
  expect(await imported('2028-05-25', lines)).toMatchObject({ matched: 1, breaks: [] });
  expect(await balances('bank-clearing')).toEqual([0n]);
  await booksClose(gyeol);
});

test.each([
  ['is seen, taken back and paid in again', ['2028-06-12', '2028-06-13', '2028-06-14'], true],
  ['is taken back before its statement is read', ['2028-07-10', '2028-07-11', '2028-07-12'], false],
] as const)('a deposit of a buyer that %s', async (_, days, isReadFirst) => {
  await at(`${days[0]}T10:00:00`);
  const { key, contract } = await newMerchant(gyeol.url);
  const post = async (path: string, body: unknown) =>
    (await call(gyeol.url, { method: 'POST', path, body, key })).body;
  const wanted = { contract, orderNumber: 'VA-1', amount: 10_000, buyerName: '홍길동' };
  const account = await post('/v1/virtual-accounts', wanted);
  const before = await balances('bank-clearing', 'transfers-in-transit');
  const paid = { accountNo: account.number, amount: 10_000, depositor: '홍길동' };
  const first = await post('/sandbox/deposits', paid);
  const moved = (...expected: bigint[]) =>
    eventually(async () => {
      const now = await balances('bank-clearing', 'transfers-in-transit');
      expect(now.map((won, index) => won - (before[index] ?? 0n))).toEqual(expected);
    });
  await moved(10_000n, 0n);
  const seen = async (date: string) => imported(date, linesOf(await statement(date)));
  if (isReadFirst) expect(await seen(days[0])).toMatchObject({ matched: 1, breaks: [] });
  await at(`${days[1]}T10:00:00`);
  await post(`/sandbox/deposits/${first.id}/reverse`, {});
  await moved(isReadFirst ? 0n : 10_000n, -10_000n);
  if (!isReadFirst) expect(await seen(days[0])).toMatchObject({ matched: 1, breaks: [] });
  await moved(0n, -10_000n);
  await booksClose(gyeol);
  expect(await seen(days[1])).toMatchObject({ matched: 1, breaks: [] });
  await at(`${days[2]}T10:00:00`);
  await post('/sandbox/deposits', paid);
  await moved(10_000n, 0n);
  expect(await seen(days[2])).toMatchObject({ matched: 1, breaks: [] });
  await moved(0n, 0n);
  await booksClose(gyeol);
});

test('breaks of a file are read page by page', async () => {
  const lines = Array.from(
    { length: 502 },
    (_, n) => `settlement,${paidIn},in,${n + 1},,PAGE-${n}`,
  );
  const { breaks } = await imported(paidIn, lines);
  const file = breaks[0]?.id.slice(0, 36) ?? '';
  const found: unknown[] = [];
  const sizes: number[] = [];
  for (let cursor: unknown = ''; cursor !== null; ) {
    const from = cursor === '' ? '' : `?cursor=${cursor}`;
    const { body } = await asked(`/v1/reconciliations/${file}/breaks${from}`);
    const page = body.data as readonly { readonly id: string }[];
    sizes.push(page.length);
    found.push(...page.map(({ id }) => id));
    cursor = body.nextCursor;
  }
  expect(sizes.slice(0, -1)).toEqual(sizes.slice(0, -1).map(() => 500));
  expect(new Set(found).size).toBe(found.length);
  expect(found.length).toBeGreaterThanOrEqual(502);
  await booksClose(gyeol);
});
