// From stored rows to schedules and their rounds.
import type { Recurrence } from '../core/billing/recurrence.ts';
import type { Miss, Round, RoundStatus } from '../core/billing/round.ts';
import type { Schedule, ScheduleStatus, StopReason } from '../core/billing/schedule.ts';
import type { ContractId, CredentialId, MerchantId } from '../core/merchant/merchant.ts';
import { won } from '../core/money/won.ts';
import type { BillingKeyId, Buyer, PaymentId, ScheduleId } from '../core/payment/payment.ts';
import { type BusinessDate, instant } from '../core/time/instant.ts';
import { instantOf, maybeInstant } from './time.ts';

export interface ScheduleRow {
  merchant_id: MerchantId;
  id: ScheduleId;
  generation: number;
  contract_id: ContractId;
  credential_id: CredentialId;
  billing_key: BillingKeyId;
  amount: bigint;
  supply: bigint;
  vat: bigint;
  tax_free: bigint;
  vat_given: boolean;
  goods_name: string;
  goods_code: string;
  buyer: Buyer;
  recurrence: Recurrence;
  first_round: number;
  first_date: BusinessDate;
  last_round: number | null;
  status: ScheduleStatus;
  stop_reason: StopReason | null;
  created_at: Date;
  ended_at: Date | null;
}

export function scheduleOf(row: ScheduleRow): Schedule {
  return {
    ...{ id: row.id, merchantId: row.merchant_id, generation: row.generation },
    ...{ contractId: row.contract_id, credentialId: row.credential_id },
    ...{ billingKey: row.billing_key, amount: won(row.amount), vatGiven: row.vat_given },
    tax: { supply: won(row.supply), vat: won(row.vat), taxFree: won(row.tax_free) },
    goods: { name: row.goods_name, code: row.goods_code },
    ...{ buyer: row.buyer, recurrence: row.recurrence },
    ...{ firstRound: row.first_round, firstDate: row.first_date, lastRound: row.last_round },
    ...{ status: row.status, stopReason: row.stop_reason },
    createdAt: instantOf(row.created_at),
    endedAt: maybeInstant(row.ended_at),
  };
}

/** As a row of its own, or as JSON inside another one. */
export interface RoundRow {
  number: number;
  date: BusinessDate;
  status: RoundStatus;
  tries: number;
  first_tried_on: BusinessDate | null;
  due_at: Date | string | null;
  payment_id: PaymentId | null;
  miss: Miss | null;
}

export function roundOf(row: RoundRow): Round {
  return {
    ...{ number: row.number, date: row.date, status: row.status, tries: row.tries },
    ...{ firstTriedOn: row.first_tried_on, paymentId: row.payment_id, miss: row.miss },
    dueAt: row.due_at === null ? null : instant(new Date(row.due_at).getTime()),
  };
}
