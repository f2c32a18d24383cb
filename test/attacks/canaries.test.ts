// Card numbers are found nowhere after a whole day of a shop: tables, files, WAL, temporary files,
// output, metrics and answers (threats §3.8a); and the search finds one that was planted (§3.8c).
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectionOf, superuser } from '../../storage/embedded/roles.ts';
import { readRootKeys } from '../../storage/root-keys.ts';
import { freshNumber, rangesOfAllLengths, type Search, searchFor } from '../harness/canary.ts';
import { type Started, startServer, stop, temporaryFolder } from '../harness/program.ts';
import { openWitness, type Witness } from '../harness/witness.ts';
import { runWorkload, type Workload } from './canary-workload.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
const temporary = join(folder.path, 'tmp');
const planted = rangesOfAllLengths().map(freshNumber)[0] ?? '';

let server: Started;
let witness: Witness;
let workload: Workload;
let search: Search;

beforeAll(async () => {
  mkdirSync(temporary, { mode: 0o777 });
  server = await startServer(data, { LOG_LEVEL: 'debug', TMPDIR: temporary });
  witness = await openWitness(connection('gyeol_owner'));
  workload = await runWorkload(server.url);
  search = searchFor(workload.numbers);
});
afterAll(async () => {
  await witness.close();
  await stop(server);
  folder.remove();
});

function connection(role: 'gyeol_owner' | typeof superuser) {
  return connectionOf(readRootKeys(data), role, join(data, 'socket'));
}

async function checkpoint(): Promise<void> {
  const client = new pg.Client(connection(superuser));
  await client.connect();
  await client.query('checkpoint');
  await client.end();
}

async function inTables(search: Search): Promise<string[]> {
  const dump = await witness.dump();
  return Object.entries(dump).flatMap(([table, rows]) =>
    rows.flatMap((row) =>
      Object.entries(row).flatMap(([column, value]) => search.in(`${table}.${column}`, value)),
    ),
  );
}

test('the canaries were used: paid, declined, refused and lost', () => {
  // What the bank never answered is adopted by an inquiry, or told as being checked.
  const codes = new Set(workload.codes.filter((code) => code !== 'E011'));
  expect(codes).toEqual(new Set(['0000', '8004', 'E004', '8010', '8011', 'E012']));
  expect(workload.numbers.length).toBeGreaterThan(15);
  expect(workload.answers.length).toBeGreaterThan(500);
});

test('no column of any table holds a card number', async () => {
  expect(await inTables(search)).toEqual([]);
});

test('no file and no WAL holds one, before a checkpoint and after it', async () => {
  expect(search.inFolder(folder.path)).toEqual([]);
  await checkpoint();
  expect(search.inFolder(data)).toEqual([]);
});

test('neither output nor log holds one', () => {
  expect(search.in('standard output', server.out())).toEqual([]);
  expect(search.in('standard error', server.err())).toEqual([]);
  expect(server.err().split('\n').length).toBeGreaterThan(500);
});

test('no answer holds one, but for what is echoed', () => {
  const found = workload.answers.flatMap((text) => search.in(text.slice(0, 120), text));
  expect(found).toEqual([]);
});

test('what is searched holds the rest of what was sent', async () => {
  // Otherwise an empty folder would pass: a name from the same requests is found everywhere.
  const dump = JSON.stringify(await witness.dump());
  expect(dump).toContain('둘째 상점손님');
  const cards = await witness.query('select count(*) from payment where card_last_four = any($1)', [
    workload.numbers.map((number) => number.slice(-4)),
  ]);
  expect(Number(cards[0]?.count)).toBeGreaterThan(8);
});

test('a number that is written on purpose is found, in the table, the files and the WAL', async () => {
  const leak = searchFor([planted]);
  expect(await inTables(leak)).toEqual([]);
  expect(leak.inFolder(data)).toEqual([]);
  await witness.query('update merchant set name = name || $1', [planted]);
  expect((await inTables(leak)).length).toBeGreaterThan(0);
  const found = leak.inFolder(data);
  expect(found.some((where) => where.includes('pg_wal'))).toBe(true);
  await checkpoint();
  expect(leak.inFolder(data).some((where) => dirname(where).includes('base'))).toBe(true);
});
