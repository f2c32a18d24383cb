// The issuer's answers as rows: what was asked, with which card, and the reason that comes first.
import { describe, expect, test } from 'vitest';
import { won } from '../../core/money/won.ts';
import { instant } from '../../core/time/instant.ts';
import { type Behaviour, behaviours } from './behaviours.ts';
import { type CardTerms, testCards } from './cards.ts';
import { type Asked, judge } from './judge.ts';
import { testRanges } from './ranges.ts';

const now = instant(Date.UTC(2026, 10, 3));
const plain = { expiry: '3012', password: '', holder: '' };

function card(id: string): CardTerms {
  const found = [...testCards, ...testRanges].find((row) => row.id === id);
  if (found === undefined) throw new Error(`no card ${id}`);
  return found;
}

function ask(id: string, more: Partial<Asked> = {}): Asked {
  return { terms: card(id), card: plain, amount: won(1_000), instalment: 0, now, ...more };
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
    expect(judge(ask(id, { amount: won(amount), instalment }))).toBe(expected);
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
    expect(judge(ask(id, { amount: won(amount) }))).toBe(expected);
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
    const asked = { terms, card: unfit, amount: won(99_000_000), instalment: 36 };
    expect(judge(ask('local-strict', asked))).toBe(expected);
  });
});
