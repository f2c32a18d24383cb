// Wishes of shops that cancel after a payout: an account, and money that comes right, wrong or late.
import { askForCancel } from '../cancelling.ts';
import { type Asking, askForAccount, type Issued, payIn } from '../depositing.ts';
import { isGivenBack, someProcess, tidOf } from '../draws.ts';
import type { OrderAsked } from '../history.ts';
import type { Process } from '../process.ts';
import type { Run } from '../run.ts';
import { worldOf } from '../shop.ts';

/** Most that is cancelled is young; here anything may be, so that payouts have been fixed. */
export function cancelSomethingOld(run: Run): void {
  const { dice } = run.stage;
  const process = someProcess(run);
  const order = drawSold(run);
  if (process === null || order === null) return;
  const amount = dice.chance(0.4) ? null : BigInt(dice.whole(1, Math.max(1, Number(order.amount))));
  askForCancel(run, process, { order, tid: order.tid, amount, vat: null, reason: null });
}

/** Mostly of a contract that asks for deposits. */
function drawSold(run: Run): (OrderAsked & { tid: string }) | null {
  const { history, shops } = run;
  const { dice } = run.stage;
  const asksFor = new Set(
    shops.callers.filter(({ contract }) => contract.terms.afterPayout === 'deposit').map(worldOf),
  );
  const sold = history.orders.filter((order) => {
    return order.answer.told === 'approved' && !isGivenBack(run, order);
  });
  const fitting = sold.filter(({ world }) => asksFor.has(world));
  const among = fitting.length > 0 && dice.chance(0.9) ? fitting : sold;
  if (among.length === 0) return null;
  const order = dice.pick(among);
  return { ...order, tid: tidOf(order.answer) ?? '' };
}

/** As a shop does it whose cancel was refused because the payout is fixed, or that expects it. */
export function askWhereToPayIn(run: Run): void {
  const { dice } = run.stage;
  const process = someProcess(run);
  const refused = run.history.cancels.filter(({ answer }) => {
    return answer.told === 'refused' && answer.why === 'payout-fixed';
  });
  if (process === null) return;
  if (refused.length > 0 && dice.chance(0.3)) {
    askAndPay(run, process, dice.pick(refused.slice(-8)));
    return;
  }
  const order = drawSold(run);
  if (order === null) return;
  const half = order.amount > 1n ? order.amount / 2n : order.amount;
  askAndPay(run, process, { ...order, amount: dice.pick([null, half, half]) });
}

/** Mostly paid into soon; the others are paid into some day, or never. */
function askAndPay(run: Run, process: Process, asked: Omit<Asking, 'onIssued'>): void {
  const { merchantId, tid, amount } = asked;
  const onIssued = (account: Issued): void => {
    const { dice } = run.stage;
    if (dice.chance(0.6)) dice.weighted(ways)(run, account);
  };
  askForAccount(run, process, { merchantId, tid, amount, onIssued });
}

/** The same question again, on whichever process there is. */
export function askTheSameAgain(run: Run): void {
  const { dice } = run.stage;
  const process = someProcess(run);
  const { accounts } = run.history;
  if (process !== null && accounts.length > 0) {
    askAndPay(run, process, dice.pick(accounts.slice(-6)));
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
    if (process !== null) askAndPay(run, process, { ...earlier, amount: part });
  }
}

type Pay = (run: Run, account: Issued) => void;

const exactly: Pay = (run, account) => payIn(run, account, account.deposit);

/** The issuer will not cancel; the money goes back, though its bank may bounce it once. */
const inVain: Pay = (run, account) => {
  const { bank, history, stage } = run;
  const asked = history.accounts.find(({ answer }) => answer === account);
  const merchant = asked?.merchantId ?? '';
  const points = stage.dice.chance(0.4)
    ? (['rail.cancel', 'bank.transfer'] as const)
    : (['rail.cancel'] as const);
  for (const at of points)
    bank.faults.add(merchant, { at, effect: 'decline', times: 1, match: {} });
  stage.trace.say('bank', `will refuse: ${points.join(', ')}`);
  exactly(run, account);
};

// biome-ignore format: a table
const ways: readonly (readonly [weight: number, pay: Pay])[] = [
  [9,  exactly],
  [3,  inVain],
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

/** Of the latest ones, now and then also such as were paid into before. */
function drawAccount({ history, stage }: Run): Issued | null {
  const paid = new Set(history.deposits.map(({ accountId }) => accountId));
  const all = history.accounts.flatMap(({ answer }) => (answer.told === 'issued' ? [answer] : []));
  const fresh = all.filter(({ id }) => !paid.has(id));
  const among = fresh.length > 0 && stage.dice.chance(0.9) ? fresh : all;
  return among.length === 0 ? null : stage.dice.pick(among.slice(-6));
}
