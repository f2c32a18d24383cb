// The chart of accounts as tables: normal side, what it holds for, owner, when it must be zero.

export type Side = 'debit' | 'credit';
type Sheet = 'memo' | 'books';
type SidePer = 'subject' | 'year';
/** A bank is where money comes from or goes to; an account is one of our own. */
export type Scope = 'acquirer' | 'contract' | 'bank' | 'account';

interface Account {
  /** The side on which every subject of this account must stand (docs/concepts/ledger.md). */
  readonly side: Side;
  /** Memo accounts mirror each other outside the balance sheet. */
  readonly memo: boolean;
  /** Profit and loss may be reversed, so its side holds in total and not per subject. */
  readonly sidePer: SidePer;
  readonly scope: Scope;
  readonly korean: string;
  readonly meaning: string;
  readonly zeroBy: string;
}

// biome-ignore format: a table
const accounts = {
  //                            side      sheet    side per   scope       Korean
  'authorised-with-acquirers': ['debit',  'memo',  'subject', 'acquirer', '승인 한도(매입사)'],
  'authorised-for-merchants':  ['credit', 'memo',  'subject', 'contract', '승인 한도(가맹점)'],
  'bank':                      ['debit',  'books', 'year',    'account',  '정산 계좌 예금'],
  'bank-operating':            ['debit',  'books', 'subject', 'account',  '운영 계좌로 보낸 금액'],
  'acquirer-receivable':       ['debit',  'books', 'subject', 'acquirer', '매입 미수금'],
  'acquirer-refund-due':       ['credit', 'books', 'subject', 'acquirer', '매입취소 차감 예정'],
  'bank-clearing':             ['debit',  'books', 'subject', 'bank',     '은행 입금 확인분'],
  'transfers-in-transit':      ['credit', 'books', 'subject', 'bank',     '송금 진행분'],
  'buyer-refund-due':          ['credit', 'books', 'subject', 'contract', '구매자 환불 예정금'],
  'merchant-pending':          ['credit', 'books', 'subject', 'contract', '정산 예정금'],
  'merchant-recoverable':      ['debit',  'books', 'subject', 'contract', '정산 차감금'],
  'payout-due':                ['credit', 'books', 'subject', 'contract', '지급 확정금'],
  'holdback':                  ['credit', 'books', 'subject', 'contract', '지급 유보금'],
  'cancel-deposits':           ['credit', 'books', 'subject', 'contract', '취소 입금 보관금'],
  'unmatched-deposits':        ['credit', 'books', 'subject', 'bank',     '미확인 입금'],
  'operator-funding':          ['credit', 'books', 'subject', 'account',  '운영자 자금'],
  'reconciliation-shortfall':  ['debit',  'books', 'subject', 'account',  '대사 부족액'],
  'reconciliation-surplus':    ['credit', 'books', 'subject', 'account',  '대사 초과액'],
  'fee-revenue':               ['credit', 'books', 'year',    'contract', '수수료 수익'],
  'fee-vat':                   ['credit', 'books', 'year',    'contract', '수수료 부가세 예수금'],
  'acquirer-cost':             ['debit',  'books', 'year',    'acquirer', '매입 수수료'],
  'bank-cost':                 ['debit',  'books', 'year',    'account',  '은행 이용 수수료'],
  'losses':                    ['debit',  'books', 'year',    'account',  '대손 및 차액 손실'],
} as const satisfies Record<string, readonly [Side, Sheet, SidePer, Scope, string]>;

export type AccountName = keyof typeof accounts;

// biome-ignore format: a table
const words: Readonly<Record<AccountName, readonly [meaning: string, zeroBy: string]>> = {
  //                            meaning                                      zero by
  'authorised-with-acquirers': ['limit an issuer promised, not yet claimed', 'its capture'],
  'authorised-for-merchants':  ['the mirror of the above, per contract',     'its capture'],
  'bank':                      ['money on a statement of our own account', 'never'],
  'bank-operating':            ['our margin, swept to the account that we run on', 'never'],
  'acquirer-receivable':       ['a claim, net of what the acquirer keeps',   'the next pay-in'],
  'acquirer-refund-due':       ['cancel slips that the acquirer deducts',    'the next pay-in'],
  'bank-clearing':             ['money a bank told us of, not yet on a statement', 'the statement'],
  'transfers-in-transit':      ['ordered out of our bank, not yet on a statement', 'the statement'],
  'buyer-refund-due':          ['owed to a buyer by bank transfer',          'its transfer'],
  'merchant-pending':          ['positive rows in no fixed payout yet',      'the payout is fixed'],
  'merchant-recoverable':      ['negative rows no payout has netted yet',    'the next fixing'],
  'payout-due':                ['fixed for a payout, not yet sent',          'the payout is sent'],
  'holdback':                  ['kept back from payouts by contract',        'its release'],
  'cancel-deposits':           ['paid in by a merchant for a cancel not yet done', 'the cancel'],
  'unmatched-deposits':        ['money that came wrong or late',             'its return'],
  'operator-funding':          ["the operator's own, so that payouts may precede pay-ins", 'taken out'],
  'reconciliation-shortfall':  ['missing on a statement, or gone for no known reason', 'a resolution'],
  'reconciliation-surplus':    ['money on a statement that nobody expected', 'a resolution'],
  'fee-revenue':               ['our fees without VAT',                      'year close'],
  'fee-vat':                   ['VAT on our fees, owed to the tax office',   'quarter end'],
  'acquirer-cost':             ['what acquirers keep of each sale',          'year close'],
  'bank-cost':                 ['what our bank takes for its work',          'year close'],
  'losses':                    ['breaks and debts that were written off',    'year close'],
};

export const accountNames = Object.keys(accounts) as AccountName[];

export const chart = Object.fromEntries(
  accountNames.map((name) => [name, accountOf(name)]),
) as Readonly<Record<AccountName, Account>>;

function accountOf(name: AccountName): Account {
  const [side, sheet, sidePer, scope, korean] = accounts[name];
  const [meaning, zeroBy] = words[name];
  return { side, memo: sheet === 'memo', sidePer, scope, korean, meaning, zeroBy };
}
