// What happened in a simulated world, line by line, and a fingerprint that two equal runs share.
import { createHash } from 'node:crypto';
import type { Time } from './time.ts';

export interface Trace {
  say(who: string, what: string): void;
  /** The last lines, oldest first. */
  last(lines: number): readonly string[];
  readonly length: () => number;
  fingerprint(): string;
}

export function createTrace(time: Time): Trace {
  const lines: string[] = [];
  return {
    say: (who, what) => void lines.push(`${wall(time.now())} ${who.padEnd(5)} ${what}`),
    last: (count) => lines.slice(-count),
    length: () => lines.length,
    fingerprint: () => createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 12),
  };
}

/** Seoul time with milliseconds and the day, short enough for the edge of a line. */
function wall(at: number): string {
  return new Date(at + 9 * 3_600_000).toISOString().slice(8, 23).replace('T', ' ');
}
