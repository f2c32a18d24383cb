// Rows and payouts in words: each figure and each day with the rule that made it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { usualPricing } from '../merchant/fee.ts';
import { usualTerms } from '../merchant/terms.ts';
import { type Won, won, zeroWon } from '../money/won.ts';
import { knownCalendar, withOverlay } from '../time/bank-day.ts';
import { type BusinessDate, instant } from '../time/instant.ts';
import { digits } from './explain.ts';
import { nothingTaken } from './explain-adjustment.ts';
import { explainPayout, type PayoutGround } from './explain-payout.ts';
import { explainRow, type RowToExplain } from './explain-row.ts';
import { figuresOfPayout } from './payout.ts';
import { cancelRow, saleRow } from './row.ts';

const day = (text: string) => text as BusinessDate;
const signed = (amount: number) => BigInt(amount) as Won;

// Sold on Thursday 2028-03-09, captured on the 10th.
const sale: RowToExplain = {
  ...{ kind: '11', gross: won(50_000), net: won(48_625), date: day('2028-03-09') },
  ...{ paidBy: 'card', cardType: 'credit', instalment: 0, before: zeroWon },
  askedAt: instant(Date.parse('2028-03-09T12:00:00+09:00')),
  ...{ terms: usualTerms, feeSince: day('2028-01-03'), taken: nothingTaken },
  ...{ fee: won(1_250), instalmentFee: zeroWon, feeVat: won(125) },
  ...{ payout: day('2028-03-20'), salePayout: day('2028-03-20') },
};
const back: RowToExplain = {
  ...sale,
  ...{ kind: '22', gross: signed(-20_000), net: signed(-19_450), date: day('2028-03-13') },
  ...{ before: won(50_000), fee: signed(-500), feeVat: signed(-50) },
};
const explain = (row: RowToExplain) => explainRow(knownCalendar, row);

