// The rules of issuers and banks in the order in which they apply: yes, or the first reason not to.
import { type Won, won } from '../../core/money/won.ts';
import type { CardData } from '../../core/payment/sensitive-card.ts';
import type { DeclineReason } from '../../core/refusal.ts';
import { type Instant, wireTime } from '../../core/time/instant.ts';
import type { AccountTerms } from './accounts.ts';
import { accountBehaviourOf, behaviourOf } from './behaviours.ts';
import type { CardTerms } from './cards.ts';

export interface Charge {
  readonly amount: Won;
  /** Months; 0 is a lump sum. */
  readonly instalment: number;
}

export interface Asked {
  readonly terms: CardTerms;
  /** What the buyer typed; null when a token is charged, and then none of it is compared. */
  readonly card: Omit<CardData, 'number'> | null;
  /** Null asks only whether the card is the holder's and may be used. */
  readonly charge: Charge | null;
  readonly now: Instant;
}

export interface AccountAsked {
  readonly terms: AccountTerms;
  /** Birth date or business number that was typed; null when a token is charged. */
  readonly holder: string | null;
  readonly charge: Charge | null;
}

/** The reasons that money is the matter of are looked at only when some is to move. */
type Rule<Asking> =
  | readonly [DeclineReason, 'ever', (asked: Asking) => boolean]
  | readonly [DeclineReason, 'charge', (asked: Asking, charge: Charge) => boolean];

/** Only a card that always behaves so is refused for these. */
const byBehaviour = () => false;

// The first reason that holds is the answer, whether the card always behaves so or the request
// does not fit it. Shops see one reason at a time, so the order is part of what they rely on.
// biome-ignore format: a table
const cardRules: readonly Rule<Asked>[] = [
  ['suspended',      'ever',   byBehaviour],
  ['lost-or-stolen', 'ever',   byBehaviour],
  ['expired',        'ever',   isExpired],
  ['password',       'ever',   hasWrongPassword],
  ['holder',         'ever',   hasWrongHolder],
  ['instalment',     'charge', hasUnfitInstalment],
  ['limit',          'charge', isOverLimit],
  ['balance',        'charge', byBehaviour],
  ['maintenance',    'ever',   byBehaviour],
  ['other',          'ever',   byBehaviour],
];

/** Why a card may be refused that its holder may well register. */
export const chargeReasons: readonly DeclineReason[] = cardRules
  .filter(([, when]) => when === 'charge')
  .map(([reason]) => reason);

// biome-ignore format: a table
const accountRules: readonly Rule<AccountAsked>[] = [
  ['account-number', 'ever',   byBehaviour],
  ['suspended',      'ever',   byBehaviour],
  ['holder',         'ever',   hasWrongAccountHolder],
  ['instalment',     'charge', isSplit],
  ['limit',          'charge', isOverLimit],
  ['balance',        'charge', byBehaviour],
  ['maintenance',    'ever',   byBehaviour],
];

/** Null approves. */
export function judge(asked: Asked): DeclineReason | null {
  return firstReason(cardRules, behaviourOf(asked.terms.behaviour).decline, asked);
}

/** As judge, for a transfer. */
export function judgeAccount(asked: AccountAsked): DeclineReason | null {
  return firstReason(accountRules, accountBehaviourOf(asked.terms.behaviour).decline, asked);
}

function firstReason<Asking extends { readonly charge: Charge | null }>(
  rules: readonly Rule<Asking>[],
  always: DeclineReason | null,
  asked: Asking,
): DeclineReason | null {
  const { charge } = asked;
  const found = rules.find((rule) => {
    if (rule[1] === 'ever') return rule[0] === always || rule[2](asked);
    return charge !== null && (rule[0] === always || rule[2](asked, charge));
  });
  return found === undefined ? null : found[0];
}

const yymm = /^[0-9]{2}(0[1-9]|1[0-2])$/;

// Two digits name a year of the century we are in, as card forms have always read them. The issuer
// knows its own card's month also when nobody typed it, so a registered card expires like any.
function isExpired({ terms, card, now }: Asked): boolean {
  const month = wireTime(now).slice(2, 6);
  if (card === null) return terms.expiry !== 'any' && terms.expiry < month;
  if (terms.expiry !== 'any' && card.expiry !== terms.expiry) return true;
  return !yymm.test(card.expiry) || card.expiry < month;
}

// A contract that does not ask for a password sends none, and then nothing is compared.
function hasWrongPassword({ terms, card }: Asked): boolean {
  return isWrong(card?.password ?? '', terms.password);
}

function hasWrongHolder({ terms, card }: Asked): boolean {
  return isWrong(card?.holder ?? '', terms.birthDate);
}

function hasWrongAccountHolder({ terms, holder }: AccountAsked): boolean {
  return isWrong(holder ?? '', terms.holder);
}

function isWrong(sent: string, fits: string): boolean {
  return sent !== '' && fits !== 'any' && sent !== fits;
}

const instalmentFrom = won(50_000);
const instalmentMonths = { least: 2, most: 12 };

function hasUnfitInstalment({ terms }: Asked, { amount, instalment }: Charge): boolean {
  if (instalment === 0) return false;
  const { least, most } = instalmentMonths;
  const isOffered = terms.kind === 'credit' && instalment >= least && instalment <= most;
  return !isOffered || amount < instalmentFrom;
}

/** A transfer is made at once or not at all. */
function isSplit(_: AccountAsked, { instalment }: Charge): boolean {
  return instalment !== 0;
}

function isOverLimit({ terms }: Asked | AccountAsked, { amount }: Charge): boolean {
  return terms.limit !== null && amount > terms.limit;
}
