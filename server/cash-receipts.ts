// Cash receipts at a simulated tax office: issued, taken back, and following what is cancelled.
import { randomInt } from 'node:crypto';
import {
  type CashReceipt,
  cancelReceipt,
  issue,
  type ReceiptUse,
  standing,
} from '../core/cash-receipt/cash-receipt.ts';
import { subtract, type Won } from '../core/money/won.ts';
import { isApproved, type Payment, remainderOf } from '../core/payment/payment.ts';
import { type Outcome, refused } from '../core/refusal.ts';
import { insertReceipt, loadReceipts, storeCancelledReceipt } from '../storage/cash-receipt.ts';
import type { Parts } from './parts.ts';

export interface ReceiptWish {
  readonly amount: Won | null;
  readonly vat: Won | null;
  readonly use: ReceiptUse;
  /** In clear; it is sealed before it is stored. */
  readonly identity: string;
}

export async function issueReceipt(
  parts: Parts,
  payment: Payment,
  wish: ReceiptWish,
): Promise<Outcome<CashReceipt>> {
  const { pool } = parts.store;
  const receipts = await loadReceipts(pool, payment);
  const identity = parts.keys.identities.close(wish.identity, payment.id);
  const asked = { ...wish, identity, number: newNumber(), at: parts.clock.now() };
  const issued = issue(payment, receipts, asked);
  if (!issued.ok) return issued;
  const stored = await insertReceipt(pool, payment.merchantId, issued.value);
  return stored ? issued : refused({ kind: 'cash-receipt-issued' });
}

/** Nine digits, as the tax office gives them. */
function newNumber(): string {
  return `G${String(randomInt(1_000_000_000)).padStart(9, '0')}`;
}

export async function takeReceiptBack(
  parts: Parts,
  payment: Payment,
): Promise<Outcome<CashReceipt>> {
  const { pool } = parts.store;
  const cancelled = cancelReceipt(await loadReceipts(pool, payment), parts.clock.now());
  if (!cancelled.ok) return cancelled;
  const stored = await storeCancelledReceipt(pool, payment.merchantId, cancelled.value);
  return stored ? cancelled : refused({ kind: 'cash-receipt-not-found' });
}

export async function standingReceipt(parts: Parts, payment: Payment): Promise<CashReceipt | null> {
  if (payment.instrument.kind !== 'account') return null;
  return standing(await loadReceipts(parts.store.pool, payment));
}

/**
 * What was paid back has no receipt: the one that stands is cancelled, and what is left of the
 * payment gets a new one. The money has moved by then, so a failure here is told to the log alone.
 */
export async function followCancel(parts: Parts, payment: Payment): Promise<void> {
  if (payment.instrument.kind !== 'account' || !isApproved(payment)) return;
  try {
    const { approved, cancelled } = remainderOf(payment);
    const left = subtract(approved, cancelled);
    const before = await standingReceipt(parts, payment);
    if (before === null || before.amount <= left) return;
    const taken = await takeReceiptBack(parts, payment);
    const identity = parts.keys.identities.open(before.identity, payment.id);
    if (!taken.ok || left === 0n || identity === null) return;
    await issueReceipt(parts, payment, { amount: null, vat: null, use: before.use, identity });
  } catch (error) {
    parts.log.trouble('cash receipt does not follow', error);
  }
}

/** For a payment whose buyer asked for one; that it cannot be issued takes nothing from the payment. */
export async function issueQuietly(
  parts: Parts,
  payment: Payment,
  wish: Pick<ReceiptWish, 'use' | 'identity'> | null,
): Promise<CashReceipt | null> {
  if (wish === null || payment.instrument.kind !== 'account') return null;
  const issued = await issueReceipt(parts, payment, { ...wish, amount: null, vat: null }).catch(
    (error: unknown): Outcome<never> => {
      parts.log.trouble('cash receipt not issued', error);
      return refused({ kind: 'busy' });
    },
  );
  return issued.ok ? issued.value : null;
}
