// Story: a stranger forges TOKENs in every way known, and none of them opens anything.
import { type CryptoKey, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { demoKeys, keyinBody, newOrderNumber, openShop, postJson } from '../../harness/shop.ts';

/** What a token of ours is made of; each forgery changes one piece. */
interface Pieces {
  readonly header: { readonly alg: string } & Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly key: Uint8Array | CryptoKey;
}

let gyeol: TestGateway;
let tid: string;
let ours: Pieces;
beforeAll(async () => {
  gyeol = await openGateway();
  tid = (await (await openShop(gyeol.url)).keyin()).TID ?? '';
  const { callers, keys, clock } = gyeol.gateway.parts;
  const caller = await callers.find('cookiepay', 'demo');
  if (caller === null) throw new Error('there is no demo credential');
  const iat = Math.floor(clock.now() / 1_000);
  const { id, version } = caller.credential;
  ours = {
    header: { typ: 'JWT', alg: 'HS256' },
    claims: { user: 'demo', ver: version, gen: caller.merchant.generation, iat, exp: iat + 3_600 },
    key: keys.tokenKey(id, version),
  };
});
afterAll(() => gyeol.stop());

type Forge = (ours: Pieces) => Promise<string> | string;

function sign({ header, claims, key }: Pieces): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader(header).sign(key);
}

function header(change: Readonly<Record<string, unknown>>): Forge {
  return (good) => sign({ ...good, header: { ...good.header, ...change } });
}

function claims(change: Readonly<Record<string, unknown>>): Forge {
  return (good) => sign({ ...good, claims: { ...good.claims, ...change } });
}

function without(name: string): Forge {
  return (good) => {
    const rest = Object.entries(good.claims).filter(([each]) => each !== name);
    return sign({ ...good, claims: Object.fromEntries(rest) });
  };
}

function signedWith(key: Uint8Array): Forge {
  return (good) => sign({ ...good, key });
}

/** The pieces of a good token, put together again in another way. */
function torn(tear: (parts: readonly string[]) => string): Forge {
  return async (good) => tear((await sign(good)).split('.'));
}

async function withRsa(good: Pieces): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256');
  return sign({ ...good, header: { ...good.header, alg: 'RS256' }, key: privateKey });
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

const someUser = { user: 'demo-danal', ver: 1, gen: 1, iat: 1, exp: 9_999_999_999 };

// biome-ignore format: a table
const forgeries: readonly (readonly [what: string, forge: Forge])[] = [
  ['alg none',                   (good) => new UnsecuredJWT({ ...good.claims }).encode()],
  ['alg none, our signature',    torn(([, body, mark]) => `${base64({ typ: 'JWT', alg: 'none' })}.${body}.${mark}`)],
  ['alg HS512, our key',         header({ alg: 'HS512' })],
  ['alg RS256',                  withRsa],
  ['no typ',                     header({ typ: undefined })],
  ['another typ',                header({ typ: 'at+jwt' })],
  ['no iat',                     without('iat')],
  ['no exp',                     without('exp')],
  ['no user',                    without('user')],
  ['no ver',                     without('ver')],
  ['no gen',                     without('gen')],
  ['exp as text',                claims({ exp: '9999999999' })],
  ['exp in eight thousand years', claims({ exp: 253_402_300_799 })],
  ['exp beyond every number',    claims({ exp: 1e300 })],
  ['iat in the future',          (good) => claims({ iat: Number(good.claims.iat) + 600, exp: Number(good.claims.iat) + 4_200 })(good)],
  ['iat as text',                claims({ iat: '1' })],
  ['nbf in the future',          (good) => claims({ nbf: Number(good.claims.iat) + 600 })(good)],
  ['kid with a path',            header({ kid: '../../../../dev/null' })],
  ['kid with SQL',               header({ kid: "x' union select 'key' --" })],
  ['a key in its own header',    header({ jwk: { kty: 'oct', k: 'AAAA' } })],
  ['signed with the ApiKey',     signedWith(bytes(demoKeys.key))],
  ['signed with another key',    signedWith(new Uint8Array(32).fill(7))],
  ['signed with zeros',          signedWith(new Uint8Array(32))],
  ['another body, our signature', torn(([head, , mark]) => `${head}.${base64(someUser)}.${mark}`)],
  ['cut short',                  torn((parts) => parts.join('.').slice(0, -2))],
  ['without a signature',        torn(([head, body]) => `${head}.${body}.`)],
  ['without its dots',           torn((parts) => parts.join(''))],
  ['its body alone',             torn(([, body]) => body ?? '')],
  ['another user of ours',       claims({ user: 'demo-danal' })],
  ['a user that never was',      claims({ user: 'nobody' })],
  ['a user with SQL',            claims({ user: "demo' or '1'='1" })],
  ['a list of users',            claims({ user: ['demo'] })],
  ['another generation',         claims({ gen: 2 })],
  ['generation as text',         claims({ gen: '1' })],
  ['version 0',                  claims({ ver: 0 })],
  ['the next version',           claims({ ver: 2 })],
  ['version as text',            claims({ ver: '1' })],
  ['5,000 characters',           claims({ more: 'x'.repeat(5_000) })],
  ['5,000 times the same',       () => 'a'.repeat(5_000)],
  ['three empty pieces',         () => '..'],
];

function ask(path: string, TOKEN: string) {
  const body = path === '/api/paycert' ? { tid } : { ...keyinBody, ORDERNO: newOrderNumber() };
  return postJson(`${gyeol.url}${path}`, body, { TOKEN, ApiKey: demoKeys.key });
}

test('T39: made as we make it, the token is taken', async () => {
  const token = await sign(ours);
  expect((await ask('/api/paycert', token)).body.RESULTCODE).toBe('0000');
  expect((await ask('/keyin/payment', token)).body.RESULTCODE).toBe('0000');
});

test.each(forgeries)('T39: %s', async (_what, forge) => {
  const token = await forge(ours);
  const before = await digestOf(gyeol);
  for (const path of ['/api/paycert', '/keyin/payment']) {
    const { status, body } = await ask(path, token);
    expect(status).toBe(200);
    expect(body.RESULTCODE).toBe('E002');
  }
  expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
});
