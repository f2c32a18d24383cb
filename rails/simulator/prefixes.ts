// Who issued a card, told by its first digits alone: a short list that a page can carry with it.
import { invariant } from '../../core/invariant.ts';
import { testCards } from './cards.ts';
import { issuerOf } from './issuers.ts';
import { binLength, testRanges } from './ranges.ts';

export type IssuerPrefix = readonly [prefix: string, issuerName: string];

/** Fewer digits would name an issuer for a number that has hardly begun. */
const leastDigits = 4;

/**
 * Every test card and range, in few short prefixes; no number fits two of them. The page recognises
 * by itself, so no server can be asked whose a number is (T36).
 */
export function issuerPrefixes(): readonly IssuerPrefix[] {
  return collapse(
    [
      ...testCards.map(({ number, issuer }) => [number.slice(0, binLength), issuer] as const),
      ...testRanges.map(({ bin, issuer }) => [bin, issuer] as const),
    ].map(([digits, issuer]): IssuerPrefix => [digits, issuerOf(issuer).name]),
    leastDigits,
  );
}

/** One prefix where all that begin alike are of one issuer, else one digit more. */
function collapse(known: readonly IssuerPrefix[], length: number): IssuerPrefix[] {
  invariant(length <= binLength, 'eight digits belong to one issuer');
  return [...groupedBy(known, length)].flatMap(([prefix, alike]): IssuerPrefix[] => {
    const names = new Set(alike.map(([, name]) => name));
    const [name] = names;
    return name !== undefined && names.size === 1 ? [[prefix, name]] : collapse(alike, length + 1);
  });
}

function groupedBy(
  known: readonly IssuerPrefix[],
  length: number,
): ReadonlyMap<string, readonly IssuerPrefix[]> {
  const groups = new Map<string, IssuerPrefix[]>();
  for (const each of known) {
    const prefix = each[0].slice(0, length);
    groups.set(prefix, [...(groups.get(prefix) ?? []), each]);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}
