// The tables of what test cards and accounts do: the issuer's answer, and what becomes of it.
import type { DeclineReason } from '../../core/refusal.ts';

/** What may go wrong between us and the bank; `decline` is the bank's own refusal. */
export const effects = [
  'answer-lost',
  'request-lost',
  'answer-late',
  'answer-duplicated',
  'decline',
  'connection-reset',
] as const;

export type Effect = (typeof effects)[number];

interface Row {
  /** Why the issuer refuses whatever is asked; null when it depends on the request. */
  readonly decline: DeclineReason | null;
  /** What happens on the line at an authorisation; later calls about it go well. */
  readonly line: Effect | null;
}

// biome-ignore format: a table
export const behaviours = {
  'approve':            { decline: null,             line: null },
  'decline-limit':      { decline: 'limit',          line: null },
  'decline-balance':    { decline: 'balance',        line: null },
  'decline-lost':       { decline: 'lost-or-stolen', line: null },
  'decline-expired':    { decline: 'expired',        line: null },
  'decline-password':   { decline: 'password',       line: null },
  'decline-birth-date': { decline: 'holder',         line: null },
  'decline-instalment': { decline: 'instalment',     line: null },
  'decline-suspended':  { decline: 'suspended',      line: null },
  'decline-other':      { decline: 'other',          line: null },
  'issuer-maintenance': { decline: 'maintenance',    line: null },
  'answer-lost':        { decline: null,             line: 'answer-lost' },
  'request-lost':       { decline: null,             line: 'request-lost' },
  'answer-late':        { decline: null,             line: 'answer-late' },
  'answer-duplicated':  { decline: null,             line: 'answer-duplicated' },
  'locked':             { decline: 'suspended',      line: null },
} as const satisfies Record<string, Row>;

export type Behaviour = keyof typeof behaviours;

/** An account knows no password, no expiry and no instalments, but may not exist at all. */
// biome-ignore format: a table
export const accountBehaviours = {
  'approve':            behaviours.approve,
  'account-number':     { decline: 'account-number', line: null },
  'decline-suspended':  behaviours['decline-suspended'],
  'decline-holder':     { decline: 'holder',         line: null },
  'decline-balance':    behaviours['decline-balance'],
  'issuer-maintenance': behaviours['issuer-maintenance'],
  'answer-lost':        behaviours['answer-lost'],
  'request-lost':       behaviours['request-lost'],
  'answer-late':        behaviours['answer-late'],
} as const satisfies Record<string, Row>;

export type AccountBehaviour = keyof typeof accountBehaviours;

export function behaviourOf(behaviour: Behaviour): Row {
  return behaviours[behaviour];
}

export function accountBehaviourOf(behaviour: AccountBehaviour): Row {
  return accountBehaviours[behaviour];
}
