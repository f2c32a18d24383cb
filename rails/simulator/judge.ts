// The issuer's rules in the order in which it applies them: approve, or the first reason not to.
import { type Won, won } from '../../core/money/won.ts';
import type { CardData } from '../../core/payment/sensitive-card.ts';
import type { DeclineReason } from '../../core/refusal.ts';
import { type Instant, wireTime } from '../../core/time/instant.ts';
import { behaviourOf } from './behaviours.ts';
import type { CardTerms } from './cards.ts';

export interface Asked {
  readonly terms: CardTerms;
  readonly card: Omit<CardData, 'number'>;
  readonly amount: Won;
  /** Months; 0 is a lump sum. */
  readonly instalment: number;
  readonly now: Instant;
}

type Rule = (asked: Asked) => boolean;

/** Only a card that always behaves so is refused for these. */
const byBehaviour: Rule = () => false;

// The first reason that holds is the answer, whether the card always behaves so or the request
// does not fit it. Shops see one reason at a time, so the order is part of what they rely on.
// biome-ignore format: a table
const rules: readonly (readonly [DeclineReason, Rule])[] = [
  ['suspended',      byBehaviour],
  ['lost-or-stolen', byBehaviour],
  ['expired',        isExpired],
  ['password',       hasWrongPassword],
  ['holder',         hasWrongHolder],
  ['instalment',     hasUnfitInstalment],
  ['limit',          isOverLimit],
  ['balance',        byBehaviour],
  ['maintenance',    byBehaviour],
  ['other',          byBehaviour],
];

/** Null approves. */
export function judge(asked: Asked): DeclineReason | null {
  const always = behaviourOf(asked.terms.behaviour).decline;
  const found = rules.find(([reason, applies]) => reason === always || applies(asked));
  return found === undefined ? null : found[0];
}

const yymm = /^[0-9]{2}(0[1-9]|1[0-2])$/;

// Two digits name a year of the century we are in, as card forms have always read them.
function isExpired({ terms, card, now }: Asked): boolean {
  if (terms.expiry !== 'any' && card.expiry !== terms.expiry) return true;
  return !yymm.test(card.expiry) || card.expiry < wireTime(now).slice(2, 6);
}

// A contract that does not ask for a password sends none, and then nothing is compared.
function hasWrongPassword({ terms, card }: Asked): boolean {
  return isWrong(card.password, terms.password);
}

function hasWrongHolder({ terms, card }: Asked): boolean {
  return isWrong(card.holder, terms.birthDate);
}

function isWrong(sent: string, fits: string): boolean {
  return sent !== '' && fits !== 'any' && sent !== fits;
}

const instalmentFrom = won(50_000);
const instalmentMonths = { least: 2, most: 12 };

function hasUnfitInstalment({ terms, amount, instalment }: Asked): boolean {
  if (instalment === 0) return false;
  const { least, most } = instalmentMonths;
  const isOffered = terms.kind === 'credit' && instalment >= least && instalment <= most;
  return !isOffered || amount < instalmentFrom;
}

function isOverLimit({ terms, amount }: Asked): boolean {
  return terms.limit !== null && amount > terms.limit;
}
