// Cash receipts at a simulated tax office: issued, taken back, and following what is cancelled.
import { randomInt } from 'node:crypto';
import {
  type CashReceipt,
  cancelReceipt,
  follow,
  isFitIdentity,
  issue,
  type ReceiptUse,
  standing,
} from '../core/cash-receipt/cash-receipt.ts';
import type { Won } from '../core/money/won.ts';
import type { Payment } from '../core/payment/payment.ts';
import { type Outcome, type Refusal, refused, unfit } from '../core/refusal.ts';
import {
  insertReceipt,
  loadReceipts,
  receiptIsTrue,
  receiptsToCompare,
  replaceReceipt,
  storeCancelledReceipt,
  watchReceipt,
} from '../storage/cash-receipt.ts';
import { loadPayment } from '../storage/payment.ts';
import type { Parts } from './parts.ts';

export interface ReceiptWish {
  readonly amount: Won | null;
  readonly vat: Won | null;
  readonly use: ReceiptUse;
  /** In clear; it is sealed before it is stored. */
  readonly identity: string;
}

/** Digits as people write them, with or without hyphens. */
export function identityOf(text: string): string {
  return text.replace(/[- ]/g, '');
}

export function refuseIdentity({
  use,
  identity,
}: Pick<ReceiptWish, 'use' | 'identity'>): Refusal | null {
  if (isFitIdentity(use, identity)) return null;
  const expected = use === 'personal' ? '휴대폰번호' : '사업자번호 10자리';
  return unfit(
    'receiptIdentity',
    identity === '' ? { is: 'missing' } : { is: 'malformed', expected },
  );
}

export async function issueReceipt(
  parts: Parts,
  payment: Payment,
  wish: ReceiptWish,
): Promise<Outcome<CashReceipt>> {
  const { pool } = parts.store;
  const refusal = refuseIdentity(wish);
  if (refusal !== null) return refused(refusal);
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

/** A receipt goes back whole; a part of one is asked for by a cancel of the payment. */
export async function takeReceiptBack(
  parts: Parts,
  payment: Payment,
  amount: Won | null,
): Promise<Outcome<CashReceipt>> {
  const { pool } = parts.store;
  const asked = { amount, at: parts.clock.now() };
  const cancelled = cancelReceipt(await loadReceipts(pool, payment), asked);
  if (!cancelled.ok) return cancelled;
  const stored = await storeCancelledReceipt(pool, payment.merchantId, cancelled.value);
  return stored ? cancelled : refused({ kind: 'cash-receipt-not-found' });
}

/** Called before a cancel is stored as done: whoever dies after that, its receipt will follow. */
export async function watchForCancel(parts: Parts, payment: Payment): Promise<void> {
  if (payment.instrument.kind !== 'account') return;
  try {
    await watchReceipt(parts.store.pool, payment, parts.clock.now());
  } catch (error) {
    // The money has gone back already; that must be stored whatever becomes of a receipt.
    parts.log.trouble('cash receipt not watched', error);
  }
}

/** What was paid back has no receipt; a failure here is made good by the next comparison. */
export async function followCancel(parts: Parts, payment: Payment): Promise<void> {
  if (payment.instrument.kind !== 'account') return;
  try {
    await compare(parts, payment);
  } catch (error) {
    parts.log.trouble('cash receipt does not follow', error);
  }
}

async function compare(parts: Parts, payment: Payment): Promise<void> {
  const { pool } = parts.store;
  const next = { number: newNumber(), at: parts.clock.now() };
  const replacement = follow(payment, await loadReceipts(pool, payment), next);
  if (replacement !== null) await replaceReceipt(pool, payment.merchantId, replacement);
}

/** Receipts that somebody had reason to doubt. */
export async function compareWatched(parts: Parts): Promise<void> {
  const { pool } = parts.store;
  for (const watched of await receiptsToCompare(pool, parts.clock.now())) {
    const found = await loadPayment(pool, watched);
    if (found !== null) await compare(parts, found.payment);
    await receiptIsTrue(pool, watched);
  }
}

export interface ReceiptFields {
  readonly cashReceipt?: boolean;
  readonly cashReceiptDone?: boolean;
  readonly receiptNumber?: string;
}

/** What answers say of the receipts of an account payment; never a reason to fail one. */
export async function receiptFields(parts: Parts, payment: Payment): Promise<ReceiptFields> {
  if (payment.instrument.kind !== 'account') return {};
  try {
    const receipts = await loadReceipts(parts.store.pool, payment);
    const stands = standing(receipts);
    return {
      cashReceipt: receipts.length > 0,
      cashReceiptDone: stands !== null,
      receiptNumber: stands?.number ?? '',
    };
  } catch (error) {
    parts.log.trouble('cash receipts not read', error);
    return {};
  }
}

type Whose = Pick<ReceiptWish, 'use' | 'identity'>;

/** For a payment that was asked for with one; that there is none takes nothing from the payment. */
export async function issueQuietly(
  parts: Parts,
  payment: Payment,
  whose: () => Whose | null | Promise<Whose | null>,
): Promise<CashReceipt | null> {
  if (payment.instrument.kind !== 'account') return null;
  try {
    const wish = await whose();
    if (wish === null) return null;
    const issued = await issueReceipt(parts, payment, { ...wish, amount: null, vat: null });
    return issued.ok ? issued.value : null;
  } catch (error) {
    parts.log.trouble('cash receipt not issued', error);
    return null;
  }
}
