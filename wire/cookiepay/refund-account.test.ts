// The refund account of a cancel: whole, with a fitting bank and number, or not at all.
import { expect, test } from 'vitest';
import { readRefund } from './refund-account.ts';

const read = (bankCode: string, accountNumber: string, accountHolder: string) =>
  readRefund({ bankCode, accountNumber, accountHolder });

// biome-ignore format: a table
const fitting: readonly (readonly [bank: string, number: string, is: string])[] = [
  ['088', '99908800000001',  '088 99908800000001'],
  ['88',  '999-088-000001',  '088 999088000001'],
  ['04',  '12345678',        '004 12345678'],
];
test.each(fitting)('%s %s is %s', (bank, number, is) => {
  const refund = read(bank, number, '홍길동');
  const { bankCode, accountNumber } = (refund.ok && refund.value) || {};
  expect(`${bankCode} ${accountNumber}`).toBe(is);
});

test('none at all is none', () => {
  expect(read('', '', '')).toEqual({ ok: true, value: null });
});

// biome-ignore format: a table
const unfit: readonly (readonly [bank: string, number: string, holder: string, field: string, is: string])[] = [
  ['',     '12345678',          '홍길동', 'bankCode',      'missing'],
  ['088',  '',                  '홍길동', 'accountNumber', 'missing'],
  ['088',  '12345678',          '',       'accountHolder', 'missing'],
  ['088',  '12345678',          ' ',      'accountHolder', 'missing'],
  ['088',  '12345678',          '가'.repeat(21), 'accountHolder', 'too-long'],
  ['088',  '12345678',          'a\u001bb', 'accountHolder', 'forbidden-character'],
  ['신한', '12345678',          '홍길동', 'bankCode',      'malformed'],
  ['0088', '12345678',          '홍길동', 'bankCode',      'malformed'],
  ['088',  '1234567',           '홍길동', 'accountNumber', 'malformed'],
  ['088',  '12345678901234567', '홍길동', 'accountNumber', 'malformed'],
  ['088',  '1234--5678',        '홍길동', 'accountNumber', 'malformed'],
  ['088',  '1234 5678',         '홍길동', 'accountNumber', 'malformed'],
  ['088',  '１２３４５６７８',  '홍길동', 'accountNumber', 'malformed'],
];
test.each(unfit)('"%s" "%s" "%s" is refused by %s: %s', (bank, number, holder, field, is) => {
  expect(read(bank, number, holder)).toMatchObject({
    ok: false,
    refusal: { kind: 'unfit-field', field, problem: { is } },
  });
});
