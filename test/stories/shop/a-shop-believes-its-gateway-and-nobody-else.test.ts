// Story: what a browser or a stranger tells the sample shop changes nothing that it ships by.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { openSampleShop, placeOrder, type SampleShop } from '../../harness/sample-shop.ts';

let gyeol: TestGateway;
let shop: SampleShop;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openSampleShop(gyeol.url);
});
afterAll(async () => {
  await shop.stop();
  await gyeol.stop();
});

/** Posts as the script of the page does, and reads the order's page afterwards. */
async function tell(order: string, fields: Readonly<Record<string, string>>): Promise<string> {
  const answer = await fetch(`${shop.url}${order}/result`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  return answer.text();
}

function numberOf(order: string): string {
  return order.replace('/orders/', '');
}

const forged = {
  PCD_PAY_RST: 'success',
  PCD_PAY_CODE: '0000',
  PCD_PAY_TYPE: 'card',
  PCD_PAY_TIME: '20261121120000',
};

test('a result that was never paid is not believed', async () => {
  const order = await placeOrder(shop, 'pay');
  const page = await tell(order, {
    ...forged,
    PCD_PAY_OID: numberOf(order),
    PCD_PAY_TOTAL: '52000',
  });
  expect(page).toContain('결제 전');
  expect(page).not.toContain('결제 완료');
});

test('a certified window of another amount is not confirmed', async () => {
  const order = await placeOrder(shop, 'cert');
  const page = await tell(order, {
    ...forged,
    PCD_PAY_OID: numberOf(order),
    PCD_PAY_TOTAL: '100',
    PCD_PAY_REQKEY: 'x',
    PCD_PAY_COFURL: `${gyeol.url}/php/PayCardConfirmAct.php?ACT_=PAYM`,
  });
  expect(page).toContain('금액이 다릅니다.');
  expect(page).not.toContain('상점 → Gyeol');
});

describe('the keys never follow an address of', () => {
  test.each([
    'http://127.0.0.1:1/',
    'https://evil.example/',
    '//evil.example/',
    '',
  ])('%s', async (confirmUrl) => {
    const order = await placeOrder(shop, 'cert');
    const page = await tell(order, {
      ...forged,
      PCD_PAY_OID: numberOf(order),
      PCD_PAY_TOTAL: '18000',
      PCD_PAY_COFURL: confirmUrl,
    });
    expect(page).toContain('승인 주소가 다릅니다.');
    expect(page).not.toContain('상점 → Gyeol');
  });

  test('a host that only begins like the gateway', async () => {
    const order = await placeOrder(shop, 'cert');
    const page = await tell(order, {
      ...forged,
      PCD_PAY_OID: numberOf(order),
      PCD_PAY_TOTAL: '18000',
      PCD_PAY_COFURL: `${gyeol.url}.evil.example/`,
    });
    expect(page).toContain('승인 주소가 다릅니다.');
  });
});

test('a billing key that is nobody’s is not kept', async () => {
  const order = await placeOrder(shop, 'monthly');
  const page = await tell(order, { ...forged, PCD_PAYER_ID: 'a'.repeat(22) });
  expect(page).toContain('결제 전');
  expect(page).not.toContain('구독 중');
});

test('a webhook without the right signature is refused', async () => {
  const order = await placeOrder(shop, 'cert');
  const body = JSON.stringify({ ...forged, PCD_PAY_OID: numberOf(order), PCD_PAY_TOTAL: '18000' });
  for (const signature of ['', 'v1,', `v1,${'A'.repeat(43)}=`]) {
    const headers = {
      'webhook-id': 'e',
      'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
      'webhook-signature': signature,
    };
    const answer = await fetch(`${shop.url}/sample-shop/notices`, {
      method: 'POST',
      headers,
      body,
    });
    expect(answer.status).toBe(401);
  }
  expect(await fetch(`${shop.url}${order}`).then((page) => page.text())).toContain('결제 전');
});

test('another site cannot press its buttons', async () => {
  const order = await placeOrder(shop, 'cert');
  for (const does of ['refund', 'charge', 'remove', 'look']) {
    const headers = { origin: 'http://evil.example' };
    const answer = await fetch(`${shop.url}${order}/${does}`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(),
    });
    expect(answer.status).toBe(403);
  }
});

test('its pages show no secret, and text of a stranger as text', async () => {
  const order = await placeOrder(shop, 'cert');
  const page = await tell(order, {
    PCD_PAY_RST: 'error',
    PCD_PAY_MSG: '<img src=x onerror=alert(1)>',
  });
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
  await fetch(`${shop.url}/pg/auth/${numberOf(order)}`, { method: 'POST' });
  const after = await fetch(`${shop.url}${order}`).then((answer) => answer.text());
  expect(after).toContain('가맹점 인증');
  expect(after).not.toContain('abcd1234567890');
  expect(after).not.toContain('a41ce010ede9');
});
