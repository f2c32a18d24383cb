// Tables of fields, each at its length and beyond it, missing, empty and of a wrong type: the tests
// are made from the messages, so a new row is tested by being written.
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { Won } from '../../core/money/won.ts';
import type { FieldProblem, Outcome } from '../../core/refusal.ts';
import type { BusinessDate } from '../../core/time/instant.ts';
import { noFields } from '../fields.ts';
import { readForm } from '../form.ts';
import type { Decoded, Message, Received, Row, WireContext } from '../message.ts';
import { authRequest, browserAuthRequest } from './auth.ts';
import { keyRequest } from './billing-key.ts';
import { readPaypleBody } from './body.ts';
import { cancelRequest } from './cancel.ts';
import { cashReceiptRequest } from './cash-receipt.ts';
import { chargeMeant, chargeRequest } from './charge.ts';
import { confirmRequest } from './confirm.ts';
import { type linkPageRequest, linkRequest } from './link.ts';
import { queryRequest } from './query.ts';
import { routes } from './routes.ts';
import { removalNotice } from './webhook.ts';
import { windowRequest } from './window.ts';

type Sent = Readonly<Record<string, unknown>>;

const context: WireContext = { gateway: 'payple' };
const requests: readonly Message[] = [...new Set(routes.map(({ request }): Message => request))];
const cases = requests.flatMap((request) =>
  request.rows.map((row: Row) => ({ request, row, name: `${request.name}: ${row[0]}` })),
);

describe.each(cases)('$name', ({ request, row }) => {
  const [wireName, , rule, presence, , , traits] = row;
  const given = complete(request);
  const verdictOn = (sent: Sent): unknown => verdict(decode(request, sent), wireName);
  const wrong = (problem: FieldProblem['is']): unknown =>
    presence === 'ignored' ? 'fits' : (traits?.refusal?.kind ?? problem);
  const { [wireName]: _, ...without } = given;
  const isNeeded =
    typeof presence === 'string'
      ? presence === 'required'
      : presence.holds(context, received(request, without).body);
  const absent = isNeeded ? wrong('missing') : 'fits';

  test('at its length', () => {
    expect(verdictOn({ ...given, [wireName]: rule.longest })).toBe('fits');
  });

  const { limit } = rule;
  if (limit !== null) {
    test('one over its length', () => {
      const longer = rule.longest.padEnd(
        rule.longest.length + limit - [...rule.longest].length + 1,
        '0',
      );
      expect(verdictOn({ ...given, [wireName]: longer })).toBe(wrong('too-long'));
    });
  }

  test('missing or empty', () => {
    expect(verdictOn(without)).toBe(absent);
    expect(verdictOn({ ...given, [wireName]: '' })).toBe(absent);
  });

  // What stands in a link is always text.
  if (traits?.place === undefined) {
    test('T64 T66: of other types', () => {
      const example = traits?.example ?? rule.example;
      expect(verdictOn({ ...given, [wireName]: [example] }), 'a list of one').toBe('fits');
      for (const value of [[], {}, [example, example], [{}], [[example]]]) {
        expect(verdictOn({ ...given, [wireName]: value })).toBe(wrong('wrong-type'));
      }
      const ofTrue = rule.takesBoolean ? 'fits' : wrong('wrong-type');
      expect(verdictOn({ ...given, [wireName]: true })).toBe(ofTrue);
      expect(verdictOn({ ...given, [wireName]: -1 })).toBe(wrong('malformed'));
      expect(verdictOn({ ...given, [wireName]: null })).toBe(absent);
    });
  }

  for (const alias of traits?.aliases ?? []) {
    test(`as ${alias}`, () => {
      const example = traits?.example ?? rule.example;
      expect(verdictOn({ ...without, [alias]: example })).toBe('fits');
      const both = { ...given, [alias]: `${example}1` };
      expect(verdictOn(both)).toBe(wrong('repeated'));
    });
  }
});

test.each(requests)('$name: no two fields mean the same', ({ rows }) => {
  const means = rows.map(([, each]: Row) => each);
  expect(new Set(means).size).toBe(means.length);
});

const charge = { ...complete(chargeRequest), PCD_REGULER_FLAG: '', PCD_SIMPLE_FLAG: 'Y' };
const window = complete(windowRequest);

