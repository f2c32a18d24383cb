// What is written in a notice: the same fact in the words of a dialect, or in our own.
import { isoTime } from '../../core/time/instant.ts';
import { billingKeyJson } from '../native/billing-key-json.ts';
import { paymentJson } from '../native/payment-json.ts';
import type { Parts } from '../parts.ts';
import { cookiepayNotice } from './cookiepay.ts';
import { paypleKeyNotice, payplePaymentNotice } from './payple.ts';
import type { Told } from './told.ts';

/** Versioned; numbers are won, times ISO 8601. */
export function standardNotice({ due, full, cancel, key }: Told): string {
  return JSON.stringify({
    id: due.eventId,
    type: due.kind,
    version: 1,
    at: isoTime(due.at),
    data: due.data ?? {
      ...(full === null ? {} : { payment: paymentJson(full.payment) }),
      ...(cancel === null ? {} : { cancel: cancel.id }),
      ...(key === null ? {} : { billingKey: billingKeyJson(key) }),
    },
  });
}

/** Null where the dialect has no words for it; such a delivery is never made. */
export function dialectNotice(parts: Parts, told: Told): string | null {
  const { full } = told;
  if (full !== null) {
    const isCookiepay = full.payment.contract.dialect === 'cookiepay';
    return isCookiepay
      ? cookiepayNotice({ ...told, full })
      : payplePaymentNotice(parts, { ...told, full });
  }
  return told.key === null ? null : paypleKeyNotice({ ...told, key: told.key });
}
