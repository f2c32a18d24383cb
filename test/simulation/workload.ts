// The random wishes of shops: new orders, repetitions, retries, cancels of every size, look-ups.
import { drawCard } from './cards.ts';
import type { Dice } from './dice.ts';
import type { CancelAsked, OrderAsked } from './history.ts';
import type { Process } from './process.ts';
import type { Run } from './run.ts';
import { askForCancel, lookUp, placeOrder } from './shop.ts';

type Wish = (run: Run) => void;

// biome-ignore format: a table
const wishes: readonly (readonly [weight: number, wish: Wish])[] = [
  [40, orderSomething],
  [ 8, orderTheSameTwice],
  [ 5, useAnOrderNumberAgain],
  [ 6, retryWhatWasUnknown],
  [24, cancelSomething],
  [ 8, cancelFromTwoSides],
  [10, cancelTheSameAgain],
  [ 6, lookSomethingUp],
];

export function wishSomething(run: Run): void {
  run.stage.dice.weighted(wishes)(run);
}

function someProcess({ processes, stage }: Run): Process | null {
  const ready = processes.filter((each) => each.ready);
  return ready.length === 0 ? null : stage.dice.pick(ready);
}

function drawAmount(dice: Dice): bigint {
  const usual = dice.pick([1_000, 1_004, 10_000, 50_000, 55_000, 64_601, 99_800, 100_000]);
  return BigInt(
    dice.weighted([
      [6, usual],
      [3, dice.whole(1, 999_999)],
      [0.3, 20_000_000],
      [0.2, 0],
    ]),
  );
}

function orderSomething(run: Run): void {
  const process = someProcess(run);
  if (process !== null) place(run, process, `A-${run.history.orders.length + 1}`);
}

function place(run: Run, process: Process, orderNumber: string): void {
  const { dice } = run.stage;
  const instalment = dice.chance(0.15) ? dice.whole(2, 12) : 0;
  const order = { orderNumber, instalment, amount: drawAmount(dice), card: drawCard(dice) };
  placeOrder(run, process, { ...order, caller: dice.pick(run.shops.callers) });
}

/** Up to four at once, on whichever processes there are. */
function orderTheSameTwice(run: Run): void {
  const { dice } = run.stage;
  const number = `A-${run.history.orders.length + 1}`;
  for (let left = dice.whole(2, 4); left > 0; left -= 1) {
    const process = someProcess(run);
    if (process !== null) place(run, process, dice.chance(0.2) ? number.toLowerCase() : number);
  }
}

function useAnOrderNumberAgain(run: Run): void {
  const process = someProcess(run);
  const earlier = drawOrder(run, () => true);
  if (process !== null && earlier !== null) place(run, process, earlier.orderNumber);
}

/** What a shop does whose customer still waits: the same goods under a new number. */
function retryWhatWasUnknown(run: Run): void {
  const process = someProcess(run);
  const earlier = drawOrder(run, ({ answer }) => answer.told === 'unknown');
  if (process !== null && earlier !== null) place(run, process, `${earlier.orderNumber}-again`);
}

function cancelSomething(run: Run): void {
  const process = someProcess(run);
  const found = drawKnown(run);
  if (process === null || found === null) return;
  askForCancel(run, process, { ...found, ...drawSize(run, found.order), reason: null });
}

function drawSize({ stage: { dice } }: Run, { amount }: OrderAsked): { amount: bigint | null } {
  const part = BigInt(dice.whole(1, Math.max(1, Number(amount) - 1)));
  const half = amount / 2n === 0n ? 1n : amount / 2n;
  const sizes = [
    [4, null],
    [4, part],
    [3, half],
    [2, amount],
    [1, amount + 1n],
    [0.3, 0n],
  ] as const;
  return { amount: dice.weighted(sizes) };
}

/** Several cancels of one payment at once, equal or not, on whichever processes there are. */
function cancelFromTwoSides(run: Run): void {
  const { dice } = run.stage;
  const found = drawKnown(run);
  if (found === null) return;
  const shared = dice.chance(0.5) ? `equal-${run.history.cancels.length + 1}` : null;
  const size = drawSize(run, found.order);
  for (let left = dice.whole(2, 4); left > 0; left -= 1) {
    const process = someProcess(run);
    const { amount } = shared === null ? drawSize(run, found.order) : size;
    if (process !== null) askForCancel(run, process, { ...found, amount, reason: shared });
  }
}

/** After a time-out the shop sends the same again; after an answer it means another order line. */
function cancelTheSameAgain(run: Run): void {
  const { dice } = run.stage;
  const process = someProcess(run);
  const repeatable = run.history.cancels.filter((each) => isWorthRepeating(each));
  if (process === null || repeatable.length === 0) return;
  const earlier = dice.pick(repeatable.slice(-6));
  const order = run.history.orders.find(({ answer }) => tidOf(answer) === earlier.tid);
  if (order !== undefined) askForCancel(run, process, { ...earlier, order });
}

function isWorthRepeating({ answer }: CancelAsked): boolean {
  return answer.told === 'nothing' || answer.told === 'unknown' || answer.told === 'done';
}

function lookSomethingUp(run: Run): void {
  const process = someProcess(run);
  const found = drawKnown(run);
  if (process !== null && found !== null) lookUp(run, process, { ...found.order, tid: found.tid });
}

function drawOrder(run: Run, fits: (order: OrderAsked) => boolean): OrderAsked | null {
  const fitting = run.history.orders.filter(fits).slice(-10);
  return fitting.length === 0 ? null : run.stage.dice.pick(fitting);
}

/** A payment whose TID the shop has heard: approved for the most part, sometimes unknown. */
function drawKnown(run: Run): { order: OrderAsked; tid: string } | null {
  const { dice } = run.stage;
  const wanted = dice.chance(0.9) ? 'approved' : 'unknown';
  const order = drawOrder(run, ({ answer }) => answer.told === wanted);
  if (order === null) return null;
  const tid = tidOf(order.answer);
  return tid === null || tid === '' ? null : { order, tid };
}

function tidOf(answer: OrderAsked['answer']): string | null {
  return answer.told === 'approved' || answer.told === 'unknown' ? answer.tid : null;
}
