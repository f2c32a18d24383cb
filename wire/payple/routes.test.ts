// The table of routes: how a request finds its own, and the shape in which each answers and refuses.
import { describe, expect, test } from 'vitest';
import { won } from '../../core/money/won.ts';
import { instant } from '../../core/time/instant.ts';
import { describeFields } from '../description.ts';
import { type Fields, noFields } from '../fields.ts';
import type { Row } from '../message.ts';
import { renderAnswer } from './answer.ts';
import { authAnswer } from './auth.ts';
import { findKeyAnswer } from './billing-key.ts';
import { readPaypleBody } from './body.ts';
import { cancelAnswer } from './cancel.ts';
import { chargeAnswer } from './charge.ts';
import { closed, successOf } from './codes.ts';
import { confirmAnswer } from './confirm.ts';
import { paths, routeFor, routesAt } from './dispatch.ts';
import { maskedAccount, maskedCard, maskedPhone } from './mask.ts';
import { queryAnswer } from './query.ts';
import { familyOf, renderRefusal } from './refusal.ts';
import { givenPath, type Route, type RouteName, routeNamed, routes } from './routes.ts';
import { cancelNotice, removalNotice, resultNotice } from './webhook.ts';
import { windowResult } from './window.ts';

const at = instant(Date.parse('2026-01-31T09:30:00+09:00'));

test('no two routes have one name', () => {
  expect(new Set(routes.map(({ name }) => name)).size).toBe(routes.length);
});

test.each(routes)('$name: its ids are in its request', ({ request, ids }) => {
  const names = request.rows.map(([wireName]: Row) => wireName);
  expect(names).toEqual(expect.arrayContaining([...ids]));
});

test.each(routes)('$name: what proves its caller is in its request', (route) => {
  const names = route.request.rows.map(([wireName]: Row) => wireName);
  const trio = ['PCD_CST_ID', 'PCD_CUST_KEY', 'PCD_AUTH_KEY'];
  const has = (each: readonly string[]) => each.every((name) => names.includes(name));
  expect(has(trio)).toBe(route.proof !== 'none');
  expect(has(['PCD_REFUND_KEY'])).toBe(route.refundKey);
});

test.each(routes)('$name: every field is described, and secrets are marked', ({ request }) => {
  const secret =
    /^(custKey|PCD_(CST_ID|CUST_KEY|AUTH_KEY|REFUND_KEY|PAY_REQKEY|TAXSAVE_(IDNUM|IDENTINUM)))$/;
  for (const field of describeFields(request)) {
    expect(field.meaning).not.toBe('');
    expect(field.isMasked, field.wireName).toBe(secret.test(field.wireName));
  }
});

