// A fee that was changed: what its sale costs now, less what earlier rows of the sale have taken.
import { feeOf, type Pricing } from '../merchant/fee.ts';
import { subtract, type Won, zeroWon } from '../money/won.ts';
import { digits, type Sentences, sayFee, type WonExplained } from './explain.ts';
import type { SettlementRow } from './row.ts';

/** Won of the rows of a sale that were booked before its fee was changed, deposits left out. */
export interface TakenSoFar {
  readonly gross: Won;
  /** Without cancels, which change no fee where the contract keeps it. */
  readonly grossSold: Won;
  readonly fee: Won;
  readonly feeVat: Won;
}

export const nothingTaken: TakenSoFar = {
  gross: zeroWon,
  grossSold: zeroWon,
  fee: zeroWon,
  feeVat: zeroWon,
};

export type ChangedFee = Pick<SettlementRow, 'fee' | 'instalmentFee' | 'feeVat' | 'net'>;

/** Null where the new terms do not come to what was booked: then nothing is claimed of it. */
export function explainAdjustment(
  pricing: Pricing,
  row: ChangedFee,
  taken: TakenSoFar,
): { readonly won: WonExplained; readonly said: Sentences } | null {
  const priced = pricing.feeOnCancel === 'kept' ? taken.grossSold : taken.gross;
  const should = feeOf(pricing, priced);
  const fee = subtract(should.supply, taken.fee);
  const vat = subtract(should.vat, taken.feeVat);
  if (fee !== row.fee || vat !== row.feeVat) return null;
  const won: WonExplained = {
    ...{ before: priced, after: priced, gross: zeroWon, charge: zeroWon },
    ...{ rate: pricing.feeRate, instalmentRate: pricing.instalmentRate },
    ...{ basis: pricing.feeBasis, feeRounding: 'floor', vatRounding: 'half-up' },
    ...{ fee, instalmentFee: row.instalmentFee, vat, net: row.net },
    ...{ takenFee: taken.fee, takenVat: taken.feeVat },
    ...{ pricedBy: 'changed', isFeeKept: false },
  };
  return { won, said: say(sayFee(pricing, priced), won) };
}

function say(now: Sentences, { fee, vat, net, takenFee, takenVat }: WonExplained): Sentences {
  const [less, lessVat, before, beforeVat, paid] = [fee, vat, takenFee, takenVat, net].map(digits);
  return {
    korean: [
      `바뀐 수수료: ${now.korean}`,
      `이미 받은 수수료 ${before}원, 부가세 ${beforeVat}원`,
      `차액 수수료 ${less}원, 부가세 ${lessVat}원; 지급 ${paid}원`,
    ].join('; '),
    english: [
      `the changed fee: ${now.english}`,
      `taken so far: fee ${before} won, VAT ${beforeVat} won`,
      `the difference: fee ${less} won, VAT ${lessVat} won; net ${paid} won`,
    ].join('; '),
  };
}
