// Story: the buyer certifies a card in the window, and the shop has the last word (PCD_PAY_WORK CERT).
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksClose, chargesOf, digestOf, rowsOf } from '../../harness/books.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { type Fields, openPayple, paypleDemo, paypleTest } from '../../harness/payple.ts';
import { moveClock, orderFault } from '../../harness/sandbox.ts';
import {
  call,
  newOrderNumber,
  operatorKey,
  postJson,
  type WireAnswer,
} from '../../harness/shop.ts';
import {
  goodAccount,
  goodCard,
  type Opening,
  openWindow,
  shopOrigin,
  toldBy,
  windowForm,
} from '../../harness/window.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

/** What the shop's page is told of a window in which the buyer has certified his card. */
async function certified(form: Fields = {}, opening: Opening = {}): Promise<WireAnswer> {
  const window = await openWindow(gyeol.url, windowForm('CERT', form), opening);
  return toldBy(await window.pay(goodCard));
}

const raw = { PCD_CST_ID: paypleDemo.id, PCD_CUST_KEY: paypleDemo.key };

/** As every current sample does it: raw credentials, and what the window has handed over. */
function asSamplesDo(told: WireAnswer, fields: Fields = {}): Fields {
  const { PCD_AUTH_KEY, PCD_PAY_REQKEY, PCD_PAYER_ID } = told;
  return { ...raw, PCD_AUTH_KEY, PCD_PAY_REQKEY, PCD_PAYER_ID, ...fields };
}

async function confirm(
  told: WireAnswer,
  fields: Fields = {},
  url = told.PCD_PAY_COFURL ?? '',
): Promise<WireAnswer> {
  return (await postJson(url, asSamplesDo(told, fields))).body;
}

describe('a shop that confirms', () => {
  test('is told everything it needs, and has charged nothing before', async () => {
    const told = await certified({ PCD_USER_DEFINE2: '둘' });
    expect(told).toMatchObject({
      ...{ PCD_PAY_RST: 'success', PCD_PAY_CODE: '0000', PCD_PAY_MSG: '카드인증완료' },
      ...{ PCD_PAY_WORK: 'CERT', PCD_PAY_TYPE: 'card', PCD_CARD_VER: '01', PCD_PAY_TOTAL: '50000' },
      PCD_PAY_COFURL: `${gyeol.url}/php/PayCardConfirmAct.php?ACT_=PAYM`,
      PCD_PAY_REQKEY: expect.stringMatching(/^[\w-]{32}$/),
      PCD_PAYER_ID: expect.stringMatching(/^[\w-]{32}$/),
      PCD_PAY_TIME: expect.stringMatching(/^\d{14}$/),
      ...{ PCD_PAY_CARDTRADENUM: '', PCD_PAY_CARDAUTHNO: '', PCD_PAY_CARDRECEIPT: '' },
    });
    expect(await chargesOf(gyeol, told.PCD_PAY_OID ?? '')).toEqual([]);
    const paid = await confirm(told);
    expect(paid).toMatchObject({
      ...{ PCD_PAY_RST: 'success', PCD_PAY_CODE: '0000', PCD_PAY_MSG: '카드결제완료' },
      ...{ PCD_PAY_OID: told.PCD_PAY_OID, PCD_PAY_TOTAL: '50000', PCD_PAYER_ID: told.PCD_PAYER_ID },
      ...{ PCD_PAY_REQKEY: told.PCD_PAY_REQKEY, PCD_PAYER_NO: '2335', PCD_USER_DEFINE2: '둘' },
      PCD_PAY_CARDAUTHNO: expect.stringMatching(/^\d{8}$/),
    });
    for (const value of Object.values(paid)) expect(typeof value).toBe('string');
    expect(await chargesOf(gyeol, told.PCD_PAY_OID ?? '')).toEqual([
      { state: 'approved', amount: 50_000n, cancelled: 0n },
    ]);
    const key = await rowsOf(gyeol, 'select billing_key from payment where order_number = $1', [
      told.PCD_PAY_OID,
    ]);
    expect(key).toEqual([{ billing_key: told.PCD_PAYER_ID }]);
    await booksClose(gyeol);
  });

  test('of a one-off card needs no billing key, and the buyer’s instalments stand', async () => {
    const window = await openWindow(gyeol.url, windowForm('CERT', { PCD_CARD_VER: '02' }));
    const told = toldBy(await window.pay({ ...goodCard, instalment: 6 }));
    expect(told).toMatchObject({ PCD_PAYER_ID: '', PCD_PAY_CARDQUOTA: '06' });
    expect(await confirm(told)).toMatchObject({ PCD_PAY_RST: 'success', PCD_PAY_CARDQUOTA: '06' });
  });

  test('of an account is sent to its own path, and either path will do', async () => {
    const window = await openWindow(
      gyeol.url,
      windowForm('CERT', { PCD_PAY_TYPE: 'transfer', PCD_CARD_VER: '' }),
    );
    const told = toldBy(await window.pay(goodAccount));
    expect(told).toMatchObject({
      ...{ PCD_PAY_TYPE: 'transfer', PCD_PAY_BANK: '004' },
      PCD_PAY_COFURL: `${gyeol.url}/php/PayConfirmAct.php?ACT_=PAYM`,
    });
    expect(await confirm(told, { PCD_PAYER_ID: '' })).toMatchObject({ PCD_PAY_RST: 'error' });
    const url = `${gyeol.url}/php/PayCardConfirmAct.php`;
    expect(await confirm(told, {}, url)).toMatchObject({
      PCD_PAY_RST: 'success',
      PCD_PAY_BANK: '004',
    });
  });

  test('may do so with the AuthKey that opened the window', async () => {
    const tokens = await openPayple(gyeol.url).tokens();
    const told = await certified({}, { tokens: { ...tokens } });
    const { PCD_AUTH_KEY } = tokens;
    expect(await confirm(told, { PCD_AUTH_KEY })).toMatchObject({ PCD_PAY_RST: 'success' });
  });
});

