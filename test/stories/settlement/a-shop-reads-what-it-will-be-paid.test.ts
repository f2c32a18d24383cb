// Story: a shop asks for the rows of a payout date, before it is paid and after, and they close.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import {
  call,
  openShop,
  operatorKey,
  postJson,
  takeToken,
  type WireAnswer,
} from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

async function at(time: string): Promise<void> {
  await moveClock(gyeol.url, { to: `${time}+09:00` });
}

interface Told {
  readonly RESULTCODE: string;
  readonly RESULTMSG: string;
  readonly DATA: readonly WireAnswer[];
}

/** As a shop asks: a token, then the rows of a payout date. */
async function told(
  { keys }: MadeMerchant,
  asked: Readonly<Record<string, unknown>>,
): Promise<Told> {
  const headers = { TOKEN: await takeToken(gyeol.url, keys) };
  const sent = { API_ID: keys.id, ...asked };
  const answer = await postJson(`${gyeol.url}/api/settlement`, sent, headers);
  expect(answer.status).toBe(200);
  return answer.body as unknown as Told;
}

async function sell({ keys }: MadeMerchant): Promise<string> {
  const sold = await (await openShop(gyeol.url, keys)).keyin({});
  expect(sold).toMatchObject({ RESULTCODE: '0000' });
  return sold.TID ?? '';
}

async function cancel({ keys }: MadeMerchant, tid: string, amount?: string): Promise<void> {
  const asked = amount === undefined ? { tid } : { tid, amount };
  expect(await (await openShop(gyeol.url, keys)).cancel(asked)).toMatchObject({
    cancel_code: '0000',
  });
}

const figures = [
  'PAYMENTSTATUS',
  'AUTHAMT',
  'FINALAMT',
  'FEE',
  'VAT',
  'PAYMENTAMT',
  'AUTHDT',
  'PAYOFFDT',
];

const figuresOf = (row: WireAnswer): string => figures.map((name) => row[name]).join(' ');

/** Of one sale. */
async function story(merchant: MadeMerchant, TID: string): Promise<string[]> {
  return (await told(merchant, { DATE: '20280320', TID })).DATA.map(figuresOf);
}

const kept = { feeOnCancel: 'kept' };

describe('sold on Thursday 2028-03-09, closed on Friday the 17th at 17:00, paid on Monday the 20th', () => {
  const sale = '11 50000 50000 1250 125 48625 20280309 20280320';
  let one: MadeMerchant;
  let keeping: MadeMerchant;
  const tids: Record<'only' | 'voided' | 'part' | 'later' | 'kept', string> = {
    ...{ only: '', voided: '', part: '', later: '', kept: '' },
  };

  beforeAll(async () => {
    await at('2028-03-09T10:00:00');
    one = await newMerchant(gyeol.url);
    keeping = await newMerchant(gyeol.url, { terms: kept });
    for (const name of ['only', 'voided', 'part', 'later'] as const) tids[name] = await sell(one);
    tids.kept = await sell(keeping);
    await cancel(one, tids.voided);
    await cancel(one, tids.part, '20000');
  });

  test('before midnight nothing is captured, so there are no rows', async () => {
    expect(await told(one, { DATE: '20280320' })).toEqual({
      RESULTCODE: 'E008',
      RESULTMSG: '조회된 내역이 없습니다.',
    });
  });

  test('each sale and each cancel is a row, to the won', async () => {
    await at('2028-03-13T10:00:00');
    await cancel(one, tids.later, '20000');
    await at('2028-03-14T10:00:00');
    await cancel(one, tids.later);
    await cancel(keeping, tids.kept);

    expect(await story(one, tids.only)).toEqual([sale]);
    expect(await story(one, tids.voided)).toEqual([
      sale,
      '21 50000 -50000 -1250 -125 -48625 20280309 20280320',
    ]);
    expect(await story(one, tids.part)).toEqual([
      sale,
      '21 50000 -20000 -500 -50 -19450 20280309 20280320',
    ]);
    expect(await story(one, tids.later)).toEqual([
      sale,
      '22 50000 -20000 -500 -50 -19450 20280313 20280320',
      '22 50000 -30000 -750 -75 -29175 20280314 20280320',
    ]);
    expect(await story(keeping, tids.kept)).toEqual([
      sale,
      '22 50000 -50000 0 0 -50000 20280314 20280320',
    ]);
  });

  test('a row has all sixteen fields, as text', async () => {
    const answer = await told(one, { DATE: '20280320', TID: tids.only });
    const orderNumber = await rowsOf(gyeol, 'select order_number from payment where tid = $1', [
      tids.only,
    ]);
    expect(answer).toEqual({
      RESULTCODE: '0000',
      RESULTMSG: '성공',
      DATA: [
        {
          ...{ AUTHAMT: '50000', FEERATE: '2.50', PAYMENTSTATUS: '11', FEE: '1250', VAT: '125' },
          ...{
            SETTLE_CYCLE_CD: 'D+6',
            PAYTYPE: 'CARD_SUGI',
            ACQUIRER: 'CCLG',
            PAYMENTAMT: '48625',
          },
          ...{ TRXID: tids.only, CPID: one.contract, ORDERNO: orderNumber[0]?.order_number },
          ...{ AUTHDT: '20280309', FINALAMT: '50000', PAYOFFDT: '20280320', STATUS_CD: '01' },
        },
      ],
    });
  });

  test('the whole day stands in order, every row closes, and the sum is what the payout says', async () => {
    const { DATA } = await told(one, { DATE: '20280320' });
    const keys = DATA.map((row) => `${row.AUTHDT} ${row.TRXID}`);
    expect(keys).toEqual([...keys].sort());
    expect(DATA).toHaveLength(8);
    for (const row of DATA) {
      expect(Number(row.FINALAMT) - Number(row.FEE) - Number(row.VAT)).toBe(Number(row.PAYMENTAMT));
    }
    await at('2028-03-17T17:00:00');
    const sql = 'select amount from payout where merchant_id = $1';
    const sum = DATA.reduce((total, row) => total + BigInt(row.PAYMENTAMT ?? ''), 0n);
    expect(await rowsOf(gyeol, sql, [one.id])).toEqual([{ amount: sum }]);
  });

  test('it is waited for until ten, then it is paid', async () => {
    const statuses = async (merchant: MadeMerchant): Promise<unknown[]> => {
      const { DATA } = await told(merchant, { DATE: '20280320' });
      return [...new Set(DATA.map((row) => row.STATUS_CD))];
    };
    await at('2028-03-20T09:59:59');
    expect(await statuses(one)).toEqual(['01']);
    await at('2028-03-20T10:00:00');
    expect(await statuses(one)).toEqual(['03']);
    // Nothing was left to be paid, which is done as well.
    expect(await statuses(keeping)).toEqual(['03']);
    await booksClose(gyeol);
  });

  test('T25: a sale of somebody else is a sale that never was', async () => {
    const none = await told(one, { DATE: '20280320', TID: 'T-NEVER' });
    expect(none).toMatchObject({ RESULTCODE: 'E008' });
    expect(await told(one, { DATE: '20280320', TID: tids.kept })).toEqual(none);
    expect(await told(one, { DATE: '20280321', TID: tids.only })).toEqual(none);
    expect(await told(one, { DATE: '20280320', API_ID: keeping.keys.id })).toMatchObject({
      RESULTCODE: 'E003',
    });
  });

  test('a merchant who copied the array of the manual’s sample gets an array', async () => {
    const path = `/v1/credentials/${one.credential}/policy`;
    const { body } = await call(gyeol.url, { path, key: one.key });
    expect(body.settlementForm).toBe('object');
    const { id: _, publicId: __, ...policy } = body;
    const wished = { ...policy, settlementForm: 'array' };
    const set = await call(gyeol.url, { method: 'PUT', path, body: wished, key: one.key });
    expect(set.body).toMatchObject({ settlementForm: 'array' });
    const rows = (await told(one, { DATE: '20280320' })) as unknown as WireAnswer[];
    expect(rows.map(figuresOf)).toHaveLength(8);
    expect(await told(one, { DATE: '20280321' })).toMatchObject({ RESULTCODE: 'E008' });
    await call(gyeol.url, { method: 'PUT', path, body: policy, key: operatorKey });
  });
});

