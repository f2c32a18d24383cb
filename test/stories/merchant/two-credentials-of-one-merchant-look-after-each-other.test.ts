// Story: a merchant with two contracts mixes their keys, as the vendor's own sample does.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksClose, digestOf, storyOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { newMerchant } from '../../harness/sandbox.ts';
import {
  call,
  demoKeys,
  keyinBody,
  newOrderNumber,
  openShop,
  postJson,
  type Shop,
} from '../../harness/shop.ts';

const danalKeys = { id: 'demo-danal', key: 'demo-danal-key' };
const proof = { CARDPWD: '12', CARDAUTH: '900101' };

let gyeol: TestGateway;
let demo: Shop;
let danal: Shop;
beforeAll(async () => {
  gyeol = await openGateway();
  demo = await openShop(gyeol.url);
  danal = await openShop(gyeol.url, danalKeys);
});
afterAll(() => gyeol.stop());

async function askedBy(tid: string | undefined, what: string): Promise<unknown> {
  const { timeline } = await storyOf(gyeol, tid ?? '');
  return timeline.filter((line) => line.what === what).map((line) => line.by);
}

test('T28: the TOKEN of one and the key of the other pay under the contract of the key', async () => {
  const { body } = await postJson(
    `${gyeol.url}/keyin/payment`,
    { ...keyinBody, ...proof, API_ID: danalKeys.id, ORDERNO: newOrderNumber() },
    { TOKEN: demo.token, ApiKey: danalKeys.key },
  );
  expect(body.RESULTCODE).toBe('0000');
  const own = await danal.keyin(proof);
  const contractOf = async (tid = ''): Promise<unknown> =>
    (await call(gyeol.url, { path: `/v1/payments/${tid}` })).body.contract;
  expect(await contractOf(body.TID)).toBe(await contractOf(own.TID));
  expect(await contractOf(body.TID)).not.toBe(await contractOf((await demo.keyin()).TID));
  expect(await askedBy(body.TID, 'intended')).toEqual([danalKeys.id]);
});

test('T28: each looks up what the other was paid', async () => {
  const first = await demo.keyin();
  const second = await danal.keyin(proof);
  expect((await danal.paycert(first.TID ?? '')).RESULTCODE).toBe('0000');
  expect((await demo.paycert(second.TID ?? '')).RESULTCODE).toBe('0000');
  const { body } = await postJson(
    `${gyeol.url}/api/paysearch`,
    { API_ID: demoKeys.id, TID: first.TID },
    { TOKEN: danal.token },
  );
  expect(body).toMatchObject([{ TID: first.TID }]);
});

test('T28: each cancels what the other was paid, and the timeline names who asked', async () => {
  const { TID } = await demo.keyin();
  const cancel = { tid: TID, amount: '10000', reason: '한 개 품절' };
  const asked = [
    [demo.token, danalKeys.key, danalKeys.id],
    [danal.token, demoKeys.key, demoKeys.id],
    [danal.token, danalKeys.key, danalKeys.id],
  ] as const;
  for (const [TOKEN, ApiKey] of asked) {
    const { body } = await postJson(`${gyeol.url}/api/cancel`, cancel, { TOKEN, ApiKey });
    expect(body).toMatchObject({ cancel_code: '0000', cancel_amt: '10000' });
  }
  expect(await askedBy(TID, 'intended')).toEqual(['demo']);
  expect(await askedBy(TID, 'cancel-requested')).toEqual(asked.map(([, , by]) => by));
  expect(await storyOf(gyeol, TID ?? '')).toMatchObject({ cancelled: 30_000, remaining: 20_000 });
  await booksClose(gyeol);
});

test('T28: a key of another merchant does not fit the TOKEN', async () => {
  const { TID } = await demo.keyin();
  const other = await newMerchant(gyeol.url);
  const before = await digestOf(gyeol);
  const headers = { TOKEN: demo.token, ApiKey: other.keys.key };
  const cancel = await postJson(`${gyeol.url}/api/cancel`, { tid: TID, reason: '변심' }, headers);
  expect(cancel.body.cancel_code).toBe('E003');
  const fields = { ...keyinBody, API_ID: other.keys.id, ORDERNO: newOrderNumber() };
  const keyin = await postJson(`${gyeol.url}/keyin/payment`, fields, headers);
  expect(keyin.body.RESULTCODE).toBe('E003');
  expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
});
