// Story: contracts made without a word about late cancels, and with one; each says what it can do.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { booksClose } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant, type Wish } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey, postJson } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

/** Mondays without holidays around them, one for each story: the clock only moves on. */
const mondays = ['03-06', '03-20', '04-17', '05-15', '06-12', '06-26'];
let week = -1;
let seller: MadeMerchant;
let tid: string;

beforeEach(() => {
  week += 1;
});

async function at(day: number, time: string): Promise<void> {
  const monday = Date.parse(`2028-${mondays[week]}T00:00:00Z`);
  const date = new Date(monday + day * 86_400_000).toISOString().slice(0, 10);
  await moveClock(gyeol.url, { to: `${date}T${time}+09:00` });
}

/** Paid out on the Wednesday of the week after. */
async function paidOut(wish: Wish): Promise<void> {
  await at(0, '10:00:00');
  seller = await newMerchant(gyeol.url, wish);
  const proof = { CARDPWD: '12', CARDAUTH: '900101' };
  const shop = await openShop(gyeol.url, seller.keys);
  tid = (await shop.keyin({ AMOUNT: '50000', ...(wish.pg === 'danal' ? proof : {}) })).TID ?? '';
  await at(10, '12:00:00');
}

async function cancel(amount = '50000') {
  const shop = await openShop(gyeol.url, seller.keys);
  return shop.cancel({ tid, amount });
}

async function account(amount = '50000') {
  const { token } = await openShop(gyeol.url, seller.keys);
  const headers = { TOKEN: token, ApiKey: seller.keys.key };
  const body = { tid, reason: '고객 변심', amount };
  return (await postJson(`${gyeol.url}/api/get_cancel_bank_account`, body, headers)).body;
}

const native = (path: string, body?: unknown) =>
  call(gyeol.url, { method: 'POST', path, key: seller.key, body: body ?? {} });

describe('a contract that says nothing of it', () => {
  test('with kiwoom asks for a deposit, and then says where to', async () => {
    await paidOut({ pg: 'kiwoom' });
    expect(await cancel()).toMatchObject({ cancel_code: '9029' });
    expect(await native(`/v1/payments/${tid}/cancel`, { reason: '변심' })).toMatchObject({
      ...{ status: 409, body: { type: 'urn:gyeol:payout-fixed' } },
    });
    expect(await account('20000')).toMatchObject({ RESULTCODE: '0000', CANCELAMT: '20000' });
    // What an account is waited for in is nobody's to cancel, and for longer than "a moment".
    const held = await account('50000');
    expect(held).toMatchObject({ RESULTCODE: 'E010' });
    expect(held.RESULTMSG).toContain('입금을 기다리는 금액');
    expect(held.RESULTMSG).not.toContain('잠시 후');
    await booksClose(gyeol);
  });

  test('with danal takes it from a later payout', async () => {
    await paidOut({ pg: 'danal' });
    expect(await cancel()).toMatchObject({ cancel_code: '0000' });
    await booksClose(gyeol);
  });
});

describe('a contract that refuses', () => {
  test('says so, and sends nobody to an account that is not issued', async () => {
    await paidOut({ terms: { afterPayout: 'refuse' } });
    const refused = await cancel();
    expect(refused).toMatchObject({ cancel_code: 'E022' });
    expect(refused.cancel_msg).toContain('구매자에게 직접 환불');
    expect(await account()).toMatchObject({ RESULTCODE: 'E006' });
    const problem = await native(`/v1/payments/${tid}/cancel`, { reason: '변심' });
    expect(problem).toMatchObject({ status: 409, body: { type: 'urn:gyeol:payout-final' } });
    expect(JSON.stringify(problem.body)).not.toContain('deposit');
  });
});

test('what came into a virtual account has no such way, whatever the contract asks for', async () => {
  await at(0, '10:00:00');
  seller = await newMerchant(gyeol.url);
  const order = { contract: seller.contract, orderNumber: 'VA', amount: 10_000, buyerName: '손님' };
  const made = (await native('/v1/virtual-accounts', order)).body;
  await native('/sandbox/deposits', { accountNo: made.number, amount: 10_000 });
  await at(10, '12:00:00');
  const to = { refundBank: '004', refundAccount: '99900400000001', refundHolder: '홍길동' };
  const refund = await native(`/v1/payments/${made.tid}/cancel`, { reason: '변심', ...to });
  expect(refund).toMatchObject({ status: 409, body: { type: 'urn:gyeol:payout-final' } });
});

test('a deposit is not agreed on where there is no way to pay in', async () => {
  const { id } = await newMerchant(gyeol.url);
  const path = `/v1/merchants/${id}/contracts`;
  const agree = (fields: Readonly<Record<string, unknown>>) =>
    call(gyeol.url, { method: 'POST', path, key: operatorKey, body: fields });
  const terms = { afterPayout: 'deposit' };
  for (const pg of ['danal', 'toss', 'easypay', 'welcome', 'mobil', 'payple']) {
    const dialect = pg === 'payple' ? 'payple' : 'cookiepay';
    expect(await agree({ dialect, pg, terms }), pg).toMatchObject({
      status: 400,
      body: { field: 'terms.afterPayout' },
    });
    expect((await agree({ dialect, pg })).body.terms, pg).toMatchObject({ afterPayout: 'offset' });
  }
  const usual = await agree({ dialect: 'cookiepay', pg: 'kiwoom' });
  expect(usual.body.terms).toMatchObject({ afterPayout: 'deposit' });
});

test('a sale before a weekend is in no payout that closed before it, and can be cancelled', async () => {
  await at(4, '20:00:00');
  seller = await newMerchant(gyeol.url, {
    terms: { payoutCounts: 'calendar-days', payoutDays: 2 },
  });
  tid = (await (await openShop(gyeol.url, seller.keys)).keyin({ AMOUNT: '50000' })).TID ?? '';
  await at(5, '09:00:00');
  expect(await cancel('20000')).toMatchObject({ cancel_code: '0000' });
  const { body } = await call(gyeol.url, { path: '/v1/settlements', key: seller.key });
  expect(body.data).toMatchObject([{ date: '2028-07-04', status: 'open' }]);
  const [payout] = body.data as readonly { readonly id: string }[];
  const why = await call(gyeol.url, {
    path: `/v1/settlements/${payout?.id}/explain`,
    key: seller.key,
  });
  expect(JSON.stringify(why.body)).toContain('먼저 마감된 지급 제외: 2028-07-03 → 2028-07-04 지급');
  await booksClose(gyeol);
});
