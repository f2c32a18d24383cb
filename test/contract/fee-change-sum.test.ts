// What a change of a fee came to is told once, whole, also when a crash broke it off.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ContractId, MerchantId } from '../../core/merchant/merchant.ts';
import { won } from '../../core/money/won.ts';
import { instant } from '../../core/time/instant.ts';
import { beginFeeChange, countFeeChange, endFeeChange } from '../../storage/fee-change-sum.ts';
import { migrate } from '../../storage/migrate.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await migrate(client);
  client.setTypeParser(pg.types.builtins.INT8, BigInt);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const at = instant(Date.parse('2028-03-09T10:00:00+09:00'));
const page = (sales: number, adjustments: number, net: bigint) => ({
  ...{ sales, adjustments, net: won(net) },
});

function contract() {
  return { merchantId: randomUUID() as MerchantId, id: randomUUID() as ContractId };
}

test('its pages are summed, and it ends once', async () => {
  const key = { contract: contract(), version: 2 };
  await beginFeeChange(client, key);
  await countFeeChange(client, key, page(500, 400, 1_000n));
  await countFeeChange(client, key, page(7, 0, 0n));
  expect(await endFeeChange(client, key, at)).toEqual(page(507, 400, 1_000n));
  expect(await endFeeChange(client, key, at)).toBeNull();
});

test('the next one takes along what a crash broke off, and leaves what came after it', async () => {
  const of = contract();
  const broken = { contract: of, version: 2 };
  const next = { contract: of, version: 3 };
  const later = { contract: of, version: 4 };
  for (const key of [broken, next, later]) await beginFeeChange(client, key);
  await countFeeChange(client, broken, page(500, 500, 2_000n));
  await countFeeChange(client, next, page(3, 1, -150n));
  await countFeeChange(client, later, page(1, 1, 9n));
  expect(await endFeeChange(client, next, at)).toEqual(page(503, 501, 1_850n));
  expect(await endFeeChange(client, broken, at)).toBeNull();
  expect(await endFeeChange(client, later, at)).toEqual(page(1, 1, 9n));
});

test('nobody else’s are touched', async () => {
  const [one, other] = [contract(), contract()];
  for (const each of [one, other]) {
    await beginFeeChange(client, { contract: each, version: 2 });
    await countFeeChange(client, { contract: each, version: 2 }, page(1, 1, 5n));
  }
  expect(await endFeeChange(client, { contract: one, version: 2 }, at)).toEqual(page(1, 1, 5n));
  expect(await endFeeChange(client, { contract: other, version: 2 }, at)).toEqual(page(1, 1, 5n));
});