describe('what is asked wrongly', () => {
  // biome-ignore format: a table
  const wrong = [
    // sent                       code    names
    [{},                          'E004', 'DATE: '],
    [{ DATE: '' },                'E004', 'DATE: '],
    [{ DATE: '2028-03-20' },      'E004', 'DATE: '],
    [{ DATE: '20280230' },        'E004', 'DATE: '],
    [{ DATE: [] },                'E004', 'DATE: '],
    [{ DATE: 'tomorrow' },        'E004', 'DATE: '],
    [{ DATE: '20280320', TID: 'T'.repeat(101) }, 'E004', 'TID: '],
    [{ API_ID: '', DATE: '20280320' },           'E004', 'API_ID: '],
  ] as const;

  test.each(wrong)('%j is %s, %s', async (sent, code, names) => {
    const one = await newMerchant(gyeol.url);
    const answer = await told(one, sent);
    expect(answer).toMatchObject({ RESULTCODE: code, RESULTMSG: expect.stringContaining(names) });
  });

  test('only contracts with Kiwoom have it', async () => {
    const other = await newMerchant(gyeol.url, { pg: 'danal' });
    expect(await told(other, { DATE: '20280320' })).toMatchObject({ RESULTCODE: 'E006' });
  });
});

/** Sales of the same amount, captured with the first; `$2` of them. */
const moreSales = `
  with made as materialized (
    select gen_random_uuid() as id, gen_random_uuid() as request_id, left(p.tid, 12) ||
      'M' || lpad(n::text, 7, '0') as tid, 'MANY-' || n as number
    from payment p, generate_series(1, $2) n where p.tid = $1),
  paid as (
    insert into payment
    select q.* from payment p, made, jsonb_populate_record(p, jsonb_build_object('id', made.id,
      'request_id', made.request_id, 'tid', made.tid, 'order_number', made.number,
      'order_key', made.number)) q
    where p.tid = $1)
  insert into settlement_row
  select q.* from settlement_row r, made, jsonb_populate_record(r, jsonb_build_object(
    'payment_id', made.id, 'tid', made.tid)) q
  where r.tid = $1`;

test('a day of 2,500 rows is answered whole and in order', async () => {
  const many = await newMerchant(gyeol.url, { terms: { feeRate: 1_155 } });
  await at('2028-04-03T10:00:00');
  const first = await sell(many);
  await at('2028-04-04T00:00:00');
  await rowsOf(gyeol, moreSales, [first, 2_499]);
  const { RESULTCODE, DATA } = await told(many, { DATE: '20280413' });
  expect(RESULTCODE).toBe('0000');
  const tids = DATA.map((row) => row.TRXID);
  expect(new Set(tids).size).toBe(2_500);
  expect(tids).toEqual([...tids].sort());
  expect(new Set(DATA.map((row) => row.FEERATE))).toEqual(new Set(['1.155']));
});
