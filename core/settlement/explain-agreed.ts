// Which agreed fee a row was priced by, in words: of what pays, at which rate, since which day.
import type { PaidWith, Pricing } from '../merchant/fee.ts';
import type { BusinessDate } from '../time/instant.ts';
import { percent, type Sentences } from './explain.ts';

export interface AgreedFee extends Pick<PaidWith, 'paidBy' | 'cardType'> {
  /** The first day of sales that it is for. */
  readonly feeSince: BusinessDate;
}

// biome-ignore format: a table
const names = {
  credit:            { korean: '신용카드', english: 'credit cards' },
  check:             { korean: '체크카드', english: 'check cards' },
  account:           { korean: '계좌이체', english: 'transfers' },
  'virtual-account': { korean: '가상계좌', english: 'virtual accounts' },
} as const;

export function sayAgreed(pricing: Pricing, { paidBy, cardType, feeSince }: AgreedFee): Sentences {
  const { korean, english } = names[paidBy === 'card' ? (cardType ?? 'credit') : paidBy];
  const isFixed = pricing.fixedFee > 0n;
  const rate = percent(pricing.feeRate);
  return {
    korean: [
      `${korean} 수수료${isFixed ? '' : `율 ${rate}`}`,
      `(${feeSince} 거래부터, 계약 조건 제${pricing.version}판)`,
    ].join(' '),
    english: [
      `the fee of ${english}${isFixed ? '' : `, ${rate}`},`,
      `for sales since ${feeSince} (terms, version ${pricing.version})`,
    ].join(' '),
  };
}
