// The operator's own money in the bank: put in, taken out again, and the margin that is swept.
import { type Won, won } from '../money/won.ts';
import { businessDate, type Instant } from '../time/instant.ts';
import { type Journal, journal } from './journal.ts';
import type { Free } from './safeguarding.ts';
import type { TemplateName } from './templates.ts';

export type FundsStep = 'put-in' | 'taken-out' | 'swept';

// biome-ignore format: a table
const steps: Readonly<Record<FundsStep, readonly [template: TemplateName, subject: string]>> = {
  'put-in':    ['funds-put-in',    'funding'],
  'taken-out': ['funds-taken-out', 'sweep'],
  'swept':     ['margin-swept',    'sweep'],
};

/** One subject for all that an operator lends: won are not told apart once they are in the bank. */
const funds = 'funds';

export function subjectOfFunds(step: FundsStep, id: string): string {
  return `${steps[step][1]}/${id}`;
}

/** Under which a statement tells of it. */
export function referenceOfFunds(step: FundsStep, id: string, at: Instant): string {
  const way = step === 'put-in' ? '' : 'refund/';
  return `${way}${subjectOfFunds(step, id)}/${businessDate(at)}`;
}

/** Won that may be moved; null where nothing limits it. */
export function mostOf(step: FundsStep, free: Free): Won | null {
  if (step === 'put-in') return null;
  return won(step === 'swept' ? free.margin : free.funds);
}

export interface FundsMoved {
  readonly step: FundsStep;
  readonly id: string;
  readonly amount: Won;
  readonly at: Instant;
}

export function booksOfFunds(
  { step, id, amount, at }: FundsMoved,
  { journalId, account }: { readonly journalId: string; readonly account: string },
): Journal {
  const subject = subjectOfFunds(step, id);
  return journal(
    { id: journalId, at, date: businessDate(at) },
    {
      template: steps[step][0],
      figures: { amount },
      scopes: { bank: account, account },
      subjects: { deposit: subject, sweep: subject, funds },
    },
  );
}
