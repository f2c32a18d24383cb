// Story: credit and check cards have fees of their own, and a new fee begins on a day to come.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey } from '../../harness/shop.ts';

type Json = Readonly<Record<string, unknown>>;

let gyeol: TestGateway;
let one: MadeMerchant;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

async function at(time: string): Promise<void> {
  await moveClock(gyeol.url, { to: `${time}+09:00` });
}

const check = { CARDNO: '9935100000000017' };

async function sell(fields: Json = {}): Promise<string> {
  return (await (await openShop(gyeol.url, one.keys)).keyin(fields)).TID ?? '';
}

async function change(body: Json) {
  const path = `/v1/contracts/${one.contract}/fee-changes`;
  const sent = { reason: '요율 변경', ...body };
  return await call(gyeol.url, { method: 'POST', path, body: sent, key: operatorKey });
}

/** Kind, fee and VAT of each row. */
async function feesOf(tid: string): Promise<unknown[][]> {
  const { body } = await call(gyeol.url, { path: `/v1/payments/${tid}`, key: one.key });
  return (body.settlement as readonly Json[]).map(({ kind, fee, feeVat }) => [kind, fee, feeVat]);
}

interface Said {
  readonly tid: string;
  readonly kind: string;
  readonly agreed: Json;
  readonly whyThisWon: { readonly korean: string };
}

async function reasonsOf(tid: string): Promise<Said[]> {
  const { body } = await call(gyeol.url, { path: '/v1/settlements', key: one.key });
  const said: Said[] = [];
  for (const { id } of body.data as readonly Json[]) {
    const path = `/v1/settlements/${id}/explain`;
    said.push(...((await call(gyeol.url, { path, key: one.key })).body.data as Said[]));
  }
  return said.filter((row) => row.tid === tid);
}

async function contractNow(): Promise<Json> {
  const { body } = await call(gyeol.url, { path: '/v1/contracts', key: one.key });
  return (body.data as readonly Json[])[0] ?? {};
}

describe('a contract with a rate for each type of card', () => {
  let [byCredit, byCheck] = ['', ''];

  test('prices each sale by its card', async () => {
    await at('2028-03-08T10:00:00');
    one = await newMerchant(gyeol.url, { terms: { feeRate: 2_500, checkFeeRate: 1_500 } });
    [byCredit, byCheck] = [await sell(), await sell(check)];
    await at('2028-03-09T00:00:00');
    expect(await feesOf(byCredit)).toEqual([['11', 1_250, 125]]);
    expect(await feesOf(byCheck)).toEqual([['11', 750, 75]]);
    const { body } = await call(gyeol.url, { path: `/v1/payments/${byCheck}`, key: one.key });
    expect(body.card).toMatchObject({ type: 'check' });
  });

  test('a change of one type leaves sales by the other alone', async () => {
    const changed = await change({ card: 'check', feeRate: 1_000, from: '2028-03-08' });
    expect(changed).toMatchObject({
      status: 201,
      body: { state: 'done', rates: { check: 1_000 }, feeRate: null, sales: 1, adjustments: 1 },
    });
    expect(changed.body.net).toBe(275);
    expect(await feesOf(byCredit)).toEqual([['11', 1_250, 125]]);
    expect(await feesOf(byCheck)).toEqual([
      ['11', 750, 75],
      ['adjustment', -250, -25],
    ]);
    await booksClose(gyeol);
  });

  test('the reasons name type, rate, version and first day', async () => {
    await at('2028-03-20T12:00:00');
    const [credit] = await reasonsOf(byCredit);
    expect(credit?.agreed).toEqual({ card: 'credit', termsVersion: 1, since: '2028-03-08' });
    expect(credit?.whyThisWon.korean).toMatch(
      /신용카드 수수료율 2\.5% \(2028-03-08 거래부터, 계약 조건 제1판\)$/,
    );
    const said = (await reasonsOf(byCheck)).map(({ kind, agreed, whyThisWon }) => [
      ...[kind, agreed.termsVersion, whyThisWon.korean.split('; ').at(-1)],
    ]);
    expect(said.sort()).toEqual([
      ['11', 1, '체크카드 수수료율 1.5% (2028-03-08 거래부터, 계약 조건 제1판)'],
      ['adjustment', 2, '체크카드 수수료율 1% (2028-03-08 거래부터, 계약 조건 제2판)'],
    ]);
    const changed = (await reasonsOf(byCheck)).find(({ kind }) => kind === 'adjustment');
    expect(changed?.whyThisWon.korean).toMatch(
      /^바뀐 수수료: 50,000원 × 1% = 500원 .*; 이미 받은 수수료 750원, 부가세 75원; 차액 수수료 -250원/,
    );
  });
});

