// Story: a merchant reads payouts and rows in the native API, and why each won and day is so.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey } from '../../harness/shop.ts';

type Json = Readonly<Record<string, unknown>>;

let gyeol: TestGateway;
let one: MadeMerchant;
beforeAll(async () => {
  gyeol = await openGateway();
  await at('2028-03-09T10:00:00');
  one = await newMerchant(gyeol.url, { terms: { afterPayout: 'offset', holdbackRate: 10_000 } });
});
afterAll(() => gyeol.stop());

async function at(time: string): Promise<void> {
  await moveClock(gyeol.url, { to: `${time}+09:00` });
}

async function get(path: string, key = one.key): Promise<{ status: number; body: Json }> {
  return await call(gyeol.url, { path, key });
}

async function listed(path: string): Promise<readonly Json[]> {
  return (await get(path)).body.data as readonly Json[];
}

async function sell(AMOUNT = '50000'): Promise<string> {
  const sold = await (await openShop(gyeol.url, one.keys)).keyin({ AMOUNT });
  expect(sold).toMatchObject({ RESULTCODE: '0000' });
  return sold.TID ?? '';
}

async function cancel(tid: string, amount: string): Promise<void> {
  const answer = await (await openShop(gyeol.url, one.keys)).cancel({ tid, amount });
  expect(answer).toMatchObject({ cancel_code: '0000' });
}

let tid = '';

describe('March 2028', () => {
  test('an approval has no row yet, a captured sale has one with its day', async () => {
    tid = await sell();
    expect((await get(`/v1/payments/${tid}`)).body.settlement).toEqual([]);
    expect((await get('/v1/settlements')).body).toEqual({ data: [], nextCursor: null });
    await at('2028-03-13T10:00:00');
    await cancel(tid, '20000');
    await get('/v1/settlements');
    expect((await get(`/v1/payments/${tid}`)).body.settlement).toEqual([
      {
        ...{ sequence: 1, kind: '11', gross: 50_000, fee: 1_250, feeVat: 125, net: 48_625 },
        ...{ date: '2028-03-09', payoutDate: '2028-03-20', payoutStatus: 'open' },
        fees: { base: 1_250, instalment: 0 },
      },
      {
        ...{ sequence: 2, kind: '22', gross: -20_000, fee: -500, feeVat: -50, net: -19_450 },
        ...{ date: '2028-03-13', payoutDate: '2028-03-20', payoutStatus: 'open' },
        fees: { base: -500, instalment: 0 },
      },
    ]);
  });

  test('an open payout says what its rows come to so far, a paid one what became of it', async () => {
    const [open] = await listed('/v1/settlements?from=2028-03-20&to=2028-03-20');
    expect(open).toMatchObject({
      ...{ contract: one.contract, date: '2028-03-20', status: 'open', bridge: null },
      closesAt: '2028-03-17T17:00:00.000+09:00',
      paysAt: '2028-03-20T10:00:00.000+09:00',
    });
    const path = `/v1/settlements/${open?.id}`;
    expect((await get(path)).body.soFar).toEqual({ rowsGive: 48_625, rowsTake: 19_450 });
    expect((await get(`${path}/explain`)).body.payout).toBeNull();
    await at('2028-03-20T10:00:00');
    expect((await get(path)).body).toMatchObject({
      status: 'paid',
      paidAt: expect.stringMatching(/^2028-03-20T10:00:/),
      bridge: {
        ...{ rowsGive: 48_625, rowsTake: 19_450, carriedIn: 0, released: 0 },
        ...{ held: 2_917, paid: 26_258, carriedOn: 0 },
      },
    });
  });

  test('each won and each day is explained', async () => {
    const [paid] = await listed('/v1/settlements?to=2028-03-20');
    const { body } = await get(`/v1/settlements/${paid?.id}/explain`);
    expect(body.payout).toMatchObject({
      whyThisWon: {
        korean: expect.stringMatching(
          /^지급할 거래 48,625원 − 차감할 거래 19,450원 − 유보 2,917원 = 지급 26,258원; 유보: 29,175원 × 10% = 2,917원 \(원 미만 버림\)/,
        ),
      },
      whyThisDay: { english: expect.stringContaining('closed on 2028-03-17, 17:00') },
      ...{ holdbackRate: 10_000, carriedFrom: [], releasedFrom: [] },
    });
    const [sale, back] = body.data as readonly [Json, Json];
    expect(sale).toMatchObject({
      ...{ tid, kind: '11', net: 48_625 },
      whyThisWon: {
        korean: expect.stringContaining(
          '50,000원 × 2.5% = 1,250원 (원 미만 버림), 부가세 10% = 125원 (반올림)',
        ),
      },
      day: { joins: 'counted', base: '2028-03-10' },
      whyThisDay: {
        korean: expect.stringMatching(/2028-03-11 토요일.*→ 2028-03-20 지급$/),
        english: expect.stringMatching(/2028-03-11 Saturday/),
      },
    });
    expect(back).toMatchObject({
      ...{ tid, kind: '22', net: -19_450, won: { before: 50_000, after: 30_000 } },
      day: { joins: 'sale' },
    });
  });

  test('the rows say what the payout consists of, a page at a time', async () => {
    await at('2028-03-21T10:00:00');
    const shop = await openShop(gyeol.url, one.keys);
    await Promise.all(Array.from({ length: 55 }, () => shop.keyin({ AMOUNT: '1000' })));
    await at('2028-03-22T00:00:00');
    const [next] = await listed('/v1/settlements');
    const path = `/v1/settlements/${next?.id}/rows`;
    const first = (await get(path)).body;
    const second = (await get(`${path}?cursor=${first.nextCursor}`)).body;
    const all = [...(first.data as readonly Json[]), ...(second.data as readonly Json[])];
    expect(new Set(all.map((row) => row.tid)).size).toBe(55);
    expect(second.nextCursor).toBeNull();
    expect((await get(`/v1/settlements/${next?.id}`)).body.soFar).toEqual({
      ...{ rowsGive: all.reduce((sum, row) => sum + Number(row.net), 0), rowsTake: 0 },
    });
    const stolen = await get(`/v1/settlements/${next?.id}/explain?cursor=${first.nextCursor}x`);
    expect(stolen).toMatchObject({ status: 400, body: { field: 'cursor' } });
  });
});

