// When each posting template is used, with the figures of its example.
import type { Figure, TemplateName } from '../../core/ledger/templates.ts';
import { pricingOf, usualPricing } from '../../core/merchant/fee.ts';
import { usualTerms } from '../../core/merchant/terms.ts';
import { type Won, won } from '../../core/money/won.ts';
import { cancelRow, figuresOf, type SettlementRow, saleRow } from '../../core/settlement/row.ts';
import { businessDate, instant } from '../../core/time/instant.ts';

const sale = won(50_000);
const cancelled = won(20_000);
const date = businessDate(instant(Date.UTC(2026, 2, 9)));
const cancel = { before: sale, after: won(sale - cancelled), date, sequence: 2 };
const noCard = { cardType: null, instalment: 0 } as const;
const accountPricing = pricingOf(usualTerms, { paidBy: 'virtual-account', ...noCard });
const deposit = won(10_000);
const refund = { amount: deposit, fee: won(273), feeVat: won(27), net: won(10_300) };
const transferTerms = pricingOf(usualTerms, { paidBy: 'account', ...noCard });
const feeKept = { ...usualPricing, feeOnCancel: 'kept' } as const;

export interface Example {
  readonly means: string;
  /** Won; what is not named does not occur in the template. */
  readonly figures: Partial<Record<Figure, Won>>;
}

const changed = { fee: won(675), instalmentFee: won(0), feeVat: won(67), net: won(742) };
const payout = { positive: won(48_625), negative: won(19_450), held: won(2_917) };
const payable = won(48_625 - 19_450 - 2_917);
const paid: Partial<Record<Figure, Won>> = { amount: payable };
const difference: Partial<Record<Figure, Won>> = { amount: won(100) };
const funds: Partial<Record<Figure, Won>> = { amount: won(10_000_000) };
const margin: Partial<Record<Figure, Won>> = { amount: won(375) };
const deposited: Partial<Record<Figure, Won>> = { amount: cancelled };

