// What is left when a gateway is killed, and what the next start makes of it (T80).
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { hasProcessFiles, readProcess } from './embedded/processes.ts';

const isRoot = process.geteuid?.() === 0;
const program = join(import.meta.dirname, '../test/harness/embedded-child.mjs');

interface Gateway {
  readonly child: ChildProcess;
  readonly told: Told[];
  readonly exited: Promise<number | null>;
  /** The first event of this name, or what the gateway said instead before it ended. */
  first(event: string): Promise<Told>;
}

type Told = Readonly<Record<string, unknown>> & { readonly event: string };

let home: string;
let folder: string;
const started: ChildProcess[] = [];

beforeAll(() => {
  const require = createRequire(import.meta.url);
  const compiler = join(dirname(require.resolve('typescript')), 'tsc.js');
  execFileSync(process.execPath, [compiler, '--build', import.meta.dirname]);
});

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gyeol-test-'));
  folder = join(home, 'data');
  // Under root the database's user must be able to pass, or the cluster goes elsewhere.
  chmodSync(home, 0o711);
});

afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await exited;
  }
  rmSync(home, { recursive: true, force: true });
});

function start(
  where: string,
  options: { ends?: 'at-once' | 'when-told'; uid?: number } = {},
): Gateway {
  const { ends = 'when-told', uid } = options;
  const child = spawn(process.execPath, [program, where, ends], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  started.push(child);
  const told: Told[] = [];
  const waiting = new Set<() => void>();
  createInterface(child.stdout).on('line', (line) => {
    told.push(JSON.parse(line));
    for (const look of waiting) look();
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const first = (event: string) =>
    new Promise<Told>((resolve, reject) => {
      const look = () => {
        const found = told.find((one) => one.event === event);
        if (found !== undefined) resolve(found);
      };
      waiting.add(look);
      look();
      void exited.then(() => reject(new Error(`No ${event}: ${JSON.stringify(told.at(-1))}`)));
    });
  return { child, told, exited, first };
}

const committed = ({ told }: Gateway) =>
  told.filter(({ event }) => event === 'committed').map(({ number }) => Number(number));

async function until(condition: () => boolean, withinMs: number): Promise<number> {
  const from = performance.now();
  while (!condition()) {
    if (performance.now() - from > withinMs) throw new Error('It did not come to that in time.');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return performance.now() - from;
}

const isGone = (pid: number) => [undefined, 'Z'].includes(readProcess(pid)?.state);

/** How many rows the next gateway finds. */
async function rowsFound(where: string): Promise<number> {
  const { prepareDataFolder } = await import('./data-folder.ts');
  const { openEmbedded } = await import('./embedded.ts');
  const { Client } = await import('pg');
  const data = prepareDataFolder({ folder: where, mode: 'sandbox' });
  const engine = await openEmbedded({ data, log: () => {} });
  const client = new Client(engine.ownerConnection);
  await client.connect();
  const answer = await client.query('select count(*)::int as rows from facts');
  await client.end();
  await engine.close();
  return answer.rows[0]?.rows;
}

it.runIf(hasProcessFiles)(
  'kill -9 ends the database, and the next start has every row',
  async () => {
    const gateway = start(folder);
    const { pid } = await gateway.first('open');
    await until(() => committed(gateway).length >= 50, 20_000);
    gateway.child.kill('SIGKILL');
    const took = await until(() => isGone(Number(pid)), 2000);
    expect(took).toBeLessThan(500);
    await gateway.exited;
    const acknowledged = Math.max(...committed(gateway));
    // One row may be committed without having been acknowledged.
    expect([acknowledged, acknowledged + 1]).toContain(await rowsFound(folder));
  },
);

it('a start right after kill -9 waits for the old database', async () => {
  const first = start(folder);
  await first.first('open');
  await until(() => committed(first).length >= 5, 20_000);
  first.child.kill('SIGKILL');
  const second = start(folder);
  await second.first('open');
  expect(committed(first).length).toBeGreaterThanOrEqual(5);
});

it.runIf(hasProcessFiles)('stops an orphan whose watchdog was killed, too', async () => {
  const gateway = start(folder);
  const { pid } = await gateway.first('open');
  await until(() => committed(gateway).length >= 5, 20_000);
  killWithWatchdog(gateway, Number(pid));
  await gateway.exited;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(isGone(Number(pid))).toBe(false);
  const acknowledged = Math.max(...committed(gateway));
  expect(await rowsFound(folder)).toBeGreaterThanOrEqual(acknowledged);
  expect(isGone(Number(pid))).toBe(true);
});

// The gateway goes first, then the shell and its reader before they can act on it.
function killWithWatchdog(gateway: Gateway, database: number): void {
  const shell = readProcess(database)?.parent ?? 0;
  const listed = execFileSync('ps', ['-o', 'pid=', '--ppid', `${shell}`], { encoding: 'utf8' });
  const reader = listed
    .trim()
    .split(/\s+/)
    .map(Number)
    .find((pid) => pid !== database);
  for (const pid of [shell, reader]) process.kill(pid ?? 0, 'SIGSTOP');
  gateway.child.kill('SIGKILL');
  for (const pid of [shell, reader]) process.kill(pid ?? 0, 'SIGKILL');
}

it('T80: a pid file that names a living stranger harms neither', async () => {
  const first = start(folder, { ends: 'at-once' });
  const { clusterFolder } = await first.first('open');
  expect(await first.exited).toBe(0);
  const stranger = spawn('sleep', ['60'], isRoot ? { uid: 65_534, gid: 65_534 } : {});
  const socketFolder = join(folder, 'socket');
  forgePidFile(String(clusterFolder), { pid: stranger.pid ?? 0, socketFolder });
  const second = start(folder);
  await second.first('open');
  expect(stranger.exitCode).toBeNull();
  expect(isGone(stranger.pid ?? 0)).toBe(false);
  stranger.kill();
});

it.runIf(hasProcessFiles)('T80: a pid file that names the database of another folder', async () => {
  const other = start(join(home, 'other'));
  const { pid, socketFolder } = await other.first('open');
  const first = start(folder, { ends: 'at-once' });
  const { clusterFolder } = await first.first('open');
  await first.exited;
  forgePidFile(String(clusterFolder), { pid: Number(pid), socketFolder: String(socketFolder) });
  const second = start(folder);
  await second.first('open');
  expect(isGone(Number(pid))).toBe(false);
});

it.runIf(hasProcessFiles)('a zombie in the pid file does not stop the start', async () => {
  const first = start(folder, { ends: 'at-once' });
  const { clusterFolder } = await first.first('open');
  await first.exited;
  // The shell becomes a program that never asks for its children.
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: 'pipe' });
  const zombie = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (text) => resolve(Number(text)));
  });
  await until(() => readProcess(zombie)?.state === 'Z', 20_000);
  forgePidFile(String(clusterFolder), { pid: zombie, socketFolder: join(folder, 'socket') });
  const second = start(folder);
  await second.first('open');
  expect(readProcess(zombie)?.state).toBe('Z');
  parent.kill();
});