describe('a fee from a day to come', () => {
  let [evening, morning] = ['', ''];

  test('is planned, and changes nothing before its day', async () => {
    await at('2028-04-05T10:00:00');
    one = await newMerchant(gyeol.url);
    const planned = await change({ feeRate: 1_150, from: '2028-04-07' });
    expect(planned).toMatchObject({
      ...{ status: 201, body: { state: 'planned', from: '2028-04-07', sales: 0, net: 0 } },
    });
    expect(await contractNow()).toMatchObject({
      terms: { version: 1, feeRate: 2_500 },
      feeChanges: [{ from: '2028-04-07', rates: { credit: 1_150, check: 1_150 } }],
    });
    await at('2028-04-06T23:59:59');
    evening = await sell();
    await at('2028-04-07T00:00:00');
    morning = await sell();
    expect(await feesOf(evening)).toEqual([['11', 1_250, 125]]);
  });

  test('is for what is approved from its midnight on, without a difference to pay', async () => {
    await at('2028-04-07T00:01:00');
    expect(await contractNow()).toMatchObject({
      ...{ terms: { version: 2, feeRate: 1_150, checkFeeRate: 1_150 }, feeChanges: [] },
    });
    const later = await sell(check);
    await at('2028-04-08T00:00:00');
    expect(await feesOf(evening)).toEqual([['11', 1_250, 125]]);
    expect(await feesOf(morning)).toEqual([['11', 575, 58]]);
    expect(await feesOf(later)).toEqual([['11', 575, 58]]);
    await at('2028-04-20T12:00:00');
    const [said] = await reasonsOf(morning);
    expect(said?.agreed).toEqual({ card: 'credit', termsVersion: 2, since: '2028-04-07' });
    await booksClose(gyeol);
  });

  test('is not agreed twice when a server ended between its terms and its sales', async () => {
    const again = `update planned_fee_change set due_at = '2028-04-20T13:00:00+09:00'
      where contract_id = $1 returning version`;
    expect(await rowsOf(gyeol, again, [one.contract])).toEqual([{ version: 2 }]);
    await at('2028-04-20T13:00:00');
    expect(await contractNow()).toMatchObject({ terms: { version: 2 } });
    const left = 'select from planned_fee_change where contract_id = $1 and due_at is not null';
    expect(await rowsOf(gyeol, left, [one.contract])).toEqual([]);
    await booksClose(gyeol);
  });

  test('of two for one day the later one stands, also behind one for sales of before', async () => {
    await at('2028-05-15T10:00:00');
    one = await newMerchant(gyeol.url);
    await change({ feeRate: 3_000, from: '2028-05-17' });
    await change({ feeRate: 1_000, from: '2028-05-17' });
    await change({ feeRate: 2_000, from: '2028-05-15' });
    const before = await sell();
    await at('2028-05-17T10:00:00');
    const after = await sell();
    await at('2028-05-18T00:00:00');
    expect(await feesOf(before)).toEqual([['11', 1_000, 100]]);
    expect(await feesOf(after)).toEqual([['11', 500, 50]]);
    expect(await contractNow()).toMatchObject({ terms: { version: 4, feeRate: 1_000 } });
    await booksClose(gyeol);
  });
});

