// The file that says which gateway process works with an embedded database.
import { linkSync, readFileSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createOnce } from '../durable-file.ts';
import { codeOf, StartRefused } from '../start-refused.ts';
import type { Place } from './place.ts';
import { processIdentity } from './processes.ts';

/** How a start that finds the folder in use is refused, whichever lock noticed it. */
export function usedByAnother({ dataFolder }: Place): StartRefused {
  return new StartRefused(
    `Cannot start: another gyeol uses this data folder (${dataFolder}); ` +
      'stop it first or set GYEOL_DATA to another folder.',
  );
}

/**
 * Takes the folder for this process, or refuses while its holder lives. The advisory lock in the
 * database is what counts between gateways; this file covers the time in which no database runs:
 * while one is created, started or started again. Answers what gives the folder back.
 */
export function takeGatewayLock(place: Place): () => void {
  const path = join(place.folder, 'gateway.lock');
  const mine = processIdentity(process.pid) ?? `${process.pid}`;
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (createOnce(path, mine)) return () => release(path, mine);
    const holder = readOr(path);
    if (holder === undefined) continue;
    if (isAlive(holder)) throw usedByAnother(place);
    removeStale(path, holder);
  }
  throw usedByAnother(place);
}

function isAlive(holder: string): boolean {
  const words = holder.split(' ');
  // The pid is the second word where the boot is known, else the first.
  return words.slice(0, 2).some((word) => /^\d+$/.test(word) && processIdentity(+word) === holder);
}

// Between our reading and our removing, another start may have put its own file there. So it is
// moved aside and read again; a file that turns out to be somebody's fresh one is put back.
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function release(path: string, mine: string): void {
  if (readOr(path) === mine) unlinkSync(path);
}

function readOr(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
