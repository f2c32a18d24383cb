// One settlement row in words: how its won came about, and why it stands in this payout.
import { type PaidBy, pricingOf } from '../merchant/fee.ts';
import type { CardType, Terms } from '../merchant/terms.ts';
import type { Won } from '../money/won.ts';
import { type BankCalendar, rollForward, withOverlay } from '../time/bank-day.ts';
import type { BusinessDate, Instant } from '../time/instant.ts';
import {
  digits,
  explainDate,
  explainWon,
  type Sentences,
  sayWon,
  type WonExplained,
} from './explain.ts';
import { explainAdjustment, type TakenSoFar } from './explain-adjustment.ts';
import { sayAgreed } from './explain-agreed.ts';
import { type DateStep, type PayoutRule, payoutDate } from './payout-date.ts';
import type { SettlementRow } from './row.ts';
import { baseOf, ruleOfRow } from './row-date.ts';

export interface RowToExplain
  extends Pick<
    SettlementRow,
    'kind' | 'gross' | 'fee' | 'instalmentFee' | 'feeVat' | 'net' | 'date'
  > {
  /** When it was approved, paid in, or asked for. */
  readonly askedAt: Instant;
  readonly paidBy: PaidBy;
  /** Null where no card paid. */
  readonly cardType: CardType | null;
  /** Months; 0 for a lump sum. */
  readonly instalment: number;
  readonly terms: Terms;
  /** The first day of sales whose fee is that of the terms. */
  readonly feeSince: BusinessDate;
  /** Won that were left of the payment before this row; 0 before its sale. */
  readonly before: Won;
  /** By rows booked before it. */
  readonly taken: TakenSoFar;
  /** Null while it is not planned. */
  readonly payout: BusinessDate | null;
  /** Of the sale that the row belongs to. */
  readonly salePayout: BusinessDate | null;
}

export interface RowExplained {
  /** Null where nothing was priced: a deposit, or a changed fee that its terms do not come to. */
  readonly won: WonExplained | null;
  readonly whyThisWon: Sentences;
  /** Which way led to the day: counted, with the sale, or the first one that was still open. */
  readonly joins: 'counted' | 'sale' | 'next-open' | 'none';
  readonly base: BusinessDate;
  readonly steps: readonly DateStep[];
  readonly whyThisDay: Sentences;
}

export function explainRow(calendar: BankCalendar, row: RowToExplain): RowExplained {
  return { ...wonOf(row), ...explainDay(calendar, row) };
}

function wonOf(row: RowToExplain): Pick<RowExplained, 'won' | 'whyThisWon'> {
  const pricing = pricingOf(row.terms, row);
  const agreed = sayAgreed(pricing, row);
  if (row.kind === 'deposit') return { won: null, whyThisWon: unpriced.deposit(row.net) };
  if (row.kind === 'adjustment') {
    const changed = explainAdjustment(pricing, row, row.taken);
    const said = changed?.said ?? unpriced.adjustment(row);
    return { won: changed?.won ?? null, whyThisWon: both(said, agreed) };
  }
  const won = explainWon(pricing, row);
  const said = sayWon(pricing, won);
  const isSentBack =
    row.kind === '22' && pricing.feeOnCancel === 'kept' && won.pricedBy === 'rates';
  return { won, whyThisWon: both(isSentBack ? both(sentBack, said) : said, agreed) };
}

/** The fee of a claim that was sent back is given back, whatever is agreed for cancels. */
const sentBack: Sentences = {
  korean: '카드사가 매입을 반려하여 수수료 반환',
  english: 'the acquirer sent the claim back, so the fee is given back',
};

function both(first: Sentences, second: Sentences): Sentences {
  return {
    korean: `${first.korean}; ${second.korean}`,
    english: `${first.english}; ${second.english}`,
  };
}

