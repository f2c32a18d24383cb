// Starts the server, says where it is, and stops it in order when it is told to.
import { startGateway } from '../server/compose.ts';
import { readConfig, wantsShop } from '../server/config.ts';
import { startShop } from './shop.ts';

export async function start(env: NodeJS.ProcessEnv, restored: boolean): Promise<number> {
  const config = { ...readConfig(env), restored };
  const withShop = config.mode === 'sandbox' && wantsShop(env);
  const gateway = await startGateway(config);
  // Whoever reads that the server is ready may tell it to stop at once.
  let stopping = false;
  let closeShop = (): void => {};
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    closeShop();
    gateway.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  say(`gyeol ready ${gateway.url}`);
  if (restored) say('restored: tokens and windows of before are void; GET /v1/restorations');
  if (config.mode === 'sandbox') {
    say('sandbox: CookiePay demo / demo-key, Payple test / abcd1234567890');
    say('native API key: sk_sandbox_demo');
    say(`test cards: ${gateway.url}/sandbox/cards`);
    if (env.GYEOL_SANDBOX_EXPOSED === 'yes') {
      say('WARNING: this sandbox may be reached from other machines, and its keys are published.');
    }
  }
  if (withShop) {
    const port = Number(new URL(gateway.url).port) + 1;
    const ready = (url: string): void => say(`sample shop: ${url}`);
    const gatewayUrl = config.publicUrl ?? gateway.url;
    closeShop = startShop({ gatewayUrl, host: config.host, port, ready });
  }
  return 0;
}
