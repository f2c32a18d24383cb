// The preferential card fees that the law sets for small shops, each table with its first day.
import type { BusinessDate } from '../time/instant.ts';
import type { CardType } from './terms.ts';

interface FeeTier {
  readonly from: BusinessDate;
  /** Won of yearly sales, at most. */
  readonly salesUpTo: number;
  readonly credit: number;
  readonly check: number;
}

/** Rates are whole hundred-thousandths, without VAT: 1.15% is 1150. */
// biome-ignore format: a table
const tiers = [
  // from        yearly sales   credit  check
  ['2022-01-31', 300_000_000,   500,    250],
  ['2022-01-31', 500_000_000,   1_100,  850],
  ['2022-01-31', 1_000_000_000, 1_250,  1_000],
  ['2022-01-31', 3_000_000_000, 1_500,  1_250],
  ['2025-02-14', 300_000_000,   400,    150],
  ['2025-02-14', 500_000_000,   1_000,  750],
  ['2025-02-14', 1_000_000_000, 1_150,  900],
  ['2025-02-14', 3_000_000_000, 1_450,  1_150],
] as const;

export const feeTiers: readonly FeeTier[] = tiers.map(([from, salesUpTo, credit, check]) => ({
  from: from as BusinessDate,
  ...{ salesUpTo, credit, check },
}));

export interface Shop {
  /** Won a year, of which the half-yearly selection knows. */
  readonly yearlySales: number;
  readonly card: CardType;
}

/** Null where the law sets nothing: before the first table, and above its last tier. */
export function feeRateOn(date: BusinessDate, { yearlySales, card }: Shop): number | null {
  const latest = feeTiers.findLast(({ from }) => from <= date);
  const tier = feeTiers.find(({ from, salesUpTo }) => {
    return from === latest?.from && yearlySales <= salesUpTo;
  });
  return tier?.[card] ?? null;
}
