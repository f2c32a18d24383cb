// A fee that is changed afterwards: what the rows so far took, against what they should have taken.
import { feeOf, type Pricing } from '../merchant/fee.ts';
import { add, negate, subtract, type Won, zeroWon } from '../money/won.ts';
import type { RowFees, SettlementRow } from './row.ts';

/** Signed won: a cut makes fee and VAT negative and the net positive. */
export interface Adjustment {
  readonly fee: Won;
  readonly instalmentFee: Won;
  readonly feeVat: Won;
  readonly net: Won;
}

export type RowSoFar = Pick<SettlementRow, 'kind' | 'gross' | keyof RowFees>;

/**
 * The new terms replace the old ones of the payment: a cancel after it is priced by them, and
 * sale, adjustment and cancels close at zero. What was kept on a cancel is priced anew as well.
 */
export function adjustmentOf(rowsSoFar: readonly RowSoFar[], pricing: Pricing): Adjustment {
  const rows = rowsSoFar.filter(({ kind }) => kind !== 'deposit');
  const keepsFees = pricing.feeOnCancel === 'kept';
  const priced = rows.filter(({ kind }) => !(keepsFees && kind === '22'));
  const should = feeOf(pricing, sum(priced.map(({ gross }) => gross)));
  const fee = subtract(should.supply, sum(rows.map((row) => row.fee)));
  const feeVat = subtract(should.vat, sum(rows.map((row) => row.feeVat)));
  const paidFor = sum(rows.map((row) => row.instalmentFee));
  const instalmentFee = subtract(should.parts.instalment, paidFor);
  return { fee, instalmentFee, feeVat, net: negate(add(fee, feeVat)) };
}

function sum(amounts: readonly Won[]): Won {
  return add(zeroWon, ...amounts);
}
