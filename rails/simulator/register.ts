// Registering what a buyer pays with: facts that may be kept, and a token instead of the number.
import type { CardFacts } from '../../core/payment/payment.ts';
import { openAccount, type SensitiveAccount } from '../../core/payment/sensitive-account.ts';
import { openCard, type SensitiveCard } from '../../core/payment/sensitive-card.ts';
import type { AccountRegistration, Registration } from '../rail.ts';
import { accountFactsOf, factsOf, recognise, recogniseAccount, tokenFor } from './recognise.ts';
import { heldCard } from './wallet.ts';

/** A fresh id for each token. */
export type Random = () => string;

export function registerCard(card: SensitiveCard, random: Random): Registration {
  const { number } = openCard(card);
  const terms = recognise(number);
  if (typeof terms === 'string') return { registered: false, why: terms };
  const token = tokenFor(terms, random());
  return { registered: true, facts: factsOf(terms, { number, token }) };
}

export function registerAccount(account: SensitiveAccount, random: Random): AccountRegistration {
  const data = openAccount(account);
  const terms = recogniseAccount(data);
  if (typeof terms === 'string') return { registered: false, why: terms };
  return { registered: true, facts: accountFactsOf(data, tokenFor(terms, random())) };
}

/** The app names the card and no number is typed; from then on it is a card like any other. */
export function registerAppCard(id: string, random: Random): Omit<CardFacts, 'fingerprint'> | null {
  const card = heldCard(id);
  if (card === null) return null;
  return factsOf(card, { number: card.number, token: tokenFor(card, random()) });
}