describe('the rates that the law sets for small shops', () => {
  test('follow from yearly sales, when a contract is made and when it changes', async () => {
    await at('2028-06-08T10:00:00');
    one = await newMerchant(gyeol.url, { terms: { yearlySales: 2_900_000_000 } });
    expect(await contractNow()).toMatchObject({ terms: { feeRate: 1_450, checkFeeRate: 1_150 } });
    const [credit, byCheck] = [await sell(), await sell(check)];
    await at('2028-06-09T10:00:00');
    const changed = await change({ yearlySales: 250_000_000, from: '2028-06-08' });
    expect(changed.body).toMatchObject({ rates: { credit: 400, check: 150 }, adjustments: 2 });
    expect(await feesOf(credit)).toEqual([
      ['11', 725, 73],
      ['adjustment', -525, -53],
    ]);
    expect(await feesOf(byCheck)).toEqual([
      ['11', 575, 58],
      ['adjustment', -500, -50],
    ]);
    await booksClose(gyeol);
  });

  test('gain their VAT where a contract names rates with it', async () => {
    const terms = { yearlySales: 900_000_000, feeBasis: 'including-vat' };
    one = await newMerchant(gyeol.url, { terms });
    expect(await contractNow()).toMatchObject({ terms: { feeRate: 1_265, checkFeeRate: 990 } });
    const { body } = await change({ card: 'credit', yearlySales: 0, from: '2028-06-09' });
    expect(body).toMatchObject({ rates: { credit: 440 }, state: 'done' });
  });
});

test('a contract has had 999 changes: one more is refused, for any day', async () => {
  await at('2028-07-05T10:00:00');
  one = await newMerchant(gyeol.url);
  await rowsOf(
    gyeol,
    `insert into contract_terms select merchant_id, contract_id, 999, effective_from,
       terms || '{"version": 999}', credit_since, check_since
     from contract_terms where contract_id = $1`,
    [one.contract],
  );
  const [today, tomorrow] = ['2028-07-05', '2028-07-06'];
  expect(await change({ feeRate: 1, from: tomorrow })).toMatchObject({ status: 201 });
  for (const from of [today, tomorrow]) {
    expect(await change({ feeRate: 2, from })).toMatchObject({ status: 429 });
  }
  await at('2028-07-06T00:01:00');
  expect(await contractNow()).toMatchObject({ terms: { version: 1_000, feeRate: 1 } });
});

test('a deposit into a virtual account costs what the terms say', async () => {
  await at('2028-07-06T10:00:00');
  one = await newMerchant(gyeol.url, { terms: { virtualAccountWon: 440 } });
  const wanted = { contract: one.contract, orderNumber: 'VA-1', amount: 10_000 };
  const path = '/v1/virtual-accounts';
  const body = { ...wanted, buyerName: '홍길동' };
  const made = await call(gyeol.url, { method: 'POST', path, body, key: one.key });
  const deposit = { accountNo: made.body.number, amount: 10_000, depositor: '홍길동' };
  const paid = { method: 'POST', path: '/sandbox/deposits', body: deposit, key: one.key } as const;
  expect((await call(gyeol.url, paid)).body).toMatchObject({ taken: true });
  expect(await feesOf(String(made.body.tid))).toEqual([['11', 400, 40]]);
  await booksClose(gyeol);
});

// biome-ignore format: a table
test.each([
  [{ from: '2028-07-06' },                                            'feeRate'],
  [{ from: '2028-07-06', feeRate: 1, yearlySales: 1 },                'yearlySales'],
  [{ from: '2021-07-06', yearlySales: 1 },                            'yearlySales'],
  [{ from: '2028-07-06', yearlySales: 3_000_000_001 },                'yearlySales'],
  [{ from: '2028-07-06', feeRate: 1, card: 'debit' },                 'card'],
  [{ from: '2030-07-06', feeRate: 1 },                                'from'],
] as const)('%j is refused', async (body, field) => {
  expect(await change(body)).toMatchObject({ status: 400, body: { field } });
});

// biome-ignore format: a table
test.each([
  [{ checkFeeRate: -1 },                       'terms.checkFeeRate'],
  [{ virtualAccountWon: '300' },               'terms.virtualAccountWon'],
  [{ yearlySales: 1, feeRate: 1 },             'terms.yearlySales'],
  [{ yearlySales: 1, checkFeeRate: 1 },        'terms.yearlySales'],
] as const)('terms of %j are refused', async (terms, field) => {
  const path = `/v1/merchants/${one.id}/contracts`;
  const body = { dialect: 'cookiepay', pg: 'kiwoom', terms };
  const made = await call(gyeol.url, { method: 'POST', path, body, key: operatorKey });
  expect(made).toMatchObject({ status: 400, body: { field } });
});
