// What an operator may do about a break: the steps, and what each of them posts.
import { negate, type Won } from '../money/won.ts';
import {
  type Books,
  booksOfSettled,
  own,
  type Settled,
  type StatementContext,
  subjectOfBreak,
} from './statement.ts';

/** What stands in the books under a break. */
export type Open =
  | { readonly is: 'nothing' }
  | { readonly is: 'short' | 'over'; readonly amount: Won };

export type Step =
  | 'noted' // nothing is to be posted; the reason is kept
  | 'written-off'
  | 'charged' // our bank took it for its work
  | 'returned' // sent back to where it came from
  | 'matched'; // it is known now what it was for

// biome-ignore format: a table
export const stepsFor: Readonly<Record<Open['is'], readonly Step[]>> = {
  nothing: ['noted'],
  short:   ['written-off', 'charged', 'matched'],
  over:    ['returned', 'matched'],
};

export const steps: readonly Step[] = ['noted', 'written-off', 'charged', 'returned', 'matched'];

/** Another break of the opposite side, or what the money was for; one of them with `matched`. */
export interface Against {
  readonly breakId: string | null;
  readonly settled: readonly Settled[];
}

/** Won that a break has moved our bank by more than was expected; below zero when it is short. */
export function movedBy(open: Open): Won | null {
  if (open.is === 'nothing') return null;
  return open.is === 'over' ? open.amount : negate(open.amount);
}

export interface Resolved {
  readonly breakId: string;
  readonly open: Open;
  readonly step: Step;
  readonly against: Against;
}

/** What is matched goes over our bank and back, so each journal is in the books of one owner. */
export function booksOfStep(resolved: Resolved, context: StatementContext): Books[] {
  const { breakId, open, step, against } = resolved;
  if (open.is === 'nothing') return [];
  const { amount } = open;
  const subject = subjectOfBreak(breakId);
  const about = { subjects: { line: subject, of: subject }, context };
  switch (step) {
    case 'noted':
      return [];
    case 'written-off':
      return own('shortfall-written-off', amount, about);
    case 'returned':
      return own('surplus-returned', amount, about);
    case 'charged':
      return [...own('shortfall-resolved', amount, about), ...own('bank-charge', amount, about)];
    case 'matched': {
      const [mine, theirs] = sides[open.is];
      const other = subjectOfBreak(against.breakId ?? '');
      const of = { ...about, subjects: { line: subject, of: other } };
      return [
        ...own(mine, amount, about),
        ...(against.breakId === null ? [] : own(theirs, amount, of)),
        ...against.settled.flatMap((each) => booksOfSettled(each, subject, context)),
      ];
    }
  }
}

const sides = {
  short: ['shortfall-resolved', 'surplus-matched'],
  over: ['surplus-matched', 'shortfall-resolved'],
} as const;
