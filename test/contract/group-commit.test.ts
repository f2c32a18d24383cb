// Group commit: what queues together is stored together, and nobody pays for a neighbour.
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openClient } from '../../storage/connection.ts';
import {
  type BatchStatement,
  createGroupCommit,
  type GroupCommit,
  TooLate,
} from '../../storage/group-commit.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';

interface Item {
  readonly id: number;
  readonly text: string;
}

/** Stores items; an id that was stored before answers "again", a text of "bad" breaks a check. */
const statement: BatchStatement<Item, 'stored' | 'again'> = {
  name: 'store-items',
  settings: [],
  sql: `with asked as (select * from json_to_recordset($1::json) as asked (id int, text text))
    insert into item (id, text) select id, text from asked on conflict do nothing returning id`,
  encode: (items) => [JSON.stringify(items)],
  decode: (rows, items) => {
    const stored = new Set(rows.map((row) => row.id));
    return items.map((item) => (stored.has(item.id) ? 'stored' : 'again'));
  },
  keyOf: (item) => String(item.id),
};

let database: TestDatabase;
let admin: pg.Client;
let line: GroupCommit<Item, 'stored' | 'again'>;
const sizes: number[] = [];

beforeAll(async () => {
  database = await createDatabase();
  admin = await openClient({ connectionString: database.url });
  await admin.query(`create table item (id int primary key, text text check (text <> 'bad'))`);
  line = createGroupCommit(statement, {
    connect: () => openClient({ connectionString: database.url, application_name: 'writer' }),
    batchSize: 16,
    onBatch: (_, size) => sizes.push(size),
  });
});
afterEach(async () => {
  sizes.length = 0;
  await admin.query('truncate item');
});
afterAll(async () => {
  await line.close();
  await admin.end();
  await database.drop();
});

const item = (id: number, text = 'good'): Item => ({ id, text });

async function ids(): Promise<number[]> {
  const stored = await admin.query<{ id: number }>('select id from item order by id');
  return stored.rows.map((row) => row.id);
}

test('what queues while a statement commits shares the next one, in batches of the size', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, (_, id) => line.submit(item(id))));
  expect(new Set(answers)).toEqual(new Set(['stored']));
  expect(sizes).toEqual([16, 16, 8]);
});

test('T29: a bad row is refused alone; its neighbours are stored once', async () => {
  const submitted = [item(1), item(2, 'bad'), item(3), item(4, 'nul\u0000l'), item(5)];
  const settled = await Promise.allSettled(submitted.map((each) => line.submit(each)));
  expect(settled.map((each) => each.status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(await ids()).toEqual([1, 3, 5]);
});

test('items of one key never share a batch', async () => {
  const answers = await Promise.all([
    line.submit(item(7)),
    line.submit(item(7)),
    line.submit(item(8)),
  ]);
  expect(answers).toEqual(['stored', 'again', 'stored']);
  expect(sizes).toEqual([2, 1]);
});

test('what is too late is refused before it is written', async () => {
  await expect(line.submit(item(9), () => true)).rejects.toBeInstanceOf(TooLate);
  expect(await ids()).toEqual([]);
});

test('a lost connection loses nothing that was submitted', async () => {
  const submitted = Array.from({ length: 200 }, (_, id) => line.submit(item(id)));
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'writer'`,
  );
  const more = Array.from({ length: 50 }, (_, id) => line.submit(item(1_000 + id)));
  await Promise.all([...submitted, ...more]);
  expect(await ids()).toHaveLength(250);
});

test('a line that closes finishes what it has and takes no more', async () => {
  const other = createGroupCommit(statement, {
    connect: () => openClient({ connectionString: database.url }),
  });
  const last = Promise.all([other.submit(item(1)), other.submit(item(2))]);
  const closed = other.close();
  await expect(other.submit(item(3))).rejects.toBeInstanceOf(TooLate);
  expect(await last).toEqual(['stored', 'stored']);
  await closed;
});
