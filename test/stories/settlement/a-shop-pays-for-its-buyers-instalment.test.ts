// Story: a shop takes the interest of some instalments upon itself; its fee has a second component.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey, postJson, takeToken } from '../../harness/shop.ts';
import { goodCard, openWindow, toldBy, windowForm } from '../../harness/window.ts';

type Json = Readonly<Record<string, unknown>>;

const instalmentFees = [
  { months: 3, rate: 2_000, acquirerRate: 1_800 },
  { months: 6, rate: 4_000, acquirerRate: 3_600 },
];

let gyeol: TestGateway;
let one: MadeMerchant;
beforeAll(async () => {
  gyeol = await openGateway();
  await at('2028-03-09T10:00:00');
  one = await newMerchant(gyeol.url, { terms: { afterPayout: 'offset', instalmentFees } });
});
afterAll(() => gyeol.stop());

async function at(time: string): Promise<void> {
  await moveClock(gyeol.url, { to: `${time}+09:00` });
}

async function sell(QUOTA: string, AMOUNT = '100000'): Promise<string> {
  const sold = await (await openShop(gyeol.url, one.keys)).keyin({ AMOUNT, QUOTA });
  expect(sold).toMatchObject({ RESULTCODE: '0000' });
  return sold.TID ?? '';
}

async function cancel(tid: string, amount?: string): Promise<void> {
  const asked = amount === undefined ? { tid } : { tid, amount };
  const answer = await (await openShop(gyeol.url, one.keys)).cancel(asked);
  expect(answer).toMatchObject({ cancel_code: '0000' });
}

async function get(path: string, key = one.key): Promise<Json> {
  return (await call(gyeol.url, { path, key })).body;
}

/** Kind, gross, base fee, instalment fee, VAT and net of each row. */
async function rows(tid: string, key = one.key): Promise<unknown[][]> {
  const { settlement } = await get(`/v1/payments/${tid}`, key);
  return (settlement as readonly Json[]).map(({ kind, gross, fees, feeVat, net }) => {
    const { base, instalment } = fees as Json;
    return [kind, gross, base, instalment, feeVat, net];
  });
}

/** What our fees of one contract come to, by component. */
async function revenue(contract: string): Promise<Json> {
  const [row] = await rowsOf(
    gyeol,
    `select coalesce(sum(signed) filter (where not paid_for), 0)::int as base,
       coalesce(sum(signed) filter (where paid_for), 0)::int as instalment
     from (select case side when 'credit' then amount else -amount end as signed,
         subject like '%/instalment' as paid_for
       from posting where account = 'fee-revenue' and scope = $1) p`,
    [contract],
  );
  return row as Json;
}

let three = '';
let six = '';

describe('three months are 2.5% and 2.0%, with one VAT', () => {
  test('captured at midnight: 95,050 of 100,000 are the shop’s', async () => {
    three = await sell('03');
    six = await sell('06');
    const [five, once] = [await sell('05'), await sell('00')];
    await at('2028-03-10T00:00:00');
    expect(await rows(three)).toEqual([['11', 100_000, 2_500, 2_000, 450, 95_050]]);
    expect(await rows(six)).toEqual([['11', 100_000, 2_500, 4_000, 650, 92_850]]);
    // The buyer pays for five months himself.
    for (const plain of [five, once]) {
      expect(await rows(plain)).toEqual([['11', 100_000, 2_500, 0, 250, 97_250]]);
      await cancel(plain);
    }
    expect(await revenue(one.contract)).toEqual({ base: 5_000, instalment: 6_000 });
    const sql = `select charge::int from settlement_row where tid = $1`;
    expect(await rowsOf(gyeol, sql, [three])).toEqual([{ charge: 3_800 }]);
    await booksClose(gyeol);
  });

  test('the settlement message shows both rates as one', async () => {
    const headers = { TOKEN: await takeToken(gyeol.url, one.keys) };
    const asked = { API_ID: one.keys.id, TID: three, DATE: '20280320' };
    const { body } = await postJson(`${gyeol.url}/api/settlement`, asked, headers);
    expect(body.DATA).toMatchObject([
      { FEERATE: '4.50', FEE: '4500', VAT: '450', PAYMENTAMT: '95050', FINALAMT: '100000' },
    ]);
  });

  test('in parts, the fee of what is left is that of a smaller sale', async () => {
    await cancel(three, '33333');
    expect(await rows(three)).toEqual([
      ['11', 100_000, 2_500, 2_000, 450, 95_050],
      // 66,667 at 2.5% and 2.0% is 1,666 and 1,333, and VAT of it 300.
      ['22', -33_333, -834, -667, -150, -31_682],
    ]);
    await booksClose(gyeol);
  });

  test('the reasons name both components', async () => {
    const { data } = await get('/v1/settlements');
    const [{ id } = {}] = data as readonly Json[];
    const { data: explained } = await get(`/v1/settlements/${id}/explain`);
    const sale = (explained as readonly Json[]).find((row) => row.tid === three);
    expect(sale).toMatchObject({
      won: { rate: 2_500, instalmentRate: 2_000 },
      whyThisWon: {
        korean:
          '100,000원 × 2.5% = 2,500원 + 무이자 할부 × 2% = 2,000원 → 4,500원 (원 미만 버림), ' +
          '부가세 10% = 450원 (반올림); 지급 100,000원 − (4,500원) − (450원) = 95,050원; ' +
          '신용카드 수수료율 2.5% (2028-03-09 거래부터, 계약 조건 제1판)',
      },
    });
  });

  test('a fee that is changed leaves the instalment as it is', async () => {
    const path = `/v1/contracts/${one.contract}/fee-changes`;
    const body = { feeRate: 1_150, from: '2028-03-09', reason: '우대수수료 선정' };
    const changed = await call(gyeol.url, { method: 'POST', path, body, key: operatorKey });
    expect(changed).toMatchObject({ status: 201 });
    expect((await rows(six)).at(-1)).toEqual(['adjustment', 0, -1_350, 0, -135, 1_485]);
    await booksClose(gyeol);
  });

  test('what is given back whole leaves nothing', async () => {
    for (const tid of [three, six]) {
      await cancel(tid, '10001');
      await cancel(tid);
      const all = await rows(tid);
      for (const column of [1, 2, 3, 4, 5]) {
        expect(all.reduce((sum, row) => sum + Number(row[column]), 0)).toBe(0);
      }
    }
    expect(await revenue(one.contract)).toEqual({ base: 0, instalment: 0 });
    await booksClose(gyeol);
  });
});

