// Story: somebody tries a thousand keys; he is refused, and the shop elsewhere notices nothing.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { digestOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { speak } from '../../harness/raw-http.ts';
import { call, demoKeys, keyinBody, newOrderNumber, takeToken } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
beforeEach(() => reset());
afterAll(() => gyeol.stop());

const stranger = '127.0.0.1';
const shop = '127.0.0.2';
const tries = 1_000;
const atOnce = 50;

async function reset(): Promise<void> {
  expect((await call(gyeol.url, { method: 'POST', path: '/sandbox/reset' })).status).toBe(200);
}

interface Said {
  readonly from: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The code of the answer, wherever the route writes it. */
async function codeOf({ from, path, fields, headers = {} }: Said): Promise<string> {
  const answer = await speak({
    url: `${gyeol.url}${path}`,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(fields),
    from,
  });
  const body = JSON.parse(answer.body) as Readonly<Record<string, string>>;
  return body.RTN_CD ?? body.RESULTCODE ?? '';
}

function token(from: string, pay2_id: string, pay2_key: string): Promise<string> {
  return codeOf({ from, path: '/payAuth/token', fields: { pay2_id, pay2_key } });
}

/** Tries in rows of many at once, as whoever guesses would. */
async function guess(ask: (serial: number) => Promise<string>): Promise<string[]> {
  const codes: string[] = [];
  for (let first = 0; first < tries; first += atOnce) {
    const row = Array.from({ length: atOnce }, (_, index) => ask(first + index));
    codes.push(...(await Promise.all(row)));
  }
  return codes;
}

test('T32: a thousand keys for an id end in E009, and the right key works elsewhere', async () => {
  const before = await digestOf(gyeol);
  const codes = await guess((serial) => token(stranger, 'demo', `wrong-${serial}`));
  expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
  expect(new Set(codes)).toEqual(new Set(['E003', 'E009']));
  expect(codes.slice(-atOnce).every((code) => code === 'E009')).toBe(true);
  expect(codes.filter((code) => code === 'E003').length).toBeLessThan(tries / 2);

  expect(await token(shop, 'demo', demoKeys.key)).toBe('0000');
  // Not even the right key from there, or he would learn that he has found it.
  expect(await token(stranger, 'demo', demoKeys.key)).toBe('E009');
  expect(await token(stranger, 'demo-danal', 'demo-danal-key')).toBe('0000');
  await reset();
  expect(await token(stranger, 'demo', demoKeys.key)).toBe('0000');
});

test('T32: guessing the ApiKey of a key-in ends likewise, and the shop goes on selling', async () => {
  const TOKEN = await takeToken(gyeol.url);
  const keyin = (from: string, ApiKey: string): Promise<string> =>
    codeOf({
      from,
      path: '/keyin/payment',
      headers: { TOKEN, ApiKey },
      fields: { ...keyinBody, ORDERNO: newOrderNumber() },
    });
  const before = await digestOf(gyeol);
  const codes = await guess((serial) => keyin(stranger, `wrong-${serial}`));
  expect(codes.at(0)).toBe('E003');
  expect(codes.at(-1)).toBe('E009');
  expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
  expect(await keyin(shop, demoKeys.key)).toBe('0000');
});

test('T32: a forwarded address that nobody vouches for is not believed', async () => {
  const said = { path: '/payAuth/token', fields: { pay2_id: 'demo', pay2_key: 'wrong' } };
  const codes = await guess((serial) => {
    const headers = { 'x-forwarded-for': `203.0.113.${serial % 250}` };
    return codeOf({ ...said, from: stranger, headers });
  });
  expect(codes.at(-1)).toBe('E009');
});

test('T32: success is never limited', async () => {
  const codes = await guess(() => token(stranger, 'demo', demoKeys.key));
  expect(new Set(codes)).toEqual(new Set(['0000']));
});
