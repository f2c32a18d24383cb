// Why this day and why this won: the steps of both as data, and as one sentence in each language.
import { acquirerChargeOf, chargedOf, feeOf, type Pricing } from '../merchant/fee.ts';
import type { Terms } from '../merchant/terms.ts';
import { add, subtract, type Won } from '../money/won.ts';
import type { PayoutDate, PayoutRule } from './payout-date.ts';
import { feeBetween, nothingTaken } from './row.ts';

export interface Sentences {
  readonly korean: string;
  readonly english: string;
}

/** The days that were passed over stand in it by name, so that nobody has to look them up. */
export function explainDate(rule: PayoutRule, { date, steps }: PayoutDate): Sentences {
  const dateOf = (kind: 'base' | 'cut') => steps.find((step) => step.rule === kind)?.date;
  const base = dateOf('base');
  const cut = dateOf('cut');
  const skipped = steps
    .filter((step) => step.rule === 'skip')
    .map((step) => `${step.date} ${step.name}`)
    .join(', ');
  const korean = [
    `기준일 ${base}`,
    cut === undefined ? '' : `정산 마감일 ${cut}`,
    rule.counts === 'bank-days' ? `${rule.days}영업일 후` : `${rule.days}일 후`,
    skipped === '' ? '' : `쉬는 날 제외: ${skipped}`,
  ];
  const unit = rule.counts === 'bank-days' ? 'bank day' : 'calendar day';
  const english = [
    `base day ${base}`,
    cut === undefined ? '' : `cut ${cut}`,
    `${rule.days} ${unit}${rule.days === 1 ? '' : 's'} later`,
    skipped === '' ? '' : `not counted: ${skipped}`,
  ];
  const unknown = steps.at(-1)?.date.slice(0, 4);
  const ends =
    date === null
      ? [
          `${unknown}년 휴일을 알 수 없어 지급일 미정`,
          `no date: the holidays of ${unknown} are not known`,
        ]
      : [`${date} 지급`, `paid on ${date}`];
  return {
    korean: `${joined(korean)} → ${ends[0]}`,
    english: `${joined(english)} → ${ends[1]}`,
  };
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}

/** Won; each is of what was left before less what is left after, so negative on cancels. */
export interface WonExplained {
  readonly before: Won;
  readonly after: Won;
  readonly gross: Won;
  readonly rate: number;
  /** On top of the rate, for an instalment that the shop pays for; else 0. */
  readonly instalmentRate: number;
  readonly basis: Terms['feeBasis'];
  readonly feeRounding: 'floor';
  readonly vatRounding: 'half-up';
  readonly fee: Won;
  /** What of the fee is for that instalment. */
  readonly instalmentFee: Won;
  readonly vat: Won;
  readonly net: Won;
  readonly charge: Won;
  readonly isFeeKept: boolean;
}

export interface Priced {
  /** 0 of a sale. */
  readonly before: Won;
  /** 0 of a full cancel. */
  readonly after: Won;
  /** A later cancel under a contract that keeps fees. */
  readonly isFeeKept: boolean;
}

export function explainWon(pricing: Pricing, { before, after, isFeeKept }: Priced): WonExplained {
  const gross = subtract(after, before);
  const {
    fee,
    instalmentFee,
    feeVat: vat,
  } = isFeeKept ? nothingTaken : feeBetween(pricing, { before, after });
  return {
    before,
    after,
    gross,
    rate: pricing.feeRate,
    instalmentRate: pricing.instalmentRate,
    basis: pricing.feeBasis,
    feeRounding: 'floor',
    vatRounding: 'half-up',
    fee,
    instalmentFee,
    vat,
    net: subtract(subtract(gross, fee), vat),
    charge: subtract(acquirerChargeOf(pricing, after), acquirerChargeOf(pricing, before)),
    isFeeKept,
  };
}

