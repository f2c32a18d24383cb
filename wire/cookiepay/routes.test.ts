// The table of routes: what proves the caller, and the shape in which each answers and refuses.
import { describe, expect, expectTypeOf, test } from 'vitest';
import { type Won, won } from '../../core/money/won.ts';
import { instant } from '../../core/time/instant.ts';
import { describeFields } from '../description.ts';
import type { Row } from '../message.ts';
import { cancelAnswer, type cancelRequest } from './cancel.ts';
import { keyinAnswer, type keyinRequest } from './keyin.ts';
import { maskedCard } from './mask.ts';
import { methodNames, paycertAnswer } from './paycert.ts';
import { paysearchElement } from './paysearch.ts';
import { succeeded } from './results.ts';
import { type RouteName, renderRefusal, renderUnknownPath, routes } from './routes.ts';
import { tokenAnswer } from './token.ts';

const at = instant(Date.parse('2026-01-31T09:30:00+09:00'));

test('no two routes have one name or one path', () => {
  expect(new Set(routes.map(({ name }) => name)).size).toBe(routes.length);
  expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
});

test.each(routes)('$name: what proves the caller is in its request', ({ request, proofs, ids }) => {
  const names = request.rows.map(([wireName]: Row) => wireName);
  expect(names).toEqual(expect.arrayContaining([...proofs, ...ids]));
});

test.each(routes)('$name: every field is described, and secrets are marked', ({ request }) => {
  for (const field of describeFields(request)) {
    expect(field.meaning).not.toBe('');
    expect(field.isMasked).toBe(
      /^(pay2_key|TOKEN|ApiKey|CARDNO|EXPIREDT|CARDPWD|CARDAUTH|sig|account_no)$/.test(
        field.wireName,
      ),
    );
  }
});

describe('a refusal', () => {
  // biome-ignore format: a table
  const shapes: readonly (readonly [RouteName, readonly string[], readonly string[]])[] = [
    // route      carries the code in             all keys
    ['token',     ['RTN_CD'],                     ['RTN_CD', 'RTN_MSG', 'TOKEN']],
    ['keyin',     ['RESULTCODE'],                 ['RESULTCODE', 'RESULTMSG', 'ORDERNO', 'AMOUNT', 'TID', 'ACCEPTDATE', 'ACCEPTNO', 'QUOTA', 'ETC1', 'ETC2', 'ETC3', 'ETC4', 'ETC5', 'CARDNAME', 'TEMP_ORDERNO', 'RECEIPT_URL']],
    ['paycert',   ['RESULTCODE'],                 ['RESULTCODE', 'RESULTMSG', 'ORDERNO', 'AMOUNT', 'BUYERNAME', 'BUYEREMAIL', 'PRODUCTNAME', 'PRODUCTCODE', 'PAYMETHOD', 'BUYERID', 'TID', 'ACCEPTNO', 'ACCEPTDATE', 'CANCELDATE', 'CANCELMSG', 'ACCOUNTNO', 'RECEIVERNAME', 'DEPOSITENDDATE', 'CARDNAME', 'CARDCODE']],
    ['cancel',    ['cancel_code', 'RESULTCODE'],  ['cancel_tid', 'cancel_code', 'cancel_msg', 'cancel_date', 'cancel_amt', 'RESULTCODE', 'RESULTMSG']],
    ['cancelAccount', ['RESULTCODE'],             ['RESULTCODE', 'RESULTMSG', 'TID', 'BANKNAME', 'ACCOUNTNO', 'CANCELAMT', 'DEPOSITAMT', 'DEPOSITENDDATE']],
    ['paysearch', ['RESULTCODE'],                 ['RESULTCODE', 'RESULTMSG']],
    ['settlement', ['RESULTCODE'],                ['RESULTCODE', 'RESULTMSG']],
    ['receipt',   ['RESULTCODE'],                 ['RESULTCODE', 'RESULTMSG']],
  ];

  test('is tested for every route', () => {
    expect(shapes.map(([name]) => name)).toEqual(routes.map(({ name }) => name));
  });

  test.each(shapes)('of %s', (name, codes, keys) => {
    const route = routes.find((each) => each.name === name);
    if (route === undefined) throw new Error(name);
    const answer = renderRefusal(route, { kind: 'payment-not-found' });
    expect(Object.keys(answer)).toEqual(keys);
    for (const code of codes) expect(answer[code]).toBe('E007');
    for (const value of Object.values(answer)) expect(typeof value).toBe('string');
  });

  test('tells what is known: the TID of a payment whose result is being checked', () => {
    const [, keyin] = routes;
    const known = { tid: '260131093000A1B2C3D4', orderNumber: 'ORDER-1', amount: won(1000) };
    expect(renderRefusal(keyin, { kind: 'result-unknown', of: 'approval' }, known)).toMatchObject({
      RESULTCODE: 'E011',
      TID: '260131093000A1B2C3D4',
      ORDERNO: 'ORDER-1',
      AMOUNT: '1000',
      ACCEPTNO: '',
    });
  });

  test('of an unknown path', () => {
    expect(renderUnknownPath()).toEqual({
      RESULTCODE: 'E404',
      RESULTMSG: '존재하지 않는 경로입니다.',
    });
  });
});

