// Bodies that nobody can read, on every route that takes one: refused with the place and without a
// word of the body, before anything else is looked at, and nothing changes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { allNativeRoutes, type NativeSent, sendNative } from '../harness/native-client.ts';
import { call, demoKeys, operatorKey } from '../harness/shop.ts';
import { jsonBody, literal, sendBody, wireRoutes } from '../harness/wire-client.ts';
import { openWitness, type Witness } from '../harness/witness.ts';
import { keyFor, type NativeWorld, openNativeWorld, sample } from './native-samples.ts';
import { complete, openWorld, type WireWorld } from './wire-samples.ts';

let gyeol: TestGateway;
let witness: Witness;
let wire: WireWorld;
let native: NativeWorld;

beforeAll(async () => {
  gyeol = await openGateway();
  witness = await openWitness(gyeol.databaseUrl);
  native = await openNativeWorld(gyeol.url, '둘째 상점');
  wire = await openWorld(gyeol.url, demoKeys);
});
afterAll(async () => {
  await witness.close();
  await gyeol.stop();
});

const many = Array.from({ length: 10_000 }, (_, index) => `f${index}`);
const form = 'application/x-www-form-urlencoded';
const canary = '4242420012345678';

interface Unreadable {
  readonly what: string;
  readonly body: string | Uint8Array;
  readonly type?: string;
}

// biome-ignore format: a table
const bodies: readonly Unreadable[] = [
  { what: 'T64 no JSON',                 body: `card ${canary}` },
  { what: 'T64 a trailing comma',        body: `{"a":"${canary}",}` },
  { what: 'T64 cut short',               body: `{"a":"${canary}"` },
  { what: 'T64 single quotes',           body: `{'a':'${canary}'}` },
  { what: 'T64 an array',                body: `["${canary}"]` },
  { what: 'T64 text',                    body: `"${canary}"` },
  { what: 'T64 a number',                body: canary },
  { what: 'T64 null',                    body: 'null' },
  { what: 'T64 a key twice',             body: `{"a":"${canary}","a":"2"}` },
  { what: 'T64 a key twice, escaped',    body: `{"a":"${canary}","\\u0061":"2"}` },
  { what: 'T64 more after the end',      body: `{"a":"${canary}"}{}` },
  { what: 'T67 NUL',                     body: `{"a":"${canary}\u0000"}` },
  { what: 'T64 bytes that are no UTF-8', body: Buffer.from(`{"a":"${canary}\xff"}`, 'latin1') },
  { what: 'T64 overlong UTF-8',          body: Buffer.from(`{"a":"${canary}\xc0\xaf"}`, 'latin1') },
  { what: 'T64 UTF-16',                  body: Buffer.from(`{"a":"${canary}"}`, 'utf16le') },
  { what: 'T62 a depth of 1,000',        body: `{"a":${'['.repeat(1_000)}${']'.repeat(1_000)}}` },
  { what: 'T62 10,000 fields',           body: `{${many.map((name) => `"${name}":1`).join(',')}}` },
  { what: 'T62 10,000 elements',         body: `{"a":[${many.map(() => 1).join(',')}]}` },
  { what: 'T62 one byte over 256 KB',    body: `{"a":"${canary}"}`.padEnd(262_145) },
  { what: 'T62 4 MB',                    body: `{"a":"${canary}"}`.padEnd(4_194_304) },
  { what: 'T64 multipart',               body: `--x\r\n\r\n${canary}\r\n--x--`, type: 'multipart/form-data; boundary=x' },
];

const tooLarge: ReadonlySet<string> = new Set(['T62 one byte over 256 KB', 'T62 4 MB']);

/** A form is another way to say it in the dialect, and no way at all to say it in the native API. */
// biome-ignore format: a table
const forms: readonly Unreadable[] = [
  { what: 'T64 a bad escape in a form',   body: `a=${canary}%ZZ`, type: form },
  { what: 'T64 overlong UTF-8 in a form', body: `a=${canary}%c0%af`, type: form },
  { what: 'T62 10,000 fields in a form',  body: many.map((name) => `${name}=1`).join('&'), type: form },
  { what: 'T67 NUL in a form',            body: `a=${canary}\u0000`, type: form },
];

