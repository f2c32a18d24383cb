// Escrow: when silence of the buyer confirms a delivery, and when the shop is paid for it.
import { addBankDays, type BankCalendar } from '../time/bank-day.ts';
import type { BusinessDate } from '../time/instant.ts';
import { type PayoutDate, type PayoutRule, payoutDate } from './payout-date.ts';

export interface Delivery {
  /** When the buyer has it, as the shop says. */
  readonly received: BusinessDate;
  /** When the shop said so; a day before that is not believed. */
  readonly registered: BusinessDate;
  /** A parcel with a number that can be looked up. */
  readonly tracked: boolean;
}

/** Bank days that a buyer has to refuse. */
export const autoConfirmDays = { tracked: 3, untracked: 6 } as const;

export const escrowPayoutRule: PayoutRule = {
  days: 2,
  counts: 'bank-days',
  cycle: { kind: 'daily' },
};

/** Null when the way leads into a year of which no holidays are known. */
export function autoConfirmDate(calendar: BankCalendar, delivery: Delivery): BusinessDate | null {
  const { received, registered, tracked } = delivery;
  const from = received > registered ? received : registered;
  return addBankDays(calendar, from, autoConfirmDays[tracked ? 'tracked' : 'untracked']);
}

/** Counted from the decision, whoever made it: the buyer or the clock. */
export function escrowPayoutDate(calendar: BankCalendar, decided: BusinessDate): PayoutDate {
  return payoutDate(calendar, escrowPayoutRule, decided);
}
