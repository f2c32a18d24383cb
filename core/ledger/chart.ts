// The chart of accounts as a table: normal side, scope, subject, and when each must be zero.

export type Side = 'debit' | 'credit';

interface Account {
  /** The side on which every subject of this account must stand (money-model §1). */
  readonly side: Side;
  /** Memo accounts mirror each other outside the balance sheet. */
  readonly memo: boolean;
  /** Profit and loss may be reversed, so its side holds in total and not per subject. */
  readonly sidePer: 'subject' | 'year';
  readonly scope: 'acquirer' | 'contract';
  readonly korean: string;
  readonly meaning: string;
  readonly zeroBy: string;
}

export const chart = {
  'authorised-with-acquirers': {
    side: 'debit',
    memo: true,
    sidePer: 'subject',
    scope: 'acquirer',
    korean: '승인 한도(매입사)',
    meaning: 'Limit that an issuer promised and that we have not claimed yet.',
    zeroBy: 'the capture of the approval day, or the decision that needed it',
  },
  'authorised-for-merchants': {
    side: 'credit',
    memo: true,
    sidePer: 'subject',
    scope: 'contract',
    korean: '승인 한도(가맹점)',
    meaning: 'The mirror of the above, per contract.',
    zeroBy: 'the capture of the approval day, or the decision that needed it',
  },
  'acquirer-receivable': {
    side: 'debit',
    memo: false,
    sidePer: 'subject',
    scope: 'acquirer',
    korean: '매입 미수금',
    meaning: 'A captured claim, net of what the acquirer keeps.',
    zeroBy: 'the acquirer has paid in',
  },
  'acquirer-refund-due': {
    side: 'credit',
    memo: false,
    sidePer: 'subject',
    scope: 'acquirer',
    korean: '매입취소 차감 예정',
    meaning: 'Cancel slips that the acquirer will deduct.',
    zeroBy: 'the acquirer has deducted them',
  },
  'merchant-pending': {
    side: 'credit',
    memo: false,
    sidePer: 'subject',
    scope: 'contract',
    korean: '정산 예정금',
    meaning: 'Positive rows that stand in no fixed payout yet.',
    zeroBy: 'the payout is fixed',
  },
  'merchant-recoverable': {
    side: 'debit',
    memo: false,
    sidePer: 'subject',
    scope: 'contract',
    korean: '정산 차감금',
    meaning: 'Negative rows that no payout has netted yet.',
    zeroBy: 'the next fixing',
  },
  'fee-revenue': {
    side: 'credit',
    memo: false,
    sidePer: 'year',
    scope: 'contract',
    korean: '수수료 수익',
    meaning: 'Our fees without VAT.',
    zeroBy: 'year close',
  },
  'fee-vat': {
    side: 'credit',
    memo: false,
    sidePer: 'year',
    scope: 'contract',
    korean: '수수료 부가세 예수금',
    meaning: 'VAT on our fees, owed to the tax office.',
    zeroBy: 'quarter end',
  },
  'acquirer-cost': {
    side: 'debit',
    memo: false,
    sidePer: 'year',
    scope: 'acquirer',
    korean: '매입 수수료',
    meaning: 'What acquirers keep of each sale.',
    zeroBy: 'year close',
  },
} as const satisfies Record<string, Account>;

export type AccountName = keyof typeof chart;

export const accountNames = Object.keys(chart) as AccountName[];
