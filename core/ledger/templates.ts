// Each movement of money as a table of posting lines: side, account, figure, subject.
import type { AccountName, Side } from './chart.ts';

/** The figures a template may use; won, each ≥ 0. */
export type Figure =
  | 'amount' // what the buyer pays or gets back
  | 'claim' // amount less the acquirer's charge
  | 'charge' // what the acquirer keeps
  | 'net' // amount less our fee and its VAT
  | 'gain' // what a cancel of one won leaves the merchant when fee and VAT both fall by one
  | 'fee' // our fee without VAT
  | 'feeVat';

/** Who the line is about: the payment, the slip at the acquirer, the settlement row, the refund. */
export type SubjectKind = 'payment' | 'slip' | 'row' | 'refund';

export type TemplateLine = readonly [Side, AccountName, Figure, SubjectKind];

interface Template {
  /** Its number in docs/reference/ledger.md. */
  readonly row: number;
  readonly lines: readonly TemplateLine[];
}

// biome-ignore format: a table
export const templates = {
  approve: { row: 2, lines: [
    ['debit',  'authorised-with-acquirers', 'amount', 'payment'],
    ['credit', 'authorised-for-merchants',  'amount', 'payment'],
  ] },
  'cancel-same-day': { row: 3, lines: [
    ['debit',  'authorised-for-merchants',  'amount', 'payment'],
    ['credit', 'authorised-with-acquirers', 'amount', 'payment'],
  ] },
  'capture-memo': { row: 4, lines: [
    ['debit',  'authorised-for-merchants',  'amount', 'payment'],
    ['credit', 'authorised-with-acquirers', 'amount', 'payment'],
  ] },
  'capture-sale': { row: 5, lines: [
    ['debit',  'acquirer-receivable',       'claim',  'slip'],
    ['debit',  'acquirer-cost',             'charge', 'slip'],
    ['credit', 'merchant-pending',          'net',    'row'],
    ['credit', 'fee-revenue',               'fee',    'row'],
    ['credit', 'fee-vat',                   'feeVat', 'row'],
  ] },
  'capture-same-day-cancel': { row: 6, lines: [
    ['debit',  'merchant-recoverable',      'net',    'row'],
    ['debit',  'fee-revenue',               'fee',    'row'],
    ['debit',  'fee-vat',                   'feeVat', 'row'],
    ['credit', 'acquirer-refund-due',       'claim',  'slip'],
    ['credit', 'acquirer-cost',             'charge', 'slip'],
    ['credit', 'merchant-pending',          'gain',   'row'],
  ] },
  'cancel-fee-refunded': { row: 7, lines: [
    ['debit',  'merchant-recoverable',      'net',    'row'],
    ['debit',  'fee-revenue',               'fee',    'row'],
    ['debit',  'fee-vat',                   'feeVat', 'row'],
    ['credit', 'acquirer-refund-due',       'claim',  'slip'],
    ['credit', 'acquirer-cost',             'charge', 'slip'],
    ['credit', 'merchant-pending',          'gain',   'row'],
  ] },
  'cancel-fee-kept': { row: 8, lines: [
    ['debit',  'merchant-recoverable',      'amount', 'row'],
    ['credit', 'acquirer-refund-due',       'claim',  'slip'],
    ['credit', 'acquirer-cost',             'charge', 'slip'],
  ] },
  transfer: { row: 23, lines: [
    ['debit',  'bank-clearing',             'amount', 'payment'],
    ['credit', 'merchant-pending',          'net',    'row'],
    ['credit', 'fee-revenue',               'fee',    'row'],
    ['credit', 'fee-vat',                   'feeVat', 'row'],
  ] },
  'transfer-same-day-cancel': { row: 23, lines: [
    ['debit',  'merchant-recoverable',      'net',    'row'],
    ['debit',  'fee-revenue',               'fee',    'row'],
    ['debit',  'fee-vat',                   'feeVat', 'row'],
    ['credit', 'bank-clearing',             'amount', 'payment'],
    ['credit', 'merchant-pending',          'gain',   'row'],
  ] },
  'transfer-refund': { row: 23, lines: [
    ['debit',  'merchant-recoverable',      'net',    'row'],
    ['debit',  'fee-revenue',               'fee',    'row'],
    ['debit',  'fee-vat',                   'feeVat', 'row'],
    ['credit', 'buyer-refund-due',          'amount', 'refund'],
    ['credit', 'merchant-pending',          'gain',   'row'],
  ] },
  'transfer-refund-fee-kept': { row: 23, lines: [
    ['debit',  'merchant-recoverable',      'amount', 'row'],
    ['credit', 'buyer-refund-due',          'amount', 'refund'],
  ] },
  'refund-sent': { row: 23, lines: [
    ['debit',  'buyer-refund-due',          'amount', 'refund'],
    ['credit', 'transfers-in-transit',      'amount', 'refund'],
  ] },
} as const satisfies Record<string, Template>;

export type TemplateName = keyof typeof templates;
