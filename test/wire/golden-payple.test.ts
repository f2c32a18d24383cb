// Golden pairs of Payple: each request file is sent as it stands, its answer compared byte for byte.
// What no two runs share (ids, times, tokens) is masked by the name of its field, nothing else.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Row } from '../../wire/message.ts';
import { type Route, routes } from '../../wire/payple/routes.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { makeKey, openPayple, type PaypleShop } from '../harness/payple.ts';
import { newOrderNumber, type WireAnswer } from '../harness/shop.ts';
import { goodAccount, goodCard, openWindow, toldBy, windowForm } from '../harness/window.ts';
import { answerFile, casesIn, compare, type Mask, masked, sendFile } from './golden.ts';

const root = join(import.meta.dirname, 'payple');
const cases = casesIn(root);
const objectRoutes: readonly Route[] = routes.filter(({ answers }) => answers === 'object');

let gyeol: TestGateway;
let shop: PaypleShop;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = openPayple(gyeol.url);
});
afterAll(() => gyeol.stop());

const card = (number?: string) =>
  makeKey(gyeol.gateway.parts, number === undefined ? {} : { card: number });
const account = () => makeKey(gyeol.gateway.parts, { account: '99900400000001' });

interface Made {
  readonly [placeholder: string]: string | undefined;
}

async function paid(isCancelled: boolean): Promise<WireAnswer> {
  const more = { PCD_PAYER_NO: '2324', PCD_USER_DEFINE1: '가맹점 정의1' };
  const answer = await shop.charge(await card(), { ...more, PCD_PAY_TOTAL: 10_000 });
  if (isCancelled) await shop.cancel(answer);
  return answer;
}

async function tokens(names: string, flags: Record<string, string>): Promise<Made> {
  const { PCD_CST_ID, PCD_CUST_KEY, PCD_AUTH_KEY } = await shop.tokens(flags);
  return {
    [`{${names}id token}`]: PCD_CST_ID,
    [`{${names}key token}`]: PCD_CUST_KEY,
    [`{${names}auth key}`]: PCD_AUTH_KEY,
  };
}

async function windowed(names: string, by: 'card' | 'transfer'): Promise<Made> {
  const window = await openWindow(gyeol.url, windowForm('CERT', { PCD_PAY_TYPE: by }));
  const told = toldBy(await window.pay(by === 'card' ? goodCard : goodAccount));
  return {
    [`{${names}window auth key}`]: told.PCD_AUTH_KEY,
    [`{${names}request key}`]: told.PCD_PAY_REQKEY,
    [`{${names}window key}`]: told.PCD_PAYER_ID,
    [`{${names}window order}`]: told.PCD_PAY_OID,
  };
}

async function transferred(placeholder: string, body = {}): Promise<Made> {
  const answer = await shop.charge(await account(), {
    PCD_PAY_TYPE: 'transfer',
    PCD_PAY_TOTAL: 10_000,
    ...body,
  });
  return { [placeholder]: answer.PCD_PAY_OID, '{account}': answer.PCD_PAYER_ID };
}

async function ordered(placeholder: string, isCancelled: boolean): Promise<Made> {
  const answer = await paid(isCancelled);
  return { [placeholder]: answer.PCD_PAY_OID, '{day}': answer.PCD_PAY_TIME?.slice(0, 8) };
}

const receipt = { PCD_TAXSAVE_FLAG: 'Y', PCD_TAXSAVE_IDNUM: '01012345678' };

/** What a request file may ask for; each case gets its own, and earlier rows fill in for later ones. */
// biome-ignore format: a table
const preparations: readonly (readonly [placeholder: string, prepare: () => Promise<Made>])[] = [
  ['{id token}',              () => tokens('', { PCD_SIMPLE_FLAG: 'Y' })],
  ['{page id token}',         () => tokens('page ', {})],
  ['{transferred order}',     () => transferred('{transferred order}')],
  ['{receipted order}',       () => transferred('{receipted order}', receipt)],
  ['{cancelled order}',       () => ordered('{cancelled order}', true)],
  ['{paid order}',            () => ordered('{paid order}', false)],
  ['{day}',                   () => ordered('{paid order}', false)],
  ['{card}',                  async () => ({ '{card}': await card() })],
  ['{poor card}',             async () => ({ '{poor card}': await card('9906100000001028') })],
  ['{paid up card}',          () => paidUp()],
  ['{account}',               async () => ({ '{account}': await account() })],
  ['{request key}',           () => windowed('', 'card')],
  ['{window auth key}',       () => windowed('', 'card')],
  ['{account request key}',   () => windowed('account ', 'transfer')],
  ['{order}',                 async () => ({ '{order}': newOrderNumber() })],
];

