// Story: a test suite resets the sandbox; its world is fresh, and the books keep every journal.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { booksClose, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, newMerchant } from '../../harness/sandbox.ts';
import { call, newOrderNumber, openShop, type Shop } from '../../harness/shop.ts';
import { openWitness } from '../../harness/witness.ts';

let gyeol: TestGateway;
let merchant: MadeMerchant;
let shop: Shop;
beforeAll(async () => {
  gyeol = await openGateway();
});
beforeEach(async () => {
  merchant = await newMerchant(gyeol.url);
  shop = await openShop(gyeol.url, merchant.keys);
});
afterAll(() => gyeol.stop());

async function reset(): Promise<unknown> {
  const path = '/sandbox/reset';
  const { status, body } = await call(gyeol.url, { method: 'POST', path, key: merchant.key });
  expect(status).toBe(200);
  shop = await openShop(gyeol.url, merchant.keys);
  return body.generation;
}

function native(path: string, more: { readonly method?: string; readonly body?: unknown } = {}) {
  return call(gyeol.url, { path, key: merchant.key, ...more });
}

test('each reset is a generation of its own', async () => {
  expect([await reset(), await reset(), await reset()]).toEqual([2, 3, 4]);
});

test('the same order number pays again', async () => {
  const ORDERNO = newOrderNumber();
  const first = await shop.keyin({ ORDERNO });
  expect((await shop.keyin({ ORDERNO })).RESULTCODE).toBe('E005');
  await reset();
  const second = await shop.keyin({ ORDERNO });
  expect(second.RESULTCODE).toBe('0000');
  expect(second.TID).not.toBe(first.TID);
  expect((await shop.keyin({ ORDERNO })).RESULTCODE).toBe('E005');
  const { body } = await native(`/v1/payments?orderNumber=${ORDERNO}`);
  expect(body).toMatchObject({ data: [{ tid: second.TID }], nextCursor: null });
  expect(body.data).toHaveLength(1);
});

test('what was paid before is unknown by every name', async () => {
  const { TID: tid = '' } = await shop.keyin();
  const { body } = await native(`/v1/payments/${tid}`);
  await reset();
  expect((await shop.paycert(tid)).RESULTCODE).toBe('E007');
  expect((await shop.cancel({ tid })).cancel_code).toBe('E007');
  expect(await shop.paysearch({ TID: tid })).toMatchObject({ RESULTCODE: 'E008' });
  const days = { STD_DT: '2020-01-01', END_DT: '2099-12-31' };
  expect(await shop.paysearch(days)).toMatchObject({ RESULTCODE: 'E008' });
  for (const name of [tid, String(body.id)]) {
    expect((await native(`/v1/payments/${name}`)).status).toBe(404);
    const cancel = { method: 'POST', body: { reason: '변심' } };
    expect((await native(`/v1/payments/${name}/cancel`, cancel)).status).toBe(404);
  }
  expect((await native('/v1/payments')).body).toEqual({ data: [], nextCursor: null });
});

test('its journals remain, and the books close', async () => {
  await shop.keyin({ AMOUNT: '30000' });
  const { TID } = await shop.keyin({ AMOUNT: '50000' });
  await shop.cancel({ tid: TID, amount: '20000' });
  const sql = `select j.template, p.side, p.account, p.amount from journal j
    join posting p on p.merchant_id = j.merchant_id and p.journal_id = j.id
    where j.merchant_id = $1 order by j.id, p.line`;
  const before = await rowsOf(gyeol, sql, [merchant.id]);
  expect(before.length).toBeGreaterThan(4);
  const balance = await native('/v1/ledger/trial-balance');
  await reset();
  expect(await rowsOf(gyeol, sql, [merchant.id])).toEqual(before);
  expect(await native('/v1/ledger/trial-balance')).toEqual(balance);
  await booksClose(gyeol);
});

test('its faults are gone', async () => {
  const body = { at: 'rail.authorise', effect: 'decline', times: 5 };
  expect((await native('/sandbox/faults', { method: 'POST', body })).status).toBe(201);
  expect((await shop.keyin()).RESULTCODE).toBe('8010');
  await reset();
  expect((await shop.keyin()).RESULTCODE).toBe('0000');
});

test('an Idempotency-Key of the old world is free for the new one', async () => {
  const cancel = async (): Promise<number> => {
    const { TID } = await shop.keyin();
    const asked = { method: 'POST', key: merchant.key, body: { reason: '변심' } };
    const headers = { 'idempotency-key': 'cancel-1' };
    return (await call(gyeol.url, { ...asked, path: `/v1/payments/${TID}/cancel`, headers }))
      .status;
  };
  const overWire = async (): Promise<string | undefined> => {
    const { TID: tid } = await shop.keyin();
    return (await shop.cancel({ tid }, { 'idempotency-key': 'cancel-2' })).cancel_code;
  };
  expect([await cancel(), await overWire()]).toEqual([200, '0000']);
  expect([await cancel(), await overWire()]).toEqual([422, 'E013']);
  await reset();
  expect([await cancel(), await overWire()]).toEqual([200, '0000']);
});

test('accounts of the old world are shown no more', async () => {
  const order = { contract: merchant.contract, orderNumber: 'VA-1', amount: 10_000 };
  const body = { ...order, buyerName: '손님' };
  expect((await native('/v1/virtual-accounts', { method: 'POST', body })).status).toBe(201);
  expect((await native('/v1/virtual-accounts')).body.data).toHaveLength(1);
  await reset();
  expect((await native('/v1/virtual-accounts')).body.data).toEqual([]);
  expect((await native('/v1/virtual-accounts', { method: 'POST', body })).status).toBe(201);
  expect((await native('/v1/virtual-accounts')).body.data).toHaveLength(1);
});

test('the keys stay, and the clock does not go back', async () => {
  const clock = async (): Promise<string> => String((await native('/sandbox/clock')).body.now);
  const before = await clock();
  await reset();
  expect((await clock()) >= before).toBe(true);
  expect((await native('/v1/payments')).status).toBe(200);
});

test('other merchants keep all that is theirs', async () => {
  const other = await newMerchant(gyeol.url);
  const stranger = await openShop(gyeol.url, other.keys);
  const ORDERNO = newOrderNumber();
  const { TID = '' } = await stranger.keyin({ ORDERNO });
  const fault = { at: 'rail.authorise', effect: 'decline' };
  await call(gyeol.url, { method: 'POST', path: '/sandbox/faults', body: fault, key: other.key });
  const witness = await openWitness(gyeol.databaseUrl);
  const before = await witness.digestOf(other.id);
  await reset();
  expect(await witness.digestOf(other.id), 'UNCHANGED').toBe(before);
  await witness.close();
  expect((await stranger.paycert(TID)).RESULTCODE).toBe('0000');
  expect((await stranger.keyin({ ORDERNO })).RESULTCODE).toBe('E005');
  expect((await stranger.keyin()).RESULTCODE).toBe('8010');
});
