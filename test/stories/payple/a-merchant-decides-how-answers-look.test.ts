// Story: what live shops do with answers: they compare echoes exactly, and join addresses as they like.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Policy, usualPolicy } from '../../../core/merchant/policy.ts';
import { storePolicy } from '../../../storage/merchant.ts';
import { booksClose, digestOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import {
  type Fields,
  makeKey,
  openPayple,
  type PaypleShop,
  paypleDemo,
} from '../../harness/payple.ts';
import { newOrderNumber, postJson, type WireAnswer } from '../../harness/shop.ts';

let gyeol: TestGateway;
let shop: PaypleShop;
beforeAll(async () => {
  gyeol = await openGateway();
  shop = openPayple(gyeol.url);
});
afterEach(() => decide({}));
afterAll(async () => {
  await booksClose(gyeol);
  await gyeol.stop();
});

const key = () => makeKey(gyeol.gateway.parts);

async function decide(policy: Partial<Policy>): Promise<void> {
  const { callers, store } = gyeol.gateway.parts;
  const caller = await callers.find('payple', paypleDemo.id);
  if (caller === null) throw new Error('there is no demo credential');
  const { id } = caller.credential;
  const stored = await storePolicy(store.pool, {
    merchantId: caller.merchant.id,
    id,
    policy: { ...usualPolicy, ...policy },
  });
  expect(stored).toBe(true);
  callers.forget();
}

const types = (answer: WireAnswer): string[] =>
  [...new Set(Object.values(answer).map((value) => typeof value))].sort();

test('numbers are numbers as in the manual, or text where they were sent as text', async () => {
  const paid = await shop.charge(await key(), { PCD_PAY_TOTAL: 1_000, PCD_PAYER_NO: 7 });
  expect(paid).toMatchObject({ PCD_PAY_TOTAL: 1_000, PCD_PAYER_NO: 7, PCD_PAY_TAXTOTAL: 91 });
  const texts = await shop.charge(await key(), { PCD_PAY_TOTAL: '1000', PCD_PAYER_NO: '007' });
  expect(texts).toMatchObject({ PCD_PAY_TOTAL: '1000', PCD_PAYER_NO: '007' });
});

test('a merchant who wants text gets text, from every route and in refusals, too', async () => {
  await decide({ numbers: 'text' });
  const payer = await key();
  const paid = await shop.charge(payer, { PCD_PAY_TOTAL: 1_000, PCD_PAYER_NO: 7 });
  expect(paid).toMatchObject({ PCD_PAY_RST: 'success', PCD_PAY_TOTAL: '1000', PCD_PAYER_NO: '7' });
  const again = await shop.charge(payer, {
    PCD_PAY_TOTAL: 1_000,
    PCD_PAYER_NO: 7,
    PCD_PAY_OID: paid.PCD_PAY_OID,
  });
  expect(again).toMatchObject({
    PCD_PAY_CODE: 'SPCD0014',
    PCD_PAY_TOTAL: '1000',
    PCD_PAYER_NO: '7',
  });
  const unfit = await shop.charge(payer, {
    PCD_PAY_TOTAL: 1_000,
    PCD_PAYER_NO: 7,
    PCD_PAY_GOODS: '',
  });
  expect(unfit).toMatchObject({ PCD_PAY_CODE: 'SPCD0003', PCD_PAYER_NO: '7' });
  const cancelled = await shop.cancel(paid, { PCD_REFUND_TOTAL: 1_000 });
  for (const answer of [paid, again, unfit, cancelled]) expect(types(answer)).toEqual(['string']);
});

test('a Referer is asked for by nobody but the merchant who registered his pages', async () => {
  const bare = { cst_id: paypleDemo.id, custKey: paypleDemo.key };
  const auth = async (referer?: string): Promise<string> =>
    (await postJson(`${gyeol.url}/php/auth.php`, bare, referer === undefined ? {} : { referer }))
      .body.result_msg ?? '';
  for (const referer of [undefined, '', 'anything at all', 'http://localhost:3000']) {
    expect(await auth(referer)).toBe('사용자 인증완료');
  }
  await decide({ referer: 'registered', origins: ['https://shop.example'] });
  const before = await digestOf(gyeol);
  for (const referer of [
    undefined,
    '',
    'https://thief.example/shop.example',
    'https://shop.example.thief.example',
    'https://notshop.example',
  ]) {
    expect(await auth(referer), String(referer)).toMatch(/^\[AUTH0004\] /);
  }
  for (const referer of [
    'https://shop.example',
    'http://www.shop.example/order?x=1',
    'shop.example',
  ]) {
    expect(await auth(referer), referer).toBe('사용자 인증완료');
  }
  expect(await digestOf(gyeol), 'UNCHANGED').toBe(before);
});

/** Each makes the address of the next call in another way. */
// biome-ignore format: a table
const joins: readonly (readonly [name: string, join: (auth: WireAnswer) => string])[] = [
  ['follows return_url',                (auth) => auth.return_url ?? ''],
  ['joins PCD_PAY_HOST and PCD_PAY_URL', (auth) => `${auth.PCD_PAY_HOST}${auth.PCD_PAY_URL}`],
  ['joins cPayHost and cPayUrl',        (auth) => `${auth.cPayHost}${auth.cPayUrl}`],
  ['knows its own host',                (auth) => `${gyeol.url}${auth.PCD_PAY_URL}`],
  ['knows the path by heart',           () => `${gyeol.url}/php/SimplePayCardAct.php?ACT_=PAYM`],
  ['forgets the ACT_',                  () => `${gyeol.url}/php/SimplePayCardAct.php`],
];

test.each(
  joins,
)('a shop that %s charges, and each of its checks of the echo holds', async (_name, join) => {
  const auth = await shop.auth({
    PCD_PAY_TYPE: 'card',
    PCD_SIMPLE_FLAG: 'Y',
    PCD_PAY_WORK: 'PAY',
    PCD_PAYCANCEL_FLAG: '',
  });
  const tokens = {
    PCD_CST_ID: auth.cst_id,
    PCD_CUST_KEY: auth.custKey,
    PCD_AUTH_KEY: auth.AuthKey,
  };
  const sale: Fields = {
    PCD_PAYER_ID: await key(),
    PCD_PAY_OID: newOrderNumber(),
    PCD_PAY_GOODS: ' 구독 <1> ',
    PCD_PAY_TOTAL: 1_000,
    PCD_USER_DEFINE1: 'a&b=1 ',
  };
  const { body } = await postJson(join(auth), { ...tokens, ...sale });
  expect(body).toMatchObject({ ...sale, PCD_PAY_RST: 'success', PCD_PAY_CODE: 'SPCD0000' });
  expect(Number(body.PCD_PAY_TOTAL)).toBe(1_000);
  expect(body.PCD_PAY_CARDTRADENUM).not.toBe('');
  expect(body.PCD_PAY_TIME).toMatch(/^\d{14}$/);
});

test('raw keys beside the AuthKey are as good as its tokens, whatever it was asked for', async () => {
  const { AuthKey } = await shop.auth({ PCD_PAYCHK_FLAG: 'Y' });
  const proof = { PCD_CST_ID: paypleDemo.id, PCD_CUST_KEY: paypleDemo.key, PCD_AUTH_KEY: AuthKey };
  const sale = { PCD_PAYER_ID: await key(), PCD_PAY_GOODS: '구독', PCD_PAY_TOTAL: 1_000 };
  for (const _ of [1, 2]) {
    const { body } = await postJson(`${gyeol.url}/php/SimplePayCardAct.php?ACT_=PAYM`, {
      ...proof,
      ...sale,
    });
    expect(body.PCD_PAY_CODE).toBe('SPCD0000');
  }
});
