// Starts the server, says where it is, and stops it in order when it is told to.
import { startGateway } from '../server/compose.ts';
import { readConfig } from '../server/config.ts';

export async function start(env: NodeJS.ProcessEnv): Promise<number> {
  const config = readConfig(env);
  const gateway = await startGateway(config);
  // Whoever reads that the server is ready may tell it to stop at once.
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    gateway.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  say(`gyeol ready ${gateway.url}`);
  if (config.mode === 'sandbox') {
    say('sandbox: CookiePay demo / demo-key, native API key sk_sandbox_demo');
    say(`test cards: ${gateway.url}/sandbox/cards`);
    if (env.GYEOL_SANDBOX_EXPOSED === 'yes') {
      say('WARNING: this sandbox may be reached from other machines, and its keys are published.');
    }
  }
  return 0;
}
