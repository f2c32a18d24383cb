// A table of one example for each way a refusal can sound, and when it is heard.

import { won } from '../../core/money/won.ts';
import type { BodyFault, DeclineReason, FieldProblem, Refusal } from '../../core/refusal.ts';
import { instant } from '../../core/time/instant.ts';
import type { ResultName } from '../../wire/cookiepay/results.ts';

export interface Heard {
  readonly refusal: Refusal;
  /** A sentence for the reference; a refusal without one does not compile. */
  readonly when: string;
}

const declined = (reason: DeclineReason, when: string): Heard => ({
  refusal: { kind: 'declined', reason },
  when,
});

const stoppedAt = instant(Date.parse('2026-04-25T10:00:00+09:00'));
const missing: FieldProblem = { is: 'missing' };
const syntax = { fault: 'syntax', line: 1, column: 1 } as const;

// biome-ignore format: a table
export const heard: Readonly<Record<ResultName, Heard>> = {
  'unreadable-body':         { refusal: { kind: 'unreadable-body', ...syntax }, when: 'The body is neither JSON nor a form; the message says line, column and fault, and never quotes the body.' },
  'token-refused':           { refusal: { kind: 'token-refused' }, when: 'TOKEN is missing, forged, older than an hour, of a rotated credential, or from before a sandbox reset.' },
  'wrong-credentials':       { refusal: { kind: 'wrong-credentials' }, when: 'Id and key do not match, or API_ID is unknown or of another merchant; one answer for all of them.' },
  'too-many-tries':          { refusal: { kind: 'too-many-tries' }, when: 'Too many failed proofs from one address for one id within a minute.' },
  'not-in-contract':         { refusal: { kind: 'not-in-contract' }, when: 'The contract does not allow this: key-in payments, or cancels in part.' },
  'unfit-field':             { refusal: { kind: 'unfit-field', field: 'AMOUNT', problem: missing }, when: 'A field is missing, too long or malformed; the message begins with its name.' },
  'test-cards-only':         { refusal: { kind: 'test-cards-only' }, when: 'The card number is none of the sandbox\'s test numbers.' },
  'limit-reached':           { refusal: { kind: 'limit-reached' }, when: 'Too many declines of this credential within a minute; no rail was asked, and no order number taken.' },
  'key-reused':              { refusal: { kind: 'key-reused' }, when: 'This Idempotency-Key was sent before with another body or path.' },
  'key-in-flight':           { refusal: { kind: 'key-in-flight' }, when: 'The first request with this Idempotency-Key still runs.' },
  'payment-not-found':       { refusal: { kind: 'payment-not-found' }, when: 'No payment of this merchant has this TID, or it was never received by the rail.' },
  'no-rows':                 { refusal: { kind: 'no-rows' }, when: 'The search found nothing.' },
  'order-number-used':       { refusal: { kind: 'order-number-used' }, when: 'An earlier attempt took this order number, whatever became of it.' },
  'already-cancelled':       { refusal: { kind: 'already-cancelled' }, when: 'Nothing is left to cancel.' },
  'exceeds-cancellable':     { refusal: { kind: 'exceeds-cancellable', asked: won(50_000), free: won(30_000) }, when: 'More was asked for than is left; the message says how much that is.' },
  'not-cancellable':         { refusal: { kind: 'not-cancellable', status: 'unknown' }, when: 'The payment is not approved: its result is unknown, it was declined or net-cancelled.' },
  'cancels-used-up':         { refusal: { kind: 'cancels-used-up' }, when: 'A payment takes 900 cancels in part, refused ones among them; then only one of all that is left.' },
  'payout-fixed':            { refusal: { kind: 'payout-fixed' }, when: 'The payout of the sale is fixed or paid, and the contract asks for a deposit before a cancel.' },
  'payout-final':            { refusal: { kind: 'payout-final' }, when: 'The payout of the sale is fixed or paid, and no deposit opens a way: the contract refuses cancels then, or the money came into a virtual account.' },
  'cancel-works':            { refusal: { kind: 'cancel-works' }, when: 'An account for a deposit was asked for although the payout is not fixed yet.' },
  'schedule-not-found':      { refusal: { kind: 'schedule-not-found' }, when: 'No schedule of this merchant has this id. No message of this dialect asks for one yet.' },
  'schedule-stopped':        { refusal: { kind: 'schedule-stopped', at: stoppedAt }, when: 'The schedule was stopped before; the message begins with when.' },
  'schedule-finished':       { refusal: { kind: 'schedule-finished', at: stoppedAt }, when: 'The last round of the schedule has ended; the message begins with when.' },
  'round-not-due':           { refusal: { kind: 'round-not-due' }, when: 'Every round of the schedule that fell due is charged.' },
  'busy':                    { refusal: { kind: 'busy' }, when: 'Nothing was done and nothing is reserved; the same request may be sent again.' },
  'cancel-in-progress':      { refusal: { kind: 'cancel-in-progress' }, when: 'Another cancel of this payment was still open after five seconds; this one was not begun.' },
  'deposit-awaited':         { refusal: { kind: 'deposit-awaited' }, when: 'An account was issued for a cancel of this amount, and waits for its deposit until its last day.' },
  'result-unknown/approval': { refusal: { kind: 'result-unknown', of: 'approval' }, when: 'The rail gave no usable answer in time. The payment will end as not charged; the TID is in the answer.' },
  'result-unknown/cancel':   { refusal: { kind: 'result-unknown', of: 'cancel' }, when: 'The rail gave no usable answer to the cancel. It is finished without another call.' },
  'declined/limit':          declined('limit', 'The issuer: over the card\'s limit.'),
  'declined/balance':        declined('balance', 'The issuer: not enough money.'),
  'declined/lost-or-stolen': declined('lost-or-stolen', 'The issuer: reported lost or stolen.'),
  'declined/expired':        declined('expired', 'The issuer: expired, or not the expiry of this card.'),
  'declined/password':       declined('password', 'The issuer: wrong card password.'),
  'declined/holder':         declined('holder', 'The issuer: wrong birth date or business number.'),
  'declined/instalment':     declined('instalment', 'The issuer: no instalments for this card or amount.'),
  'declined/maintenance':    declined('maintenance', 'The issuer is down for maintenance.'),
  'declined/suspended':      declined('suspended', 'The issuer: card suspended, or locked after wrong tries.'),
  'declined/other':          declined('other', 'The issuer, without a reason.'),
  'declined/card-number':    declined('card-number', 'A mistyped number within a test range; heard before the order number is taken.'),
  'declined/account-number': declined('account-number', 'The bank: no such account.'),
  'declined/buyer-declined': declined('buyer-declined', 'The buyer declined in the app of the card.'),
};

