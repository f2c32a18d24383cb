// The auditor's own arithmetic: what one payment must have left in the books.
import type { TermsFact } from './facts.ts';

export interface ModelSale {
  /** The money of an account is here at once; that of a card is claimed later. */
  readonly by: 'card' | 'check-card' | 'account';
  /** Won. */
  readonly amount: bigint;
  /** The day in Seoul on which the bank approved. */
  readonly date: string;
  readonly terms: TermsFact;
  /** Months; 0 for a lump sum. */
  readonly instalment: number;
  /** Whether its day ended with something left of it; if not, nothing was ever claimed. */
  readonly captured: boolean;
}

export interface ModelCancel {
  readonly amount: bigint;
  /** The day in Seoul on which it was asked for, or paid for by the shop. */
  readonly date: string;
  readonly done: boolean;
  /** Won that the shop paid in for it, after its payout. */
  readonly deposit?: bigint | null;
}

/** From here on the payment is priced by other terms. */
export interface ModelFee {
  readonly feeRate: number;
  readonly date: string;
}

export interface ModelRow {
  readonly kind: '11' | '21' | '22' | 'deposit' | 'adjustment';
  readonly gross: bigint;
  readonly fee: bigint;
  /** What of the fee is for an instalment that the shop pays for. */
  readonly instalmentFee: bigint;
  readonly feeVat: bigint;
  readonly net: bigint;
  readonly charge: bigint;
  readonly date: string;
}

export interface Expected {
  readonly rows: readonly ModelRow[];
  /** Debit positive, credit negative; accounts that come to zero are left out. */
  readonly balances: ReadonlyMap<string, bigint>;
}

/** The day in Seoul; Korea has no daylight saving. */
export function seoulDay(at: number): string {
  return new Date(at + 9 * 3_600_000).toISOString().slice(0, 10);
}

/** What happened after the sale, in the order in which it was done. */
export function expectedOf(sale: ModelSale, steps: readonly (ModelCancel | ModelFee)[]): Expected {
  const balances = new Map<string, bigint>();
  const post = (account: string, amount: bigint): void => {
    balances.set(account, (balances.get(account) ?? 0n) + amount);
  };
  const rows = rowsOf(sale, steps);
  if (!sale.captured) return { rows, balances };
  for (const row of rows) postRow(row, counterpartOf(sale, row), post);
  return { rows, balances: withoutZero(balances) };
}

function rowsOf(sale: ModelSale, steps: readonly (ModelCancel | ModelFee)[]): ModelRow[] {
  const { amount, date } = sale;
  const { by, instalment } = sale;
  let terms = termsFor(sale.terms, { by, instalment });
  const rows = [differenceOf(terms, { kind: '11', before: 0n, after: amount, date })];
  let left = amount;
  for (const step of steps) {
    if ('feeRate' in step) {
      terms = { ...terms, feeRate: step.feeRate };
      rows.push(...adjustmentOf(terms, rows, step.date));
    } else if (step.done) {
      const after = left - step.amount;
      const kind = step.date > date ? '22' : '21';
      rows.push(differenceOf(terms, { kind, before: left, after, date: step.date }));
      if (typeof step.deposit === 'bigint') rows.push(depositOf(step.deposit, step.date));
      left = after;
    }
  }
  return rows;
}

const noFee = { fee: 0n, instalmentFee: 0n, feeVat: 0n, charge: 0n };

function depositOf(amount: bigint, date: string): ModelRow {
  return { kind: 'deposit', gross: amount, net: amount, ...noFee, date };
}

/** What all rows so far should have cost by the new terms, less what they did; nothing if equal. */
function adjustmentOf(terms: Priced, rows: readonly ModelRow[], date: string): ModelRow[] {
  const kept = terms.feeOnCancel === 'kept';
  let [priced, fee, instalmentFee, feeVat] = [0n, 0n, 0n, 0n];
  for (const row of rows) {
    // Where the fee is kept, it is due on what was given back later as well.
    if (row.kind !== 'deposit' && !(kept && row.kind === '22')) priced += row.gross;
    fee -= row.fee;
    instalmentFee -= row.instalmentFee;
    feeVat -= row.feeVat;
  }
  const right = priceOf(terms, priced);
  fee += right.fee;
  instalmentFee += right.instalmentFee;
  feeVat += right.vat;
  if (fee === 0n && feeVat === 0n) return [];
  const figures = { gross: 0n, fee, instalmentFee, feeVat, charge: 0n, net: -fee - feeVat };
  return [{ kind: 'adjustment', ...figures, date }];
}

/** What a cancel of so much, asked for after the payout, takes from the shop; 0 or more. */
export function takenBack(terms: Priced, before: bigint, amount: bigint): bigint {
  const step = { kind: '22', before, after: before - amount, date: '' } as const;
  const { net } = differenceOf(terms, step);
  return net < 0n ? -net : 0n;
}

/** Whatever of the sale goes back before: rates round down, and VAT may round down as well. */
export function takenAtMost(terms: Priced, amount: bigint): bigint {
  if (terms.feeOnCancel === 'kept') return amount;
  const { fee, vat } = priceOf(terms, amount);
  return amount - fee - (terms.feeBasis === 'including-vat' ? vat : fee / 10n);
}

