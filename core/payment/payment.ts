// A payment as a union by status: each member carries exactly what is true in it.
import type { Brand } from '../brand.ts';
import { invariant } from '../invariant.ts';
import type { Contract, CredentialId, MerchantId } from '../merchant/merchant.ts';
import type { CardType } from '../merchant/terms.ts';
import type { TaxParts } from '../money/tax.ts';
import { add, subtract, type Won, zeroWon } from '../money/won.ts';
import type { DeclineReason } from '../refusal.ts';
import type { BusinessDate, Instant } from '../time/instant.ts';
import type { CancelRequest } from './cancel-request.ts';

export type PaymentId = Brand<string, 'PaymentId'>;
/** Twelve digits of Seoul time and eight random upper-case alphanumerics (docs/decisions/0007). */
export type Tid = Brand<string, 'Tid'>;
/** Our name for one call over a rail; the rail answers inquiries by it. */
export type RequestId = Brand<string, 'RequestId'>;

export interface Institution {
  readonly code: string;
  readonly name: string;
}

/** What shops call a billing key; 128 random bits, of one merchant and method. */
export type BillingKeyId = Brand<string, 'BillingKeyId'>;

/** How a payment was made; `billing` needs no buyer present. */
// biome-ignore format: a table
export const paymentMethods = [
  'card-key-in', 'card-window', 'card-billing', 'transfer-window', 'transfer-billing',
  'virtual-account',
] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/** What may be kept of a card: a token, six and four digits, a keyed fingerprint. */
export interface CardFacts {
  readonly kind: 'card';
  readonly type: CardType;
  readonly token: string;
  readonly issuer: Institution;
  readonly acquirer: Institution;
  readonly firstSix: string;
  readonly lastFour: string;
  /** Digits of the whole number, so that a mask keeps its length. */
  readonly length: number;
  readonly fingerprint: string;
}

/** What may be kept of a bank account: a token, three and three digits, a keyed fingerprint. */
export interface AccountFacts {
  readonly kind: 'account';
  readonly token: string;
  readonly bank: Institution;
  readonly firstThree: string;
  readonly lastThree: string;
  readonly length: number;
  readonly holder: 'person' | 'company';
  readonly fingerprint: string;
}

/** An account that was issued for one payment; whoever is to pay into it is told its number. */
export interface VirtualAccountFacts {
  readonly kind: 'virtual-account';
  /** Under which id the bank knows it. */
  readonly token: string;
  readonly bank: Institution;
  /** Null until the bank has issued it. */
  readonly number: string | null;
  readonly holder: string;
  /** The first instant at which a deposit is too late. */
  readonly expiresAt: Instant;
}

/** What a buyer has, and may be charged with again. */
export type Instrument = CardFacts | AccountFacts;

/** What pays. */
export type PaymentInstrument = Instrument | VirtualAccountFacts;

/** Whose side of the rail an instrument is on: the acquirer of a card, the bank of an account. */
export function counterpartOf(instrument: PaymentInstrument): Institution {
  return instrument.kind === 'card' ? instrument.acquirer : instrument.bank;
}

/** Who issued it: the issuer of a card, the bank of an account. */
export function houseOf(instrument: PaymentInstrument): Institution {
  return instrument.kind === 'card' ? instrument.issuer : instrument.bank;
}

/** Names a schedule by which the gateway charges a billing key itself. */
export type ScheduleId = Brand<string, 'ScheduleId'>;

/** Which try of which round of a schedule a payment is: there is one payment of each at most. */
export interface RoundTry {
  readonly schedule: ScheduleId;
  /** Both count from 1. */
  readonly round: number;
  readonly nth: number;
}

/** The billing key that was charged, and the month that it pays for where months are guarded. */
export interface BillingUse {
  readonly key: BillingKeyId;
  /** YYYY-MM; null is no guard. */
  readonly month: string | null;
  /** Null where the shop asked for the charge itself. */
  readonly round: RoundTry | null;
}

export interface Buyer {
  readonly name: string;
  readonly email: string;
  readonly id: string;
  readonly phone: string;
  readonly address: string;
}

export interface Goods {
  readonly name: string;
  readonly code: string;
}

