// What callers were told before the database heard of it: a small file, written before the answer.
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { MerchantId } from '../core/merchant/merchant.ts';
import type { Payment, PaymentId } from '../core/payment/payment.ts';

export interface OwedAttempt {
  readonly merchantId: MerchantId;
  readonly id: PaymentId;
}

/**
 * A caller who was told "not charged" must never be charged, even if the outcome is stored as
 * approved afterwards and this process dies before it has cancelled that.
 */
export interface Owed {
  /** Durable when it returns. */
  note(payment: Payment): void;
  settle(payment: Payment): void;
  /** What an earlier process of this data folder still owed when it ended. */
  readonly earlier: readonly OwedAttempt[];
}

export function openOwed(dataFolder: string): Owed {
  const path = join(dataFolder, 'owed.ndjson');
  const open = new Map<PaymentId, OwedAttempt>(read(path).map((attempt) => [attempt.id, attempt]));
  return {
    earlier: [...open.values()],
    note({ id, merchantId }) {
      open.set(id, { id, merchantId });
      write(path, 'a', [{ id, merchantId }]);
    },
    settle({ id }) {
      if (open.delete(id)) write(path, 'w', [...open.values()]);
    },
  };
}

function write(path: string, flag: 'a' | 'w', attempts: readonly OwedAttempt[]): void {
  const file = openSync(path, flag, 0o600);
  try {
    writeSync(file, attempts.map((attempt) => `${JSON.stringify(attempt)}\n`).join(''));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A line that a crash cut off was never answered for, so it may be left out. */
function read(path: string): OwedAttempt[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    const whole = /^\{"id":"([0-9a-f-]{36})","merchantId":"([0-9a-f-]{36})"\}$/.exec(line);
    if (whole === null) return [];
    return [{ id: whole[1] as PaymentId, merchantId: whole[2] as MerchantId }];
  });
}
