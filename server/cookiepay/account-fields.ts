// What an answer or a notice says of the account that a buyer pays into.
import type { Payment } from '../../core/payment/payment.ts';
import { after, secondMs } from '../../core/time/instant.ts';

/** Nothing for a payment that is made in another way. */
export function accountFields({ instrument }: Payment) {
  if (instrument.kind !== 'virtual-account') return {};
  const { number, holder, expiresAt, bank } = instrument;
  return {
    accountNumber: number ?? '',
    accountHolder: holder,
    // The last second in which the bank takes it.
    depositBefore: after(expiresAt, -secondMs),
    ...{ bankName: bank.name, bankCode: bank.code },
  };
}
