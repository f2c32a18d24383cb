// Story: a body that cannot be read is refused with the place of the fault, and nothing is done.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { speak } from '../../harness/raw-http.ts';
import { demoKeys, keyinBody, newOrderNumber, postJson, takeToken } from '../../harness/shop.ts';

let gyeol: TestGateway;
let proofs: Readonly<Record<string, string>>;
beforeAll(async () => {
  gyeol = await openGateway();
  proofs = { ApiKey: demoKeys.key, TOKEN: await takeToken(gyeol.url) };
});
afterAll(() => gyeol.stop());

const keyin = (body: string) => postJson(`${gyeol.url}/keyin/payment`, body, proofs);

// biome-ignore format: a table
const faults: readonly (readonly [what: string, body: string, said: RegExp])[] = [
  ['the trailing comma of the manuals', '{\n "API_ID": "demo",\n "AMOUNT": "1000",\n}', /3행 18열.*쉼표/],
  ['a missing quote',                   '{"API_ID": demo}',                              /1행 12열/],
  ['a key twice with other values',     '{"AMOUNT":"1","AMOUNT":"2"}',                   /AMOUNT|두 번/],
  ['a NUL character',                   '{"API_ID":"de\\u0000mo"}',                      /NUL|U\+0000|API_ID/],
  ['an array',                          '[]',                                            /객체/],
  ['nothing',                           '',                                              /비어/],
];

test.each(faults)('%s is named', async (_what, body, said) => {
  const before = await digestOf(gyeol);
  const refused = await keyin(body);
  expect(refused.status).toBe(200);
  expect(refused.body.RESULTCODE).toMatch(/^E00[14]$/);
  expect(refused.body.RESULTMSG).toMatch(said);
  expect(await digestOf(gyeol)).toBe(before);
});

test('a trailing comma is E001', async () => {
  expect((await keyin('{"API_ID":"demo",}')).body.RESULTCODE).toBe('E001');
});

test('a form is read like JSON', async () => {
  const form = new URLSearchParams({ ...keyinBody, ORDERNO: newOrderNumber() }).toString();
  const headers = { ...proofs, 'content-type': 'application/x-www-form-urlencoded' };
  const paid = await postJson(`${gyeol.url}/keyin/payment`, form, headers);
  expect(paid.body).toMatchObject({ RESULTCODE: '0000', AMOUNT: '50000' });
});

test('JSON that calls itself a form is read all the same', async () => {
  const body = JSON.stringify({ ...keyinBody, ORDERNO: newOrderNumber() });
  const headers = { ...proofs, 'content-type': 'application/x-www-form-urlencoded' };
  const paid = await speak({ url: `${gyeol.url}/keyin/payment`, method: 'POST', headers, body });
  expect(JSON.parse(paid.body)).toMatchObject({ RESULTCODE: '0000' });
});

test('a path that does not exist answers 404 in JSON', async () => {
  for (const path of ['/keyin/paymnet', '/api', '/', '/KEYIN/payment']) {
    const lost = await postJson(`${gyeol.url}${path}`, '{}');
    expect(lost.status).toBe(404);
    expect(lost.body).toHaveProperty('RESULTCODE');
  }
});
