// Story: a small shop is selected for a lower fee, gets the difference back, and cancels close.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey, postJson } from '../../harness/shop.ts';

type Json = Readonly<Record<string, unknown>>;

let gyeol: TestGateway;
let one: MadeMerchant;
beforeAll(async () => {
  gyeol = await openGateway();
  await at('2028-03-08T10:00:00');
  one = await newMerchant(gyeol.url, { terms: { afterPayout: 'offset' } });
});
afterAll(() => gyeol.stop());

async function at(time: string): Promise<void> {
  await moveClock(gyeol.url, { to: `${time}+09:00` });
}

async function sell(): Promise<string> {
  return (await (await openShop(gyeol.url, one.keys)).keyin()).TID ?? '';
}

async function cancel(tid: string, amount: string): Promise<void> {
  const answer = await (await openShop(gyeol.url, one.keys)).cancel({ tid, amount });
  expect(answer).toMatchObject({ cancel_code: '0000' });
}

/** The shop pays in what it wants to give back. */
async function cancelByDeposit(tid: string, amount: string): Promise<void> {
  const { token } = await openShop(gyeol.url, one.keys);
  const headers = { TOKEN: token, ApiKey: one.keys.key };
  const ask = { tid, reason: '고객 변심', amount };
  const asked = await postJson(`${gyeol.url}/api/get_cancel_bank_account`, ask, headers);
  const { ACCOUNTNO: accountNo, DEPOSITAMT } = asked.body;
  const body = { accountNo, amount: Number(DEPOSITAMT), depositor: '이웃 상점' };
  const paid = { method: 'POST', path: '/sandbox/deposits', body, key: one.key } as const;
  expect((await call(gyeol.url, paid)).body).toMatchObject({ taken: true });
}

async function change(body: Json, contract = one.contract) {
  const path = `/v1/contracts/${contract}/fee-changes`;
  return await call(gyeol.url, { method: 'POST', path, body, key: operatorKey });
}

/** Kind, gross, fee, VAT and net of each row. */
async function rowsOf(tid: string): Promise<unknown[][]> {
  const { body } = await call(gyeol.url, { path: `/v1/payments/${tid}`, key: one.key });
  const rows = body.settlement as readonly Json[];
  return rows.map(({ kind, gross, fee, feeVat, net }) => [kind, gross, fee, feeVat, net]);
}

const selected = { feeRate: 1_150, from: '2028-03-09', reason: '우대수수료 선정' };
const sold = ['11', 50_000, 1_250, 125, 48_625];