describe('a request finds its route', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [string, string, Readonly<Record<string, unknown>>, RouteName])[] = [
    // path                              ACT_         body                                    route
    ['/php/auth.php',                    '',          {},                                     'auth'],
    ['/index.php',                       'PAYM',      {},                                     'window'],
    ['/index.php',                       '',          {},                                     'window'],
    ['/php/',                            'PAYM',      {},                                     'window'],
    ['/php/PayAct.php',                  'PAYM',      {},                                     'window'],
    ['/php/PayCardConfirmAct.php',       '',          {},                                     'confirm-card'],
    ['/php/PayConfirmAct.php',           'PAYM',      {},                                     'confirm-account'],
    ['/php/RePayCardAct.php',            'PAYM',      {},                                     'monthly-card'],
    ['/php/SimplePayAct.php',            'nonsense',  {},                                     'charge-account'],
    ['/php/account/api/cPayCAct.php',    '',          {},                                     'cancel'],
    ['/php/account/api/cPayCAct.php',    '',          { PCD_PAYCANCEL_FLAG: 'N' },            'cancel'],
    ['/php/PayChkAct.php',               '',          { PCD_PAYCHK_FLAG: 'Y' },               'query'],
    ['/php/PayChkAct.php',               '',          {},                                     'query'],
    ['/php/PayChkAct.php',               '',          { PCD_PAYCANCEL_FLAG: 'Y' },            'cancel'],
    ['/php/PayChkAct.php',               '',          { PCD_PAYCANCEL_FLAG: true },           'cancel'],
    ['/php/cPayUser/api/cPayUserAct.php', 'PUSERDEL',  {},                                    'remove-key'],
    ['/php/cPayUser/api/cPayUserAct.php', 'PUSERDEL',  { PCD_PAY_WORK: 'PUSERINFO' },         'remove-key'],
    ['/php/cPayUser/api/cPayUserAct.php', 'PUSERINFO', {},                                    'find-key'],
    ['/php/cPayUser/api/cPayUserAct.php', '',          { PCD_PAY_WORK: 'PUSERDEL' },          'remove-key'],
    ['/php/taxsave/api/tsAct.php',       'TSREG',     {},                                     'cash-receipt'],
    ['/php/taxsave/api/tsAct.php',       '',          { PCD_PAY_WORK: 'TSCANCEL' },           'cancel-cash-receipt'],
    ['/php/link/api/LinkRegAct.php',     'LINKREG',   {},                                     'link'],
    ['/php/link/',                       '',          {},                                     'link-page'],
    ['/js/v1/auth',                      '',          {},                                     'browser-auth'],
  ];

  test.each(rows)('%s?ACT_=%s %j is %s', (path, act, body, name) => {
    expect(routeFor({ path, act, body: sent(body) })).toMatchObject({
      route: { name },
      refusal: null,
    });
  });

  test('and each route is found at each of its paths', () => {
    for (const route of routes) {
      for (const path of route.paths) expect(routesAt(path)).toContain(route);
      expect(givenPath(route)).toMatch(/^\/[A-Za-z0-9./]+(\?ACT_=[A-Z]+)?$/);
    }
    expect(new Set(paths).size).toBe(paths.length);
  });

  test.each(['', 'nonsense', '__proto__'])('T65: or hears that ACT_ %j is none', (act) => {
    const path = '/php/cPayUser/api/cPayUserAct.php';
    const chosen = routeFor({ path, act, body: noFields });
    expect(chosen).toMatchObject({
      route: { name: 'find-key' },
      refusal: { kind: 'unfit-field', field: 'ACT_' },
    });
    expect(routeFor({ path: '/php/payInfo.php', act, body: noFields })).toBeNull();
  });
});

describe('a family of codes', () => {
  // biome-ignore format: a table
  const rows = [
    ['window',       {},                                                   'window-card'],
    ['window',       { PCD_PAY_TYPE: 'transfer' },                         'window-account'],
    ['window',       { PCD_PAY_TYPE: 'card', PCD_PAY_WORK: 'AUTHREG' },    'register-card'],
    ['window',       { PCD_PAY_TYPE: 'transfer', PCD_PAY_WORK: 'AUTH' },   'register-account'],
    ['charge-card',  { PCD_REGULER_FLAG: 'Y' },                            'monthly-card'],
    ['charge-card',  { PCD_PAY_TYPE: 'transfer' },                         'charge-account'],
    ['charge-card',  { PCD_PAY_TYPE: 'gold' },                             'charge-card'],
    ['monthly-card', {},                                                   'monthly-card'],
    ['monthly-account', { PCD_PAY_TYPE: 'card', PCD_REGULER_FLAG: 'N' },   'charge-card'],
    ['cancel',       { PCD_PAY_TYPE: 'transfer' },                         'cancel'],
  ] as const;

  test.each(rows)('of %s with %j is that of %s', (name, body, family) => {
    expect(familyOf(routeNamed(name), { body: sent(body) })).toBe(family);
  });
});

