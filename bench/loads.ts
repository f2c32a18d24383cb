// The load generators, each a process of its own: pgbench for the yardsticks, wrk and the fixed
// rate for the gateway.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Database } from './database.ts';
import { nextTag } from './order.ts';
import type { Programs } from './programs.ts';

export interface LoadResult {
  readonly payments: number;
  readonly seconds: number;
  /** Answers other than 200 with 0000, and requests without an answer. */
  readonly failures: number;
  /** Null for pgbench, which reports only the mean. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** How late the generator itself was at 99 of 100 requests; only the fixed rate has a plan. */
  readonly latenessMs: number | null;
}

export type Yardstick = 'Y' | 'Y3' | 'Y3-1';

/** The whole folder lies beside the compiled one: SQL and Lua are not compiled. */
const beside = (name: string): string =>
  fileURLToPath(new URL(`../../bench/${name}`, import.meta.url));

// Two threads of pgbench, because one would be the limit before the database is.
const pgbenchThreads = 2;

export async function runPgbench(
  { programs, database }: { readonly programs: Programs; readonly database: Database },
  which: Yardstick,
  { seconds, clients }: { readonly seconds: number; readonly clients: number },
): Promise<LoadResult> {
  const script = beside(which === 'Y' ? 'one-commit.sql' : 'three-commits.sql');
  const threads = String(Math.min(pgbenchThreads, clients));
  const size = ['-c', String(clients), '-j', threads, '-T', String(seconds)];
  const said = await run(
    programs.pgbench,
    ['--no-vacuum', '--protocol=prepared', ...size, '-f', script],
    { ...process.env, ...database.environment },
  );
  const payments = numberIn(said, /transactions actually processed: (\d+)/);
  // Without the time that connecting took: the gateway is connected before it is measured.
  const rate = numberIn(said, /tps = ([\d.]+) \(without initial/);
  const failures = numberIn(said, /failed transactions: (\d+)/);
  return {
    payments,
    seconds: payments / rate,
    failures,
    p50Ms: null,
    p99Ms: null,
    latenessMs: null,
  };
}

export interface GatewayLoad {
  readonly url: string;
  /** The file with the parts of the request. */
  readonly partsFile: string;
  /** What an answer says that approves; it stands near the beginning of the body. */
  readonly approved: string;
  readonly seconds: number;
}

/** As fast as the answers come, with so many connections. */
export async function runClosed(load: GatewayLoad, connections: number): Promise<LoadResult> {
  const size = ['-t', '1', '-c', String(connections), '-d', `${load.seconds}s`];
  const words = [load.partsFile, nextTag(), load.approved];
  const script = ['-s', beside('load.lua'), load.url, '--', ...words];
  const said = await run('wrk', [...size, '--timeout', '15s', ...script], process.env);
  const counted = lastJson(said) as {
    readonly payments: number;
    readonly seconds: number;
    readonly refused: number;
    readonly broken: number;
    readonly p50Ms: number;
    readonly p99Ms: number;
  };
  const { payments, seconds, refused, broken, p50Ms, p99Ms } = counted;
  return { payments, seconds, failures: refused + broken, p50Ms, p99Ms, latenessMs: null };
}

/** So many requests per second whatever the answers do. */
export async function runFixedRate(load: GatewayLoad, perSecond: number): Promise<LoadResult> {
  const program = fileURLToPath(new URL('fixed-rate.js', import.meta.url));
  const { hostname, port } = new URL(load.url);
  const task = { host: hostname, port: Number(port), partsFile: load.partsFile, tag: nextTag() };
  const asked = JSON.stringify({ ...task, perSecond, seconds: load.seconds });
  const said = await run(process.execPath, [program, asked], process.env);
  return lastJson(said) as LoadResult;
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said += String(chunk);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(said);
      else reject(new Error(`${program} ended with ${code}:\n${said.trimEnd().slice(-1_000)}`));
    });
  });
}

function numberIn(said: string, pattern: RegExp): number {
  const found = pattern.exec(said)?.[1];
  if (found === undefined) throw new Error(`a load generator said nothing of ${pattern}:\n${said}`);
  return Number(found);
}

function lastJson(said: string): unknown {
  const line = said
    .trimEnd()
    .split('\n')
    .findLast((each) => each.startsWith('{'));
  if (line === undefined) throw new Error(`a load generator gave no result:\n${said}`);
  return JSON.parse(line);
}
