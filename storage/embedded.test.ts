// The embedded engine as its owner sees it: opened, used, closed to strangers, started again.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type DataFolder, prepareDataFolder } from './data-folder.ts';
import { type EmbeddedEngine, openEmbedded } from './embedded.ts';
import type { ConnectionOptions } from './engine.ts';
import { StartRefused } from './start-refused.ts';

let home: string;
let data: DataFolder;
let engine: EmbeddedEngine;
const events: string[] = [];
const open = () =>
  openEmbedded({ data, log: (event, { line }) => void events.push(`${event} ${line ?? ''}`) });

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'gyeol-test-'));
  // Under root the database's user must be able to pass, or the cluster goes elsewhere.
  chmodSync(home, 0o711);
  data = prepareDataFolder({ folder: join(home, 'data'), mode: 'sandbox' });
  engine = await open();
});

afterAll(async () => {
  await engine.close();
  rmSync(home, { recursive: true, force: true });
});

async function ask(options: ConnectionOptions, sql: string): Promise<unknown[][]> {
  const client = new Client(options);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

it('answers as the application and as the owner of the schema', async () => {
  const who = `select current_user::text, current_database()::text`;
  expect(await ask(engine.connection, who)).toEqual([['gyeol_app', 'gyeol']]);
  expect(await ask(engine.ownerConnection, who)).toEqual([['gyeol_owner', 'gyeol']]);
  expect(engine.version).toMatch(/^18\.\d+$/);
});

it('keeps rows over a stop, which a second close does not change', async () => {
  await ask(engine.ownerConnection, 'create schema s; create table s.kept as select 1 as one');
  await Promise.all([engine.close(), engine.close()]);
  await engine.close();
  expect(existsSync(join(engine.clusterFolder, 'postmaster.pid'))).toBe(false);
  engine = await open();
  expect(await ask(engine.ownerConnection, 'select one from s.kept')).toEqual([[1]]);
});

it('refuses a second open with a sentence', async () => {
  const refused = await open().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StartRefused);
  expect(String(refused)).toContain(`another gyeol uses this data folder (${data.folder})`);
});

it('refuses a second open also when the lock file was deleted', async () => {
  rmSync(join(dirname(engine.clusterFolder), 'gateway.lock'));
  await expect(open()).rejects.toThrow('another gyeol uses this data folder');
  expect(await ask(engine.connection, 'select 1')).toEqual([[1]]);
});

it('T78: the application role owns nothing and may not become more', async () => {
  const rights = `select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls
    from pg_roles where rolname in ('gyeol_app', 'gyeol_owner')`;
  const none = [false, false, false, false, false];
  expect(await ask(engine.connection, rights)).toEqual([none, none]);
  for (const sql of [
    'create schema mine',
    'create table public.mine (a int)',
    'create temporary table mine (a int)',
    'set role gyeol_owner',
    'alter system set fsync = off',
    `select pg_read_file('pg_hba.conf')`,
  ]) {
    await expect(ask(engine.connection, sql), sql).rejects.toThrow(/permission denied/);
  }
});

it.each([
  ['no password', { password: '' }],
  ['a wrong password', { password: 'gyeol_app' }],
  ['an unknown role', { user: 'nobody' }],
  ['the superuser without its password', { user: 'postgres', database: 'template1' }],
])('T78: refuses %s', async (_what, wrong) => {
  await expect(ask({ ...engine.connection, ...wrong }, 'select 1')).rejects.toThrow(/password/);
});

it('T78: the socket and the cluster lie in private folders', () => {
  expect(statSync(engine.connection.host).mode & 0o777).toBe(0o700);
  expect(statSync(engine.clusterFolder).mode & 0o777).toBe(0o700);
  expect(lstatSync(join(engine.connection.host, '.s.PGSQL.5432')).mode & 0o777).toBe(0o700);
});

