// What issuers and banks answer, as rows: who asked, with what, and the reason that comes first.
import { describe, expect, test } from 'vitest';
import { won } from '../../core/money/won.ts';
import { instant } from '../../core/time/instant.ts';
import { type AccountTerms, otherAccounts, testAccounts } from './accounts.ts';
import { accountBehaviours, type Behaviour, behaviours } from './behaviours.ts';
import { type CardTerms, testCards } from './cards.ts';
import { type AccountAsked, type Asked, type Charge, judge, judgeAccount } from './judge.ts';
import { testRanges } from './ranges.ts';

const now = instant(Date.UTC(2026, 10, 3));
const plain = { expiry: '3012', password: '', holder: '' };

function card(id: string): CardTerms {
  const found = [...testCards, ...testRanges].find((row) => row.id === id);
  if (found === undefined) throw new Error(`no card ${id}`);
  return found;
}

function ask(id: string, more: Partial<Asked> = {}): Asked {
  return { terms: card(id), card: plain, charge: charging(1_000), now, ...more };
}

function charging(amount: number, instalment = 0): Charge {
  return { amount: won(amount), instalment };
}

describe('a card that always behaves so', () => {
  test.each(Object.entries(behaviours))('%s', (behaviour, { decline }) => {
    const terms: CardTerms = { ...card('local-kb'), behaviour: behaviour as Behaviour };
    expect(judge(ask('local-kb', { terms }))).toBe(decline);
  });
});

describe('expiry, the month counted in Seoul', () => {
  test.each([
    ['2611', Date.UTC(2026, 10, 30, 14, 59, 59, 999), null],
    ['2611', Date.UTC(2026, 10, 30, 15, 0, 0), 'expired'],
    ['2612', Date.UTC(2026, 10, 30, 15, 0, 0), null],
    ['2510', Date.UTC(2026, 0, 1), 'expired'],
    ['9912', Date.UTC(2026, 0, 1), null],
    ['2600', Date.UTC(2026, 0, 1), 'expired'],
    ['3013', Date.UTC(2026, 0, 1), 'expired'],
    ['', Date.UTC(2026, 0, 1), 'expired'],
  ])('%s', (expiry, at, expected) => {
    const asked = ask('visa-kb', { card: { ...plain, expiry }, now: instant(at) });
    expect(judge(asked)).toBe(expected);
  });
});

describe('what must fit, and is compared only when it was sent', () => {
  test.each<[string, [string, string, string], string | null]>([
    ['local-strict', ['3012', '12', '900101'], null],
    ['local-strict', ['3012', '', ''], null],
    ['local-strict', ['3012', '13', '900101'], 'password'],
    ['local-strict', ['3012', '12', '900102'], 'holder'],
    ['local-strict', ['3012', '13', '900102'], 'password'],
    ['local-strict', ['3012', '12', '1248100998'], 'holder'],
    ['local-strict-expiry', ['3012', '77', '881224'], null],
    ['local-strict-expiry', ['3011', '', ''], 'expired'],
    ['local-strict-all', ['3012', '12', '900101'], null],
    ['local-strict-all', ['3101', '13', '900102'], 'expired'],
    ['local-corporate', ['3012', '', '1248100998'], null],
    ['local-corporate', ['3012', '', ''], null],
    ['local-corporate', ['3012', '', '1248100990'], 'holder'],
    ['local-corporate', ['3012', '', '900101'], 'holder'],
    ['visa-shinhan', ['3012', '98', '010203'], null],
    ['visa-shinhan', ['3012', '98', '1248100998'], null],
  ])('%s %j', (id, [expiry, password, holder], expected) => {
    expect(judge(ask(id, { card: { expiry, password, holder } }))).toBe(expected);
  });
});

describe('instalments', () => {
  test.each<[string, [number, number], string | null]>([
    ['visa-shinhan', [50_000, 2], null],
    ['visa-shinhan', [50_000, 12], null],
    ['visa-shinhan', [49_999, 2], 'instalment'],
    ['visa-shinhan', [50_000, 1], 'instalment'],
    ['visa-shinhan', [50_000, 13], 'instalment'],
    ['visa-shinhan', [100, 0], null],
    ['visa-woori-check', [50_000, 3], 'instalment'],
    ['visa-woori-check', [50_000, 0], null],
    ['local-corporate', [50_000, 3], 'instalment'],
    ['jcb-foreign', [50_000, 3], 'instalment'],
    ['range-amex', [50_000, 3], null],
  ])('%s, won and months %j', (id, [amount, instalment], expected) => {
    expect(judge(ask(id, { charge: charging(amount, instalment) }))).toBe(expected);
  });
});

describe('limits', () => {
  test.each([
    ['visa-shinhan', 10_000_000, null],
    ['visa-shinhan', 10_000_001, 'limit'],
    ['local-small-limit', 50_000, null],
    ['local-small-limit', 50_001, 'limit'],
    ['local-corporate', 100_000_000, null],
    ['local-corporate', 100_000_001, 'limit'],
    ['range-shinhan', 9_999_999_999, null],
  ])('%s %i won', (id, amount, expected) => {
    expect(judge(ask(id, { charge: charging(amount) }))).toBe(expected);
  });
});

