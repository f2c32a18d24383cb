// Story: somebody guesses ids and keys, and tells us another address; he learns and changes nothing.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { digestOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { makeKey, openPayple, paypleDemo } from '../../harness/payple.ts';
import { speak } from '../../harness/raw-http.ts';
import { call, newOrderNumber, type WireAnswer } from '../../harness/shop.ts';
import { goodCard, openWindow, toldBy, windowForm } from '../../harness/window.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
beforeEach(async () => {
  expect((await call(gyeol.url, { method: 'POST', path: '/sandbox/reset' })).status).toBe(200);
});
afterAll(() => gyeol.stop());

const stranger = '127.0.0.1';
const shop = '127.0.0.2';
const tries = 1_000;
const atOnce = 50;

interface Said {
  readonly from?: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask({
  from = stranger,
  path,
  fields,
  headers = {},
}: Said): Promise<{ text: string; json: WireAnswer }> {
  const { status, body } = await speak({
    url: `${gyeol.url}${path}`,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(fields),
    from,
  });
  expect(status).toBe(200);
  return { text: body, json: JSON.parse(body) as WireAnswer };
}

async function auth(from: string, cst_id: string, custKey: string): Promise<string> {
  const { json } = await ask({ from, path: '/php/auth.php', fields: { cst_id, custKey } });
  return json.result === 'success'
    ? 'success'
    : (/^\[(\w+)\]/.exec(json.result_msg ?? '')?.[1] ?? '');
}

/** Tries in rows of many at once, as whoever guesses would. */
async function guess(one: (serial: number) => Promise<string>): Promise<string[]> {
  const codes: string[] = [];
  for (let first = 0; first < tries; first += atOnce) {
    const row = Array.from({ length: atOnce }, (_, index) => one(first + index));
    codes.push(...(await Promise.all(row)));
  }
  return codes;
}

test('T31: an unknown id, a wrong key and an id of another dialect sound alike', async () => {
  const before = await digestOf(gyeol);
  const asked = async (fields: Readonly<Record<string, string>>) =>
    (await ask({ path: '/php/auth.php', fields })).text;
  const wrongKey = await asked({ cst_id: 'demo', custKey: 'wrong' });
  expect(wrongKey).toContain('[AUTH0003]');
  expect(await asked({ cst_id: 'nobody', custKey: 'wrong' })).toBe(wrongKey);
  expect(await asked({ cst_id: 'nobody', custKey: paypleDemo.key })).toBe(wrongKey);
  expect(await asked({ cst_id: 'test', custKey: paypleDemo.key })).toBe(wrongKey);
  expect(await asked({ cst_id: 'demo', custKey: 'demo-key' })).toBe(wrongKey);
  expect(await asked({ cst_id: 'demo', custKey: paypleDemo.refundKey })).toBe(wrongKey);
  expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
});

test('T31: raw credentials of a charge sound alike, too', async () => {
  const tokens = await openPayple(gyeol.url).tokens({ PCD_SIMPLE_FLAG: 'Y' });
  const sale = {
    PCD_PAYER_ID: 'nothing',
    PCD_PAY_GOODS: '구독',
    PCD_PAY_TOTAL: 1_000,
    PCD_PAY_OID: newOrderNumber(),
  };
  const charge = async (id: string, key: string) =>
    (
      await ask({
        path: '/php/SimplePayCardAct.php',
        fields: { ...sale, ...tokens, PCD_CST_ID: id, PCD_CUST_KEY: key },
      })
    ).text;
  const wrongKey = await charge('demo', 'wrong');
  expect(wrongKey).toContain('"SPCD9991"');
  expect(await charge('nobody', 'wrong')).toBe(wrongKey);
  expect(await charge('test', paypleDemo.key)).toBe(wrongKey);
});

test('T32: a thousand keys for an id are slowed down and refused; the shop elsewhere goes on', async () => {
  const before = await digestOf(gyeol);
  const codes = await guess((serial) => auth(stranger, 'demo', `wrong-${serial}`));
  expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
  expect(new Set(codes)).toEqual(new Set(['AUTH0003', 'AUTH8003']));
  expect(codes.slice(-atOnce).every((code) => code === 'AUTH8003')).toBe(true);
  expect(await auth(shop, 'demo', paypleDemo.key)).toBe('success');
  // Not even the right key from there, or he would learn that he has found it.
  expect(await auth(stranger, 'demo', paypleDemo.key)).toBe('AUTH8003');
});

test('T32: a thousand refund keys give nothing back; the right one from elsewhere does', async () => {
  const demo = openPayple(gyeol.url);
  const paid = await demo.charge(await makeKey(gyeol.gateway.parts));
  const tokens = await demo.tokens({ PCD_PAYCANCEL_FLAG: 'Y' });
  const cancel = async (from: string, PCD_REFUND_KEY: string) => {
    const what = {
      PCD_PAY_OID: paid.PCD_PAY_OID,
      PCD_PAY_DATE: paid.PCD_PAY_TIME?.slice(0, 8),
      PCD_REFUND_TOTAL: 9_900,
    };
    const fields = { ...tokens, ...what, PCD_REFUND_KEY };
    return (
      (await ask({ from, path: '/php/account/api/cPayCAct.php', fields })).json.PCD_PAY_CODE ?? ''
    );
  };
  const before = await digestOf(gyeol);
  const codes = await guess((serial) => cancel(stranger, `wrong-${serial}`));
  expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
  expect(new Set(codes)).toEqual(new Set(['PAYC0002', 'PAYC8003']));
  expect(codes.at(-1)).toBe('PAYC8003');
  expect(await cancel(shop, paypleDemo.refundKey)).toBe('PAYC0000');
});

test('T55: neither Host nor a forwarded one reaches an address that we give out', async () => {
  const headers = {
    host: 'thief.example',
    'x-forwarded-host': 'thief.example',
    'x-forwarded-proto': 'https',
    forwarded: 'host=thief.example;proto=https',
  };
  const fields = { cst_id: paypleDemo.id, custKey: paypleDemo.key, PCD_PAYCANCEL_FLAG: 'Y' };
  const heard = await speak({
    url: `${gyeol.url}/php/auth.php`,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(fields),
  });
  expect(heard.body).not.toContain('thief.example');
  if (heard.status === 200) {
    expect(JSON.parse(heard.body)).toMatchObject({
      return_url: `${gyeol.url}/php/account/api/cPayCAct.php`,
      PCD_PAY_HOST: gyeol.url,
    });
  }
  const forwarded = { 'x-forwarded-host': 'thief.example', forwarded: 'host=thief.example' };
  const own = await ask({ path: '/php/auth.php', fields, headers: forwarded });
  expect(own.json).toMatchObject({ PCD_PAY_HOST: gyeol.url, cPayHost: gyeol.url });
  const window = await openWindow(gyeol.url, windowForm('CERT'), { headers: forwarded });
  expect(toldBy(await window.pay(goodCard)).PCD_PAY_COFURL).toBe(
    `${gyeol.url}/php/PayCardConfirmAct.php?ACT_=PAYM`,
  );
});
