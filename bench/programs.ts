// The two programs of others that the bench needs: pgbench and wrk, from Debian's packages.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Programs {
  readonly pgbench: string;
  readonly wrk: string;
  /** What each says about its version, for the result. */
  readonly versions: { readonly pgbench: string; readonly wrk: string };
}

/** Why there can be no bench here, in one sentence. */
export class CannotMeasure extends Error {}

const packages = { pgbench: 'postgresql', wrk: 'wrk' };

export function findPrograms(): Programs {
  if (!existsSync('/proc/self/stat')) {
    throw new CannotMeasure('The bench reads CPU and memory from /proc and runs on Linux only.');
  }
  const missing = [
    ...(findPgbench() === undefined ? [packages.pgbench] : []),
    ...(wrkVersion() === undefined ? [packages.wrk] : []),
  ];
  if (missing.length > 0) install(missing);
  const pgbench = findPgbench();
  const wrk = wrkVersion();
  if (pgbench === undefined || wrk === undefined) {
    throw new CannotMeasure(`${missing.join(' and ')} did not bring pgbench and wrk.`);
  }
  return { pgbench: pgbench.path, wrk: 'wrk', versions: { pgbench: pgbench.version, wrk } };
}

function findPgbench(): { path: string; version: string } | undefined {
  const folder = '/usr/lib/postgresql';
  const versions = existsSync(folder) ? readdirSync(folder).map(Number) : [];
  const newestFirst = versions.sort((left, right) => right - left);
  const places = newestFirst.map((version) => join(folder, String(version), 'bin', 'pgbench'));
  for (const path of [...places, 'pgbench']) {
    const asked = spawnSync(path, ['--version'], { encoding: 'utf8' });
    if (asked.status === 0) return { path, version: asked.stdout.trim() };
  }
  return undefined;
}

// wrk answers its version together with a usage text, and with an exit code of 1.
function wrkVersion(): string | undefined {
  const asked = spawnSync('wrk', ['--version'], { encoding: 'utf8' });
  return asked.error === undefined ? (asked.stdout.split(' Copyright')[0] ?? '').trim() : undefined;
}

function install(missing: readonly string[]): void {
  const wanted = missing.join(' ');
  if (process.getuid?.() !== 0) {
    throw new CannotMeasure(`The bench needs more programs: apt-get install ${wanted}`);
  }
  console.log(`installing ${wanted} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...missing]]) {
    const done = spawnSync('apt-get', ['--quiet', ...args], { env, encoding: 'utf8' });
    if (done.error !== undefined || done.status !== 0) {
      const said = `${done.stdout ?? ''}${done.stderr ?? ''}`.trimEnd().split('\n').slice(-5);
      throw new CannotMeasure(`apt-get ${args[0]} failed; install ${wanted}.\n${said.join('\n')}`);
    }
  }
}