function forgePidFile(cluster: string, facts: { pid: number; socketFolder: string }): void {
  const { pid, socketFolder } = facts;
  const path = join(cluster, 'postmaster.pid');
  const content = `${pid}\n${cluster}\n1700000000\n5432\n${socketFolder}\n\n  123 456\nready\n`;
  writeFileSync(path, content, { mode: 0o600 });
  if (isRoot) chownSync(path, 65_534, 65_534);
}

it('of several first starts on one folder exactly one wins', async () => {
  const gateways = [1, 2, 3, 4].map(() => start(folder));
  const ends = await Promise.all(
    gateways.map((gateway) =>
      gateway.first('committed').then(
        () => 'open',
        () => gateway.told.at(-1)?.message,
      ),
    ),
  );
  expect(ends.filter((end) => end === 'open')).toHaveLength(1);
  const refused = ends.filter((end) => end !== 'open');
  for (const sentence of refused) {
    expect(sentence).toContain('another gyeol uses this data folder');
  }
});

it('SIGTERM ends gateway and database in order', async () => {
  const gateway = start(folder);
  const { clusterFolder } = await gateway.first('open');
  await gateway.first('committed');
  gateway.child.kill('SIGTERM');
  expect(await gateway.exited).toBe(0);
  expect(existsSync(join(String(clusterFolder), 'postmaster.pid'))).toBe(false);
});

it.runIf(isRoot)('runs for a user who is not root, in a folder of its own', async () => {
  mkdirSync(folder);
  chownSync(folder, 65_534, 65_534);
  const gateway = start(folder, { ends: 'at-once', uid: 65_534 });
  const { clusterFolder } = await gateway.first('open');
  expect(clusterFolder).toBe(join(folder, 'cluster'));
  expect(await gateway.exited).toBe(0);
});

it.runIf(isRoot)('keeps the cluster elsewhere when nobody may enter the data folder', async () => {
  chmodSync(home, 0o700);
  const first = start(folder, { ends: 'at-once' });
  const { clusterFolder } = await first.first('open');
  const place = dirname(String(clusterFolder));
  try {
    expect(dirname(place)).toBe('/var/lib/gyeol');
    expect(await first.exited).toBe(0);
    expect(await rowsFound(folder)).toBe(0);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  const third = start(folder, { ends: 'at-once' });
  await third.exited;
  expect(third.told.at(-1)?.message).toContain('is missing or not private to root');
});