// biome-ignore format: a table
const unfit: readonly (readonly [says: string, fields: Fields, code: string])[] = [
  ['T2: another amount',              { PCD_PAY_TOTAL: '49999' },                      'CPCA0011'],
  ['another order',                   { PCD_PAY_OID: 'ANOTHER' },                      'CPCA0011'],
  ['no billing key',                  { PCD_PAYER_ID: '' },                            'CPCA0002'],
  ['a billing key that is none',      { PCD_PAYER_ID: 'x'.repeat(32) },                'CPCA0002'],
  ['T14: no AuthKey',                 { PCD_AUTH_KEY: '' },                            'CBIL0002'],
  ['T14: a forged AuthKey',           { PCD_AUTH_KEY: 'x'.repeat(400) },               'CBIL0002'],
  ['a wrong key',                     { PCD_CUST_KEY: 'wrong' },                       'CBIL0001'],
  ['no REQKEY',                       { PCD_PAY_REQKEY: '' },                          'CPCA0005'],
  ['a REQKEY that is none',           { PCD_PAY_REQKEY: 'x'.repeat(32) },              'CBIL0003'],
];

describe('a confirm that does not fit changes nothing and leaves the REQKEY usable', () => {
  test.each(unfit)('%s', async (_, fields, code) => {
    const told = await certified();
    const before = await digestOf(gyeol);
    expect(await confirm(told, fields)).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: code });
    expect(await digestOf(gyeol)).toBe(before);
    const { PCD_PAY_TOTAL, PCD_PAY_OID } = told;
    expect(await confirm(told, { PCD_PAY_TOTAL, PCD_PAY_OID })).toMatchObject({
      PCD_PAY_RST: 'success',
    });
  });

  test('T13: the AuthKey of another window', async () => {
    const [mine, other] = [await certified(), await certified()];
    const before = await digestOf(gyeol);
    const refused = await confirm(mine, { PCD_AUTH_KEY: other.PCD_AUTH_KEY });
    expect(refused).toMatchObject({ PCD_PAY_CODE: 'CPCA0005', PCD_PAY_OID: '' });
    const fresh = await openPayple(gyeol.url).tokens();
    expect(await confirm(mine, { PCD_AUTH_KEY: fresh.PCD_AUTH_KEY })).toMatchObject({
      PCD_PAY_CODE: 'CPCA0005',
    });
    expect(await digestOf(gyeol)).toBe(before);
  });
});

