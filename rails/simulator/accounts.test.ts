// The tables of accounts, banks, apps and prefixes are whole, and lead to what they say.
import { describe, expect, test } from 'vitest';
import { accountLengths, otherAccounts, testAccounts, testAccountsBeginWith } from './accounts.ts';
import { bankOf, banks } from './banks.ts';
import { accountBehaviours, behaviours } from './behaviours.ts';
import { testCards } from './cards.ts';
import { describeAccounts } from './describe.ts';
import { issuerNames, issuerOf } from './issuers.ts';
import { issuerPrefixes } from './prefixes.ts';
import { numberIn, sizeOf, testRanges } from './ranges.ts';
import { recogniseAccount } from './recognise.ts';
import { appCards, heldCard } from './wallet.ts';

describe('test accounts', () => {
  test.each(testAccounts)('$id has a fitting number', ({ id, bank, number, behaviour }) => {
    expect(number).toMatch(/^[0-9]+$/);
    expect(number.startsWith(`${testAccountsBeginWith}${bank}`)).toBe(true);
    expect(number.length).toBeGreaterThanOrEqual(accountLengths.least);
    expect(number.length).toBeLessThanOrEqual(accountLengths.most);
    expect(id).toMatch(/^account-[a-z-]+$/);
    const found = recogniseAccount({ bank, number });
    const told = typeof found === 'string' ? found : found.id;
    expect(told).toBe(behaviour === 'account-number' ? behaviour : id);
  });

  test('numbers and names are unique, also among cards', () => {
    expect(new Set(testAccounts.map(({ number }) => number)).size).toBe(testAccounts.length);
    const ids = [...testAccounts, otherAccounts, ...testCards, ...testRanges].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(Object.keys(accountBehaviours))('one behaves as %s', (behaviour) => {
    expect(testAccounts.map((account) => account.behaviour)).toContain(behaviour);
  });

  test('the list for the sandbox tells what fits', () => {
    const shown = describeAccounts();
    expect(shown).toHaveLength(testAccounts.length);
    expect(shown[0]).toEqual({
      ...{ bank: '004', bankName: '국민은행', number: '99900400000001' },
      ...{ behaviour: 'approve', holder: 'any' },
    });
    expect(shown.map(({ holder }) => holder).filter((holder) => holder !== 'any')).toEqual([
      ...['900101', '1248100998'],
    ]);
  });
});

describe('banks', () => {
  test('stand in the order of the table, with short names', () => {
    expect(banks[0]).toEqual({ code: '004', name: '국민은행' });
    for (const { code, name } of banks) {
      expect(code).toMatch(/^[0-9]{3}$/);
      expect(name.length).toBeLessThanOrEqual(10);
      expect(name).not.toMatch(/['"\\<>&]/);
      expect(bankOf(code)).toEqual({ code, name });
    }
  });

  test.each(banks)('$name has an approving account first', ({ code }) => {
    const own = testAccounts.filter(({ bank }) => bank === code);
    expect(own[0]).toMatchObject({ behaviour: 'approve', holder: 'any' });
  });

  test.each(['999', '', '4', 'toString', '__proto__'])('%j is none', (code) => {
    expect(bankOf(code)).toBeNull();
  });
});

describe('the phone', () => {
  test('holds cards of the main issuers that approve, and some that do not', () => {
    const approving = appCards.filter(({ behaviour }) => behaviour === 'approve');
    expect(approving.length).toBeGreaterThan(9);
    const others = new Set(appCards.map(({ behaviour }) => behaviour));
    for (const each of ['decline-limit', 'decline-balance', 'answer-lost', 'request-lost']) {
      expect(others).toContain(each);
      expect(Object.keys(behaviours)).toContain(each);
    }
  });

  test('shows four digits of each', () => {
    expect(appCards[0]).toEqual({
      ...{ id: 'local-shinhan', issuer: '신한카드', lastFour: '0012', behaviour: 'approve' },
    });
    expect(new Set(appCards.map(({ id }) => id)).size).toBe(appCards.length);
  });

  test.each([
    'visa-shinhan',
    'range-kb',
    'account-kb',
    '',
    'constructor',
    '__proto__',
  ])('does not hold %j', (id) => {
    expect(heldCard(id)).toBeNull();
  });
});

describe('T36: the page tells the issuer of a number by itself', () => {
  const prefixes = issuerPrefixes();
  const issuerIn = (number: string): string[] =>
    prefixes.filter(([prefix]) => number.startsWith(prefix)).map(([, name]) => name);

  test.each(testCards)('$number: exactly one prefix fits, of its issuer', ({ number, issuer }) => {
    expect(issuerIn(number)).toEqual([issuerOf(issuer).name]);
  });

  test.each(testRanges)('$id: likewise, from end to end', (range) => {
    for (const serial of [0, sizeOf(range) - 1]) {
      expect(issuerIn(numberIn(range, serial))).toEqual([issuerOf(range.issuer).name]);
    }
  });

  test('every issuer is told, by four to eight digits, in a list for a page', () => {
    const names = new Set(prefixes.map(([, name]) => name));
    expect(names).toEqual(new Set(issuerNames.map((issuer) => issuerOf(issuer).name)));
    for (const [prefix] of prefixes) expect(prefix).toMatch(/^[0-9]{4,8}$/);
    expect(JSON.stringify(prefixes).length).toBeLessThan(1_500);
  });

  test('a number of nobody here is told nothing', () => {
    for (const number of ['4929000000006', '9410610000000007', '99', '']) {
      expect(issuerIn(number)).toEqual([]);
    }
  });
});
