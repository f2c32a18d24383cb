// One try over a real connection: where it goes, what it leaves out, and what counts as heard.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Address } from './addresses.ts';
import { type SendOptions, send } from './send.ts';

let server: Server;
let port: number;
let heard: IncomingMessage[];
let answer: (response: ServerResponse) => void;
beforeEach(async () => {
  heard = [];
  answer = (response) => void response.end('OK');
  server = createServer((request, response) => {
    heard.push(request);
    request.resume().on('end', () => answer(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  server.closeAllConnections();
  return new Promise<void>((resolve) => void server.close(() => resolve()));
});

const body = '{"type":"payout.paid"}';
const loopback: Address = { address: '127.0.0.1', family: 4 };

function tell(url: string, options: Partial<SendOptions> = {}) {
  return send({ url, headers: { 'webhook-id': 'one' }, body }, { mode: 'sandbox', ...options });
}

const here = (options: Partial<SendOptions> = {}) => tell(`http://127.0.0.1:${port}/`, options);

describe('T56: an address that is not allowed', () => {
  test.each([
    ['http://169.254.169.254/', 'sandbox'],
    ['http://[::ffff:a9fe:a9fe]/', 'sandbox'],
    ['http://0.0.0.0:1/', 'sandbox'],
    ['http://2130706433/', 'live'],
    ['http://10.0.0.1/', 'live'],
  ] as const)('%s is not called by a %s server, also if it was saved', async (url, mode) => {
    expect(await tell(url, { mode })).toEqual({
      ...{ status: null, failure: 'address not allowed', answer: '' },
    });
  });

  test('a live server never calls its own house, whatever the name says', async () => {
    const resolve = async () => [loopback];
    const reply = await tell(`http://shop.example:${port}/`, { mode: 'live', resolve });
    expect(reply.failure).toBe('address not allowed');
    expect(heard).toEqual([]);
  });
});

describe('T57: a name', () => {
  test('is looked up once, and keeps its host on the way to what was checked', async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return asked === 1 ? [loopback] : [{ address: '169.254.169.254', family: 4 } as const];
    };
    expect(await tell(`http://shop.example:${port}/notices?a=1`, { resolve })).toEqual({
      ...{ status: 200, failure: null, answer: 'OK' },
    });
    expect(asked).toBe(1);
    expect(heard[0]?.headers.host).toBe(`shop.example:${port}`);
    expect(heard[0]?.url).toBe('/notices?a=1');
  });

  test('that nobody knows is a miss', async () => {
    const resolve = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    expect((await tell('http://shop.example/', { resolve })).failure).toBe('ENOTFOUND');
  });

  test('whose lookup never ends is a miss as well', async () => {
    const resolve = () => new Promise<never>(() => {});
    const reply = await tell('http://shop.example/', { resolve, patienceMs: 20 });
    expect(reply.failure).toBe('no answer in time');
  });
});

describe('T58, T59: an answer', () => {
  test.each([301, 302, 303, 307, 308])('of %d is not followed', async (status) => {
    answer = (response) => void response.writeHead(status, { location: '/elsewhere' }).end();
    expect((await here()).failure).toBe(`status ${status}`);
    expect(heard).toHaveLength(1);
  });

  test('that is packed is not unpacked, and none is asked for', async () => {
    const bomb = gzipSync('가'.repeat(10_000_000));
    answer = (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(bomb.subarray(0, 2_000));
    };
    const reply = await here();
    expect(heard[0]?.headers['accept-encoding']).toBe('identity');
    expect(reply.failure).toBeNull();
    expect(reply.answer).not.toContain('가');
    expect(reply.answer.length).toBeLessThanOrEqual(1_024);
  });

  test('whose head never ends, or whose body drips, is over when patience is', async () => {
    answer = () => {};
    expect((await here({ patienceMs: 100 })).failure).toBe('no answer in time');
    answer = (response) => {
      const drip = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(drip));
    };
    expect((await here({ patienceMs: 100 })).failure).toBe('no answer in time');
  });

  test('that forges lines is shown without its controls', async () => {
    answer = (response) => void response.end('ok\r\n\u001b[2Jforged');
    expect((await here()).answer).toBe('ok···[2Jforged');
  });

  test('that breaks off after a part of it is a miss', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half', () => response.destroy());
    };
    expect((await here()).failure).not.toBeNull();
  });
});