it.runIf(process.geteuid?.() === 0)('T78: a third user does not reach the socket', () => {
  const script = `require('net').connect(process.argv[1]).on('error', (e) => console.log(e.code))`;
  const socket = join(engine.connection.host, '.s.PGSQL.5432');
  const run = spawnSync(process.execPath, ['-e', script, socket], { uid: 12_345, gid: 12_345 });
  expect(run.stdout.toString().trim()).toBe('EACCES');
});

it('T78: nothing listens on the network', async () => {
  expect(await ask(engine.ownerConnection, 'show listen_addresses')).toEqual([['']]);
  const refused = await new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: engine.connection.port });
    socket.on('connect', () => resolve(socket.remotePort)).on('error', () => resolve('refused'));
  });
  const [pid] = engine.pids();
  // Somebody else's server may listen at this port; then it must not be ours.
  if (refused !== 'refused') expect(ownsTcpPort(pid ?? 0)).toBe(false);
});

function ownsTcpPort(pid: number): boolean {
  const tcp = readFileSync('/proc/net/tcp', 'utf8') + readFileSync('/proc/net/tcp6', 'utf8');
  const inodes = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  return inodes.some((name) => {
    const inode = /^socket:\[(\d+)\]$/.exec(name)?.[1];
    return inode !== undefined && tcp.includes(` ${inode} `);
  });
}

it.each([
  ['fsync', 'on'],
  ['full_page_writes', 'on'],
  ['synchronous_commit', 'on'],
  ['data_checksums', 'on'],
  ['log_error_verbosity', 'terse'],
  ['log_min_error_statement', 'panic'],
  ['log_parameter_max_length', '0'],
  ['log_parameter_max_length_on_error', '0'],
  ['log_statement', 'none'],
  ['TimeZone', 'UTC'],
  ['server_encoding', 'UTF8'],
  ['jit', 'off'],
])('T75: %s is %s', async (name, value) => {
  expect(await ask(engine.connection, `show ${name}`)).toEqual([[value]]);
});

it('T75: the log shows neither the statement nor the values of a failed one', async () => {
  await ask(engine.ownerConnection, 'create table s.once (number text unique)');
  const twice = `insert into s.once values ('canary-4111'), ('canary-4111')`;
  await expect(ask(engine.ownerConnection, twice)).rejects.toThrow(/duplicate key/);
  await expect(ask(engine.connection, `select 'canary-4111'::int`)).rejects.toThrow(/canary/);
  expect(events.join('\n')).toContain('database.said');
  expect(events.join('\n')).not.toContain('canary');
});

it('starts a killed database again at the same place', async () => {
  const [killed] = engine.pids();
  process.kill(killed ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(events.join('\n')).toContain('database.started-again'), 10_000);
  expect(engine.pids()).not.toEqual([killed]);
  expect(await ask(engine.ownerConnection, 'select one from s.kept')).toEqual([[1]]);
});

it('takes the owner lock again when the database dropped all connections', async () => {
  const others = `select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'gyeol owner lock'`;
  expect(await ask(engine.ownerConnection, others)).toEqual([[true]]);
  const held = `select count(*)::int from pg_locks where locktype = 'advisory' and granted`;
  await vi.waitFor(async () => expect(await ask(engine.connection, held)).toEqual([[1]]), 5000);
});

it('uses a short socket folder for a data folder with a long path', async () => {
  const long = join(home, 'x'.repeat(100));
  const longData = prepareDataFolder({ folder: long, mode: 'sandbox' });
  const other = await openEmbedded({ data: longData, log: () => {} });
  const { host } = other.connection;
  expect(basename(host)).toMatch(/^gyeol-/);
  expect(statSync(host).mode & 0o777).toBe(0o700);
  expect(await ask(other.connection, 'select 1')).toEqual([[1]]);
  await other.close();
  expect(existsSync(host)).toBe(false);
});

it('refuses a cluster that was made with other root keys', async () => {
  const folder = join(home, 'other-keys');
  const made = prepareDataFolder({ folder, mode: 'sandbox' });
  await (await openEmbedded({ data: made, log: () => {} })).close();
  const mixed = { ...made, keys: data.keys };
  await expect(openEmbedded({ data: mixed, log: () => {} })).rejects.toThrow('other root keys');
});