describe('a row', () => {
  test('says how its won came about, and every day that was passed over', () => {
    const { whyThisWon, whyThisDay, joins, base, won: figures } = explain(sale);
    expect([joins, base, figures?.fee, figures?.vat, figures?.net]).toEqual([
      ...['counted', '2028-03-10', 1_250n, 125n, 48_625n],
    ]);
    expect(whyThisWon.korean).toBe(
      [
        '50,000원 × 2.5% = 1,250원 (원 미만 버림), 부가세 10% = 125원 (반올림); ',
        '지급 50,000원 − (1,250원) − (125원) = 48,625원; ',
        '신용카드 수수료율 2.5% (2028-01-03 거래부터, 계약 조건 제1판)',
      ].join(''),
    );
    expect(whyThisDay.korean).toBe(
      [
        '기준일 2028-03-10, 6영업일 후, 쉬는 날 제외: 2028-03-11 토요일, 2028-03-12 일요일, ',
        '2028-03-18 토요일, 2028-03-19 일요일 → 2028-03-20 지급',
      ].join(''),
    );
    expect(whyThisDay.english).toMatch(/^base day 2028-03-10, 6 bank days later/);
  });

  test('of a cancel stands with its sale, and is what was left before less what is left', () => {
    const { whyThisWon, whyThisDay, joins, won: figures } = explain(back);
    expect([joins, figures?.net]).toEqual(['sale', -19_450n]);
    expect(whyThisWon.korean).toContain('30,000원 × 2.5% = 750원');
    expect(whyThisDay.korean).toContain('원거래와 함께 2028-03-20');
    expect(whyThisDay.english).toContain('2028-03-20');
  });

  test('of an account counts from the money, at its own fee', () => {
    const fees = { fee: won(900), feeVat: won(90), net: won(49_010) };
    const by = { paidBy: 'account', cardType: null } as const;
    const paid = explain({ ...sale, ...fees, ...by, payout: day('2028-03-14') });
    expect([paid.joins, paid.base, paid.won?.net]).toEqual(['counted', '2028-03-09', 49_010n]);
  });

  test('of a check card names the rate of check cards', () => {
    const terms = { ...usualTerms, version: 3, checkFeeRate: 1_150 };
    const fees = { fee: won(575), feeVat: won(58), net: won(49_367) };
    const { won: figures, whyThisWon } = explain({ ...sale, ...fees, terms, cardType: 'check' });
    expect([figures?.pricedBy, figures?.rate]).toEqual(['rates', 1_150]);
    expect(whyThisWon.korean).toMatch(
      /; 체크카드 수수료율 1.15% \(2028-01-03 거래부터, 계약 조건 제3판\)$/,
    );
    expect(whyThisWon.english).toMatch(
      /; the fee of check cards, 1.15%, for sales since 2028-01-03/,
    );
  });

  test('of a claim that was sent back gives its fee back, also where fees are kept', () => {
    const terms = { ...usualTerms, feeOnCancel: 'kept' } as const;
    const whole = { ...back, terms, gross: signed(-50_000) };
    const fees = { fee: signed(-1_250), feeVat: signed(-125), net: signed(-48_625) };
    expect(explain({ ...whole, ...fees }).whyThisWon.korean).toMatch(/^카드사가 매입을 반려하여/);
    const kept = { fee: zeroWon, feeVat: zeroWon, net: signed(-50_000) };
    expect(explain({ ...whole, ...kept }).won?.isFeeKept).toBe(true);
  });

  test('that found its payout closed says which one took it', () => {
    const late = explain({ ...back, payout: day('2028-03-24') });
    expect(late.joins).toBe('next-open');
    expect(late.whyThisDay.korean).toMatch(/→ 2028-03-22 지급; .* 2028-03-24 지급에 반영$/);
  });

  test('without a day says why', () => {
    const unknown = explain({ ...sale, date: day('2028-12-28'), payout: null, salePayout: null });
    expect(unknown.joins).toBe('none');
    expect(unknown.steps.at(-1)?.rule).toBe('unknown-year');
    expect(unknown.whyThisDay.korean).toContain('2029년');
  });

  test('of a deposit was not priced', () => {
    const given = { kind: 'deposit', gross: zeroWon, net: won(742) } as const;
    const { won: figures, whyThisWon } = explain({ ...back, ...given });
    expect(figures).toBeNull();
    expect(whyThisWon.korean).toContain('742원');
  });

  const adjusted: RowToExplain = {
    ...{ ...sale, kind: 'adjustment', gross: zeroWon },
    ...{ fee: signed(-675), feeVat: signed(-67), net: won(742) },
  };
  const lower = { ...usualTerms, version: 2, feeRate: 1_150 };

  test('of a changed fee multiplies what is left, and takes off what was taken', () => {
    const taken = {
      ...{ gross: won(50_000), grossSold: won(50_000), fee: won(1_250), feeVat: won(125) },
    };
    const { won: figures, whyThisWon } = explain({ ...adjusted, terms: lower, taken });
    expect(figures).toMatchObject({
      ...{ pricedBy: 'changed', before: 50_000n, rate: 1_150, fee: -675n, vat: -67n, net: 742n },
      ...{ takenFee: 1_250n, takenVat: 125n },
    });
    expect(whyThisWon.korean).toBe(
      [
        '바뀐 수수료: 50,000원 × 1.15% = 575원 (원 미만 버림), 부가세 10% = 58원 (반올림)',
        '이미 받은 수수료 1,250원, 부가세 125원',
        '차액 수수료 -675원, 부가세 -67원; 지급 742원',
        '신용카드 수수료율 1.15% (2028-01-03 거래부터, 계약 조건 제2판)',
      ].join('; '),
    );
  });

  test('of a changed fee leaves out cancels where the fee is kept on them', () => {
    const terms = { ...lower, feeOnCancel: 'kept' as const };
    const taken = {
      ...{ gross: won(30_000), grossSold: won(50_000), fee: won(1_250), feeVat: won(125) },
    };
    expect(explain({ ...adjusted, terms, taken }).won?.before).toBe(50_000n);
  });

  test('of a changed fee that its terms do not come to claims no multiplication', () => {
    const taken = {
      ...{ gross: won(50_000), grossSold: won(50_000), fee: won(1_250), feeVat: won(125) },
    };
    const { won: figures, whyThisWon } = explain({ ...adjusted, terms: usualTerms, taken });
    expect(figures).toBeNull();
    expect(whyThisWon.korean).toContain('수수료 -675원, 부가세 -67원; 지급 742원');
  });

  test('is explained to the won that was booked', () => {
    const part = fc.integer({ min: 1, max: 10 ** 9 });
    fc.assert(
      fc.property(part, part, (kept, taken) => {
        const before = won(kept + taken);
        const booked = cancelRow('22', usualPricing, {
          ...{ before, after: won(kept), date: sale.date, sequence: 2 },
        });
        expect(explain({ ...back, ...booked, before }).won?.net).toBe(booked.net);
        const sold = saleRow(usualPricing, before, sale.date);
        expect(explain({ ...sale, ...sold }).won?.net).toBe(sold.net);
      }),
      { seed: 20_260_309 },
    );
  });
});