// biome-ignore format: a table
const rows: readonly (readonly [Message, Sent, Sent, string])[] = [
  // message        given                     changed                                      verdict
  [authRequest,     complete(authRequest),    { cst_id: '' },                              'cst_id missing'],
  [authRequest,     complete(authRequest),    { cst_id: '', custKey: '' },                 'cst_id missing'],
  [authRequest,     complete(authRequest),    { custKey: null },                           'custKey missing'],
  [authRequest,     complete(authRequest),    { PCD_PAY_WORK: '__proto__' },               'fits'],
  [authRequest,     complete(authRequest),    { PCD_PAY_TYPE: 'transfer|card' },           'fits'],
  [authRequest,     complete(authRequest),    { payple_dir_path: ['any', 'thing'] },       'fits'],
  [authRequest,     complete(authRequest),    { PCD_PAY_TOTAL: '0' },                      'PCD_PAY_TOTAL out-of-range'],
  [chargeRequest,   charge,                   { PCD_PAY_TOTAL: '1,000' },                  'PCD_PAY_TOTAL malformed'],
  [chargeRequest,   charge,                   { PCD_PAY_TOTAL: 0 },                        'PCD_PAY_TOTAL out-of-range'],
  [chargeRequest,   charge,                   { PCD_PAY_TOTAL: 1e3 },                      'fits'],
  [chargeRequest,   charge,                   { PCD_PAY_TOTAL: 1000.5 },                   'PCD_PAY_TOTAL malformed'],
  [chargeRequest,   charge,                   { PCD_PAY_TAXTOTAL: '' },                    'fits'],
  [chargeRequest,   charge,                   { PCD_PAY_TAXTOTAL: 0 },                     'fits'],
  [chargeRequest,   charge,                   { PCD_PAY_TAXTOTAL: '-1' },                  'PCD_PAY_TAXTOTAL malformed'],
  [chargeRequest,   charge,                   { PCD_PAY_TAXTOTAL: '10000000000' },         'PCD_PAY_TAXTOTAL too-long'],
  [chargeRequest,   charge,                   { PCD_PAY_ISTAX: false },                    'fits'],
  [chargeRequest,   charge,                   { PCD_PAY_OID: 'A\u200b' },                  'PCD_PAY_OID forbidden-character'],
  [chargeRequest,   charge,                   { PCD_PAY_GOODS: 'a\0' },                    'PCD_PAY_GOODS forbidden-character'],
  [chargeRequest,   charge,                   { PCD_PAY_GOODS: '😀'.repeat(2048) },        'fits'],
  [chargeRequest,   charge,                   { PCD_PAYER_NO: 'name of a buyer' },         'fits'],
  [chargeRequest,   charge,                   { PCD_PAY_YEAR: '', PCD_PAY_MONTH: '' },     'fits'],
  [chargeRequest,   charge,                   { PCD_REGULER_FLAG: 'Y', PCD_PAY_YEAR: '' }, 'PCD_PAY_YEAR missing'],
  [chargeRequest,   charge,                   { PCD_REGULAR_FLAG: 'Y', PCD_PAY_YEAR: '' }, 'PCD_PAY_YEAR missing'],
  [chargeRequest,   charge,                   { PCD_REGULER_FLAG: 'Y', PCD_PAY_YEAR: 2025, PCD_PAY_MONTH: 1 }, 'fits'],
  [chargeRequest,   charge,                   { PCD_REGULER_FLAG: 'Y', PCD_PAY_MONTH: 13 }, 'PCD_PAY_MONTH malformed'],
  [cancelRequest,   complete(cancelRequest),  { PCD_REFUND_TOTAL: '0' },                   'PCD_REFUND_TOTAL malformed'],
  [cancelRequest,   complete(cancelRequest),  { PCD_REFUND_TOTAL: '' },                    'PCD_REFUND_TOTAL missing'],
  [cancelRequest,   complete(cancelRequest),  { PCD_PAY_DATE: 20180502 },                  'fits'],
  [cancelRequest,   complete(cancelRequest),  { PCD_PAY_TAXTOTAL: '', PCD_REFUND_TAXTOTAL: '-1' }, 'PCD_REFUND_TAXTOTAL malformed'],
  [cancelRequest,   complete(cancelRequest),  { PCD_REFUND_KEY: '' },                      'wrong-refund-key'],
  [cancelRequest,   complete(cancelRequest),  { PCD_PAY_YEAR: {}, PCD_PAY_MONTH: 'x' },    'fits'],
  [confirmRequest,  complete(confirmRequest), { PCD_PAYER_ID: '', PCD_PAY_TYPE: 'any' },   'fits'],
  [confirmRequest,  complete(confirmRequest), { PCD_PAY_REQKEY: '' },                      'session-mismatch'],
  [confirmRequest,  complete(confirmRequest), { PCD_AUTH_KEY: '' },                        'session-expired'],
  [queryRequest,    complete(queryRequest),   { PCD_PAY_TYPE: 'transfer', PCD_PAY_YEAR: '' }, 'fits'],
  [queryRequest,    complete(queryRequest),   { PCD_PAY_DATE: '20260230' },                'PCD_PAY_DATE malformed'],
  [keyRequest,      complete(keyRequest),     { PCD_PAYER_NO: undefined },                 'fits'],
  [linkRequest,     complete(linkRequest),    { PCD_PAY_TYPE: 'transfer+card', PCD_CARD_VER: '01+02' }, 'fits'],
  [linkRequest,     complete(linkRequest),    { PCD_LINK_EXPIREDATE: 2026013109 },         'fits'],
  [linkRequest,     complete(linkRequest),    { PCD_LINK_EXPIREDATE: '20260230' },         'PCD_LINK_EXPIREDATE malformed'],
  [cashReceiptRequest, complete(cashReceiptRequest), { PCD_TAXSAVE_AMOUNT: 0 },            'PCD_TAXSAVE_AMOUNT out-of-range'],
  [cashReceiptRequest, complete(cashReceiptRequest), { PCD_PAYER_ID: null },               'fits'],
  [browserAuthRequest, complete(browserAuthRequest), { clientKey: '' },                    'wrong-credentials'],
  [windowRequest,   window,                   { PCD_CST_ID: '', PCD_CUST_KEY: '' },        'fits'],
  [windowRequest,   window,                   { PCD_PAY_WORK: 'AUTHREG', PCD_PAY_GOODS: '', PCD_PAY_TOTAL: '' }, 'fits'],
  [windowRequest,   window,                   { PCD_PAY_WORK: 'AUTH', PCD_REGULER_FLAG: 'Y', PCD_PAY_YEAR: '' }, 'fits'],
  [windowRequest,   window,                   { PCD_PAY_GOODS: '' },                       'PCD_PAY_GOODS missing'],
  [windowRequest,   window,                   { PCD_PAY_TOTAL: '999.9' },                  'PCD_PAY_TOTAL malformed'],
  [windowRequest,   window,                   { PCD_PAY_WORK: 'LINKREG' },                 'PCD_PAY_WORK malformed'],
  [windowRequest,   window,                   { PCD_CARD_VER: '' },                        'fits'],
  [windowRequest,   window,                   { callbackFunction: 'function (r) { "</script>" }', 'junk"=': '\0' }, 'fits'],
];

