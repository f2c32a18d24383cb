// What the pid file of a cluster says, and to whom the recorded pid belongs now.
import { readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { codeOf } from '../start-refused.ts';
import type { Place } from './place.ts';
import { executableOf, hasProcessFiles, readProcess, workingFolderOf } from './processes.ts';

export interface PidFile {
  readonly pid: number;
  readonly socketFolder: string | undefined;
}

/** Unclear: alive and of the right user, but we may not look at its program. */
export type Kind = 'ours' | 'stranger' | 'dead' | 'zombie' | 'unclear';

export function readPidFile(place: Place): PidFile | undefined {
  try {
    const lines = readFileSync(pidFile(place), 'utf8').split('\n');
    const pid = Math.abs(Number.parseInt(lines[0] ?? '', 10));
    return pid > 0 ? { pid, socketFolder: lines[4] || undefined } : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

export function removePidFile(place: Place): void {
  rmSync(pidFile(place), { force: true });
}

export function kindOf(pid: number, place: Place): Kind {
  if (!hasProcessFiles) return isAlive(pid) ? 'unclear' : 'dead';
  const facts = readProcess(pid);
  if (facts === undefined) return 'dead';
  if (facts.state === 'Z') return 'zombie';
  const executable = executableOf(pid);
  const folder = workingFolderOf(pid);
  if (executable !== undefined && folder !== undefined) {
    return basename(executable) === 'postgres' && folder === place.clusterFolder
      ? 'ours'
      : 'stranger';
  }
  // Who may not look at a process (a container without that right) still sees whose it is.
  const owner = statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
  return owner === (place.runAs?.uid ?? process.geteuid?.()) ? 'unclear' : 'stranger';
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function pidFile(place: Place): string {
  return join(place.clusterFolder, 'postmaster.pid');
}
