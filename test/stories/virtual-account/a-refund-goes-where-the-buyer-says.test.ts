// Story: what a buyer paid into an account goes back by a transfer, and what is lost is asked for.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { answerInTime, type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(async () => {
  await gyeol.stop();
});

type Body = Readonly<Record<string, unknown>>;

/** Mondays without holidays around them, one for each story: the clock only moves on. */
const mondays = [
  ...['03-06', '03-13', '03-20', '03-27', '06-12', '06-19', '06-26', '07-03', '07-10', '07-24'],
  ...['07-31', '08-07', '08-21', '08-28'],
];
let week = -1;
let seller: MadeMerchant;

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

const post = (path: string, body: Body = {}, headers: Record<string, string> = {}) =>
  call(gyeol.url, { method: 'POST', path, body, key: seller.key, headers });

const get = async (path: string): Promise<Body> =>
  (await call(gyeol.url, { path, key: seller.key })).body;

function asked(orderNumber = `VR-${week}`): Body {
  return { contract: seller.contract, orderNumber, amount: 10_000, buyerName: '홍길동' };
}

async function paid(): Promise<Body> {
  const account = (await post('/v1/virtual-accounts', asked())).body;
  await post('/sandbox/deposits', { accountNo: account.number, amount: 10_000 });
  return account;
}

const to = { refundBank: '004', refundAccount: '99900400000001', refundHolder: '홍길동' };

const refund = (account: Body, body: Body = {}) =>
  post(`/v1/payments/${account.tid}/cancel`, { reason: '고객 변심', ...to, ...body });

async function fault(place: string, effect: string, times = 1): Promise<void> {
  expect((await post('/sandbox/faults', { at: place, effect, times })).status).toBe(201);
}

const story = (account: Body): Promise<Body> => get(`/v1/payments/${account.tid}`);

const transfers = () =>
  rowsOf(
    gyeol,
    'select amount, bounced, bank, account from simulator.transfer where merchant = $1 order by at',
    [seller.id],
  );

async function left(): Promise<Body> {
  const sql = `select account, sum(case side when 'debit' then amount else -amount end)::bigint as won
    from posting where merchant_id = $1 group by 1 order by 1`;
  const found = await rowsOf(gyeol, sql, [seller.id]);
  return Object.fromEntries(found.map((row) => [row.account, row.won]));
}

describe('a refund', () => {
  test('costs as much as the sale: 9,700 came in, 10,300 are owed', async () => {
    await begin();
    const account = await paid();
    await at(1, '11:00:00');
    expect((await refund(account, { amount: 10_000 })).body).toMatchObject({
      ...{ status: 'cancelled', cancelled: 10_000, remaining: 0 },
    });
    const rows = `select kind, net, fee, fee_vat, to_char(date, 'MMDD') as day from settlement_row
      where tid = $1 order by sequence`;
    expect(await rowsOf(gyeol, rows, [account.tid])).toEqual([
      { kind: '11', net: 9_700n, fee: 273n, fee_vat: 27n, day: '0306' },
      { kind: '22', net: -10_300n, fee: 273n, fee_vat: 27n, day: '0307' },
    ]);
    const [sent] = await transfers();
    expect(sent).toMatchObject({ amount: 10_000n, bounced: false, bank: '004' });
    // The number of the buyer's account is nowhere: the bank knows it by a token.
    expect(String(sent?.account)).not.toContain(to.refundAccount);
    expect(await left()).toMatchObject({
      ...{ 'merchant-pending': -9_700n, 'merchant-recoverable': 10_300n },
      ...{ 'fee-revenue': -546n, 'fee-vat': -54n, 'buyer-refund-due': 0n },
    });
    await booksClose(gyeol);
  });

  test('in two parts, each with a fee of its own, and no more than came', async () => {
    await begin();
    const account = await paid();
    expect((await refund(account, { amount: 4_000 })).body).toMatchObject({ remaining: 6_000 });
    expect((await refund(account, { amount: 6_001 })).status).toBe(409);
    expect((await refund(account)).body).toMatchObject({ status: 'cancelled' });
    const nets = 'select net from settlement_row where tid = $1 order by sequence';
    expect(await rowsOf(gyeol, nets, [account.tid])).toEqual([
      { net: 9_700n },
      { net: -4_300n },
      { net: -6_300n },
    ]);
    await booksClose(gyeol);
  });

  test('needs to be told where to; a stranger’s account is none', async () => {
    await begin();
    const account = await paid();
    const bare = await post(`/v1/payments/${account.tid}/cancel`, { reason: '변심' });
    expect(bare).toMatchObject({ status: 400, body: { field: 'refundAccount' } });
    expect(await refund(account, { refundAccount: '12345678901234' })).toMatchObject({
      ...{ status: 400, body: { field: 'refundAccount' } },
    });
    const shop = await openShop(gyeol.url, seller.keys);
    expect((await shop.cancel({ tid: String(account.tid) })).cancel_code).not.toBe('0000');
    expect(await story(account)).toMatchObject({ status: 'approved', reserved: 0 });
  });

  test('that the buyer’s bank sends back is refused, and nothing is reserved any more', async () => {
    await begin();
    const account = await paid();
    await fault('bank.transfer', 'decline');
    expect((await refund(account)).body).toMatchObject({ detail: 'account-number' });
    expect(await story(account)).toMatchObject({ status: 'approved', reserved: 0 });
    expect((await refund(account)).body).toMatchObject({ status: 'cancelled' });
    await booksClose(gyeol);
  });

  test('whose answer is lost is ordered again under one id, and paid once', async () => {
    await begin();
    const account = await paid();
    await fault('bank.transfer', 'answer-lost');
    expect((await answerInTime(gyeol.url, refund(account))).status).toBe(202);
    await at(0, '10:30:00');
    expect(await story(account)).toMatchObject({ status: 'cancelled' });
    expect(await transfers()).toHaveLength(1);
    await booksClose(gyeol);
  });
});