describe('every documented field is in every answer', () => {
  const words = (text: string): string[] => text.trim().split(/\s+/);
  const charged = words(`PCD_PAY_RST PCD_PAY_CODE PCD_PAY_MSG PCD_PAY_TYPE PCD_PAY_OID PCD_PAYER_NO
    PCD_PAYER_ID PCD_PAYER_EMAIL PCD_PAY_YEAR PCD_PAY_MONTH PCD_PAY_GOODS PCD_PAY_TOTAL
    PCD_PAY_ISTAX PCD_PAY_TAXTOTAL PCD_PAY_TIME PCD_PAY_CARDNAME PCD_PAY_CARDNUM
    PCD_PAY_CARDTRADENUM PCD_PAY_CARDAUTHNO PCD_PAY_CARDRECEIPT PCD_REGULER_FLAG PCD_USER_DEFINE1
    PCD_USER_DEFINE2 PCD_PAYER_NAME PCD_PAYER_HP PCD_SIMPLE_FLAG PCD_PAY_BANK PCD_PAY_BANKNAME
    PCD_PAY_BANKNUM PCD_TAXSAVE_FLAG PCD_TAXSAVE_RST PCD_TAXSAVE_MGTNUM`);
  const confirmed =
    words(`PCD_PAY_RST PCD_PAY_CODE PCD_PAY_MSG PCD_PAY_REQKEY PCD_PAY_OID PCD_PAY_TYPE
    PCD_PAY_METHOD PCD_EASY_PAY_METHOD PCD_PAYER_ID PCD_PAYER_NO PCD_PAYER_NAME PCD_PAYER_HP
    PCD_PAYER_EMAIL PCD_PAY_GOODS PCD_PAY_AMOUNT PCD_PAY_DISCOUNT PCD_PAY_AMOUNT_REAL PCD_PAY_TOTAL
    PCD_PAY_ISTAX PCD_PAY_TAXTOTAL PCD_PAY_TIME PCD_PAY_CARDNAME PCD_PAY_CARDNUM
    PCD_PAY_CARDTRADENUM PCD_PAY_CARDAUTHNO PCD_PAY_CARDRECEIPT PCD_PAY_BANK PCD_PAY_BANKNAME
    PCD_PAY_BANKNUM PCD_TAXSAVE_FLAG PCD_TAXSAVE_RST PCD_PAY_CARDQUOTA PCD_TX_KEY PCD_PAY_YEAR
    PCD_PAY_MONTH PCD_REGULER_FLAG`);
  const windowed =
    words(`PCD_PAY_RST PCD_PAY_MSG PCD_AUTH_KEY PCD_PAY_REQKEY PCD_PAY_COFURL PCD_PAY_OID
    PCD_PAY_TYPE PCD_PAY_WORK PCD_PAYER_ID PCD_PAYER_NO PCD_REGULER_FLAG PCD_PAY_YEAR PCD_PAY_MONTH
    PCD_PAY_GOODS PCD_PAY_TOTAL PCD_PAY_TIME PCD_CARDNUM PCD_CARDNAME PCD_CARDTRADENUM PCD_PAY_CODE
    PCD_CARD_VER PCD_PAY_HOST PCD_PAY_URL PCD_PAYER_NAME PCD_PAYER_HP PCD_PAYER_EMAIL PCD_PAY_AMOUNT
    PCD_PAY_DISCOUNT PCD_PAY_AMOUNT_REAL PCD_PAY_TAXTOTAL PCD_PAY_ISTAX PCD_PAY_CARDNAME
    PCD_PAY_CARDNUM PCD_PAY_CARDQUOTA PCD_PAY_CARDTRADENUM PCD_PAY_CARDAUTHNO PCD_PAY_CARDRECEIPT
    PCD_SIMPLE_FLAG PCD_RST_URL PCD_USER_DEFINE1 PCD_USER_DEFINE2 PCD_PAY_BANK PCD_PAY_BANKNAME
    PCD_PAY_BANKNUM PCD_PAY_BANKACCTYPE PCD_TAXSAVE_FLAG PCD_TAXSAVE_RST PCD_PAY_METHOD
    PCD_EASY_PAY_METHOD PCD_PAY_REQ_TIME PCD_TX_KEY`);
  const cancelled =
    words(`PCD_PAY_RST PCD_PAY_CODE PCD_PAY_MSG PCD_PAY_TYPE PCD_PAY_OID PCD_PAYER_NO
    PCD_PAYER_ID PCD_PAY_YEAR PCD_PAY_MONTH PCD_PAY_GOODS PCD_REGULER_FLAG PCD_REFUND_TOTAL
    PCD_PAY_TAXTOTAL PCD_REFUND_TAXTOTAL PCD_PAY_CARDTRADENUM PCD_PAY_CARDRECEIPT PCD_TAXSAVE_RST
    PCD_TAXSAVE_MSG`);
  const queried = words(`PCD_PAY_RST PCD_PAY_MSG PCD_PAY_OID PCD_PAY_TYPE PCD_PAYER_NO PCD_PAYER_ID
    PCD_PAY_YEAR PCD_PAY_MONTH PCD_PAY_GOODS PCD_PAY_TOTAL PCD_PAY_TIME PCD_REGULER_FLAG
    PCD_PAYER_EMAIL PCD_CARDNUM PCD_CARDNAME PCD_CARDTRADENUM PCD_PAY_CODE PCD_PAY_CARDNAME
    PCD_PAY_CARDNUM PCD_PAY_CARDTRADENUM PCD_PAY_CARDAUTHNO PCD_PAY_CARDRECEIPT PCD_PAY_ISTAX
    PCD_PAY_TAXTOTAL PCD_PAYER_NAME PCD_PAY_BANK PCD_PAY_BANKNAME PCD_PAY_BANKNUM`);
  const removed = words(
    `PCD_PAY_RST PCD_PAY_MSG PCD_PAY_TYPE PCD_PAY_WORK PCD_PAYER_ID PCD_PAYER_NO`,
  );
  const found = words(`PCD_PAY_RST PCD_PAY_CODE PCD_PAY_MSG PCD_PAY_TYPE PCD_PAY_BANKACCTYPE
    PCD_PAYER_ID PCD_PAYER_NAME PCD_PAYER_HP PCD_PAY_BANK PCD_PAY_BANKNAME PCD_PAY_BANKNUM
    PCD_PAY_CARD PCD_PAY_CARDNAME PCD_PAY_CARDNUM PCD_PAY_ISTAX PCD_PAY_WORK`);
  const authed =
    words(`server_name result result_msg cst_id custKey AuthKey PCD_PAY_HOST PCD_PAY_URL
    return_url cPayHost cPayUrl`);
  const linked = words(
    'PCD_LINK_RST PCD_LINK_MSG PCD_LINK_KEY PCD_LINK_URL PCD_LINK_MEMO PCD_LINK_EXPIREDATE',
  );
  const receipted =
    words(`PCD_PAY_RST PCD_PAY_CODE PCD_PAY_MSG PCD_PAY_WORK PCD_PAYER_ID PCD_PAY_OID
    PCD_REGULER_FLAG PCD_TAXSAVE_AMOUNT PCD_TAXSAVE_MGTNUM`);

  // biome-ignore format: a table
  const documented: Readonly<Record<Exclude<RouteName, 'link-page'>, readonly string[]>> = {
    'auth': authed, 'browser-auth': authed, 'window': windowed,
    'confirm-card': confirmed, 'confirm-account': confirmed,
    'monthly-card': charged, 'charge-card': charged, 'monthly-account': charged, 'charge-account': charged,
    'cancel': cancelled, 'query': queried, 'remove-key': removed, 'find-key': found,
    'link': linked, 'cash-receipt': receipted, 'cancel-cash-receipt': receipted,
  };

  test.each(Object.entries(documented))('%s, refusals too', (name, fields) => {
    const route = routeNamed(name as RouteName);
    const answer = renderRefusal(route, { kind: 'busy' });
    expect(Object.keys(answer)).toEqual(expect.arrayContaining([...fields]));
    for (const value of Object.values(answer)) expect(typeof value).toBe('string');
    expect(Object.values(answer)).toContain('error');
    expect(JSON.stringify(answer)).toContain('8008] ');
  });

  test('and in every notice', () => {
    const result = words(`PCD_PAY_RST PCD_PAY_MSG PCD_CST_ID PCD_PAY_OID PCD_PAY_TYPE PCD_PAYER_NO
      PCD_PAYER_ID PCD_PAY_YEAR PCD_PAY_MONTH PCD_PAY_GOODS PCD_PAY_TOTAL PCD_REGULER_FLAG
      PCD_PAY_CODE PCD_PAY_TIME PCD_PAY_CARDNAME PCD_LINK_ADD_PARAM`);
    const refund = words('PCD_REFUND_TOTAL PCD_REFUND_TIME PCD_PAYCANCEL_FLAG PCD_CST_ID');
    const removal = words(`PCD_CST_ID PCD_PAY_WORK PCD_PAY_RST PCD_PAY_MSG PCD_PAY_TYPE PCD_PAYER_ID
      PCD_PAYER_NAME PCD_PAYER_HP`);
    expect(Object.keys(resultNotice.renderPartly({}))).toEqual(expect.arrayContaining(result));
    expect(Object.keys(cancelNotice.renderPartly({}))).toEqual(expect.arrayContaining(refund));
    expect(Object.keys(removalNotice.renderPartly({}))).toEqual(expect.arrayContaining(removal));
    // A shop takes whatever has this field for a cancel.
    expect(Object.keys(resultNotice.renderPartly({}))).not.toContain('PCD_REFUND_TOTAL');
  });
});

