// What the tests need from the operating system's packages, and how it gets there.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface Need {
  readonly what: string;
  readonly packages: readonly string[];
  readonly missing: () => boolean;
}

export interface Shortage {
  readonly what: string;
  readonly reason: string;
}

const serverVersions = '/usr/lib/postgresql';
const oldestServer = 15;

// The oldest supported version wins, because what works there works on the later ones.
export function findServerBinaries(): string | undefined {
  const versions = existsSync(serverVersions) ? readdirSync(serverVersions).map(Number) : [];
  return versions
    .filter((version) => version >= oldestServer)
    .sort((left, right) => left - right)
    .map((version) => join(serverVersions, String(version), 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')));
}

const needs: readonly Need[] = [
  {
    what: 'PostgreSQL 15',
    packages: ['postgresql-15'],
    missing: () => findServerBinaries() === undefined,
  },
  {
    what: 'PHP',
    packages: ['php-cli', 'php-curl'],
    missing: () => !runs('php'),
  },
  {
    what: 'Chromium',
    packages: ['chromium', 'fonts-nanum'],
    missing: () => existsSync('test/browser') && !runs('chromium'),
  },
];

// Installs what is missing; returns what could not be installed, each with a reason.
export function installMissing(): Shortage[] {
  const missing = needs.filter((need) => need.missing());
  if (missing.length === 0) return [];
  const refusal = install(missing.flatMap((need) => need.packages));
  return missing
    .filter((need) => need.missing())
    .map(({ what }) => ({ what, reason: refusal ?? 'the package did not bring it' }));
}

function install(packages: readonly string[]): string | undefined {
  if (process.getuid?.() !== 0) return `install ${packages.join(', ')}: this user may not`;
  if (!runs('apt-get')) return `install ${packages.join(', ')}: there is no apt-get here`;
  console.log(`installing ${packages.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const wanted = ['install', '--yes', '--no-install-recommends', ...packages];
  for (const args of [['update'], wanted]) {
    const result = spawnSync('apt-get', ['--quiet', ...args], { env, encoding: 'utf8' });
    if (result.status !== 0) {
      const tail = `${result.stdout}${result.stderr}`.trimEnd().split('\n').slice(-5).join('\n');
      return `apt-get ${args[0]} failed:\n${tail}`;
    }
  }
  return undefined;
}

function runs(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}
