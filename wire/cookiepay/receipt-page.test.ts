// What a slip shows, what a reduced one hides, and that nothing on it is markup of others.
import { describe, expect, test } from 'vitest';
import { won } from '../../core/money/won.ts';
import { instant } from '../../core/time/instant.ts';
import {
  receiptNotFoundPage,
  receiptPage,
  type ShownInstrument,
  type Slip,
} from './receipt-page.ts';
import { receiptStyle } from './receipt-style.ts';

const card = {
  kind: 'card',
  ...{ issuer: '신한카드', acquirer: '비씨카드', lastFour: '0002', length: 16 },
} as const satisfies ShownInstrument;

const slip: Slip = {
  merchant: '결 상점',
  tid: '260131093000A1B2C3D4',
  orderNumber: 'ORDER-1',
  approvalNumber: '12345678',
  approvedAt: instant(Date.parse('2026-01-31T09:30:00+09:00')),
  paidWith: card,
  instalment: 0,
  amounts: { supply: won(45455), vat: won(4545), taxFree: won(1210000), total: won(1260000) },
  cancels: [],
  remaining: won(1260000),
  personal: { buyer: '홍길동', goods: '텀블러' },
  isTest: false,
};
const laterCancel = { at: instant(Date.parse('2026-02-01T00:00:00+09:00')), amount: won(60000) };

/** The page as a reader sees it: each label with its value. */
function shown(page: string): ReadonlyMap<string, string> {
  const rows = page.matchAll(/<dt[^>]*>(.*?)<\/dt><dd[^>]*>(.*?)<\/dd>/g);
  return new Map(
    [...rows].map(([, label, value]) => [label ?? '', (value ?? '').replace(/<\/?bdi>/g, '')]),
  );
}

test('a transfer shows bank and account, and is no card slip', () => {
  const page = receiptPage({
    ...slip,
    paidWith: { kind: 'account', bank: '국민은행', masked: '999*****123' },
  });
  expect(shown(page).get('은행')).toBe('국민은행');
  expect(shown(page).get('계좌번호')).toBe('999*****123');
  expect(page).toContain('계좌이체 거래명세서');
  expect(page).not.toContain('카드');
});

test('shows the payment', () => {
  expect([...shown(receiptPage(slip))]).toEqual([
    ['가맹점', '결 상점'],
    ['상품명', '텀블러'],
    ['구매자', '홍길동'],
    ['승인번호', '12345678'],
    ['승인일시', '2026-01-31 09:30:00'],
    ['카드사', '신한카드'],
    ['매입사', '비씨카드'],
    ['카드번호', '**** **** **** 0002'],
    ['할부', '일시불'],
    ['주문번호', 'ORDER-1'],
    ['거래번호', '260131093000A1B2C3D4'],
    ['공급가액', '45,455원'],
    ['부가세', '4,545원'],
    ['비과세', '1,210,000원'],
    ['합계', '1,260,000원'],
  ]);
});

test('shows each cancel and what is left', () => {
  const page = receiptPage({ ...slip, cancels: [laterCancel], remaining: won(1200000) });
  expect(shown(page).get('2026-02-01 00:00:00')).toBe('-60,000원');
  expect(shown(page).get('남은 금액')).toBe('1,200,000원');
});

// biome-ignore format: a table
const states = [
  // cancels  left     state
  [0,         1260000, '승인'],
  [1,         1200000, '부분취소'],
  [2,         0,       '취소'],
] as const;

test.each(states)('after %i cancels, with %i left, it is %s', (count, remaining, state) => {
  const cancels = Array.from({ length: count }, () => laterCancel);
  expect(receiptPage({ ...slip, cancels, remaining: won(remaining) })).toContain(
    `>${state}</span>`,
  );
});

test('a reduced slip has neither buyer nor goods', () => {
  const page = receiptPage({ ...slip, personal: null });
  expect(page).not.toMatch(/홍길동|텀블러|구매자|상품명/);
  expect(page).toContain('12345678');
});

test('a card of fifteen digits keeps its last four together', () => {
  const paidWith = { ...card, length: 15 };
  expect(shown(receiptPage({ ...slip, paidWith })).get('카드번호')).toBe('*** **** **** 0002');
});

test('never more than four digits of the card', () => {
  const paidWith = { ...card, lastFour: '4000000000000002' };
  expect(receiptPage({ ...slip, paidWith })).not.toContain('40000000');
});

test('a test payment says that it is none', () => {
  expect(receiptPage({ ...slip, isTest: true })).toContain('테스트 거래입니다');
  expect(receiptPage(slip)).not.toContain('테스트');
});

describe('T43: markup in a value', () => {
  const attack = `</dd></main><script>alert(1)</script><img src=x onerror="a" alt='b'>&amp;`;
  const texts = ['merchant', 'tid', 'orderNumber', 'approvalNumber'] as const;

  test.each(texts)('%s is shown as text', (name) => {
    expectHarmless(receiptPage({ ...slip, [name]: attack }));
  });

  test('buyer, goods and card names are shown as text', () => {
    expectHarmless(receiptPage({ ...slip, personal: { buyer: attack, goods: attack } }));
    expectHarmless(
      receiptPage({ ...slip, paidWith: { ...card, issuer: attack, acquirer: attack } }),
    );
  });

  function expectHarmless(page: string): void {
    expect(page).not.toMatch(/<script|<img|onerror="|'b'/);
    expect(page).toContain('&lt;/dd&gt;&lt;/main&gt;&lt;script&gt;');
    expect(page).toContain('&amp;amp;');
  }
});

test('T67: values are isolated from the direction of their neighbours', () => {
  const page = receiptPage({ ...slip, personal: { buyer: '\u202eabc', goods: 'x' } });
  expect(page).toContain('<bdi>\u202eabc</bdi>');
});

describe.each([
  ['slip', receiptPage(slip)],
  ['page of a slip that was not found', receiptNotFoundPage()],
])('the %s', (_, page) => {
  test('is a Korean page that loads and runs nothing', () => {
    expect(page).toMatch(/^<!doctype html>\n<html lang="ko">/);
    expect(page).not.toMatch(
      /<script|<link|<img|<iframe|<form|https?:|url\(|@import| style=| on[a-z]+=/,
    );
  });

  test('has exactly the style whose hash the server allows', () => {
    expect(page.split('<style>')[1]?.split('</style>')[0]).toBe(receiptStyle);
    expect(receiptStyle).not.toMatch(/[<&]/);
  });
});
