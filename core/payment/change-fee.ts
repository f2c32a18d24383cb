// A fee that is changed for a sale of before: the difference is a row and a journal of its own.
import { journal } from '../ledger/journal.ts';
import { pricingOf, type Terms } from '../merchant/terms.ts';
import { negate, type Won, zeroWon } from '../money/won.ts';
import { adjustmentOf, type RowSoFar } from '../settlement/adjustment.ts';
import type { BookedRow, SettlementRow } from '../settlement/row.ts';
import { businessDate, type Instant } from '../time/instant.ts';
import type { Captured } from './capture.ts';
import type { NewId } from './decision.ts';
import type { Approved } from './payment.ts';

export type RowBefore = RowSoFar & Pick<SettlementRow, 'sequence'>;

export interface FeeChange {
  readonly terms: Terms;
  readonly rows: readonly RowBefore[];
  readonly at: Instant;
  readonly newId: NewId;
}

/** Cancels count on from the sale, so what is no cancel counts from further up. */
const firstSequence = 1_001;

/**
 * Nothing where the new terms come to the same won, or the sale is not captured yet: then it is
 * captured under them. From here on the payment is priced by the new terms.
 */
export function changeFee(payment: Approved, change: FeeChange): Captured {
  const { rows, at } = change;
  if (rows.length === 0) return { rows: [], journals: [] };
  const terms = pricingOf(change.terms, payment.instrument.kind);
  const { fee, feeVat, net } = adjustmentOf(rows, terms);
  if (fee === 0n && feeVat === 0n) return { rows: [], journals: [] };
  const sequence = Math.max(firstSequence - 1, ...rows.map((row) => row.sequence)) + 1;
  const subject = `${payment.id}/adjustment/${sequence}`;
  const lowers = net > 0n;
  const size = (amount: Won): Won => (lowers ? negate(amount) : amount);
  const books = journal(
    { id: change.newId(), at, date: businessDate(at) },
    {
      template: lowers ? 'fee-lowered' : 'fee-raised',
      figures: { fee: size(fee), feeVat: size(feeVat), net: lowers ? net : negate(net) },
      scopes: { contract: payment.contract.id },
      subjects: { row: subject },
    },
  );
  const row: BookedRow = {
    ...{ kind: 'adjustment', sequence, gross: zeroWon, fee, feeVat, net, charge: zeroWon },
    ...{ date: businessDate(at), askedAt: at, subject, journalId: books.id },
  };
  return { rows: [row], journals: [books] };
}
