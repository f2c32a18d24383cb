// What the log, the metrics and the error pages say, and what nobody can make them say: log forging
// (T71), what parse errors quote (T73), labels of metrics (T74), and what a database repeats (T75).
import { Writable } from 'node:stream';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../server/log.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';
import { allNativeRoutes } from '../harness/native-client.ts';
import { eventually } from '../harness/patience.ts';
import { type Started, startServer, stop, temporaryFolder } from '../harness/program.ts';
import { answersIn, exchange } from '../harness/raw-socket.ts';
import { keyinBody, merchantKey, newOrderNumber, takeToken } from '../harness/shop.ts';
import { wireRoutes } from '../harness/wire-client.ts';

const folder = temporaryFolder();
let database: TestDatabase;
let server: Started;

beforeAll(async () => {
  database = await createDatabase();
  server = await startServer(`${folder.path}/data`, {
    DATABASE_URL: database.url,
    LOG_LEVEL: 'debug',
  });
});
afterAll(async () => {
  await stop(server);
  await database.drop();
  folder.remove();
});

const canary = '4242420087654321';
const mark = 'FORGED';
const forged = `{"level":60,"msg":"${mark}"}`;

const templates = new Set([
  ...wireRoutes.map(({ path }) => path),
  ...allNativeRoutes.map(({ path }) => path),
  ...['/healthz', '/readyz', '/metrics', 'unmatched'],
]);

/** Everything that a line may hold; a new field is added here on purpose, or not at all. */
const allowed =
  'level time msg route method status code merchant ms error sqlState constraint sentence at'
    .split(' ')
    .concat('pid line version reason statement folder');

