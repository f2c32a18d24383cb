// From nothing to the first durable answer: process start, token, and a key-in answered with 0000.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cards, keyIn, takeToken } from './order.ts';
import { waitUntilIdle } from './processes.ts';
import { startServer } from './server.ts';

export interface ColdStarts {
  /** Seconds, each with a data folder that did not exist. */
  readonly newFolder: readonly number[];
  /** Seconds, each with the folder that the start before left behind. */
  readonly oldFolder: readonly number[];
}

export async function timeColdStarts(folder: string, times: number): Promise<ColdStarts> {
  const newFolder: number[] = [];
  const oldFolder: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const parent = join(folder, `start-${time}`);
    mkdirSync(parent, { mode: 0o711 });
    newFolder.push(await timeStart(join(parent, 'data')));
    oldFolder.push(await timeStart(join(parent, 'data')));
    rmSync(parent, { recursive: true, force: true });
  }
  return { newFolder, oldFolder };
}

async function timeStart(dataFolder: string): Promise<number> {
  await waitUntilIdle();
  const begun = performance.now();
  const server = await startServer(dataFolder);
  const token = await takeToken(server.url);
  const order = `START-${Date.now()}`;
  const code = await keyIn(server.url, { token, order, card: cards[0] ?? '' });
  const seconds = (performance.now() - begun) / 1_000;
  await server.stop();
  if (code !== '0000') throw new Error(`the first key-in after a start was answered ${code}`);
  return seconds;
}