export function sayWon(pricing: Pricing, row: WonExplained): Sentences {
  const net = [row.gross, row.fee, row.vat].map(digits);
  const sum = `${net[0]}원 − (${net[1]}원) − (${net[2]}원) = ${digits(row.net)}원`;
  const sumEnglish = `${net[0]} − (${net[1]}) − (${net[2]}) = ${digits(row.net)} won`;
  if (row.isFeeKept) {
    return {
      korean: `계약에 따라 취소 시 수수료를 돌려드리지 않음; 지급 ${sum}`,
      english: `the contract keeps fees on cancels; net ${sumEnglish}`,
    };
  }
  if (pricing.fixedFee > 0n) {
    const [each, vat] = [pricing.fixedFee, row.vat].map(digits);
    return {
      korean: `건당 ${each}원 (부가세 포함), 그중 부가세 1/11 = ${vat}원 (반올림); 지급 ${sum}`,
      english: `${each} won each with VAT, of it 1/11 = ${vat} won (half up); net ${sumEnglish}`,
    };
  }
  const parts = [row.after, row.before].filter((amount) => amount > 0n);
  const said = parts.map((amount) => sayFee(pricing, amount));
  const change =
    row.before > 0n
      ? {
          korean: '취소 후 남은 금액과 취소 전 금액의 차이: ',
          english: 'what is left after less what was left before: ',
        }
      : { korean: '', english: '' };
  return {
    korean: `${change.korean}${said.map((each) => each.korean).join(' / ')}; 지급 ${sum}`,
    english: `${change.english}${said.map((each) => each.english).join(' / ')}; net ${sumEnglish}`,
  };
}

function sayFee(pricing: Pricing, amount: Won): Sentences {
  const { supply, vat } = feeOf(pricing, amount);
  const charged = sayCharged(pricing, amount);
  const [fee, tax] = [supply, vat].map(digits);
  if (pricing.feeBasis === 'excluding-vat') {
    return {
      korean: `${charged.korean} (원 미만 버림), 부가세 10% = ${tax}원 (반올림)`,
      english: `${charged.english} (rounded down), VAT 10% = ${tax} won (half up)`,
    };
  }
  const korean = [
    `${charged.korean} (부가세 포함, 원 미만 버림)`,
    `그중 부가세 1/11 = ${tax}원 (반올림)`,
    `수수료 ${fee}원`,
  ];
  const english = [
    `${charged.english} with VAT (rounded down)`,
    `VAT of it 1/11 = ${tax} won (half up)`,
    `fee ${fee} won`,
  ];
  return { korean: joined(korean), english: joined(english) };
}

/** Each component with its rate, as it is before VAT is added to it or found in it. */
function sayCharged(pricing: Pricing, amount: Won): Sentences {
  const { base, instalment } = chargedOf(pricing, amount);
  const [gross, first, second, total] = [amount, base, instalment, add(base, instalment)].map(
    digits,
  );
  const [rate, more] = [pricing.feeRate, pricing.instalmentRate].map(percent);
  if (pricing.instalmentRate === 0) {
    return {
      korean: `${gross}원 × ${rate} = ${first}원`,
      english: `${gross} won × ${rate} = ${first} won`,
    };
  }
  const korean = [`${gross}원 × ${rate} = ${first}원`, `무이자 할부 × ${more} = ${second}원`];
  const english = [`${gross} won × ${rate} = ${first} won`, `instalment × ${more} = ${second} won`];
  return {
    korean: `${korean.join(' + ')} → ${total}원`,
    english: `${english.join(' + ')} → ${total} won`,
  };
}

/** 48625 as 48,625. */
function digits(amount: Won): string {
  return `${amount}`.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** 1155 as 1.155%. */
export function percent(rate: number): string {
  const fraction = `${rate % 1_000}`.padStart(3, '0').replace(/0+$/, '');
  return `${Math.floor(rate / 1_000)}${fraction === '' ? '' : `.${fraction}`}%`;
}
