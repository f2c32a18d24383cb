// Why this day and why this won: the steps of both as data, and as one sentence in each language.

import { invariant } from '../invariant.ts';
import { acquirerChargeOf, chargedOf, feeOf, type Pricing } from '../merchant/fee.ts';
import type { Terms } from '../merchant/terms.ts';
import { add, negate, subtract, type Won, zeroWon } from '../money/won.ts';
import { englishNameOf } from '../time/english-days.ts';
import type { PayoutDate, PayoutRule } from './payout-date.ts';
import { feeBetween, type SettlementRow } from './row.ts';

export interface Sentences {
  readonly korean: string;
  readonly english: string;
}

/** The days that were passed over stand in it by name, so that nobody has to look them up. */
export function explainDate(rule: PayoutRule, { date, steps }: PayoutDate): Sentences {
  const dateOf = (kind: 'base' | 'cut') => steps.find((step) => step.rule === kind)?.date;
  const base = dateOf('base');
  const cut = dateOf('cut');
  const off = steps.filter((step) => step.rule === 'skip');
  const skipped = off.map((step) => `${step.date} ${step.name}`).join(', ');
  const closed = steps.filter((step) => step.rule === 'closed').map((step) => step.date);
  const inEnglish = off.map((step) => `${step.date} ${englishNameOf(step.name ?? '')}`).join(', ');
  const korean = [
    `기준일 ${base}`,
    cut === undefined ? '' : `정산 마감일 ${cut}`,
    rule.counts === 'bank-days' ? `${rule.days}영업일 후` : `${rule.days}일 후`,
    skipped === '' ? '' : `쉬는 날 제외: ${skipped}`,
    closed.length === 0 ? '' : `먼저 마감된 지급 제외: ${closed.join(', ')}`,
  ];
  const unit = rule.counts === 'bank-days' ? 'bank day' : 'calendar day';
  const english = [
    `base day ${base}`,
    cut === undefined ? '' : `cut ${cut}`,
    `${rule.days} ${unit}${rule.days === 1 ? '' : 's'} later`,
    inEnglish === '' ? '' : `not counted: ${inEnglish}`,
    closed.length === 0 ? '' : `closed before it came: ${closed.join(', ')}`,
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
  /** What earlier rows of the sale had taken, where its fee was changed; else 0. */
  readonly takenFee: Won;
  readonly takenVat: Won;
  readonly pricedBy: PricedBy;
  readonly isFeeKept: boolean;
}

/** Which rule the won of a row follow from; 'booked' where no rule that is known here does. */
export type PricedBy = 'rates' | 'fixed' | 'kept' | 'given-back' | 'lost' | 'changed' | 'booked';

/** As it was booked, and what was left of its payment before it; 0 of a sale. */
export interface Priced
  extends Pick<SettlementRow, 'kind' | 'gross' | 'fee' | 'instalmentFee' | 'feeVat' | 'net'> {
  readonly before: Won;
}

/** The figures are those of the row; only the rule behind them is looked for. */
export function explainWon(pricing: Pricing, row: Priced): WonExplained {
  const { before, gross, fee, instalmentFee, feeVat: vat, net } = row;
  invariant(gross - fee - vat === net, 'a row is its gross less its fee and VAT');
  const after = add(before, gross);
  const pricedBy = ruleOf(pricing, row, after);
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
    net,
    charge: subtract(acquirerChargeOf(pricing, after), acquirerChargeOf(pricing, before)),
    takenFee: zeroWon,
    takenVat: zeroWon,
    pricedBy,
    isFeeKept: pricedBy === 'kept',
  };
}

function ruleOf(pricing: Pricing, row: Priced, after: Won): PricedBy {
  // No cancel takes more than is left; a bank that takes back a deposit asks nobody what is.
  if (after < zeroWon) return 'lost';
  const isNothing = row.fee === 0n && row.feeVat === 0n;
  if (row.kind === '22' && pricing.feeOnCancel === 'kept' && isNothing) return 'kept';
  const is = (fee: Won, vat: Won): boolean => row.fee === fee && row.feeVat === vat;
  const between = feeBetween(pricing, { before: row.before, after });
  if (is(between.fee, between.feeVat)) return pricing.fixedFee > 0n ? 'fixed' : 'rates';
  const { supply, vat } = feeOf(pricing, row.before);
  return after === zeroWon && is(negate(supply), negate(vat)) ? 'given-back' : 'booked';
}

export function sayWon(pricing: Pricing, row: WonExplained): Sentences {
  const net = [row.gross, row.fee, row.vat].map(digits);
  const sum = `${net[0]}원 − (${net[1]}원) − (${net[2]}원) = ${digits(row.net)}원`;
  const sumEnglish = `${net[0]} − (${net[1]}) − (${net[2]}) = ${digits(row.net)} won`;
  if (row.pricedBy === 'kept') {
    return {
      korean: `계약에 따라 취소 시 수수료를 돌려드리지 않음; 지급 ${sum}`,
      english: `the contract keeps fees on cancels; net ${sumEnglish}`,
    };
  }
  if (row.pricedBy === 'booked') {
    return {
      korean: `수수료 ${net[1]}원, 부가세 ${net[2]}원으로 기록됨; 지급 ${sum}`,
      english: `booked with a fee of ${net[1]} won and VAT of ${net[2]} won; net ${sumEnglish}`,
    };
  }
  if (row.pricedBy === 'given-back') {
    return {
      korean: `입금이 취소되어 수수료 전액 반환; 지급 ${sum}`,
      english: `the deposit was taken back, so its whole fee is given back; net ${sumEnglish}`,
    };
  }
  if (row.pricedBy === 'lost') {
    return {
      korean: `환불 후 은행이 입금을 취소하여 입금액 차감, 입금 수수료 반환; 지급 ${sum}`,
      english: `the bank took back what was refunded, and its fee is given back; net ${sumEnglish}`,
    };
  }
  if (row.pricedBy === 'fixed') {
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

/** The fee of an amount, step by step. */
export function sayFee(pricing: Pricing, amount: Won): Sentences {
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
export function digits(amount: Won): string {
  return `${amount}`.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** 1155 as 1.155%. */
export function percent(rate: number): string {
  const fraction = `${rate % 1_000}`.padStart(3, '0').replace(/0+$/, '');
  return `${Math.floor(rate / 1_000)}${fraction === '' ? '' : `.${fraction}`}%`;
}
