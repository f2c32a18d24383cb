// The server engine: what DATABASE_URL may be, and what a refusal says and keeps to itself.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareDataFolder } from './data-folder.ts';
import { type EmbeddedEngine, openEmbedded } from './embedded.ts';
import { openServer } from './engine.ts';
import { StartRefused } from './start-refused.ts';

let home: string;
let embedded: EmbeddedEngine;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'gyeol-test-'));
  chmodSync(home, 0o711);
  const data = prepareDataFolder({ folder: join(home, 'data'), mode: 'sandbox' });
  embedded = await openEmbedded({ data, log: () => {} });
});

afterAll(async () => {
  await embedded.close();
  rmSync(home, { recursive: true, force: true });
});

function url(changes: { password?: string; database?: string } = {}): string {
  const { user, password, database, host } = { ...embedded.connection, ...changes };
  return `postgres://${user}:${password}@${encodeURIComponent(host)}/${database}`;
}

async function refusal(databaseUrl: string): Promise<string> {
  const error = await openServer(databaseUrl).catch((refused: unknown) => refused);
  expect(error).toBeInstanceOf(StartRefused);
  return error instanceof Error ? error.message : '';
}

it('opens a server and leaves it running at the end', async () => {
  const engine = await openServer(url());
  expect(engine.version).toBe(embedded.version);
  expect(engine.ownerConnection).toEqual(engine.connection);
  expect(engine.pids()).toEqual([]);
  await engine.close();
  const client = new Client(engine.connection);
  await client.connect();
  expect((await client.query('select current_user::text as who')).rows).toEqual([
    { who: 'gyeol_app' },
  ]);
  await client.end();
});

it('has an owner apart from who works in it, in the same database', async () => {
  const { user, password, host, database } = embedded.ownerConnection;
  const owner = `postgres://${user}:${password}@${encodeURIComponent(host)}/${database}`;
  const engine = await openServer(url(), owner);
  expect([engine.connection.user, engine.ownerConnection.user]).toEqual([
    'gyeol_app',
    'gyeol_owner',
  ]);
  const elsewhere = owner.replace(/[^/]+$/, 'template1');
  await expect(openServer(url(), elsewhere)).rejects.toThrow(StartRefused);
});

it.each([
  ['another scheme', 'mysql://secret-user:secret-word@localhost/gyeol'],
  ['no URL at all', 'secret-word'],
  ['a broken URL', 'postgres://secret-user:secret-word@[::/gyeol'],
  ['a server that is not there', 'postgres://secret-user:secret-word@127.0.0.1:1/gyeol'],
  ['an unknown host', 'postgres://secret-user:secret-word@gyeol.invalid/gyeol'],
])('refuses %s without repeating its secrets', async (_what, databaseUrl) => {
  const sentence = await refusal(databaseUrl);
  expect(sentence).toMatch(/DATABASE_URL/);
  expect(sentence).not.toMatch(/secret/);
});

it('refuses a wrong password without repeating it', async () => {
  const sentence = await refusal(url({ password: 'secret-word' }));
  expect(sentence).toContain('refused the user or the password of DATABASE_URL');
  expect(sentence).not.toMatch(/secret|gyeol_app/);
});

it('says that a database is missing', async () => {
  expect(await refusal(url({ database: 'elsewhere' }))).toMatch(/has no such database/);
});

it.each(['14.11', '9.6.24'])('refuses PostgreSQL %s', async (version) => {
  const server = serverOfVersion(version);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const sentence = await refusal(`postgres://any@127.0.0.1:${port}/gyeol`);
  expect(sentence).toContain(`is version ${version}; gyeol needs 15 or newer`);
  server.close();
});

/** As much of a PostgreSQL server as it takes to be asked for one's version. */
function serverOfVersion(version: string): Server {
  const message = (kind: string, body: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    return Buffer.concat([Buffer.from(kind), length, body]);
  };
  const ready = message('Z', Buffer.from('I'));
  const column = Buffer.concat([Buffer.from('\0\x01version\0'), Buffer.alloc(18)]);
  column.writeInt32BE(25, 16);
  const value = Buffer.from(`\0\x01\0\0\0${String.fromCharCode(version.length)}${version}`);
  return createServer((socket) => {
    let isWelcome = false;
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      if (!isWelcome) socket.write(Buffer.concat([message('R', Buffer.alloc(4)), ready]));
      else if (bytes[0] === 0x51) {
        const done = message('C', Buffer.from('SELECT 1\0'));
        socket.write(Buffer.concat([message('T', column), message('D', value), done, ready]));
      }
      isWelcome = true;
    });
  });
}
