// The port to where money really moves: what the gateway asks of any card network.

import type { Won } from '../core/money/won.ts';
import type { CancelId } from '../core/payment/cancel-request.ts';
import type { CardFacts, RequestId } from '../core/payment/payment.ts';
import type { SensitiveCard } from '../core/payment/sensitive-card.ts';
import type { DeclineReason } from '../core/refusal.ts';
import type { Instant } from '../core/time/instant.ts';

/** Names a call for the rail's own tools (faults, statements); never used to find money. */
export interface Reference {
  readonly merchant: string;
  readonly orderNumber: string;
  readonly tid: string;
}

export interface AuthoriseRequest {
  readonly requestId: RequestId;
  readonly card: SensitiveCard;
  readonly token: string;
  /** Won, > 0. */
  readonly amount: Won;
  /** Months; 0 is a lump sum. */
  readonly instalment: number;
  readonly reference: Reference;
}

export type AuthoriseAnswer =
  | { readonly answered: 'approved'; readonly approvalNumber: string; readonly approvedAt: Instant }
  | { readonly answered: 'declined'; readonly reason: DeclineReason };

/** What the rail's own record says of a request id. */
export type Inquiry =
  | AuthoriseAnswer
  | { readonly answered: 'net-cancelled' }
  | { readonly answered: 'not-found' };

export type NetCancelAnswer =
  | { readonly answered: 'net-cancelled' }
  | { readonly answered: 'declined'; readonly reason: DeclineReason }
  | { readonly answered: 'not-found' };

export interface CancelOrder {
  /** Sending the same id again never cancels twice. */
  readonly cancelId: CancelId;
  /** The request id of the authorisation that is cancelled. */
  readonly requestId: RequestId;
  readonly amount: Won;
  readonly reference: Reference;
}

export type CancelOrderAnswer =
  | { readonly answered: 'done' }
  | { readonly answered: 'refused'; readonly reason: DeclineReason };

export type CancelInquiry = CancelOrderAnswer | { readonly answered: 'not-found' };

export type Registration =
  | { readonly registered: true; readonly facts: Omit<CardFacts, 'fingerprint'> }
  | { readonly registered: false; readonly why: 'not-a-test-card' | 'card-number' };

/**
 * Every promise may stay open for ever (an answer was lost) or reject (the connection broke);
 * the caller waits on its own clock. Asking twice with one id has the effect of asking once.
 */
export interface Rail {
  /** Recognises a card without moving money. Reads no clock and does no I/O in the simulator. */
  registerCard(card: SensitiveCard): Registration;
  authorise(request: AuthoriseRequest): Promise<AuthoriseAnswer>;
  inquire(requestId: RequestId, reference: Reference): Promise<Inquiry>;
  /**
   * Undoes an authorisation whose outcome we do not know. A request id that never arrived gets a
   * tombstone, so that it can never be approved later (docs/concepts/unknown-outcomes.md).
   */
  netCancel(requestId: RequestId, reference: Reference): Promise<NetCancelAnswer>;
  cancel(order: CancelOrder): Promise<CancelOrderAnswer>;
  inquireCancel(cancelId: CancelId, reference: Reference): Promise<CancelInquiry>;
}
