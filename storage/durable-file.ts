// Small files that survive a crash: written beside their place, synced, and linked in at once.
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { codeOf, StartRefused } from './start-refused.ts';

const unfinished = /^\.unfinished-[0-9a-f]{16}$/;

/** Files that a killed writer may have left behind; they mean nothing and hold no decision. */
export function isUnfinished(path: string): boolean {
  return unfinished.test(basename(path));
}

/**
 * Creates the file with its whole content, or answers false when it is there already. A link, not
 * a rename, puts it in place: of two processes exactly one wins, and nobody reads half a file.
 */
export function createOnce(path: string, content: string): boolean {
  const folder = dirname(path);
  const draft = join(folder, `.unfinished-${randomBytes(8).toString('hex')}`);
  writeAndSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(draft);
    syncFolder(folder);
  }
}

/** Reads one of our own private files, or answers undefined when there is none. */
export function readPrivate(path: string): string | undefined {
  const file = openWithoutLinks(path);
  if (file === undefined) return undefined;
  try {
    refuseUnlessPrivate(file, path);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/** Makes a new or removed name in the folder durable. */
export function syncFolder(folder: string): void {
  const handle = openToSync(folder);
  if (handle === undefined) return;
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

// A folder that we may change but not list (an administrator's choice) cannot be opened at all.
function openToSync(folder: string): number | undefined {
  try {
    return openSync(folder, constants.O_RDONLY);
  } catch (error) {
    if (codeOf(error) === 'EACCES') return undefined;
    throw error;
  }
}

function writeAndSync(path: string, content: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

// O_NONBLOCK keeps a planted pipe from holding up the start for ever.
function openWithoutLinks(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (codeOf(error) === 'ELOOP') {
      throw new StartRefused(`${path} is a symbolic link; gyeol reads only a file of its own.`);
    }
    throw new StartRefused(`${path} cannot be opened (${codeOf(error)}).`);
  }
}

// The open file is judged, not its name: a name may change its meaning between two looks.
function refuseUnlessPrivate(file: number, path: string): void {
  const facts = fstatSync(file);
  if (!facts.isFile()) throw new StartRefused(`${path} is not a regular file.`);
  if (facts.uid !== process.geteuid?.()) {
    throw new StartRefused(`${path} belongs to another user than the one who starts gyeol.`);
  }
  if ((facts.mode & 0o077) !== 0) {
    throw new StartRefused(`${path} may be read by other users; make it private (chmod 600).`);
  }
}
