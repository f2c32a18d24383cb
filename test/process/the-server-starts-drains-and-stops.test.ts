// The program as an operator sees it: ready line, second start, SIGTERM, and two on one folder.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run, startServer, stop, temporaryFolder } from '../harness/program.ts';
import { call, openShop } from '../harness/shop.ts';

const folder = temporaryFolder();
const data = `${folder.path}/data`;
let tid = '';

beforeAll(async () => {
  const server = await startServer(data);
  const shop = await openShop(server.url);
  tid = (await shop.keyin()).TID ?? '';
  expect(await stop(server)).toMatchObject({ code: 0, signal: null, err: '' });
});
afterAll(() => folder.remove());

test('a second start finds what the first one stored', async () => {
  const server = await startServer(data);
  const { body } = await call(server.url, { path: `/v1/payments/${tid}` });
  expect(body).toMatchObject({ status: 'approved', remaining: 50000 });
  expect((await stop(server)).code).toBe(0);
});

test('SIGTERM lets a call under way come to its end', async () => {
  const server = await startServer(data);
  const shop = await openShop(server.url);
  await call(server.url, {
    method: 'POST',
    path: '/sandbox/faults',
    body: { at: 'rail.authorise', effect: 'answer-lost', times: 1 },
  });
  const answer = shop.keyin({ ORDERNO: 'under-way' });
  // Told to stop while the rail is silent; the answer comes by the inquiry, at eight seconds.
  for (;;) {
    const { body } = await call(server.url, { path: '/v1/payments?orderNumber=under-way' });
    if ((body.data as unknown[]).length === 1) break;
  }
  const ended = stop(server);
  expect(await answer).toMatchObject({ RESULTCODE: '0000' });
  expect((await ended).code).toBe(0);
});

test('a second server on the same folder is refused with a sentence and changes nothing', async () => {
  const server = await startServer(data);
  const second = await run(['start'], { GYEOL_DATA: data, PORT: '0' }).ended;
  expect(second).toMatchObject({ code: 78, out: '' });
  expect(second.err.trim().split('\n')).toHaveLength(1);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect((await stop(server)).code).toBe(0);
});

test('gyeol verify, clock, cards and routes talk to the running server', async () => {
  const server = await startServer(data);
  const say = (...args: string[]) => run([...args, '--url', server.url]).ended;
  expect(await say('verify')).toMatchObject({ code: 0, out: 'The books close.\n' });
  expect((await say('clock', 'P1D')).out).toMatch(/^\d{4}-.*\+09:00, \d+ due things done\n$/);
  expect(await say('clock', 'yesterday')).toMatchObject({ code: 1 });
  expect((await say('cards')).out).toContain('4111111111111111');
  expect((await say('routes')).out).toContain('/v1/ledger/trial-balance');
  expect((await say('nonsense')).code).toBe(64);
  expect((await stop(server)).code).toBe(0);
  expect((await say('verify')).code).toBe(69);
});
