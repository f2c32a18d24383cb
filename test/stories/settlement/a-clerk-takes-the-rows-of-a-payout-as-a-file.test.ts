// Story: a clerk takes the rows of a payout into a spreadsheet: one file, whole, and harmless.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let one: MadeMerchant;
let path = '';
let tid = '';

const formula = '=HYPERLINK("http://evil.example")';

beforeAll(async () => {
  gyeol = await openGateway();
  await moveClock(gyeol.url, { to: '2028-03-09T10:00:00+09:00' });
  const instalmentFees = [{ months: 3, rate: 2_000 }];
  one = await newMerchant(gyeol.url, { terms: { afterPayout: 'offset', instalmentFees } });
  const shop = await openShop(gyeol.url, one.keys);
  tid = (await shop.keyin({ ORDERNO: formula, AMOUNT: '100000', QUOTA: '03' })).TID ?? '';
  await Promise.all(Array.from({ length: 60 }, () => shop.keyin({ AMOUNT: '1000' })));
  await shop.cancel({ tid, amount: '20000' });
  await moveClock(gyeol.url, { to: '2028-03-10T01:00:00+09:00' });
  const { body } = await call(gyeol.url, { path: '/v1/settlements', key: one.key });
  const [payout] = body.data as readonly { readonly id: string }[];
  path = `/v1/settlements/${payout?.id}/rows`;
});
afterAll(() => gyeol.stop());

async function take(query = '', accept?: string, key = one.key) {
  const headers = { authorization: `Bearer ${key}`, ...(accept === undefined ? {} : { accept }) };
  const response = await fetch(`${gyeol.url}${path}${query}`, { headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes, text: bytes.toString() };
}

describe('a file', () => {
  test('has a mark, headings in both languages, and every row of the payout', async () => {
    const { status, headers, bytes, text } = await take('', 'text/csv');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(
      'attachment; filename="settlement-2028-03-20.csv"',
    );
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = text.slice(1).split('\r\n');
    expect(lines[0]).toBe(
      [
        ...['구분 Kind', '거래일 Date', '거래번호 TID', '주문번호 Order', '매입사 Acquirer'],
        ...['할부개월 Instalment', '거래금액 Gross', '기본수수료 Base fee'],
        ...['할부수수료 Instalment fee', '수수료 부가세 Fee VAT', '정산금액 Net'],
        '지급일 Payout date',
      ]
        .map((heading) => `"${heading}"`)
        .join(','),
    );
    // The heading, 61 sales, a cancel, and nothing behind the last end of line.
    expect(lines).toHaveLength(1 + 61 + 1 + 1);
    expect(lines.at(-1)).toBe('');
  });

  test('T69: no cell is a formula, and amounts stay numbers with their sign', async () => {
    const lines = (await take('?format=csv')).text.split('\r\n');
    const own = lines.filter((line) => line.includes(tid));
    const name = `"${tid}","'=HYPERLINK(""http://evil.example"")"`;
    expect(own).toEqual([
      expect.stringMatching(/^"승인","2028-03-09",.*,3,100000,2500,2000,450,95050,"2028-03-20"$/),
      expect.stringMatching(/^"당일취소","2028-03-09",.*,3,-20000,-500,-400,-90,-19010,/),
    ]);
    for (const line of own) expect(line).toContain(name);
    expect(lines.some((line) => /(^|,)"?[=+@]/.test(line))).toBe(false);
  });

  // biome-ignore format: a table
  test.each([
    // query          accept                                 type
    ['',             '*/*',                                  'application/json; charset=utf-8'],
    ['',             'application/json',                     'application/json; charset=utf-8'],
    ['',             'text/csv, application/json',           'application/json; charset=utf-8'],
    ['',             'text/html, text/csv;q=0.9',            'text/csv; charset=utf-8'],
    ['?format=json', 'text/csv',                             'application/json; charset=utf-8'],
    ['?format=csv',  'application/json',                     'text/csv; charset=utf-8'],
  ] as const)('%s %s is %s', async (query, accept, type) => {
    expect((await take(query, accept)).headers.get('content-type')).toBe(type);
  });

  test('has no pages and no other format', async () => {
    const { nextCursor } = JSON.parse((await take()).text) as { readonly nextCursor: string };
    const paged = await take(`?format=csv&cursor=${nextCursor}`);
    expect([paged.status, JSON.parse(paged.text).field]).toEqual([400, 'cursor']);
    const other = await take('?format=xlsx');
    expect([other.status, JSON.parse(other.text).field]).toEqual([400, 'format']);
  });

  test('T26: is not there for another merchant', async () => {
    const { key } = await newMerchant(gyeol.url);
    expect((await take('?format=csv', undefined, key)).status).toBe(404);
  });
});