describe('the sentence is the sum of its row', () => {
  const kept = { ...usualTerms, feeOnCancel: 'kept' as const };
  const figures = (gross: number, fee: number, feeVat: number) => ({
    ...{ gross: signed(gross), fee: signed(fee), feeVat: signed(feeVat) },
    net: signed(gross - fee - feeVat),
  });
  const account = { paidBy: 'virtual-account', cardType: null } as const;
  const whole = { kind: '22', before: won(50_000) } as const;
  const refund = { ...account, kind: '22', before: won(10_000) } as const;

  // biome-ignore format: a table
  const rows: readonly (readonly [string, Partial<RowToExplain>, string])[] = [
    ['a sale',                      figures(50_000, 1_250, 125), 'rates'],
    ['a cancel of its day',         { ...whole, kind: '21', ...figures(-20_000, -500, -50) }, 'rates'],
    ['a later cancel',              { ...whole, ...figures(-50_000, -1_250, -125) }, 'rates'],
    ['a cancel that keeps the fee', { ...whole, terms: kept, ...figures(-50_000, 0, 0) }, 'kept'],
    ['a claim that was sent back',  { ...whole, terms: kept, ...figures(-50_000, -1_250, -125) }, 'rates'],
    ['a deposit of a buyer',        { ...account, ...figures(10_000, 273, 27) }, 'fixed'],
    ['a refund to a buyer',         { ...refund, ...figures(-10_000, 273, 27) }, 'fixed'],
    ['a deposit that was reversed', { ...refund, ...figures(-10_000, -273, -27) }, 'given-back'],
    ['a deposit that was lost',     { ...refund, before: won(0), ...figures(-10_000, -273, -27) }, 'lost'],
    ['one lost after a part of it', { ...refund, before: won(6_000), ...figures(-10_000, -273, -27) }, 'lost'],
    ['what no rule here gives',     figures(50_000, 7, 1), 'booked'],
  ];
  test.each(rows)('%s', (_, changed, pricedBy) => {
    const row = { ...sale, ...changed };
    const { won: figures, whyThisWon } = explain(row);
    const { gross, fee, feeVat: vat, net } = row;
    expect(figures).toMatchObject({ pricedBy, gross, fee, vat, net });
    const say = [gross, fee, vat, net].map(digits);
    expect(whyThisWon.korean).toContain(
      `지급 ${say[0]}원 − (${say[1]}원) − (${say[2]}원) = ${say[3]}원`,
    );
    expect(whyThisWon.english).toContain(
      `net ${say[0]} − (${say[1]}) − (${say[2]}) = ${say[3]} won`,
    );
  });

  test('what does not sum up is a fault of ours', () => {
    expect(() => explain({ ...sale, net: won(1) })).toThrow();
  });
});

