// The sample shop of examples/, as a process beside the gateway of a test.
import { fork } from 'node:child_process';
import { join } from 'node:path';

const script = join(import.meta.dirname, '..', '..', 'examples', 'shop', 'main.mjs');

export interface SampleShop {
  readonly url: string;
  /** Whatever it complained about so far. */
  readonly complaints: () => string;
  stop(): Promise<void>;
}

export function openSampleShop(gatewayUrl: string): Promise<SampleShop> {
  const shop = fork(script, {
    env: { PATH: process.env.PATH ?? '', GYEOL_URL: gatewayUrl, PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaints = '';
  shop.stderr?.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => shop.once('exit', () => resolve()));
  const stop = (): Promise<void> => {
    shop.kill();
    return ended;
  };
  return new Promise((resolve, reject) => {
    shop.once('message', ({ url }: { readonly url: string }) =>
      resolve({ url, complaints: () => complaints, stop }),
    );
    void ended.then(() => reject(new Error(`the shop ended: ${complaints}`)));
  });
}

/** Places an order and answers its path. */
export async function placeOrder(shop: SampleShop, offer: string): Promise<string> {
  const body = new URLSearchParams({ offer });
  const answer = await fetch(`${shop.url}/orders`, { method: 'POST', body, redirect: 'manual' });
  return answer.headers.get('location') ?? '';
}
