// The lifecycles of payment, attempt and cancel request as tables; what is not listed is refused.
import { invariant } from '../invariant.ts';
import type { CancelRequest } from './cancel-request.ts';
import type { PaymentStatus } from './payment.ts';

/** What merchants are told about a move; null when nobody is told. */
export type NoticeKind =
  | 'payment.approved'
  | 'payment.declined'
  | 'payment.unknown'
  | 'payment.net-cancelled'
  | 'payment.cancelled'
  | 'payment.account-issued'
  | 'payment.account-closed'
  | 'payment.expired'
  | 'payment.deposit-reversed'
  | 'payment.deposit-lost'
  | 'cancel.unknown'
  | 'cancel.refused'
  | 'cancel.account-issued'
  | 'cancel.deposited'
  | 'cancel.expired';

type Posting = 'approve' | 'cancel' | 'reverse' | null;
type PaymentRow = readonly [PaymentStatus, string, PaymentStatus, Posting, NoticeKind | null];
type CancelStatus = CancelRequest['status'];

// biome-ignore format: a table
export const paymentMoves = [
  // from                 on             to                     posts      notice
  ['intended',            'approve',     'approved',            'approve', 'payment.approved'],
  ['intended',            'decline',     'declined',            null,      'payment.declined'],
  ['intended',            'lose-sight',  'unknown',             null,      'payment.unknown'],
  ['unknown',             'search',      'unknown',             null,      null],
  ['unknown',             'approve',     'approved',            'approve', 'payment.approved'],
  ['unknown',             'decline',     'declined',            null,      'payment.declined'],
  ['unknown',             'net-cancel',  'net-cancelled',       null,      'payment.net-cancelled'],
  ['intended',            'issue',       'awaiting-deposit',    null,      'payment.account-issued'],
  ['awaiting-deposit',    'approve',     'approved',            'approve', 'payment.approved'],
  ['awaiting-deposit',    'expire',      'expired',             null,      'payment.expired'],
  ['awaiting-deposit',    'withdraw',    'withdrawn',           null,      'payment.account-closed'],
  ['approved',            'reverse',     'awaiting-deposit',    'reverse', 'payment.deposit-reversed'],
  ['approved',            'reserve',     'approved',            null,      null],
  ['approved',            'release',     'approved',            null,      null],
  ['approved',            'cancel-part', 'partially-cancelled', 'cancel',  'payment.cancelled'],
  ['approved',            'cancel-rest', 'cancelled',           'cancel',  'payment.cancelled'],
  ['partially-cancelled', 'reserve',     'partially-cancelled', null,      null],
  ['partially-cancelled', 'release',     'partially-cancelled', null,      null],
  ['partially-cancelled', 'cancel-part', 'partially-cancelled', 'cancel',  'payment.cancelled'],
  ['partially-cancelled', 'cancel-rest', 'cancelled',           'cancel',  'payment.cancelled'],
] as const satisfies readonly PaymentRow[];

export type PaymentMove = (typeof paymentMoves)[number][1];

// biome-ignore format: a table
export const paymentFinal = [
  'declined', 'net-cancelled', 'expired', 'withdrawn', 'cancelled',
] as const;

// biome-ignore format: a table
export const attemptMoves = [
  // from        on            to
  ['in-flight',  'approve',    'approved'],
  ['in-flight',  'decline',    'declined'],
  ['in-flight',  'lose-sight', 'unknown'],
  ['unknown',    'approve',    'approved'],
  ['unknown',    'decline',    'declined'],
  ['unknown',    'net-cancel', 'net-cancelled'],
] as const;

// biome-ignore format: a table
export const cancelMoves = [
  // from            on            to           notice
  ['requested',      'done',       'done',      'payment.cancelled'],
  ['requested',      'refuse',     'refused',   null],
  ['requested',      'lose-sight', 'unknown',   'cancel.unknown'],
  ['unknown',        'search',     'unknown',   null],
  ['unknown',        'done',       'done',      'payment.cancelled'],
  ['unknown',        'refuse',     'refused',   'cancel.refused'],
  ['account-issued', 'deposit',    'deposited', 'cancel.deposited'],
  ['account-issued', 'expire',     'expired',   'cancel.expired'],
  ['deposited',      'begin',      'requested', null],
] as const satisfies readonly (readonly [CancelStatus, string, CancelStatus, NoticeKind | null])[];

export type CancelMove = (typeof cancelMoves)[number][1];

export const cancelFinal = ['done', 'refused', 'expired'] as const;

/** The row for a move, or null when the table forbids it. */
export function paymentMove(from: PaymentStatus, on: PaymentMove) {
  return paymentMoves.find((row) => row[0] === from && row[1] === on) ?? null;
}

export function cancelMove(from: CancelStatus, on: CancelMove) {
  return cancelMoves.find((row) => row[0] === from && row[1] === on) ?? null;
}

/** For moves that our own code has already checked: a forbidden one is a bug. */
export function allowed<Row>(row: Row | null): Row {
  invariant(row !== null, 'the lifecycle table has no such move');
  return row;
}
