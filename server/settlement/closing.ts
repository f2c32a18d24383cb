// From open to fixed: nothing joins any more, cancels under way end, then the sum stands.
import type pg from 'pg';
import type { Part } from '../../core/ledger/journal.ts';
import { add, type Won, zeroWon } from '../../core/money/won.ts';
import { releaseDateOf } from '../../core/settlement/holdback.ts';
import {
  figuresOfPayout,
  fix,
  gather,
  type PayoutBooks,
  type PayoutSums,
  release,
  subjectOfPayout,
} from '../../core/settlement/payout.ts';
import { firstOpen } from '../../core/settlement/row-date.ts';
import { after, type BusinessDate, minuteMs, nextDay } from '../../core/time/instant.ts';
import { insertJournals } from '../../storage/journals.ts';
import {
  eachSubject,
  gatherRows,
  hasOpenCancels,
  hasRowsLeft,
  inherit,
  lockClosing,
  movePayout,
  type Payout,
  storeFixed,
} from '../../storage/payout.ts';
import { hasUndatedRows, planRowsLeft } from '../../storage/rows-left.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';
import { dateRows } from './dating.ts';
import { openPayouts } from './open-payouts.ts';
import { tellPayout } from './tell.ts';

/** How long fixing waits for cancels that were asked for in time; then they ride with the next. */
const waitForCancelsMs = 30 * minuteMs;
const lookAgainMs = minuteMs;

/** Rows that another server is dating just now: then the payout stays due. */
const datedAgain = 3;

/** Committed before anything is summed: what is stored from now on belongs to a later payout. */
export async function close(parts: Parts, payout: Payout): Promise<void> {
  await dateRows(parts, payout.merchantId);
  const now = parts.clock.now();
  await movePayout(parts.store.work, payout, { on: 'close', dueAt: now });
}

export async function fixWhenQuiet(parts: Parts, payout: Payout): Promise<void> {
  const now = parts.clock.now();
  const mayWait = now < after(payout.closesAt, waitForCancelsMs);
  if (mayWait && (await hasOpenCancels(parts.store.work, payout))) {
    const dueAt = after(now, lookAgainMs);
    await movePayout(parts.store.work, payout, { on: 'wait', dueAt });
    return;
  }
  for (let tries = 0; tries < datedAgain; tries += 1) {
    await dateRows(parts, payout.merchantId);
    if (await inTransaction(parts.store.work, (client) => fixPayout(parts, client, payout))) return;
  }
}

/** False when a cancel ended after rows were dated last: a sale is not paid out without its row. */
async function fixPayout(parts: Parts, client: pg.ClientBase, payout: Payout): Promise<boolean> {
  if (!(await lockClosing(client, payout))) return true;
  if (await hasUndatedRows(client, payout)) return false;
  const at = parts.clock.now();
  const { contractId: contract, terms } = payout;
  const books: PayoutBooks = { id: payout.id, contract, at, newId: parts.newId };
  await gatherRows(client, payout);
  const sums = await gatherSums(client, payout, books);
  const figures = figuresOfPayout(sums, terms.holdbackRate);
  const journal = fix(figures, books);
  if (journal !== null) await insertJournals(client, payout.merchantId, [journal]);
  const releaseOn = figures.held === 0n ? null : releaseDateOf(payout.date, terms.holdbackDays);
  await storeFixed(client, payout, { ...figures, releaseOn, at });
  await tellPayout(parts, client, { payout, kind: 'payout.fixed' });
  await planWhatFollows(parts, client, { payout, releaseOn });
  return true;
}

async function gatherSums(
  client: pg.ClientBase,
  payout: Payout,
  books: PayoutBooks,
): Promise<PayoutSums> {
  const sums = { gives: zeroWon, takes: zeroWon };
  const take = async (direction: 'gives' | 'takes', parts: readonly Part[]): Promise<Won> => {
    if (parts.length === 0) return zeroWon;
    await insertJournals(client, payout.merchantId, [gather(direction, parts, books)]);
    return add(zeroWon, ...parts.map(({ amount }) => amount));
  };
  await eachSubject(client, payout, async (direction, parts) => {
    sums[direction] = add(sums[direction], await take(direction, parts));
  });
  const { carries, holdbacks } = await inherit(client, payout);
  const carriedIn = await take(
    'takes',
    carries.map(({ id, amount }) => ({ subject: subjectOfPayout(id), amount })),
  );
  await insertJournals(
    client,
    payout.merchantId,
    holdbacks.map(({ id, amount }) => release(id, amount, books)),
  );
  const released = add(zeroWon, ...holdbacks.map(({ amount }) => amount));
  return { positive: sums.gives, negative: sums.takes, carriedIn, released };
}

/** Rows that could not ride with this payout, and what it keeps back, need a later one. */
async function planWhatFollows(
  parts: Parts,
  client: pg.ClientBase,
  { payout, releaseOn }: { readonly payout: Payout; readonly releaseOn: BusinessDate | null },
): Promise<void> {
  const { merchantId, contractId, generation } = payout;
  const left = (await hasRowsLeft(client, payout)) ? nextDay(payout.date) : null;
  const days = [left, releaseOn].filter((day) => day !== null);
  const now = parts.clock.now();
  const plans = await openPayouts(
    parts,
    client,
    days.map((day) => {
      const plan = firstOpen(parts.calendar(), day, now);
      return { merchantId, contractId, generation, plan };
    }),
  );
  const next = left === null ? null : (plans[0] ?? null);
  if (next !== null) await planRowsLeft(client, payout, next.date);
}
