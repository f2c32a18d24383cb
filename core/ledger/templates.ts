// Each movement of money as a table of posting lines: side, account, figure, subject.
import type { AccountName, Side } from './chart.ts';

/** What a settlement row consists of; won, each ≥ 0. */
export type RowFigure =
  | 'amount' // what the buyer pays or gets back
  | 'claim' // amount less the acquirer's charge
  | 'charge' // what the acquirer keeps
  | 'net' // amount less our fee and its VAT
  | 'gain' // what a cancel of one won leaves the merchant when fee and VAT both fall by one
  | 'fee' // our fee without VAT, but for the next
  | 'instalmentFee' // what the shop pays us for its buyer’s instalment, without VAT
  | 'feeVat';

/** The figures a template may use; won, each ≥ 0. */
export type Figure =
  | RowFigure
  | 'positive' // what the rows of a payout give the merchant
  | 'negative' // what its other rows take back, and what was carried into it
  | 'held' // what the contract keeps back of it
  | 'payable'; // positive − negative − held

/** Who the line is about: the slip is the acquirer's, the row the merchant's. */
// biome-ignore format: a table
export type SubjectKind =
  | 'payment' | 'slip' | 'row' | 'instalment' | 'refund' | 'payout' | 'deposit' | 'statement'
  | 'break' | 'sweep' | 'funds';

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
    ['credit', 'fee-revenue',               'instalmentFee', 'instalment'],
    ['credit', 'fee-vat',                   'feeVat', 'row'],
  ] },
  'capture-same-day-cancel': { row: 6, lines: [
    ['debit',  'merchant-recoverable',      'net',    'row'],
    ['debit',  'fee-revenue',               'fee',    'row'],
    ['debit',  'fee-revenue',               'instalmentFee', 'instalment'],
    ['debit',  'fee-vat',                   'feeVat', 'row'],
    ['credit', 'acquirer-refund-due',       'claim',  'slip'],
    ['credit', 'acquirer-cost',             'charge', 'slip'],
    ['credit', 'merchant-pending',          'gain',   'row'],
  ] },
  'cancel-fee-refunded': { row: 7, lines: [
    ['debit',  'merchant-recoverable',      'net',    'row'],
    ['debit',  'fee-revenue',               'fee',    'row'],
    ['debit',  'fee-revenue',               'instalmentFee', 'instalment'],
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
  'capture-rejected': { row: 9, lines: [
    ['debit',  'merchant-recoverable',      'net',    'row'],
    ['debit',  'fee-revenue',               'fee',    'row'],
    ['debit',  'fee-revenue',               'instalmentFee', 'instalment'],
    ['debit',  'fee-vat',                   'feeVat', 'row'],
    ['credit', 'acquirer-receivable',       'claim',  'slip'],
    ['credit', 'acquirer-cost',             'charge', 'slip'],
    ['credit', 'merchant-pending',          'gain',   'row'],
  ] },
  'claims-paid': { row: 10, lines: [
    ['debit',  'bank',                      'amount', 'statement'],
    ['credit', 'acquirer-receivable',       'amount', 'slip'],
  ] },
  'refunds-deducted': { row: 10, lines: [
    ['debit',  'acquirer-refund-due',       'amount', 'slip'],
    ['credit', 'bank',                      'amount', 'statement'],
  ] },
  'payout-gives': { row: 11, lines: [
    ['debit',  'merchant-pending',          'positive', 'row'],
    ['credit', 'merchant-pending',          'positive', 'payout'],
  ] },
  'payout-takes': { row: 11, lines: [
    ['debit',  'merchant-recoverable',      'negative', 'payout'],
    ['credit', 'merchant-recoverable',      'negative', 'row'],
  ] },
  'payout-fixed': { row: 11, lines: [
    ['debit',  'merchant-pending',          'positive', 'payout'],
    ['credit', 'merchant-recoverable',      'negative', 'payout'],
    ['credit', 'holdback',                  'held',     'payout'],
    ['credit', 'payout-due',                'payable',  'payout'],
  ] },
  'payout-netted': { row: 12, lines: [
    ['debit',  'merchant-pending',          'positive', 'payout'],
    ['credit', 'merchant-recoverable',      'positive', 'payout'],
  ] },
  'payout-sent': { row: 13, lines: [
    ['debit',  'payout-due',                'amount', 'payout'],
    ['credit', 'transfers-in-transit',      'amount', 'payout'],
  ] },
  'payout-seen': { row: 13, lines: [
    ['debit',  'transfers-in-transit',      'amount', 'payout'],
    ['credit', 'bank',                      'amount', 'statement'],
  ] },
  'payout-bounced': { row: 13, lines: [
    ['debit',  'transfers-in-transit',      'amount', 'payout'],
    ['credit', 'payout-due',                'amount', 'payout'],
  ] },
  'deposit-received': { row: 15, lines: [
    ['debit',  'bank-clearing',             'amount', 'deposit'],
    ['credit', 'cancel-deposits',           'amount', 'refund'],
  ] },
  'money-seen': { row: 15, lines: [
    ['debit',  'bank',                      'amount', 'statement'],
    ['credit', 'bank-clearing',             'amount', 'deposit'],
  ] },
  'money-taken-back': { row: 15, lines: [
    ['debit',  'bank-clearing',             'amount', 'deposit'],
    ['credit', 'bank',                      'amount', 'statement'],
  ] },
  'deposit-credited': { row: 16, lines: [
    ['debit',  'cancel-deposits',           'amount', 'refund'],
    ['credit', 'merchant-pending',          'amount', 'row'],
  ] },
  'deposit-returned': { row: 17, lines: [
    ['debit',  'cancel-deposits',           'amount', 'refund'],
    ['credit', 'transfers-in-transit',      'amount', 'refund'],
  ] },
  'deposit-unmatched': { row: 19, lines: [
    ['debit',  'bank-clearing',             'amount', 'deposit'],
    ['credit', 'unmatched-deposits',        'amount', 'deposit'],
  ] },
  'unmatched-returned': { row: 19, lines: [
    ['debit',  'unmatched-deposits',        'amount', 'deposit'],
    ['credit', 'transfers-in-transit',      'amount', 'deposit'],
  ] },
  'transfer-seen': { row: 17, lines: [
    ['debit',  'transfers-in-transit',      'amount', 'refund'],
    ['credit', 'bank',                      'amount', 'statement'],
  ] },
  'fee-lowered': { row: 28, lines: [
    ['debit',  'fee-revenue',               'fee',    'row'],
    ['debit',  'fee-revenue',               'instalmentFee', 'instalment'],
    ['debit',  'fee-vat',                   'feeVat', 'row'],
    ['credit', 'merchant-pending',          'net',    'row'],
  ] },
  'fee-raised': { row: 28, lines: [
    ['debit',  'merchant-recoverable',      'net',    'row'],
    ['credit', 'fee-revenue',               'fee',    'row'],
    ['credit', 'fee-revenue',               'instalmentFee', 'instalment'],
    ['credit', 'fee-vat',                   'feeVat', 'row'],
  ] },
  'holdback-released': { row: 29, lines: [
    ['debit',  'holdback',                  'amount', 'payout'],
    ['credit', 'merchant-pending',          'amount', 'row'],
  ] },
  'buyer-deposit': { row: 20, lines: [
    ['debit',  'bank-clearing',             'amount', 'deposit'],
    ['credit', 'merchant-pending',          'net',    'row'],
    ['credit', 'fee-revenue',               'fee',    'row'],
    ['credit', 'fee-vat',                   'feeVat', 'row'],
  ] },
  'buyer-refund': { row: 21, lines: [
    ['debit',  'merchant-recoverable',      'net',    'row'],
    ['credit', 'buyer-refund-due',          'amount', 'refund'],
    ['credit', 'fee-revenue',               'fee',    'row'],
    ['credit', 'fee-vat',                   'feeVat', 'row'],
  ] },
  'buyer-deposit-reversed': { row: 22, lines: [
    ['debit',  'merchant-recoverable',      'net',    'row'],
    ['debit',  'fee-revenue',               'fee',    'row'],
    ['debit',  'fee-vat',                   'feeVat', 'row'],
    ['credit', 'bank-clearing',             'amount', 'deposit'],
  ] },
  'seen-deposit-reversed': { row: 22, lines: [
    ['debit',  'merchant-recoverable',      'net',    'row'],
    ['debit',  'fee-revenue',               'fee',    'row'],
    ['debit',  'fee-vat',                   'feeVat', 'row'],
    ['credit', 'transfers-in-transit',      'amount', 'deposit'],
  ] },
  'buyer-deposit-lost': { row: 22, lines: [
    ['debit',  'merchant-recoverable',      'net',    'row'],
    ['debit',  'fee-revenue',               'fee',    'row'],
    ['debit',  'fee-vat',                   'feeVat', 'row'],
    ['credit', 'bank-clearing',             'amount', 'deposit'],
  ] },
  'seen-deposit-lost': { row: 22, lines: [
    ['debit',  'merchant-recoverable',      'net',    'row'],
    ['debit',  'fee-revenue',               'fee',    'row'],
    ['debit',  'fee-vat',                   'feeVat', 'row'],
    ['credit', 'transfers-in-transit',      'amount', 'deposit'],
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
  'money-missing': { row: 30, lines: [
    ['debit',  'reconciliation-shortfall',  'amount', 'break'],
    ['credit', 'bank',                      'amount', 'statement'],
  ] },
  'shortfall-resolved': { row: 30, lines: [
    ['debit',  'bank',                      'amount', 'statement'],
    ['credit', 'reconciliation-shortfall',  'amount', 'break'],
  ] },
  'shortfall-written-off': { row: 30, lines: [
    ['debit',  'losses',                    'amount', 'break'],
    ['credit', 'reconciliation-shortfall',  'amount', 'break'],
  ] },
  'money-unexpected': { row: 31, lines: [
    ['debit',  'bank',                      'amount', 'statement'],
    ['credit', 'reconciliation-surplus',    'amount', 'break'],
  ] },
  'surplus-returned': { row: 31, lines: [
    ['debit',  'reconciliation-surplus',    'amount', 'break'],
    ['credit', 'transfers-in-transit',      'amount', 'break'],
  ] },
  'surplus-matched': { row: 31, lines: [
    ['debit',  'reconciliation-surplus',    'amount', 'break'],
    ['credit', 'bank',                      'amount', 'statement'],
  ] },
  'bank-charge': { row: 32, lines: [
    ['debit',  'bank-cost',                 'amount', 'statement'],
    ['credit', 'bank',                      'amount', 'statement'],
  ] },
  'funds-put-in': { row: 32, lines: [
    ['debit',  'bank-clearing',             'amount', 'deposit'],
    ['credit', 'operator-funding',          'amount', 'funds'],
  ] },
  'funds-taken-out': { row: 32, lines: [
    ['debit',  'operator-funding',          'amount', 'funds'],
    ['credit', 'transfers-in-transit',      'amount', 'sweep'],
  ] },
  'margin-swept': { row: 32, lines: [
    ['debit',  'bank-operating',            'amount', 'sweep'],
    ['credit', 'transfers-in-transit',      'amount', 'sweep'],
  ] },
  'debt-written-off': { row: 33, lines: [
    ['debit',  'losses',                    'amount', 'payout'],
    ['credit', 'merchant-recoverable',      'amount', 'payout'],
  ] },
} as const satisfies Record<string, Template>;

export type TemplateName = keyof typeof templates;
