// What the operator knows of statements: the files he sent, what he was told, what he did about it.

/** A line of a statement of our bank, as it is sent to us. */
export interface StatementLine {
  readonly account: string;
  readonly date: string;
  readonly direction: 'in' | 'out';
  /** Won. */
  readonly amount: bigint;
  /** Empty where the bank names none. */
  readonly reference: string;
  /** The bank's own number. */
  readonly bankReference: string;
}

/** What the bank was found to say of a day, before anything went wrong with its file. */
export interface StatementGiven {
  readonly date: string;
  readonly askedAt: number;
  readonly at: number;
  readonly lines: readonly StatementLine[];
}

export interface StatementSent {
  readonly mark: string;
  readonly date: string;
  readonly lines: readonly StatementLine[];
  readonly text: string;
  readonly askedAt: number;
  answer:
    | { readonly told: 'taken'; readonly id: string; readonly breaks: readonly BreakTold[] }
    | { readonly told: 'refused'; readonly why: string }
    | { readonly told: 'nothing' };
}

export interface BreakTold {
  readonly id: string;
  readonly kind: string;
  /** Won. */
  readonly difference: number;
}

export interface ResolutionAsked {
  readonly mark: string;
  readonly breakId: string;
  readonly step: string;
  /** Another break, or what the money was for. */
  readonly against: string | null;
  answer:
    | { readonly told: 'resolved'; readonly amount: bigint }
    | { readonly told: 'refused'; readonly why: string }
    | { readonly told: 'nothing' };
}

export interface WriteOffAsked {
  readonly mark: string;
  readonly contractId: string;
  answer:
    | { readonly told: 'given up'; readonly amount: bigint; readonly subject: string }
    | { readonly told: 'nothing owed' }
    | { readonly told: 'nothing' };
}

/** Own money that he moves, or asks for again under the same id. */
export interface FundsAsked {
  readonly mark: string;
  readonly id: string;
  readonly step: 'put-in' | 'taken-out' | 'swept';
  /** Null is all that is free. */
  readonly amount: bigint | null;
  readonly answers: (
    | { readonly told: 'moved'; readonly amount: bigint }
    | { readonly told: 'refused'; readonly why: string }
  )[];
}

export interface OperatorHistory {
  readonly given: StatementGiven[];
  readonly sent: StatementSent[];
  readonly resolutions: ResolutionAsked[];
  readonly writeOffs: WriteOffAsked[];
  readonly funds: FundsAsked[];
  /** From when on he has fetched and sent every day as it was; null where he never has. */
  closedOn: number | null;
}

export function createOperatorHistory(): OperatorHistory {
  return { given: [], sent: [], resolutions: [], writeOffs: [], funds: [], closedOn: null };
}

const header = 'account,date,direction,amount,reference,bank_reference';

export function textOf(lines: readonly StatementLine[]): string {
  const rows = lines.map((line) =>
    [
      ...[line.account, line.date, line.direction, String(line.amount)],
      ...[line.reference, line.bankReference],
    ].join(','),
  );
  return `${[header, ...rows].join('\n')}\n`;
}

export function linesOf(text: string): StatementLine[] {
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => {
      const [account = '', date = '', direction, amount = '0', reference = '', own = ''] =
        row.split(',');
      const way = direction === 'in' ? 'in' : 'out';
      return {
        account,
        date,
        direction: way,
        amount: BigInt(amount),
        reference,
        bankReference: own,
      };
    });
}
