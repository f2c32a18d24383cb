// Sharing an amount so that the parts add up to the whole, the remainder to the largest fractions.
import { invariant } from '../invariant.ts';
import { type Won, won } from './won.ts';

/**
 * Shares `total` (≥ 0 won) in proportion to `weights` (each ≥ 0, not all 0).
 * Left-over won go one each to the largest fractions; equal fractions are served from the left.
 */
export function allocate(total: Won, weights: readonly bigint[]): Won[] {
  const sum = weights.reduce((left, right) => left + right, 0n);
  invariant(total >= 0n && sum > 0n, 'something must be shared among at least one weight');
  invariant(
    weights.every((weight) => weight >= 0n),
    'a share cannot be negative',
  );
  const shares = weights.map((weight, index) => ({
    index,
    floor: (total * weight) / sum,
    fraction: (total * weight) % sum,
  }));
  let left = total - shares.reduce((assigned, share) => assigned + share.floor, 0n);
  const byFraction = [...shares].sort((a, b) =>
    a.fraction === b.fraction ? a.index - b.index : a.fraction < b.fraction ? 1 : -1,
  );
  for (const share of byFraction) {
    if (left === 0n) break;
    share.floor += 1n;
    left -= 1n;
  }
  return shares.map((share) => won(share.floor));
}
