// Wishes around buyers' accounts: asked for, paid into right, wrong or late, given up, given back.

import type { AccountData } from '../../../core/payment/sensitive-account.ts';
import { askForBuyersAccount, askForItAgain, giveUp } from '../buying.ts';
import { askForCancel } from '../cancelling.ts';
import { drawAmount, drawOrder, someCaller, someProcess } from '../draws.ts';
import type { BuyerAccount, DepositMade } from '../history.ts';
import { type KnownAccount, type Paying, payInto, takeBack } from '../paying-in.ts';
import type { Process } from '../process.ts';
import type { Run } from '../run.ts';

const dayMs = 86_400_000;

export function sellByAccount(run: Run): void {
  const process = someProcess(run);
  if (process !== null) sell(run, process, `V-${run.history.orders.length + 1}`);
}

/** Another order of the shop may have the number, or have had it. */
export function sellUnderAUsedNumber(run: Run): void {
  const process = someProcess(run);
  const earlier = drawOrder(run, ({ method }) => {
    return method === 'virtual-account' || method === 'card-key-in';
  });
  if (process !== null && earlier !== null) sell(run, process, earlier.orderNumber);
}

function sell(run: Run, process: Process, orderNumber: string): void {
  const { dice, time } = run.stage;
  const caller = someCaller(run, dice.chance(0.97) ? 'cookiepay' : 'payple');
  const today = Math.floor((time.now() + 9 * 3_600_000) / dayMs) * dayMs - 9 * 3_600_000;
  // The end of today, or of one of the next days.
  const expiresAt = today + dice.pick([1, 1, 2, 3]) * dayMs;
  const selling = { ...{ caller, orderNumber, expiresAt, vat: null }, amount: drawAmount(dice) };
  askForBuyersAccount(run, process, { selling, onIssued: (account) => payAtOnce(run, account) });
}

/** Mostly paid into soon; the others are paid into some day, or never. */
function payAtOnce(run: Run, account: BuyerAccount): void {
  if (run.stage.dice.chance(0.5)) payInSomeWay(run, account);
}

/** Who heard nothing, or hears twice, asks under the same key. */
export function sellTheSameAgain(run: Run): void {
  const { dice } = run.stage;
  const process = someProcess(run);
  const { buyers } = run.history;
  if (process === null || buyers.length === 0) return;
  const account = dice.pick(buyers.slice(-6));
  askForItAgain(run, process, { account, onIssued: (issued) => payAtOnce(run, issued) });
}

export function giveSomeAccountUp(run: Run): void {
  const process = someProcess(run);
  const account = drawAccount(run);
  if (process !== null && account !== null) giveUp(run, process, account);
}

export function payIntoSomeAccount(run: Run): void {
  const account = drawAccount(run);
  if (account !== null) payInSomeWay(run, account);
}

type Pay = (run: Run, account: BuyerAccount) => void;

// biome-ignore format: a table
const ways: readonly (readonly [weight: number, pay: Pay])[] = [
  [9, (run, account) => pay(run, account)],
  [1, (run, account) => pay(run, account, { amount: account.order.amount + 1n })],
  [1, (run, account) => pay(run, account, { amount: 1n, bankTakes: true })],
  [2, (run, account) => { pay(run, account); pay(run, account, { bankTakes: run.stage.dice.chance(0.5) }); }],
  [2, oneMessageTwice],
  [1, payAndGiveUp],
  [5, payNearTheEnd],
];

function payInSomeWay(run: Run, account: BuyerAccount): void {
  run.stage.dice.weighted(ways)(run, account);
}

function pay(run: Run, account: BuyerAccount, as: Partial<Paying> = {}): void {
  const { amount } = account.order;
  const onTaken = (deposit: DepositMade): void => {
    run.stage.dice.weighted(sequels)(run, account, deposit);
  };
  payInto(run, knownOf(account), { ...{ amount, payer: '홍길동', onTaken }, ...usual, ...as });
}

type Sequel = (run: Run, account: BuyerAccount, deposit: DepositMade) => void;

/** What becomes of a deposit that the bank took; a reversal may come much later. */
// biome-ignore format: a table
const sequels: readonly (readonly [weight: number, sequel: Sequel])[] = [
  [4, () => {}],
  [3, (run, account) => laterOn(run, () => giveBackSomewhere(run, account))],
  [3, (run, account, deposit) => laterOn(run, () => takeBack(run, knownOf(account), deposit))],
  [1, (run, account, deposit) => laterOn(run, () => {
    takeBack(run, knownOf(account), deposit);
    giveBackSomewhere(run, account);
  })],
];

