// Story: one published sample confirms and cancels from its page; its answers may be read there.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import {
  makeKey,
  openPayple,
  type PaypleKeys,
  paypleDemo,
  paypleTest,
} from '../../harness/payple.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

const page = 'https://shop.example';

/** The origin that a browser is told may read the answer. */
async function reader(keys: PaypleKeys, path: string, body: object = {}): Promise<string | null> {
  const tokens = await openPayple(gyeol.url, keys).tokens({ PCD_PAYCHK_FLAG: 'Y' });
  const response = await fetch(`${gyeol.url}${path}`, {
    method: 'POST',
    headers: { origin: page },
    body: JSON.stringify({ ...tokens, ...body }),
  });
  expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  return response.headers.get('access-control-allow-origin');
}

// biome-ignore format: a table
test.each([
  ['/php/PayCardConfirmAct.php',                          page],
  ['/php/PayConfirmAct.php?ACT_=PAYM',                    page],
  ['/php/account/api/cPayCAct.php',                       page],
  ['/php/PayChkAct.php',                                  null],
  ['/php/SimplePayCardAct.php',                           null],
  ['/php/cPayUser/api/cPayUserAct.php?ACT_=PUSERINFO',    null],
  ['/php/taxsave/api/tsAct.php?ACT_=TSREG',               null],
])('%s: %s', async (path, allowed) => {
  const key = await makeKey(gyeol.gateway.parts, { publicId: 'test' });
  expect(await reader(paypleTest, path, { PCD_PAYER_ID: key })).toBe(allowed);
  // A merchant that did not ask for it is not read anywhere.
  expect(await reader(paypleDemo, path)).toBeNull();
});

test('partner authentication, which takes the secret, is read by no page', async () => {
  const response = await fetch(`${gyeol.url}/php/auth.php`, {
    method: 'POST',
    headers: { origin: page },
    body: JSON.stringify({ cst_id: paypleTest.id, custKey: paypleTest.key }),
  });
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
});
