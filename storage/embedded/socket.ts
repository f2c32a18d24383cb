// The private folder of the database's Unix socket: short enough for the kernel, removed after use.
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPrivate } from '../durable-file.ts';
import { codeOf } from '../start-refused.ts';
import { giveTo, type Place } from './place.ts';
import { embeddedPort } from './settings.ts';

// The kernel's limit for the path of a socket, without its closing zero byte.
const longestPath = 107;

/** The folder for the next database; what a killed one left behind elsewhere is removed. */
export function makeSocketFolder(place: Place): string {
  removeSocketFolder(place);
  const inside = join(place.folder, 'socket');
  if (!fits(inside)) return makeShortFolder(place);
  if (lstatSync(inside, { throwIfNoEntry: false }) === undefined) mkdirSync(inside);
  chmodSync(inside, 0o700);
  giveTo(place.runAs, inside);
  return inside;
}

/** Removes a socket folder that lies elsewhere; the one inside the data folder may stay. */
export function removeSocketFolder(place: Place): void {
  const folder = readPrivate(recordFile(place))?.trim();
  if (folder === undefined) return;
  // Never a whole tree: the folder lies where others may write, so only our own names are removed.
  for (const name of [socketName, `${socketName}.lock`])
    rmSync(join(folder, name), { force: true });
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'ENOTDIR'].includes(codeOf(error))) throw error;
  }
  rmSync(recordFile(place), { force: true });
}

const socketName = `.s.PGSQL.${embeddedPort}`;

function recordFile(place: Place): string {
  return join(place.folder, 'socket-folder.txt');
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, socketName)) <= longestPath;
}

function makeShortFolder(place: Place): string {
  const parent = fits(join(tmpdir(), 'gyeol-123456')) ? tmpdir() : '/tmp';
  const folder = mkdtempSync(join(parent, 'gyeol-'));
  writeFileSync(recordFile(place), `${folder}\n`, { mode: 0o600 });
  giveTo(place.runAs, folder);
  return folder;
}
