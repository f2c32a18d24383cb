// Story: a web page resolves its own name to this machine, and gets nothing for it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { allNativeRoutes } from '../../harness/native-client.ts';
import { speak } from '../../harness/raw-http.ts';
import { servedRoutes } from '../../harness/served-routes.ts';
import { demoKeys, keyinBody, merchantKey, newOrderNumber, takeToken } from '../../harness/shop.ts';

let gyeol: TestGateway;
let port: string;
let token: string;
beforeAll(async () => {
  gyeol = await openGateway();
  ({ port } = new URL(gyeol.url));
  token = await takeToken(gyeol.url);
});
afterAll(() => gyeol.stop());

// biome-ignore format: a table
const foreign = [
  'evil.example', 'evil.example:{port}', 'localhost.evil.example', '127.0.0.1.evil.example',
  'rebind.network:{port}', '192.0.2.1', '10.0.0.1:{port}', '0.0.0.0:{port}', '[2001:db8::1]',
  'localhost@evil.example', 'evil.example#localhost', 'evil.example/localhost',
  'xn--localhost-.example', 'a b', ':', '[::1',
];

// biome-ignore format: a table
const own = [
  'localhost', 'localhost:{port}', 'LOCALHOST:{port}', '127.0.0.1', '127.0.0.1:{port}', '127.9.9.9',
  '[::1]:{port}', 'gyeol', 'gyeol:{port}', 'payment-gateway:80',
];

function keyin(base: string, host: string) {
  return speak({
    url: `${base}/keyin/payment`,
    method: 'POST',
    headers: {
      host: host.replace('{port}', port),
      'content-type': 'application/json',
      TOKEN: token,
      ApiKey: demoKeys.key,
    },
    body: JSON.stringify({ ...keyinBody, ORDERNO: newOrderNumber() }),
  });
}

function allowances(headers: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(headers).filter((name) => name.startsWith('access-control-'));
}

test.each(foreign)('T54: for the host %s nothing is done', async (host) => {
  const before = await digestOf(gyeol);
  const refused = await keyin(gyeol.url, host);
  expect([400, 421]).toContain(refused.status);
  expect(refused.body).not.toContain('RESULTCODE');
  expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
});

test.each(own)('T54: for the host %s it pays', async (host) => {
  const paid = await keyin(gyeol.url, host);
  expect(paid.status).toBe(200);
  expect(JSON.parse(paid.body)).toMatchObject({ RESULTCODE: '0000' });
});

test('T54: the public address is served, and a name that only begins like it is not', async () => {
  const outside = await openGateway({ publicUrl: 'https://pay.example.kr/gw' });
  const asked = async (host: string): Promise<number> =>
    (await speak({ url: `${outside.url}/healthz`, headers: { host } })).status;
  expect(await asked('pay.example.kr')).toBe(200);
  expect(await asked('PAY.example.kr:443')).toBe(200);
  expect(await asked('pay.example.kr.evil.example')).toBe(421);
  expect(await asked('evil.pay.example.kr')).toBe(421);
  await outside.stop();
});

describe('every route', () => {
  test('T54: says 421 to a foreign host, also with a key', async () => {
    const before = await digestOf(gyeol);
    expect(servedRoutes().length).toBeGreaterThan(20);
    for (const { method, path } of servedRoutes()) {
      const { status, headers } = await speak({
        url: `${gyeol.url}${path.replace(/:[a-z]+/g, 'x')}`,
        method,
        headers: { host: 'evil.example', authorization: `Bearer ${merchantKey}` },
        body: method === 'POST' ? '{}' : '',
      });
      expect(status, `${method} ${path}`).toBe(421);
      expect(headers['content-type']).toContain('application/problem+json');
    }
    expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
  });

  test('T54: permits no page of another origin, asked first or at once', async () => {
    // A shop's page asks for window tokens itself; whose pages may is a switch of the credential.
    for (const { method, path } of servedRoutes().filter((each) => each.path !== '/js/v1/auth')) {
      const url = `${gyeol.url}${path.replace(/:[a-z]+/g, 'x')}`;
      const origin = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
      const preflight = await speak({
        url,
        method: 'OPTIONS',
        headers: {
          ...origin,
          'access-control-request-method': method,
          'access-control-request-headers': 'authorization, content-type',
          'access-control-request-private-network': 'true',
        },
      });
      expect(preflight.status, path).toBe(404);
      expect(allowances(preflight.headers), path).toEqual([]);
      const simple = await speak({
        url,
        method,
        headers: origin,
        body: method === 'POST' ? '{}' : '',
      });
      expect(allowances(simple.headers), path).toEqual([]);
      expect(simple.headers['set-cookie']).toBeUndefined();
    }
  });

  test('T54: what controls the sandbox needs a key that no page can send unasked', async () => {
    const before = await digestOf(gyeol);
    for (const { method, path } of allNativeRoutes.filter(({ sandboxOnly }) => sandboxOnly)) {
      const headers = { 'content-type': 'text/plain', origin: 'https://evil.example' };
      const body = method === 'POST' ? '{"advance":"P1D"}' : '';
      const { status } = await speak({ url: `${gyeol.url}${path}`, method, headers, body });
      expect(status, path).toBe(401);
    }
    expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
  });
});
