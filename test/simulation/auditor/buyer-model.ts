// The auditor's own arithmetic of what a buyer pays into an account: fixed fees, rows and postings.
import { type Expected, halfUp, type ModelRow, withoutZero } from './model.ts';

/** What moved, in the order of the books. Won; the day is that in Seoul. */
export interface BuyerMove {
  /** reversed: the bank took back the deposit before it. refund: sent to an account of the buyer. */
  readonly what: 'deposit' | 'reversed' | 'refund';
  readonly amount: bigint;
  readonly date: string;
  /** Of a reversal: whether a statement had told of the deposit; then it leaves like any transfer. */
  readonly isSeen?: boolean;
}

interface Entered {
  readonly row: ModelRow;
  readonly counterpart: 'bank-clearing' | 'transfers-in-transit';
}

/** The fee is agreed with VAT, and taken by each deposit and each refund; a reversal gives it back. */
export function expectedOfBuyer(feeWithVat: bigint, moves: readonly BuyerMove[]): Expected {
  const balances = new Map<string, bigint>();
  const post = (account: string, amount: bigint): void => {
    balances.set(account, (balances.get(account) ?? 0n) + amount);
  };
  let day = '';
  const rows = moves.map((move) => {
    const { row, counterpart } = entered(feeWithVat, move, day);
    if (move.what === 'deposit') day = move.date;
    post(counterpart, row.gross);
    post(move.what === 'deposit' ? 'merchant-pending' : 'merchant-recoverable', -row.net);
    post('fee-revenue', -row.fee);
    post('fee-vat', -row.feeVat);
    return row;
  });
  return { rows, balances: withoutZero(balances) };
}

function entered(feeWithVat: bigint, move: BuyerMove, day: string): Entered {
  const { what, amount, date, isSeen = false } = move;
  const vat = halfUp(feeWithVat, 11n);
  const sign = what === 'deposit' ? 1n : -1n;
  const taken = what === 'reversed' ? -1n : 1n;
  const gross = sign * amount;
  const net = gross - taken * feeWithVat;
  const kind = what === 'deposit' ? '11' : date === day ? '21' : '22';
  const fees = { fee: taken * (feeWithVat - vat), instalmentFee: 0n, feeVat: taken * vat };
  return {
    row: { kind, gross, ...fees, net, charge: 0n, date },
    counterpart: what === 'refund' || isSeen ? 'transfers-in-transit' : 'bank-clearing',
  };
}
