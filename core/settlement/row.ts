// Settlement rows: what is left is priced as if it had been the sale, a row is before minus after.
import type { RowFigure } from '../ledger/templates.ts';
import { acquirerChargeOf, type Fee, feeOf, noFee, type Terms } from '../merchant/terms.ts';
import { negate, subtract, type Won, zeroWon } from '../money/won.ts';
import type { BusinessDate, Instant } from '../time/instant.ts';

/**
 * 11 sale, 21 cancel on the approval day, 22 later cancel (manual 001, PAYMENTSTATUS). The others
 * belong to a payout as well, but to no message of a dialect: a deposit made for a cancel, and a
 * fee that was changed afterwards.
 */
export type RowKind = '11' | '21' | '22' | 'deposit' | 'adjustment';

/** Signed won: negative on cancels. gross − fee − feeVat = net (docs/concepts/money-and-tax.md). */
export interface SettlementRow {
  readonly kind: RowKind;
  /** Counts the rows of one payment from 1. */
  readonly sequence: number;
  readonly gross: Won;
  readonly fee: Won;
  readonly feeVat: Won;
  readonly net: Won;
  /** What the acquirer keeps of this row, same sign as gross. */
  readonly charge: Won;
  /** The approval's date, or the cancel's on cancels. */
  readonly date: BusinessDate;
}

/** A row together with the journal that posted it; verify proves that the two agree. */
export interface BookedRow extends SettlementRow {
  /** Null for a sale that was given back on its own day: nothing was claimed or owed. */
  readonly journalId: string | null;
  /** What its postings are about; rows of one capture share it. */
  readonly subject: string;
  /** When it was asked for: before its sale's payout closed, a cancel is paid out with it. */
  readonly askedAt: Instant;
}

export interface CancelOfRest {
  readonly before: Won;
  readonly after: Won;
  readonly date: BusinessDate;
  readonly sequence: number;
}

export function saleRow(terms: Terms, amount: Won, date: BusinessDate): SettlementRow {
  const fee = feeOf(terms, amount);
  const charge = acquirerChargeOf(terms, amount);
  return row({ kind: '11', sequence: 1, gross: amount, charge, date }, fee);
}

/** A cancel takes the fee of what was left before, less the fee of what is left after. */
export function cancelRow(kind: '21' | '22', terms: Terms, cancel: CancelOfRest): SettlementRow {
  const before = feeOf(terms, cancel.before);
  const after = feeOf(terms, cancel.after);
  const gross = subtract(cancel.after, cancel.before);
  const charge = subtract(
    acquirerChargeOf(terms, cancel.after),
    acquirerChargeOf(terms, cancel.before),
  );
  // Same-day cancels never reach the acquirer as a sale, so their fee is never kept.
  const kept = kind === '22' && terms.feeOnCancel === 'kept';
  const fee = kept
    ? noFee
    : { supply: subtract(after.supply, before.supply), vat: subtract(after.vat, before.vat) };
  return row({ kind, sequence: cancel.sequence, gross, charge, date: cancel.date }, fee);
}

function row(
  facts: Pick<SettlementRow, 'kind' | 'sequence' | 'gross' | 'charge' | 'date'>,
  fee: Fee,
): SettlementRow {
  const net = subtract(subtract(facts.gross, fee.supply), fee.vat);
  return { ...facts, fee: fee.supply, feeVat: fee.vat, net };
}

/** The unsigned figures of a row, as its posting template wants them. */
export function figuresOf(line: SettlementRow): Record<RowFigure, Won> {
  const size = (amount: Won): Won => (line.gross < 0n ? negate(amount) : amount);
  const amount = size(line.gross);
  const charge = size(line.charge);
  const net = size(line.net);
  return {
    amount,
    charge,
    claim: subtract(amount, charge),
    // Rounding can take more than a won off the fee of a won: that row owes the merchant something.
    net: net < 0n ? zeroWon : net,
    gain: net < 0n ? negate(net) : zeroWon,
    fee: size(line.fee),
    feeVat: size(line.feeVat),
  };
}
