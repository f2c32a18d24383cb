// What a shop reads when it asks why this day, and why this won.
import { describe, expect, test } from 'vitest';
import { type Pricing, usualPricing } from '../merchant/fee.ts';
import { won, zeroWon } from '../money/won.ts';
import { knownCalendar } from '../time/bank-day.ts';
import type { BusinessDate } from '../time/instant.ts';
import { explainDate, explainWon, percent, sayWon } from './explain.ts';
import { type PayoutRule, payoutDate } from './payout-date.ts';
import { cancelRow, saleRow } from './row.ts';

const day = (text: string) => text as BusinessDate;
const daily: PayoutRule = { days: 1, counts: 'bank-days', cycle: { kind: 'daily' } };

const why = (rule: PayoutRule, base: string) =>
  explainDate(rule, payoutDate(knownCalendar, rule, day(base)));

test('a date names every day that was passed over', () => {
  const skipped = '2026-10-03 개천절, 2026-10-04 일요일, 2026-10-05 개천절 대체공휴일';
  const inEnglish =
    '2026-10-03 National Foundation Day, 2026-10-04 Sunday, 2026-10-05 substitute for National Foundation Day';
  expect(why(daily, '2026-10-03')).toEqual({
    korean: `기준일 2026-10-03, 1영업일 후, 쉬는 날 제외: ${skipped} → 2026-10-07 지급`,
    english: `base day 2026-10-03, 1 bank day later, not counted: ${inEnglish} → paid on 2026-10-07`,
  });
});

test('a cut and calendar days are said', () => {
  const rule: PayoutRule = { days: 2, counts: 'calendar-days', cycle: { kind: 'weekly', cut: 0 } };
  expect(why(rule, '2026-03-11').korean).toBe(
    '기준일 2026-03-11, 정산 마감일 2026-03-15, 2일 후 → 2026-03-17 지급',
  );
});

test('a payout that closed before the money came is said', () => {
  const rule: PayoutRule = { days: 2, counts: 'calendar-days', cycle: { kind: 'daily' } };
  expect(why(rule, '2028-03-11')).toEqual({
    korean: '기준일 2028-03-11, 2일 후, 먼저 마감된 지급 제외: 2028-03-13 → 2028-03-14 지급',
    english:
      'base day 2028-03-11, 2 calendar days later, closed before it came: 2028-03-13 → paid on 2028-03-14',
  });
});

test('a year that is not known is said', () => {
  expect(why(daily, '2028-12-29')).toMatchObject({
    korean: expect.stringContaining('2029년 휴일을 알 수 없어 지급일 미정'),
    english: expect.stringContaining('no date: the holidays of 2029 are not known'),
  });
});

describe('why this won', () => {
  const facts = { date: day('2026-03-11'), sequence: 2 };
  const sold = (pricing: Pricing, amount: number) => ({
    ...saleRow(pricing, won(amount), facts.date),
    before: zeroWon,
  });
  const whole = sold(usualPricing, 50_000);
  const part = {
    ...cancelRow('22', usualPricing, { before: won(50_000), after: won(30_000), ...facts }),
    before: won(50_000),
  };

  test('a sale', () => {
    expect(sayWon(usualPricing, explainWon(usualPricing, whole))).toEqual({
      korean:
        '50,000원 × 2.5% = 1,250원 (원 미만 버림), ' +
        '부가세 10% = 125원 (반올림); ' +
        '지급 50,000원 − (1,250원) − (125원) = 48,625원',
      english:
        '50,000 won × 2.5% = 1,250 won (rounded down), ' +
        'VAT 10% = 125 won (half up); ' +
        'net 50,000 − (1,250) − (125) = 48,625 won',
    });
  });

  test('a sale with VAT in the rate', () => {
    const terms = { ...usualPricing, feeRate: 26_218, feeBasis: 'including-vat' as const };
    const row = explainWon(terms, sold(terms, 3_280_000));
    expect(sayWon(terms, row).korean).toBe(
      '3,280,000원 × 26.218% = 859,950원 (부가세 포함, 원 미만 버림), ' +
        '그중 부가세 1/11 = 78,177원 (반올림), 수수료 781,773원; ' +
        '지급 3,280,000원 − (781,773원) − (78,177원) = 2,420,050원',
    );
  });

  test('a cancel is the difference of two prices', () => {
    expect(sayWon(usualPricing, explainWon(usualPricing, part)).korean).toBe(
      '취소 후 남은 금액과 취소 전 금액의 차이: ' +
        '30,000원 × 2.5% = 750원 (원 미만 버림), ' +
        '부가세 10% = 75원 (반올림) / ' +
        '50,000원 × 2.5% = 1,250원 (원 미만 버림), ' +
        '부가세 10% = 125원 (반올림); ' +
        '지급 -20,000원 − (-500원) − (-50원) = -19,450원',
    );
  });

  test('a kept fee is said', () => {
    const terms = { ...usualPricing, feeOnCancel: 'kept' as const };
    const back = cancelRow('22', terms, { before: won(50_000), after: zeroWon, ...facts });
    const row = explainWon(terms, { ...back, before: won(50_000) });
    expect(sayWon(terms, row).english).toBe(
      'the contract keeps fees on cancels; net -50,000 − (0) − (0) = -50,000 won',
    );
  });

  test.each([39, 40, 199, 200, 1_004, 50_000, 64_601])('of %d says what the row says', (amount) => {
    const sale = saleRow(usualPricing, won(amount), facts.date);
    const said = explainWon(usualPricing, sold(usualPricing, amount));
    expect([said.fee, said.vat, said.net, said.charge]).toEqual([
      sale.fee,
      sale.feeVat,
      sale.net,
      sale.charge,
    ]);
    const rest = { before: won(amount), after: won(amount - 1) };
    for (const feeOnCancel of ['refunded', 'kept'] as const) {
      const terms = { ...usualPricing, feeOnCancel };
      const back = cancelRow('22', terms, { ...rest, ...facts });
      const again = explainWon(terms, { ...back, before: won(amount) });
      expect([again.fee, again.vat, again.net, again.charge]).toEqual([
        back.fee,
        back.feeVat,
        back.net,
        back.charge,
      ]);
    }
  });
});

// biome-ignore format: a table
test.each([
  [2_500,  '2.5%'],
  [1_155,  '1.155%'],
  [2_000,  '2%'],
  [50,     '0.05%'],
  [26_218, '26.218%'],
  [0,      '0%'],
] as const)('%d is %s', (rate, text) => {
  expect(percent(rate)).toBe(text);
});