function laterOn(run: Run, wake: () => void): void {
  const { dice, time } = run.stage;
  const at = time.now() + dice.pick([1, 1, 2_000, 600_000, dayMs, 2 * dayMs]);
  time.wakeAt({ actor: run.bank.actor, at, on: 'timer', wake });
  run.plannedDeposits.push(at);
}

function giveBackSomewhere(run: Run, account: BuyerAccount): void {
  const process = someProcess(run);
  if (process !== null) giveBack(run, process, account);
}

const usual = { messageId: null, bankTakes: false };

function knownOf({ id, order }: BuyerAccount): KnownAccount {
  const number = order.answer.told === 'issued' ? order.answer.number : '';
  return { id, merchantId: order.merchantId, number };
}

function oneMessageTwice(run: Run, account: BuyerAccount): void {
  const messageId = `M-${run.history.deposits.length + 1}`;
  pay(run, account, { messageId });
  pay(run, account, { messageId });
}

/** Which of the two the bank hears first is chance. */
function payAndGiveUp(run: Run, account: BuyerAccount): void {
  const process = someProcess(run);
  pay(run, account);
  if (process !== null) giveUp(run, process, account);
}

/** In the last second of its last day, at the very end, or after it. */
function payNearTheEnd(run: Run, account: BuyerAccount): void {
  const { dice, time } = run.stage;
  const at = account.expiresAt + dice.pick([-1_000, -401, -1, 0, 0, 1, 1, 3_600_000]);
  const bankTakes = dice.chance(0.3);
  const wake = (): void => pay(run, account, { bankTakes });
  time.wakeAt({ actor: run.bank.actor, at, on: 'timer', wake });
  run.plannedDeposits.push(at);
}

/** Of the latest ones, now and then also such as were paid into before. */
function drawAccount({ history, stage }: Run): BuyerAccount | null {
  const paid = new Set(history.deposits.map(({ accountId }) => accountId));
  const known = history.buyers.filter(({ order }) => order.answer.told === 'issued');
  const fresh = known.filter(({ id }) => !paid.has(id));
  const among = fresh.length > 0 && stage.dice.chance(0.7) ? fresh : known;
  return among.length === 0 ? null : stage.dice.pick(among.slice(-6));
}

function drawPaid(run: Run): BuyerAccount | null {
  const { history, stage } = run;
  const taken = new Set(
    history.deposits.filter(({ verdict }) => verdict === 'taken').map((each) => each.accountId),
  );
  const paid = history.buyers.filter(({ id }) => taken.has(id)).slice(-8);
  return paid.length === 0 ? null : stage.dice.pick(paid);
}

/** In whole or in part, to an account of the buyer; some shops forget to say to which one. */
export function giveBuyersMoneyBack(run: Run): void {
  const process = someProcess(run);
  const account = drawPaid(run);
  if (process !== null && account !== null) giveBack(run, process, account);
}

const buyersOwn: AccountData = {
  ...{ bank: '004', number: '99900400000001', holderName: '홍길동', holder: '' },
};

function giveBack(run: Run, process: Process, { order }: BuyerAccount): void {
  const { dice } = run.stage;
  if (order.answer.told !== 'issued') return;
  const { tid } = order.answer;
  const part = BigInt(dice.whole(1, Math.max(1, Number(order.amount))));
  const amount = dice.weighted<bigint | null>([
    [3, null],
    [3, part],
    [1, order.amount / 2n],
    [0.5, order.amount + 1n],
  ]);
  const refundTo = dice.chance(0.95) ? buyersOwn : null;
  askForCancel(run, process, { order, tid, amount, vat: null, reason: null, refundTo });
}

/** Days later, or while the shop gives the same money back. */
export function takeSomeDepositBack(run: Run): void {
  const { dice } = run.stage;
  const account = drawPaid(run);
  if (account === null) return;
  const made = run.history.deposits.filter(({ accountId, verdict }) => {
    return accountId === account.id && verdict === 'taken';
  });
  takeBack(run, knownOf(account), dice.pick(made));
  const process = dice.chance(0.4) ? someProcess(run) : null;
  if (process !== null) giveBack(run, process, account);
}