async function paidUp(): Promise<Made> {
  const key = await card();
  await shop.monthly(key, '2026-01');
  return { '{paid up card}': key };
}

async function prepared(text: string): Promise<string> {
  let filled = text;
  for (const [placeholder, prepare] of preparations) {
    if (!filled.includes(placeholder)) continue;
    for (const [name, value] of Object.entries(await prepare()))
      filled = filled.replaceAll(name, value ?? '');
  }
  return filled;
}

// biome-ignore format: a table
const masks: readonly Mask[] = [
  [/cst_id|custKey|AuthKey/,                                 /sealed-\d+:[^"]+/,             '{token}'],
  [/PCD_PAY_HOST|cPayHost/,                                  /http:\/\/127\.0\.0\.1:\d+/,    '{host}'],
  [/PCD_PAY_CARDTRADENUM|PCD_CARDTRADENUM|PCD_TX_KEY/,       /\d{12}[A-Z0-9]{8}|[\da-f-]{36}/, '{tid}'],
  [/PCD_PAY_TIME|PCD_REFUND_TIME/,                           /\d{14}/,                       '{time}'],
  [/PCD_PAY_CARDAUTHNO/,                                     /\d{8}/,                        '{approval}'],
  [/PCD_PAY_OID/,                                            /ORDER-[\d-]+/,                 '{order}'],
  [/PCD_PAYER_ID/,                                           /key-[\da-f-]{36}|[\w-]{32}/,   '{billing key}'],
  [/PCD_PAY_REQKEY/,                                         /[\w-]{32}/,                    '{request key}'],
  [/PCD_LINK_KEY/,                                           /[\w-]{22}/,                    '{link key}'],
  [/PCD_LINK_URL/,                                           /http:\/\/127\.0\.0\.1:\d+\/php\/link\/\?SID=[\w-]{22}/, '{link}'],
  [/PCD_TAXSAVE_MGTNUM/,                                     /G[^"]+/,                       '{receipt number}'],
  [/PCD_PAY_CARDRECEIPT/,                                    /http:\/\/127\.0\.0\.1:\d+\/api\/receipt\?tid=[\w%]+&sig=[\w-]{32}/, '{receipt}'],
];

function plain(answer: string): string {
  return masked(masks, answer).replace(
    /"return_url":"http:\/\/127\.0\.0\.1:\d+/,
    '"return_url":"{host}',
  );
}

test.each(cases)('%s', async (name) => {
  const file = await prepared(readFileSync(join(root, name), 'utf8'));
  expect(file, 'a placeholder that nobody prepares').not.toMatch(/\{[a-z ]+\}/);
  compare(answerFile(root, name), plain(await sendFile(gyeol.url, file)));
});

const said = (name: string): string => readFileSync(answerFile(root, name), 'utf8');

test.each(
  objectRoutes,
)('$name has a success and refusals among its pairs, and no other status', (route) => {
  const answers = cases.filter((name) => name.startsWith(`${route.name}/`)).map(said);
  const isSuccess = (text: string): boolean =>
    /"(?:PCD_PAY_RST|PCD_LINK_RST|result)":"success"/.test(text);
  expect(answers.some(isSuccess)).toBe(true);
  expect(answers.filter((text) => !isSuccess(text)).length).toBeGreaterThan(1);
  for (const text of answers) expect(text).toMatch(/^200 application\/json; charset=utf-8\n/);
});

test.each(
  objectRoutes,
)('every answer of $name has every documented field, and no other', (route) => {
  const documented = [
    ...new Set((route.answer?.rows ?? []).map(([wireName]: Row) => wireName)),
  ].sort();
  for (const name of cases.filter((each) => each.startsWith(`${route.name}/`))) {
    const [, body = ''] = said(name).split('\n\n');
    expect(Object.keys(JSON.parse(body)).sort(), name).toEqual(documented);
  }
});

test('every field of every message stands in some golden pair', () => {
  const requests = cases.map((name) => readFileSync(join(root, name), 'utf8')).join('\n');
  const missing = objectRoutes.flatMap(({ name, request }) =>
    request.rows
      .filter(([, , , presence]: Row) => presence !== 'ignored')
      .filter(([wireName]: Row) => !requests.includes(wireName))
      .map(([wireName]: Row) => `${name} ${wireName}`),
  );
  expect(missing).toEqual([]);
});

test('secrets are never echoed', () => {
  const all = cases.map(said).join('\n');
  for (const secret of ['demo-payple-key', 'demo-refund-key', 'sealed-'])
    expect(all).not.toContain(secret);
});
