// Story: a sale that was paid out is cancelled after the shop has paid the money back in.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { booksClose, refundedOf, rowsOf, type Story } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { openReceiver, type Receiver } from '../../harness/receiver.ts';
import { answerInTime, type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, postJson, type WireAnswer } from '../../harness/shop.ts';

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

/** Sold on a Thursday, paid out on Monday; each story has its own week, without holidays. */
const thursdays = [
  ...['01-06', '02-03', '02-17', '03-09', '03-23', '04-20', '05-11', '06-08', '06-22', '07-06'],
  ...['07-20', '08-03', '08-24', '09-07', '09-21', '10-12', '10-26', '11-09'],
];
let week = -1;
let seller: MadeMerchant;
let tid: string;

async function at(day: number, time: string): Promise<void> {
  const thursday = Date.parse(`2028-${thursdays[week]}T00:00:00Z`);
  const date = new Date(thursday + day * 86_400_000).toISOString().slice(0, 10);
  await moveClock(gyeol.url, { to: `${date}T${time}+09:00` });
}

async function sold(terms: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await at(0, '10:00:00');
  seller = await newMerchant(gyeol.url, {
    terms: { afterPayout: 'deposit', payoutDays: 1, ...terms },
  });
  const shop = await openShop(gyeol.url, seller.keys);
  tid = (await shop.keyin({ AMOUNT: '50000' })).TID ?? '';
  // Captured on Friday, paid out on Monday, fixed on Friday at five.
  await at(1, '17:00:00');
}

beforeEach(() => {
  week += 1;
});

async function ask(amount = '50000'): Promise<WireAnswer> {
  const { token } = await openShop(gyeol.url, seller.keys);
  const headers = { TOKEN: token, ApiKey: seller.keys.key };
  const body = { tid, reason: '고객 변심', amount };
  return (await postJson(`${gyeol.url}/api/get_cancel_bank_account`, body, headers)).body;
}

async function deposit(account: WireAnswer, amount = Number(account.DEPOSITAMT)) {
  const body = { accountNo: account.ACCOUNTNO, amount, depositor: '이웃 상점' };
  const path = '/sandbox/deposits';
  return (await call(gyeol.url, { method: 'POST', path, body, key: seller.key })).body;
}

async function cancelCode(): Promise<string> {
  return (await (await openShop(gyeol.url, seller.keys)).cancel({ tid })).cancel_code ?? '';
}

async function told(format = 'dialect'): Promise<void> {
  const body = { contract: seller.contract, url: receiver.url, format };
  const path = '/v1/notices/endpoints';
  await call(gyeol.url, { method: 'POST', path, body, key: seller.key });
}

async function fault(at: string, effect: string, times = 1): Promise<void> {
  const body = { at, effect, times };
  const path = '/sandbox/faults';
  expect((await call(gyeol.url, { method: 'POST', path, body, key: seller.key })).status).toBe(201);
}

async function story(): Promise<Story> {
  const { body } = await call(gyeol.url, { path: `/v1/payments/${tid}`, key: seller.key });
  return body as unknown as Story;
}

const status = async () => (await story()).status;

async function accountsLeft(): Promise<Record<string, bigint>> {
  const sql = `select account, sum(case side when 'debit' then amount else -amount end)::bigint as won
    from posting where merchant_id = $1 and account in ('bank-clearing', 'cancel-deposits',
      'merchant-pending', 'merchant-recoverable', 'transfers-in-transit') group by 1 order by 1`;
  const found = await rowsOf(gyeol, sql, [seller.id]);
  return Object.fromEntries(found.map((row) => [row.account, row.won as bigint]));
}

