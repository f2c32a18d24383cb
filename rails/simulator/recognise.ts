// From a number to the row of the tables it stands for, and from a token back to that row.
import { invariant } from '../../core/invariant.ts';
import type { AccountFacts, CardFacts } from '../../core/payment/payment.ts';
import type { AccountData } from '../../core/payment/sensitive-account.ts';
import {
  type AccountTerms,
  accountLengths,
  otherAccounts,
  testAccounts,
  testAccountsBeginWith,
} from './accounts.ts';
import { bankOf } from './banks.ts';
import { type CardTerms, testCards } from './cards.ts';
import { acquirers, issuerOf } from './issuers.ts';
import { isLuhn } from './luhn.ts';
import { binLength, testRanges } from './ranges.ts';

const byNumber = new Map<string, CardTerms>(testCards.map((card) => [card.number, card]));
const byBin = new Map(testRanges.map((range) => [range.bin, range]));
const byId = new Map<string, CardTerms>([...testCards, ...testRanges].map((row) => [row.id, row]));

const accountByNumber = new Map<string, AccountTerms>(testAccounts.map((row) => [row.number, row]));
const accountById = new Map<string, AccountTerms>(
  [...testAccounts, otherAccounts].map((row) => [row.id, row]),
);

/** `card-number` is a mistyped number of a range of ours; anything else is somebody's real card. */
export function recognise(number: string): CardTerms | 'not-a-test-card' | 'card-number' {
  const card = byNumber.get(number);
  if (card !== undefined) return card;
  const range = byBin.get(number.slice(0, binLength));
  if (range === undefined) return 'not-a-test-card';
  return number.length === range.length && isLuhn(number) ? range : 'card-number';
}

/** `account-number` is no account of anybody; anything else may be somebody's real one. */
export function recogniseAccount({
  bank,
  number,
}: Pick<AccountData, 'bank' | 'number'>): AccountTerms | 'not-a-test-account' | 'account-number' {
  if (bankOf(bank) === null || !number.startsWith(testAccountsBeginWith)) {
    return 'not-a-test-account';
  }
  const { least, most } = accountLengths;
  const isWhole = number.length >= least && number.length <= most && /^[0-9]+$/.test(number);
  const terms = accountByNumber.get(number) ?? otherAccounts;
  return !isWhole || terms.behaviour === 'account-number' ? 'account-number' : terms;
}

// Ids contain no dot, so the first one ends the id.
const separator = '.';

/** Two registrations of one card get two tokens; none tells a digit. */
export function tokenFor({ id }: { readonly id: string }, random: string): string {
  return `${id}${separator}${random}`;
}

/** Null for a token that no row of today's table of cards has issued. */
export function termsOf(token: string): CardTerms | null {
  return byId.get(idIn(token)) ?? null;
}

/** As termsOf, for accounts. */
export function accountTermsOf(token: string): AccountTerms | null {
  return accountById.get(idIn(token)) ?? null;
}

function idIn(token: string): string {
  return token.slice(0, token.indexOf(separator));
}

/** What may be kept of a recognised card, without the fingerprint that only the server can make. */
export function factsOf(
  terms: CardTerms,
  { number, token }: { readonly number: string; readonly token: string },
): Omit<CardFacts, 'fingerprint'> {
  const { code, name, acquirer } = issuerOf(terms.issuer);
  return {
    kind: 'card',
    type: terms.kind === 'check' ? 'check' : 'credit',
    token,
    issuer: { code, name },
    acquirer: acquirers[acquirer],
    firstSix: number.slice(0, 6),
    lastFour: number.slice(-4),
    length: number.length,
  };
}

const businessNumberLength = 10;

/** As factsOf, for a recognised account. */
export function accountFactsOf(
  { bank: code, number, holder }: AccountData,
  token: string,
): Omit<AccountFacts, 'fingerprint'> {
  const bank = bankOf(code);
  invariant(bank !== null, 'a recognised account is at a bank of the table');
  return {
    kind: 'account',
    token,
    bank,
    firstThree: number.slice(0, 3),
    lastThree: number.slice(-3),
    length: number.length,
    holder: holder.length === businessNumberLength ? 'company' : 'person',
  };
}
