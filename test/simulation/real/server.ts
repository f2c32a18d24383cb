// The built server as a process of its own, which may be killed at any instant and started again.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface RealServer {
  readonly url: string;
  /** As a power cut does it, but for the disk. */
  kill(): Promise<void>;
  /** As an operator does it; answers the exit code. */
  stop(): Promise<number | null>;
}

/** This file lies in dist/test/simulation/real when it runs. */
const program = fileURLToPath(new URL('../../../cli/main.js', import.meta.url));
const readyWithinMs = 60_000;

export async function startRealServer(dataFolder: string): Promise<RealServer> {
  const env = { PATH: process.env.PATH ?? '', GYEOL_DATA: dataFolder, PORT: '0' };
  const child = spawn(process.execPath, [program, 'start'], {
    env: { ...env, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A simulation that is stopped half way takes its server, and with it the database, along.
  const takeAlong = (): void => void child.kill('SIGTERM');
  process.once('exit', takeAlong);
  child.once('exit', () => process.off('exit', takeAlong));
  const url = await readyUrl(child);
  return {
    url,
    kill: async () => void (await endedBy(child, 'SIGKILL')),
    stop: () => endedBy(child, 'SIGTERM'),
  };
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const tooLate = setTimeout(() => reject(new Error('the server was not ready')), readyWithinMs);
    const end = (code: number | null): void => {
      clearTimeout(tooLate);
      reject(new Error(`the server ended with ${code} at its start`));
    };
    child.once('exit', end);
    child.stdout?.on('data', (text) => {
      said += String(text);
      const url = /^gyeol ready (\S+)$/m.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(tooLate);
      child.off('exit', end);
      resolve(url);
    });
  });
}

function endedBy(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.kill(signal);
  });
}

/** Ends the embedded database alone, by the process that its own folder names. */
export function killDatabase(dataFolder: string): boolean {
  const file = join(dataFolder, 'cluster', 'postmaster.pid');
  try {
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    return Number.isSafeInteger(pid) && pid > 1 && process.kill(pid, 'SIGKILL');
  } catch {
    // It lies elsewhere, or is being started just now: then this time it lives on.
    return false;
  }
}