describe('T11: a REQKEY works once', () => {
  test('after a success', async () => {
    const told = await certified();
    await confirm(told);
    expect(await confirm(told)).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'CPCA0201' });
    expect(await chargesOf(gyeol, told.PCD_PAY_OID ?? '')).toHaveLength(1);
  });

  test('after a decline, and the order number is free for another window', async () => {
    const PCD_PAY_OID = newOrderNumber();
    const told = await certified({ PCD_PAY_OID });
    await orderFault(gyeol.url, {
      at: 'rail.authorise',
      effect: 'decline',
      match: { orderNumber: PCD_PAY_OID },
    });
    expect(await confirm(told)).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'CPCA0010' });
    expect(await confirm(told)).toMatchObject({ PCD_PAY_CODE: 'CPCA0201' });
    const again = await certified({ PCD_PAY_OID });
    expect(await confirm(again)).toMatchObject({ PCD_PAY_RST: 'success' });
    const notices = await rowsOf(
      gyeol,
      'select e.kind from notice_event e join payment p on p.id = e.payment_id where p.order_number = $1 order by e.id',
      [PCD_PAY_OID],
    );
    expect(notices).toEqual([{ kind: 'payment.declined' }, { kind: 'payment.approved' }]);
  });

  test('after an answer that never came, and nobody stays charged', async () => {
    const PCD_PAY_OID = newOrderNumber();
    const told = await certified({ PCD_PAY_OID });
    const match = { orderNumber: PCD_PAY_OID };
    await orderFault(gyeol.url, { at: 'rail.authorise', effect: 'answer-lost', match });
    await orderFault(gyeol.url, { at: 'rail.inquire', effect: 'answer-lost', match });
    const answer = confirm(told);
    await eventually(async () => expect(await chargesOf(gyeol, PCD_PAY_OID)).toHaveLength(1));
    await moveClock(gyeol.url, { advance: 'PT8S' });
    await moveClock(gyeol.url, { advance: 'PT6S' });
    expect(await answer).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'CPCA0018' });
    expect(await confirm(told)).toMatchObject({ PCD_PAY_CODE: 'CPCA0201' });
    await eventually(async () =>
      expect(await chargesOf(gyeol, PCD_PAY_OID)).toMatchObject([{ state: 'net-cancelled' }]),
    );
  });
});

test('T18: of thirty confirms of one REQKEY one is approved, with one charge at the rail', async () => {
  const told = await certified();
  const answers = await Promise.all(Array.from({ length: 30 }, () => confirm(told)));
  const codes = answers.map(({ PCD_PAY_CODE }) => PCD_PAY_CODE).sort();
  expect(codes).toEqual(['0000', ...Array.from({ length: 29 }, () => 'CPCA0201')]);
  expect(await chargesOf(gyeol, told.PCD_PAY_OID ?? '')).toHaveLength(1);
  // The twenty-nine did not even get as far as the order number: the window was claimed once.
  const window = `select status, version from window_session
    where state ->> 'paymentId' = (select id::text from payment where order_number = $1)`;
  expect(await rowsOf(gyeol, window, [told.PCD_PAY_OID])).toEqual([{ status: 'paid', version: 5 }]);
  await booksClose(gyeol);
});

test('T12: a REQKEY is void thirty minutes after the buyer has certified', async () => {
  const shop = openPayple(gyeol.url);
  const tokens = { ...(await shop.tokens()) };
  const told = await certified({}, { tokens });
  await moveClock(gyeol.url, { advance: 'PT30M' });
  // Its own AuthKey is over by then as well, so the refusal says it of both.
  expect(await confirm(told)).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'CBIL0002' });
  expect(await chargesOf(gyeol, told.PCD_PAY_OID ?? '')).toEqual([]);
  // And the order is free.
  const again = await certified({ PCD_PAY_OID: told.PCD_PAY_OID });
  expect(await confirm(again)).toMatchObject({ PCD_PAY_RST: 'success' });
});

