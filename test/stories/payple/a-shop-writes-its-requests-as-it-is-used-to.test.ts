// Story: shops wrap the same fields in many ways, and every way is read on every address.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type Fields, makeKey, openPayple, paypleDemo } from '../../harness/payple.ts';
import { speak } from '../../harness/raw-http.ts';
import { newOrderNumber, type WireAnswer } from '../../harness/shop.ts';

let gyeol: TestGateway;
let payer: string;
beforeAll(async () => {
  gyeol = await openGateway();
  payer = await makeKey(gyeol.gateway.parts);
});
afterAll(async () => {
  await booksClose(gyeol);
  await gyeol.stop();
});

interface Wrapped {
  readonly method?: 'GET' | 'POST';
  readonly query?: string;
  readonly type?: string;
  readonly body?: string | Buffer;
}

const json = (fields: Fields): string => JSON.stringify(fields);

function form(fields: Fields): string {
  return new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

function multipart(fields: Fields): string {
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `--frontier\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join('')}--frontier--\r\n`;
}

function listed(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value]]));
}

/** Nothing is said by null, as clients do that serialise whole objects. */
const withNulls = (fields: Fields): Fields => ({
  PCD_PAY_WORK: null,
  PCD_USER_DEFINE1: null,
  PCD_PAYER_EMAIL: null,
  ...fields,
});

function withBooleans(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value === 'Y' ? true : value]),
  );
}