const unpriced = {
  deposit: (net: Won): Sentences => ({
    korean: `취소를 위해 입금하신 ${digits(net)}원 반환`,
    english: `the ${digits(net)} won that were paid in for the cancel are given back`,
  }),
  adjustment: ({ fee, feeVat, net }: RowToExplain): Sentences => ({
    korean: [
      '수수료 변경에 따른 차액 (새 수수료 − 이미 받은 수수료): ',
      `수수료 ${digits(fee)}원, 부가세 ${digits(feeVat)}원; 지급 ${digits(net)}원`,
    ].join(''),
    english: [
      'the fee was changed; what it comes to now less what was taken: ',
      `fee ${digits(fee)} won, VAT ${digits(feeVat)} won; net ${digits(net)} won`,
    ].join(''),
  }),
} as const;

export function explainDay(
  calendar: BankCalendar,
  row: Omit<RowToExplain, 'before' | 'taken'>,
): Pick<RowExplained, 'joins' | 'base' | 'steps' | 'whyThisDay'> {
  const base = baseOf(row);
  const isCancel = row.kind === '21' || row.kind === '22';
  if (isCancel && row.payout !== null && row.payout === row.salePayout) {
    return { joins: 'sale', base, steps: [], whyThisDay: withSale(row.payout) };
  }
  const rule = ruleOfRow(row.terms, row);
  const counted = payoutDate(calendar, rule, base);
  const said = explainDate(rule, counted);
  const { steps } = counted;
  if (row.payout === null) return { joins: 'none', base, steps, whyThisDay: notYet(said) };
  if (row.payout === counted.date) return { joins: 'counted', base, steps, whyThisDay: said };
  if (counted.date !== null && row.payout < counted.date) {
    return { joins: 'counted', base, ...beforeHoliday(calendar, rule, { base, is: row.payout }) };
  }
  return { joins: 'next-open', base, steps, whyThisDay: later(said, row.payout) };
}

/** A day that was declared after the payout had closed: its date stays, its money goes later. */
function beforeHoliday(
  calendar: BankCalendar,
  rule: PayoutRule,
  { base, is }: { readonly base: BusinessDate; readonly is: BusinessDate },
): Pick<RowExplained, 'steps' | 'whyThisDay'> {
  const without = withOverlay(calendar, [{ date: is, name: '', isHoliday: false }]);
  const counted = payoutDate(without, rule, base);
  const sent = rollForward(calendar, is);
  if (counted.date !== is || sent === null || sent === is) {
    return {
      steps: counted.steps,
      whyThisDay: {
        korean: `기준일 ${base}, 마감 당시의 달력에 따라 ${is} 지급 (그 뒤에 휴일이 추가됨)`,
        english: `base day ${base}, ${is} by the calendar of when it closed; a holiday came later`,
      },
    };
  }
  const said = explainDate(rule, counted);
  return {
    steps: counted.steps,
    whyThisDay: {
      korean: `${said.korean}; 마감 후 ${is}이 휴일로 지정되어 ${sent}에 송금`,
      english: `${said.english}; ${is} became a holiday after it closed, so it is sent on ${sent}`,
    },
  };
}

function withSale(payout: BusinessDate): Sentences {
  return {
    korean: `원거래의 지급이 마감되기 전에 요청된 취소이므로 원거래와 함께 ${payout} 지급에 반영`,
    english: `asked for before the payout of its sale closed, so it stands with it on ${payout}`,
  };
}

function notYet({ korean, english }: Sentences): Sentences {
  return {
    korean: `아직 지급일이 정해지지 않음 (${korean})`,
    english: `not planned yet (${english})`,
  };
}

/** What was closed, or became a holiday, when the row was planned. */
function later({ korean, english }: Sentences, payout: BusinessDate): Sentences {
  return {
    korean: `${korean}; 그 지급에는 들어갈 수 없어 ${payout} 지급에 반영`,
    english: `${english}; that one could not take it any more, so it stands on ${payout}`,
  };
}
