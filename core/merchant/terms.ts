// What a contract says about money: fees, the acquirer's charge, and what may be done.

/** A foreign card or one of a company counts as credit. */
export const cardTypes = ['credit', 'check'] as const;
export type CardType = (typeof cardTypes)[number];

/** Rates are whole hundred-thousandths: 2.5% is 2500. */
export interface Terms {
  /** Rises when terms change; a payment pins the version of its approval. */
  readonly version: number;
  /** Of credit cards. */
  readonly feeRate: number;
  /** As feeRate, for check cards. */
  readonly checkFeeRate: number;
  /** Whether feeRate is without VAT ("2.5% + VAT") or with it; the two differ by a won. */
  readonly feeBasis: 'excluding-vat' | 'including-vat';
  /** As feeRate, for account transfers. */
  readonly transferFeeRate: number;
  /** Won with VAT, for each deposit into a virtual account and each refund of one. */
  readonly virtualAccountWon: number;
  /** What the acquirer keeps of each sale; VAT-exempt. */
  readonly acquirerRate: number;
  readonly feeOnCancel: 'refunded' | 'kept';
  /** What kind of goods: decides the buyer's VAT where the message has no field for it. */
  readonly tax: 'taxable' | 'tax-free' | 'mixed';
  readonly keyIn: boolean;
  readonly partialCancel: boolean;
  /** What a cancel meets once the payout is fixed. */
  readonly afterPayout: 'deposit' | 'offset' | 'refuse';
  /** Days between capture and payout of card payments, at least 1. */
  readonly payoutDays: number;
  /** Days between the money and its payout for accounts, at least 2: it may come in the evening. */
  readonly accountPayoutDays: number;
  readonly payoutCounts: 'bank-days' | 'calendar-days';
  /** Which sales are paid out together. */
  readonly payoutCycle: 'daily' | 'weekly' | 'monthly';
  /** The last day of a cycle: a weekday (0 is Sunday), or a day of the month (31 is the last). */
  readonly payoutCut: number;
  /** Kept back of each payout, in hundred-thousandths. */
  readonly holdbackRate: number;
  /** Calendar days from a payout to the release of what was kept back of it. */
  readonly holdbackDays: number;
  /** What a deposit-then-cancel asks for: what the buyer gets, or what the shop was paid. */
  readonly depositBasis: 'gross' | 'net';
  /** Instalments that are free of interest for the buyer because the shop pays for them. */
  readonly instalmentFees: readonly InstalmentFee[];
}

/** Of instalments of exactly so many months; each is named at most once. */
export interface InstalmentFee {
  readonly months: number;
  /** On top of feeRate, and with VAT or without it like that. */
  readonly rate: number;
  /** What the acquirer keeps on top of acquirerRate. */
  readonly acquirerRate: number;
}

/** The demo terms: 2.5% without VAT, acquirer 2.0%, taxable, fees refunded on cancel. */
export const usualTerms: Terms = {
  version: 1,
  feeRate: 2_500,
  checkFeeRate: 2_500,
  feeBasis: 'excluding-vat',
  transferFeeRate: 1_800,
  virtualAccountWon: 300,
  acquirerRate: 2_000,
  feeOnCancel: 'refunded',
  tax: 'taxable',
  keyIn: true,
  partialCancel: true,
  afterPayout: 'offset',
  payoutDays: 6,
  accountPayoutDays: 3,
  payoutCounts: 'bank-days',
  payoutCycle: 'daily',
  payoutCut: 0,
  holdbackRate: 0,
  holdbackDays: 0,
  depositBasis: 'gross',
  instalmentFees: [],
};