export const examples: Readonly<Record<TemplateName, Example>> = {
  approve: {
    means: 'An approval: the issuer promises the amount. Memo accounts only.',
    figures: of(saleRow(usualPricing, sale, date)),
  },
  'cancel-same-day': {
    means: 'A cancel before capture takes back the memo; no fee ever arose.',
    figures: of(cancelRow('21', usualPricing, cancel)),
  },
  'capture-memo': {
    means: 'Capture, first part: the memo of what is left is taken back.',
    figures: of(saleRow(usualPricing, won(sale - cancelled), date)),
  },
  'capture-sale': {
    means: 'Capture, second part: the whole sale becomes a claim, a fee and what we owe (row 11).',
    figures: of(saleRow(usualPricing, sale, date)),
  },
  'capture-same-day-cancel': {
    means: 'Capture, third part: each cancel of the approval day, as its own row (row 21).',
    figures: of(cancelRow('21', usualPricing, cancel)),
  },
  'cancel-fee-refunded': {
    means: 'A cancel after capture; the contract gives the fee back (row 22).',
    figures: of(cancelRow('22', usualPricing, cancel)),
  },
  'cancel-fee-kept': {
    means: 'A cancel after capture; the contract keeps the fee (row 22).',
    figures: of(cancelRow('22', feeKept, cancel)),
  },
  'buyer-deposit': {
    means: 'A buyer has paid into an account of his own; a fixed fee with VAT (row 11).',
    figures: of(saleRow(accountPricing, deposit, date)),
  },
  'buyer-refund': {
    means: 'Given back by a transfer: the refund has a fee of its own (row 22).',
    figures: refund,
  },
  'buyer-deposit-reversed': {
    means: 'The bank takes a deposit back: its row and our fee with it.',
    figures: of(saleRow(accountPricing, deposit, date)),
  },
  'seen-deposit-reversed': {
    means: 'The same where the deposit stood on a statement: the next one shows that it left.',
    figures: of(saleRow(accountPricing, deposit, date)),
  },
  'buyer-deposit-lost': {
    means: 'The bank takes a deposit back whose buyer was refunded: the shop owes it once more.',
    figures: of(saleRow(accountPricing, deposit, date)),
  },
  'seen-deposit-lost': {
    means: 'The same where the deposit stood on a statement.',
    figures: of(saleRow(accountPricing, deposit, date)),
  },
  transfer: {
    means: 'An account transfer: its money moved with the approval, so row 11 is booked at once.',
    figures: of(saleRow(transferTerms, sale, date)),
  },
  'transfer-same-day-cancel': {
    means: 'Given back on its own day: out of what the bank has told us of (row 21).',
    figures: of(cancelRow('21', transferTerms, cancel)),
  },
  'transfer-refund': {
    means: 'Given back later: owed to the buyer, the fee refunded to the merchant (row 22).',
    figures: of(cancelRow('22', transferTerms, cancel)),
  },
  'transfer-refund-fee-kept': {
    means: 'The same where the contract keeps the fee (row 22).',
    figures: of(cancelRow('22', { ...transferTerms, feeOnCancel: 'kept' }, cancel)),
  },
  'refund-sent': {
    means: 'The bank says that the refund has been sent to the buyer.',
    figures: of(cancelRow('22', transferTerms, cancel)),
  },
  'fee-lowered': {
    means: 'A fee of 2.5% becomes 1.15% for a sale of before: the difference is owed.',
    figures: changed,
  },
  'fee-raised': {
    means: 'The other way round: the difference is taken.',
    figures: changed,
  },
  'capture-rejected': {
    means: 'The acquirer sends a claim back before it pays (row 22): the sale is undone whole.',
    figures: of(cancelRow('22', usualPricing, { ...cancel, after: won(0) })),
  },
  'claims-paid': {
    means: 'The acquirer pays its claims: a line of our statement, matched with its file.',
    figures: of(saleRow(usualPricing, sale, date)),
  },
  'refunds-deducted': {
    means: 'What the acquirer keeps of the same pay-in for cancel slips.',
    figures: of(cancelRow('22', usualPricing, cancel)),
  },
  'payout-gives': {
    means: 'Fixing, first part: what positive rows stand for moves to the payout.',
    figures: payout,
  },
  'payout-takes': {
    means: 'Fixing, second part: so does what negative rows, and an earlier debt, take back.',
    figures: payout,
  },
  'payout-fixed': {
    means: 'Fixing, last part: less what is kept back, the rest is owed at the payout date.',
    figures: { ...payout, payable },
  },
  'payout-netted': {
    means: 'Fixing of a payout below zero: nothing is owed; the debt that stays is carried on.',
    figures: { positive: won(29_175) },
  },
  'payout-sent': { means: 'The payout is ordered from our bank.', figures: paid },
  'payout-seen': { means: 'It stands on a statement of our account.', figures: paid },
  'payout-bounced': { means: 'The bank sent it back: it is owed again.', figures: paid },
  'deposit-received': {
    means: 'A merchant has paid in what a cancel after the payout asks for.',
    figures: deposited,
  },
  'money-seen': { means: 'Such money stands on a statement of our account.', figures: deposited },
  'money-taken-back': {
    means: 'What a bank gave back after its day stands on a statement of our account.',
    figures: deposited,
  },
  'deposit-credited': {
    means: 'The cancel is done: the deposit joins the payout that takes the cancel back.',
    figures: deposited,
  },
  'deposit-returned': {
    means: 'The cancel was refused: the deposit goes back to where it came from.',
    figures: deposited,
  },
  'deposit-unmatched': {
    means: 'The bank took money that came wrong or late.',
    figures: deposited,
  },
  'unmatched-returned': { means: 'It goes back.', figures: deposited },
  'transfer-seen': { means: 'A refund stands on a statement of our account.', figures: deposited },
  'holdback-released': {
    means: 'What an earlier payout kept back joins this one.',
    figures: { amount: payout.held },
  },
  'money-missing': {
    means: 'A line of our statement is short of what it stands for, or took money for nothing.',
    figures: difference,
  },
  'shortfall-resolved': { means: 'What was missing came after all.', figures: difference },
  'shortfall-written-off': { means: 'It will not come: an operator said so.', figures: difference },
  'money-unexpected': {
    means: 'A line of our statement brought more than was expected, or what nobody expected.',
    figures: difference,
  },
  'surplus-returned': {
    means: 'An operator sends it back to where it came from.',
    figures: difference,
  },
  'surplus-matched': {
    means: 'It is known now what it was for; what that posts follows in its own journal.',
    figures: difference,
  },
  'bank-charge': { means: 'What our bank took was its charge.', figures: difference },
  'funds-put-in': {
    means: 'An operator puts money of his own into the bank: expected on the next statement.',
    figures: funds,
  },
  'funds-taken-out': {
    means: 'He takes some of it out again, as far as nobody else needs it.',
    figures: funds,
  },
  'margin-swept': {
    means: 'What we earned leaves for the account that we run on: never what is owed to others.',
    figures: margin,
  },
  'debt-written-off': {
    means: 'The debt that a payout carried on will not be paid: an operator said so.',
    figures: { amount: won(19_450) },
  },
};

function of(row: SettlementRow): Partial<Record<Figure, Won>> {
  return figuresOf(row);
}
