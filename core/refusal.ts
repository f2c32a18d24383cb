// Every way a request can be refused, as one closed union; each dialect maps it to its own codes.
import type { Won } from './money/won.ts';
import type { Instant } from './time/instant.ts';

export type DeclineReason =
  | 'limit'
  | 'balance'
  | 'lost-or-stolen'
  | 'expired'
  | 'password'
  | 'holder'
  | 'instalment'
  | 'maintenance'
  | 'suspended'
  | 'other'
  | 'card-number'
  | 'account-number'
  | 'buyer-declined';

/** What is wrong with a field; each dialect has its own words and its own name for it. */
// biome-ignore format: a table
export type FieldProblem =
  | { readonly is: 'missing' }
  | { readonly is: 'repeated' }
  | { readonly is: 'wrong-type' }
  | { readonly is: 'too-long';            readonly limit: number }
  | { readonly is: 'malformed';           readonly expected: string }
  | { readonly is: 'out-of-range';        readonly expected: string }
  | { readonly is: 'forbidden-character'; readonly character: string };

/** Where in a body; both count from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

export type BodyFault =
  | 'syntax'
  | 'trailing-comma'
  | 'duplicate-key'
  | 'null-character'
  | 'too-deep'
  | 'too-many-fields'
  | 'not-an-object'
  | 'empty'
  | 'encoding'
  | 'too-large';

/** In order of precedence: what is checked first is answered first. */
// biome-ignore format: a table
type PaymentRefusal =
  | { readonly kind: 'unreadable-body';     readonly fault: BodyFault } & Position
  | { readonly kind: 'token-refused' }
  | { readonly kind: 'wrong-credentials' }
  | { readonly kind: 'too-many-tries' }
  | { readonly kind: 'not-in-contract' }
  | { readonly kind: 'unfit-field';         readonly field: string; readonly problem: FieldProblem }
  | { readonly kind: 'test-cards-only' }
  | { readonly kind: 'limit-reached' }
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'key-in-flight' }
  | { readonly kind: 'payment-not-found' }
  | { readonly kind: 'no-rows' }
  | { readonly kind: 'order-number-used' }
  | { readonly kind: 'already-cancelled' }
  | { readonly kind: 'exceeds-cancellable'; readonly asked: Won; readonly free: Won }
  | { readonly kind: 'not-cancellable';     readonly status: string }
  | { readonly kind: 'cancels-used-up' }
  | { readonly kind: 'payout-fixed' }
  | { readonly kind: 'payout-final' }
  | { readonly kind: 'cancel-works' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'cancel-in-progress' }
  | { readonly kind: 'deposit-awaited' }
  | { readonly kind: 'result-unknown';      readonly of: 'approval' | 'cancel' }
  | { readonly kind: 'declined';            readonly reason: DeclineReason };

/** What only a payment window, its links and its billing keys can refuse; in order likewise. */
// biome-ignore format: a table
type WindowRefusal =
  | { readonly kind: 'referer-refused' }
  | { readonly kind: 'origin-refused' }
  | { readonly kind: 'session-expired' }
  | { readonly kind: 'session-mismatch' }
  | { readonly kind: 'window-expired' }
  | { readonly kind: 'window-ended' }
  | { readonly kind: 'attempts-used-up' }
  | { readonly kind: 'wrong-refund-key' }
  | { readonly kind: 'billing-key-not-found' }
  | { readonly kind: 'wrong-payment-password' }
  | { readonly kind: 'billing-key-locked' }
  | { readonly kind: 'amount-mismatch' }
  | { readonly kind: 'month-already-paid' }
  | { readonly kind: 'already-confirmed' }
  | { readonly kind: 'link-expired' }
  | { readonly kind: 'link-used' }
  | { readonly kind: 'cash-receipt-issued' }
  | { readonly kind: 'cash-receipt-not-found' };

/** Of schedules, which the gateway charges by itself. */
// biome-ignore format: a table
type ScheduleRefusal =
  | { readonly kind: 'schedule-not-found' }
  | { readonly kind: 'schedule-stopped';    readonly at: Instant }
  | { readonly kind: 'schedule-finished';   readonly at: Instant }
  | { readonly kind: 'round-not-due' };

export type Refusal = PaymentRefusal | WindowRefusal | ScheduleRefusal;
export type RefusalKind = Refusal['kind'];
export type WindowRefusalKind = WindowRefusal['kind'];

/** A result that is either a value or a refusal; refusals are never thrown. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal };

export function accepted<Value>(value: Value): Outcome<Value> {
  return { ok: true, value };
}

export function refused(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}

export function unfit(field: string, problem: FieldProblem): Refusal {
  return { kind: 'unfit-field', field, problem };
}