test('T12: and a page that is loaded again gets another AuthKey, but no more time', async () => {
  const window = await openWindow(gyeol.url, windowForm('CERT'));
  const told = toldBy(await window.pay(goodCard));
  await moveClock(gyeol.url, { advance: 'PT29M' });
  const { PCD_AUTH_KEY, PCD_PAY_REQKEY } = toldBy(await window.state());
  expect(PCD_PAY_REQKEY).toBe(told.PCD_PAY_REQKEY);
  await moveClock(gyeol.url, { advance: 'PT1M' });
  expect(await confirm(told, { PCD_AUTH_KEY })).toMatchObject({ PCD_PAY_CODE: 'CBIL0002' });
  expect(await chargesOf(gyeol, told.PCD_PAY_OID ?? '')).toEqual([]);
  expect(await confirm(told, { PCD_AUTH_KEY })).toMatchObject({ PCD_PAY_CODE: 'CBIL0002' });
});

test('T25: another merchant cannot confirm it, nor learn that it is there', async () => {
  const post = async (path: string, body?: unknown) =>
    (await call(gyeol.url, { method: 'POST', path, body, key: operatorKey })).body as WireAnswer;
  const { id } = await post('/v1/merchants', { name: '이웃' });
  const contract = await post(`/v1/merchants/${id}/contracts`, { dialect: 'payple', pg: 'payple' });
  const { publicId = '', secret = '' } = await post(`/v1/contracts/${contract.id}/credentials`);
  const told = await certified();
  const { PCD_AUTH_KEY } = await openPayple(gyeol.url, {
    id: publicId,
    key: secret,
    refundKey: '',
  }).tokens();
  const theirs = { PCD_CST_ID: publicId, PCD_CUST_KEY: secret, PCD_AUTH_KEY };
  const before = await digestOf(gyeol);
  const refused = await confirm(told, theirs);
  const none = await confirm(told, { ...theirs, PCD_PAY_REQKEY: 'x'.repeat(32) });
  expect(refused).toMatchObject({ PCD_PAY_CODE: 'CBIL0003' });
  expect(refused).toEqual(none);
  expect(await confirm(told, { ...theirs, PCD_AUTH_KEY: told.PCD_AUTH_KEY })).toMatchObject({
    PCD_PAY_CODE: 'CBIL0002',
  });
  expect(await digestOf(gyeol)).toBe(before);
});

describe('the tokens of a page', () => {
  test('confirm nothing', async () => {
    const tokens = { ...(await openPayple(gyeol.url).tokens()) };
    const told = await certified({}, { tokens });
    const { PCD_CST_ID, PCD_CUST_KEY } = tokens as Record<string, string>;
    const before = await digestOf(gyeol);
    expect(await confirm(told, { PCD_CST_ID, PCD_CUST_KEY })).toMatchObject({
      PCD_PAY_CODE: 'CBIL0002',
    });
    expect(await digestOf(gyeol)).toBe(before);
  });

  test('confirm their own window where the merchant wants it, with an answer for its page', async () => {
    const shop = openPayple(gyeol.url, paypleTest);
    const [tokens, others] = [{ ...(await shop.tokens()) }, { ...(await shop.tokens()) }];
    const opening = { tokens, keys: paypleTest };
    const told = await certified({}, opening);
    const other = await certified({}, { tokens: others, keys: paypleTest });
    const send = async (fields: Fields) => {
      // React's sample sends JSON under the type of a form, so that browsers ask no leave.
      const response = await fetch(told.PCD_PAY_COFURL ?? '', {
        method: 'POST',
        headers: { origin: shopOrigin, 'content-type': 'application/x-www-form-urlencoded' },
        body: JSON.stringify({
          ...tokens,
          PCD_PAY_REQKEY: told.PCD_PAY_REQKEY,
          PCD_PAYER_ID: told.PCD_PAYER_ID,
          ...fields,
        }),
      });
      expect(response.headers.get('access-control-allow-origin')).toBe(shopOrigin);
      return (await response.json()) as WireAnswer;
    };
    expect(await send({ PCD_PAY_REQKEY: other.PCD_PAY_REQKEY })).toMatchObject({
      PCD_PAY_CODE: 'CPCA0005',
    });
    expect(await send({ PCD_AUTH_KEY: told.PCD_AUTH_KEY })).toMatchObject({
      PCD_PAY_RST: 'success',
    });
    expect(await send({})).toMatchObject({ PCD_PAY_CODE: 'CPCA0201' });
  });
});
