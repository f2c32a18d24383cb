// What a caller was told outlives the process: a late approval is taken back by the next start.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Tid } from '../../core/payment/payment.ts';
import { type Gateway, startGateway } from '../../server/compose.ts';
import { findByTid } from '../../storage/payment.ts';
import { openGateway, type TestGateway } from '../harness/gateway.ts';
import { eventually } from '../harness/patience.ts';
import { call, openShop, operatorKey } from '../harness/shop.ts';

let gyeol: TestGateway;
let next: Gateway | null = null;

beforeEach(async () => {
  gyeol = await openGateway();
});
afterEach(async () => {
  await next?.close();
  next = null;
  await gyeol.stop();
});

/** The state a crash leaves when the commit won after the caller had heard "not charged". */
async function toldFailedButApproved(): Promise<Tid> {
  const shop = await openShop(gyeol.url);
  const { TID } = await shop.keyin();
  const found = await findByTid(gyeol.gateway.parts.store.pool, TID ?? '');
  if (found === null) throw new Error('the payment was not stored');
  gyeol.gateway.parts.owed.note(found.payment);
  return found.payment.tid;
}

async function startAgain(): Promise<Gateway> {
  await gyeol.gateway.close();
  next = await startGateway({
    port: 0,
    host: '127.0.0.1',
    dataFolder: gyeol.dataFolder,
    databaseUrl: gyeol.databaseUrl,
    mode: 'sandbox',
    publicUrl: null,
    logLevel: 'silent',
    trustedProxies: [],
  });
  return next;
}

async function isTakenBack(url: string, tid: Tid): Promise<void> {
  await eventually(async () => {
    const { body } = await call(url, { path: `/v1/payments/${tid}` });
    expect(body).toMatchObject({ status: 'cancelled', remaining: 0 });
  });
  const { body } = await call(url, { path: '/v1/ledger/verify', key: operatorKey });
  expect(body).toEqual({ ok: true, breaks: [] });
}

test('an approval that was stored after its caller heard "not charged" is taken back', async () => {
  const tid = await toldFailedButApproved();
  const again = await startAgain();
  await isTakenBack(again.url, tid);
  const file = join(gyeol.dataFolder, 'owed.ndjson');
  await eventually(() => expect(readFileSync(file, 'utf8')).toBe(''));
});

test('a bank that refuses at first is asked again until nothing is left', async () => {
  const tid = await toldFailedButApproved();
  const again = await startAgain();
  const fault = { at: 'rail.cancel', effect: 'decline', times: 1 };
  await call(again.url, { method: 'POST', path: '/sandbox/faults', body: fault });
  await call(again.url, { method: 'POST', path: '/sandbox/clock', body: { advance: 'PT2M' } });
  await call(again.url, { method: 'POST', path: '/sandbox/clock', body: { advance: 'PT2M' } });
  await isTakenBack(again.url, tid);
});
