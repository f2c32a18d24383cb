// A cash receipt (현금영수증) of an account payment: at most one that stands, for what is left of it.
import { containedVat } from '../money/tax.ts';
import { subtract, type Won } from '../money/won.ts';
import { isApproved, type Payment, type PaymentId, remainderOf } from '../payment/payment.ts';
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
  return receipts.find(({ status }) => status === 'issued') ?? null;
}

/** Cards have slips of their own; money that went back has no receipt. */
export function issue(
  payment: Payment,
  receipts: readonly CashReceipt[],
  asked: ReceiptAsked,
): Outcome<CashReceipt> {
  if (payment.instrument.kind !== 'account') return refused({ kind: 'not-in-contract' });
  if (!isApproved(payment)) return refused({ kind: 'not-cancellable', status: payment.status });
  if (standing(receipts) !== null) return refused({ kind: 'cash-receipt-issued' });
  const { approved, cancelled } = remainderOf(payment);
  const left = subtract(approved, cancelled);
  const amount = asked.amount ?? left;
  if (amount > left || left === 0n) {
    return refused(unfit('amount', { is: 'out-of-range', expected: `${left} 이하` }));
  }
  const vat = asked.vat ?? containedVat(amount);
  if (vat > containedVat(amount)) {
    return refused(unfit('vat', { is: 'out-of-range', expected: `0~${containedVat(amount)}` }));
  }
  const { use, identity, number, at } = asked;
  return accepted({
    ...{ paymentId: payment.id, sequence: receipts.length + 1, number, amount, vat, use, identity },
    ...{ status: 'issued', issuedAt: at, cancelledAt: null },
  });
}

export function cancelReceipt(receipts: readonly CashReceipt[], at: Instant): Outcome<CashReceipt> {
  const receipt = standing(receipts);
  if (receipt === null) return refused({ kind: 'cash-receipt-not-found' });
  return accepted({ ...receipt, status: 'cancelled', cancelledAt: at });
}
