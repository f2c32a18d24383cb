// Money that the bank took although it was wrong or late: in the books at once, and sent back.

import { after, dayMs, minuteMs, secondMs } from '../../core/time/instant.ts';
import type { DepositTried } from '../../rails/rail.ts';
import { countDueOf } from '../../storage/due-tables.ts';
import { insertJournals } from '../../storage/journals.ts';
import {
  claimStrays,
  insertStray,
  noteStray,
  type StrayDeposit,
} from '../../storage/stray-deposit.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { VirtualAccount } from '../../storage/virtual-account.ts';
import { within } from '../clock.ts';
import type { Parts } from '../parts.ts';
import type { DueWork } from '../sweeper.ts';
import { strayBooks } from './return-deposit.ts';

const bankAnswersWithinMs = 8 * secondMs;
const askAgainMs = minuteMs;
const afterBounceMs = dayMs;
const claimAtOnce = 32;

/** What the bank holds for nobody; told once, however often it is read. */
export async function keepStrays(parts: Parts, account: VirtualAccount): Promise<void> {
  const tried = await parts.rail.depositsOf(account.id);
  for (const deposit of tried) if (deposit.kept) await keepStray(parts, account, deposit);
}

/** Into an account of which nobody was told any more, while it was still open at the bank. */
export async function keepTaken(parts: Parts, account: VirtualAccount): Promise<void> {
  const tried = await parts.rail.depositsOf(account.id);
  for (const deposit of tried) {
    if (deposit.taken && deposit.reversedAt === null) await keepStray(parts, account, deposit);
  }
}

async function keepStray(
  parts: Parts,
  account: VirtualAccount,
  deposit: DepositTried,
): Promise<void> {
  const { merchantId, bank, number } = account;
  const { id, amount, depositor, senderBank, sender, why } = deposit;
  const now = parts.clock.now();
  const stray: StrayDeposit = {
    ...{ merchantId, id, accountId: account.id, amount, bank: bank.code, number: number ?? '' },
    ...{ depositor, senderBank, sender, why, at: deposit.at },
    ...{ state: 'returning', returnId: parts.newId() },
  };
  const journals = strayBooks(parts, { id, amount, bank: bank.code }, now);
  await inTransaction(parts.store.work, async (client) => {
    if (!(await insertStray(client, stray, now))) return;
    await insertJournals(client, merchantId, journals);
  });
}

export function createStrayWork(parts: Parts): DueWork {
  return {
    async runDue(isDue) {
      if (!isDue('strays')) return 0;
      let done = 0;
      for (;;) {
        const claim = { now: parts.clock.now(), limit: claimAtOnce };
        const strays = await claimStrays(parts.store.pool, claim);
        if (strays.length === 0) return done;
        for (const stray of strays) if (await sendSafely(parts, stray)) done += 1;
      }
    },
    nextDue: async (board) => board.next('strays'),
    countDue: (until) => countDueOf(parts.store.pool, 'strays', until),
  };
}

/** A failure leaves the deposit due and its lease running, so that the others go on. */
async function sendSafely(parts: Parts, stray: StrayDeposit): Promise<boolean> {
  try {
    await sendBack(parts, stray);
    return true;
  } catch (error) {
    parts.log.trouble('deposit not sent back', error);
    return false;
  }
}

/** Ordered under one id until the bank says what became of it; after a bounce under another. */
async function sendBack(parts: Parts, stray: StrayDeposit): Promise<void> {
  const { merchantId, id, amount, senderBank, sender, depositor, number, returnId } = stray;
  const { pool } = parts.store;
  const now = parts.clock.now();
  const said = await within(parts.clock, after(now, bankAnswersWithinMs), () =>
    parts.rail.transfer({
      transferId: returnId,
      amount,
      to: { bank: senderBank, account: sender, holder: depositor },
      reference: { merchant: merchantId, orderNumber: number, tid: id },
    }),
  );
  if (!said.answered) return noteStray(pool, stray, { dueAt: after(now, askAgainMs) });
  if (said.answer.answered === 'done') {
    return noteStray(pool, stray, { state: 'returned', dueAt: null });
  }
  parts.log.info('stray deposit not returned', { deposit: id });
  return noteStray(pool, stray, { dueAt: after(now, afterBounceMs), returnId: parts.newId() });
}