describe('9029, an account, a deposit', () => {
  test('then it is cancelled, told once, and both payouts stand in the books', async () => {
    await sold();
    await told();
    expect(await cancelCode()).toBe('9029');
    const account = await ask();
    expect(account).toMatchObject({
      ...{ RESULTCODE: '0000', TID: tid, CANCELAMT: '50000', DEPOSITAMT: '50000' },
      ...{ BANKNAME: '신한은행', DEPOSITENDDATE: '2028-01-12' },
    });
    expect(account.ACCOUNTNO).toMatch(/^\d{14}$/);
    expect(await ask()).toEqual(account);
    expect(await story()).toMatchObject({ status: 'approved', reserved: 50_000 });

    await at(5, '14:00:00');
    expect(await deposit(account)).toMatchObject({ taken: true, why: 'taken' });
    expect(await status()).toBe('cancelled');
    expect(await refundedOf(gyeol, tid)).toBe(50_000n);
    await eventually(() => expect(receiver.letters.length).toBe(1));
    expect(receiver.letters[0]?.body).toMatchObject({
      ...{ noti_type: 'deposit_cancel', tid, cancel_amount: '50000' },
    });
    expect(await deposit(account)).toMatchObject({ taken: false, why: 'already-paid' });

    await at(14, '12:00:00');
    const rows = `select kind, net, to_char(date, 'MMDD') as day, to_char(payout_date, 'MMDD') as paid
      from settlement_row where tid = $1 order by sequence`;
    expect(await rowsOf(gyeol, rows, [tid])).toEqual([
      { kind: '11', net: 48_625n, day: '0106', paid: '0110' },
      { kind: '22', net: -48_625n, day: '0111', paid: '0113' },
      { kind: 'deposit', net: 50_000n, day: '0111', paid: '0113' },
    ]);
    const payouts = `select to_char(date, 'MMDD') as day, status, amount from payout
      where merchant_id = $1 order by date`;
    expect(await rowsOf(gyeol, payouts, [seller.id])).toEqual([
      { day: '0110', status: 'paid', amount: 48_625n },
      { day: '0113', status: 'paid', amount: 1_375n },
    ]);
    expect(receiver.letters.length).toBe(1);
    expect(await accountsLeft()).toEqual({
      ...{ 'bank-clearing': 50_000n, 'cancel-deposits': 0n, 'merchant-pending': 0n },
      ...{ 'merchant-recoverable': 0n, 'transfers-in-transit': -50_000n },
    });
    await booksClose(gyeol);
  });

  test('on a net basis the shop pays in what it was paid, and the later payout comes to nothing', async () => {
    await sold({ depositBasis: 'net' });
    const account = await ask();
    expect(account).toMatchObject({ CANCELAMT: '50000', DEPOSITAMT: '48625' });
    await deposit(account);
    await at(12, '12:00:00');
    const payouts = 'select amount, carried_out from payout where merchant_id = $1 order by date';
    expect(await rowsOf(gyeol, payouts, [seller.id])).toEqual([
      { amount: 48_625n, carried_out: 0n },
      { amount: 0n, carried_out: 0n },
    ]);
    await booksClose(gyeol);
  });

  test('in parts: two accounts, two deposits, two cancels', async () => {
    await sold();
    const [first, second] = [await ask('20000'), await ask('30000')];
    expect(first.ACCOUNTNO).not.toBe(second.ACCOUNTNO);
    expect((await ask('1')).RESULTCODE).toBe('E010');
    await deposit(second);
    expect(await status()).toBe('partially-cancelled');
    await deposit(first);
    expect(await status()).toBe('cancelled');
    await booksClose(gyeol);
  });
});

describe('refused before anything is stored', () => {
  test('while an ordinary cancel works, of a stranger, too much, or where the policy is another', async () => {
    await at(0, '10:00:00');
    seller = await newMerchant(gyeol.url, { terms: { afterPayout: 'deposit' } });
    tid = (await (await openShop(gyeol.url, seller.keys)).keyin({ AMOUNT: '50000' })).TID ?? '';
    expect((await ask()).RESULTCODE).toBe('E023');
    expect(await cancelCode()).toBe('0000');
    expect((await ask()).RESULTCODE).toBe('E020');
    const own = tid;
    week += 1;
    await sold();
    expect((await ask('50001')).RESULTCODE).toBe('E021');
    tid = own;
    expect((await ask()).RESULTCODE).toBe('E007');
    week += 1;
    await sold({ afterPayout: 'offset' });
    expect((await ask()).RESULTCODE).toBe('E006');
  });
});

describe('what the bank does not take', () => {
  test('a wrong amount: refused by the bank, shown, and the right one is taken after it', async () => {
    await sold();
    const account = await ask();
    expect(await deposit(account, 49_999)).toMatchObject({ taken: false, why: 'wrong-amount' });
    expect(await status()).toBe('approved');
    expect(await deposit(account)).toMatchObject({ taken: true });
    const list = await call(gyeol.url, { path: '/v1/virtual-accounts', key: seller.key });
    const [shown] = list.body.data as { id: string }[];
    const one = await call(gyeol.url, {
      path: `/v1/virtual-accounts/${shown?.id}`,
      key: seller.key,
    });
    expect(one.body).toMatchObject({
      number: account.ACCOUNTNO,
      deposits: [
        { amount: 49_999, taken: false, why: 'wrong-amount' },
        { amount: 50_000, taken: true, why: 'taken' },
      ],
    });
  });

  test('T21: after the last second nothing; what was reserved is free again', async () => {
    await sold();
    const account = await ask();
    await at(6, '23:59:58');
    expect(await story()).toMatchObject({ reserved: 50_000 });
    await at(7, '00:00:00');
    expect(await deposit(account)).toMatchObject({ taken: false, why: 'late' });
    expect(await story()).toMatchObject({ status: 'approved', reserved: 0 });
    const again = await ask();
    expect(again.RESULTCODE).toBe('0000');
    expect(again.ACCOUNTNO).not.toBe(account.ACCOUNTNO);
    await booksClose(gyeol);
  });

  test('asked for five times at once: one account, and no other one is ever shown', async () => {
    await sold();
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask()));
    const numbers = answers.flatMap(({ ACCOUNTNO }) => (ACCOUNTNO ? [ACCOUNTNO] : []));
    expect(new Set(numbers).size).toBe(1);
    const list = await call(gyeol.url, { path: '/v1/virtual-accounts', key: seller.key });
    expect(list.body.data).toMatchObject([{ number: numbers[0], state: 'issued' }]);
    expect(await story()).toMatchObject({ reserved: 50_000 });
    await booksClose(gyeol);
  });

  test('T16 T21: two deposits at once: one is taken', async () => {
    await sold();
    const account = await ask();
    const tried = await Promise.all(Array.from({ length: 5 }, () => deposit(account)));
    expect(tried.filter(({ taken }) => taken === true)).toHaveLength(1);
    await eventually(async () => expect(await status()).toBe('cancelled'));
    expect(await refundedOf(gyeol, tid)).toBe(50_000n);
    await booksClose(gyeol);
  });
});

