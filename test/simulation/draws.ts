// What the dice decide when somebody wishes something: a process, an amount, something earlier.
import type { Dialect } from '../../core/merchant/merchant.ts';
import type { Caller } from '../../core/payment/approve.ts';
import type { Dice } from './dice.ts';
import type { OrderAsked, SaidOfVat } from './history.ts';
import type { Process } from './process.ts';
import type { Run } from './run.ts';

export function someProcess({ processes, stage }: Run): Process | null {
  const ready = processes.filter((each) => each.ready);
  return ready.length === 0 ? null : stage.dice.pick(ready);
}

export function someCaller({ shops, stage }: Run, dialect: Dialect): Caller {
  return stage.dice.pick(shops.callers.filter(({ contract }) => contract.dialect === dialect));
}

export function drawAmount(dice: Dice): bigint {
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

/** Mostly silent; else a figure up to the most that a shop may name, or that there is none. */
export function drawVat(dice: Dice, amount: bigint): SaidOfVat {
  const most = Number((amount * 2n + 11n) / 22n);
  return dice.weighted<() => SaidOfVat>([
    [5, () => null],
    [1, () => 'none'],
    [1, () => 0n],
    [1, () => BigInt(most)],
    [2, () => BigInt(dice.whole(0, most))],
  ])();
}

export function drawOrder(run: Run, fits: (order: OrderAsked) => boolean): OrderAsked | null {
  const fitting = run.history.orders.filter(fits).slice(-10);
  return fitting.length === 0 ? null : run.stage.dice.pick(fitting);
}

/** A payment whose TID the shop has heard: approved for the most part, sometimes unknown. */
export function drawKnown(run: Run): { order: OrderAsked; tid: string } | null {
  const { dice } = run.stage;
  const wanted = dice.chance(0.9) ? 'approved' : 'unknown';
  const whole = dice.chance(0.8);
  const order = drawOrder(run, (each) => {
    return each.answer.told === wanted && !(whole && isGivenBack(run, each));
  });
  if (order === null) return null;
  const tid = tidOf(order.answer);
  return tid === null || tid === '' ? null : { order, tid };
}

/** So far as the shop knows. */
export function isGivenBack({ history }: Run, { answer, amount }: OrderAsked): boolean {
  return history.cancels.some((cancel) => {
    return (
      cancel.tid === tidOf(answer) && 'amount' in cancel.answer && cancel.answer.amount === amount
    );
  });
}

export function tidOf(answer: OrderAsked['answer']): string | null {
  return answer.told === 'approved' || answer.told === 'unknown' ? answer.tid : null;
}
