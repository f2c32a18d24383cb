// Story: shops write headers and paths in their own ways, and all of them are understood.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { answersIn, exchange } from '../../harness/raw-socket.ts';
import { demoKeys, keyinBody, newOrderNumber, openShop, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Shop;
let tid: string;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openShop(gyeol.url);
  tid = (await shop.keyin()).TID ?? '';
});
afterAll(() => gyeol.stop());

interface Written {
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** Sends the lines as they stand; no client puts them right. */
async function write({ path, headers, body }: Written) {
  const said = await exchange(
    gyeol.url,
    [
      `POST ${path} HTTP/1.1`,
      `Host: ${new URL(gyeol.url).host}`,
      'Connection: close',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...headers,
      '',
      body,
    ].join('\r\n'),
  );
  const [answer] = answersIn(said);
  if (answer === undefined) throw new Error('no answer');
  const text = Buffer.from(answer.body, 'latin1').toString('utf8');
  return { ...answer, json: JSON.parse(text) as Readonly<Record<string, unknown>> };
}

function order(): string {
  return JSON.stringify({ ...keyinBody, ORDERNO: newOrderNumber() });
}

const json = 'Content-Type: application/json';

describe('headers', () => {
  // biome-ignore format: a table
  test.each([
    ['a blank after the colon',  ['TOKEN: {token}', 'ApiKey: {key}', json]],
    ['no blank after the colon', ['TOKEN:{token}', 'ApiKey:{key}', 'Content-Type:application/json']],
    ['blanks and tabs around',   ['TOKEN: \t {token}  ', 'ApiKey:   {key}\t', json]],
    ['lower case',               ['token: {token}', 'apikey: {key}', 'content-type: application/json']],
    ['mixed case',               ['Token: {token}', 'APIKEY: {key}', 'CONTENT-type: application/json']],
    ['a type with its charset',  ['TOKEN: {token}', 'ApiKey: {key}', 'content-type: application/json; charset=utf-8']],
    ['a charset in capitals',    ['TOKEN: {token}', 'ApiKey: {key}', 'Content-Type: APPLICATION/JSON;charset=UTF-8']],
    ['a type in lower case',     ['TOKEN: {token}', 'ApiKey: {key}', 'content-type: text/plain']],
    ['a form, as PHP says',      ['TOKEN: {token}', 'ApiKey: {key}', 'Content-Type: application/x-www-form-urlencoded']],
    ['no type at all',           ['TOKEN: {token}', 'ApiKey: {key}']],
  ])('%s', async (_what, lines) => {
    const headers = lines.map((line) =>
      line.replace('{token}', shop.token).replace('{key}', demoKeys.key),
    );
    const paid = await write({ path: '/keyin/payment', headers, body: order() });
    expect(paid.json).toMatchObject({ RESULTCODE: '0000', AMOUNT: keyinBody.AMOUNT });
    expect(paid.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  test('a proof under another name is none', async () => {
    const before = await digestOf(gyeol);
    const headers = [`X-TOKEN: ${shop.token}`, `ApiKey: ${demoKeys.key}`, json];
    const refused = await write({ path: '/keyin/payment', headers, body: order() });
    expect(refused.json).toMatchObject({ RESULTCODE: 'E002' });
    expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
  });
});

describe('paths', () => {
  const headers = (): string[] => [`TOKEN: ${shop.token}`, `ApiKey: ${demoKeys.key}`, json];

  test.each([
    '/keyin/payment',
    '//keyin/payment',
    '//keyin//payment',
    '/keyin////payment',
    '/keyin/payment%20',
    '//keyin//payment%20%20',
    '/keyin/payment?debug=1',
    '//keyin/payment%20?from=//shop',
  ])('%s pays', async (path) => {
    const paid = await write({ path, headers: headers(), body: order() });
    expect(paid).toMatchObject({ status: 200, json: { RESULTCODE: '0000' } });
  });

  test.each([
    ['//payAuth//token', { pay2_id: demoKeys.id, pay2_key: demoKeys.key }, { RTN_CD: '0000' }],
    ['/payAuth/token%20', { pay2_id: demoKeys.id, pay2_key: demoKeys.key }, { RTN_CD: '0000' }],
    ['//api/paycert%20', { tid: '{tid}' }, { RESULTCODE: '0000' }],
    ['/api//cancel', { tid: '{tid}', reason: '변심', amount: '100' }, { cancel_code: '0000' }],
  ])('%s answers', async (path, fields, expected) => {
    const body = JSON.stringify(fields).replace('{tid}', tid);
    expect((await write({ path, headers: headers(), body })).json).toMatchObject(expected);
  });

  test.each([
    '/',
    '/keyin',
    '/keyin/payment/',
    '/keyin/Payment',
    '/%20keyin/payment',
    '/keyin/payment.php',
    '/keyin/../keyin/payment',
    '/keyin%2fpayment',
    '/api/nothing%20',
    '/v1/nothing',
  ])('%s is no path: 404 with JSON', async (path) => {
    const before = await digestOf(gyeol);
    const missing = await write({ path, headers: headers(), body: order() });
    expect(missing.status).toBe(404);
    expect(missing.headers['content-type']).toMatch(
      /^application\/(problem\+)?json; charset=utf-8$/,
    );
    expect(missing.headers['cache-control']).toBe('no-store');
    expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
  });
  test('a path that nobody can decode is refused and not repeated', async () => {
    const refused = await write({ path: '/api/%ff', headers: headers(), body: order() });
    expect(refused.status).toBe(400);
    expect(refused.headers['content-type']).toContain('json');
    expect(JSON.stringify(refused.json)).not.toContain('%ff');
  });
});
