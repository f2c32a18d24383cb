// The installed programs: links made where they are missing, copies that everyone may run.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copyBinaries, installedBinaries, linkLibraries } from './embedded/binaries.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gyeol-test-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

function linksOf(folder: string): string[] {
  const listed: { target: string }[] = JSON.parse(
    readFileSync(join(folder, 'pg-symlinks.json'), 'utf8'),
  );
  return listed.map(({ target }) => join(folder, target.replace('native/', '')));
}

it('makes every listed link, also a second time', () => {
  const installed = installedBinaries();
  const bare = { ...installed, folder: join(home, 'native') };
  cpSync(installed.folder, bare.folder, { recursive: true, filter: (path) => !isLink(path) });
  expect(linkLibraries(bare)).toBe(true);
  expect(linkLibraries(bare)).toBe(true);
  expect(linksOf(bare.folder).length).toBeGreaterThan(0);
  expect(linksOf(bare.folder).filter((path) => !existsSync(path))).toEqual([]);
});

const isLink = (path: string) => lstatSync(path).isSymbolicLink();

it('copies once per version, and the copy runs', () => {
  const installed = installedBinaries();
  const before = process.umask(0o077);
  const copy = copyBinaries(installed, home);
  process.umask(before);
  expect(copy.folder).toBe(join(home, `postgres-${installed.version}`));
  expect(statSync(join(copy.folder, 'share')).mode & 0o777).toBe(0o755);
  const program = join(copy.folder, 'bin', 'postgres');
  expect(statSync(program).mode & 0o777).toBe(0o755);
  expect(execFileSync(program, ['--version'], { encoding: 'utf8' })).toContain('PostgreSQL) 18.');
  chmodSync(program, 0o700);
  expect(copyBinaries(installed, home)).toEqual(copy);
  expect(statSync(program).mode & 0o777).toBe(0o700);
});
