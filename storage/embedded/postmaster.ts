// Whether the database of an earlier gateway still runs in a cluster, and how it is ended.
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { EngineLog } from '../engine.ts';
import type { RootKeys } from '../root-keys.ts';
import { codeOf, StartRefused } from '../start-refused.ts';
import { connectWhenReady, tryOwnerLock } from './connect.ts';
import { usedByAnother } from './lock.ts';
import { type Kind, kindOf, type PidFile, readPidFile, removePidFile } from './pid-file.ts';
import type { Place } from './place.ts';
import { executableOf, hasProcessFiles, processesWorkingIn, readProcess } from './processes.ts';
import { connectionOf } from './roles.ts';

export interface Predecessor {
  readonly place: Place;
  readonly keys: RootKeys;
  readonly log: EngineLog;
}

/**
 * Leaves the cluster without any database process, or refuses. A database whose gateway is dead is
 * stopped rather than taken over: its stop ends the dead gateway's backends too, so that none of
 * them can commit something after we have asked what had been committed.
 */
export async function makeWay(predecessor: Predecessor): Promise<void> {
  const { place, log } = predecessor;
  const recorded = readPidFile(place);
  if (recorded === undefined) return;
  const kind = await kindOnceSettled(recorded.pid, place);
  if (kind === 'ours' || kind === 'unclear') {
    await stopOrphan(predecessor, recorded);
    return;
  }
  await refuseWhileInUse(place);
  // PostgreSQL clears away the file of a dead process itself, with checks of its own; it cannot
  // do so when the pid belongs to a living stranger or to a zombie that nobody collects.
  if (kind === 'dead') return;
  log('database.pid-file-removed', { pid: recorded.pid, because: kind });
  removePidFile(place);
}

const patienceMs = 5000;
const betweenLooksMs = 20;

// A zombie is mostly collected within moments; where the first process never collects, it stays.
async function kindOnceSettled(pid: number, place: Place): Promise<Kind> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const kind = kindOf(pid, place);
    if (kind !== 'zombie' || Date.now() > until) return kind;
    await pause(betweenLooksMs);
  }
}

async function refuseWhileInUse({ clusterFolder }: Place): Promise<void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const users = processesWorkingIn(clusterFolder).filter(isDatabase);
    if (users.length === 0) return;
    if (Date.now() > until) {
      throw new StartRefused(
        `A database process (${users.join(', ')}) still works in ${clusterFolder}; ` +
          'stop it, then start gyeol again.',
      );
    }
    await pause(betweenLooksMs);
  }
}

function isDatabase(pid: number): boolean {
  return basename(executableOf(pid) ?? '') === 'postgres';
}

async function stopOrphan(predecessor: Predecessor, recorded: PidFile): Promise<void> {
  const { place, log } = predecessor;
  const until = Date.now() + patienceMs;
  const client = await ownerOfOrphan(predecessor, recorded, until);
  try {
    if (readPidFile(place)?.pid !== recorded.pid) return;
    if (client !== undefined && !(await lockWithin(client, until))) {
      throw usedByAnother(place);
    }
    if (!(await isProven(recorded.pid, place, client))) throw unanswered(recorded.pid, place);
    log('database.orphan-stopped', { pid: recorded.pid });
    process.kill(recorded.pid, 'SIGINT');
  } finally {
    await client?.end().catch(() => {});
  }
  await waitUntilLeft(place, recorded.pid);
}

// Undefined: it is on its way out by itself, or it never got so far as to have our roles.
async function ownerOfOrphan(
  { place, keys }: Predecessor,
  { pid }: PidFile,
  until: number,
): Promise<Client | undefined> {
  const left = () => readPidFile(place)?.pid !== pid;
  const stopWaiting = () => {
    if (left() || Date.now() > until) throw unanswered(pid, place);
  };
  try {
    const socketFolder = await socketFolderOf(place, stopWaiting);
    return await connectWhenReady(connectionOf(keys, 'gyeol_owner', socketFolder), stopWaiting);
  } catch (error) {
    if (left() || ['28P01', '3D000'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

// The last lines of the file are written a moment after the first.
async function socketFolderOf(place: Place, stopWaiting: () => void): Promise<string> {
  for (;;) {
    const folder = readPidFile(place)?.socketFolder;
    if (folder !== undefined) return folder;
    stopWaiting();
    await pause(betweenLooksMs);
  }
}

// The backends of a gateway that was killed a moment ago need a moment to notice it.
async function lockWithin(client: Client, until: number): Promise<boolean> {
  for (let attempt = 0; attempt < 10 && Date.now() < until; attempt += 1) {
    if (await tryOwnerLock(client)) return true;
    await pause(50);
  }
  return false;
}

// Before a signal, the pid must be shown to be the database's: by its program and folder, or
// because the kernel says that it is the parent of the backend which knows our password.
async function isProven(pid: number, place: Place, client: Client | undefined): Promise<boolean> {
  const kind = kindOf(pid, place);
  if (kind !== 'unclear') return kind === 'ours';
  if (client === undefined) return false;
  if (!hasProcessFiles) return true;
  const answer = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return readProcess(answer.rows[0]?.pid ?? 0)?.parent === pid;
}

// Until the pid file is gone, not the pid: a zombie keeps its pid for as long as it likes.
async function waitUntilLeft(place: Place, pid: number): Promise<void> {
  const until = Date.now() + 6 * patienceMs;
  while (readPidFile(place)?.pid === pid) {
    if (Date.now() > until) throw unanswered(pid, place);
    await pause(betweenLooksMs);
  }
  await refuseWhileInUse(place);
}

function unanswered(pid: number, { clusterFolder }: Place): StartRefused {
  return new StartRefused(
    `Process ${pid} is recorded as the database of ${clusterFolder} but does not answer as such; ` +
      'stop it if it is one, then start gyeol again.',
  );
}
