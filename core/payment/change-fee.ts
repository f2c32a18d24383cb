// A fee that is changed for a sale of before: the difference is a row and a journal of its own.
import { journal } from '../ledger/journal.ts';
import type { Terms } from '../merchant/terms.ts';
import { negate, subtract, type Won, zeroWon } from '../money/won.ts';
import { adjustmentOf, type RowSoFar } from '../settlement/adjustment.ts';
import { type BookedRow, instalmentSubject } from '../settlement/row.ts';
import { rowNumber } from '../settlement/row-numbers.ts';
import { businessDate, type Instant } from '../time/instant.ts';
import type { Captured } from './capture.ts';
import type { NewId } from './decision.ts';
import type { Approved } from './payment.ts';
import { pricingOfPayment } from './pricing.ts';
import { isRejected } from './reject-capture.ts';

export interface FeeChange {
  readonly terms: Terms;
  readonly rows: readonly RowSoFar[];
  readonly at: Instant;
  readonly newId: NewId;
}

/**
 * Nothing where the new terms come to the same won, or the sale is not captured yet: then it is
 * captured under them. From here on the payment is priced by the new terms.
 */
export function changeFee(payment: Approved, change: FeeChange): Captured {
  const { rows, at } = change;
  if (rows.length === 0) return { rows: [], journals: [] };
  const agreed = pricingOfPayment(payment, change.terms);
  // A claim that was sent back gave its fee back as well, whatever is agreed for cancels.
  const pricing = isRejected(payment) ? { ...agreed, feeOnCancel: 'refunded' as const } : agreed;
  const { fee, instalmentFee, feeVat, net } = adjustmentOf(rows, pricing);
  if (fee === 0n && feeVat === 0n) return { rows: [], journals: [] };
  const before = rows.filter(({ kind }) => kind === 'adjustment').length;
  const sequence = rowNumber('adjustment', before + 1);
  const subject = `${payment.id}/adjustment/${sequence}`;
  const lowers = net > 0n;
  const size = (amount: Won): Won => (lowers ? negate(amount) : amount);
  const books = journal(
    { id: change.newId(), at, date: businessDate(at) },
    {
      template: lowers ? 'fee-lowered' : 'fee-raised',
      figures: {
        fee: size(subtract(fee, instalmentFee)),
        instalmentFee: size(instalmentFee),
        feeVat: size(feeVat),
        net: lowers ? net : negate(net),
      },
      scopes: { contract: payment.contract.id },
      subjects: { row: subject, instalment: instalmentSubject(subject) },
    },
  );
  const row: BookedRow = {
    ...{ kind: 'adjustment', sequence, gross: zeroWon, charge: zeroWon },
    ...{ fee, instalmentFee, feeVat, net },
    ...{ date: businessDate(at), askedAt: at, subject, journalId: books.id },
  };
  return { rows: [row], journals: [books] };
}
