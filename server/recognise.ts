// What a typed card or account is: recognised before anything is stored or charged.
import type { AccountFacts, CardFacts } from '../core/payment/payment.ts';
import type { SensitiveAccount } from '../core/payment/sensitive-account.ts';
import type { SensitiveCard } from '../core/payment/sensitive-card.ts';
import { accepted, type Outcome, refused } from '../core/refusal.ts';
import type { Parts } from './parts.ts';

export function recogniseCard(parts: Parts, card: SensitiveCard): Outcome<CardFacts> {
  const registration = parts.rail.registerCard(card);
  if (registration.registered) {
    return accepted({ ...registration.facts, fingerprint: parts.fingerprint(card) });
  }
  return refused(
    registration.why === 'card-number'
      ? { kind: 'declined', reason: 'card-number' }
      : { kind: 'test-cards-only' },
  );
}

export function recogniseAccount(parts: Parts, account: SensitiveAccount): Outcome<AccountFacts> {
  const registration = parts.rail.registerAccount(account);
  if (registration.registered) {
    return accepted({ ...registration.facts, fingerprint: parts.fingerprint(account) });
  }
  return refused(
    registration.why === 'account-number'
      ? { kind: 'declined', reason: 'account-number' }
      : { kind: 'test-cards-only' },
  );
}
