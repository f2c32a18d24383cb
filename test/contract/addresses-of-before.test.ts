// An address that was registered before there were more kinds hears what one of today hears.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kindsFor, type Purpose } from '../../core/notice/kinds.ts';
import { migrate, readMigrations } from '../../storage/migrate.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Before settlement. */
const kindsOfThen = [
  ...['payment.approved', 'payment.declined', 'payment.unknown', 'payment.net-cancelled'],
  ...['payment.cancelled', 'cancel.unknown', 'cancel.refused', 'billing-key.registered'],
];
const removal = 'billing-key.removed';

// biome-ignore format: a table
const before: readonly (readonly [purpose: Purpose, kinds: readonly string[]])[] = [
  ['result',         kindsOfThen],
  ['deregistration', [removal]],
  [null,             [...kindsOfThen, removal]],
];

test('after the migrations, for each purpose', async () => {
  await migrate(
    client,
    readMigrations().filter(({ name }) => name < '0014'),
  );
  const [merchant, contract] = [randomUUID(), randomUUID()];
  await client.query(`insert into merchant (id, name, created_at) values ($1, 'one', now())`, [
    merchant,
  ]);
  await client.query(
    `insert into contract (merchant_id, id, dialect, gateway, created_at)
     values ($1, $2, 'payple', 'payple', now())`,
    [merchant, contract],
  );
  for (const [purpose, kinds] of before) {
    await client.query(
      `insert into notice_endpoint (merchant_id, id, contract_id, url, formats, kinds, purpose,
         secret, created_at)
       values ($1, $2, $3, 'https://shop.example/', '{standard}', $4, $5, 'sealed', now())`,
      [merchant, randomUUID(), contract, kinds, purpose],
    );
  }
  await migrate(client);
  const found = await client.query<{ purpose: Purpose; kinds: string[] }>(
    'select purpose, kinds from notice_endpoint',
  );
  expect(found.rows).toHaveLength(before.length);
  for (const { purpose, kinds } of found.rows) {
    expect(kinds).toEqual(expect.arrayContaining([...kindsFor(purpose)]));
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(kinds.includes(removal)).toBe(purpose !== 'result');
  }
});
