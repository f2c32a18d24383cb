// From a business fact to a balanced journal: the only place where posting lines are made.
import { invariant } from '../invariant.ts';
import { add, negate, type Won, zeroWon } from '../money/won.ts';
import type { BusinessDate, Instant } from '../time/instant.ts';
import { type AccountName, chart, type Scope, type Side } from './chart.ts';
import { type Figure, type SubjectKind, type TemplateName, templates } from './templates.ts';

export interface Posting {
  readonly account: AccountName;
  readonly side: Side;
  /** The contract, acquirer or bank that the account belongs to. */
  readonly scope: string;
  /** What the line is about: payment, slip, row or refund; it closes (docs/concepts/ledger.md). */
  readonly subject: string;
  /** Won, > 0. */
  readonly amount: Won;
}

export interface Journal {
  readonly id: string;
  readonly template: TemplateName;
  readonly at: Instant;
  /** The day in Seoul whose books this belongs to. */
  readonly date: BusinessDate;
  readonly postings: readonly Posting[];
}

export interface Fact {
  readonly template: TemplateName;
  readonly figures: Partial<Record<Figure, Won>>;
  readonly scopes: Readonly<Partial<Record<Scope, string>>>;
  readonly subjects: Partial<Record<SubjectKind, string>>;
  /** Lines of this kind of subject are written once for each of these parts instead. */
  readonly parts?: { readonly kind: SubjectKind; readonly of: readonly Part[] };
}

/** Won > 0 of one subject. */
export interface Part {
  readonly subject: string;
  readonly amount: Won;
}

export interface JournalEntry {
  readonly id: string;
  readonly at: Instant;
  readonly date: BusinessDate;
}

const other = { debit: 'credit', credit: 'debit' } as const satisfies Record<Side, Side>;

/** Components of a fee: rounding may move a won between them, against the way of the row. */
const signed: readonly Figure[] = ['fee', 'instalmentFee'];

/** Zero lines are left out; a template that does not balance is a bug and stops the decision. */
export function journal(entry: JournalEntry, fact: Fact): Journal {
  const postings: Posting[] = [];
  for (const [side, account, figure, kind] of templates[fact.template].lines) {
    if (fact.parts?.kind === kind) {
      const scope = scopeOf(fact, account);
      for (const part of fact.parts.of) postings.push({ account, side, scope, ...part });
      continue;
    }
    const amount = fact.figures[figure];
    const subject = fact.subjects[kind];
    const scope = scopeOf(fact, account);
    const isFit = amount !== undefined && (amount >= 0n || signed.includes(figure));
    invariant(isFit, `${fact.template} needs the figure ${figure}`);
    invariant(subject !== undefined, `${fact.template} needs a subject of kind ${kind}`);
    if (amount === 0n) continue;
    postings.push(
      amount > 0n
        ? { account, side, scope, subject, amount }
        : { account, side: other[side], scope, subject, amount: negate(amount) },
    );
  }
  assertBalanced(postings);
  return { ...entry, template: fact.template, postings };
}

function scopeOf({ scopes }: Fact, account: AccountName): string {
  const scope = scopes[chart[account].scope];
  invariant(scope !== undefined, `${account} needs a ${chart[account].scope}`);
  return scope;
}

/** Debits equal credits within a journal, checked before storing and after reading. */
export function assertBalanced(postings: readonly Posting[]): void {
  invariant(postings.length > 0, 'a journal has at least one line');
  const sum = (side: Side): Won =>
    add(zeroWon, ...postings.filter((line) => line.side === side).map((line) => line.amount));
  invariant(sum('debit') === sum('credit'), 'a journal has equal debits and credits');
}
