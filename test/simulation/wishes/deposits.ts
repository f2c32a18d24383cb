// Wishes of shops that cancel after a payout: an account, and money that comes right, wrong or late.
import { askForCancel } from '../cancelling.ts';
import { askForAccount, type Issued, payIn } from '../depositing.ts';
import { someProcess, tidOf } from '../draws.ts';
import type { OrderAsked } from '../history.ts';
import type { Run } from '../run.ts';

/** Most that is cancelled is young; here anything may be, so that payouts have been fixed. */
export function cancelSomethingOld(run: Run): void {
  const { dice } = run.stage;
  const process = someProcess(run);
  const order = drawSold(run);
  if (process === null || order === null) return;
  const amount = dice.chance(0.4) ? null : BigInt(dice.whole(1, Math.max(1, Number(order.amount))));
  askForCancel(run, process, { order, tid: order.tid, amount, vat: null, reason: null });
}

function drawSold({ history, stage }: Run): (OrderAsked & { tid: string }) | null {
  const sold = history.orders.filter(({ answer }) => answer.told === 'approved');
  if (sold.length === 0) return null;
  const order = stage.dice.pick(sold);
  return { ...order, tid: tidOf(order.answer) ?? '' };
}

/** As a shop does it whose cancel was refused because the payout is fixed; seldom without that. */
export function askWhereToPayIn(run: Run): void {
  const { dice } = run.stage;
  const process = someProcess(run);
  const refused = run.history.cancels.filter(({ answer }) => {
    return answer.told === 'refused' && answer.why === 'payout-fixed';
  });
  if (process === null) return;
  if (refused.length > 0 && dice.chance(0.9)) {
    const { merchantId, tid, amount } = dice.pick(refused.slice(-8));
    askForAccount(run, process, { merchantId, tid, amount });
    return;
  }
  const order = drawSold(run);
  if (order !== null) askForAccount(run, process, { ...order, amount: null });
}

/** The same question again, on whichever process there is. */
export function askTheSameAgain(run: Run): void {
  const { dice } = run.stage;
  const process = someProcess(run);
  const { accounts } = run.history;
  if (process !== null && accounts.length > 0) {
    askForAccount(run, process, dice.pick(accounts.slice(-6)));
  }
}

/** Two who ask at once for one cancel, or for different parts of what is left. */
export function askFromTwoSides(run: Run): void {
  const { dice } = run.stage;
  const { accounts } = run.history;
  if (accounts.length === 0) return;
  const earlier = dice.pick(accounts.slice(-6));
  for (let left = 2; left > 0; left -= 1) {
    const process = someProcess(run);
    const part = dice.chance(0.5) ? earlier.amount : BigInt(dice.whole(1, 1_000));
    if (process !== null) askForAccount(run, process, { ...earlier, amount: part });
  }
}

type Pay = (run: Run, account: Issued) => void;

const exactly: Pay = (run, account) => payIn(run, account, account.deposit);

// biome-ignore format: a table
const ways: readonly (readonly [weight: number, pay: Pay])[] = [
  [10, exactly],
  [2,  (run, account) => payIn(run, account, account.deposit + 1n)],
  [1,  (run, account) => payIn(run, account, account.deposit > 1n ? account.deposit - 1n : 2n)],
  [2,  twice],
  [3,  nearTheEnd],
];

export function payInSomewhere(run: Run): void {
  const { dice } = run.stage;
  const account = drawAccount(run);
  if (account !== null) dice.weighted(ways)(run, account);
}

function twice(run: Run, account: Issued): void {
  exactly(run, account);
  exactly(run, account);
}

/** A little before the bank closes it, at that very instant, or after it. */
function nearTheEnd(run: Run, account: Issued): void {
  const { dice, time } = run.stage;
  const at = account.expiresAt + dice.pick([-3_000, -401, -1, -1, 0, 0, 1, 3_600_000]);
  time.wakeAt({ actor: run.bank.actor, at, on: 'timer', wake: () => exactly(run, account) });
  run.plannedDeposits.push(at);
}

/** Of the latest ones, also such as were paid into before. */
function drawAccount({ history, stage }: Run): Issued | null {
  const issued = history.accounts.flatMap(({ answer }) =>
    answer.told === 'issued' ? [answer] : [],
  );
  return issued.length === 0 ? null : stage.dice.pick(issued.slice(-6));
}
