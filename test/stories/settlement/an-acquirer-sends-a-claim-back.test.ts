// Story: an acquirer rejects a capture; the shop is told, and nobody is paid for it.
import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockStatements } from '../../../storage/statement.ts';
import { booksClose, happened, rowsOf, type Story } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
let one: MadeMerchant;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

const at = (time: string) => moveClock(gyeol.url, { to: `${time}+09:00` });
const asked = (path: string) => call(gyeol.url, { path, key: operatorKey });

async function sold(day: string, terms = {}): Promise<string> {
  await at(`${day}T10:00:00`);
  one = await newMerchant(gyeol.url, { terms });
  return soldToo();
}

async function soldToo(): Promise<string> {
  return (await (await openShop(gyeol.url, one.keys)).keyin({ AMOUNT: '50000' })).TID ?? '';
}

async function acquirerFile(date: string): Promise<string> {
  return String((await asked(`/sandbox/acquirers/file?acquirer=CCLG&date=${date}`)).body.csv);
}

async function imported(date: string, csv: string, kind = 'acquirer') {
  const account = kind === 'bank' ? 'settlement' : 'CCLG';
  const body = { kind, account, date, csv };
  const path = '/v1/reconciliations';
  const made = await call(gyeol.url, { method: 'POST', path, body, key: operatorKey });
  expect(made.status).toBe(201);
  return made.body as { readonly breaks: readonly { readonly kind: string }[] };
}

/** Status, gross, net, day and payout of each row. */
async function rowsFor(tid: string): Promise<unknown[][]> {
  const sql = `select kind, gross, net, to_char(date, 'MMDD') as day,
    to_char(payout_date, 'MMDD') as paid from settlement_row where tid = $1 order by sequence`;
  return (await rowsOf(gyeol, sql, [tid])).map((row) => Object.values(row));
}

async function storyOf(tid: string): Promise<Story> {
  const path = `/v1/payments/${tid}`;
  return (await call(gyeol.url, { path, key: one.key })).body as unknown as Story;
}

/** Won of every account of the merchant that is not at zero. */
async function left(): Promise<unknown[]> {
  const sql = `select account, sum(case side when 'debit' then amount else -amount end)::bigint
    as won from posting where merchant_id = $1 group by 1
    having sum(case side when 'debit' then amount else -amount end) <> 0 order by 1`;
  return (await rowsOf(gyeol, sql, [one.id])).map((row) => [row.account, row.won]);
}

test('before its payout is fixed: nothing is left of it', async () => {
  const tid = await sold('2028-03-09');
  await at('2028-03-13T09:00:00');
  const file = await acquirerFile('2028-03-14');
  expect(await imported('2028-03-14', file.replace(',sale,', ',rejected,'))).toMatchObject({
    ...{ matched: 1, breaks: [] },
  });
  const story = await storyOf(tid);
  expect(story).toMatchObject({ status: 'cancelled', cancelled: 50_000 });
  expect(happened(story)).toContain('capture-rejected');
  // The same file again, and another one that says it again.
  await imported('2028-03-14', file.replace(',sale,', ',rejected,'));
  await imported('2028-03-15', file.replace(',sale,', ',rejected,'));
  await at('2028-03-20T10:00:01');
  expect(await rowsFor(tid)).toEqual([
    ['11', 50_000n, 48_625n, '0309', '0320'],
    ['22', -50_000n, -48_625n, '0313', '0320'],
  ]);
  const statement = String((await asked('/sandbox/bank/statement?date=2028-03-14')).body.csv);
  expect(statement.trim().split('\n')).toHaveLength(1);
  expect(await left()).toEqual([]);
  await booksClose(gyeol);
});

test('after its payout: taken from a later one, like any later cancel', async () => {
  const tid = await sold('2028-04-06', { payoutDays: 1, afterPayout: 'deposit' });
  await at('2028-04-10T12:00:00');
  const file = await acquirerFile('2028-04-11');
  await imported('2028-04-11', file.replace(',sale,', ',rejected,'));
  await at('2028-04-10T12:00:01');
  expect(await rowsFor(tid)).toEqual([
    ['11', 50_000n, 48_625n, '0406', '0410'],
    ['22', -50_000n, -48_625n, '0410', '0413'],
  ]);
  await at('2028-04-14T00:00:00');
  expect(await left()).toEqual([
    ['merchant-recoverable', 48_625n],
    ['transfers-in-transit', -48_625n],
  ]);
  await booksClose(gyeol);
});

test('a sale that was given back in part, or paid in already, is a break for an operator', async () => {
  const tid = await sold('2028-05-11');
  await at('2028-05-12T10:00:00');
  const file = await acquirerFile('2028-05-16');
  await (await openShop(gyeol.url, one.keys)).cancel({ tid, amount: '1000' });
  const early = await imported('2028-05-16', file.replace(',sale,', ',rejected,'));
  expect(early.breaks).toMatchObject([{ kind: 'sent-back', ours: [{}], korean: /반송/ }]);
  const paidIn = await sold('2028-06-08');
  await at('2028-06-13T09:00:00');
  const late = await acquirerFile('2028-06-13');
  const statement = String((await asked('/sandbox/bank/statement?date=2028-06-13')).body.csv);
  expect(await imported('2028-06-13', statement, 'bank')).toMatchObject({ matched: 1 });
  const { breaks } = await imported('2028-06-13', late.replace(',sale,', ',rejected,'));
  expect(breaks).toMatchObject([{ kind: 'sent-back', ours: [{}], theirs: [{}] }]);
  expect(await storyOf(paidIn)).toMatchObject({ status: 'approved' });
  await booksClose(gyeol);
});

