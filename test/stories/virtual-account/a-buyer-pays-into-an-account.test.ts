// Story: a buyer pays into an account of his own; the bank's word decides about everything.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose, rowsOf, type Story } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { openReceiver, type Receiver } from '../../harness/receiver.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop } from '../../harness/shop.ts';

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

let seller: MadeMerchant;
let orders = 0;

/** Mondays without holidays around them, one for each story: the clock only moves on. */
const mondays = ['03-06', '03-20', '04-17', '05-15', '06-12', '06-26', '07-10', '07-24', '08-21'];
let week = -1;

async function at(day: number, time: string): Promise<void> {
  const monday = Date.parse(`2028-${mondays[week]}T00:00:00Z`);
  const date = new Date(monday + day * 86_400_000).toISOString().slice(0, 10);
  await moveClock(gyeol.url, { to: `${date}T${time}+09:00` });
}

async function begin(terms: Body = {}): Promise<void> {
  week += 1;
  await at(0, '10:00:00');
  seller = await newMerchant(gyeol.url, { terms });
}

async function post(path: string, body: Body = {}, headers: Record<string, string> = {}) {
  return call(gyeol.url, { method: 'POST', path, body, key: seller.key, headers });
}

async function issue(body: Body = {}): Promise<Body> {
  orders += 1;
  const orderNumber = `VA-${orders}`;
  const wanted = { contract: seller.contract, orderNumber, amount: 10_000, buyerName: '홍길동' };
  return (await post('/v1/virtual-accounts', { ...wanted, ...body })).body;
}

async function deposit(account: Body, body: Body = {}): Promise<Body> {
  const wanted = { accountNo: account.number, amount: account.amount, depositor: '홍길동' };
  return (await post('/sandbox/deposits', { ...wanted, ...body })).body;
}

async function story(account: Body): Promise<Story & Body> {
  const path = `/v1/payments/${account.tid}`;
  return (await call(gyeol.url, { path, key: seller.key })).body as unknown as Story & Body;
}

async function shown(account: Body): Promise<Body> {
  return (await call(gyeol.url, { path: `/v1/virtual-accounts/${account.id}`, key: seller.key }))
    .body;
}

async function told(format: string): Promise<void> {
  const body = { contract: seller.contract, url: receiver.url, format };
  await post('/v1/notices/endpoints', body);
  receiver.letters.length = 0;
}

async function settlementRows(account: Body) {
  const sql = `select kind, net, fee, fee_vat, to_char(date, 'MMDD') as day,
      to_char(payout_date, 'MMDD') as paid
    from settlement_row where tid = $1 order by asked_at, sequence`;
  return rowsOf(gyeol, sql, [account.tid]);
}

describe('an exact deposit in time', () => {
  test('approves: fee of 300 won, settled after the days of account money, told in both forms', async () => {
    await begin();
    const account = await issue();
    expect(account).toMatchObject({
      ...{ state: 'issued', status: 'awaiting-deposit', amount: 10_000, depositor: '' },
      ...{ bank: { code: '088', name: '신한은행' }, expiresAt: '2028-03-14T00:00:00.000+09:00' },
      purpose: { kind: 'payment', payment: account.id },
    });
    expect(account.number).toMatch(/^\d{14}$/);
    expect(await story(account)).toMatchObject({ status: 'awaiting-deposit', approved: 0 });
    await told('dialect');

    await at(3, '15:00:00');
    expect(await deposit(account)).toMatchObject({ taken: true, account: 'paid' });
    expect(await story(account)).toMatchObject({ status: 'approved', approved: 10_000 });
    await eventually(() => expect(receiver.letters.length).toBe(1));
    expect(receiver.letters[0]?.body).toMatchObject({
      ...{ RESULTCODE: '0000', PAY_METHOD: 'VACCOUNT', AMOUNT: '10000', ACCEPT_NO: '' },
      ...{ TID: account.tid, ACCOUNTNO: account.number, RECEIVERNAME: account.holder },
      ...{ CARDNAME: '신한은행', DEPOSITENDDATE: '20280313235959', ACCEPT_DATE: '20280309150000' },
    });
    const shop = await openShop(gyeol.url, seller.keys);
    expect(await shop.paycert(String(account.tid))).toMatchObject({
      ...{ RESULTCODE: '0000', PAYMETHOD: 'VACCOUNT', ACCOUNTNO: account.number },
    });
    expect(await deposit(account)).toMatchObject({ taken: false, why: 'already-paid' });
    await at(4, '10:00:00');
    expect(await settlementRows(account)).toEqual([
      { kind: '11', net: 9_700n, fee: 273n, fee_vat: 27n, day: '0309', paid: '0314' },
    ]);
    await booksClose(gyeol);
  });
});