// biome-ignore format: a table
const wrappings: readonly (readonly [name: string, wrap: (fields: Fields) => Wrapped])[] = [
  ['JSON',                                   (fields) => ({ type: 'application/json', body: json(fields) })],
  ['JSON with a charset',                    (fields) => ({ type: 'application/json; charset=UTF-8', body: json(fields) })],
  ['JSON and a bare semicolon',              (fields) => ({ type: 'application/json;', body: json(fields) })],
  ['JSON in pieces of whitespace',           (fields) => ({ type: 'application/json', body: `\n ${JSON.stringify(fields, null, 2)} \n` })],
  ['JSON behind a byte order mark',          (fields) => ({ type: 'application/json', body: `\ufeff${json(fields)}` })],
  ['JSON that is called a form',             (fields) => ({ type: 'application/x-www-form-urlencoded', body: json(fields) })],
  ['JSON that is called text',               (fields) => ({ type: 'text/plain', body: json(fields) })],
  ['JSON that is called nothing',            (fields) => ({ body: json(fields) })],
  ['JSON, each value in a list of one',      (fields) => ({ type: 'application/json', body: json(listed(fields)) })],
  ['JSON with nulls',                        (fields) => ({ type: 'application/json', body: json(withNulls(fields)) })],
  ['JSON with booleans',                     (fields) => ({ type: 'application/json', body: json(withBooleans(fields)) })],
  ['JSON with its Korean escaped',           (fields) => ({ type: 'application/json', body: json(fields).replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`) })],
  ['a form',                                 (fields) => ({ type: 'application/x-www-form-urlencoded', body: form(fields) })],
  ['a form with a charset',                  (fields) => ({ type: 'application/x-www-form-urlencoded;charset=utf-8', body: form(fields) })],
  ['multipart',                              (fields) => ({ type: 'multipart/form-data; boundary=frontier', body: multipart(fields) })],
  ['GET with a query',                       (fields) => ({ method: 'GET', query: form(fields) })],
  ['GET with a query, called JSON',          (fields) => ({ method: 'GET', type: 'application/json', query: form(fields) })],
];

async function ask(
  address: string,
  { method = 'POST', query, type, body }: Wrapped,
): Promise<WireAnswer> {
  const mark = address.includes('?') ? '&' : '?';
  const heard = await speak({
    url: query === undefined ? address : `${address}${mark}${query}`,
    method,
    headers: {
      ...(type === undefined ? {} : { 'content-type': type }),
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    },
    ...(body === undefined ? {} : { body: String(body) }),
  });
  expect(heard.status).toBe(200);
  expect(heard.headers['content-type']).toBe('application/json; charset=utf-8');
  return JSON.parse(heard.body) as WireAnswer;
}

// Node's server reads the body of a GET and the framework drops it, so what it said is missing.
test('a body that comes with a GET is not read, and the answer says what is missing', async () => {
  const sent = { method: 'GET', type: 'application/json', body: json(authFields) } as const;
  const answer = await ask(`${gyeol.url}/php/auth.php`, sent);
  expect(answer).toMatchObject({
    result: 'error',
    result_msg: expect.stringMatching(/^\[AUTH0001\] cst_id: /),
  });
});

const authFields = {
  cst_id: paypleDemo.id,
  custKey: paypleDemo.key,
  PCD_PAY_TYPE: 'card',
  PCD_SIMPLE_FLAG: 'Y',
};

describe.each(wrappings)('%s', (_name, wrap) => {
  test('authenticates, charges and asks', async () => {
    const auth = await ask(`${gyeol.url}/php/auth.php`, wrap(authFields));
    expect(auth).toMatchObject({
      result: 'success',
      return_url: `${gyeol.url}/php/SimplePayCardAct.php?ACT_=PAYM`,
    });
    const tokens = {
      PCD_CST_ID: auth.cst_id,
      PCD_CUST_KEY: auth.custKey,
      PCD_AUTH_KEY: auth.AuthKey,
    };
    const order = newOrderNumber();
    const sale = {
      PCD_PAYER_ID: payer,
      PCD_PAY_GOODS: '정기 구독 & 1+1',
      PCD_PAY_TOTAL: '1000',
      PCD_PAY_OID: order,
      PCD_PAY_ISTAX: 'Y',
      PCD_SIMPLE_FLAG: 'Y',
    };
    const paid = await ask(auth.return_url ?? '', wrap({ ...tokens, ...sale }));
    expect(paid).toMatchObject({
      PCD_PAY_CODE: 'SPCD0000',
      PCD_PAY_OID: order,
      PCD_PAY_GOODS: '정기 구독 & 1+1',
      PCD_PAY_TOTAL: '1000',
    });
    const asked = await ask(
      `${gyeol.url}/php/PayChkAct.php`,
      wrap({
        ...tokens,
        PCD_PAYCHK_FLAG: 'Y',
        PCD_PAY_OID: order,
        PCD_PAY_DATE: paid.PCD_PAY_TIME?.slice(0, 8),
      }),
    );
    expect(asked).toMatchObject({
      PCD_PAY_RST: 'success',
      PCD_PAY_OID: order,
      PCD_PAY_GOODS: '정기 구독 & 1+1',
    });
  });
});

// biome-ignore format: a table
const flags = [
  ['PCD_PAYCHECK_FLAG instead of PCD_PAYCHK_FLAG',   { PCD_PAYCHECK_FLAG: 'Y' },                            '/php/PayChkAct.php'],
  ['PCD_REGULAR_FLAG instead of PCD_REGULER_FLAG',   { PCD_REGULAR_FLAG: 'Y', PCD_PAY_TYPE: 'card' },       '/php/RePayCardAct.php?ACT_=PAYM'],
  ['a flag in small letters',                        { PCD_SIMPLE_FLAG: 'y', PCD_PAY_TYPE: 'card' },        '/php/SimplePayCardAct.php?ACT_=PAYM'],
  ['a flag that is true',                            { PCD_SIMPLE_FLAG: true, PCD_PAY_TYPE: 'card' },       '/php/SimplePayCardAct.php?ACT_=PAYM'],
  ['SIMPLE without a type',                          { PCD_SIMPLE_FLAG: 'Y' },                              '/php/SimplePayAct.php?ACT_=PAYM'],
  ['flags that say N',                               { PCD_SIMPLE_FLAG: 'N', PCD_PAYCANCEL_FLAG: '' },      '/index.php?ACT_=PAYM'],
  ['all flags at once: a cancel',                    { PCD_SIMPLE_FLAG: 'Y', PCD_PAY_TYPE: 'card', PCD_PAY_WORK: 'CERT', PCD_PAYCHK_FLAG: 'Y', PCD_PAYCANCEL_FLAG: 'Y' }, '/php/account/api/cPayCAct.php'],
  ['a mixture that live shops send',                 { PCD_PAY_TYPE: 'card', PCD_SIMPLE_FLAG: 'Y', PCD_PAY_WORK: 'CERT', PCD_PAYCANCEL_FLAG: 'N' }, '/php/SimplePayCardAct.php?ACT_=PAYM'],
  ['T65: a work that is a property of every object', { PCD_PAY_WORK: 'constructor' },                       '/index.php?ACT_=PAYM'],
] as const;

test.each(flags)('%s', async (_name, said, path) => {
  const answer = await openPayple(gyeol.url).auth(said);
  expect(answer).toMatchObject({
    result: 'success',
    PCD_PAY_URL: path,
    cPayUrl: path,
    return_url: `${gyeol.url}${path}`,
  });
});

test('the misspelt flag of a month guards the month', async () => {
  const shop = openPayple(gyeol.url);
  const month = { PCD_PAY_YEAR: 2026, PCD_PAY_MONTH: 1, PCD_REGULAR_FLAG: 'Y' };
  const sale = {
    PCD_PAYER_ID: await makeKey(gyeol.gateway.parts),
    PCD_PAY_GOODS: '구독',
    PCD_PAY_TOTAL: 1_000,
    ...month,
  };
  const charge = () => shop.follow({ PCD_SIMPLE_FLAG: 'Y', PCD_PAY_TYPE: 'card' }, sale);
  expect(await charge()).toMatchObject({
    PCD_PAY_RST: 'success',
    PCD_PAY_YEAR: '2026',
    PCD_PAY_MONTH: '01',
  });
  expect(await charge()).toMatchObject({ PCD_PAY_CODE: 'RPCD0008' });
});

test('a cancel may name its ACT_ wherever it likes, and a key its work in the body', async () => {
  const shop = openPayple(gyeol.url);
  const tokens = await shop.tokens({ PCD_PAY_WORK: 'PUSERINFO' });
  const sent = {
    type: 'application/json',
    body: json({ ...tokens, PCD_PAYER_ID: payer, PCD_PAY_WORK: 'PUSERINFO' }),
  };
  const found = await ask(`${gyeol.url}/php/cPayUser/api/cPayUserAct.php`, sent);
  expect(found).toMatchObject({ PCD_PAY_RST: 'success', PCD_PAYER_ID: payer });
  const nothing = await ask(`${gyeol.url}/php/cPayUser/api/cPayUserAct.php?ACT_=__proto__`, sent);
  expect(nothing).toMatchObject({
    PCD_PAY_RST: 'error',
    PCD_PAY_MSG: expect.stringContaining('ACT_'),
  });
});
