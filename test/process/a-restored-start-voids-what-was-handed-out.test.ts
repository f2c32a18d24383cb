// The command that an operator gives once, after he has put a backup back.
import { afterAll, expect, test } from 'vitest';
import { run, type Started, startServer, stop, temporaryFolder } from '../harness/program.ts';
import { openShop, postJson, takeToken } from '../harness/shop.ts';

const folder = temporaryFolder();
let server: Started | null = null;
afterAll(async () => {
  if (server !== null) await stop(server);
  folder.remove();
});

async function restart(restored: boolean): Promise<Started> {
  if (server !== null) expect((await stop(server)).code).toBe(0);
  server = await startServer(folder.path, {}, restored ? ['--restored'] : []);
  return server;
}

test('T84: with the flag tokens of before are void, without it they are not', async () => {
  const { url } = await restart(false);
  const tid = (await (await openShop(url)).keyin()).TID;
  const headers = { ApiKey: 'demo-key', TOKEN: await takeToken(url) };
  const asked = async (base: string) =>
    (await postJson(`${base}/api/paycert`, { tid }, headers)).body;
  expect(await asked((await restart(false)).url)).toMatchObject({ RESULTCODE: '0000' });
  const restored = await restart(true);
  expect(await asked(restored.url)).toMatchObject({ RESULTCODE: 'E002' });
  expect(restored.out()).toContain('GET /v1/restorations');
});

test('the help names it', async () => {
  expect((await run(['--help']).ended).out).toContain('gyeol start --restored');
});
