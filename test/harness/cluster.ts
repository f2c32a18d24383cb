// A throw-away PostgreSQL server for one test run: made, started and ended with the run itself.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';

export interface Cluster {
  readonly adminUrl: string;
  readonly stop: () => Promise<void>;
}

interface Runner {
  readonly folder: string;
  readonly binaries: string;
  readonly account: { readonly uid?: number; readonly gid?: number };
}

const readyWithinMs = 30_000;
const settings = ['max_connections=200', 'unix_socket_directories=', 'listen_addresses=127.0.0.1'];

// Ends the database when its standard input closes: on stop(), and also when the run is killed,
// because the kernel closes the pipe of a dead process.
const watchdog = `
folder=$1; shift
"$@" >"$folder/log" 2>&1 </dev/null & child=$!
cat >/dev/null
kill -QUIT "$child" 2>/dev/null; wait "$child"
rm -rf "$folder"
`;

export async function startCluster(binaries: string): Promise<Cluster> {
  const runner = prepare(binaries);
  const password = randomBytes(16).toString('hex');
  initialise(runner, password);
  const port = await freePort();
  const postgres = join(runner.binaries, 'postgres');
  const args = ['-D', join(runner.folder, 'data'), '-p', String(port)];
  const options = settings.flatMap((setting) => ['-c', setting]);
  const child = spawn(
    '/bin/sh',
    ['-c', watchdog, 'postgres-of-a-test-run', runner.folder, postgres, ...args, ...options],
    { ...runner.account, stdio: ['pipe', 'ignore', 'ignore'], detached: true },
  );
  const adminUrl = `postgres://admin:${password}@127.0.0.1:${port}/postgres`;
  const stop = () => end(child, runner.folder);
  try {
    await answers(adminUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  return { adminUrl, stop };
}

// PostgreSQL refuses root, so root lends it the account nobody, and a copy of the binaries where
// that account cannot reach them.
function prepare(binaries: string): Runner {
  const folder = mkdtempSync(join(tmpdir(), 'gyeol-test-'));
  if (process.getuid?.() !== 0) return { folder, binaries, account: {} };
  const account = { uid: numberOf('-u'), gid: numberOf('-g') };
  chownSync(folder, account.uid, account.gid);
  const reachable = spawnSync(join(binaries, 'postgres'), ['--version'], { ...account, cwd: '/' });
  if (reachable.status === 0) return { folder, binaries, account };
  const copy = join(folder, 'native');
  cpSync(dirname(binaries), copy, { recursive: true, verbatimSymlinks: true });
  chmodSync(copy, 0o755);
  return { folder, binaries: join(copy, 'bin'), account };
}

function numberOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
}

function initialise({ folder, binaries, account }: Runner, password: string): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o644 });
  // Only the empty cluster is made without waiting for the disk; the running server always waits.
  const made = spawnSync(
    join(binaries, 'initdb'),
    [
      '-D',
      join(folder, 'data'),
      '-U',
      'admin',
      '-A',
      'scram-sha-256',
      '--pwfile',
      passwordFile,
    ].concat(['-E', 'UTF8', '--locale', 'C', '--no-sync']),
    { ...account, cwd: folder, encoding: 'utf8' },
  );
  rmSync(passwordFile);
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function answers(url: string): Promise<void> {
  const until = performance.now() + readyWithinMs;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode === null && child.signalCode === null) {
    child.stdin?.end();
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
}