test.each(rows)('T6 T7 T66 T67: row %#', (request, given, changed, expected) => {
  const field = expected.split(' ')[0] ?? '';
  const found = verdict(decode(request, { ...given, ...changed }), field);
  const isKind = typeof found === 'string' && (found === expected || found === 'fits');
  expect(isKind ? found : `${field} ${found}`).toBe(expected);
});

test('a charge decodes into the words of the domain', () => {
  const sent = { ...complete(chargeRequest), PCD_PAY_ISTAX: false, PCD_PAY_MONTH: 1 };
  expect(decode(chargeRequest, sent)).toMatchObject({
    ok: true,
    value: {
      paidBy: 'card',
      billingKey: 'NS9qNTgzU2xRNHR2RmFBWWFBTWk5UT09',
      payerNumber: '2324',
      goods: '정기구독',
      amount: 1000n,
      taxable: false,
      vat: 10n,
      monthly: true,
      billingYear: '2026',
      billingMonth: '01',
      receiptUse: 'personal',
    },
  });
});

test('what a page posts besides is not read', () => {
  const decoded = decode(windowRequest, window);
  const names = decoded.ok ? Object.keys(decoded.value as object) : [];
  for (const name of ['callback', 'page', 'authFile', 'browserKey']) {
    expect(names).not.toContain(name);
  }
});

