// What Linux accounts for: CPU seconds and memory of processes, and how idle the machine is.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Ticks per second of the CPU times in /proc; the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

interface Stat {
  readonly parent: number;
  /** CPU seconds of the process with all its threads. */
  readonly own: number;
  /** CPU seconds of children that have ended and were waited for. */
  readonly ended: number;
}

/** Null when the process is gone. */
function readStat(pid: number | 'self'): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name before the closing bracket may hold blanks; numbers follow from field 3 on.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const at = (index: number): number => Number(fields[index]);
    return {
      parent: at(1),
      own: (at(11) + at(12)) / ticksPerSecond,
      ended: (at(13) + at(14)) / ticksPerSecond,
    };
  } catch {
    return null;
  }
}

export function cpuSecondsOf(pid: number): number {
  return readStat(pid)?.own ?? 0;
}

/** The bench itself and its load generators; they count once they have ended. */
export function cpuSecondsOfBench(): number {
  const self = readStat('self');
  return self === null ? 0 : self.own + self.ended;
}

/** A process and its children; what ended children used stands with the parent. */
export function cpuSecondsOfFamily(pid: number): number {
  const ended = readStat(pid)?.ended ?? 0;
  return family(pid).reduce((sum, member) => sum + cpuSecondsOf(member), ended);
}

/** Waits until the connections of a load are processes no more: their CPU then counts as ended. */
export async function whenNoLargerThan(pid: number, members: number): Promise<void> {
  const until = performance.now() + 2_000;
  while (family(pid).length > members && performance.now() < until) await pause(5);
}

/** The process and its children. */
export function family(pid: number): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const children = all.map(Number).filter((other) => readStat(other)?.parent === pid);
  return [pid, ...children];
}

/** Resident megabytes now, shared pages counted in full. */
export function residentMegabytes(pid: number): number {
  return megabytes(`/proc/${pid}/status`, 'VmRSS');
}

/** The most resident megabytes since the mark was last cleared. */
export function peakMegabytes(pid: number): number {
  return megabytes(`/proc/${pid}/status`, 'VmHWM');
}

/** Megabytes of a process and its children; a page that n of them share counts 1/n for each. */
export function proportionalMegabytes(pid: number): number {
  return family(pid).reduce(
    (sum, member) => sum + megabytes(`/proc/${member}/smaps_rollup`, 'Pss'),
    0,
  );
}

function megabytes(path: string, name: string): number {
  try {
    const line = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(path, 'latin1'));
    return Number(line?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

export interface MachineTimes {
  /** Seconds of all processors together, since boot. */
  readonly busy: number;
  readonly all: number;
}

/** Time that the host gave to other guests counts as busy: it is missing here. */
export function machineTimes(): MachineTimes {
  const line = readFileSync('/proc/stat', 'latin1').split('\n', 1)[0] ?? '';
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number);
  const all = ticks.reduce((sum, each) => sum + each, 0);
  const idle = (ticks[3] ?? 0) + (ticks[4] ?? 0);
  return { busy: (all - idle) / ticksPerSecond, all: all / ticksPerSecond };
}

const idleProbeMs = 400;
const quietIdle = 0.95;
/** After this time the group is measured all the same, and marked. */
const patienceMs = 20_000;

/** Waits for a quiet machine; answers the idle share of the last look. */
export async function waitUntilIdle(): Promise<number> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const before = machineTimes();
    await pause(idleProbeMs);
    const after = machineTimes();
    const idle = 1 - (after.busy - before.busy) / (after.all - before.all);
    if (idle >= quietIdle || performance.now() > until) return idle;
  }
}

export function isQuiet(idle: number): boolean {
  return idle >= quietIdle;
}
