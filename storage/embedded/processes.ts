// What the operating system says about a process: whether it lives, what it is, where it works.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface ProcessFacts {
  /** One letter; Z is a zombie: dead, but not yet collected by its parent. */
  readonly state: string;
  readonly parent: number;
  /** When it started, in the kernel's own ticks: with the pid it names one process for good. */
  readonly started: string;
}

/** Linux tells about processes in files; elsewhere only the connection can tell. */
export const hasProcessFiles = existsSync('/proc/self/stat');

/** The facts of a process, or undefined when there is none. */
export function readProcess(pid: number): ProcessFacts | undefined {
  const text = readOr(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // The name stands in parentheses and may hold anything, also parentheses and spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', parent: Number(fields[1]), started: fields[19] ?? '' };
}

/** A text that names this very process, also after its number went to another one. */
export function processIdentity(pid: number): string | undefined {
  if (!hasProcessFiles) return startedAccordingToPs(pid);
  const facts = readProcess(pid);
  if (facts === undefined || facts.state === 'Z') return undefined;
  const boot = readOr('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return `${boot} ${pid} ${facts.started}`;
}

/** The program of a process, or undefined when we may not look. */
export function executableOf(pid: number): string | undefined {
  // A program that was replaced since (an update) still runs under its old name.
  return readlinkOr(`/proc/${pid}/exe`)?.replace(/ \(deleted\)$/, '');
}

/** The folder in which a process works, or undefined when we may not look. */
export function workingFolderOf(pid: number): string | undefined {
  return readlinkOr(`/proc/${pid}/cwd`);
}

/** All living processes that work in this folder, as far as we may look. */
export function processesWorkingIn(folder: string): number[] {
  if (!hasProcessFiles) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => workingFolderOf(pid) === folder);
}

function startedAccordingToPs(pid: number): string | undefined {
  const asked = ['-o', 'state=,lstart=', '-p', `${pid}`];
  const { status, stdout } = spawnSync('ps', asked, { encoding: 'utf8' });
  const [state, ...started] = (stdout ?? '').trim().split(/\s+/);
  if (status !== 0 || state === undefined || state.startsWith('Z')) return undefined;
  return `${pid} ${started.join(' ')}`;
}

function readOr(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function readlinkOr(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
