// From a card number to the row of the tables it stands for, and from a token back to that row.
import type { CardFacts } from '../../core/payment/payment.ts';
import { type CardTerms, testCards } from './cards.ts';
import { acquirers, issuerOf } from './issuers.ts';
import { isLuhn } from './luhn.ts';
import { binLength, testRanges } from './ranges.ts';

const byNumber = new Map<string, CardTerms>(testCards.map((card) => [card.number, card]));
const byBin = new Map(testRanges.map((range) => [range.bin, range]));
const byId = new Map<string, CardTerms>([...testCards, ...testRanges].map((row) => [row.id, row]));

/** `card-number` is a mistyped number of a range of ours; anything else is somebody's real card. */
export function recognise(number: string): CardTerms | 'not-a-test-card' | 'card-number' {
  const card = byNumber.get(number);
  if (card !== undefined) return card;
  const range = byBin.get(number.slice(0, binLength));
  if (range === undefined) return 'not-a-test-card';
  return number.length === range.length && isLuhn(number) ? range : 'card-number';
}

// Ids contain no dot, so the first one ends the id.
const separator = '.';

/** Two registrations of one card get two tokens; none tells a digit. */
export function tokenFor({ id }: CardTerms, random: string): string {
  return `${id}${separator}${random}`;
}

/** Null for a token that no row of today's tables has issued. */
export function termsOf(token: string): CardTerms | null {
  return byId.get(token.slice(0, token.indexOf(separator))) ?? null;
}

/** What may be kept of a recognised card, without the fingerprint that only the server can make. */
export function factsOf(
  terms: CardTerms,
  { number, token }: { readonly number: string; readonly token: string },
): Omit<CardFacts, 'fingerprint'> {
  const { code, name, acquirer } = issuerOf(terms.issuer);
  return {
    token,
    issuer: { code, name },
    acquirer: acquirers[acquirer],
    firstSix: number.slice(0, 6),
    lastFour: number.slice(-4),
    length: number.length,
  };
}
