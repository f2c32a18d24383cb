// Where an embedded database lies on the disk, and as which user it runs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DataFolder, nobodyId } from '../data-folder.ts';
import { createOnce, readPrivate, syncFolder } from '../durable-file.ts';
import { StartRefused } from '../start-refused.ts';
import { type Binaries, copyBinaries, installedBinaries, linkLibraries } from './binaries.ts';

export interface Place {
  /** What the operator knows and set. */
  readonly dataFolder: string;
  /** Ours: the data folder itself or, where the database's user cannot enter it, another one. */
  readonly folder: string;
  /** The database's: nothing in it is trusted, and nothing is written into it by us. */
  readonly clusterFolder: string;
  readonly binaries: Binaries;
  /** PostgreSQL refuses to run as root; under root it runs as this user. */
  readonly runAs: RunAs | undefined;
}

export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** Where clusters and programs go that lie out of reach of the database's user. */
const systemFolder = '/var/lib/gyeol';

export function findPlace(data: DataFolder): Place {
  const installed = installedBinaries();
  if (process.geteuid?.() !== 0) return ownPlace(data.folder, installed);
  const runAs = { uid: nobodyId, gid: nobodyId };
  const folder = placeUnderRoot(data, runAs);
  const binaries = binariesUnderRoot(installed, runAs);
  return { dataFolder: data.folder, folder, clusterFolder: clusterIn(folder), binaries, runAs };
}

/** Gives a new file or folder to the database's user; without root it has the right one already. */
export function giveTo(runAs: RunAs | undefined, path: string): void {
  if (runAs !== undefined) chownSync(path, runAs.uid, runAs.gid);
}

function clusterIn(folder: string): string {
  return join(folder, 'cluster');
}

function ownPlace(folder: string, installed: Binaries): Place {
  const binaries = linkLibraries(installed) ? installed : copyBinaries(installed, folder);
  return {
    dataFolder: folder,
    folder,
    clusterFolder: clusterIn(folder),
    binaries,
    runAs: undefined,
  };
}

function placeUnderRoot(data: DataFolder, runAs: RunAs): string {
  const pointer = join(data.folder, 'cluster-place.txt');
  const pointed = readPrivate(pointer)?.trim();
  if (pointed !== undefined) return checkedPlace(data, pointed);
  letPass(data.folder, runAs);
  if (canDo(runAs, ['cd "$1"', data.folder])) return data.folder;
  chmodSync(data.folder, 0o700);
  if (existsSync(clusterIn(data.folder))) {
    throw new StartRefused(
      `Under root the database runs as user ${runAs.uid}, who can no longer enter ` +
        `${data.folder}; move the data folder back or open the folders above it.`,
    );
  }
  const place = join(makeSystemFolder(), nameFor(data));
  mkdirSync(place, { recursive: true, mode: 0o700 });
  syncFolder(systemFolder);
  letPass(place, runAs);
  // For people: whose database this is, should the data folder be deleted one day.
  createOnce(join(place, 'data-folder.txt'), `${data.folder}\n`);
  createOnce(pointer, `${place}\n`);
  return place;
}

// The name holds the id of the data folder: a new one under the same path, made after the old one
// was deleted, has other keys and could not open the old cluster.
function nameFor({ folder, id }: DataFolder): string {
  return createHash('sha256').update(`${folder}\n${id}`).digest('hex').slice(0, 24);
}

function checkedPlace(data: DataFolder, place: string): string {
  const facts = lstatSync(place, { throwIfNoEntry: false });
  const inside = place.startsWith(`${systemFolder}/`) && !place.includes('..');
  if (inside && facts?.isDirectory() && facts.uid === 0 && (facts.mode & 0o027) === 0) {
    return place;
  }
  throw new StartRefused(
    `The data folder ${data.folder} keeps its database in ${place}, which is missing or not ` +
      'private to root; restore it.',
  );
}

function makeSystemFolder(): string {
  const isNew = mkdirSync(systemFolder, { recursive: true }) !== undefined;
  const facts = lstatSync(systemFolder);
  if (!facts.isDirectory() || facts.uid !== 0 || (facts.mode & 0o022) !== 0) {
    throw new StartRefused(`${systemFolder} is not a folder that only root may change.`);
  }
  // Said aloud, because a strict mask would close it to the database's user.
  if (isNew) chmodSync(systemFolder, 0o755);
  return systemFolder;
}

// Others of the group may pass through to what they own, but neither list nor change anything.
function letPass(folder: string, runAs: RunAs): void {
  const facts = lstatSync(folder);
  if (facts.gid !== runAs.gid) chownSync(folder, 0, runAs.gid);
  if ((facts.mode & 0o7777) !== 0o710) chmodSync(folder, 0o710);
}

function binariesUnderRoot(installed: Binaries, runAs: RunAs): Binaries {
  const linked = linkLibraries(installed);
  const program = join(installed.folder, 'bin', 'postgres');
  if (linked && canDo(runAs, ['"$1" --version', program])) return installed;
  return copyBinaries(installed, makeSystemFolder());
}

// Tried instead of computed from modes: access lists and mounts have their say, too.
function canDo(runAs: RunAs, [script, path]: [script: string, path: string]): boolean {
  const options = { ...runAs, cwd: '/', stdio: 'ignore' as const };
  return spawnSync('/bin/sh', ['-c', script, 'gyeol', path], options).status === 0;
}
