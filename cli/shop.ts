// Starts the sample shop beside a sandbox: a process of its own that only speaks HTTP with us.
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../examples/shop/main.mjs', import.meta.url));

export interface Beside {
  /** As browsers reach the gateway, without a slash at the end. */
  readonly gatewayUrl: string;
  readonly host: string;
  readonly port: number;
  readonly ready: (url: string) => void;
}

/** Answers what stops it. It also ends by itself when this process does, however that ends. */
export function startShop({ gatewayUrl, host, port, ready }: Beside): () => void {
  if (!existsSync(script)) return () => {};
  const shop = fork(script, {
    // Of our environment it needs nothing, and least of all the address of the database.
    env: { PATH: process.env.PATH ?? '', GYEOL_URL: gatewayUrl, HOST: host, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  shop.on('message', ({ url }: { readonly url: string }) => ready(url));
  // Without a shop the gateway is whole; standard error has said why.
  shop.on('error', () => {});
  shop.unref();
  shop.channel?.unref();
  return () => void shop.kill();
}