describe('a refusal', () => {
  const body = sent({
    ...{ PCD_CST_ID: 'secret-id', PCD_CUST_KEY: 'secret-key', PCD_AUTH_KEY: 'secret-auth' },
    ...{ PCD_PAYER_ID: 'key', PCD_PAYER_NO: 2324, PCD_PAY_TOTAL: 1000, PCD_PAY_TAXTOTAL: '' },
    ...{ PCD_PAY_OID: ['A-1'], PCD_PAY_GOODS: 'a\0', PCD_TAXSAVE_IDNUM: '01012345678' },
  });
  const route: Route = routeNamed('charge-card');

  test('echoes what fits, type and all, and no secret', () => {
    const answer = renderRefusal(route, { kind: 'order-number-used' }, { received: { body } });
    expect(answer).toMatchObject({
      ...{ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'SPCD0014', PCD_PAY_TYPE: 'card' },
      ...{ PCD_PAYER_ID: 'key', PCD_PAYER_NO: 2324, PCD_PAY_TOTAL: 1000, PCD_PAY_TAXTOTAL: '' },
      ...{ PCD_PAY_OID: 'A-1', PCD_PAY_GOODS: '', PCD_PAY_TIME: '' },
    });
    expect(JSON.stringify(answer)).not.toMatch(/secret|01012345678/);
  });

  test('says what is known besides, in the family it is told', () => {
    const answer = renderRefusal(
      route,
      { kind: 'result-unknown', of: 'approval' },
      {
        ...{ received: { body }, numbers: 'text', family: 'monthly-card' },
        known: { orderNumber: 'made', tid: 'T' },
      },
    );
    expect(answer).toMatchObject({
      ...{ PCD_PAY_CODE: 'RPCD1001', PCD_PAY_OID: 'made', PCD_PAY_CARDTRADENUM: 'T' },
      ...{ PCD_PAYER_NO: '2324', PCD_PAY_TOTAL: '1000' },
    });
  });

  test('T31: of an auth request gives nothing back', () => {
    const asked = sent({ cst_id: 'who', custKey: 'secret', PCD_PAY_OID: 'A-1' });
    const telling = { received: { body: asked } };
    const answer = renderRefusal(routeNamed('auth'), { kind: 'wrong-credentials' }, telling);
    expect(answer).toEqual({
      ...Object.fromEntries(authAnswer.rows.map(([name]) => [name, ''])),
      result: 'error',
      result_msg: '[AUTH0003] 가맹점 정보가 일치하지 않습니다.',
    });
  });

  test('names what was asked for', () => {
    const work = (name: RouteName) => renderRefusal(routeNamed(name), { kind: 'busy' });
    expect(work('remove-key').PCD_PAY_WORK).toBe('PUSERDEL');
    expect(work('cancel-cash-receipt').PCD_PAY_WORK).toBe('TSCANCEL');
    expect(work('link')).toMatchObject({ PCD_PAY_WORK: 'LINKREG', PCD_LINK_RST: 'error' });
  });
});