describe('the first reason is the answer', () => {
  const unfit = { expiry: '2001', password: '99', holder: '990101' };
  test.each([
    ['locked', 'suspended'],
    ['decline-lost', 'lost-or-stolen'],
    ['decline-balance', 'expired'],
    ['approve', 'expired'],
  ] as const)('%s with everything wrong: %s', (behaviour, expected) => {
    const terms: CardTerms = { ...card('local-strict'), behaviour };
    const asked = { terms, card: unfit, charge: charging(99_000_000, 36) };
    expect(judge(ask('local-strict', asked))).toBe(expected);
  });
});

describe('a token alone: nothing that was typed is compared, all else is as ever', () => {
  const charge = charging(60_000);
  const split = charging(60_000, 3);
  // biome-ignore format: a table
  test.each<[string, string, Charge, number, string | null]>([
    ['one of a person',            'local-strict',          charge, 2026, null],
    ['one with a month of its own', 'local-strict-all',     charge, 2026, null],
    ['when that month has passed', 'local-strict-all',      charge, 2031, 'expired'],
    ['one that takes any month',   'visa-shinhan',          charge, 2031, null],
    ['over its limit',             'local-small-limit',     charge, 2026, 'limit'],
    ['a check card, split',        'visa-woori-check',      split,  2026, 'instalment'],
    ['a credit card, split',       'visa-shinhan',          split,  2026, null],
    ['one without balance',        'local-decline-balance', charge, 2026, 'balance'],
    ['one reported lost since',    'local-decline-lost',    charge, 2026, 'lost-or-stolen'],
  ])('%s', (_, id, asked, year, expected) => {
    const at = instant(Date.UTC(year, 0, 1));
    expect(judge(ask(id, { card: null, charge: asked, now: at }))).toBe(expected);
  });
});

describe('only whether the holder is who he says: money is no matter', () => {
  const money = ['decline-limit', 'decline-balance', 'decline-instalment'];
  test.each(Object.entries(behaviours))('%s', (behaviour, { decline }) => {
    const terms: CardTerms = { ...card('local-kb'), behaviour: behaviour as Behaviour };
    const expected = money.includes(behaviour) ? null : decline;
    expect(judge(ask('local-kb', { terms, charge: null }))).toBe(expected);
  });

  // biome-ignore format: a table
  test.each<[string, [string, string, string], string | null]>([
    ['local-strict-all', ['3012', '12', '900101'], null],
    ['local-strict-all', ['3011', '12', '900101'], 'expired'],
    ['local-strict-all', ['3012', '13', '900101'], 'password'],
    ['local-strict-all', ['3012', '12', '900102'], 'holder'],
    ['visa-shinhan',     ['2401', '12', '900101'], 'expired'],
  ])('%s %j', (id, [expiry, password, holder], expected) => {
    expect(judge(ask(id, { card: { expiry, password, holder }, charge: null }))).toBe(expected);
  });
});

function account(id: string): AccountTerms {
  const found = [...testAccounts, otherAccounts].find((row) => row.id === id);
  if (found === undefined) throw new Error(`no account ${id}`);
  return found;
}

function askAccount(id: string, more: Partial<AccountAsked> = {}): AccountAsked {
  return { terms: account(id), holder: null, charge: charging(1_000), ...more };
}

describe('an account', () => {
  test.each(Object.entries(accountBehaviours))('that behaves as %s', (behaviour, { decline }) => {
    const row = testAccounts.find((each) => each.behaviour === behaviour);
    const terms = row ?? otherAccounts;
    expect(judgeAccount(askAccount(terms.id))).toBe(decline);
    const expected = decline === 'balance' ? null : decline;
    expect(judgeAccount(askAccount(terms.id, { charge: null, holder: '900101' }))).toBe(expected);
  });

  const most = 2_000_000;
  // biome-ignore format: a table
  test.each<[string, string, string | null, Charge | null, string | null]>([
    ['its holder',                 'account-strict',  '900101',     null, null],
    ['another birth date',         'account-strict',  '900102',     null, 'holder'],
    ['a company for a person',     'account-strict',  '1248100998', null, 'holder'],
    ['a company',                  'account-company', '1248100998', null, null],
    ['a person for a company',     'account-company', '900101',     null, 'holder'],
    ['nobody asked who it is',     'account-company', '',           null, null],
    ['charged by its token alone', 'account-strict',  null, charging(1_000),     null],
    ['up to the limit',            'account-other',   null, charging(most),      null],
    ['one won more',               'account-other',   null, charging(most + 1),  'limit'],
    ['over it, without balance',   'account-decline-balance', null, charging(most + 1), 'limit'],
    ['in instalments',             'account-other',   null, charging(60_000, 3), 'instalment'],
  ])('%s', (_, id, holder, charge, expected) => {
    expect(judgeAccount(askAccount(id, { holder, charge }))).toBe(expected);
  });

  test('is answered with the first reason', () => {
    const terms: AccountTerms = { ...account('account-strict'), behaviour: 'issuer-maintenance' };
    expect(judgeAccount(askAccount('account-strict', { terms, holder: '900102' }))).toBe('holder');
  });
});
