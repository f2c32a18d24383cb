// Structured logs with an allow-list: a line holds only the fields named here, never a body.
import { pino } from 'pino';
import { sqlState } from '../storage/connection.ts';
import type { LogLevel } from './config.ts';

export interface RequestLine {
  /** The route's template, never the path that was sent. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly code: string;
  readonly merchant: string | null;
  readonly ms: number;
}

export interface Log {
  request(line: RequestLine): void;
  /** Routine lines, for whoever looks closely. */
  debug(what: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  info(what: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  /** An error's name, SQL state and place in our code; its message may quote data and stays out. */
  trouble(what: string, error: unknown): void;
}

/** The same trouble is written once a second at most: a database that is down repeats itself. */
const repeatedAfterMs = 1_000;

export function createLog(
  level: LogLevel,
  destination: NodeJS.WritableStream = process.stderr,
): Log {
  const logger = pino(
    { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    destination,
  );
  const lastTrouble = new Map<string, number>();
  return {
    request: ({ route, method, status, code, merchant, ms }) => {
      logger.debug(
        { route, method, status, code, merchant, ms: Math.round(ms * 10) / 10 },
        'request',
      );
    },
    debug: (what, fields = {}) => logger.debug(fields, what),
    info: (what, fields = {}) => logger.info(fields, what),
    trouble: (what, error) => {
      const last = lastTrouble.get(what);
      if (last !== undefined && performance.now() - last < repeatedAfterMs) return;
      lastTrouble.set(what, performance.now());
      logger.error(describe(error), what);
    },
  };
}

function describe(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error: 'not an error object' };
  const state = sqlState(error);
  const constraint = (error as { constraint?: unknown }).constraint;
  return {
    error: /^[A-Za-z]{1,60}$/.test(error.name) ? error.name : 'Error',
    ...(state === null ? {} : { sqlState: state }),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    ...(error.name === 'BrokenInvariant' ? { sentence: error.message } : {}),
    at: placeOf(error),
  };
}

/** A message may have several lines, so its own are taken out before the lines are counted. */
function placeOf({ message, stack = '' }: Error): string {
  const end = message === '' ? 0 : stack.lastIndexOf(message) + message.length;
  return stack
    .slice(end)
    .split('\n')
    .slice(1, 4)
    .map((line) => line.trim())
    .join(' < ');
}
