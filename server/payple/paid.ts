// What answers of this dialect say of a payment: what paid, when, how much, and what was echoed.
import { invariant } from '../../core/invariant.ts';
import { type Instrument, isApproved, type Payment } from '../../core/payment/payment.ts';
import type { FullPayment } from '../../storage/payment.ts';
import { maskedAccount, maskedCard } from '../../wire/payple/mask.ts';
import { receiptUrl } from '../cookiepay/keyin.ts';
import type { Parts } from '../parts.ts';

/** Kept with a payment and echoed ever after, in this order. */
export interface Kept {
  readonly payerNumber: string;
  readonly extra1: string;
  readonly extra2: string;
  /** The payment link that was paid, and what its shop wants to hear of it. */
  readonly linkKey?: string;
  readonly linkParameter?: string;
}

export function extrasOf(kept: Kept): readonly string[] {
  const { payerNumber, extra1, extra2, linkKey, linkParameter = '' } = kept;
  const always = [payerNumber, extra1, extra2];
  return linkKey === undefined ? always : [...always, linkKey, linkParameter];
}

export function keptOf(extras: readonly string[]): Required<Kept> {
  const [payerNumber = '', extra1 = '', extra2 = '', linkKey = '', linkParameter = ''] = extras;
  return { payerNumber, extra1, extra2, linkKey, linkParameter };
}

export function paymentFields(parts: Parts, { payment, buyer, extras }: FullPayment) {
  return {
    ...keptOf(extras),
    orderNumber: payment.orderNumber,
    billingKey: payment.billing?.key ?? '',
    buyerName: buyer.name,
    buyerPhone: buyer.phone,
    buyerEmail: buyer.email,
    goods: payment.goods.name,
    ...paidFields(parts, payment),
  };
}

/** Facts of the payment itself, as every answer that tells of one has them. */
export function paidFields(parts: Parts, payment: Payment) {
  const [billingYear = '', billingMonth = ''] = (payment.billing?.month ?? '').split('-');
  return {
    paidBy: chargedOf(payment).kind,
    amount: payment.amount,
    vat: payment.tax.vat,
    // A shop that names a VAT of nothing has said that its sale is taxable.
    taxable: payment.vatGiven || payment.tax.taxFree < payment.amount,
    paidAt: isApproved(payment) ? payment.approval.at : payment.attempt.startedAt,
    monthly: billingMonth !== '',
    simple: payment.billing !== null && billingMonth === '',
    billingYear,
    billingMonth,
    ...instrumentFields(chargedOf(payment)),
    ...(payment.instrument.kind === 'card' ? cardFields(parts, payment) : {}),
    tid: payment.tid,
    approvalNumber: isApproved(payment) ? payment.approval.number : '',
  };
}

/** This dialect has no words for virtual accounts, so its contracts issue none. */
export function chargedOf({ instrument }: Payment): Instrument {
  invariant(instrument.kind !== 'virtual-account', 'a contract of Payple issues no account');
  return instrument;
}

/** Slips are of cards; a transfer has a cash receipt instead. */
function cardFields(parts: Parts, payment: Payment) {
  const { instalment } = payment;
  return { instalment, receiptUrl: isApproved(payment) ? receiptUrl(parts, payment) : '' };
}

export function instrumentFields(instrument: Instrument) {
  if (instrument.kind === 'card') {
    return { issuerName: instrument.issuer.name, maskedCard: maskedCard(instrument) };
  }
  return {
    bankCode: instrument.bank.code,
    bankName: instrument.bank.name,
    maskedAccount: maskedAccount(instrument),
    accountHolder: instrument.holder,
  };
}
