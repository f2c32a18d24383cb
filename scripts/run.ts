// Runs another program of the project and tells how it went.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// Compiled code lies two folders below the root, in dist/scripts.
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

export interface Outcome {
  readonly passed: boolean;
  readonly output: string;
  readonly seconds: string;
}

export interface RunOptions {
  // Shown output goes straight to the terminal; captured output comes back in the outcome.
  readonly show: boolean;
}

export function runNode(args: readonly string[], { show }: RunOptions): Promise<Outcome> {
  const started = performance.now();
  return new Promise((resolve) => {
    const stdio = show ? 'inherit' : 'pipe';
    // Colours belong to a terminal; in a log they hide the words.
    const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1' };
    const child = spawn(process.execPath, args, { cwd: projectRoot, stdio, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output += String(chunk);
      });
    }
    child.on('close', (code) => {
      const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
      resolve({ passed: code === 0, output, seconds });
    });
  });
}

// The last line of every verb that counts something; tools read it.
export function conclude(passed: number, failed: number): void {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
