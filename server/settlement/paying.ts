// Paying what is fixed: the order is committed before the bank is asked, then its answer.
import type { Journal } from '../../core/ledger/journal.ts';
import { isFlagged, nextTry } from '../../core/payment/resolve.ts';
import { type PayoutBooks, transferBooks } from '../../core/settlement/payout.ts';
import { payoutInstant } from '../../core/settlement/payout-date.ts';
import { isBankDay, rollForward } from '../../core/time/bank-day.ts';
import { after, businessDate, type Instant, nextDay, secondMs } from '../../core/time/instant.ts';
import type { TransferAnswer } from '../../rails/rail.ts';
import { movePayout, movePayoutWithBooks, type Payout } from '../../storage/payout.ts';
import { inTransaction } from '../../storage/transaction.ts';
import { within } from '../clock.ts';
import { derivedId } from '../ids.ts';
import type { Parts } from '../parts.ts';
import { type PayoutNotice, tellPayout } from './tell.ts';

/** The account that payouts are made from; there is one. */
const bank = 'settlement';

const bankAnswersWithinMs = 8 * secondMs;

/** An order whose own process died is looked after from here on. */
const abandonedAfterMs = 15 * secondMs;

export async function pay(parts: Parts, payout: Payout): Promise<void> {
  const now = parts.clock.now();
  if (payout.amount === 0n) {
    const change = { on: 'settle', dueAt: null, paidAt: now } as const;
    await moveAndTell(parts, payout, { ...change, kind: 'payout.settled' });
    return;
  }
  const later = dayToPay(parts);
  if (later !== null) {
    await movePayout(parts.store.work, payout, { on: 'postpone', dueAt: later });
    return;
  }
  const transferId =
    payout.transfers === 0 ? payout.id : derivedId(payout.id, String(payout.transfers));
  const sent = await moveWithBooks(parts, payout, {
    ...{ on: 'send', dueAt: after(now, abandonedAfterMs), transferId },
    journal: transferBooks('payout-sent', payout.amount, booksOf(parts, payout)),
  });
  if (!sent) return;
  const transfers = payout.transfers + 1;
  await order(parts, { ...payout, status: 'sending', transferId, transfers });
}

/** A day that was declared a holiday after the payout was fixed; its date stays. */
function dayToPay(parts: Parts): Instant | null {
  const today = businessDate(parts.clock.now());
  const calendar = parts.calendar();
  if (isBankDay(calendar, today) !== false) return null;
  return nextPayDay(parts);
}

/** 10:00 on the next bank day, whether payouts of that day are closed or not. */
function nextPayDay({ calendar, clock }: Parts): Instant | null {
  const date = rollForward(calendar(), nextDay(businessDate(clock.now())));
  return date === null ? null : payoutInstant(date);
}

/** The same id never pays twice, so what became of an order is asked by ordering it again. */
export async function order(parts: Parts, payout: Payout): Promise<void> {
  const { transferId, amount } = payout;
  if (transferId === null) return;
  const until = after(parts.clock.now(), bankAnswersWithinMs);
  const said = await within(parts.clock, until, () =>
    parts.rail.transfer({
      transferId,
      amount,
      to: { bank: 'registered', account: payout.contractId, holder: payout.merchantName },
      reference: { merchant: payout.merchantId, orderNumber: payout.date, tid: payout.id },
    }),
  );
  if (said.answered) await record(parts, payout, said.answer);
  else await keepAsking(parts, payout);
}

async function record(parts: Parts, payout: Payout, answer: TransferAnswer): Promise<void> {
  const now = parts.clock.now();
  if (answer.answered === 'done') {
    const change = { on: 'confirm', dueAt: null, paidAt: now } as const;
    await moveAndTell(parts, payout, { ...change, kind: 'payout.paid' });
    return;
  }
  const dueAt = nextPayDay(parts) ?? after(now, abandonedAfterMs);
  await moveAndTell(parts, payout, {
    ...{ on: 'bounce', dueAt, kind: 'payout.bounced' },
    journal: transferBooks('payout-bounced', payout.amount, booksOf(parts, payout)),
  });
}

async function keepAsking(parts: Parts, payout: Payout): Promise<void> {
  const now = parts.clock.now();
  const tries = payout.tries + 1;
  if (isFlagged(payout.paysAt, now)) parts.log.info('payout unknown', { payout: payout.id, tries });
  const dueAt = nextTry(payout.paysAt, tries, now);
  const on = payout.status === 'unknown' ? 'search' : 'lose-sight';
  await movePayout(parts.store.work, payout, { on, dueAt, tries });
}

function booksOf(
  parts: Parts,
  { id, contractId: contract }: Payout,
): PayoutBooks & { bank: string } {
  return { id, contract, bank, at: parts.clock.now(), newId: parts.newId };
}

type Change = Parameters<typeof movePayout>[2];

function moveWithBooks(
  parts: Parts,
  payout: Payout,
  change: Change & { readonly journal: Journal },
): Promise<boolean> {
  return inTransaction(parts.store.work, (client) => movePayoutWithBooks(client, payout, change));
}

/** Whoever moved it tells it, in one commit; somebody else's move is somebody else's notice. */
function moveAndTell(
  parts: Parts,
  payout: Payout,
  { kind, journal, ...change }: Change & { readonly kind: PayoutNotice; journal?: Journal },
): Promise<void> {
  return inTransaction(parts.store.work, async (client) => {
    const isMoved =
      journal === undefined
        ? await movePayout(client, payout, change)
        : await movePayoutWithBooks(client, payout, { ...change, journal });
    if (isMoved) await tellPayout(parts, client, { payout, kind });
  });
}
