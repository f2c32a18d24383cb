// Story: a merchant looks after billing keys and switches through the native API.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { makeKey, openPayple } from '../../harness/payple.ts';
import { openReceiver } from '../../harness/receiver.ts';
import { newMerchant } from '../../harness/sandbox.ts';
import { call, operatorKey } from '../../harness/shop.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

const native = (method: string, path: string, more: { body?: unknown; key?: string } = {}) =>
  call(gyeol.url, { method, path, ...more });

async function demo() {
  const caller = await gyeol.gateway.parts.callers.find('payple', 'demo');
  if (caller === null) throw new Error('no demo');
  return caller;
}

test('keys are listed, shown without their digits, and removed with a word to the shop', async () => {
  const receiver = await openReceiver();
  const endpoint = {
    contract: (await demo()).contract.id,
    url: receiver.url,
    format: 'dialect',
    purpose: 'deregistration',
  };
  await native('POST', '/v1/notices/endpoints', { body: endpoint });
  const id = await makeKey(gyeol.gateway.parts);
  const list = await native('GET', '/v1/billing-keys');
  expect(list.body.data).toEqual([
    expect.objectContaining({ id, status: 'registered', masked: '424242******4242' }),
  ]);
  expect(await native('POST', `/v1/billing-keys/${id}/remove`)).toMatchObject({
    status: 200,
    body: { status: 'removed' },
  });
  expect((await native('POST', `/v1/billing-keys/${id}/remove`)).status).toBe(404);
  await eventually(() => expect(receiver.letters).toHaveLength(1));
  expect(receiver.letters[0]?.body).toMatchObject({
    ...{ PCD_PAY_RST: 'success', PCD_PAY_WORK: 'PUSERDEL', PCD_PAYER_ID: id, PCD_CST_ID: 'demo' },
    PCD_PAY_MSG: expect.stringMatching(/^\[2008\]/),
  });
  expect((await openPayple(gyeol.url).charge(id)).PCD_PAY_CODE).toBe('SPCD0011');
  await receiver.close();
});

test("T26: pages of keys follow each other, and a cursor is its merchant's own", async () => {
  for (let count = 0; count < 52; count += 1) await makeKey(gyeol.gateway.parts);
  const first = await native('GET', '/v1/billing-keys');
  expect(first.body.data).toHaveLength(50);
  const cursor = encodeURIComponent(String(first.body.nextCursor));
  const second = await native('GET', `/v1/billing-keys?cursor=${cursor}`);
  expect((second.body.data as unknown[]).length).toBeGreaterThanOrEqual(2);
  const { key } = await newMerchant(gyeol.url);
  expect((await native('GET', `/v1/billing-keys?cursor=${cursor}`, { key })).status).toBe(400);
});

test('switches are set all together, by their merchant or by an operator', async () => {
  const { id, publicId } = (await demo()).credential;
  const path = `/v1/credentials/${id}/policy`;
  const before = await native('GET', path);
  expect(before.body).toMatchObject({ id, publicId, numbers: 'manual', origins: null });
  const { id: _, publicId: __, ...usual } = before.body;
  const wanted = { ...usual, numbers: 'text', origins: ['https://shop.example'] };
  expect(await native('PUT', path, { body: wanted })).toMatchObject({ status: 200, body: wanted });
  const charged = await openPayple(gyeol.url).charge(await makeKey(gyeol.gateway.parts));
  expect(charged.PCD_PAY_TAXTOTAL).toBe('900');
  // biome-ignore format: a table
  const unfit = [
    ['https://shop.example/'], ['shop.example'], ['javascript:alert(1)'], ['*'], ['null'], [''],
    ['https://shop.example:443'], ['HTTPS://SHOP.EXAMPLE'], ['https://a@shop.example'],
    ['https://shop.example', 'https://shop.example'], [1], 'https://shop.example', {},
  ];
  for (const origins of unfit) {
    const refused = await native('PUT', path, { body: { ...usual, origins } });
    expect(refused.status, JSON.stringify(origins)).toBe(400);
    expect(refused.body.field, JSON.stringify(origins)).toMatch(/^origins/);
  }
  const blind = await native('PUT', path, { body: { ...usual, referer: 'registered' } });
  expect(blind).toMatchObject({ status: 400, body: { field: 'origins' } });
  const { referer: ___, ...forgotten } = usual;
  const incomplete = await native('PUT', path, { body: forgotten });
  expect(incomplete).toMatchObject({ status: 400, body: { field: 'referer' } });
  expect((await native('GET', path)).body).toMatchObject(wanted);
  const { key } = await newMerchant(gyeol.url);
  expect((await native('GET', path, { key })).status).toBe(404);
  expect((await native('PUT', path, { body: usual, key })).status).toBe(404);
  expect(await native('PUT', path, { body: usual, key: operatorKey })).toMatchObject({
    status: 200,
    body: usual,
  });
});
