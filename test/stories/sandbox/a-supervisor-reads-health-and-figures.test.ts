// Story: a supervisor asks whether the server lives, is ready, and what it did; nobody is named.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../../harness/database.ts';
import { openDatabaseLine } from '../../harness/database-line.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { servedRoutes } from '../../harness/served-routes.ts';
import { call, merchantKey, openShop, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Shop;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openShop(gyeol.url);
});
afterAll(() => gyeol.stop());

async function read(path: string, base = gyeol.url) {
  const response = await fetch(`${base}${path}`);
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, text: await response.text() };
}

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

async function samples(): Promise<Sample[]> {
  const { status, text } = await read('/metrics');
  expect(status).toBe(200);
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', inner = '', value = ''] =
        /^([a-z_0-9]+)(?:\{(.*)\})? (\S+)/.exec(line) ?? [];
      const labels = [...inner.matchAll(/([a-z_]+)="([^"]*)"/g)];
      return {
        name,
        labels: Object.fromEntries(labels.map(([, key = '', text = '']) => [key, text])),
        value: Number(value),
      };
    });
}

async function total(name: string, labels: Readonly<Record<string, string>>): Promise<number> {
  return (await samples())
    .filter((each) => each.name === name)
    .filter((each) => Object.entries(labels).every(([key, value]) => each.labels[key] === value))
    .reduce((sum, { value }) => sum + value, 0);
}

test('it lives and is ready, without a key', async () => {
  expect(await read('/healthz')).toMatchObject({ status: 200, text: 'ok\n' });
  expect(await read('/readyz')).toMatchObject({ status: 200, text: 'ready\n' });
  expect((await read('/metrics')).type).toContain('text/plain');
});

test('approvals, cancels and requests are counted', async () => {
  const figures = async (): Promise<number[]> => [
    await total('gyeol_approvals_total', { outcome: 'approved' }),
    await total('gyeol_approvals_total', { outcome: 'declined' }),
    await total('gyeol_cancels_total', { outcome: 'done' }),
    await total('gyeol_requests_total', { route: '/keyin/payment', status: '200' }),
  ];
  const before = await figures();
  const { TID } = await shop.keyin();
  await shop.keyin();
  await shop.keyin({ CARDNO: '9906100000001010' });
  await shop.cancel({ tid: TID });
  const grown = (await figures()).map((figure, index) => figure - (before[index] ?? 0));
  expect(grown).toEqual([2, 1, 1, 3]);
});

test('T77: labels are templates of routes only, whatever was asked for', async () => {
  const { TID = '', ORDERNO = '' } = await shop.keyin();
  const { body } = await call(gyeol.url, { path: `/v1/payments/${TID}` });
  const secrets = [TID, ORDERNO, String(body.id), merchantKey, shop.token, '4111111111111111'];
  const asked = [
    `/v1/payments/${body.id}`,
    `/v1/payments?orderNumber=${ORDERNO}`,
    `/v1/nothing/${TID}`,
    `/${TID}`,
    `/api/receipt?tid=${TID}`,
    `/keyin/payment/${ORDERNO}`,
    '/api/%ff',
    '/%22%7D%0Agyeol_fake%201',
  ];
  for (const path of asked) await read(path);
  const templates = new Set([...servedRoutes().map(({ path }) => path), 'unmatched']);
  const all = await samples();
  const routes = all.flatMap(({ labels }) => (labels.route === undefined ? [] : [labels.route]));
  expect(routes).toContain('/v1/payments/:id');
  expect(routes).toContain('unmatched');
  expect([...new Set(routes)].filter((route) => !templates.has(route))).toEqual([]);
  const { text } = await read('/metrics');
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  const known = ['route', 'status', 'outcome', 'of', 'found', 'statement', 'le', 'account'];
  const ours = all.filter(({ name }) => name.startsWith('gyeol_'));
  const names = new Set(ours.flatMap(({ labels }) => Object.keys(labels)));
  expect([...names].filter((name) => !known.includes(name))).toEqual([]);
});

test('without its database it lives, is not ready, and is ready again after', async () => {
  const database = await createDatabase();
  const line = await openDatabaseLine(database.url);
  const cut = await openGateway({ databaseUrl: line.url });
  expect((await read('/readyz', cut.url)).status).toBe(200);
  line.down();
  expect(await read('/readyz', cut.url)).toMatchObject({ status: 503, text: 'not ready\n' });
  expect((await read('/healthz', cut.url)).status).toBe(200);
  expect((await read('/metrics', cut.url)).status).toBe(200);
  line.up();
  await eventually(async () => expect((await read('/readyz', cut.url)).status).toBe(200));
  await cut.stop();
  await line.close();
  await database.drop();
});