function lines(): Record<string, unknown>[] {
  return server
    .err()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const requests = (): number => lines().filter(({ msg }) => msg === 'request').length;

// biome-ignore format: a table
const paths = [
  `/${mark}`, `/%0d%0a${encodeURIComponent(forged)}`, `/%1b[31m${mark}`, `/%00${mark}`,
  `/%e2%80%a8${mark}`, `/v1/${mark}`, `/v1/payments/${mark}%0a${mark}`, `/sandbox/${mark}`,
  `/api/receipt?tid=${mark}%0d%0a`, `/keyin/payment?CARDNO=${canary}&TOKEN=${mark}`, `/%ZZ${mark}`,
] as const;

// Node refuses ASCII controls in a header; these may stand there.
// biome-ignore format: a table
const headers = [
  `User-Agent: ${forged}`, `X-Forwarded-For: ${mark}`, `Idempotency-Key: \x9b2J${mark}`,
  `Content-Type: ${mark}/\x85`, `Authorization: Bearer ${forged}`, `Cookie: a=${forged}`,
  `Referer: http://${mark}/${canary}`, `Origin: ${mark}`, `TOKEN: ${forged}`, `ApiKey: ${mark}`,
] as const;

test.each(paths)('T71 T74: the path %j leaves one line, with a template', async (path) => {
  const before = requests();
  const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
  const said = await exchange(server.url, request);
  expect(answersIn(said)).toHaveLength(1);
  expect(said).not.toMatch(new RegExp(`${mark}|${canary}`));
  // A path that cannot be decoded never becomes a request.
  const expected = path.startsWith('/%ZZ') ? 0 : 1;
  await eventually(() => expect(requests() - before).toBe(expected));
});

test.each(headers)('T71: the header %j leaves one line', async (header) => {
  const before = requests();
  const lead = ['POST /api/cancel HTTP/1.1', 'Host: localhost', 'Connection: close'];
  const request = [...lead, 'Content-Length: 2', header, '', '{}'].join('\r\n');
  const said = await exchange(server.url, Buffer.from(request, 'latin1'));
  expect(said).not.toMatch(new RegExp(`${mark}|${canary}`));
  await eventually(() => expect(requests() - before).toBe(1));
});

test('T71: every field of a payment, with line breaks and JSON in it', async () => {
  const token = await takeToken(server.url);
  const before = requests();
  const names = Object.keys({ ...keyinBody, ETC1: '', BUYERADDRESS: '', RETURNURL: '' });
  for (const name of names) {
    const body = { ...keyinBody, ORDERNO: newOrderNumber(), [name]: `x\r\n${forged}\u001b[31m` };
    const response = await fetch(`${server.url}/keyin/payment`, {
      method: 'POST',
      headers: { TOKEN: token, ApiKey: 'demo-key' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  }
  await eventually(() => expect(requests() - before).toBe(names.length));
});

test('T71 T74: all that was logged is JSON of known fields, and says nothing of the requests', () => {
  const fields = new Set(lines().flatMap((line) => Object.keys(line)));
  expect([...fields].filter((field) => !allowed.includes(field))).toEqual([]);
  expect(lines().some(({ msg }) => msg === mark)).toBe(false);
  expect(server.err() + server.out()).not.toMatch(new RegExp(`${mark}|${canary}|x1b|\x1b`));
  const routes = lines().flatMap(({ route }) => (typeof route === 'string' ? [route] : []));
  expect(routes.filter((route) => !templates.has(route))).toEqual([]);
  expect(routes).toContain('unmatched');
});

test('T74: labels of metrics are templates, however many paths were asked for', async () => {
  for (let index = 0; index < 50; index += 1) {
    await (await fetch(`${server.url}/${mark}-${index}`)).text();
    await (
      await fetch(`${server.url}/v1/payments/${canary}-${index}`, {
        headers: { authorization: `Bearer ${merchantKey}` },
      })
    ).text();
  }
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  const labels = [...metrics.matchAll(/route="([^"]*)"/g)].map(([, route]) => route ?? '');
  expect(labels).toContain('unmatched');
  expect([...new Set(labels)].filter((label) => !templates.has(label))).toEqual([]);
  expect(metrics).not.toMatch(new RegExp(`${mark}|${canary}|demo`));
});

describe('T73 T75: a line about an error', () => {
  const written: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  let client: pg.Client;
  beforeAll(async () => {
    client = new pg.Client(database.url);
    await client.connect();
    await client.query(
      'create temporary table once (value text unique, amount int check (amount > 0))',
    );
  });
  afterAll(() => client.end());

  // biome-ignore format: a table
  const statements: readonly (readonly [what: string, sql: string, values: readonly string[]])[] = [
    ['a unique violation',      'insert into once (value) values ($1), ($1)', [canary]],
    ['a check violation',       'insert into once values ($1, -1)', [canary]],
    ['a value of another type', 'select $1::int', [`${canary}x`]],
    ['a value with line breaks', 'select $1::int', [`x\n    at ${canary} (file.ts:1:1)\n${canary}`]],
    ['a syntax error',          `select '${canary}' ' '`, []],
    ['text that is no UTF-8',   'select $1::text', [`${canary}\u0000`]],
    ['JSON that is none',       'select $1::json', [`{"${canary}"`]],
  ];

  test.each(statements)('holds no value: %s', async (what, sql, values) => {
    const error: unknown = await client.query(sql, [...values]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    createLog('debug', destination).trouble(what, error);
    expect(written.at(-1)).toContain('"sqlState"');
    expect(written.at(-1)).not.toContain(canary.slice(0, 6));
  });

  test.each([
    ['a parser', () => JSON.parse(`{"CARDNO":"${canary}",}`) as unknown],
    ['an assertion', () => Promise.reject(new TypeError(`bad ${canary}\n${canary}`))],
    ['a thrown text', () => Promise.reject(canary)],
    ['a thrown object', () => Promise.reject({ message: canary, stack: canary })],
    [
      'an error by another name',
      () => Promise.reject(Object.assign(new Error(), { name: canary })),
    ],
  ])('holds no value: %s', async (what, fail) => {
    const error: unknown = await Promise.resolve()
      .then(fail)
      .catch((thrown: unknown) => thrown);
    createLog('debug', destination).trouble(what, error);
    expect(written.at(-1)).toContain(what);
    expect(written.at(-1)).not.toContain(canary.slice(0, 6));
  });
});
