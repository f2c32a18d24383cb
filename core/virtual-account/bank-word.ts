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
}

export type AccountStep =
  | 'reverse' // the deposit that approved the payment is gone
  | 'approve' // a deposit is there
  | 'end' // the bank takes nothing any more, and nothing came
  | 'note-paid' // the books say so already; the account has not heard
  | 'note-reversed'
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
  // Given back in part or whole: only the account may not have heard of its deposit.
  const isGivenBack = known.payment === 'partially-cancelled' || known.payment === 'cancelled';
  return isGivenBack && known.account !== 'paid' ? 'note-paid' : 'wait';
}

/**
 * A word that was on its way while the deposit was taken back: it has approved a payment whose
 * reversal was counted before.
 */
function isOfGone({ account, reversals }: Known, word: BankWord): boolean {
  const isCounted = reversals > 0 && reversals === word.reversals;
  return isCounted && account !== 'paid' && word.state !== 'paid';
}