// biome-ignore format: a table
test.each([
  ['from',  '2028-02-30'],
  ['to',    '0000-01-01'],
  ['from',  '20280301'],
] as const)('%s=%s is no day', async (name, text) => {
  expect(await get(`/v1/settlements?${name}=${text}`)).toMatchObject({
    ...{ status: 400, body: { field: name } },
  });
});

test('T26: what is another merchant’s is not there, and no contract is nothing', async () => {
  const other = await newMerchant(gyeol.url);
  const [own] = await listed('/v1/settlements');
  for (const tail of ['', '/rows', '/explain']) {
    const { status } = await get(`/v1/settlements/${own?.id}${tail}`, other.key);
    expect(status).toBe(404);
  }
  expect((await get(`/v1/settlements?contract=${one.contract}`, other.key)).body.data).toEqual([]);
  const nonsense = await get('/v1/settlements?contract=nonsense');
  expect(nonsense).toMatchObject({ status: 400, body: { field: 'contract' } });
  expect((await listed(`/v1/settlements?contract=${one.contract}`)).length).toBeGreaterThan(1);
});

test('what is owed to sellers is told to an operator, gross and by contract', async () => {
  const { body } = await get('/v1/ledger/safeguarding', operatorKey);
  const own = (body.contracts as readonly Json[]).find((each) => each.contract === one.contract);
  // Kept back and on its way to the bank, and 55 sales of a thousand won at 2.5% and VAT of it.
  expect(own).toEqual({
    ...{ merchant: one.id, contract: one.contract, owedToBuyers: 0, recoverable: 0 },
    owedToSeller: 2_917 + 26_258 + 55 * (1_000 - 25 - 3),
  });
  expect(body).toMatchObject({ bank: 0, isCovered: false, owed: body.owedToSellers });
  // What is captured after the end of the day is not of it.
  const day = String(body.date);
  await sell();
  await moveClock(gyeol.url, { advance: 'P1D' });
  const later = (await get(`/v1/ledger/safeguarding?date=${day}`, operatorKey)).body;
  expect(later).toMatchObject({ date: day, owed: body.owed, contracts: body.contracts });
  const today = (await get('/v1/ledger/safeguarding', operatorKey)).body;
  expect(Number(today.owed)).toBeGreaterThan(Number(body.owed));
  for (const wrong of ['2099-01-01', '2028-02-30', 'yesterday']) {
    const asked = await get(`/v1/ledger/safeguarding?date=${wrong}`, operatorKey);
    expect(asked).toMatchObject({ status: 400, body: { field: 'date' } });
  }
  expect((await get('/v1/ledger/safeguarding')).status).toBe(403);
  await booksClose(gyeol);
});

test('a row whose payout would fall into an unknown year says so itself', async () => {
  await at('2028-12-28T10:00:00');
  const late = await sell();
  await at('2028-12-29T00:00:00');
  const [row] = (await get(`/v1/payments/${late}`)).body.settlement as readonly Json[];
  expect(row).toMatchObject({
    payoutDate: null,
    whyThisDay: {
      korean: expect.stringContaining('2029년 휴일을 알 수 없어 지급일 미정'),
      english: expect.stringContaining('the holidays of 2029 are not known'),
    },
  });
});