describe('a charge', () => {
  // biome-ignore format: a table
  const meanings = [
    // path             says                                              is                 month
    ['charge-card',     { PCD_SIMPLE_FLAG: 'Y' },                         'charge-card',     null],
    ['charge-card',     {},                                               'charge-card',     null],
    ['charge-card',     { PCD_PAY_TYPE: 'transfer' },                     'charge-account',  null],
    ['charge-account',  { PCD_PAY_TYPE: 'card', PCD_SIMPLE_FLAG: 'Y' },   'charge-card',     null],
    ['charge-account',  {},                                               'charge-account',  null],
    ['charge-card',     { PCD_REGULER_FLAG: 'Y' },                        'monthly-card',    '2026-01'],
    ['charge-account',  { PCD_REGULAR_FLAG: 'Y', PCD_SIMPLE_FLAG: 'Y' },  'monthly-account', '2026-01'],
    ['monthly-card',    {},                                               'monthly-card',    '2026-01'],
    ['monthly-card',    { PCD_REGULER_FLAG: 'N' },                        'charge-card',     null],
    ['monthly-account', { PCD_SIMPLE_FLAG: 'Y' },                         'charge-account',  null],
    ['monthly-account', { PCD_SIMPLE_FLAG: 'N' },                         'monthly-account', '2026-01'],
  ] as const;
  const silent = { PCD_PAY_TYPE: '', PCD_REGULER_FLAG: '', PCD_SIMPLE_FLAG: '' };

  test.each(meanings)('at %s that says %j is %s', (path, says, name, month) => {
    const decoded = decodeCharge({ ...charge, ...silent, ...says });
    const meant = chargeMeant(path, decoded);
    expect(meant).toMatchObject({ ok: true, value: { name, month } });
  });

  test('needs its period where only the path guards the month', () => {
    const decoded = decodeCharge({ ...charge, ...silent, PCD_PAY_MONTH: '' });
    expect(chargeMeant('monthly-card', decoded)).toMatchObject({
      refusal: { kind: 'unfit-field', field: 'billingMonth', problem: { is: 'missing' } },
    });
  });
});

test('requests know their types', () => {
  expectTypeOf<Decoded<typeof chargeRequest.rows>['amount']>().toEqualTypeOf<Won>();
  type PaidBy = Decoded<typeof chargeRequest.rows>['paidBy'];
  expectTypeOf<PaidBy>().toEqualTypeOf<'card' | 'account' | null>();
  type Work = Decoded<typeof windowRequest.rows>['work'];
  expectTypeOf<Work>().toEqualTypeOf<'register' | 'certify' | 'pay'>();
  expectTypeOf<Decoded<typeof cancelRequest.rows>['paidOn']>().toEqualTypeOf<BusinessDate>();
  expectTypeOf<Decoded<typeof chargeRequest.rows>['taxable']>().toEqualTypeOf<boolean | null>();
  expectTypeOf(removalNotice.render).parameter(0).toHaveProperty('billingKey');
  expectTypeOf<Decoded<typeof linkPageRequest.rows>['linkKey']>().toEqualTypeOf<string>();
});

/** Sends each field where the table places it, the body as bytes of JSON. */
function received(request: Message, sent: Sent): Received {
  const isPlaced = ([name]: readonly [string, unknown]): boolean =>
    request.rows.some(([wireName, , , , , , traits]: Row) => wireName === name && traits?.place);
  const entries = Object.entries(sent);
  const json = JSON.stringify(Object.fromEntries(entries.filter((each) => !isPlaced(each))));
  const body = readPaypleBody({
    ...{ method: 'POST', contentType: 'application/json', query: '' },
    raw: Buffer.from(json),
  });
  const query = readForm(
    new URLSearchParams(entries.filter(isPlaced) as [string, string][]).toString(),
  );
  if (!body.ok) throw new Error('the test sent something unreadable');
  return { body: body.value, query: query.ok ? query.value : noFields };
}

function decode(request: Message, sent: Sent): Outcome<unknown> {
  return request.decode(received(request, sent), context);
}

function decodeCharge(sent: Sent): Decoded<typeof chargeRequest.rows> {
  const decoded = chargeRequest.decode(received(chargeRequest, sent), context);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.refusal));
  return decoded.value;
}

/** `fits`, or what is wrong with the field; a refused proof is as good as its problem. */
function verdict(outcome: Outcome<unknown>, field: string): unknown {
  if (outcome.ok) return 'fits';
  const { refusal } = outcome;
  if (refusal.kind !== 'unfit-field') return refusal.kind;
  return refusal.field === field ? refusal.problem.is : `${refusal.field} ${refusal.problem.is}`;
}

function complete(request: Message): Sent {
  return Object.fromEntries(
    request.rows.map(([wireName, , rule, , , , traits]: Row) => [
      wireName,
      traits?.example || rule.example,
    ]),
  );
}