describe('a shop that speaks CookiePay', () => {
  const refundTo = { bank: '04', account_no: '999-004-00000001', account_name: '홍길동' };

  async function cancel(account: Body, body: Body = {}, headers: Record<string, string> = {}) {
    const shop = await openShop(gyeol.url, seller.keys);
    return shop.cancel({ tid: String(account.tid), ...body }, headers);
  }

  test('names the buyer’s account in its cancel, of a part and of the rest', async () => {
    await begin();
    const account = await paid();
    const part = await cancel(account, { ...refundTo, amount: '4000' }, { 'idempotency-key': 'a' });
    expect(part).toMatchObject({ cancel_code: '0000', cancel_amt: '4000' });
    await cancel(account, { ...refundTo, amount: '4000' }, { 'idempotency-key': 'a' });
    expect(await story(account)).toMatchObject({ status: 'partially-cancelled', cancelled: 4_000 });
    expect(await cancel(account, refundTo)).toMatchObject({ cancel_amt: '6000' });
    expect(await cancel(account, refundTo)).toMatchObject({ cancel_code: 'E020' });
    const sent = await transfers();
    expect(sent).toMatchObject([
      { amount: 4_000n, bank: '004' },
      { amount: 6_000n, bank: '004' },
    ]);
    expect(sent.map((each) => String(each.account)).join()).not.toContain('99900400000001');
    await booksClose(gyeol);
  });

  test('is told which field is missing or unfit, and nothing is reserved', async () => {
    await begin();
    const account = await paid();
    // biome-ignore format: a table
    const wrong: readonly (readonly [body: Body, field: string])[] = [
      [{},                                           'account_no'],
      [{ ...refundTo, bank: '' },                    'bank'],
      [{ ...refundTo, bank: '999' },                 'bank'],
      [{ ...refundTo, account_no: '' },              'account_no'],
      [{ ...refundTo, account_no: '1002-3' },        'account_no'],
      [{ ...refundTo, account_no: '12345678901234' }, 'account_no'],
      [{ ...refundTo, account_name: ' ' },           'account_name'],
    ];
    for (const [body, field] of wrong) {
      const { cancel_code: code, cancel_msg: said } = await cancel(account, body);
      expect([code, String(said).split(':')[0]]).toEqual(['E004', field]);
    }
    expect(await story(account)).toMatchObject({ status: 'approved', reserved: 0 });
    const shop = await openShop(gyeol.url, seller.keys);
    const { TID: tid } = await shop.keyin({ AMOUNT: '50000' });
    // A card gets its money back over its rail, whatever stands there.
    const card = await cancel({ tid }, { bank: '??', account_no: '-', account_name: ' ' });
    expect(card).toMatchObject({ cancel_code: '0000' });
    await booksClose(gyeol);
  });

  test('cancels what nobody has paid yet: its account is closed, by the bank’s word', async () => {
    await begin();
    const account = (await post('/v1/virtual-accounts', asked())).body;
    expect(await cancel(account, { amount: '5000' })).toMatchObject({ cancel_code: 'E022' });
    await fault('bank.account', 'request-lost');
    const unheard = await answerInTime(gyeol.url, cancel(account));
    expect(unheard).toMatchObject({ cancel_code: 'E011' });
    await at(0, '10:30:00');
    expect(await story(account)).toMatchObject({ status: 'withdrawn' });
    const again = await cancel(account);
    expect(again).toMatchObject({ cancel_code: 'E020', cancel_msg: '이미 취소된 거래입니다.' });

    const other = (await post('/v1/virtual-accounts', asked('OTHER'))).body;
    const closed = { cancel_code: '0000', cancel_amt: '10000' };
    expect(await cancel(other, { amount: '10000' })).toMatchObject(closed);
    expect(await transfers()).toEqual([]);
    await booksClose(gyeol);
  });

  test('a deposit that came before: there is something to give back, and it is asked where', async () => {
    await begin();
    const account = (await post('/v1/virtual-accounts', asked())).body;
    await fault('bank.deposit', 'request-lost');
    await post('/sandbox/deposits', { accountNo: account.number, amount: 10_000 });
    const bare = await cancel(account);
    expect(String(bare.cancel_msg)).toContain('account_no');
    expect(await story(account)).toMatchObject({ status: 'approved' });
    expect(await cancel(account, refundTo)).toMatchObject({ cancel_code: '0000' });
    await booksClose(gyeol);
  });
});

