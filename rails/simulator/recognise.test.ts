// Numbers that the sandbox takes, refuses as mistyped, and refuses as somebody's real card.
import { describe, expect, test } from 'vitest';
import { otherAccounts } from './accounts.ts';
import { numberIn, testRanges } from './ranges.ts';
import {
  accountFactsOf,
  accountTermsOf,
  factsOf,
  recognise,
  recogniseAccount,
  termsOf,
  tokenFor,
} from './recognise.ts';

describe('a number is recognised', () => {
  test.each([
    ['a published number', '4111111111111111', 'visa-shinhan'],
    ['fifteen digits', '378282246310005', 'amex-samsung'],
    ['fourteen digits', '30569309025904', 'diners-hyundai'],
    ['a domestic number', '9912100000000014', 'local-nh'],
    ['a number of a range', '9906000000000006', 'range-shinhan'],
    ['a range of a network', '4242420000000000', 'range-visa'],
  ])('%s: %s', (_, number, id) => {
    expect(recognise(number)).toMatchObject({ id });
  });
});

describe('a number is refused', () => {
  test.each([
    ['wrong check digit in a range', '9906000000000005', 'card-number'],
    ['too short for a range', '990600000000009', 'card-number'],
    ['too long for a range', '3782820000000009', 'card-number'],
    ['only a range', '99060000', 'card-number'],
    ['a real prefix', '9410610000000007', 'not-a-test-card'],
    ['mistyped published number', '4111111111111112', 'not-a-test-card'],
    ['valid, of nobody here', '4929000000006', 'not-a-test-card'],
    ['nothing', '', 'not-a-test-card'],
    ['a word of the language', 'constructor', 'not-a-test-card'],
  ])('%s: %s', (_, number, why) => {
    expect(recognise(number)).toBe(why);
  });
});

describe('an account is recognised', () => {
  // biome-ignore format: a table
  test.each([
    ['the one of a bank',            '004', '99900400000001', 'account-kb'],
    ['one that behaves so',          '004', '99900400000102', 'account-decline-balance'],
    ['the same, at whichever bank',  '090', '99900400000102', 'account-decline-balance'],
    ['ten digits of nobody in particular', '092', '9991234567', 'account-other'],
    ['fourteen digits',              '089', '99912345678901', 'account-other'],
  ])('%s: %s %s', (_, bank, number, id) => {
    expect(recogniseAccount({ bank, number })).toMatchObject({ id });
  });

  // biome-ignore format: a table
  test.each([
    ['an account that does not exist', '004', '99900400000116',  'account-number'],
    ['nine digits',                    '004', '999123456',       'account-number'],
    ['fifteen digits',                 '004', '999123456789012', 'account-number'],
    ['what is no number',              '004', '9991234567a',     'account-number'],
    ['somebody’s real one',            '004', '12345678901234',  'not-a-test-account'],
    ['almost 999',                     '004', '9981234567',      'not-a-test-account'],
    ['a bank that is not played',      '023', '9991234567',      'not-a-test-account'],
    ['a card company’s code',          '06',  '9991234567',      'not-a-test-account'],
    ['a word of the language',         'constructor', '9991234567', 'not-a-test-account'],
    ['nothing',                        '',    '',                'not-a-test-account'],
  ])('%s: %s %s', (_, bank, number, why) => {
    expect(recogniseAccount({ bank, number })).toBe(why);
  });

  test('and tells what may be kept of it', () => {
    const data = {
      bank: '031',
      number: '999031000001',
      holderName: '홍길동',
      holder: '1248100998',
    };
    expect(accountFactsOf(data, 't')).toEqual({
      ...{ kind: 'account', token: 't', bank: { code: '031', name: 'iM뱅크' } },
      ...{ firstThree: '999', lastThree: '001', length: 12, holder: 'company' },
    });
    expect(accountFactsOf({ ...data, holder: '900101' }, 't').holder).toBe('person');
  });
});

describe('a token', () => {
  const [range] = testRanges;
  if (range === undefined) throw new Error('there is a range');

  test('leads back to its row and tells no digit', () => {
    const token = tokenFor(range, '4f9e0b1c-1f5e-4a53-9d1e-0a1b2c3d4e5f');
    expect(termsOf(token)).toBe(range);
    expect(token).not.toContain(range.bin);
  });

  test.each(['', '.', 'range-bc', 'nobody.4f9e', '9901000000000009'])('%j is unknown', (token) => {
    expect(termsOf(token)).toBeNull();
    expect(accountTermsOf(token)).toBeNull();
  });

  test('of an account is none of a card', () => {
    const token = tokenFor(otherAccounts, '4f9e0b1c');
    expect(accountTermsOf(token)).toBe(otherAccounts);
    expect(termsOf(token)).toBeNull();
    expect(accountTermsOf(tokenFor(range, '4f9e0b1c'))).toBeNull();
  });

  test('comes with six and four digits and both institutions', () => {
    expect(factsOf(range, { number: numberIn(range, 1_234_567), token: 't' })).toEqual({
      ...{ kind: 'card', type: 'credit', token: 't' },
      issuer: { code: '01', name: 'BC카드' },
      acquirer: { code: 'CCBC', name: 'BC카드' },
      ...{ firstSix: '990100', lastFour: '5675', length: 16 },
    });
  });
});
