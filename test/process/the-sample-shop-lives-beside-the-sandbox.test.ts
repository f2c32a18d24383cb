// The sample shop as `npm start` brings it: beside a sandbox, with it, and never in its way.
import { createServer } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/patience.ts';
import { run, type Started, startServer, stop, temporaryFolder } from '../harness/program.ts';

const folder = temporaryFolder();
const data = `${folder.path}/data`;
afterAll(() => folder.remove());

const withShop = { GYEOL_SHOP: 'on' };

function shopOf(server: Started): Promise<string> {
  return eventually(() => {
    const [, url] = /sample shop: (\S+)/.exec(server.out()) ?? [];
    if (url === undefined) throw new Error('no shop yet');
    return url;
  });
}

function isGone(url: string): Promise<void> {
  return eventually(() => expect(fetch(url)).rejects.toThrow());
}

test('it stands on the next port, and SIGTERM ends both', async () => {
  const server = await startServer(data, withShop);
  const shop = await shopOf(server);
  const page = await fetch(`${shop}/cards`).then((answer) => answer.text());
  expect(page).toContain('4111111111111111');
  expect(await stop(server)).toMatchObject({ code: 0, err: '' });
  await isGone(shop);
});

test('it does not outlive a gateway that is killed', async () => {
  const server = await startServer(data, withShop);
  const shop = await shopOf(server);
  await stop(server, 'SIGKILL');
  await isGone(shop);
});

test('a taken port keeps neither of them from starting', async () => {
  const first = await startServer(data);
  const { port } = new URL(first.url);
  await stop(first);
  const next = Number(port) + 1;
  const taken = createServer();
  await new Promise((resolve) =>
    taken.once('error', resolve).listen(next, '127.0.0.1', () => resolve(null)),
  );
  const server = await startServer(data, { ...withShop, PORT: port });
  const shop = await shopOf(server);
  expect(shop).not.toContain(`:${next}`);
  expect((await fetch(shop)).status).toBe(200);
  await stop(server);
  taken.close();
});

describe('GYEOL_SHOP', () => {
  test('off leaves it out', async () => {
    const server = await startServer(data, { GYEOL_SHOP: 'off' });
    expect((await stop(server)).out).not.toContain('sample shop');
  });

  test('anything else but on is refused with a sentence', async () => {
    const refused = await run(['start'], { GYEOL_DATA: data, PORT: '0', GYEOL_SHOP: 'maybe' })
      .ended;
    expect(refused).toMatchObject({
      code: 78,
      err: 'GYEOL_SHOP must be on or off, not "maybe".\n',
    });
  });
});
