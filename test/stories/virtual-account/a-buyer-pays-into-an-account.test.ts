// Story: a buyer pays into an account of his own; the bank's word decides about everything.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose, rowsOf, type Story } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { openReceiver, type Receiver } from '../../harness/receiver.ts';
import { answerInTime, type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
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
const mondays = [
  '03-06',
  '03-20',
  '04-17',
  '05-15',
  '06-12',
  '06-26',
  '07-10',
  '07-24',
  '08-21',
  '09-04',
  '09-18',
  '10-16',
  '11-06',
];
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

async function transfers() {
  const sql = `select amount, bounced, bank, account from simulator.transfer where merchant = $1 order by at`;
  return rowsOf(gyeol, sql, [seller.id]);
}

async function fault(at: string, effect: string, times = 1): Promise<void> {
  expect((await post('/sandbox/faults', { at, effect, times })).status).toBe(201);
}

const status = async (account: Body) => (await story(account)).status;

const kindsTold = () => receiver.letters.map(({ body }) => body.type).toSorted();

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

describe('what the bank does not take', () => {
  test('another amount; then, after the last second, nothing: expired, and told', async () => {
    await begin();
    const account = await issue({ lastDay: '2028-03-22' });
    await told('standard');
    expect(await deposit(account, { amount: 9_999 })).toMatchObject({ why: 'wrong-amount' });
    await at(2, '23:59:59');
    expect(await status(account)).toBe('awaiting-deposit');
    await at(3, '00:00:00');
    expect(await deposit(account)).toMatchObject({ taken: false, why: 'late' });
    expect(await status(account)).toBe('expired');
    expect(await shown(account)).toMatchObject({ state: 'closed' });
    await eventually(() => expect(kindsTold()).toEqual(['payment.expired']));
    // The order may be paid again, by another account.
    const { orderNumber } = (await story(account)) as Body;
    expect(await issue({ orderNumber })).toMatchObject({ status: 'awaiting-deposit' });
    expect(await settlementRows(account)).toEqual([]);
    await booksClose(gyeol);
  });

  test('anything after the shop gave it up, which is over when the bank says so', async () => {
    await begin();
    const account = await issue();
    await told('standard');
    await fault('bank.account', 'request-lost');
    const close = post(`/v1/virtual-accounts/${account.id}/close`);
    const asked = await answerInTime(gyeol.url, close);
    expect(asked).toMatchObject({ status: 200, body: { state: 'closing' } });
    expect(await status(account)).toBe('awaiting-deposit');
    await at(0, '10:05:00');
    expect(await status(account)).toBe('withdrawn');
    expect(await deposit(account)).toMatchObject({ taken: false, why: 'closed' });
    await eventually(() => expect(kindsTold()).toEqual(['payment.account-closed']));
    const again = await post(`/v1/virtual-accounts/${account.id}/close`);
    expect(again).toMatchObject({ status: 200, body: { state: 'closed' } });
    await booksClose(gyeol);
  });

  test('given up while a deposit was on its way: the bank says which came first', async () => {
    await begin();
    const account = await issue();
    await fault('bank.deposit', 'request-lost');
    expect(await deposit(account)).toMatchObject({ taken: true, account: 'issued' });
    const asked = await post(`/v1/virtual-accounts/${account.id}/close`);
    expect(asked.body).toMatchObject({ state: 'paid' });
    expect(await status(account)).toBe('approved');
    expect((await post(`/v1/virtual-accounts/${account.id}/close`)).status).toBe(409);
    await booksClose(gyeol);
  });

  test('T16: a message that comes twice is one deposit', async () => {
    await begin();
    const account = await issue();
    const [first, second] = [
      await deposit(account, { messageId: 'M-1' }),
      await deposit(account, { messageId: 'M-1' }),
    ];
    expect(second).toEqual(first);
    expect((await shown(account)).deposits).toHaveLength(1);
    expect(await deposit(account, { messageId: 'M-2' })).toMatchObject({ why: 'already-paid' });
    await booksClose(gyeol);
  });

  test('T21: five deposits at once: one approves', async () => {
    await begin();
    const account = await issue();
    const tried = await Promise.all(Array.from({ length: 5 }, () => deposit(account)));
    expect(tried.filter(({ taken }) => taken === true)).toHaveLength(1);
    await eventually(async () => expect(await status(account)).toBe('approved'));
    expect(await settlementRows(account)).toHaveLength(1);
    await booksClose(gyeol);
  });
});

describe('what the bank takes although it should not', () => {
  test('T21: wrong, second and late money stands in the books at once and goes back', async () => {
    await begin();
    const account = await issue({ lastDay: '2028-07-25' });
    const keeps = { bankTakes: true, senderBank: '020', senderAccount: '777' };
    expect(await deposit(account, { ...keeps, amount: 9_000 })).toMatchObject({
      ...{ taken: false, kept: true, why: 'wrong-amount', account: 'issued' },
    });
    await deposit(account);
    expect(await deposit(account, keeps)).toMatchObject({ kept: true, why: 'already-paid' });
    await at(2, '09:00:00');
    expect(await deposit(account, { ...keeps, amount: 8_000 })).toMatchObject({ kept: true });
    await at(2, '10:00:00');
    expect(await transfers()).toEqual([
      { amount: 9_000n, bounced: false, bank: '020', account: '777' },
      { amount: 10_000n, bounced: false, bank: '020', account: '777' },
      { amount: 8_000n, bounced: false, bank: '020', account: '777' },
    ]);
    expect(await status(account)).toBe('approved');
    await booksClose(gyeol);
  });

  test('the way back bounces: ordered again the next day, and paid once', async () => {
    await begin();
    const account = await issue();
    await fault('bank.transfer', 'decline');
    await deposit(account, { bankTakes: true, amount: 1 });
    await at(2, '10:00:00');
    expect((await transfers()).map(({ bounced }) => bounced)).toEqual([true, false]);
    await booksClose(gyeol);
  });
});

describe('what is taken back', () => {
  test('a deposit that the bank reverses: not paid any more, and paid by another one', async () => {
    await begin();
    const account = await issue();
    await told('standard');
    const made = await deposit(account);
    await at(1, '10:00:00');
    expect((await post(`/sandbox/deposits/${made.id}/reverse`)).body).toMatchObject({
      status: 'awaiting-deposit',
    });
    expect(await shown(account)).toMatchObject({ state: 'reversed' });
    const again = await deposit(account);
    expect(again).toMatchObject({ taken: true });
    expect(await status(account)).toBe('approved');
    const kinds = ['payment.approved', 'payment.approved', 'payment.deposit-reversed'];
    await eventually(() => expect(kindsTold()).toEqual(kinds));
    await at(4, '10:00:00');
    expect(await settlementRows(account)).toMatchObject([
      { kind: '11', net: 9_700n, fee: 273n, day: '0821', paid: '0824' },
      { kind: '22', net: -9_700n, fee: -273n, day: '0822', paid: '0824' },
      { kind: '11', net: 9_700n, fee: 273n, day: '0822', paid: '0825' },
    ]);
    expect((await post(`/sandbox/deposits/${made.id}/reverse`)).status).toBe(409);
    await booksClose(gyeol);
  });

  test('after the shop gave the account up: nothing comes any more, and it is over', async () => {
    await begin();
    const account = await issue();
    await fault('bank.deposit', 'request-lost');
    const made = await deposit(account);
    expect((await post(`/v1/virtual-accounts/${account.id}/close`)).body.state).toBe('paid');
    await told('standard');
    expect((await post(`/sandbox/deposits/${made.id}/reverse`)).body.status).toBe('withdrawn');
    expect(await shown(account)).toMatchObject({ state: 'closed' });
    expect(await deposit(account)).toMatchObject({ taken: false, why: 'closed' });
    const kinds = ['payment.account-closed', 'payment.deposit-reversed'];
    await eventually(() => expect(kindsTold()).toEqual(kinds));
    await booksClose(gyeol);
  });
});
