// What issuer or bank makes of a request: by its token, whatever the token stands for.
import { openAccount } from '../../core/payment/sensitive-account.ts';
import { openCard, SensitiveCard } from '../../core/payment/sensitive-card.ts';
import type { DeclineReason } from '../../core/refusal.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { AuthenticateRequest, AuthoriseRequest } from '../rail.ts';
import { accountBehaviourOf, behaviourOf, type Effect } from './behaviours.ts';
import { judge, judgeAccount } from './judge.ts';
import { accountTermsOf, termsOf } from './recognise.ts';

/** Null approves. A card that was typed is compared; a token alone is charged as it is. */
export function chargeDecline(
  { token, card, amount, instalment }: AuthoriseRequest,
  now: Instant,
): DeclineReason | null {
  const charge = { amount, instalment };
  const terms = termsOf(token);
  if (terms !== null) {
    return judge({ terms, card: card === null ? null : openCard(card), charge, now });
  }
  const account = accountTermsOf(token);
  if (account !== null) return judgeAccount({ terms: account, holder: null, charge });
  return card === null ? 'other' : 'card-number';
}

/** Null says that the holder is who he says; money is no matter here. */
export function holderDecline(
  { token, holder }: AuthenticateRequest,
  now: Instant,
): DeclineReason | null {
  if (holder instanceof SensitiveCard) {
    const terms = termsOf(token);
    if (terms === null) return 'card-number';
    return judge({ terms, card: openCard(holder), charge: null, now });
  }
  const terms = accountTermsOf(token);
  if (terms === null) return 'account-number';
  return judgeAccount({ terms, holder: openAccount(holder).holder, charge: null });
}

/** What always happens on the line when this token is charged. */
export function lineOf(token: string): Effect | null {
  const terms = termsOf(token);
  if (terms !== null) return behaviourOf(terms.behaviour).line;
  const account = accountTermsOf(token);
  return account === null ? null : accountBehaviourOf(account.behaviour).line;
}
