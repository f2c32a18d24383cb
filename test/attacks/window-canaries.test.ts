// Card and account numbers that went through payment windows are found nowhere: not in tables,
// files, WAL, output or answers, whichever way a try ended and whichever field they stood in.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectionOf } from '../../storage/embedded/roles.ts';
import { readRootKeys } from '../../storage/root-keys.ts';
import { freshNumber, rangesOfAllLengths, type Search, searchFor } from '../harness/canary.ts';
import { type Fields, openPayple } from '../harness/payple.ts';
import { type Started, startServer, stop, temporaryFolder } from '../harness/program.ts';
import { orderFault } from '../harness/sandbox.ts';
import { call, postJson } from '../harness/shop.ts';
import {
  type BuyerWindow,
  goodAccount,
  goodCard,
  openWindow,
  postWindow,
  toldBy,
  windowAt,
  windowForm,
} from '../harness/window.ts';
import { openWitness, type Witness } from '../harness/witness.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
const numbers: string[] = [];
const answers: string[] = [];
let server: Started;
let witness: Witness;
let search: Search;

beforeAll(async () => {
  server = await startServer(data, { LOG_LEVEL: 'debug' });
  const socket = join(data, 'socket');
  witness = await openWitness(connectionOf(readRootKeys(data), 'gyeol_owner', socket));
  await typeIntoWindows();
  await typeIntoWrongFields();
  answers.push(await (await fetch(`${server.url}/metrics`)).text());
  search = searchFor(numbers);
});
afterAll(async () => {
  await witness.close();
  await stop(server);
  folder.remove();
});

function fresh(length = 16): string {
  const range = rangesOfAllLengths().find((each) => each.length === length);
  if (range === undefined) throw new Error(`no test range has ${length} digits`);
  const number = freshNumber(range);
  numbers.push(number);
  return number;
}

/** Begins with 999, as test accounts do. */
function freshAccount(): string {
  const serial = String(Math.floor(Math.random() * 1e11)).padStart(11, '7');
  const number = `999${serial}`;
  numbers.push(number);
  return number;
}

async function open(work: 'AUTH' | 'CERT' | 'PAY', fields: Fields = {}): Promise<BuyerWindow> {
  return openWindow(server.url, windowForm(work, fields));
}

async function keep(answer: Promise<unknown>): Promise<void> {
  answers.push(JSON.stringify(await answer));
}

async function typeIntoWindows(): Promise<void> {
  for (const length of [16, 15, 14]) {
    for (const work of ['AUTH', 'CERT', 'PAY'] as const) {
      const window = await open(work);
      // Mistyped, expired, refused by the issuer, and at last taken.
      await keep(window.pay({ ...goodCard, number: `${fresh(length)}0`.slice(1) }));
      await keep(window.pay({ ...goodCard, number: fresh(length), expiry: '2001' }));
      await keep(window.pay({ ...goodCard, number: fresh(length), instalment: 99 } as never));
      await keep(window.pay({ ...goodCard, number: fresh(length) }));
      await keep(window.state());
      answers.push((await window.page()).text, (await window.page('/handoff')).text);
    }
  }
  const certifying = await open('CERT');
  const told = toldBy(await certifying.pay({ ...goodCard, number: fresh() }));
  const { PCD_AUTH_KEY, PCD_PAY_REQKEY, PCD_PAYER_ID, PCD_PAY_COFURL = '' } = told;
  const raw = { PCD_CST_ID: 'demo', PCD_CUST_KEY: 'demo-payple-key' };
  await keep(postJson(PCD_PAY_COFURL, { ...raw, PCD_AUTH_KEY, PCD_PAY_REQKEY, PCD_PAYER_ID }));
  const transfer = { PCD_PAY_TYPE: 'transfer' };
  for (const work of ['AUTH', 'CERT', 'PAY'] as const) {
    await keep((await open(work, transfer)).pay({ ...goodAccount, number: freshAccount() }));
  }
  await loseOne();
}

/** Never answered by the bank; the clock is moved so that nobody waits. */
async function loseOne(): Promise<void> {
  await orderFault(server.url, { at: 'rail.authorise', effect: 'answer-lost' });
  const lost = (await open('PAY')).pay({ ...goodCard, number: fresh() });
  await new Promise((resume) => setTimeout(resume, 300));
  await call(server.url, { method: 'POST', path: '/sandbox/clock', body: { advance: 'PT12S' } });
  await keep(lost);
}

async function typeIntoWrongFields(): Promise<void> {
  const form = windowForm('PAY');
  const textual = Object.keys(form).filter((name) => !/TOTAL|OID|TYPE|WORK|VER/.test(name));
  const more = [
    'PCD_USER_DEFINE1',
    'PCD_USER_DEFINE2',
    'PCD_PAY_METHOD',
    'PCD_HTTP_REFERER',
    'callbackFunction',
    'x',
  ];
  for (const name of [...textual, ...more]) {
    const typed =
      name === 'PCD_RST_URL'
        ? `/result?card=${fresh()}`
        : `홍 ${fresh().match(/.{4}/g)?.join('-')}`;
    const opened = await postWindow(server.url, { ...form, [name]: typed });
    if (name === 'PCD_RST_URL' && opened.status !== 303) throw new Error(opened.text);
    if (opened.status !== 303) continue;
    const window = windowAt(server.url, (opened.headers.get('location') ?? '').slice(8));
    await window.pay({ ...goodCard, holder: fresh(), newPassword: '123456' } as never);
  }
  const origin = `https://${fresh()}.example`;
  await postWindow(server.url, form, { headers: { origin } });
  await postWindow(server.url, form, { path: `/index.php?ACT_=PAYM&card=${fresh()}` });
  const window = await open('PAY');
  await keep(window.post('pay', `{"way":"card","number":"${fresh()}",}`));
  await keep(window.pay({ ...goodCard, number: fresh(), password: fresh() }));
  await keep(windowAt(server.url, fresh()).state());
  const link = {
    PCD_PAY_TYPE: 'card',
    PCD_PAY_GOODS: fresh(),
    PCD_PAY_TOTAL: '1000',
    PCD_LINK_PARAMETER: fresh(),
  };
  const more2 = {
    PCD_LINK_URL: `https://shop.example/${fresh()}`,
    PCD_LINK_MEMO: fresh(),
    PCD_LINK_NOTI_MSG: fresh(),
  };
  await openPayple(server.url).follow(
    { PCD_PAY_WORK: 'LINKREG' },
    { ...link, ...more2, PCD_PAY_GOODS_EXPLAIN: fresh() },
  );
}

test('the canaries were used', async () => {
  const cards = await witness.query('select count(*) from payment where card_last_four = any($1)', [
    numbers.map((number) => number.slice(-4)),
  ]);
  expect(Number(cards[0]?.count)).toBeGreaterThan(4);
  const keys = await witness.query('select count(*) from billing_key', []);
  expect(Number(keys[0]?.count)).toBeGreaterThan(6);
});

test('no column of any table holds a number', async () => {
  const dump = await witness.dump();
  const found = Object.entries(dump).flatMap(([table, rows]) =>
    rows.flatMap((row) =>
      Object.entries(row).flatMap(([column, value]) => search.in(`${table}.${column}`, value)),
    ),
  );
  expect([...new Set(found)]).toEqual([]);
});

test('no file and no WAL holds one, nor does output or an answer', () => {
  expect(search.inFolder(data)).toEqual([]);
  expect(search.in('standard output', server.out())).toEqual([]);
  expect(search.in('standard error', server.err())).toEqual([]);
  expect(answers.flatMap((text) => search.in(text.slice(0, 120), text))).toEqual([]);
});