describe('an answer', () => {
  const paid = {
    ...succeeded,
    orderNumber: 'ORDER-1',
    amount: won(10000),
    tid: 'T',
    approvedAt: at,
    approvalNumber: '12345678',
  };

  test('of a token', () => {
    expect(tokenAnswer.render({ ...succeeded, token: 'jwt' })).toEqual({
      RTN_CD: '0000',
      RTN_MSG: '성공',
      TOKEN: 'jwt',
    });
  });

  test('of a key-in payment', () => {
    const said = { ...paid, instalment: 3, extra1: '그대로', extra5: '', issuerName: '신한카드' };
    expect(keyinAnswer.render(said)).toEqual({
      RESULTCODE: '0000',
      RESULTMSG: '성공',
      ORDERNO: 'ORDER-1',
      AMOUNT: '10000',
      TID: 'T',
      ACCEPTDATE: '20260131093000',
      ACCEPTNO: '12345678',
      QUOTA: '03',
      ETC1: '그대로',
      ETC2: '',
      ETC3: '',
      ETC4: '',
      ETC5: '',
      CARDNAME: '신한카드',
      TEMP_ORDERNO: '',
      RECEIPT_URL: '',
    });
  });

  const bought = {
    ...paid,
    buyerName: '홍길동',
    buyerEmail: 'a@b.c',
    productName: '텀블러',
    productCode: '',
    method: methodNames['card-key-in'],
    buyerId: '',
  };

  test('of paycert: dates of a cancel are empty before there is one', () => {
    expect(paycertAnswer.render(bought)).toMatchObject({
      AMOUNT: '10000',
      PAYMETHOD: 'CARD_SUGI',
      CANCELDATE: '',
      CANCELMSG: '',
      ACCOUNTNO: '',
    });
    const cancelled = { ...bought, cancelledAt: at, cancelReason: '변심' };
    expect(paycertAnswer.render(cancelled)).toMatchObject({
      CANCELDATE: '20260131093000',
      CANCELMSG: '변심',
    });
  });

  test('of paysearch: what paycert says and the sum of cancels', () => {
    const element = paysearchElement.render({ ...bought, cancelledAmount: won(0) });
    expect(Object.keys(element)).toEqual([
      ...paycertAnswer.rows.map(([wireName]) => wireName),
      'CANCLE_SUM_AMOUNT',
    ]);
    expect(element.CANCLE_SUM_AMOUNT).toBe('0');
  });

  test('of a cancel: the code twice, under both names', () => {
    expect(
      cancelAnswer.render({ ...succeeded, tid: 'T', cancelledAt: at, amount: won(500) }),
    ).toEqual({
      cancel_tid: 'T',
      cancel_code: '0000',
      cancel_msg: '성공',
      cancel_date: '20260131093000',
      cancel_amt: '500',
      RESULTCODE: '0000',
      RESULTMSG: '성공',
    });
  });
});

test('requests know their types', () => {
  type Value<M extends { decode(...given: never): unknown }> = Extract<
    ReturnType<M['decode']>,
    { ok: true }
  >['value' & keyof Extract<ReturnType<M['decode']>, { ok: true }>];
  expectTypeOf<Value<typeof keyinRequest>['amount']>().toEqualTypeOf<Won>();
  expectTypeOf<Value<typeof keyinRequest>['instalment']>().toEqualTypeOf<number>();
  expectTypeOf<Value<typeof cancelRequest>['amount']>().toEqualTypeOf<Won | null>();
});

// biome-ignore format: a table
const masks = [
  // last four  length  shown
  ['0002',      16,     '************0002'],
  ['0002',      15,     '***********0002'],
  ['0002',      14,     '**********0002'],
  ['40000002',  16,     '************0002'],
  ['0002',      0,      '0002'],
] as const;

test.each(masks)('a card ending in %s of %i digits', (lastFour, length, shown) => {
  expect(maskedCard({ lastFour, length })).toBe(shown);
});
