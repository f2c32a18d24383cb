// HTTP that no client speaks, byte by byte: refused and closed, what follows is not obeyed, and
// nobody else notices (T61, T62, T72).
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { answersIn, exchange, open } from '../harness/raw-socket.ts';
import { httpServers } from '../harness/served-routes.ts';
import { keyinBody, newOrderNumber, openShop, type Shop } from '../harness/shop.ts';
import { openWitness, type Witness } from '../harness/witness.ts';

let gyeol: TestGateway;
let witness: Witness;
let shop: Shop;

beforeAll(async () => {
  gyeol = await openGateway();
  witness = await openWitness(gyeol.databaseUrl);
  shop = await openShop(gyeol.url);
});
afterAll(async () => {
  await witness.close();
  await gyeol.stop();
});

/** A key-in payment that would succeed, with these lines instead of an honest length. */
function payment(framing: readonly string[], body = keyin()): string {
  const { token } = shop;
  const lines = ['POST /keyin/payment HTTP/1.1', 'Host: localhost', `TOKEN: ${token}`];
  return [...lines, 'ApiKey: demo-key', ...framing, '', body].join('\r\n');
}

function keyin(): string {
  return JSON.stringify({ ...keyinBody, BUYERNAME: 'Hong', PRODUCTNAME: 'cup', ORDERNO: order() });
}

const order = newOrderNumber;
const last = 'Connection: close';
const chunked = 'Transfer-Encoding: chunked';

function length(body: string): string {
  return `Content-Length: ${Buffer.byteLength(body)}`;
}

function chunks(body: string, size = Buffer.byteLength(body).toString(16)): string {
  return `${size}\r\n${body}\r\n0\r\n\r\n`;
}

type Make = (body: string) => readonly [framing: readonly string[], body: string];

// biome-ignore format: a table
const framings: readonly (readonly [what: string, make: Make])[] = [
  ['length and chunks',              (body) => [[length(body), chunked], chunks(body)]],
  ['chunks and length',              (body) => [[chunked, length(body)], chunks(body)]],
  ['a length that cuts the chunks',  (body) => [['Content-Length: 4', chunked], chunks(body)]],
  ['two lengths',                    (body) => [[length(body), 'Content-Length: 5'], body]],
  ['two equal lengths',              (body) => [[length(body), length(body)], body]],
  ['a list of lengths',              (body) => [[`${length(body)}, 5`], body]],
  ['a length with a sign',           (body) => [[length(body).replace(': ', ': +')], body]],
  ['a negative length',              (body) => [['Content-Length: -1'], body]],
  ['a hexadecimal length',           (body) => [['Content-Length: 0x20'], body]],
  ['a length beyond all numbers',    (body) => [['Content-Length: 99999999999999999999'], body]],
  ['a blank before the colon',       (body) => [[length(body).replace(':', ' :')], body]],
  ['obs-fold',                       (body) => [['X-A: a', ' b', length(body)], body]],
  ['obs-fold of the length',         (body) => [['Content-Length:', ` ${body.length}`], body]],
  ['bare LF between headers',        (body) => [[`X-A: a\nX-B: b`, length(body)], body]],
  ['bare CR between headers',        (body) => [[`X-A: a\rX-B: b`, length(body)], body]],
  ['NUL in a header',                (body) => [['X-A: a\0b', length(body)], body]],
  ['an unknown encoding',            (body) => [['Transfer-Encoding: xchunked'], chunks(body)]],
  ['chunked, then identity',         (body) => [['Transfer-Encoding: chunked, identity'], chunks(body)]],
  ['identity with a length',         (body) => [['Transfer-Encoding: identity', length(body)], body]],
  ['chunked twice',                  (body) => [[chunked, chunked], chunks(body)]],
  ['a negative chunk',               (body) => [[chunked], chunks(body, '-1')]],
  ['a chunk beyond all numbers',     (body) => [[chunked], chunks(body, 'f'.repeat(17))]],
  ['a chunk size that is no number', (body) => [[chunked], chunks(body, 'zz')]],
  ['bare LF after a chunk size',     (body) => [[chunked], chunks(body).replace('\r\n', '\n')]],
  ['LF in a chunk extension',        (body) => [[chunked], chunks(body, `${body.length.toString(16)};a\nb`)]],
];

test.each(framings)('T61: %s is refused, and what follows is not obeyed', async (_what, make) => {
  const before = await witness.digest();
  const [framing, body] = make(keyin());
  const honest = keyin();
  const smuggled = payment([length(honest), last], honest);
  const answers = answersIn(await exchange(gyeol.url, payment(framing, body) + smuggled));
  expect(answers).toHaveLength(1);
  expect(answers[0]?.status).toBe(400);
  expect(await witness.digest(), 'UNCHANGED').toBe(before);
});

