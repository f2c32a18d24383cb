// Settlement rows: what is left is priced as if it had been the sale, a row is before minus after.
import type { RowFigure } from '../ledger/templates.ts';
import { acquirerChargeOf, type Fee, feeOf, type Pricing } from '../merchant/fee.ts';
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
  /** What of the fee is for an instalment that the shop pays for. */
  readonly instalmentFee: Won;
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

export function saleRow(pricing: Pricing, amount: Won, date: BusinessDate): SettlementRow {
  const fee = feeOf(pricing, amount);
  const charge = acquirerChargeOf(pricing, amount);
  return row({ kind: '11', sequence: 1, gross: amount, charge, date }, taken(fee));
}

/** A cancel takes the fee of what was left before, less the fee of what is left after. */
export function cancelRow(
  kind: '21' | '22',
  pricing: Pricing,
  cancel: CancelOfRest,
): SettlementRow {
  const gross = subtract(cancel.after, cancel.before);
  const charge = subtract(
    acquirerChargeOf(pricing, cancel.after),
    acquirerChargeOf(pricing, cancel.before),
  );
  // Same-day cancels never reach the acquirer as a sale, so their fee is never kept.
  const isKept = kind === '22' && pricing.feeOnCancel === 'kept';
  const fees = isKept ? nothingTaken : feeBetween(pricing, cancel);
  return row({ kind, sequence: cancel.sequence, gross, charge, date: cancel.date }, fees);
}

/** Signed won. */
export type RowFees = Pick<SettlementRow, 'fee' | 'instalmentFee' | 'feeVat'>;

export const nothingTaken: RowFees = { fee: zeroWon, instalmentFee: zeroWon, feeVat: zeroWon };

/**
 * The fee of what is left after, less the fee of what was left before. A fixed one is taken by
 * every movement, so that a refund costs as much as the sale.
 */
export function feeBetween(
  pricing: Pricing,
  { before, after }: Pick<CancelOfRest, 'before' | 'after'>,
): RowFees {
  if (pricing.fixedFee > 0n) return taken(feeOf(pricing, before > after ? before : after));
  const [was, is] = [taken(feeOf(pricing, before)), taken(feeOf(pricing, after))];
  return {
    fee: subtract(is.fee, was.fee),
    instalmentFee: subtract(is.instalmentFee, was.instalmentFee),
    feeVat: subtract(is.feeVat, was.feeVat),
  };
}

function taken({ supply, vat, parts }: Fee): RowFees {
  return { fee: supply, instalmentFee: parts.instalment, feeVat: vat };
}

function row(
  facts: Pick<SettlementRow, 'kind' | 'sequence' | 'gross' | 'charge' | 'date'>,
  fees: RowFees,
): SettlementRow {
  const net = subtract(subtract(facts.gross, fees.fee), fees.feeVat);
  return { ...facts, ...fees, net };
}

/**
 * The unsigned figures of a row, as its posting template wants them. Where a rate includes VAT,
 * rounding can move a won from one component of a fee to the other: that one is below zero then.
 */
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
    fee: size(subtract(line.fee, line.instalmentFee)),
    instalmentFee: size(line.instalmentFee),
    feeVat: size(line.feeVat),
  };
}

/** What an instalment's component of a fee stands under in the books, beside its row. */
export function instalmentSubject(row: string): string {
  return `${row}/instalment`;
}
