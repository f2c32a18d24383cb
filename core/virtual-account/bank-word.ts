// What the word of the bank about a buyer's account means for the payment that waits for it.
import type { PaymentStatus } from '../payment/payment.ts';
import type { AccountStatus } from './account.ts';

/** What the bank says; how often it has taken a deposit back counts from 0. */
export interface BankWord {
  readonly state: 'open' | 'closed' | 'paid' | 'not-found';
  readonly reversals: number;
}

/** What we know: the payment, the account, and how many reversals stand in our books. */
export interface Known {
  readonly payment: PaymentStatus;
  readonly account: AccountStatus;
  readonly reversals: number;
  /** Whether the books have lost a deposit whose buyer was refunded. */
  readonly isLost: boolean;
}

export type AccountStep =
  | 'reverse' // the deposit that approved the payment is gone
  | 'lose' // the same, and its buyer had it back from us
  | 'approve' // a deposit is there
  | 'end' // the bank takes nothing any more, and nothing came
  | 'note-paid' // the books say so already; the account has not heard
  | 'note-reversed'
  | 'note-lost'
  | 'keep' // another deposit came before the account of a lost one was closed: it goes back
  | 'note-closed'
  | 'wait';

/**
 * One step at a time, in the order in which it happened: a reversal that nobody told us of comes
 * before the deposit after it. Steps that broke off between books and account are found again.
 */
export function accountStep(known: Known, word: BankWord): AccountStep {
  if (known.payment === 'awaiting-deposit') {
    if (known.reversals < word.reversals) return 'note-reversed';
    if (word.state === 'paid') return 'approve';
    return word.state === 'open' ? 'wait' : 'end';
  }
  if (known.payment === 'approved') {
    if (known.reversals < word.reversals || isOfGone(known, word)) return 'reverse';
    return known.account === 'paid' || word.state !== 'paid' ? 'wait' : 'note-paid';
  }
  const isGivenBack = known.payment === 'partially-cancelled' || known.payment === 'cancelled';
  if (!isGivenBack) return 'wait';
  return known.isLost ? stepAfterLoss(known, word) : stepAfterRefund(known, word);
}

function stepAfterRefund(known: Known, word: BankWord): AccountStep {
  if (isOfGone(known, word)) return 'lose';
  if (known.account !== 'paid') return 'note-paid';
  return known.reversals < word.reversals ? 'lose' : 'wait';
}

/** Nothing may come into it any more; what came all the same belongs to no payment. */
function stepAfterLoss({ account }: Known, word: BankWord): AccountStep {
  if (account === 'paid') return 'note-lost';
  if (account === 'issued' || account === 'reversed') return 'note-paid';
  if (account !== 'closing' || word.state === 'open') return 'wait';
  return word.state === 'paid' ? 'keep' : 'note-closed';
}

/**
 * A word that was on its way while the deposit was taken back: it has approved a payment whose
 * reversal was counted before.
 */
function isOfGone({ account, reversals }: Known, word: BankWord): boolean {
  const isCounted = reversals > 0 && reversals === word.reversals;
  return isCounted && account !== 'paid' && word.state !== 'paid';
}
