// The running database process, and the watchdog that ends it when the gateway is gone.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { EngineLog } from '../engine.ts';
import { codeOf } from '../start-refused.ts';
import { writeAccessFile } from './cluster.ts';
import type { Place } from './place.ts';
import { settingArguments } from './settings.ts';

export interface DatabaseProcess {
  /** The postmaster's pid, once it is known. */
  readonly pid: () => number | undefined;
  /** Why it is not running any more, once that is so. */
  readonly ended: () => string | undefined;
  /** Settles when the process is gone, however that came. */
  readonly gone: Promise<void>;
  /** A fast stop: open transactions are rolled back, everything committed is on the disk. */
  stop(): Promise<void>;
}

/**
 * PostgreSQL runs under a shell whose standard input is a pipe from us. The kernel closes the pipe
 * when we are gone, also after kill -9, and then a reader behind it stops the database. Words that
 * arrive through the pipe are names of signals: the shell knows its own child, so that a pid which
 * went to a stranger in the meantime is never signalled.
 */
const watchdog = `
exec 3<&0
"$@" </dev/null 3<&- 1>&2 &
database=$!
echo $database
exec 1>&-
(
  while read -r signal <&3; do kill -s "$signal" $database; done
  kill -s INT $database
) 2>/dev/null &
reader=$!
exec 3<&-
wait $database
status=$?
kill $reader 2>/dev/null
exit $status
`;

/** After this time a fast stop becomes an immediate one, which the write-ahead log makes safe. */
const fastStopMs = 30_000;

/** So long the last words of a process may take to arrive after its end. */
const pipesMs = 200;

/** Starts the database; it may not accept connections yet, or end at once. */
export function startDatabase(place: Place, socketFolder: string, log: EngineLog): DatabaseProcess {
  const program = join(place.binaries.folder, 'bin', 'postgres');
  const where = ['-D', place.clusterFolder, '-k', socketFolder];
  const access = ['-c', `hba_file=${writeAccessFile(place)}`];
  const child = spawn(
    '/bin/sh',
    ['-c', watchdog, 'gyeol-database', program, ...where, ...access, ...settingArguments()],
    // Detached: a Ctrl-C in the terminal is for the gateway, which first finishes its requests.
    { ...place.runAs, cwd: '/', env: environment, stdio: 'pipe', detached: true },
  );
  const said = relayLines(createInterface(child.stderr), log);
  const pid = readPid(createInterface(child.stdout));
  let ended: string | undefined;
  const gone = new Promise<void>((resolve) => {
    const end = (reason: string) => {
      ended ??= reason;
      resolve();
    };
    child.on('error', (error) => end(codeOf(error)));
    const endWith = (how: number | string | null) => end(said() ?? `ended with ${how}`);
    child.on('close', (code, signal) => endWith(signal ?? code));
    // A database that has lost its watchdog holds on to the pipes, so that they never close.
    child.on('exit', (code, signal) => setTimeout(endWith, pipesMs, signal ?? code).unref());
  });
  // The pipe may break at any time; that the process is gone is learnt from the process.
  child.stdin.on('error', () => {});
  const stop = () => stopThrough(child.stdin, gone);
  return { pid, ended: () => ended, gone, stop };
}

const environment = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };

async function stopThrough(pipe: NodeJS.WritableStream, gone: Promise<void>): Promise<void> {
  pipe.write('INT\n');
  const patience = new AbortController();
  const late = pause(fastStopMs, 'late' as const, patience).catch(() => 'gone' as const);
  if ((await Promise.race([gone, late])) === 'late') pipe.write('QUIT\n');
  patience.abort();
  await gone;
  pipe.end();
}

function readPid(lines: Interface): () => number | undefined {
  let pid: number | undefined;
  lines.once('line', (line) => {
    pid = Number(line);
  });
  return () => pid;
}

// Until it accepts connections, a fatal line is the reason why the database ends by itself; later
// such lines are about single connections.
function relayLines(lines: Interface, log: EngineLog): () => string | undefined {
  let isReady = false;
  let reason: string | undefined;
  lines.on('line', (line) => {
    log('database.said', { line });
    isReady ||= line.includes('ready to accept connections');
    if (/^(FATAL|PANIC):/.test(line)) reason = line.slice(6).trim();
  });
  return () => (isReady ? undefined : reason);
}
