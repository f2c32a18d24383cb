// Story: an operator makes a merchant with contract and credential, and the new shop sells.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, digestOf, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { allNativeRoutes, paramNames } from '../../harness/native-client.ts';
import { moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, merchantKey, openShop, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

interface Block {
  readonly totals: { readonly debit: number; readonly credit: number };
  readonly accounts: readonly { readonly account: string; readonly balance: number }[];
}

async function balanceOf(key: string): Promise<Block & { readonly memo: Block }> {
  const { body } = await call(gyeol.url, { path: '/v1/ledger/trial-balance', key });
  return body as unknown as Block & { readonly memo: Block };
}

function create(path: string, body?: unknown) {
  return call(gyeol.url, { method: 'POST', path, body, key: operatorKey });
}

test('step by step: merchant, contract, credential, payment, cancel', async () => {
  const merchant = await create('/v1/merchants', { name: '새 상점' });
  expect(merchant).toMatchObject({ status: 201, body: { name: '새 상점' } });
  const { id, key } = merchant.body as { readonly id: string; readonly key: string };
  const contract = await create(`/v1/merchants/${id}/contracts`, {
    dialect: 'cookiepay',
    pg: 'kiwoom',
    terms: { feeRate: 3_000 },
  });
  expect(contract).toMatchObject({ status: 201, body: { merchant: id, pg: 'kiwoom' } });
  const credential = await create(`/v1/contracts/${contract.body.id}/credentials`);
  expect(credential.status).toBe(201);
  const { publicId, secret } = credential.body as Readonly<Record<'publicId' | 'secret', string>>;
  expect(credential.body).not.toHaveProperty('refundKey');

  const shop = await openShop(gyeol.url, { id: publicId, key: secret });
  const paid = await shop.keyin({ AMOUNT: '12000' });
  expect(paid.RESULTCODE).toBe('0000');
  const found = await call(gyeol.url, { path: `/v1/payments/${paid.TID}`, key });
  expect(found.body).toMatchObject({ contract: contract.body.id, status: 'approved' });
  expect((await shop.cancel({ tid: paid.TID })).cancel_code).toBe('0000');
  await booksClose(gyeol);

  // Shown once: what is stored is a hash.
  const stored = await rowsOf(gyeol, 'select * from credential where public_id = $1', [publicId]);
  expect(stored).toHaveLength(1);
  expect(JSON.stringify(stored)).not.toContain(secret);
  expect(JSON.stringify(await rowsOf(gyeol, 'select * from api_key'))).not.toContain(key);
});

test('the new shop has books of its own', async () => {
  const demo = await openShop(gyeol.url);
  await demo.keyin({ AMOUNT: '50000' });
  const before = await balanceOf(merchantKey);
  const installation = await balanceOf(operatorKey);
  const merchant = await newMerchant(gyeol.url);
  const fresh = await balanceOf(merchant.key);
  const balances = [...fresh.accounts, ...fresh.memo.accounts].map(({ balance }) => balance);
  expect(new Set(balances)).toEqual(new Set([0]));
  const shop = await openShop(gyeol.url, merchant.keys);
  await shop.keyin({ AMOUNT: '12000' });
  await shop.keyin({ AMOUNT: '3000' });
  expect(await balanceOf(merchant.key)).toMatchObject({
    memo: { totals: { debit: 15_000, credit: 15_000 } },
  });
  expect(await balanceOf(merchantKey)).toEqual(before);
  const whole = await balanceOf(operatorKey);
  expect(whole.memo.totals.debit).toBe(installation.memo.totals.debit + 15_000);
});

test('the fee of the contract is what its captured payments pay', async () => {
  const merchant = await newMerchant(gyeol.url, { terms: { feeRate: 3_000 } });
  const shop = await openShop(gyeol.url, merchant.keys);
  const { TID: tid } = await shop.keyin({ AMOUNT: '100000' });
  await moveClock(gyeol.url, { advance: 'P1D' });
  const tomorrow = await openShop(gyeol.url, merchant.keys);
  expect((await tomorrow.cancel({ tid, amount: '40000' })).cancel_code).toBe('0000');
  const { accounts } = await balanceOf(merchant.key);
  const of = (name: string): unknown => accounts.find(({ account }) => account === name)?.balance;
  // 3% of what is left: 60,000 won.
  expect([of('fee-revenue'), of('fee-vat')]).toEqual([1_800, 180]);
  await booksClose(gyeol);
});

test('a gateway of the other dialect, and a name that is none, are refused by their field', async () => {
  const before = await digestOf(gyeol);
  const { body } = await call(gyeol.url, { path: '/v1/payments' });
  expect(body.data).toBeInstanceOf(Array);
  const [owner] = await rowsOf(gyeol, "select id from merchant where name = '데모 상점'");
  const path = `/v1/merchants/${owner?.id}/contracts`;
  // biome-ignore format: a table
  const refused = [
    [{ dialect: 'cookiepay', pg: 'payple' },                                'pg'],
    [{ dialect: 'payple', pg: 'kiwoom' },                                   'pg'],
    [{ dialect: 'cookiepay', pg: 'nobody' },                                'pg'],
    [{ dialect: 'none', pg: 'kiwoom' },                                     'dialect'],
    [{ pg: 'kiwoom' },                                                      'dialect'],
    [{ dialect: 'cookiepay', pg: 'kiwoom', terms: { feeRate: -1 } },        'terms.feeRate'],
    [{ dialect: 'cookiepay', pg: 'kiwoom', terms: { feeRate: '2.5' } },     'terms.feeRate'],
    [{ dialect: 'cookiepay', pg: 'kiwoom', terms: { feeRate: 2.5 } },       'terms.feeRate'],
    [{ dialect: 'cookiepay', pg: 'kiwoom', terms: { tax: 'none' } },        'terms.tax'],
    [{ dialect: 'cookiepay', pg: 'kiwoom', terms: { payoutDays: 0 } },      'terms.payoutDays'],
    [{ dialect: 'cookiepay', pg: 'kiwoom', terms: { free: true } },         'terms.free'],
    [{ dialect: 'cookiepay', pg: 'kiwoom', terms: { instalmentFees: [{ months: 3 }] } }, 'terms.instalmentFees.0.rate'],
  ] as const;
  for (const [fields, field] of refused) {
    const answer = await create(path, fields);
    expect(answer, JSON.stringify(fields)).toMatchObject({ status: 400, body: { field } });
  }
  expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
});

const nobody = '00000000-0000-7000-8000-000000000000';
const closed = allNativeRoutes.filter(({ role }) => role !== 'either');

test.each(closed)('T88: $method $path is closed to the other kind of key', async (route) => {
  const path = paramNames(route).reduce(
    (made, name) => made.replace(`:${name}`, nobody),
    route.path,
  );
  const ask = (key: string) =>
    call(gyeol.url, {
      ...{ method: route.method, path, key },
      ...(route.method === 'POST' ? { body: {} } : {}),
    });
  const [own, other] =
    route.role === 'operator' ? [operatorKey, merchantKey] : [merchantKey, operatorKey];
  const before = await digestOf(gyeol);
  const refused = await ask(other);
  expect(refused).toMatchObject({
    status: 403,
    body: { type: 'urn:gyeol:wrong-role', status: 403 },
  });
  expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
  expect([401, 403]).not.toContain((await ask(own)).status);
});
