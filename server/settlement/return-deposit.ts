// Money of a deposit that cannot stay: sent back to the account that it came from.
import { type Journal, journal } from '../../core/ledger/journal.ts';
import type { Won } from '../../core/money/won.ts';
import {
  after,
  businessDate,
  dayMs,
  type Instant,
  minuteMs,
  secondMs,
} from '../../core/time/instant.ts';
import type { PaidIn } from '../../rails/rail.ts';
import { insertJournals } from '../../storage/journals.ts';
import { inTransaction } from '../../storage/transaction.ts';
import { changeAccount, type VirtualAccount } from '../../storage/virtual-account.ts';
import { within } from '../clock.ts';
import type { Parts } from '../parts.ts';

const bankAnswersWithinMs = 8 * secondMs;
const askAgainMs = minuteMs;

/** The bank of a receiver that sent it back will not take it a minute later. */
const afterBounceMs = dayMs;

/** Ordered under one id until the bank says what became of it; after a bounce under another. */
export async function giveBack(parts: Parts, account: VirtualAccount): Promise<void> {
  const now = parts.clock.now();
  const { merchantId, number, amount, senderBank, sender, depositor } = account;
  const said = await within(parts.clock, after(now, bankAnswersWithinMs), () =>
    parts.rail.transfer({
      transferId: account.returnId ?? account.id,
      amount,
      to: { bank: senderBank, account: sender, holder: depositor },
      reference: { merchant: merchantId, orderNumber: number ?? '', tid: account.id },
    }),
  );
  const { pool } = parts.store;
  if (!said.answered) {
    await changeAccount(pool, account, { dueAt: after(now, askAgainMs) });
  } else if (said.answer.answered === 'done') {
    await changeAccount(pool, account, { on: 'arrive', dueAt: null });
  } else {
    parts.log.info('deposit not returned', { account: account.id });
    await changeAccount(pool, account, {
      ...{ on: 'bounce', dueAt: after(now, afterBounceMs), returnId: parts.newId() },
    });
  }
}

/** It came, belongs to nothing, and is on its way back. */
export function strayBooks(
  parts: Pick<Parts, 'newId'>,
  { id, amount, bank }: { readonly id: string; readonly amount: Won; readonly bank: string },
  at: Instant,
): readonly Journal[] {
  return (['deposit-unmatched', 'unmatched-returned'] as const).map((template) =>
    journal(
      { id: parts.newId(), at, date: businessDate(at) },
      { template, figures: { amount }, scopes: { bank }, subjects: { deposit: `deposit/${id}` } },
    ),
  );
}

/** In the books at once, together with what the account has become. */
export async function keepForSender(
  parts: Parts,
  account: VirtualAccount,
  paid: PaidIn,
): Promise<void> {
  const { id, merchantId, amount, bank } = account;
  const at = parts.clock.now();
  const journals = strayBooks(parts, { id, amount, bank: bank.code }, at);
  await inTransaction(parts.store.work, async (client) => {
    const change = { on: 'misplace', dueAt: at, paid } as const;
    const isOurs = await changeAccount(client, account, change);
    if (isOurs) await insertJournals(client, merchantId, journals);
  });
}