describe('a day that became a holiday after the payout had closed', () => {
  const off = (date: string) =>
    withOverlay(knownCalendar, [{ date: day(date), name: '임시공휴일', isHoliday: true }]);

  test('stays its day, and says when the money goes', () => {
    const { joins, whyThisDay } = explainRow(off('2028-03-20'), sale);
    expect(joins).toBe('counted');
    expect(whyThisDay.korean).toMatch(
      /→ 2028-03-20 지급; 마감 후 2028-03-20이 휴일로 지정되어 2028-03-21에 송금$/,
    );
    expect(whyThisDay.english).toMatch(/paid on 2028-03-20; .* it is sent on 2028-03-21$/);
  });

  test('and one on the way leaves the row where it was counted', () => {
    const { joins, whyThisDay } = explainRow(off('2028-03-14'), sale);
    expect(joins).toBe('counted');
    expect(whyThisDay.english).not.toContain('2028-03-21');
  });
});

describe('a payout', () => {
  const figures = (positive: number, negative = 0, carriedIn = 0) =>
    figuresOfPayout(
      {
        ...{ positive: won(positive), negative: won(negative) },
        carriedIn: won(carriedIn),
        released: zeroWon,
      },
      10_000,
    );

  const ground: PayoutGround = {
    ...{ date: day('2028-03-20'), closesAt: instant(Date.parse('2028-03-17T17:00:00+09:00')) },
    ...{ holdbackRate: 10_000, releaseOn: day('2028-04-20'), carriedFrom: [], releasedFrom: [] },
  };

  test('names the payout that it releases, counts nothing of it again, and says its day', () => {
    const sums = { positive: won(48_625), negative: zeroWon, carriedIn: zeroWon };
    const { whyThisWon, whyThisDay } = explainPayout(
      figuresOfPayout({ ...sums, released: won(4_862) }, 10_000),
      { ...ground, releasedFrom: [day('2028-02-18')] },
    );
    expect(whyThisWon.korean).toContain(
      '유보 해제: 2028-02-18 지급분; 유보: 48,625원 × 10% = 4,862원',
    );
    expect(whyThisDay.korean).toContain('2028-03-17 17시에 마감');
    expect(whyThisDay.english).toContain('closed on 2028-03-17, 17:00');
  });

  test('is the bridge from its rows to the bank', () => {
    const { bridge, whyThisWon } = explainPayout(figures(145_875, 68_075), ground);
    expect(bridge.map(({ step, amount }) => [step, Number(amount)])).toEqual([
      ['rows-give', 145_875],
      ['rows-take', -68_075],
      ['carried-in', 0],
      ['released', 0],
      ['held', -7_780],
      ['paid', 70_020],
      ['carried-on', 0],
    ]);
    expect(whyThisWon).toEqual({
      korean: [
        '지급할 거래 145,875원 − 차감할 거래 68,075원 − 유보 7,780원 = 지급 70,020원',
        '유보: 77,800원 × 10% = 7,780원 (원 미만 버림), 2028-04-20 이후 첫 지급에서 해제',
      ].join('; '),
      english: [
        'rows give 145,875 won − rows take 68,075 won − kept back 7,780 won = paid 70,020 won',
        'kept back: 77,800 won × 10% = 7,780 won (rounded down), released by the first payout from 2028-04-20 on',
      ].join('; '),
    });
  });

  test('below zero says what is left for the next', () => {
    const { whyThisWon } = explainPayout(figures(19_450, 97_250, 100), {
      ...ground,
      carriedFrom: [day('2028-03-16')],
    });
    expect(whyThisWon.korean).toMatch(
      / = 지급 0원, 77,900원은 다음 지급에서 차감; 이월: 2028-03-16 지급분$/,
    );
    expect(whyThisWon.english).toContain('77,900 won are taken from the next payout');
  });

  test('closes whatever its figures are', () => {
    const some = fc.integer({ min: 0, max: 10 ** 10 });
    fc.assert(
      fc.property(some, some, some, (positive, negative, carriedIn) => {
        const { bridge } = explainPayout(figures(positive, negative, carriedIn), ground);
        const amounts = bridge.map(({ amount }) => amount as bigint);
        const [paid = 0n, carried = 0n] = amounts.slice(-2);
        expect(amounts.slice(0, -2).reduce((sum, each) => sum + each, 0n)).toBe(paid - carried);
      }),
      { seed: 20_260_309 },
    );
  });
});