describe('an answer', () => {
  const paid = {
    ...successOf('charge'),
    paidBy: 'card',
    ...{ orderNumber: 'test201804000001', payerNumber: '2324' },
    ...{ billingKey: 'NS9q', goods: '정기구독', amount: won(1000), taxable: true, vat: won(10) },
    ...{ billingYear: '2019', billingMonth: '09', paidAt: at, issuerName: 'BC카드', monthly: true },
    ...{ maskedCard: '1111-****-****-4444', tid: 'T', approvalNumber: '98123445' },
  } as const;

  test('of a charge has numbers where the manual has them', () => {
    const answer = renderAnswer(chargeAnswer, paid, { numbers: 'manual', asked: noFields });
    expect(answer).toMatchObject({
      ...{ PCD_PAY_RST: 'success', PCD_PAY_CODE: 'SPCD0000', PCD_PAY_MSG: '결제완료' },
      ...{ PCD_PAYER_NO: 2324, PCD_PAY_TOTAL: 1000, PCD_PAY_TAXTOTAL: 10, PCD_PAY_ISTAX: 'Y' },
      ...{ PCD_PAY_YEAR: '2019', PCD_PAY_MONTH: '09', PCD_PAY_TIME: '20260131093000' },
      ...{ PCD_REGULER_FLAG: 'Y', PCD_SIMPLE_FLAG: '', PCD_PAY_BANK: '' },
    });
  });

  // biome-ignore format: a table
  const echoes = [
    // sent                      profile   customer number   answered
    [{},                         'manual', '2324',           2324],
    [{ PCD_PAYER_NO: 2324 },     'manual', '2324',           2324],
    [{ PCD_PAYER_NO: '2324' },   'manual', '2324',           '2324'],
    [{ PCD_PAYER_NO: ['2324'] }, 'manual', '2324',           '2324'],
    [{ PCD_PAYER_NO: '' },       'manual', '2324',           2324],
    [{},                         'manual', '0012',           '0012'],
    [{},                         'manual', 'a-uuid',         'a-uuid'],
    [{},                         'manual', '9007199254740993', '9007199254740993'],
    [{},                         'manual', '',               ''],
    [{ PCD_PAYER_NO: 2324 },     'text',   '2324',           '2324'],
  ] as const;

  test.each(echoes)('echoes %j under %s: %s is %j', (body, numbers, payerNumber, expected) => {
    const form = { numbers, asked: sent(body) };
    const answer = renderAnswer(chargeAnswer, { ...paid, payerNumber }, form);
    expect(answer.PCD_PAYER_NO).toBe(expected);
  });

  test('of a cancel has the VAT under both names, as it was sent under either', () => {
    const said = {
      ...{ ...paid, ...successOf('cancel'), amount: won(500), vat: won(45), cancelledAt: at },
    };
    const form = { numbers: 'manual', asked: sent({ PCD_REFUND_TAXTOTAL: '45' }) } as const;
    expect(renderAnswer(cancelAnswer, said, form)).toMatchObject({
      ...{ PCD_PAY_CODE: 'PAYC0000', PCD_PAY_MSG: '환불성공', PCD_REFUND_TOTAL: 500 },
      ...{ PCD_PAY_TAXTOTAL: '45', PCD_REFUND_TAXTOTAL: '45', PCD_PAYER_NO: 2324 },
    });
  });

  // biome-ignore format: a table
  const texts = [
    ['a query',           queryAnswer],
    ['a confirm',         confirmAnswer],
    ['a window',          windowResult],
    ['a notice',          resultNotice],
    ['a cancel notice',   cancelNotice],
    ['a removal notice',  removalNotice],
  ] as const;

  test.each(texts)('of %s is text throughout', (_, { rows }) => {
    expect(rows.filter(([, , , , , , traits]: Row) => traits?.number)).toEqual([]);
  });

  test('of a window has card data under both of their names', () => {
    const said = { ...paid, ...successOf('pay-card'), work: 'pay' } as const;
    expect(windowResult.render(said)).toMatchObject({
      ...{ PCD_PAY_CARDNUM: '1111-****-****-4444', PCD_CARDNUM: '1111-****-****-4444' },
      ...{ PCD_PAY_CARDTRADENUM: 'T', PCD_CARDTRADENUM: 'T', PCD_PAY_WORK: 'PAY' },
      ...{ PCD_PAY_AMOUNT: '1000', PCD_PAY_TOTAL: '1000', PCD_PAY_AMOUNT_REAL: '1000' },
    });
  });

  test('of a window that was closed', () => {
    const { PCD_PAY_RST, PCD_PAY_MSG, PCD_PAY_TYPE } = windowResult.render({
      ...closed,
      paidBy: 'account',
    });
    expect([PCD_PAY_RST, PCD_PAY_MSG, PCD_PAY_TYPE]).toEqual([
      'close',
      '결제를 종료하였습니다.',
      'transfer',
    ]);
  });

  test('of a billing key has a card under the names of banks, too', () => {
    const shown = { houseCode: '0200', houseName: 'BC카드', maskedNumber: '1111-****-****-1111' };
    const card = { issuerCode: '0200', issuerName: 'BC카드', maskedCard: '1111-****-****-1111' };
    const said = { ...successOf('find-card'), ...shown, ...card, paidBy: 'card' } as const;
    const answer = findKeyAnswer.render({
      ...said,
      work: 'PUSERINFO',
      billingKey: 'key',
      accountHolder: 'person',
    });
    expect(answer).toMatchObject({
      ...{ PCD_PAY_BANK: '0200', PCD_PAY_BANKNAME: 'BC카드', PCD_PAY_BANKACCTYPE: '개인' },
      ...{ PCD_PAY_CARD: '0200', PCD_PAY_CARDNUM: '1111-****-****-1111', PCD_PAYER_NO: '' },
    });
  });

  test('of an auth request has the addresses under both of their names', () => {
    const given = { host: 'http://h', path: '/p', returnUrl: 'http://h/p' };
    expect(authAnswer.render({ ...successOf('auth'), ...given })).toMatchObject({
      ...{ result: 'success', result_msg: '사용자 인증완료', return_url: 'http://h/p' },
      ...{ PCD_PAY_HOST: 'http://h', PCD_PAY_URL: '/p', cPayHost: 'http://h', cPayUrl: '/p' },
    });
  });
});