/** How a body can be unreadable; each with what a client did. */
// biome-ignore format: a table
export const bodyFaults: Readonly<Record<BodyFault, string>> = {
  'syntax':          'A character that JSON or the form encoding does not have there.',
  'trailing-comma':  'A comma after the last member, as in the vendor\'s own curl samples.',
  'duplicate-key':   'One name twice with different values; the same value twice is accepted.',
  'null-character':  'A NUL in a text.',
  'too-deep':        'More than eight levels of nesting.',
  'too-many-fields': 'More than 200 members.',
  'not-an-object':   'A JSON text that is no object.',
  'empty':           'No body.',
  'encoding':        'Bytes that are not UTF-8.',
  'too-large':       'More than 256 KB.',
};

/** One example of each problem a field can have. */
// biome-ignore format: a table
export const fieldProblems: readonly (readonly [field: string, FieldProblem])[] = [
  ['AMOUNT',      { is: 'missing' }],
  ['AMOUNT',      { is: 'repeated' }],
  ['AMOUNT',      { is: 'wrong-type' }],
  ['PRODUCTNAME', { is: 'too-long', limit: 40 }],
  ['EXPIREDT',    { is: 'malformed', expected: 'YYMM (유효기간 연월 4자리)' }],
  ['PRODUCTNAME', { is: 'forbidden-character', character: '&' }],
  ['AMOUNT',      { is: 'out-of-range', expected: '1 이상' }],
];
