// The lifecycles of payment, attempt and cancel request as tables; what is not listed is refused.
import { invariant } from '../invariant.ts';
import type { CancelRequest } from './cancel-request.ts';
import type { PaymentStatus } from './payment.ts';

/** What merchants are told about a move; null when nobody is told (money-model §3.1). */
export type NoticeKind =
  | 'payment.approved'
  | 'payment.declined'
  | 'payment.unknown'
  | 'payment.net-cancelled'
  | 'payment.cancelled'
  | 'cancel.unknown'
  | 'cancel.refused';

type Posting = 'approve' | 'cancel' | null;

export const paymentMoves = [
  // from                  on                to                     posts      notice                   who
  ['intended', 'approve', 'approved', 'approve', 'payment.approved', 'rail'],
  ['intended', 'decline', 'declined', null, 'payment.declined', 'rail'],
  ['intended', 'lose-sight', 'unknown', null, 'payment.unknown', 'clock'],
  ['unknown', 'search', 'unknown', null, null, 'clock'],
  ['unknown', 'decline', 'declined', null, 'payment.declined', 'rail'],
  ['unknown', 'net-cancel', 'net-cancelled', null, 'payment.net-cancelled', 'rail'],
  ['approved', 'reserve', 'approved', null, null, 'shop, operator'],
  ['approved', 'release', 'approved', null, null, 'rail'],
  [
    'approved',
    'cancel-partly',
    'partially-cancelled',
    'cancel',
    'payment.cancelled',
    'shop, operator',
  ],
  ['approved', 'cancel-rest', 'cancelled', 'cancel', 'payment.cancelled', 'shop, operator'],
  ['partially-cancelled', 'reserve', 'partially-cancelled', null, null, 'shop, operator'],
  ['partially-cancelled', 'release', 'partially-cancelled', null, null, 'rail'],
  [
    'partially-cancelled',
    'cancel-partly',
    'partially-cancelled',
    'cancel',
    'payment.cancelled',
    'shop, operator',
  ],
  [
    'partially-cancelled',
    'cancel-rest',
    'cancelled',
    'cancel',
    'payment.cancelled',
    'shop, operator',
  ],
] as const satisfies readonly (readonly [
  PaymentStatus,
  string,
  PaymentStatus,
  Posting,
  NoticeKind | null,
  string,
])[];

export type PaymentMove = (typeof paymentMoves)[number][1];

export const paymentFinal = ['declined', 'net-cancelled', 'cancelled'] as const;

export const attemptMoves = [
  // from        on             to
  ['in-flight', 'approve', 'approved'],
  ['in-flight', 'decline', 'declined'],
  ['in-flight', 'lose-sight', 'unknown'],
  ['unknown', 'decline', 'declined'],
  ['unknown', 'net-cancel', 'net-cancelled'],
] as const;

export const cancelMoves = [
  // from        on             to           notice
  ['requested', 'done', 'done', 'payment.cancelled'],
  ['requested', 'refuse', 'refused', null],
  ['requested', 'lose-sight', 'unknown', 'cancel.unknown'],
  ['unknown', 'search', 'unknown', null],
  ['unknown', 'done', 'done', 'payment.cancelled'],
  ['unknown', 'refuse', 'refused', 'cancel.refused'],
] as const satisfies readonly (readonly [
  CancelRequest['status'],
  string,
  CancelRequest['status'],
  NoticeKind | null,
])[];

export type CancelMove = (typeof cancelMoves)[number][1];

export const cancelFinal = ['done', 'refused'] as const;

/** The row for a move, or null when the table forbids it. */
export function paymentMove(from: PaymentStatus, on: PaymentMove) {
  return paymentMoves.find((row) => row[0] === from && row[1] === on) ?? null;
}

export function cancelMove(from: CancelRequest['status'], on: CancelMove) {
  return cancelMoves.find((row) => row[0] === from && row[1] === on) ?? null;
}

/** For moves that our own code has already checked: a forbidden one is a bug. */
export function allowed<Row>(row: Row | null): Row {
  invariant(row !== null, 'the lifecycle table has no such move');
  return row;
}
