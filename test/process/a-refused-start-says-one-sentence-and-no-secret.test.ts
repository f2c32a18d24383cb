// What a start refuses beyond misspelt settings: data of the other mode, proxies that are none, and
// places it cannot use; and that no password is ever repeated, whatever goes wrong later.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareDataFolder } from '../../storage/data-folder.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';
import { eventually } from '../harness/patience.ts';
import { type Ended, run, startServer, stop, temporaryFolder } from '../harness/program.ts';
import { call, openShop, operatorKey } from '../harness/shop.ts';
import { openWitness } from '../harness/witness.ts';

const folder = temporaryFolder();
let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(async () => {
  await database.drop();
  folder.remove();
});

function start(env: Readonly<Record<string, string>>): Promise<Ended> {
  return run(['start'], { PORT: '0', LOG_LEVEL: 'debug', ...env }).ended;
}

function isRefusal({ code, out, err }: Ended): void {
  expect({ code, out }).toEqual({ code: 78, out: '' });
  expect(err.trim().split('\n'), err).toHaveLength(1);
  expect(err.trim()).toMatch(/^[A-Z"].*\.$/);
}

// biome-ignore format: a table
const settings: readonly (readonly [what: string, env: Readonly<Record<string, string>>, says: RegExp])[] = [
  ['a proxy that is no address',   { GYEOL_TRUSTED_PROXIES: '127.0.0.1, proxy' },          /GYEOL_TRUSTED_PROXIES.*"proxy"/],
  ['a network that is none',       { GYEOL_TRUSTED_PROXIES: '10.0.0.0/33' },               /GYEOL_TRUSTED_PROXIES/],
  ['the network of everybody',     { GYEOL_TRUSTED_PROXIES: '0.0.0.0/0' },                 /GYEOL_TRUSTED_PROXIES/],
  ['a public URL with a password', { GYEOL_PUBLIC_URL: 'https://me:hunter2@shop' },        /GYEOL_PUBLIC_URL/],
  ['a public URL with a query',    { GYEOL_PUBLIC_URL: 'https://shop/?a=hunter2' },        /GYEOL_PUBLIC_URL/],
  ['exposure said otherwise',      { HOST: '::', GYEOL_SANDBOX_EXPOSED: 'true' },          /GYEOL_SANDBOX_EXPOSED=yes/],
  ['a database that is away',      { DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/x' }, /127\.0\.0\.1:1\/x/],
  ['a database URL that is none',  { DATABASE_URL: 'postgres://me:hunter2@[::/x' },        /DATABASE_URL/],
];

test.each(settings)('%s: one sentence, no password, nothing written', async (what, env, says) => {
  const data = join(folder.path, what.replace(/\W/g, '-'));
  const ended = await start({ GYEOL_DATA: data, ...env });
  isRefusal(ended);
  expect(ended.err).toMatch(says);
  expect(ended.err).not.toContain('hunter2');
  expect(existsSync(data)).toBe(false);
});

// biome-ignore format: a table
const places: readonly (readonly [what: string, env: Readonly<Record<string, string>>, says: RegExp])[] = [
  ['a folder of others',    { GYEOL_DATA: '/etc' },              /holds other files/],
  ['a file',                { GYEOL_DATA: '/etc/passwd' },       /not a folder/],
  ['below a file',          { GYEOL_DATA: '/etc/passwd/gyeol' }, /cannot be used/],
  ['an address of nobody',  { HOST: '127.0.0.999' },             /set HOST or PORT/],
];

test.each(places)('%s: one sentence', async (_what, env, says) => {
  const data = join(folder.path, 'sandbox');
  const usable = { GYEOL_DATA: data, DATABASE_URL: database.url, LOG_LEVEL: 'error' };
  const ended = await start({ ...usable, ...env });
  isRefusal(ended);
  expect(ended.err).toMatch(says);
});

/** Names, contents and times of all files. */
function stateOf(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { mtimeMs, mode } = statSync(join(path, name));
      const isFile = statSync(join(path, name)).isFile();
      return `${name} ${mtimeMs} ${mode} ${isFile ? readFileSync(join(path, name), 'hex') : ''}`;
    });
}

test('T81: a folder of live data is refused by the sandbox, and nothing in it is touched', async () => {
  const data = join(folder.path, 'live');
  prepareDataFolder({ folder: data, mode: 'live' });
  const before = stateOf(data);
  const ended = await start({ GYEOL_DATA: data });
  isRefusal(ended);
  expect(ended.err).toMatch(/holds live data/);
  expect(stateOf(data)).toEqual(before);
});

test('T81: a database of live data is refused by the sandbox, and nothing in it is touched', async () => {
  const data = join(folder.path, 'sandbox');
  const env = { DATABASE_URL: database.url };
  const server = await startServer(data, env);
  const shop = await openShop(server.url);
  await shop.keyin();
  await stop(server);
  const witness = await openWitness(database.url);
  await witness.query(`update installation set mode = 'live'`);
  const before = await witness.dump();
  const ended = await start({ GYEOL_DATA: data, ...env });
  isRefusal(ended);
  expect(ended.err).toMatch(/created in live mode/);
  expect(await witness.dump()).toEqual(before);
  await witness.query(`update installation set mode = 'sandbox'`);
  await witness.close();
});

test('T75: the password of the database is in no output, also when the database goes away', async () => {
  const { password } = new URL(database.url);
  const data = join(folder.path, 'sandbox');
  const server = await startServer(data, { DATABASE_URL: database.url, LOG_LEVEL: 'debug' });
  const shop = await openShop(server.url);
  expect(await shop.keyin()).toMatchObject({ RESULTCODE: '0000' });
  await breakConnections();
  // The first calls may meet the broken connections; none of them is answered with a fault.
  await eventually(async () => {
    const { status, body } = await call(server.url, {
      path: '/v1/ledger/verify',
      key: operatorKey,
    });
    expect({ status, body }).toEqual({ status: 200, body: { ok: true, breaks: [] } });
  });
  expect(await shop.keyin()).toMatchObject({ RESULTCODE: '0000' });
  const ended = await stop(server);
  expect(ended.code).toBe(0);
  expect(ended.err.length).toBeGreaterThan(100);
  expect(password.length).toBeGreaterThan(8);
  expect(ended.err + ended.out).not.toContain(password);
});

async function breakConnections(): Promise<void> {
  const client = new pg.Client(database.url);
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await client.end();
}

test('outside loopback it says so aloud, when it is told to', async () => {
  const server = await startServer(join(folder.path, 'sandbox'), {
    DATABASE_URL: database.url,
    HOST: '0.0.0.0',
    GYEOL_SANDBOX_EXPOSED: 'yes',
  });
  await eventually(() => expect(server.out()).toMatch(/WARNING: .*other machines/));
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect((await stop(server, 'SIGINT')).code).toBe(0);
});