describe('2.5% becomes 1.15%', () => {
  let before = '';
  let tid = '';
  let parted = '';
  let uncaptured = '';

  test('for sales from a day on, each with the difference as a row of its own', async () => {
    before = await sell();
    await at('2028-03-09T10:00:00');
    tid = await sell();
    parted = await sell();
    await at('2028-03-13T10:00:00');
    await cancel(parted, '20000');
    uncaptured = await sell();
    const changed = await change(selected);
    expect(changed).toMatchObject({
      status: 201,
      body: { ...{ feeRate: 1_150, sales: 3, adjustments: 2 }, net: 742 + 445 },
    });
    expect(await rowsOf(before)).toEqual([sold]);
    expect(await rowsOf(tid)).toEqual([sold, ['adjustment', 0, -675, -67, 742]]);
    expect(await rowsOf(parted)).toEqual([
      sold,
      ['22', -20_000, -500, -50, -19_450],
      ['adjustment', 0, -405, -40, 445],
    ]);
    await booksClose(gyeol);
  });

  test('what is sold or captured from now on has the new fee', async () => {
    const fresh = await sell();
    await at('2028-03-14T00:00:00');
    for (const each of [uncaptured, fresh]) {
      expect(await rowsOf(each)).toEqual([['11', 50_000, 575, 58, 49_367]]);
    }
  });

  test('cancels after it are priced by it, and close at nothing', async () => {
    await cancel(parted, '10000');
    await cancel(parted, '20000');
    const rows = await rowsOf(parted);
    for (const column of [1, 2, 3, 4]) {
      expect(rows.reduce((sum, row) => sum + Number(row[column]), 0)).toBe(0);
    }
    await booksClose(gyeol);
  });

  test('asked for again it changes nothing more', async () => {
    const again = await change(selected);
    expect(again.body).toMatchObject({ adjustments: 0, net: 0 });
    expect(await rowsOf(tid)).toHaveLength(2);
  });

  test('the reasons say by which fee each row was priced', async () => {
    await at('2028-03-29T00:00:00');
    const { body } = await call(gyeol.url, { path: '/v1/settlements', key: one.key });
    const said: Json[] = [];
    for (const { id } of body.data as readonly Json[]) {
      const path = `/v1/settlements/${id}/explain`;
      said.push(...((await call(gyeol.url, { path, key: one.key })).body.data as Json[]));
    }
    const korean = said
      .filter((row) => row.tid === tid)
      .map((row) => (row.whyThisWon as Json).korean);
    expect(korean).toEqual([
      [
        '바뀐 수수료: 50,000원 × 1.15% = 575원 (원 미만 버림), 부가세 10% = 58원 (반올림); ',
        '이미 받은 수수료 1,250원, 부가세 125원; 차액 수수료 -675원, 부가세 -67원; 지급 742원; ',
        '신용카드 수수료율 1.15% (2028-03-09 거래부터, 계약 조건 제2판)',
      ].join(''),
      expect.stringContaining('50,000원 × 2.5% = 1,250원'),
    ]);
    const { body: story } = await call(gyeol.url, { path: `/v1/payments/${tid}`, key: one.key });
    const timeline = story.timeline as readonly Json[];
    expect(timeline.filter(({ what }) => what === 'fee-changed')).toMatchObject([
      { feeRate: 1_150, reason: '우대수수료 선정' },
      { feeRate: 1_150, reason: '우대수수료 선정' },
    ]);
    await booksClose(gyeol);
  });

  test('a rise takes the difference', async () => {
    await change({ feeRate: 2_500, from: '2028-03-09', reason: '선정 취소' });
    expect((await rowsOf(tid)).at(-1)).toEqual(['adjustment', 0, 675, 67, -742]);
    await booksClose(gyeol);
  });
});

test.each(['2099-01-01', '2028-02-30'])('from %s is refused', async (from) => {
  expect(await change({ ...selected, from })).toMatchObject({
    ...{ status: 400, body: { field: 'from' } },
  });
});

test('between cancels by deposit each kind of row counts by itself', async () => {
  await at('2028-05-11T10:00:00');
  one = await newMerchant(gyeol.url, { terms: { afterPayout: 'deposit', payoutDays: 1 } });
  const tid = await sell();
  await at('2028-05-15T12:00:00');
  await cancelByDeposit(tid, '1000');
  await cancelByDeposit(tid, '2000');
  const raised = { feeRate: 3_000, from: '2028-05-11', reason: '요율 인상' };
  expect(await change(raised)).toMatchObject({ body: { adjustments: 1 } });
  await cancelByDeposit(tid, '3000');
  expect((await rowsOf(tid)).map(([kind, gross]) => [kind, gross])).toEqual([
    ...[
      ['11', 50_000],
      ['22', -1_000],
      ['22', -2_000],
      ['22', -3_000],
    ],
    ...[
      ['adjustment', 0],
      ['deposit', 1_000],
      ['deposit', 2_000],
      ['deposit', 3_000],
    ],
  ]);
  const { body } = await call(gyeol.url, { path: `/v1/payments/${tid}`, key: one.key });
  expect(body).toMatchObject({ status: 'partially-cancelled', cancelled: 6_000, reserved: 0 });
  await booksClose(gyeol);
});
