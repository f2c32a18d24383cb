// An operator moves money of his own: into the bank, out of it, and what was earned.
import type pg from 'pg';
import {
  booksOfFunds,
  type FundsStep,
  mostOf,
  referenceOfFunds,
  subjectOfFunds,
} from '../../core/ledger/own-funds.ts';
import { accountsOwed, freeOf, safeguardingOf } from '../../core/ledger/safeguarding.ts';
import { type Won, won, zeroWon } from '../../core/money/won.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import { businessDate, type Instant, nextDay } from '../../core/time/instant.ts';
import { findResolution, storeResolution } from '../../storage/resolution.ts';
import { owedBalances } from '../../storage/safeguarding.ts';
import { lockStatements, storeBooks } from '../../storage/statement.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';
import { ownAccount } from './pay-ins.ts';

export interface FundsAsked {
  /** The same id again is the same movement. */
  readonly id: string;
  readonly step: FundsStep;
  /** Null is all that is free. */
  readonly amount: Won | null;
  readonly reason: string;
}

export interface FundsDone {
  /** 0 where nothing was free. */
  readonly amount: Won;
  /** Which the transfer carries, so that a statement settles it; null where nothing was moved. */
  readonly reference: string | null;
  readonly at: Instant;
}

/** Under the lock of statements: nothing else moves the bank, and no other sweep passes. */
export async function moveFunds(parts: Parts, asked: FundsAsked): Promise<Outcome<FundsDone>> {
  const { id, step, reason } = asked;
  const subject = subjectOfFunds(step, id);
  return inTransaction(parts.store.statements, async (client) => {
    await lockStatements(client);
    const before = await findResolution(client, subject);
    if (before !== null) return accepted(doneOf(asked, won(before.amount), before.at));
    const at = parts.clock.now();
    const found = await amountOf(client, asked, at);
    if (!found.ok) return found;
    const amount = found.value;
    if (amount === zeroWon) return accepted({ amount, reference: null, at });
    const entry = { journalId: parts.newId(), account: ownAccount };
    const journals = [booksOfFunds({ step, id, amount, at }, entry)];
    await storeBooks(client, [{ merchant: null, journals }]);
    await storeResolution(client, { subject, step, reason, against: null, amount, at });
    return accepted(doneOf(asked, amount, at));
  });
}

function doneOf({ id, step }: FundsAsked, amount: Won, at: Instant): FundsDone {
  return { amount, reference: referenceOfFunds(step, id, at), at };
}

async function amountOf(
  client: pg.ClientBase,
  { step, amount }: FundsAsked,
  at: Instant,
): Promise<Outcome<Won>> {
  // Whatever is in the books counts, also of a server whose clock is ahead at midnight.
  const until = nextDay(businessDate(at));
  const balances = await owedBalances(client, accountsOwed, until);
  const most = mostOf(step, freeOf(safeguardingOf(balances)));
  if (most === null) return accepted(amount ?? zeroWon);
  if (amount === null || amount <= most) return accepted(amount ?? most);
  return refused(unfit('amount', { is: 'out-of-range', expected: `at most ${most} won are free` }));
}
