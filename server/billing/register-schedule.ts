// Registers a schedule on a billing key of the merchant, as far as its contract allows.

import type { BillingKey } from '../../core/billing/billing-key.ts';
import { firstRoundOf, type Schedule } from '../../core/billing/schedule.ts';
import type { Merchant } from '../../core/merchant/merchant.ts';
import { type Caller, refusePurchase } from '../../core/payment/approve.ts';
import type { Buyer, ScheduleId } from '../../core/payment/payment.ts';
import { accepted, type Outcome, refused } from '../../core/refusal.ts';
import { findBillingKey } from '../../storage/billing-key.ts';
import { listContracts } from '../../storage/contract-list.ts';
import { type FullSchedule, findSchedule, insertSchedule } from '../../storage/schedule.ts';
import type { ScheduleWish } from '../native/schedule-wish.ts';
import type { Parts } from '../parts.ts';
import { taxMeant } from '../payple/tax.ts';

export interface Registering {
  readonly merchant: Merchant;
  /** A repetition under one Idempotency-Key has the same id, and is stored once. */
  readonly id: ScheduleId;
  readonly wish: ScheduleWish;
}

export async function registerSchedule(
  parts: Parts,
  { merchant, id, wish }: Registering,
): Promise<Outcome<FullSchedule>> {
  const { pool } = parts.store;
  const { id: merchantId, generation } = merchant;
  const key = await findBillingKey(pool, { merchantId, generation, id: wish.billingKey });
  if (key?.status !== 'registered') return refused({ kind: 'billing-key-not-found' });
  const caller = await callerOf(parts, key);
  if (caller === null) return refused({ kind: 'not-in-contract' });
  const schedule = scheduleOf({ key, id, wish, caller, at: parts.clock.now() });
  if (!schedule.ok) return schedule;
  const stored = await insertSchedule(pool, schedule.value, firstRoundOf(schedule.value));
  if (stored === 'no-key') return refused({ kind: 'billing-key-not-found' });
  if (stored === 'too-many') return refused({ kind: 'limit-reached' });
  const found = await findSchedule(pool, { merchantId, generation, id });
  return found === null ? refused({ kind: 'schedule-not-found' }) : accepted(found);
}

/** The credential of the key, or another one of its contract where that is revoked. */
async function callerOf(parts: Parts, key: BillingKey): Promise<Caller | null> {
  const { clock, store, callers } = parts;
  const contracts = await listContracts(store.pool, key.merchantId, clock.now());
  const contract = contracts.find(({ id }) => id === key.contractId);
  const credentials = contract?.credentials ?? [];
  const own = credentials.find(({ id }) => id === key.credentialId) ?? credentials[0];
  if (contract === undefined || own === undefined) return null;
  return callers.find(contract.dialect, own.publicId);
}

interface Facts extends Omit<Registering, 'merchant'> {
  readonly key: BillingKey;
  readonly caller: Caller;
  readonly at: Schedule['createdAt'];
}

function scheduleOf({ key, id, wish, caller, at }: Facts): Outcome<Schedule> {
  const { amount, recurrence, firstDate, rounds } = wish;
  const method = key.instrument.kind === 'card' ? 'card-billing' : 'transfer-billing';
  const refusal = refusePurchase(caller.contract, { method, amount, instalment: 0 });
  if (refusal !== null) return refused(refusal);
  const tax = taxMeant(caller.contract, wish);
  if (!tax.ok) return tax;
  return accepted({
    ...{ id, merchantId: key.merchantId, generation: key.generation },
    ...{ contractId: key.contractId, credentialId: caller.credential.id, billingKey: key.id },
    ...{ amount, ...tax.value, goods: { name: wish.goods, code: '' }, buyer: buyerOf(key, wish) },
    ...{ recurrence, firstRound: 1, firstDate, lastRound: rounds },
    ...{ status: 'active', stopReason: null, createdAt: at, endedAt: null },
  });
}

function buyerOf({ payer }: BillingKey, { buyer }: ScheduleWish): Buyer {
  return {
    name: buyer.name ?? payer.name,
    email: buyer.email ?? payer.email,
    phone: buyer.phone ?? payer.phone,
    ...{ id: '', address: '' },
  };
}