/** True in every state. Amounts are won. */
interface PaymentFacts {
  readonly id: PaymentId;
  readonly tid: Tid;
  readonly merchantId: MerchantId;
  readonly generation: number;
  readonly contract: Contract;
  readonly credentialId: CredentialId;
  readonly method: PaymentMethod;
  readonly orderNumber: string;
  readonly goods: Goods;
  readonly amount: Won;
  readonly tax: TaxParts;
  /** Whether the shop named the VAT itself; what is left then keeps the shop's proportion. */
  readonly vatGiven: boolean;
  /** Months; 0 is a lump sum, otherwise 2 to 12. */
  readonly instalment: number;
  readonly instrument: PaymentInstrument;
  readonly billing: BillingUse | null;
  readonly attempt: Attempt;
  readonly version: number;
}

/** One call to a rail. Its fate is told by attemptMoves; the payment follows it. */
export interface Attempt {
  readonly number: number;
  readonly requestId: RequestId;
  readonly startedAt: Instant;
}

export interface Approval {
  /** Eight digits given by the issuer. */
  readonly number: string;
  readonly at: Instant;
}

export type Intended = PaymentFacts & { readonly status: 'intended' };
export type Declined = PaymentFacts & { readonly status: 'declined'; readonly decline: Decline };
export type Unknown = PaymentFacts & { readonly status: 'unknown'; readonly search: Search };
export type NetCancelled = PaymentFacts & {
  readonly status: 'net-cancelled';
  readonly at: Instant;
};
/** An account was issued, and no money has come. */
export type AwaitingDeposit = PaymentFacts & { readonly status: 'awaiting-deposit' };
/** The bank has closed the account and nothing had come: it was over, or the shop wanted it so. */
export type Unpaid = PaymentFacts & { readonly status: 'expired' | 'withdrawn' };
export type Approved = PaymentFacts & {
  readonly status: 'approved' | 'partially-cancelled' | 'cancelled';
  readonly approval: Approval;
  /** When the claim was sent to the acquirer's books; null before. */
  readonly capturedAt: Instant | null;
  /** When its sale is paid out; null until the capture, or while no bank day is known for it. */
  readonly payout: SalePayout | null;
  readonly cancels: readonly CancelRequest[];
};

/** From `closesAt` on the payout is fixed, whenever that is carried out. */
export interface SalePayout {
  readonly date: BusinessDate;
  readonly closesAt: Instant;
}

export type Payment =
  | Intended
  | Declined
  | Unknown
  | NetCancelled
  | AwaitingDeposit
  | Unpaid
  | Approved;
export type PaymentStatus = Payment['status'];

export interface Decline {
  readonly reason: DeclineReason | 'never-received';
  readonly at: Instant;
}

/** How far the resolver has come with a payment whose outcome nobody told us. */
export interface Search {
  readonly since: Instant;
  readonly tries: number;
  /** When the rail first answered that it knows no such request; null while it has not. */
  readonly notFoundSince: Instant | null;
}

/** Nobody waits for a round and hears that it failed: an approval that is found later counts. */
export function mayBeAdopted({ billing }: Pick<Payment, 'billing'>): boolean {
  return billing !== null && billing.round !== null;
}

export function isApproved(payment: Payment): payment is Approved {
  return (
    payment.status === 'approved' ||
    payment.status === 'partially-cancelled' ||
    payment.status === 'cancelled'
  );
}

/** Won; approved = cancelled + reserved + free, each ≥ 0 (docs/concepts/cancels.md). */
export interface Remainder {
  readonly approved: Won;
  readonly cancelled: Won;
  readonly reserved: Won;
  readonly free: Won;
}

export function remainderOf(payment: Payment): Remainder {
  if (!isApproved(payment)) {
    return { approved: zeroWon, cancelled: zeroWon, reserved: zeroWon, free: zeroWon };
  }
  const sum = (...statuses: readonly CancelRequest['status'][]): Won =>
    add(
      zeroWon,
      ...payment.cancels
        .filter((cancel) => statuses.includes(cancel.status))
        .map((cancel) => cancel.amount),
    );
  const cancelled = sum('done');
  const reserved = sum('account-issued', 'deposited', 'requested', 'unknown');
  const free = subtract(subtract(payment.amount, cancelled), reserved);
  invariant(free >= 0n, 'never more is cancelled or reserved than was approved');
  return { approved: payment.amount, cancelled, reserved, free };
}
