// Every setting that cannot be meant is refused: one sentence, exit code 78, nothing written.
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { run, startServer, stop, temporaryFolder } from '../harness/program.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

// biome-ignore format: a table
const refused: readonly (readonly [name: string, env: Readonly<Record<string, string>>, says: RegExp])[] = [
  ['PORT is no number',            { PORT: 'http' },                                /PORT/],
  ['PORT is too large',            { PORT: '65536' },                               /PORT/],
  ['PORT is negative',             { PORT: '-1' },                                  /PORT/],
  ['HOST would expose the sandbox', { HOST: '0.0.0.0' },                            /GYEOL_SANDBOX_EXPOSED=yes/],
  ['mode is unknown',              { GYEOL_MODE: 'production' },                    /GYEOL_MODE/],
  ['T82: mode is live',            { GYEOL_MODE: 'live' },                          /no real rail/],
  ['LOG_LEVEL is unknown',         { LOG_LEVEL: 'loud' },                           /LOG_LEVEL/],
  ['public URL is no address',     { GYEOL_PUBLIC_URL: 'shop' },                    /GYEOL_PUBLIC_URL/],
  ['public URL is of a script',    { GYEOL_PUBLIC_URL: 'javascript:alert(1)' },     /GYEOL_PUBLIC_URL/],
  ['DATABASE_URL is another thing', { DATABASE_URL: 'mysql://root@localhost/x' },   /DATABASE_URL/],
  ['an owner without a database', { DATABASE_OWNER_URL: 'postgres://root@localhost/x' }, /DATABASE_OWNER_URL/],
];

test.each(refused)('%s', async (name, env, says) => {
  const data = `${folder.path}/${name.replace(/\W/g, '-')}`;
  const ended = await run(['start'], { GYEOL_DATA: data, PORT: '0', ...env }).ended;
  expect(ended).toMatchObject({ code: 78, out: '' });
  expect(ended.err).toMatch(says);
  expect(ended.err.trim().split('\n')).toHaveLength(1);
  expect(existsSync(data)).toBe(false);
});

test('a database that does not answer is named without its password', async () => {
  const ended = await run(['start'], {
    GYEOL_DATA: `${folder.path}/no-database`,
    PORT: '0',
    DATABASE_URL: 'postgres://gyeol:very-secret@127.0.0.1:1/gyeol',
  }).ended;
  expect(ended.code).toBe(78);
  expect(ended.err).toContain('127.0.0.1:1/gyeol');
  expect(ended.err + ended.out).not.toContain('very-secret');
  expect(ended.err.trim().split('\n')).toHaveLength(1);
});

test('a port in use is refused with a sentence, and the database is stopped again', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const address = holder.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const data = `${folder.path}/port-in-use`;
  const ended = await run(['start'], { GYEOL_DATA: data, PORT: String(port) }).ended;
  expect(ended).toMatchObject({ code: 78, out: '' });
  expect(ended.err).toContain(`Port ${port}`);
  holder.close();
  const server = await startServer(data);
  expect((await stop(server)).code).toBe(0);
});

test('T81: a data folder of the sandbox is refused in live mode before anything is read', async () => {
  const data = `${folder.path}/stamped`;
  const server = await startServer(data);
  expect((await stop(server)).code).toBe(0);
  const ended = await run(['start'], { GYEOL_DATA: data, PORT: '0', GYEOL_MODE: 'live' }).ended;
  expect(ended.code).toBe(78);
});
