// Story: a TOKEN ends with its hour, with its credential's secret and with its world, everywhere.
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { digestOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { type MadeMerchant, moveClock, newMerchant } from '../../harness/sandbox.ts';
import { call, openShop, operatorKey, takeToken } from '../../harness/shop.ts';
import { rowOf, sendWire, wireRoutes } from '../../harness/wire-client.ts';
import { complete, openWorld, type WireWorld } from '../../matrix/wire-samples.ts';

let gyeol: TestGateway;
let merchant: MadeMerchant;
let world: WireWorld;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

// Fresh ones: each story spends the token of its own merchant.
beforeEach(async () => {
  merchant = await newMerchant(gyeol.url, { terms: { afterPayout: 'deposit' } });
  world = await openWorld(gyeol.url, merchant.keys);
});

const taking = wireRoutes.filter((route) => rowOf(route, 'TOKEN') !== undefined);

async function rotate(): Promise<string> {
  const rotated = await call(gyeol.url, {
    method: 'POST',
    path: `/v1/merchants/${merchant.id}/credentials/${merchant.credential}/rotate`,
    key: operatorKey,
  });
  expect(rotated.status).toBe(200);
  return String(rotated.body.secret);
}

/** The token is good before, and after this happened it is refused without any trace. */
async function isVoidAfter(
  route: (typeof wireRoutes)[number],
  happens: () => Promise<unknown>,
): Promise<void> {
  const good = await sendWire(gyeol.url, route, complete(route, world));
  expect(good.code, good.text).toBe('0000');
  await happens();
  const before = await digestOf(gyeol);
  const refused = await sendWire(gyeol.url, route, complete(route, world));
  expect(refused).toMatchObject({ status: 200, code: 'E002' });
  expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
}

test('T15: the routes that take a TOKEN are those that ask for it as a proof', () => {
  const asking = wireRoutes.filter(({ proofs }) => proofs.includes('TOKEN'));
  expect(taking.map(({ name }) => name)).toEqual(asking.map(({ name }) => name));
  expect(taking.length).toBeGreaterThanOrEqual(4);
});

describe.each(taking)('T15: $path', (route) => {
  test('one second after its hour', async () => {
    const expires = (decodeJwt(world.shop.token).exp ?? 0) * 1_000;
    await moveClock(gyeol.url, { to: new Date(expires - 60_000).toISOString() });
    await isVoidAfter(route, () =>
      moveClock(gyeol.url, { to: new Date(expires + 1_000).toISOString() }),
    );
    expect(await takeToken(gyeol.url, merchant.keys)).not.toBe(world.shop.token);
  });

  test('after a rotation of its credential', async () => {
    const stranger = await openShop(gyeol.url);
    let secret = '';
    await isVoidAfter(route, async () => {
      secret = await rotate();
    });
    const renewed = await openShop(gyeol.url, { id: merchant.keys.id, key: secret });
    expect((await renewed.paycert(world.tid)).RESULTCODE).toBe('0000');
    await expect(takeToken(gyeol.url, merchant.keys)).rejects.toThrow('E003');
    expect((await stranger.keyin()).RESULTCODE).toBe('0000');
  });

  test('after a reset of the sandbox', async () => {
    const stranger = await openShop(gyeol.url);
    await isVoidAfter(route, () =>
      call(gyeol.url, { method: 'POST', path: '/sandbox/reset', key: merchant.key }),
    );
    const again = await openShop(gyeol.url, merchant.keys);
    expect((await again.keyin()).RESULTCODE).toBe('0000');
    expect((await stranger.keyin()).RESULTCODE).toBe('0000');
  });
});

test('T15: another credential of the merchant outlives the rotation', async () => {
  const contract = { method: 'POST', path: `/v1/contracts/${merchant.contract}/credentials` };
  const { body } = await call(gyeol.url, { ...contract, key: operatorKey });
  const second = await openShop(gyeol.url, {
    id: String(body.publicId),
    key: String(body.secret),
  });
  await rotate();
  expect((await world.shop.paycert(world.tid)).RESULTCODE).toBe('E002');
  expect((await second.paycert(world.tid)).RESULTCODE).toBe('0000');
});
