// What anyone may know of test cards, ranges and accounts, for the list that the sandbox shows.
import type { DeclineReason } from '../../core/refusal.ts';
import { testAccounts } from './accounts.ts';
import { bankNameOf } from './banks.ts';
import { type AccountBehaviour, type Behaviour, behaviourOf, type Effect } from './behaviours.ts';
import { type CardNetwork, testCards } from './cards.ts';
import { type AcquirerCode, issuerOf } from './issuers.ts';
import { chargeReasons } from './judge.ts';
import { testRanges } from './ranges.ts';

export interface CardDescription {
  readonly number: string;
  readonly brand: CardNetwork;
  readonly issuer: string;
  readonly acquirer: AcquirerCode;
  readonly behaviour: Behaviour;
  readonly expiry: string;
  readonly password: string;
  readonly birthDate: string;
}

/** What comes of a payment of 1,000 won at once, sent with what fits the card. */
export interface Consequence {
  readonly decline: DeclineReason | null;
  readonly line: Effect | null;
  /** Whether the issuer vouches for the holder, so that the card can be kept and charged later. */
  readonly registers: boolean;
}

export interface RangeDescription {
  readonly bin: string;
  readonly length: number;
  readonly brand: CardNetwork;
  readonly issuer: string;
  readonly acquirer: AcquirerCode;
}

export interface AccountDescription {
  readonly bank: string;
  readonly bankName: string;
  readonly number: string;
  readonly behaviour: AccountBehaviour;
  readonly holder: string;
}

export function describeCards(): CardDescription[] {
  return testCards.map(({ number, brand, behaviour, expiry, password, birthDate, issuer }) => {
    const { name, acquirer } = issuerOf(issuer);
    return { number, brand, issuer: name, acquirer, behaviour, expiry, password, birthDate };
  });
}

export function describeRanges(): RangeDescription[] {
  return testRanges.map(({ bin, length, brand, issuer }) => {
    const { name, acquirer } = issuerOf(issuer);
    return { bin, length, brand, issuer: name, acquirer };
  });
}

export function describeAccounts(): AccountDescription[] {
  return testAccounts.map(({ bank, number, behaviour, holder }) => {
    return { bank, bankName: bankNameOf(bank), number, behaviour, holder };
  });
}

/** For the dialects, which say this in their own codes. */
export function consequenceOf({ behaviour }: Pick<CardDescription, 'behaviour'>): Consequence {
  const { decline, line } = behaviourOf(behaviour);
  return { decline, line, registers: decline === null || chargeReasons.includes(decline) };
}