/** A card of each type and an account have rates of their own. */
export function termsFor(
  terms: TermsFact,
  { by, instalment }: Pick<ModelSale, 'by' | 'instalment'>,
): Priced {
  if (by === 'account') return transferTerms(terms);
  const priced = cardTerms(terms, instalment);
  return by === 'check-card' ? { ...priced, feeRate: terms.checkFeeRate } : priced;
}

/** Nobody stands between us and the bank of an account. */
function transferTerms(terms: TermsFact): Priced {
  return { ...terms, feeRate: terms.transferFeeRate, instalmentRate: 0, acquirerRate: 0 };
}

/** What a payment by card is priced by. */
interface Priced extends TermsFact {
  /** On top of the fee, for months whose interest the shop pays. */
  readonly instalmentRate: number;
}

function cardTerms(terms: TermsFact, instalment: number): Priced {
  const paidFor = terms.instalmentFees.find(({ months }) => months === instalment);
  return {
    ...terms,
    instalmentRate: paidFor?.rate ?? 0,
    acquirerRate: terms.acquirerRate + (paidFor?.acquirerRate ?? 0),
  };
}

/** What is left is priced as if it had been the sale; a row is the price after minus before. */
function differenceOf(
  terms: Priced,
  step: Pick<ModelRow, 'kind' | 'date'> & { readonly before: bigint; readonly after: bigint },
): ModelRow {
  const [before, after] = [priceOf(terms, step.before), priceOf(terms, step.after)];
  const kept = step.kind === '22' && terms.feeOnCancel === 'kept';
  const fee = kept ? 0n : after.fee - before.fee;
  const instalmentFee = kept ? 0n : after.instalmentFee - before.instalmentFee;
  const feeVat = kept ? 0n : after.vat - before.vat;
  const gross = step.after - step.before;
  const charge = after.charge - before.charge;
  return {
    kind: step.kind,
    date: step.date,
    gross,
    fee,
    instalmentFee,
    feeVat,
    charge,
    net: gross - fee - feeVat,
  };
}

const hundredThousand = 100_000n;

interface Price {
  readonly fee: bigint;
  readonly instalmentFee: bigint;
  readonly vat: bigint;
  readonly charge: bigint;
}

/** Each part of the fee is cut off, its VAT rounded half up once; the acquirer's charge is cut off. */
function priceOf(
  { feeRate, instalmentRate, feeBasis, acquirerRate }: Priced,
  amount: bigint,
): Price {
  const charge = (amount * BigInt(acquirerRate)) / hundredThousand;
  const base = (amount * BigInt(feeRate)) / hundredThousand;
  const paidFor = (amount * BigInt(instalmentRate)) / hundredThousand;
  const taken = base + paidFor;
  if (feeBasis === 'including-vat') {
    const vat = halfUp(taken, 11n);
    const fee = taken - vat;
    return { fee, instalmentFee: shareOf(fee, paidFor, base), vat, charge };
  }
  return { fee: taken, instalmentFee: paidFor, vat: halfUp(taken, 10n), charge };
}

/** Of a fee without its VAT; a won that is left over goes to the larger fraction. */
function shareOf(fee: bigint, part: bigint, other: bigint): bigint {
  const whole = part + other;
  if (whole === 0n) return 0n;
  const [cut, rest] = [(fee * part) / whole, (fee * part) % whole];
  const left = fee - cut - (fee * other) / whole;
  return left > 0n && rest > (fee * other) % whole ? cut + left : cut;
}

export function halfUp(numerator: bigint, denominator: bigint): bigint {
  const rest = numerator % denominator;
  return numerator / denominator + (rest * 2n >= denominator ? 1n : 0n);
}

// Where the money of a row is: at the acquirer, at the bank that took it, on its way to a buyer.
// Who is owed a refund gets it with the bank's answer, so nothing stays in between.
const ofCards = {
  11: 'acquirer-receivable',
  21: 'acquirer-refund-due',
  22: 'acquirer-refund-due',
} as const;

const counterparts = {
  card: ofCards,
  'check-card': ofCards,
  account: {
    11: 'bank-clearing',
    21: 'bank-clearing',
    22: 'transfers-in-transit',
  },
} as const;

function counterpartOf({ by }: ModelSale, { kind }: ModelRow): string {
  // A deposit came into our own bank account; an adjustment has nobody on its other side.
  return kind === 'deposit' || kind === 'adjustment' ? 'bank-clearing' : counterparts[by][kind];
}

/** A sale one way, a cancel the other way. */
function postRow(
  row: ModelRow,
  counterpart: string,
  post: (account: string, amount: bigint) => void,
): void {
  post(counterpart, row.gross - row.charge);
  post('acquirer-cost', row.charge);
  // A cancel of one won may give back more fee than itself: then the row is in the shop's favour.
  post(row.net > 0n ? 'merchant-pending' : 'merchant-recoverable', -row.net);
  post('fee-revenue', row.instalmentFee - row.fee);
  post('fee-revenue of instalments', -row.instalmentFee);
  post('fee-vat', -row.feeVat);
}

export function withoutZero(balances: Map<string, bigint>): Map<string, bigint> {
  return new Map([...balances].filter(([, amount]) => amount !== 0n));
}
