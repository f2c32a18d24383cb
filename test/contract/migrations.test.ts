// Migrations run once each, in order, by whoever comes first; a changed or newer past stops the start.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMode, stampMode } from '../../storage/installation.ts';
import { migrate, readMigrations } from '../../storage/migrate.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

async function withClient<Value>(work: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

test('ten starts at once run each migration exactly once', async () => {
  const starts = Array.from({ length: 10 }, () => withClient((client) => migrate(client)));
  const ran = (await Promise.all(starts)).flat();
  expect(ran.sort()).toEqual(readMigrations().map((migration) => migration.name));
});

test('a second start runs none', async () => {
  expect(await withClient((client) => migrate(client))).toEqual([]);
});

test('a file that was changed after it ran is refused by name', async () => {
  const changed = readMigrations().map((migration, index) =>
    index === 1
      ? { ...migration, sql: `${migration.sql}\n-- edited`, checksum: 'other' }
      : migration,
  );
  await expect(withClient((client) => migrate(client, changed))).rejects.toThrow(
    /^Migration 0002-payments\.sql was changed after it ran/,
  );
});

test('a database of a newer version is refused', async () => {
  const older = readMigrations().slice(0, -1);
  await expect(withClient((client) => migrate(client, older))).rejects.toThrow(/newer Gyeol/);
});

test('a migration that fails leaves nothing behind', async () => {
  const broken = [
    ...readMigrations(),
    { name: '9999-broken.sql', sql: 'create table half (a int); select nonsense;', checksum: 'x' },
  ];
  await expect(withClient((client) => migrate(client, broken))).rejects.toThrow(/nonsense/);
  const half = await withClient((client) => client.query(`select to_regclass('half') as half`));
  expect(half.rows[0].half).toBeNull();
});

test('every migration says in its first line what it does and whether it breaks', () => {
  for (const { name, sql } of readMigrations()) {
    expect(`${name} ${sql.slice(0, 400)}`).toMatch(/^\S+ -- [\s\S]*Breaks /);
  }
});

test('T81: a database stamped with one mode refuses the other and keeps its stamp', async () => {
  await withClient((client) => stampMode(client, 'sandbox'));
  await expect(withClient((client) => stampMode(client, 'live'))).rejects.toThrow(
    'The database was created in sandbox mode and cannot be started in live mode.',
  );
  expect(await withClient((client) => readMode(client))).toBe('sandbox');
});
