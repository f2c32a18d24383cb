// The data folder: private, stamped with its mode at creation, and refused when it is not ours.
import { randomUUID } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readdirSync, realpathSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { createOnce, isUnfinished, readPrivate, syncFolder } from './durable-file.ts';
import { makeRootKeys, type RootKeys, readRootKeys, rootKeyFile } from './root-keys.ts';
import { codeOf, refusalOf, StartRefused } from './start-refused.ts';

export type Mode = 'sandbox' | 'live';

export interface DataFolder {
  /** The real, absolute path. */
  readonly folder: string;
  readonly mode: Mode;
  /** Made at creation; it tells this folder from a later one under the same path. */
  readonly id: string;
  readonly keys: RootKeys;
}

/** The group of the unprivileged user under which a start by root runs the database. */
export const nobodyId = 65_534;

interface Asked {
  readonly folder: string;
  readonly mode: Mode;
}

/**
 * Makes the data folder at the first start and checks it at every later one. Everything that can
 * refuse is looked at before the first byte is written.
 */
export function prepareDataFolder(asked: Asked): DataFolder {
  try {
    return prepare({ ...asked, folder: createIfMissing(resolve(asked.folder)) });
  } catch (error) {
    throw refusalOf(error, `The data folder ${asked.folder} cannot be used`);
  }
}

function prepare({ folder, mode }: Asked): DataFolder {
  refuseUnlessOurs(folder);
  const found = readStamp(folder) ?? stampUnlessEmpty(folder);
  if (found !== undefined) refuseOtherMode({ folder, found: found.mode, asked: mode });
  closeToOthers(folder);
  // Keys come before the stamp: a stamped folder without keys has lost them and must be refused.
  if (found === undefined) makeRootKeys(folder);
  const stamp = found ?? makeStamp(folder, mode);
  return { folder, mode, id: stamp.id, keys: readRootKeys(folder) };
}

interface Stamp {
  readonly mode: Mode;
  readonly id: string;
}

function stampFile(folder: string): string {
  return join(folder, 'gyeol.json');
}

// Links above the folder are the operator's own business; only the folder itself may not be one.
function createIfMissing(asked: string): string {
  mkdirSync(dirname(asked), { recursive: true });
  const folder = join(realpathSync(dirname(asked)), basename(asked));
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) return folder;
  try {
    mkdirSync(folder, { mode: 0o700 });
    syncFolder(dirname(folder));
  } catch (error) {
    // Another first start was faster; what it made is checked like any other.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  return folder;
}

function refuseUnlessOurs(folder: string): void {
  const facts = lstatSync(folder);
  if (facts.isSymbolicLink()) {
    throw new StartRefused(
      `The data folder ${folder} is a symbolic link; set GYEOL_DATA to the folder itself.`,
    );
  }
  if (!facts.isDirectory()) {
    throw new StartRefused(`The data folder ${folder} is not a folder; set GYEOL_DATA to one.`);
  }
  if (facts.uid !== process.geteuid?.()) {
    throw new StartRefused(
      `The data folder ${folder} belongs to another user; start gyeol as its owner.`,
    );
  }
}

// A folder with other things in it may be somebody's home: closing it to others would do harm.
function stampUnlessEmpty(folder: string): Stamp | undefined {
  const foreign = readdirSync(folder).filter(
    (name) => !isUnfinished(name) && join(folder, name) !== rootKeyFile(folder),
  );
  if (foreign.length === 0) return undefined;
  // Another first start may have been faster since the stamp was looked for.
  const stamp = readStamp(folder);
  if (stamp !== undefined) return stamp;
  throw new StartRefused(
    `The folder ${folder} holds other files and no data of gyeol; set GYEOL_DATA to an empty one.`,
  );
}

function refuseOtherMode(facts: { folder: string; found: Mode; asked: Mode }): void {
  const { folder, found, asked } = facts;
  if (found === asked) return;
  throw new StartRefused(
    `The data folder ${folder} holds ${found} data and this start is for ${asked}; ` +
      'set GYEOL_MODE or GYEOL_DATA to what you mean.',
  );
}

function closeToOthers(folder: string): void {
  if (!isClosed(lstatSync(folder))) chmodSync(folder, 0o700);
}

// Under root the database runs as another user, who may pass through the folder but not list it.
function isClosed(facts: Stats): boolean {
  const mode = facts.mode & 0o7777;
  return mode === 0o700 || (mode === 0o710 && facts.uid === 0 && facts.gid === nobodyId);
}

function makeStamp(folder: string, mode: Mode): Stamp {
  const content = JSON.stringify({ format: 1, mode, id: randomUUID() });
  createOnce(stampFile(folder), `${content}\n`);
  // Of two first starts one has written the stamp; both go by what it says.
  const stamp = readStamp(folder);
  if (stamp === undefined) throw new StartRefused(`The data folder ${folder} was removed.`);
  refuseOtherMode({ folder, found: stamp.mode, asked: mode });
  return stamp;
}

function readStamp(folder: string): Stamp | undefined {
  const text = readPrivate(stampFile(folder));
  if (text === undefined) return undefined;
  const stamp = parseStamp(text);
  if (stamp !== undefined) return stamp;
  throw new StartRefused(
    `${stampFile(folder)} is damaged or newer than this gyeol; restore it from the backup.`,
  );
}

function parseStamp(text: string): Stamp | undefined {
  try {
    const { format, mode, id } = JSON.parse(text);
    if (format !== 1 || (mode !== 'sandbox' && mode !== 'live')) return undefined;
    return typeof id === 'string' && id !== '' ? { mode, id } : undefined;
  } catch {
    return undefined;
  }
}