const posts = wireRoutes.filter(({ method }) => method === 'POST');

describe.each(posts)('$path', (route) => {
  test.each([...bodies, ...forms, { what: 'nothing', body: ' ' }])('$what', async (unreadable) => {
    const before = await witness.digest();
    const { body, type = 'application/json' } = unreadable;
    // Also with every proof: what cannot be read is refused before it is asked who sent it.
    const proven = [{}, complete(route, wire)];
    const replies = await Promise.all(
      proven.map((fields) => sendBody(gyeol.url, { route, fields, body, type })),
    );
    for (const reply of replies) {
      expect(reply).toMatchObject({ status: 200, code: 'E001' });
      expect(reply.message).toMatch(/[0-9]+행 [0-9]+열/);
      expect(reply.text).not.toContain(canary.slice(0, 6));
    }
    expect(await witness.digest(), 'UNCHANGED').toBe(before);
  });

  test('T62: 256 KB are read', async () => {
    const fields = complete(route, wire);
    const body = jsonBody(route, fields).padEnd(200_000);
    const reply = await sendBody(gyeol.url, { route, fields, body: Buffer.from(body) });
    expect(reply.code, reply.text).toBe('0000');
  });

  test('T64: a field twice in a form is unfit where it matters', async () => {
    const fields = complete(route, wire);
    const [name = ''] = route.request.rows.find((row) => row[6]?.place === undefined) ?? [];
    const body = `${name}=one&${name}=two`;
    const reply = await sendBody(gyeol.url, { route, fields, body, type: form });
    expect(reply).toMatchObject({ status: 200, code: 'E004' });
    expect(reply.message.startsWith(`${name}:`)).toBe(true);
  });
});

const nativePosts = allNativeRoutes.filter(({ body }) => body !== undefined);

describe.each(nativePosts)('$method $path', (route) => {
  test.each([...bodies, ...forms])('$what', async ({ what, body }) => {
    const before = await witness.digest();
    const sent = { ...sample(route, native), body };
    const reply = await sendRaw(route, sent);
    expect(reply.status, reply.text).toBe(tooLarge.has(what) ? 413 : 400);
    expect(reply.text).toMatch(/"detail":"[a-z-]+ at line [0-9]+, column [0-9]+"/);
    expect(reply.text).not.toContain(canary.slice(0, 6));
    expect(await witness.digest(), 'UNCHANGED').toBe(before);
  });

  test('no body, and no type of one', async () => {
    const before = await witness.digest();
    const response = await fetch(`${gyeol.url}${pathOf(route, sample(route, native))}`, {
      method: route.method,
      headers: { authorization: `Bearer ${keyFor(route, native)}` },
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await witness.digest(), 'UNCHANGED').toBe(before);
  });
});

test('the books close after all of it', async () => {
  const verdict = await call(gyeol.url, { path: '/v1/ledger/verify', key: operatorKey });
  expect(verdict.body).toEqual({ ok: true, breaks: [] });
});

type NativePost = (typeof nativePosts)[number];

function sendRaw(route: NativePost, { body, ...sent }: NativeSent) {
  if (typeof body === 'string') {
    return sendNative(gyeol.url, route, {
      sent: { ...sent, body: literal(body) },
      key: keyFor(route, native),
    });
  }
  return sendBytes(route, { ...sent, body });
}

async function sendBytes(route: NativePost, sent: NativeSent) {
  const response = await fetch(`${gyeol.url}${pathOf(route, sent)}`, {
    method: route.method,
    headers: { authorization: `Bearer ${keyFor(route, native)}` },
    body: sent.body as Uint8Array<ArrayBuffer>,
  });
  return { status: response.status, text: await response.text() };
}

function pathOf(route: NativePost, { params }: NativeSent): string {
  return route.path.replace(/:([A-Za-z]+)/g, (_, name: string) => params[name] ?? '');
}
