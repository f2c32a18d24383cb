// Story: whoever sends too much is let finish, and then reads why it was refused.
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { call, merchantKey, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

const quarter = Buffer.alloc(256 * 1024, 'a');

/** A plain client: it looks for an answer when all of its body is sent, and not before. */
async function sendFirst(path: string, length: 'named' | 'chunked', key: string): Promise<string> {
  const { hostname, port } = new URL(gyeol.url);
  const socket = connect({ host: hostname, port: Number(port) }).pause();
  const failed = new Promise<never>((_resolve, reject) => socket.once('error', reject));
  const write = (bytes: Buffer | string) =>
    new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
  const sent = async () => {
    const size =
      length === 'named' ? `content-length: ${16 * 256 * 1024}` : 'transfer-encoding: chunked';
    await write(
      `POST ${path} HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${key}\r\n` +
        `content-type: application/json\r\n${size}\r\n\r\n`,
    );
    for (let part = 0; part < 16; part++) {
      if (length === 'chunked') await write('40000\r\n');
      await write(quarter);
      if (length === 'chunked') await write('\r\n');
    }
    if (length === 'chunked') await write('0\r\n\r\n');
  };
  try {
    await Promise.race([sent(), failed]);
    return await Promise.race([
      new Promise<string>((resolve) =>
        socket.once('data', (bytes) => resolve(bytes.toString())).resume(),
      ),
      failed,
    ]);
  } finally {
    socket.destroy();
  }
}

// biome-ignore format: a table
test.each([
  ['/v1/virtual-accounts',         merchantKey, 413, 'too-large at line 1, column 1'],
  ['/v1/reconciliations',          merchantKey, 403, 'urn:gyeol:wrong-role'],
  ['/v1/bank-holidays',            operatorKey, 413, 'too-large at line 1, column 1'],
  ['/sandbox/clock',               'nobody',    401, 'urn:gyeol:token-refused'],
  ['/keyin/payment',               merchantKey, 200, '"RESULTCODE":"E001"'],
  ['/php/auth.php',                merchantKey, 200, 'AUTH8001'],
  ['/php/PayCardConfirmAct.php',   merchantKey, 200, 'CPCA8001'],
  ['/index.php?ACT_=PAYM',         merchantKey, 413, ''],
  ['/nowhere',                     merchantKey, 413, 'urn:gyeol:request'],
])('T62: %s', async (path, key, status, says) => {
  for (const length of ['named', 'chunked'] as const) {
    const answer = await sendFirst(path, length, key);
    expect(answer.split('\r\n')[0]).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain(says);
  }
});

test('the gateway goes on as if nothing had been sent', async () => {
  const verdict = await call(gyeol.url, { path: '/v1/ledger/verify', key: operatorKey });
  expect(verdict.body).toEqual({ ok: true, breaks: [] });
});
