// Golden pairs: each request file is sent as it stands, and its answer compared byte for byte.
// What no two runs share (ids, times, tokens) is masked by the name of its field, nothing else.
// GOLDEN=write writes the answers anew; read the difference before you commit it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '../../wire/cookiepay/routes.ts';
import { rowsOf } from '../harness/books.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { moveClock } from '../harness/sandbox.ts';
import { call, newOrderNumber, openShop, type Shop } from '../harness/shop.ts';
import { answerFile, casesIn, compare, type Mask, masked, sendFile } from './golden.ts';

const root = join(import.meta.dirname, 'cookiepay');

const cases = casesIn(root);

let gyeol: TestGateway;
let shop: Shop;
/** A sale that was paid out, and when. */
let settled: { readonly tid: string; readonly day: string };
beforeAll(async () => {
  gyeol = await openGateway();
  const sold = await (await openShop(gyeol.url)).keyin();
  await moveClock(gyeol.url, { advance: 'P30D' });
  const sql = "select to_char(payout_date, 'YYYYMMDD') as day from settlement_row where tid = $1";
  const [row] = await rowsOf(gyeol, sql, [sold.TID]);
  settled = { tid: sold.TID ?? '', day: String(row?.day) };
  shop = await openShop(gyeol.url);
});
afterAll(() => gyeol.stop());

async function paidTid(fields: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return (await shop.keyin({ BUYERID: 'hong', PRODUCTCODE: 'T-1', ...fields })).TID ?? '';
}

async function cancelledTid(fields: Readonly<Record<string, unknown>>): Promise<string> {
  const tid = await paidTid();
  await shop.cancel({ tid, ...fields });
  return tid;
}

/** Issued to a buyer of the demo shop. */
async function buyersAccount(): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await call(gyeol.url, { path: '/v1/contracts' });
  const contracts = body.data as readonly { readonly id: string; readonly pg: string }[];
  const contract = contracts.find(({ pg }) => pg === 'kiwoom')?.id;
  const order = { contract, orderNumber: newOrderNumber(), amount: 10_000, buyerName: '홍길동' };
  const path = '/v1/virtual-accounts';
  return (await call(gyeol.url, { method: 'POST', path, body: order })).body;
}

/** What a request file may ask for; each case gets its own. */
const preparations: Readonly<Record<string, () => Promise<string>>> = {
  '{token}': async () => shop.token,
  '{order}': async () => newOrderNumber(),
  '{settled tid}': async () => settled.tid,
  '{payout day}': async () => settled.day,
  '{paid tid}': () => paidTid(),
  '{fresh tid}': () => paidTid(),
  '{declined tid}': () => paidTid({ AMOUNT: '20000000' }),
  '{partly tid}': () => cancelledTid({ amount: '20000' }),
  '{cancelled tid}': () => cancelledTid({}),
  '{waiting tid}': async () => String((await buyersAccount()).tid),
  '{deposited tid}': async () => {
    const { tid, number: accountNo } = await buyersAccount();
    const body = { accountNo, amount: 10_000 };
    await call(gyeol.url, { method: 'POST', path: '/sandbox/deposits', body });
    return String(tid);
  },
  '{paid order}': async () => {
    const order = newOrderNumber();
    await shop.keyin({ ORDERNO: order });
    return order;
  },
};

async function prepared(text: string): Promise<string> {
  let filled = text;
  for (const [name, prepare] of Object.entries(preparations)) {
    if (filled.includes(name)) filled = filled.replaceAll(name, await prepare());
  }
  return filled;
}

// biome-ignore format: a table
const masks: readonly Mask[] = [
  [/TOKEN/,                             /eyJ[\w-]+\.[\w-]+\.[\w-]+/,         '{token}'],
  [/TID|cancel_tid/,                    /\d{12}[A-Z0-9]{8}/,                 '{tid}'],
  [/ACCEPTDATE|CANCELDATE|cancel_date/, /\d{14}/,                            '{time}'],
  [/ACCEPTNO/,                          /\d{8}/,                             '{approval}'],
  [/ACCOUNTNO/,                         /\d{14}/,                            '{account}'],
  [/DEPOSITENDDATE/,                    /\d{4}-\d\d-\d\d/,                 '{last day}'],
  [/TRXID/,                             /\d{12}[A-Z0-9]{8}/,                 '{tid}'],
  [/AUTHDT|PAYOFFDT/,                   /\d{8}/,                             '{day}'],
  [/CPID/,                              /[0-9a-f-]{36}/,                     '{contract}'],
  [/ORDERNO|TEMP_ORDERNO/,              /ORDER-[\d-]+/,                      '{order}'],
  [/RECEIPT_URL/,                       /http:\/\/127\.0\.0\.1:\d+\/api\/receipt\?tid=[\w%]+&sig=[\w-]{32}/, '{receipt}'],
];

test.each(cases)('%s', async (name) => {
  const file = await prepared(readFileSync(join(root, name), 'utf8'));
  compare(answerFile(root, name), masked(masks, await sendFile(gyeol.url, file)));
});

const answers = (): string[] => cases.map((name) => readFileSync(answerFile(root, name), 'utf8'));

test('every route that answers in messages has a success and a refusal', () => {
  for (const route of routes.filter((each) => each.answers !== 'page')) {
    const own = cases.filter((name) => name.startsWith(`${route.name}/`));
    const codes = own.map(
      (name) =>
        /"(?:RTN_CD|RESULTCODE)":"(\w+)"/.exec(readFileSync(answerFile(root, name), 'utf8'))?.[1],
    );
    expect(codes, route.name).toContain('0000');
    expect(codes.filter((code) => code !== '0000').length, route.name).toBeGreaterThan(1);
  }
});

test('every field of every message stands in some golden pair', () => {
  const requests = cases.map((name) => readFileSync(join(root, name), 'utf8')).join('\n');
  const said = answers().join('\n');
  const missing = routes
    .filter((route) => route.answers !== 'page')
    .flatMap((route) => [
      ...route.request.rows
        .filter(([, , , presence]) => presence !== 'ignored')
        .filter(([wireName]) => !requests.includes(wireName))
        .map(([wireName]) => `${route.name} request ${wireName}`),
      ...(route.answer?.rows ?? [])
        .filter(([wireName]) => !said.includes(`"${wireName}":`))
        .map(([wireName]) => `${route.name} answer ${wireName}`),
    ]);
  expect(missing).toEqual([]);
});
