// What holds for every route that is served, whichever table it stands in, and for paths that are
// no route: headers, no redirects, and which routes belong to the sandbox alone.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../wire/message.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { allNativeRoutes, paramNames } from '../harness/native-client.ts';
import { servedRoutes } from '../harness/served-routes.ts';
import { merchantKey, operatorKey } from '../harness/shop.ts';
import { wireRoutes } from '../harness/wire-client.ts';
import { paypleRoutes } from './payple-samples.ts';
import { propertyPaths } from './schema-cases.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

/** Probes of a supervisor: they take nothing and tell nothing of a merchant. */
const health = ['/healthz', '/readyz', '/metrics'];

const tables = [
  ...paypleRoutes.flatMap(({ methods, paths }) =>
    paths.flatMap((path) => methods.map((method) => ({ method, path }))),
  ),
  ...wireRoutes.map(({ method, path }) => ({ method, path })),
  ...allNativeRoutes.map(({ method, path }) => ({ method, path })),
  ...health.map((path) => ({ method: 'GET', path })),
];

/** Of the window of a buyer; what they do is told in the stories of the window. */
const windows = ['GET ', 'GET /handoff', 'GET /state', 'POST /pay', 'POST /close'].map((each) => {
  const [method = '', action = ''] = each.split(' ');
  return { method, path: `/window/:id${action}` };
});

/** Public and the same for everybody, so they alone may be cached (T76). */
const isScript = ({ path }: { path: string }): boolean => /^\/(js|checkout)\/.*\.js$/.test(path);

test('every route that is served stands in a table, and the other way round', () => {
  const named = (routes: readonly { method: string; path: string }[]): string[] =>
    [...new Set(routes.map(({ method, path }) => `${method} ${path}`))].sort();
  const pages = servedRoutes().filter((route) => !isScript(route));
  expect(named(pages)).toEqual(named([...tables, ...windows]));
  expect(servedRoutes().filter(isScript).length).toBeGreaterThan(2);
});

const unknown = ['/', '/nothing', '/v1/nothing', '/sandbox/nothing', '/api', '/keyin/payment/x'];
const asked = [...tables, ...windows, ...unknown.map((path) => ({ method: 'GET', path }))];

describe.each(asked)('$method $path', ({ method, path }) => {
  test.each([
    ['nobody', ''],
    ['a merchant', merchantKey],
    ['an operator', operatorKey],
  ])('T46 T76: asked by %s', async (_who, key) => {
    const response = await fetch(`${gyeol.url}${path.replace(/:[a-z]+/g, 'x')}`, {
      method,
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
      },
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    await response.arrayBuffer();
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    for (const name of ['server', 'x-powered-by', 'location', 'set-cookie', 'refresh']) {
      expect(response.headers.get(name), name).toBeNull();
    }
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.status < 300 || response.status >= 400).toBe(true);
    expect(response.status).toBeLessThan(500);
  });
});

test('T74 T76: what refuses a method says so with the same headers', async () => {
  for (const method of ['OPTIONS', 'PUT', 'PATCH', 'DELETE', 'HEAD']) {
    for (const { path } of wireRoutes) {
      const response = await fetch(`${gyeol.url}${path}`, { method });
      await response.arrayBuffer();
      expect(response.status, `${method} ${path}`).toBe(404);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('allow')).toBeNull();
    }
  }
});

const redirectLike = /redirect|next|continue|goto|forward|return|callback|url$|uri$|target|dest/i;

test.each(wireRoutes)('T46: $name takes no address to go to', ({ request }) => {
  const taken = request.rows.filter(([, , , presence]: Row) => presence !== 'ignored');
  const names = taken.flatMap(([wireName, means]: Row) => [wireName, means]);
  expect(names.filter((name) => redirectLike.test(name))).toEqual([]);
});

test.each(allNativeRoutes)('T46: $name takes no address to go to', (route) => {
  const names = [...paramNames(route), ...propertyPaths(route.query), ...propertyPaths(route.body)];
  // Notices are sent there by the server; nobody's browser is.
  const sentTo = route.name === 'notices.endpoints.create' ? ['url'] : [];
  expect(names.filter((name) => redirectLike.test(name))).toEqual(sentTo);
});

test.each(allNativeRoutes)('T82: $name is of the sandbox alone exactly under /sandbox', (route) => {
  expect(route.sandboxOnly === true).toBe(route.path.startsWith('/sandbox'));
});

test('T82: in live mode a sandbox route is an unknown path, and nobody knows the demo keys', async () => {
  // The command line refuses live mode altogether; this is what stands behind that refusal.
  const live = await openGateway({ mode: 'live' });
  const ask = async (method: string, path: string): Promise<string> => {
    const response = await fetch(`${live.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${merchantKey}`, 'content-type': 'application/json' },
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    return `${response.status} ${await response.text()}`;
  };
  const unknownPath = await ask('GET', '/sandbox/nothing');
  expect(unknownPath).toMatch(/^404 /);
  for (const { method, path } of allNativeRoutes.filter(({ sandboxOnly }) => sandboxOnly)) {
    expect(await ask(method, path)).toBe(unknownPath);
  }
  expect(await ask('GET', '/v1/payments')).toMatch(/^401 /);
  const credentials = await fetch(`${live.url}/payAuth/token`, {
    method: 'POST',
    body: JSON.stringify({ pay2_id: 'demo', pay2_key: 'demo-key' }),
  });
  expect(await credentials.json()).toMatchObject({ RTN_CD: 'E003' });
  await live.stop();
});

test('T82: no route of the dialect controls the sandbox', () => {
  expect(wireRoutes.filter(({ path }) => path.includes('sandbox'))).toEqual([]);
});
