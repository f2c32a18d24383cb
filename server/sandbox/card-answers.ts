// What each dialect answers to a test card, for the list and for its page.
import type { DeclineReason } from '../../core/refusal.ts';
import type { Behaviour, Effect } from '../../rails/simulator/behaviours.ts';
import { consequenceOf } from '../../rails/simulator/describe.ts';
import { results } from '../../wire/cookiepay/results.ts';
import { successOf } from '../../wire/payple/codes.ts';
import { resultOf } from '../../wire/payple/results.ts';

export interface CardAnswers {
  readonly cookiepay: string;
  readonly payple: string;
}

export function answersTo(behaviour: Behaviour): CardAnswers {
  const { decline, line, registers } = consequenceOf({ behaviour });
  return {
    cookiepay: cookiepayAnswer(decline, line),
    payple: decline === null ? paypleAnswer(line) : paypleRefusal(decline, registers),
  };
}

// An answer that never comes, or comes too late, is adopted by the inquiry where it was recorded.
function cookiepayAnswer(decline: DeclineReason | null, line: Effect | null): string {
  if (decline !== null) return results[`declined/${decline}`].code;
  return line === 'request-lost' ? results['result-unknown/approval'].code : '0000';
}

function paypleAnswer(line: Effect | null): string {
  if (line !== 'request-lost') return successOf('charge').code;
  return resultOf({ kind: 'result-unknown', of: 'approval' }, 'charge-card').code;
}

/** A card that no issuer vouches for never gets a billing key to charge. */
function paypleRefusal(reason: DeclineReason, registers: boolean): string {
  return resultOf({ kind: 'declined', reason }, registers ? 'charge-card' : 'register-card').code;
}