describe('the answer of the bank to the question for an account', () => {
  test('is lost: the account is found by its id, and a repetition hears of it', async () => {
    await begin();
    await fault('bank.account', 'answer-lost');
    const headers = { 'idempotency-key': `lost-${week}` };
    const issue = post('/v1/virtual-accounts', asked(), headers);
    expect((await answerInTime(gyeol.url, issue)).status).toBe(202);
    await at(0, '10:30:00');
    const again = await post('/v1/virtual-accounts', asked(), headers);
    expect(again).toMatchObject({ status: 201, body: { status: 'awaiting-deposit' } });
    const accounts = 'select number from simulator.account where merchant = $1';
    expect(await rowsOf(gyeol, accounts, [seller.id])).toEqual([{ number: again.body.number }]);
    await booksClose(gyeol);
  });

  test('never came, because the question was lost: it is asked again, under one id', async () => {
    await begin();
    await fault('bank.account', 'request-lost');
    await answerInTime(gyeol.url, post('/v1/virtual-accounts', asked()));
    await at(0, '10:30:00');
    const { data } = await get('/v1/payments');
    expect(data).toMatchObject([{ status: 'awaiting-deposit', orderNumber: `VR-${week}` }]);
    await booksClose(gyeol);
  });

  test('is lost for a cancel: the account that nobody heard of is closed', async () => {
    await begin({ afterPayout: 'deposit', payoutDays: 1 });
    const shop = await openShop(gyeol.url, seller.keys);
    const { TID: tid } = await shop.keyin({ AMOUNT: '50000' });
    await at(2, '17:00:00');
    await fault('bank.account', 'answer-lost');
    const { token } = await openShop(gyeol.url, seller.keys);
    const headers = { TOKEN: token, ApiKey: seller.keys.key };
    const path = '/api/get_cancel_bank_account';
    const body = { tid, reason: '변심', amount: '50000' };
    const order = call(gyeol.url, { method: 'POST', path, body, headers });
    const lost = await answerInTime(gyeol.url, order);
    expect(lost.body.RESULTCODE).not.toBe('0000');
    await at(2, '18:00:00');
    const accounts = 'select closed from simulator.account where merchant = $1';
    expect(await rowsOf(gyeol, accounts, [seller.id])).toEqual([{ closed: true }]);
    await booksClose(gyeol);
  });
});

test('an order number waits once, and a contract in other words has no such account', async () => {
  await begin();
  const five = await Promise.all(
    Array.from({ length: 5 }, () => post('/v1/virtual-accounts', asked('SAME'))),
  );
  expect(five.filter(({ status }) => status === 201)).toHaveLength(1);
  const days = await post('/v1/virtual-accounts', { ...asked('DAY'), lastDay: '2027-01-01' });
  expect(days).toMatchObject({ status: 400, body: { field: 'lastDay' } });
  const bank = await post('/v1/virtual-accounts', { ...asked('BANK'), bank: '999' });
  expect(bank).toMatchObject({ status: 400, body: { field: 'bank' } });
  await at(0, '12:00:00');
  await booksClose(gyeol);
});

test('T86: ten thousand accounts of one shop may wait at once, and another shop has its own', async () => {
  await begin();
  const account = (await post('/v1/virtual-accounts', asked('FIRST'))).body;
  const { pool } = gyeol.gateway.parts.store;
  await pool.query(
    `insert into virtual_account (merchant_id, id, purpose, payment_id, bank_code, bank_name, number,
       holder, amount, issued_at, expires_at, state)
     select merchant_id, gen_random_uuid(), purpose, payment_id, bank_code, bank_name, 'T86-' || n,
       holder, amount, issued_at, expires_at, state
     from virtual_account, generate_series(1, 9999) as n where id = $1`,
    [account.id],
  );
  expect((await post('/v1/virtual-accounts', asked('SECOND'))).status).toBe(429);
  await post(`/v1/virtual-accounts/${account.id}/close`);
  expect((await post('/v1/virtual-accounts', asked('SECOND'))).status).toBe(201);
  seller = await newMerchant(gyeol.url);
  expect((await post('/v1/virtual-accounts', asked('OTHER'))).status).toBe(201);
});