// biome-ignore format: a table
const firstLines: readonly (readonly [what: string, bytes: string])[] = [
  ['bare LF everywhere',    'GET /healthz HTTP/1.1\nHost: localhost\n\n'],
  ['a blank in the method', 'POS T /keyin/payment HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['a method in lower case', 'get /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['a version of the future', 'GET /healthz HTTP/3.0\r\nHost: localhost\r\n\r\n'],
  ['no Host',               'GET /healthz HTTP/1.1\r\n\r\n'],
  ['bytes above ASCII',     'GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['TLS',                   '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['a path of bad escapes', 'GET /%ZZ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'],
];

test.each(firstLines)('T61: %s', async (_what, bytes) => {
  const answers = answersIn(await exchange(gyeol.url, Buffer.from(bytes, 'latin1')));
  expect(answers.map(({ status }) => status)).toEqual([400]);
});

test('T61: two honest requests in one packet are two requests, answered in order', async () => {
  const [one, two] = [keyin(), keyin()];
  const both = payment([length(one)], one) + payment([length(two), last], two);
  const answers = answersIn(await exchange(gyeol.url, both));
  expect(answers.map(({ body }) => JSON.parse(body))).toMatchObject([
    { RESULTCODE: '0000', ORDERNO: JSON.parse(one).ORDERNO },
    { RESULTCODE: '0000', ORDERNO: JSON.parse(two).ORDERNO },
  ]);
});

test('T61: bytes after an honest body are another request, and no part of this one', async () => {
  const payments = () =>
    witness.query(`select status from payment where order_number = $1`, [JSON.parse(body).ORDERNO]);
  const body = keyin();
  const said = await exchange(gyeol.url, `${payment([length(body)], body)}GARBAGE\r\n\r\n`);
  // The connection may end before the first answer is written; the payment is made all the same.
  const statuses = answersIn(said).map(({ status }) => status);
  expect([[200, 400], [400]]).toContainEqual(statuses);
  await vi.waitFor(async () => expect(await payments()).toEqual([{ status: 'approved' }]));
});

describe('T62', () => {
  test.each([
    ['one header of 64 KB', `X-A: ${'a'.repeat(65_536)}`],
    ['3,000 headers', Array.from({ length: 3_000 }, (_, index) => `X-${index}: 1`).join('\r\n')],
  ])('%s is 431', async (_what, lines) => {
    const before = await witness.digest();
    const [answer] = answersIn(await exchange(gyeol.url, payment([lines, last])));
    expect(answer?.status).toBe(431);
    expect(await witness.digest(), 'UNCHANGED').toBe(before);
  });

  test('chunks without end are cut off at the size of a body', async () => {
    const before = await witness.digest();
    const piece = `4000\r\n${' '.repeat(16_384)}\r\n`;
    const endless = Array.from({ length: 64 }, () => piece);
    const said = await exchange(gyeol.url, payment([chunked, last], ''), ...endless);
    expect(said).toContain('HTTP/1.1 200');
    expect(said).toContain('"E001"');
    expect(await witness.digest(), 'UNCHANGED').toBe(before);
  });

  test('slow headers and bodies have an end', () => {
    const limits = httpServers().map(({ headersTimeout, requestTimeout }) => [
      headersTimeout,
      requestTimeout,
    ]);
    expect(limits).toEqual([[15_000, 30_000]]);
  });

  test('slow headers and bodies keep nobody else from being served', async () => {
    const body = keyin();
    const slowHeader = payment([length(body)], body).slice(0, 60);
    const slowBody = payment([length(body)], body).slice(0, -20);
    const sockets = Array.from({ length: 100 }, (_, index) => {
      const socket = open(gyeol.url).on('error', () => {});
      socket.write(index % 2 === 0 ? slowHeader : slowBody);
      return socket;
    });
    const paid = await Promise.all(Array.from({ length: 20 }, () => shop.keyin()));
    expect(paid.map(({ RESULTCODE }) => RESULTCODE)).toEqual(paid.map(() => '0000'));
    // What was begun slowly may still be finished.
    const [, unfinished] = sockets;
    expect(await finished(unfinished, body.slice(-20))).toContain('"0000"');
    for (const socket of sockets) socket.destroy();
  });
});

async function finished(socket: Socket | undefined, rest: string): Promise<string> {
  const said = new Promise<string>((resolve) => {
    socket?.once('data', (bytes) => resolve(String(bytes)));
  });
  socket?.write(rest);
  return said;
}

// biome-ignore format: a table
const paths = [
  '/../../../../etc/passwd', '/..%2f..%2f..%2fetc%2fpasswd', '/%2e%2e/%2e%2e/etc/passwd',
  '/..%5c..%5cetc%5cpasswd', '/....//....//etc/passwd', '//etc/passwd', '///etc/passwd',
  '/api/receipt/../../../../etc/passwd', '/api/receipt%2f..%2f..%2fpackage.json',
  '/static/../package.json', '/assets/..;/package.json', '/package.json', '/.git/config', '/.env',
  '/.gyeol/root-keys', '/dist/cli/main.js', '/server/http.ts', '/%00', '/package.json%00.js',
  '/v1/payments/..%2f..%2fledger%2fverify', '/v1/../healthz', '/sandbox/../metrics/../v1',
  '/file:///etc/passwd', '/proc/self/environ', '/%c0%ae%c0%ae/etc/passwd', '/\\..\\..\\etc\\passwd',
] as const;

test.each(paths)('T72: %s leads nowhere', async (path) => {
  const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${last}\r\n\r\n`;
  const [answer] = answersIn(await exchange(gyeol.url, request));
  expect([400, 401, 404]).toContain(answer?.status);
  expect(answer?.headers['content-type']).toMatch(/^application\/(problem\+)?json/);
  expect(answer?.headers['cache-control']).toBe('no-store');
  const told = JSON.stringify(JSON.parse(Buffer.from(answer?.body ?? '', 'latin1').toString()));
  expect(told).not.toMatch(/root:|gyeol"|passwd|\.\.|import /);
});
