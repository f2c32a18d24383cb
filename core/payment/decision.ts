// What deciding yields: the next state and everything that must be stored together with it.
import type { Journal } from '../ledger/journal.ts';
import type { BookedRow } from '../settlement/row.ts';
import type { BusinessDate, Instant } from '../time/instant.ts';
import type { CancelId, CancelRequest } from './cancel-request.ts';
import type { NoticeKind } from './moves.ts';
import type { Buyer, Intended, Payment } from './payment.ts';

export type EventName =
  | 'intended'
  | 'approved'
  | 'declined'
  | 'unknown'
  | 'searched'
  | 'net-cancelled'
  | 'captured'
  | 'cancel-requested'
  | 'cancelled'
  | 'cancel-refused'
  | 'cancel-unknown'
  | 'cancel-searched'
  | 'account-issued'
  | 'deposited'
  | 'account-expired'
  | 'account-closed'
  | 'deposit-reversed'
  | 'deposit-lost'
  | 'capture-rejected'
  | 'flagged';

/** One line of the timeline; the detail is allow-listed text, never card data. */
export interface TimelineEvent {
  readonly what: EventName;
  readonly at: Instant;
  readonly detail: Readonly<Record<string, string | number | null>>;
}

export interface Notice {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly at: Instant;
  readonly cancelId: CancelId | null;
}

/** Work that must happen later even if this process dies; null means nothing is due any more. */
export interface Due {
  readonly kind: 'approval' | 'cancel';
  readonly at: Instant | null;
}

export interface Decision<Next extends Payment = Payment> {
  /** The next state; its version is one more than the state it was decided on. */
  readonly payment: Next;
  readonly events: readonly TimelineEvent[];
  readonly journals: readonly Journal[];
  readonly rows: readonly BookedRow[];
  readonly notices: readonly Notice[];
  /** The cancel request this decision inserted or changed. */
  readonly cancel: CancelRequest | null;
  readonly due: Due | null;
  /** What this payment took that another one may now take again. */
  readonly frees: Frees;
  /** Past this instant the committer refuses: the caller was, or will be, told something else. */
  readonly commitBefore: Instant | null;
  /** A payout that must still be open when this is stored; else it is decided again. */
  readonly payoutOpen: BusinessDate | null;
}

export type Frees = 'nothing' | 'month' | 'order and month';

/** Key and scope together are taken once: within a scope an order number pays at most once. */
export interface OrderClaim {
  readonly key: string;
  readonly scope: string;
}

/** The first of the two commits of an approval. */
export interface Intent {
  readonly payment: Intended;
  readonly buyer: Buyer;
  /** Echoed to the caller, never interpreted. */
  readonly extras: readonly string[];
  /** Why this order number may not be used again; unique per merchant in the database. */
  readonly order: OrderClaim;
  /** Unique per merchant among live payments: a billing key pays a guarded month once. */
  readonly monthGuard: string | null;
  /** The credential must still be at this version when the intent is stored (T15). */
  readonly credentialVersion: number;
  readonly event: TimelineEvent;
}

/** New ids, made by the shell: the core has no randomness. */
export type NewId = () => string;
