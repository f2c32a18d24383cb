// The gateway under test: the built server as a process of its own, as an operator starts it.
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Server {
  readonly url: string;
  readonly pid: number;
  readonly dataFolder: string;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('../cli/main.js', import.meta.url));

/** Longer than any start takes, so that a start that hangs ends the bench. */
const readyWithinMs = 60_000;

/** Starts on a free port and answers once the server says that it is ready. */
export async function startServer(dataFolder: string): Promise<Server> {
  const log = openSync(`${dataFolder}.log`, 'a');
  const child = spawn(process.execPath, [program, 'start'], {
    env: environment(dataFolder),
    stdio: ['ignore', 'pipe', log],
  });
  const stop = () => end(child);
  // A bench that is stopped half way takes its server, and with it the database, along.
  const takeAlong = (): void => void child.kill('SIGTERM');
  process.once('exit', takeAlong);
  child.once('exit', () => process.off('exit', takeAlong));
  const url = await readyUrl(child).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, pid: child.pid ?? 0, dataFolder, stop };
}

/** Nothing that the caller's shell has set may change what is measured. */
function environment(dataFolder: string): NodeJS.ProcessEnv {
  const foreign = /^(GYEOL_|DATABASE_URL$|PORT$|HOST$|LOG_LEVEL$|NODE_OPTIONS$)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), GYEOL_DATA: dataFolder, GYEOL_SHOP: 'off', PORT: '0' };
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const tooLate = setTimeout(() => reject(new Error('the server was not ready')), readyWithinMs);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} at its start`)));
    child.once('error', reject);
    child.stdout?.on('data', (text) => {
      said += String(text);
      const url = /^gyeol ready (\S+)$/m.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(tooLate);
      resolve(url);
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}
