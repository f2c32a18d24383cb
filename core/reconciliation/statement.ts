// What a statement posts: each line moves the bank by what it says, and settles what it stands for.
import { type Journal, journal, type Part } from '../ledger/journal.ts';
import type { TemplateName } from '../ledger/templates.ts';
import { add, negate, subtract, type Won, zeroWon } from '../money/won.ts';
import { businessDate, type Instant } from '../time/instant.ts';
import type { FileLine } from './file.ts';
import type { Verdict } from './verdict.ts';

/** A payout, a deposit or a refund that the bank told us of before. */
export interface Move {
  readonly template: 'payout-seen' | 'money-seen' | 'money-taken-back' | 'transfer-seen';
  /** Null where it is of no merchant. */
  readonly merchant: string | null;
  readonly bank: string;
  readonly subject: string;
  readonly amount: Won;
}

/** What one merchant's slips bring and take of an acquirer's pay-in. */
export interface Slips {
  readonly merchant: string;
  readonly acquirer: string;
  readonly claims: readonly Part[];
  readonly refunds: readonly Part[];
}

export type Settled =
  | { readonly is: 'move'; readonly move: Move }
  | { readonly is: 'pay-in'; readonly slips: readonly Slips[] };

/** Journals of a merchant, or of nobody's: the house's own. */
export interface Books {
  readonly merchant: string | null;
  readonly journals: readonly Journal[];
}

export interface StatementContext {
  readonly account: string;
  readonly at: Instant;
  readonly newId: () => string;
}

/** So many parts stand in one journal. */
const partsAtOnce = 1_000;

export function subjectOfLine(lineId: string): string {
  return `statement/${lineId}`;
}

export function subjectOfBreak(breakId: string): string {
  return `break/${breakId}`;
}

/** Won that a line moves our bank by. */
export function signed({ kind, amount }: Pick<FileLine, 'kind' | 'amount'>): Won {
  return kind === 'in' ? amount : negate(amount);
}

/** `settled` is given where the verdict settles something; `breakId` where it has a break. */
export interface LineFacts {
  readonly verdict: Verdict;
  readonly lineId: string;
  readonly breakId: string | null;
  readonly settled: Settled | null;
}

export function booksOfLine(facts: LineFacts, context: StatementContext): Books[] {
  const { verdict, lineId, breakId, settled } = facts;
  const { line } = verdict;
  const subjects = { line: subjectOfLine(lineId), of: subjectOfBreak(breakId ?? '') };
  const isIn = line.kind === 'in';
  if (verdict.is === 'part') {
    const template = isIn ? 'shortfall-resolved' : 'surplus-matched';
    return own(template, line.amount, { subjects, context });
  }
  const expected = verdict.is === 'settles' ? signed(verdict.ours) : zeroWon;
  const difference = subtract(signed(line), expected);
  return [
    ...(settled === null ? [] : booksOfSettled(settled, subjects.line, context)),
    ...(difference > 0n ? own('money-unexpected', difference, { subjects, context }) : []),
    ...(difference < 0n ? own('money-missing', negate(difference), { subjects, context }) : []),
  ];
}

export function booksOfSettled(
  settled: Settled,
  lineSubject: string,
  context: StatementContext,
): Books[] {
  if (settled.is === 'move') return [booksOfMove(settled.move, lineSubject, context)];
  return settled.slips.map((slips) => booksOfSlips(slips, lineSubject, context));
}

function booksOfMove(move: Move, lineSubject: string, context: StatementContext): Books {
  const { template, merchant, bank, subject, amount } = move;
  const subjects = { statement: lineSubject, payout: subject, deposit: subject, refund: subject };
  const journals = journal(entryOf(context), {
    template,
    figures: { amount },
    scopes: { bank, account: context.account },
    subjects,
  });
  return { merchant, journals: [journals] };
}

function booksOfSlips(slips: Slips, lineSubject: string, context: StatementContext): Books {
  const { merchant, acquirer, claims, refunds } = slips;
  const sides = [
    ['claims-paid', claims],
    ['refunds-deducted', refunds],
  ] as const;
  const journals = sides.flatMap(([template, parts]) =>
    pagesOf(parts).map((of) =>
      journal(entryOf(context), {
        template,
        figures: { amount: add(zeroWon, ...of.map(({ amount }) => amount)) },
        scopes: { account: context.account, acquirer },
        subjects: { statement: lineSubject },
        parts: { kind: 'slip', of },
      }),
    ),
  );
  return { merchant, journals };
}

function pagesOf(parts: readonly Part[]): Part[][] {
  const pages: Part[][] = [];
  for (let from = 0; from < parts.length; from += partsAtOnce)
    pages.push(parts.slice(from, from + partsAtOnce));
  return pages;
}

interface Own {
  readonly subjects: { readonly line: string; readonly of: string };
  readonly context: StatementContext;
}

/** A journal of the house: what belongs to no merchant. */
export function own(template: TemplateName, amount: Won, { subjects, context }: Own): Books[] {
  const books = journal(entryOf(context), {
    template,
    figures: { amount },
    scopes: { bank: context.account, account: context.account },
    subjects: { statement: subjects.line, break: subjects.of },
  });
  return [{ merchant: null, journals: [books] }];
}

function entryOf({ at, newId }: StatementContext) {
  return { id: newId(), at, date: businessDate(at) };
}
