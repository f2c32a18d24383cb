// Story: a merchant asks which contracts and credentials it has, and sees nobody else's.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { newMerchant } from '../../harness/sandbox.ts';
import { call, merchantKey, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

interface Listed {
  readonly id: string;
  readonly dialect: string;
  readonly pg: string;
  readonly terms: { readonly partialCancel: boolean };
  readonly credentials: readonly { readonly id: string; readonly publicId: string }[];
}

async function contractsOf(key: string): Promise<readonly Listed[]> {
  const { status, body } = await call(gyeol.url, { path: '/v1/contracts', key });
  expect(status).toBe(200);
  return body.data as readonly Listed[];
}

test('the demo merchant has one contract per published credential', async () => {
  const listed = await contractsOf(merchantKey);
  const names = listed.map(({ dialect, pg, credentials }) => [
    dialect,
    pg,
    ...credentials.map((each) => each.publicId),
  ]);
  expect(names).toEqual([
    ['cookiepay', 'kiwoom', 'demo'],
    ['cookiepay', 'danal', 'demo-danal'],
    ['cookiepay', 'toss', 'demo-toss'],
    ['payple', 'payple', 'test'],
    ['payple', 'payple', 'demo'],
  ]);
  expect(listed.map(({ terms }) => terms.partialCancel)).toEqual([true, true, true, false, true]);
});

test('no list holds a secret', async () => {
  const text = JSON.stringify(await contractsOf(merchantKey));
  for (const secret of ['demo-key', 'abcd1234567890', 'demo-refund-key', 'hash'])
    expect(text).not.toContain(secret);
});

test('T25: a merchant sees its own, and an operator is told to ask with a merchant key', async () => {
  const other = await newMerchant(gyeol.url, { name: '옆 상점' });
  const listed = await contractsOf(other.key);
  expect(listed.map(({ id }) => id)).toEqual([other.contract]);
  expect(listed[0]?.credentials.map(({ id }) => id)).toEqual([other.credential]);
  const asked = await call(gyeol.url, { path: '/v1/contracts', key: operatorKey });
  expect(asked.status).toBe(403);
});
