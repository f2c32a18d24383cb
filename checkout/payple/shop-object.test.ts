// Tables of what is read from a shop's object, and of what never leaves it.
import { describe, expect, test } from 'vitest';
import { closedResult, complaintOf, fieldsOf, isDirect } from './shop-object.ts';

const tokens = { PCD_CST_ID: 'id', PCD_CUST_KEY: 'key', PCD_AUTH_KEY: 'auth' };

test('plain values become fields, and nothing else does', () => {
  const object = {
    ...{ PCD_PAY_GOODS: '<b>텀블러</b>', PCD_PAY_TOTAL: 1000, PCD_SIMPLE_FLAG: true },
    ...{ callbackFunction: () => {}, payple_auth_file: '/auth', clientKey: 'public' },
    ...{ PCD_AUTH_URL: 'https://shop.example/', nested: { PCD_PAY_TOTAL: '1' }, nothing: null },
  };
  expect(fieldsOf(object)).toEqual({
    PCD_PAY_GOODS: '<b>텀블러</b>',
    PCD_PAY_TOTAL: '1000',
    PCD_SIMPLE_FLAG: 'Y',
  });
});

test('whoever leaves is told what was asked for, without the tokens', () => {
  const result = closedResult({ ...tokens, PCD_PAY_TYPE: 'card', callbackFunction: () => {} });
  expect(result).toEqual({
    PCD_PAY_TYPE: 'card',
    PCD_PAY_RST: 'close',
    PCD_PAY_MSG: '결제를 종료하였습니다.',
  });
});

// biome-ignore format: a table
describe('where the result goes', () => test.each([
  ['https://shop.example/result',    true],
  ['HTTP://shop.example/result',     true],
  ['/result',                        false],
  ['/result?next=https://other/',    false],
  ['//other.example/',               false],
  ['',                               false],
])('%s asks for the whole page: %s', (address, direct) => {
  expect(isDirect({ PCD_RST_URL: address })).toBe(direct);
}));

// biome-ignore format: a table
describe('an amount', () => test.each([
  ['CERT',    '1000',   true],
  ['PAY',     100,      true],
  ['PAY',     99,       false],
  ['PAY',     '1,000',  false],
  ['PAY',     '-1000',  false],
  ['CERT',    '',       false],
  ['AUTH',    '',       true],
  ['AUTHREG', undefined, true],
])('%s over %j is fit: %s', (work, total, fit) => {
  expect(complaintOf({ PCD_PAY_WORK: work, PCD_PAY_TOTAL: total }) === '').toBe(fit);
}));