// biome-ignore format: a table
const cards = [
  // first six  last four  digits  shown
  ['111122',    '4444',    16,     '1111-****-****-4444'],
  ['371449',    '8431',    15,     '3714-*******-8431'],
  ['305693',    '5904',    14,     '3056-******-5904'],
] as const;

test.each(cards)('a card of %s and %s with %i digits', (firstSix, lastFour, length, shown) => {
  expect(maskedCard({ firstSix, lastFour, length })).toBe(shown);
});

test('an account shows three and three digits', () => {
  expect(maskedAccount({ firstThree: '999', lastThree: '321', length: 12 })).toBe('999******321');
  expect(maskedAccount({ firstThree: '999', lastThree: '321', length: 10 })).toBe('999****321');
});

// biome-ignore format: a table
const phones = [
  ['01012343333', '010-****-3333'], ['010-1234-3333', '010-****-3333'], ['0212343333', '021-****-3333'],
  ['', ''], ['1234', ''], ['no number', ''],
] as const;

test.each(phones)('the telephone %j is shown as %j', (phone, shown) => {
  expect(maskedPhone(phone)).toBe(shown);
});

function sent(body: Readonly<Record<string, unknown>>): Fields {
  const read = readPaypleBody({
    ...{ method: 'POST', contentType: 'application/json', query: '' },
    raw: Buffer.from(JSON.stringify(body)),
  });
  if (!read.ok) throw new Error('the test sent something unreadable');
  return read.value;
}
