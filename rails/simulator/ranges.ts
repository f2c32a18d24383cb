// The table of test ranges: BINs whose every Luhn-valid number is an approving test card.
import { invariant } from '../../core/invariant.ts';
import type { CardNetwork, CardTerms } from './cards.ts';
import { type IssuerName, issuerNames, issuerOf } from './issuers.ts';
import { withCheckDigit } from './luhn.ts';

/** Digits that name a range; eight, as a BIN has since ISO/IEC 7812-1:2017. */
export const binLength = 8;

export interface TestRange extends CardTerms {
  readonly bin: string;
  /** Digits of the whole number. */
  readonly length: number;
}

// Neighbours of published test numbers, so that no cardholder has them.
// biome-ignore format: a table
const networks: readonly (readonly [
  id: string, bin: string, length: number, brand: CardNetwork, issuer: IssuerName,
])[] = [
  ['range-visa',       '42424200', 16, 'visa',       'kb'],
  ['range-mastercard', '55555500', 16, 'mastercard', 'hyundai'],
  ['range-jcb',        '35660000', 16, 'jcb',        'bc'],
  ['range-amex',       '37828200', 15, 'amex',       'samsung'],
  ['range-diners',     '30569300', 14, 'diners',     'hyundai'],
];

/** Each Korean issuer has 99, its own code and 0000: ten million numbers. */
const domestic = issuerNames
  .filter((issuer) => issuerOf(issuer).domestic)
  .map((issuer) => {
    const { code } = issuerOf(issuer);
    return [`range-${issuer}`, `99${code}0000`, 16, 'local', issuer] as const;
  });

export const testRanges: readonly TestRange[] = [...domestic, ...networks].map(
  ([id, bin, length, brand, issuer]): TestRange => ({
    ...{ id, bin, length, brand, issuer, kind: 'credit', behaviour: 'approve' },
    ...{ expiry: 'any', password: 'any', birthDate: 'any', limit: null },
  }),
);

/** How many different numbers a range has. */
export function sizeOf(range: TestRange): number {
  return 10 ** (range.length - binLength - 1);
}

/** The number with this serial, from 0: for load and for canaries, which want fresh ones. */
export function numberIn(range: TestRange, serial: number): string {
  invariant(serial >= 0 && serial < sizeOf(range), 'a serial lies within its range');
  const digits = range.length - binLength - 1;
  return withCheckDigit(`${range.bin}${String(serial).padStart(digits, '0')}`);
}