test('a fee that changes afterwards costs nothing for it, also where fees are kept', async () => {
  const tid = await sold('2028-07-06', { feeOnCancel: 'kept' });
  await at('2028-07-10T12:00:00');
  const file = await acquirerFile('2028-07-11');
  await imported('2028-07-11', file.replace(',sale,', ',rejected,'));
  const path = `/v1/contracts/${one.contract}/fee-changes`;
  const body = { feeRate: 1_150, from: '2028-07-01', reason: '우대수수료 선정' };
  const changed = await call(gyeol.url, { method: 'POST', path, body, key: operatorKey });
  expect(changed).toMatchObject({ status: 201, body: { sales: 1, adjustments: 0, net: 0 } });
  expect(await rowsFor(tid)).toHaveLength(2);
  await at('2028-08-01T12:00:00');
  expect(await left()).toEqual([]);
  await booksClose(gyeol);
});

const bankHeader = 'account,date,direction,amount,reference,bank_reference';
const paidIn = (date: string, amount: number) =>
  `settlement,${date},in,${amount},pay-in/CCLG/${date},B-${date}`;

test('while a statement is on its way: what it pays in is what is left', async () => {
  const date = '2028-09-12';
  await sold('2028-09-07');
  await soldToo();
  await at(`${date}T09:00:00`);
  const file = await acquirerFile(date);
  const query = `kind=bank&account=settlement&date=${date}`;
  const request = http.request(`${gyeol.url}/v1/reconciliations?${query}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${operatorKey}`, 'content-type': 'text/csv' },
  });
  const answered = once(request, 'response') as Promise<[http.IncomingMessage]>;
  request.write(`${bankHeader}\n`);
  expect(await imported(date, file.replace(',sale,', ',rejected,'))).toMatchObject({ matched: 2 });
  request.end(paidIn(date, 49_000));
  const [response] = await answered;
  expect(JSON.parse(await text(response))).toMatchObject({ matched: 1, breaks: [] });
  await booksClose(gyeol);
});

/** Nothing is posted meanwhile; `waits` says when so many wait for that. */
async function held(steps: (waits: (count: number) => Promise<void>) => Promise<void>) {
  const holder = new pg.Client({ connectionString: gyeol.databaseUrl });
  await holder.connect();
  try {
    await holder.query('begin');
    await lockStatements(holder);
    const waiting = "select from pg_locks where locktype = 'advisory' and not granted";
    await steps((count) =>
      eventually(async () => expect((await holder.query(waiting)).rowCount).toBe(count)),
    );
  } finally {
    await holder.end();
  }
}

test('a cancel or the pay-in came first: a break, also where it was believed before', async () => {
  const date = '2028-09-19';
  const paid = await sold('2028-09-14');
  const tid = await soldToo();
  await at(`${date}T09:00:00`);
  const file = await acquirerFile(date);
  const sentBack = (slip: string) =>
    imported(date, file.replace(new RegExp(`,sale,${slip}/`), `,rejected,${slip}/`));
  const unbooked = { matched: 1, breaks: [{ kind: 'sent-back', ours: [{}], theirs: [{}] }] };
  const found: Promise<unknown>[] = [];
  await held(async (waits) => {
    found.push(sentBack(tid));
    await waits(1);
    expect(
      await (await openShop(gyeol.url, one.keys)).cancel({ tid, amount: '1000' }),
    ).toMatchObject({ RESULTCODE: '0000' });
  });
  await held(async (waits) => {
    await Promise.all(found);
    found.push(imported(date, `${bankHeader}\n${paidIn(date, 98_000)}`, 'bank'));
    await waits(1);
    found.push(sentBack(paid));
    await waits(2);
  });
  const pay = { matched: 1, breaks: [] };
  expect(await Promise.all(found)).toMatchObject([unbooked, pay, unbooked]);
  // The same file again answers what was found.
  expect(await sentBack(tid)).toMatchObject(unbooked);
  await booksClose(gyeol);
});

test('whoever waits for a statement keeps no other work of settlement waiting', async () => {
  const sweep = { path: '/v1/ledger/sweeps', body: { reason: '9월 수수료' } };
  const changes = { path: `/v1/contracts/${one.contract}/fee-changes` };
  const body = { feeRate: 1_150, from: '2028-09-01', reason: '우대수수료 선정' };
  const post = (ask: object) =>
    call(gyeol.url, { method: 'POST', path: '', key: operatorKey, ...ask });
  const sweeps: ReturnType<typeof post>[] = [];
  await held(async (waits) => {
    sweeps.push(post(sweep), post(sweep));
    await waits(2);
    expect(await post({ ...changes, body })).toMatchObject({ status: 201 });
  });
  for (const { status } of await Promise.all(sweeps)) expect(status).toBe(201);
  await booksClose(gyeol);
});
