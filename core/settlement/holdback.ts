// What a contract keeps back of a payout, and from when on it is given back.
import { divide } from '../money/rounding.ts';
import type { Won } from '../money/won.ts';
import { after, type BusinessDate, businessDate, dayMs, startOfDay } from '../time/instant.ts';

const rateScale = 100_000n;

/** Won ≥ 0, rate in hundred-thousandths. Rounded down: the odd won is the shop's. */
export function heldOf(total: Won, rate: number): Won {
  return divide(total * BigInt(rate), rateScale, 'floor');
}

/** Calendar days; the first payout on or after it takes it along, so it may be any day. */
export function releaseDateOf(payout: BusinessDate, days: number): BusinessDate {
  return businessDate(after(startOfDay(payout), days * dayMs));
}
