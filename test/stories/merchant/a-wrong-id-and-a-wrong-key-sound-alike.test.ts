// Story: whoever guesses credentials cannot tell an unknown id from a wrong key.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { speak } from '../../harness/raw-http.ts';
import { type MadeMerchant, newMerchant } from '../../harness/sandbox.ts';
import { demoKeys, keyinBody, newOrderNumber, openShop, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Shop;
let other: MadeMerchant;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openShop(gyeol.url);
  other = await newMerchant(gyeol.url);
});
afterAll(() => gyeol.stop());

interface Guess {
  readonly path: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The whole answer, byte by byte; only the instant it was sent at may differ. */
async function heard({ path, fields = {}, headers = {} }: Guess): Promise<string> {
  const answer = await speak({
    url: `${gyeol.url}${path}`,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(fields),
  });
  const { date: _, ...rest } = answer.headers;
  return JSON.stringify([answer.status, rest, answer.body]);
}

async function soundAlike(code: string, guesses: readonly Guess[]): Promise<void> {
  const before = await digestOf(gyeol);
  const answers: string[] = [];
  for (const guess of guesses) answers.push(await heard(guess));
  expect(new Set(answers).size, answers.join('\n')).toBe(1);
  expect(answers[0]).toContain(code);
  expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
}

test('T31: the token route', async () => {
  const path = '/payAuth/token';
  const guess = (pay2_id: string, pay2_key: string): Guess => ({
    path,
    fields: { pay2_id, pay2_key },
  });
  await soundAlike('E003', [
    guess('demo', 'wrong'),
    guess('nobody', 'wrong'),
    guess('nobody', demoKeys.key),
    guess('demo', `${demoKeys.key} `),
    guess('demo', demoKeys.key.toUpperCase()),
    guess('demo-danal', demoKeys.key),
    guess('DEMO', demoKeys.key),
    guess(other.keys.id, demoKeys.key),
    // Of the other dialect.
    guess('test', 'abcd1234567890'),
    guess("demo' --", demoKeys.key),
  ]);
});

test('T31: API_ID and ApiKey of a key-in', async () => {
  const guess = (API_ID: string, ApiKey: string): Guess => ({
    path: '/keyin/payment',
    headers: { TOKEN: shop.token, ApiKey },
    fields: { ...keyinBody, API_ID, ORDERNO: newOrderNumber() },
  });
  await soundAlike('E003', [
    guess('demo', 'wrong'),
    guess('nobody', 'wrong'),
    guess('nobody', demoKeys.key),
    guess('demo-danal', demoKeys.key),
    guess(other.keys.id, other.keys.key),
    guess(other.keys.id, demoKeys.key),
    guess('test', 'abcd1234567890'),
    guess('demo', ''),
  ]);
  const paid = { path: '/keyin/payment', headers: { TOKEN: shop.token, ApiKey: demoKeys.key } };
  const fields = { ...keyinBody, ORDERNO: newOrderNumber() };
  expect(await heard({ ...paid, fields })).toContain('0000');
});

test('T31: the ApiKey of a cancel', async () => {
  const { TID: tid = '' } = await shop.keyin();
  const guess = (ApiKey: string): Guess => ({
    path: '/api/cancel',
    headers: { TOKEN: shop.token, ApiKey },
    fields: { tid, reason: '고객 변심' },
  });
  await soundAlike('E003', [guess('wrong'), guess(other.keys.key), guess('demo-key '.repeat(2))]);
});

test('T31: the API_ID of a search', async () => {
  const guess = (API_ID: string): Guess => ({
    path: '/api/paysearch',
    headers: { TOKEN: shop.token },
    fields: { API_ID, STD_DT: '2020-01-01', END_DT: '2099-12-31' },
  });
  await soundAlike('E003', [guess('nobody'), guess(other.keys.id), guess('test')]);
});