test('a window charges the same, and where rates include VAT the parts sum to the fee', async () => {
  const terms = { afterPayout: 'offset', feeBasis: 'including-vat', feeRate: 2_750, keyIn: false };
  const path = `/v1/merchants/${one.id}/contracts`;
  const post = async (to: string, body?: Json) =>
    (await call(gyeol.url, { method: 'POST', path: to, key: operatorKey, body })).body;
  const contract = await post(path, {
    ...{ dialect: 'payple', pg: 'payple', terms: { ...terms, instalmentFees } },
  });
  const made = await post(`/v1/contracts/${contract.id}/credentials`);
  const keys = { id: `${made.publicId}`, key: `${made.secret}`, refundKey: `${made.refundKey}` };
  const form = windowForm('PAY', { PCD_PAY_TOTAL: '100000', PCD_CARD_VER: '02' });
  const window = await openWindow(gyeol.url, form, { keys });
  expect(await window.state()).toMatchObject({ interestFree: [3, 6] });
  const told = toldBy(await window.pay({ ...goodCard, instalment: 3 }));
  expect(told).toMatchObject({ PCD_PAY_RST: 'success', PCD_PAY_CARDQUOTA: '03' });
  await at('2028-03-11T00:00:00');
  // 2,750 and 2,000 with VAT: 432 of 4,750 are VAT, and 4,318 are shared as 2,750 to 2,000.
  const [paid] = await rowsOf(gyeol, 'select tid from payment where contract_id = $1', [
    contract.id,
  ]);
  expect(await rows(`${paid?.tid}`)).toEqual([['11', 100_000, 2_500, 1_818, 432, 95_250]]);
  expect(await revenue(`${contract.id}`)).toEqual({ base: 2_500, instalment: 1_818 });
  await booksClose(gyeol);
});

// biome-ignore format: a table
test.each([
  ['a month twice',       [{ months: 3, rate: 1 }, { months: 3, rate: 2 }]],
  ['one month',           [{ months: 1, rate: 1 }]],
  ['thirteen months',     [{ months: 13, rate: 1 }]],
  ['a rate below zero',   [{ months: 3, rate: -1 }]],
  ['a rate in fractions', [{ months: 3, rate: 2.5 }]],
  ['no rate',             [{ months: 3 }]],
] as const)('%s is refused', async (_, wrong) => {
  const path = `/v1/merchants/${one.id}/contracts`;
  const body = { dialect: 'cookiepay', pg: 'kiwoom', terms: { instalmentFees: wrong } };
  const answer = await call(gyeol.url, { method: 'POST', path, body, key: operatorKey });
  expect(answer.status).toBe(400);
  expect(answer.body.field).toMatch(/^terms\.instalmentFees|^rate$/);
});
