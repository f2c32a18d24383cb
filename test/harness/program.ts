// The built program as a child process, as an operator starts it; stopped by whoever started it.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const entry = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Program {
  readonly process: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<Ended>;
}

export interface Started extends Program {
  readonly url: string;
}

/** A folder that the database's own user may enter, so that nothing is left elsewhere. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'gyeol-program-'));
  chmodSync(path, 0o711);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs the command line with nothing in its environment but PATH and what is given. */
export function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
  return { process: child, out: () => out, err: () => err, ended };
}

/** Starts the server on a free port and waits until it says that it is ready. */
export async function startServer(
  dataFolder: string,
  env: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): Promise<Started> {
  const program = run(['start', ...flags], {
    GYEOL_DATA: dataFolder,
    PORT: '0',
    LOG_LEVEL: 'error',
    GYEOL_SHOP: 'off',
    ...env,
  });
  const url = await new Promise<string>((resolve, reject) => {
    const look = (): void => {
      const found = /gyeol ready (\S+)/.exec(program.out());
      if (found?.[1] !== undefined) resolve(found[1]);
    };
    program.process.stdout?.on('data', look);
    void program.ended.then(({ code, err }) => reject(new Error(`not ready: ${code} ${err}`)));
  });
  return { ...program, url };
}

export async function stop(program: Program, signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
  program.process.kill(signal);
  return program.ended;
}
