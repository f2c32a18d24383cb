// The chart of accounts as a table: normal side, where it holds, whose it is, when it must be zero.

export type Side = 'debit' | 'credit';

/** Memo accounts mirror each other outside the balance sheet. */
type Sheet = 'memo' | 'balance' | 'result';
type Scope = 'acquirer' | 'contract';

export interface Account {
  /** The side on which every subject of this account must stand (money-model §1). */
  readonly side: Side;
  readonly memo: boolean;
  /** Profit and loss may be reversed, so its side holds in total and not per subject. */
  readonly sidePer: 'subject' | 'year';
  readonly scope: Scope;
  readonly korean: string;
  readonly meaning: string;
  readonly zeroBy: string;
}

// biome-ignore format: a table
const accounts = {
  //                            side      sheet      scope       Korean
  'authorised-with-acquirers': ['debit',  'memo',    'acquirer', '승인 한도(매입사)'],
  'authorised-for-merchants':  ['credit', 'memo',    'contract', '승인 한도(가맹점)'],
  'acquirer-receivable':       ['debit',  'balance', 'acquirer', '매입 미수금'],
  'acquirer-refund-due':       ['credit', 'balance', 'acquirer', '매입취소 차감 예정'],
  'merchant-pending':          ['credit', 'balance', 'contract', '정산 예정금'],
  'merchant-recoverable':      ['debit',  'balance', 'contract', '정산 차감금'],
  'fee-revenue':               ['credit', 'result',  'contract', '수수료 수익'],
  'fee-vat':                   ['credit', 'result',  'contract', '수수료 부가세 예수금'],
  'acquirer-cost':             ['debit',  'result',  'acquirer', '매입 수수료'],
} as const satisfies Record<string, readonly [Side, Sheet, Scope, string]>;
