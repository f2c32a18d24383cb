// A cash receipt (현금영수증) of an account payment: at most one that stands, for what is left of it.
import { subtract, type Won } from '../money/won.ts';
import { taxOfRest } from '../payment/cancel-tax.ts';
import {
  type Approved,
  isApproved,
  type Payment,
  type PaymentId,
  remainderOf,
} from '../payment/payment.ts';
import { accepted, type Outcome, refused, unfit } from '../refusal.ts';
import type { Instant } from '../time/instant.ts';

/** A person's income deduction, or a company's proof of an expense. */
export type ReceiptUse = 'personal' | 'company';

export interface CashReceipt {
  readonly paymentId: PaymentId;
  /** Counts the receipts of one payment from 1. */
  readonly sequence: number;
  /** Given by the tax office; begins with G. */
  readonly number: string;
  readonly amount: Won;
  readonly vat: Won;
  readonly use: ReceiptUse;
  /** Telephone or business number, sealed. */
  readonly identity: string;
  readonly status: 'issued' | 'cancelled';
  readonly issuedAt: Instant;
  readonly cancelledAt: Instant | null;
}

// biome-ignore format: a table
export const cashReceiptMoves = [
  // from      on         to
  ['issued',  'cancel',  'cancelled'],
] as const;

export type CashReceiptMove = (typeof cashReceiptMoves)[number][1];

export function cashReceiptMove(from: CashReceipt['status'], on: CashReceiptMove) {
  return cashReceiptMoves.find((row) => row[0] === from && row[1] === on) ?? null;
}

export interface ReceiptAsked {
  /** Null is everything that is left of the payment. */
  readonly amount: Won | null;
  readonly vat: Won | null;
  readonly use: ReceiptUse;
  readonly identity: string;
  readonly number: string;
  readonly at: Instant;
}

export function standing(receipts: readonly CashReceipt[]): CashReceipt | null {
  return receipts.find(({ status }) => cashReceiptMove(status, 'cancel') !== null) ?? null;
}

/** A mobile telephone of a person, the registration of a business; nobody's resident number. */
const identities = { personal: /^01[016789][0-9]{7,8}$/, company: /^[0-9]{10}$/ } as const;

export function isFitIdentity(use: ReceiptUse, digits: string): boolean {
  return identities[use].test(digits);
}

/** Cards have slips of their own; money that went back has no receipt. */
export function issue(
  payment: Payment,
  receipts: readonly CashReceipt[],
  asked: ReceiptAsked,
): Outcome<CashReceipt> {
  if (payment.instrument.kind !== 'account') return refused({ kind: 'not-in-contract' });
  if (!isApproved(payment)) return refused({ kind: 'payment-not-found' });
  if (standing(receipts) !== null) return refused({ kind: 'cash-receipt-issued' });
  const left = leftOf(payment);
  if (left === 0n) return refused({ kind: 'already-cancelled' });
  const amount = asked.amount ?? left;
  if (amount > left) return refused(unfit('amount', { is: 'out-of-range', expected: `1~${left}` }));
  const contained = taxOfRest(payment, amount, null).vat;
  const vat = asked.vat ?? contained;
  if (vat > contained) {
    return refused(unfit('vat', { is: 'out-of-range', expected: `0~${contained}` }));
  }
  const { use, identity, number, at } = asked;
  return accepted({
    ...{ paymentId: payment.id, sequence: receipts.length + 1, number, amount, vat, use, identity },
    ...{ status: 'issued', issuedAt: at, cancelledAt: null },
  });
}

function leftOf(payment: Approved): Won {
  const { approved, cancelled } = remainderOf(payment);
  return subtract(approved, cancelled);
}

/** What takes the place of a receipt that says more than is left of its payment. */
export interface Replacement {
  readonly taken: CashReceipt;
  /** Null where nothing is left. */
  readonly issued: CashReceipt | null;
}

/** Null where the receipt that stands is true, or none stands. */
export function follow(
  payment: Payment,
  receipts: readonly CashReceipt[],
  { number, at }: Pick<ReceiptAsked, 'number' | 'at'>,
): Replacement | null {
  const before = standing(receipts);
  if (before === null || !isApproved(payment)) return null;
  const left = leftOf(payment);
  if (before.amount <= left) return null;
  const taken: CashReceipt = { ...before, status: 'cancelled', cancelledAt: at };
  if (left === 0n) return { taken, issued: null };
  const { vat } = taxOfRest(payment, left, null);
  const sequence = receipts.length + 1;
  return { taken, issued: { ...before, sequence, number, amount: left, vat, issuedAt: at } };
}

/** Whole, or not at all: an amount below that of the receipt is a mistake. */
export function cancelReceipt(
  receipts: readonly CashReceipt[],
  { amount, at }: Pick<ReceiptAsked, 'amount' | 'at'>,
): Outcome<CashReceipt> {
  const receipt = standing(receipts);
  if (receipt === null) return refused({ kind: 'cash-receipt-not-found' });
  if (amount !== null && amount < receipt.amount) {
    return refused(unfit('amount', { is: 'out-of-range', expected: `${receipt.amount}` }));
  }
  return accepted({ ...receipt, status: 'cancelled', cancelledAt: at });
}
