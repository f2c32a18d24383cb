// The port to where money really moves: what the gateway asks of any card network or bank.

import type { Won } from '../core/money/won.ts';
import type { CancelId } from '../core/payment/cancel-request.ts';
import type { AccountFacts, CardFacts, Institution, RequestId } from '../core/payment/payment.ts';
import type { SensitiveAccount } from '../core/payment/sensitive-account.ts';
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
  /** Null charges what the token stands for: a registered card, an account, a card in an app. */
  readonly card: SensitiveCard | null;
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

export type AccountRegistration =
  | { readonly registered: true; readonly facts: Omit<AccountFacts, 'fingerprint'> }
  | { readonly registered: false; readonly why: 'not-a-test-account' | 'account-number' };

/** Whether the holder is who he says: moves no money, so one without answer is asked again. */
export interface AuthenticateRequest {
  readonly token: string;
  readonly holder: SensitiveCard | SensitiveAccount;
  readonly reference: Reference;
}

export type AuthenticateAnswer =
  | { readonly answered: 'authenticated' }
  | { readonly answered: 'declined'; readonly reason: DeclineReason };

export interface TransferOrder {
  /** Sending the same id again never pays twice. */
  readonly transferId: string;
  /** Won, > 0. */
  readonly amount: Won;
  readonly to: TransferTarget;
  readonly reference: Reference;
}

/** An account as a bank knows it. */
export interface TransferTarget {
  readonly bank: string;
  readonly account: string;
  readonly holder: string;
}

export type TransferAnswer = { readonly answered: 'done' } | { readonly answered: 'bounced' };

export interface AccountOrder {
  /** Sending the same id again answers with the same account. */
  readonly accountId: string;
  /** Code of the bank that is to issue it. */
  readonly bank: string;
  /** Won, > 0: the bank takes nothing else. */
  readonly amount: Won;
  readonly holder: string;
  /** The first instant at which the bank takes nothing any more. */
  readonly expiresAt: Instant;
  readonly reference: Reference;
}

export interface IssuedAccount {
  readonly bank: Institution;
  readonly number: string;
  readonly holder: string;
}

/** A deposit that the bank took, and the account that it came from. */
export interface PaidIn {
  readonly at: Instant;
  readonly depositor: string;
  /** Code of the bank that it came from, and the account there; both empty where nobody knows. */
  readonly senderBank: string;
  readonly sender: string;
}

/** How often the bank has taken a deposit back that it had taken before; from 0. */
interface KnownAccount {
  readonly account: IssuedAccount;
  readonly reversals: number;
}

/** What the bank knows of an account: its own time decides. */
export type AccountState =
  | ({ readonly state: 'open' | 'closed' } & KnownAccount)
  | ({ readonly state: 'paid' } & KnownAccount & PaidIn)
  | { readonly state: 'not-found' };

/** Every attempt to pay in, also those that the bank refused. */
export interface DepositTried {
  /** Of the bank. */
  readonly id: string;
  readonly amount: Won;
  readonly depositor: string;
  readonly senderBank: string;
  readonly sender: string;
  readonly at: Instant;
  readonly taken: boolean;
  /** taken, wrong-amount, late, closed or already-paid. */
  readonly why: string;
  /** The bank has the money although it fits nothing: we owe it to who sent it. */
  readonly kept: boolean;
  /** When the bank took it back; null while it stands. */
  readonly reversedAt: Instant | null;
}

/** A card in the app of its issuer, on the buyer's own phone. */
export interface AppCard {
  readonly id: string;
  readonly issuer: string;
  readonly lastFour: string;
  /** What this card does when it is charged; sandbox only. */
  readonly behaviour: string;
}

/** A request as the rail has written it down, with the cancels that it carried out. */
export interface RecordedRequest {
  readonly requestId: RequestId;
  readonly merchant: string;
  readonly state: 'approved' | 'declined' | 'net-cancelled';
  /** Won of the authorisation, before any cancel. */
  readonly amount: Won;
  readonly approvalNumber: string;
  readonly at: Instant;
  readonly cancels: readonly { readonly cancelId: CancelId; readonly amount: Won }[];
}

/** Money that left our account and did not come back, with what its order was about. */
export interface RecordedTransfer {
  readonly transferId: string;
  readonly merchant: string;
  readonly tid: string;
  /** Won, > 0. */
  readonly amount: Won;
  readonly to: TransferTarget;
  readonly at: Instant;
}

/** An account that was issued for us, and what stands in it. */
export interface RecordedAccount {
  readonly accountId: string;
  readonly merchant: string;
  /** Won, > 0: what it takes. */
  readonly amount: Won;
  readonly isClosed: boolean;
  /** Null while nothing that was paid in stands. */
  readonly paidAt: Instant | null;
  readonly expiresAt: Instant;
}

export interface RecordedSince {
  /** Done at this instant or later. */
  readonly since: Instant;
  /** The last id of the page before; null for the first page. */
  readonly afterId: string | null;
  readonly limit: number;
}

/**
 * Every promise may stay open for ever (an answer was lost) or reject (the connection broke);
 * the caller waits on its own clock. Asking twice with one id has the effect of asking once.
 */
export interface Rail {
  /** The companies that claims are sent to, and whose files may come. */
  acquirers(): readonly Institution[];
  /** Recognises a card without moving money. Reads no clock and does no I/O in the simulator. */
  registerCard(card: SensitiveCard): Registration;
  /** As registerCard, for a bank account. */
  registerAccount(account: SensitiveAccount): AccountRegistration;
  /** The cards that a simulated phone holds; a real rail opens the issuer's app instead. */
  appCards(): readonly AppCard[];
  /** Null for a card that no phone holds. */
  registerAppCard(id: string): Omit<CardFacts, 'fingerprint'> | null;
  authenticate(request: AuthenticateRequest): Promise<AuthenticateAnswer>;
  authorise(request: AuthoriseRequest): Promise<AuthoriseAnswer>;
  inquire(requestId: RequestId, reference: Reference): Promise<Inquiry>;
  /**
   * Undoes an authorisation whose outcome we do not know. A request id that never arrived gets a
   * tombstone, so that it can never be approved later (docs/concepts/unknown-outcomes.md).
   */
  netCancel(requestId: RequestId, reference: Reference): Promise<NetCancelAnswer>;
  cancel(order: CancelOrder): Promise<CancelOrderAnswer>;
  inquireCancel(cancelId: CancelId, reference: Reference): Promise<CancelInquiry>;
  /** Out of our own account, to a merchant, or back to who paid in. */
  transfer(order: TransferOrder): Promise<TransferAnswer>;
  /** An account number for one purpose: exactly one amount, once, until it expires. */
  issueAccount(order: AccountOrder): Promise<IssuedAccount>;
  inquireAccount(accountId: string, reference: Reference): Promise<AccountState>;
  /** Closed, unless a deposit came first. */
  closeAccount(accountId: string, reference: Reference): Promise<AccountState>;
  depositsOf(accountId: string): Promise<readonly DepositTried[]>;
  /** All requests of ours since an instant, by request id; a short page is the last. */
  requestsSince(asked: RecordedSince): Promise<readonly RecordedRequest[]>;
  /** All transfers of ours since an instant, by id, likewise. */
  transfersSince(asked: RecordedSince): Promise<readonly RecordedTransfer[]>;
  /** All accounts of ours that had not ended at an instant, by id, likewise. */
  accountsSince(asked: RecordedSince): Promise<readonly RecordedAccount[]>;
}
