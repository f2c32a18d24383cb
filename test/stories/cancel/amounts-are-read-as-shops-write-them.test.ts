// Story: shops write amounts in many ways; what is clear is done, what is not changes nothing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner, booksClose, digestOf, rowsOf, storyOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { call, openShop, postJson, type Shop } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: Shop;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = await openShop(gyeol.url);
});
afterAll(() => gyeol.stop());

const paid = async (): Promise<string> => (await shop.keyin({ AMOUNT: '50000' })).TID ?? '';

// biome-ignore format: a table
const taken: readonly (readonly [written: unknown, cancelled: string])[] = [
  ['1000', '1000'], [1000, '1000'], ['1000.00', '1000'], ['1000.0', '1000'], [50000, '50000'],
  ['50000', '50000'], [undefined, '50000'], ['', '50000'], ['0', '50000'], [0, '50000'],
  ['0.00', '50000'],
];

test.each(taken)('T6: amount %j gives back %s won of 50000', async (amount, cancelled) => {
  const tid = await paid();
  const answer = await shop.cancel({ tid, ...(amount === undefined ? {} : { amount }) });
  expect(answer).toMatchObject({
    ...{ cancel_tid: tid, cancel_code: '0000', cancel_amt: cancelled },
    ...{ RESULTCODE: '0000', RESULTMSG: '성공', cancel_msg: '성공' },
    cancel_date: expect.stringMatching(/^\d{14}$/),
  });
  expect((await storyOf(gyeol, tid)).remaining).toBe(50_000 - Number(cancelled));
});

// biome-ignore format: a table
const unfit: readonly unknown[] = [
  '-1000', -1000, '1,000', '1000.5', 1000.5, '1e3', '0x10', ' 1000', '1000 ', '+1000', '-0', '１００',
  '99999999999', 1e30, '9007199254740993', 'abc', null, true, [1000], { won: 1000 }, '1_000',
  '01000', 'NaN', '1000원',
];

test('T6: what is not clearly an amount is refused by its name and changes nothing', async () => {
  const tid = await paid();
  const before = await digestOf(gyeol);
  for (const amount of unfit) {
    const answer = await shop.cancel({ tid, amount });
    const expected = { cancel_code: 'E004', RESULTCODE: 'E004', cancel_amt: '' };
    expect({ sent: amount, ...answer }).toMatchObject({ sent: amount, ...expected });
    expect(answer.cancel_msg).toContain('amount');
  }
  expect(await digestOf(gyeol)).toBe(before);
});

test('after 900 requests of one payment only all that is left can be cancelled', async () => {
  const tid = await paid();
  await shop.cancel({ tid, amount: '1' });
  // As if the bank had refused as many parts before.
  const columns = `merchant_id, payment_id, supply, vat, tax_free, amount, reason, asked_by, asked_at, at`;
  await asOwner(
    gyeol,
    `insert into cancel_request (${columns}, sequence, id, status)
    select ${columns}, n, gen_random_uuid(), 'refused' from cancel_request,
      generate_series(2, 900) n where payment_id = (select id from payment where tid = '${tid}')`,
  );
  const asked = async () => {
    const sql = `select count(*) from simulator.cancel c join payment p using (request_id) where p.tid = $1`;
    return (await rowsOf(gyeol, sql, [tid]))[0]?.count;
  };
  const before = await asked();
  expect(await shop.cancel({ tid, amount: '1' })).toMatchObject({ cancel_code: 'E027' });
  const body = { amount: 1, reason: '변심' };
  const native = await call(gyeol.url, {
    method: 'POST',
    path: `/v1/payments/${tid}/cancel`,
    body,
  });
  expect(native).toMatchObject({ status: 409, body: { type: 'urn:gyeol:cancels-used-up' } });
  expect(await asked()).toEqual(before);
  expect(await shop.cancel({ tid, amount: '49999' })).toMatchObject({ cancel_code: '0000' });
  await booksClose(gyeol);
});

test('T6: more than what is left is refused with what is left', async () => {
  const tid = await paid();
  expect((await shop.cancel({ tid, amount: '50001' })).cancel_code).toBe('E021');
  await shop.cancel({ tid, amount: '20000' });
  const before = await digestOf(gyeol);
  const refused = await shop.cancel({ tid, amount: '30001' });
  expect(refused).toMatchObject({ cancel_code: 'E021', cancel_tid: tid, cancel_amt: '' });
  expect(refused.cancel_msg).toContain('30000원');
  expect(await digestOf(gyeol)).toBe(before);
  expect((await shop.cancel({ tid, amount: '30000' })).cancel_code).toBe('0000');
  await booksClose(gyeol);
});

test('what is already cancelled says 이미 취소, also for a part of it', async () => {
  const tid = await paid();
  await shop.cancel({ tid });
  const before = await digestOf(gyeol);
  for (const fields of [{ tid }, { tid, amount: '1' }, { tid, amount: '0' }]) {
    const refused = await shop.cancel(fields);
    expect(refused.cancel_code).toBe('E020');
    expect(refused.cancel_msg).toContain('이미 취소');
    expect(refused.RESULTMSG).toContain('이미 취소');
  }
  expect(await digestOf(gyeol)).toBe(before);
});

test('an unknown TID, a declined payment and a missing one are refused each in its way', async () => {
  const declined = await shop.keyin({ CARDNO: '9906100000001010' });
  const code = async (fields: object) => (await shop.cancel({ ...fields })).cancel_code;
  expect(await code({ tid: '261121000000ABCDEFGH' })).toBe('E007');
  expect(await code({ tid: declined.TID })).toBe('E022');
  expect(await code({ tid: '' })).toBe('E004');
  expect(await code({ tid: 'x'.repeat(101) })).toBe('E004');
  expect(await code({ tid: await paid(), reason: '' })).toBe('E004');
  expect(await code({ tid: await paid(), reason: '가'.repeat(51) })).toBe('E004');
});

test('a cancel needs the ApiKey as well as the TOKEN', async () => {
  const tid = await paid();
  const cancel = async (headers: Record<string, string>) =>
    (await postJson(`${gyeol.url}/api/cancel`, { tid, reason: '변심' }, headers)).body.cancel_code;
  const before = await digestOf(gyeol);
  expect(await cancel({ TOKEN: shop.token })).toBe('E003');
  expect(await cancel({ TOKEN: shop.token, ApiKey: 'demo-kex' })).toBe('E003');
  expect(await cancel({ ApiKey: 'demo-key' })).toBe('E002');
  expect(await digestOf(gyeol)).toBe(before);
});
