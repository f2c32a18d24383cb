// Story: a bank takes a deposit back whose buyer was refunded: books follow it, and the shop owes it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { openReceiver, type Receiver } from '../../harness/receiver.ts';
import { answerInTime, type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
let receiver: Receiver;
beforeAll(async () => {
  gyeol = await openGateway();
  receiver = await openReceiver();
});
afterAll(async () => {
  await receiver.close();
  await gyeol.stop();
});

type Body = Readonly<Record<string, unknown>>;

/** Mondays without holidays around them, one for each story: the clock only moves on. */
const mondays = ['2028-03-06', '2028-03-13', '2028-03-20', '2028-03-27', '2028-04-03'];
let week = -1;
let seller: MadeMerchant;

function dayOf(day: number): string {
  const monday = Date.parse(`${mondays[week]}T00:00:00Z`);
  return new Date(monday + day * 86_400_000).toISOString().slice(0, 10);
}

const at = (day: number, time: string) =>
  moveClock(gyeol.url, { to: `${dayOf(day)}T${time}+09:00` });

const post = async (path: string, body: Body = {}): Promise<Body> =>
  (await call(gyeol.url, { method: 'POST', path, body, key: seller.key })).body;

const get = async (path: string): Promise<Body> =>
  (await call(gyeol.url, { path, key: seller.key })).body;

interface Paid {
  readonly account: Body;
  readonly deposit: unknown;
}

/** 10,000 won, on Monday at ten. */
async function paid(): Promise<Paid> {
  week += 1;
  await at(0, '10:00:00');
  seller = await newMerchant(gyeol.url);
  await post('/v1/notices/endpoints', {
    ...{ contract: seller.contract, url: receiver.url, format: 'standard' },
  });
  const order = { contract: seller.contract, orderNumber: `LOST-${week}`, buyerName: '홍길동' };
  const account = await post('/v1/virtual-accounts', { ...order, amount: 10_000 });
  const made = await payInto(account);
  receiver.letters.length = 0;
  return { account, deposit: made.id };
}

const payInto = (account: Body) =>
  post('/sandbox/deposits', { accountNo: account.number, amount: 10_000, depositor: '홍길동' });

const refundTo = { refundBank: '004', refundAccount: '99900400000001', refundHolder: '홍길동' };

const refund = (account: Body, body: Body = {}) =>
  post(`/v1/payments/${account.tid}/cancel`, { reason: '변심', ...refundTo, ...body });

const reverse = (deposit: unknown) => post(`/sandbox/deposits/${deposit}/reverse`);

const story = (account: Body) => get(`/v1/payments/${account.tid}`);

const shown = (account: Body) => get(`/v1/virtual-accounts/${account.id}`);

/** Of what happened to the payment since it was paid. */
const kindsTold = () => {
  const kinds = receiver.letters.map(({ body }) => String(body.type));
  return kinds.filter((kind) => /^payment\.(cancelled|deposit)/.test(kind)).toSorted();
};

async function left(): Promise<Body> {
  const sql = `select account, sum(case side when 'debit' then amount else -amount end)::bigint as won
    from posting where merchant_id = $1 group by 1
    having sum(case side when 'debit' then amount else -amount end) <> 0`;
  const found = await rowsOf(gyeol, sql, [seller.id]);
  return Object.fromEntries(found.map((row) => [row.account, row.won]));
}

async function rows(account: Body) {
  const sql = 'select kind, gross, net from settlement_row where tid = $1 order by sequence';
  return (await rowsOf(gyeol, sql, [account.tid])).map(({ kind, gross, net }) =>
    [kind, gross, net].join(' '),
  );
}

/** As the bank sends it, of a day of the story. */
async function imported(day: number): Promise<Body> {
  const date = dayOf(day);
  const { body } = await call(gyeol.url, {
    path: `/sandbox/bank/statement?date=${date}`,
    key: operatorKey,
  });
  const file = { kind: 'bank', account: 'settlement', date, csv: body.csv };
  const path = '/v1/reconciliations';
  return (await call(gyeol.url, { method: 'POST', path, body: file, key: operatorKey })).body;
}

test('after a refund of all: once more from the shop, told, seen on the statement, paid out', async () => {
  const { account, deposit } = await paid();
  await at(1, '10:00:00');
  expect(await imported(0)).toMatchObject({ matched: 1, breaks: [] });
  expect(await refund(account)).toMatchObject({ status: 'cancelled' });
  await at(2, '10:00:00');
  expect(await reverse(deposit)).toMatchObject({ status: 'cancelled' });
  expect(await rows(account)).toEqual([
    '11 10000 9700',
    '22 -10000 -10300',
    // What the bank took of the shop’s sale, and its fee.
    '22 -10000 -9700',
  ]);
  expect(await left()).toEqual({
    ...{ bank: 10_000n, 'transfers-in-transit': -20_000n, 'fee-revenue': -273n, 'fee-vat': -27n },
    ...{ 'merchant-pending': -9_700n, 'merchant-recoverable': 20_000n },
  });
  await eventually(() =>
    expect(kindsTold()).toEqual(['payment.cancelled', 'payment.deposit-lost']),
  );
  expect(await shown(account)).toMatchObject({ state: 'closed' });
  expect(await payInto(account)).toMatchObject({ taken: false, why: 'closed' });
  const metrics = await (await fetch(`${gyeol.url}/metrics`)).text();
  expect(metrics).toContain('gyeol_deposits_lost_total 1');

  await at(3, '10:00:00');
  expect(await imported(1)).toMatchObject({ matched: 1, breaks: [] });
  expect(await imported(2)).toMatchObject({ matched: 1, breaks: [] });
  expect(await left()).toMatchObject({ bank: -10_000n });
  await at(4, '10:00:00');
  // The debt of 10,300 is carried on, until payouts of other sales have netted it.
  expect(await left()).toEqual({
    ...{ bank: -10_000n, 'fee-revenue': -273n, 'fee-vat': -27n, 'merchant-recoverable': 10_300n },
  });
  await booksClose(gyeol);
});

test('after a refund of a part: what was left is cancelled, because the bank has taken it', async () => {
  const { account, deposit } = await paid();
  await refund(account, { amount: 4_000 });
  await at(0, '16:00:00');
  expect(await reverse(deposit)).toMatchObject({ status: 'cancelled' });
  expect(await story(account)).toMatchObject({ status: 'cancelled', cancelled: 10_000 });
  expect(await rows(account)).toEqual(['11 10000 9700', '21 -4000 -4300', '21 -10000 -9700']);
  const kinds = ['payment.cancelled', 'payment.cancelled', 'payment.deposit-lost'];
  await eventually(() => expect(kindsTold()).toEqual(kinds));
  const again = await refund(account, { amount: 6_000 });
  expect(again).toMatchObject({ status: 409 });
  await at(1, '10:00:00');
  // Came and went on one day: only the refund stands on its statement.
  expect(await imported(0)).toMatchObject({ matched: 1, breaks: [] });
  expect(await left()).toMatchObject({ bank: -4_000n });
  await booksClose(gyeol);
});

test('while a refund is under way: its end is waited for, done or refused', async () => {
  const { account, deposit } = await paid();
  await post('/sandbox/faults', { at: 'bank.transfer', effect: 'request-lost', times: 5 });
  await answerInTime(gyeol.url, refund(account));
  expect(await reverse(deposit)).toMatchObject({ status: 'approved' });
  await at(0, '10:30:00');
  expect(await story(account)).toMatchObject({ status: 'cancelled' });
  expect(await rows(account)).toHaveLength(3);

  const other = await paid();
  await post('/sandbox/faults', { at: 'bank.transfer', effect: 'decline' });
  await refund(other.account);
  expect(await reverse(other.deposit)).toMatchObject({ status: 'awaiting-deposit' });
  expect(await rows(other.account)).toHaveLength(2);
  await booksClose(gyeol);
});

test('T21: another deposit, before the account was closed, belongs to nobody and goes back', async () => {
  const { account, deposit } = await paid();
  await refund(account);
  await post('/sandbox/faults', { at: 'bank.deposit', effect: 'request-lost', times: 2 });
  expect(await reverse(deposit)).toMatchObject({ status: 'cancelled' });
  expect(await payInto(account)).toMatchObject({ taken: true, why: 'taken' });
  await at(1, '11:00:00');
  expect(await shown(account)).toMatchObject({ state: 'closed' });
  const sql = 'select amount from simulator.transfer where merchant = $1 and not bounced';
  expect(await rowsOf(gyeol, sql, [seller.id])).toEqual([{ amount: 10_000n }, { amount: 10_000n }]);
  expect(await left()).not.toHaveProperty('unmatched-deposits');
  expect(await rows(account)).toHaveLength(3);
  await booksClose(gyeol);
});