test('T21: a deposit and the end at one instant: it is cancelled, or it has expired', async () => {
  await sold();
  const account = await ask();
  await at(6, '23:59:59');
  const [tried] = await Promise.all([deposit(account), at(7, '00:00:00')]);
  await at(7, '02:00:00');
  expect(await story()).toMatchObject(
    tried.taken === true
      ? { status: 'cancelled', reserved: 0 }
      : { status: 'approved', reserved: 0 },
  );
  expect(await refundedOf(gyeol, tid)).toBe(tried.taken === true ? 50_000n : 0n);
  await booksClose(gyeol);
});

describe('what goes wrong on the way', () => {
  test('the word of the bank is lost: it is asked within the hour', async () => {
    await sold();
    const account = await ask();
    await fault('bank.deposit', 'request-lost');
    expect(await deposit(account)).toMatchObject({ taken: true, account: 'issued' });
    expect(await status()).toBe('approved');
    await at(1, '18:30:00');
    expect(await status()).toBe('cancelled');
    await booksClose(gyeol);
  });

  test('the word is lost and the end comes: the answer of the bank decides', async () => {
    await sold();
    const account = await ask();
    await at(6, '23:59:59');
    await fault('bank.deposit', 'request-lost');
    expect(await deposit(account)).toMatchObject({ taken: true });
    await at(7, '00:00:00');
    expect(await status()).toBe('cancelled');
    await booksClose(gyeol);
  });

  test('the issuer refuses the cancel: the money goes back to where it came from', async () => {
    await sold();
    await told('standard');
    const before = receiver.letters.length;
    const account = await ask();
    await fault('rail.cancel', 'decline');
    await deposit(account);
    const kinds = () => receiver.letters.slice(before).map(({ body }) => body.type);
    const all = ['cancel.account-issued', 'cancel.deposited', 'cancel.refused'];
    await eventually(() => expect(kinds().toSorted()).toEqual(all));
    await at(2, '10:00:00');
    expect(await story()).toMatchObject({ status: 'approved', reserved: 0 });
    const sent = 'select amount, bounced from simulator.transfer where merchant = $1 order by at';
    expect(await rowsOf(gyeol, sent, [seller.id])).toEqual([{ amount: 50_000n, bounced: false }]);
    await booksClose(gyeol);
  });

  test('the way back bounces: ordered again the next day under another id, and paid once', async () => {
    await sold();
    const account = await ask();
    await fault('rail.cancel', 'decline');
    await fault('bank.transfer', 'decline');
    await deposit(account);
    await at(3, '12:00:00');
    const sent = `select bank, account, bounced, amount from simulator.transfer
      where merchant = $1 and amount = 50000 order by at`;
    expect(await rowsOf(gyeol, sent, [seller.id])).toEqual([
      { bank: '004', account: '100-000001', bounced: true, amount: 50_000n },
      { bank: '004', account: '100-000001', bounced: false, amount: 50_000n },
    ]);
    expect(await story()).toMatchObject({ status: 'approved', reserved: 0 });
    await booksClose(gyeol);
  });

  test('the answer of the issuer is lost: finished forwards, refunded once', async () => {
    await sold();
    const account = await ask();
    await fault('rail.cancel', 'answer-lost');
    await answerInTime(gyeol.url, deposit(account));
    await at(2, '10:00:00');
    expect(await status()).toBe('cancelled');
    expect(await refundedOf(gyeol, tid)).toBe(50_000n);
    await booksClose(gyeol);
  });
});
