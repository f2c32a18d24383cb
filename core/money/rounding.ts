// Division of won with a named rounding: no floating point, no silent choice.
import { invariant } from '../invariant.ts';
import { type Won, won } from './won.ts';

export type Rounding = 'floor' | 'half-up' | 'ceiling';

/** numerator / denominator for amounts ≥ 0. Half-up is floor((2n + d) / 2d). */
export function divide(numerator: bigint, denominator: bigint, rounding: Rounding): Won {
  invariant(numerator >= 0n && denominator > 0n, 'rounding is defined for amounts of at least 0');
  if (rounding === 'floor') return won(numerator / denominator);
  if (rounding === 'ceiling') return won((numerator + denominator - 1n) / denominator);
  return won((2n * numerator + denominator) / (2n * denominator));
}
