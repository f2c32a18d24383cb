// Which answers to cancels were written out to their end; decides whether an equal request is new.

import type { CancelId } from '../core/payment/cancel-request.ts';
import type { Payment } from '../core/payment/payment.ts';
import { markHandedOver } from '../storage/payment.ts';
import type { Store } from './store.ts';

export interface HandOver {
  /** Known in this process at once, before the database has heard of it. */
  has(cancelId: CancelId): boolean;
  note(payment: Payment, cancelId: CancelId): void;
}

/** Long enough for every load that began before the database knew. */
const rememberedMs = 30_000;

export function createHandOver(store: Store, onTrouble: (error: unknown) => void): HandOver {
  const noted = new Set<CancelId>();
  return {
    has: (cancelId) => noted.has(cancelId),
    note(payment, cancelId) {
      noted.add(cancelId);
      setTimeout(() => noted.delete(cancelId), rememberedMs).unref();
      markHandedOver(store.pool, payment, cancelId).catch(onTrouble);
    },
  };
}
