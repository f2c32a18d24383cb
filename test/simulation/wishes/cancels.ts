// Wishes of shops that give money back: in every size, from two sides, and the same again.
import { askForCancel } from '../cancelling.ts';
import type { Dice } from '../dice.ts';
import { drawKnown, someProcess, tidOf } from '../draws.ts';
import type { CancelAsked, OrderAsked } from '../history.ts';
import type { Run } from '../run.ts';

export function cancelSomething(run: Run): void {
  const process = someProcess(run);
  const found = drawKnown(run);
  if (process === null || found === null) return;
  askForCancel(run, process, { ...found, ...drawSize(run, found.order), reason: null });
}

type Size = Pick<CancelAsked, 'amount' | 'vat'>;

function drawSize({ stage: { dice } }: Run, { amount, method }: OrderAsked): Size {
  const part = BigInt(dice.whole(1, Math.max(1, Number(amount) - 1)));
  const half = amount / 2n === 0n ? 1n : amount / 2n;
  const size = dice.weighted<bigint | null>([
    [3, null],
    [6, part],
    [3, half],
    [1, amount],
    [1, amount + 1n],
    [0.3, 0n],
  ]);
  // The message of key-in has no field for it.
  const vat = method === 'card-key-in' ? null : drawVatBack(dice, size ?? amount);
  return { amount: size, vat };
}

/** Mostly silent; sometimes more than there can be. */
function drawVatBack(dice: Dice, amount: bigint): bigint | null {
  const usual = amount / 11n;
  return dice.weighted([
    [6, null],
    [2, usual],
    [1, 0n],
    [1, BigInt(dice.whole(0, Number(usual)))],
    [0.5, amount],
  ]);
}

/** Several cancels of one payment at once, equal or not, on whichever processes there are. */
export function cancelFromTwoSides(run: Run): void {
  const { dice } = run.stage;
  const found = drawKnown(run);
  if (found === null) return;
  const shared = dice.chance(0.5) ? `equal-${run.history.cancels.length + 1}` : null;
  const size = drawSize(run, found.order);
  for (let left = dice.whole(2, 4); left > 0; left -= 1) {
    const process = someProcess(run);
    const wanted = shared === null ? drawSize(run, found.order) : size;
    if (process !== null) askForCancel(run, process, { ...found, ...wanted, reason: shared });
  }
}

/** After a time-out the shop sends the same again; after an answer it means another order line. */
export function cancelTheSameAgain(run: Run): void {
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
