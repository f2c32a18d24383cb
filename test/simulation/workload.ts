// The random wishes of shops: orders, charges, keys, cancels, look-ups, and how often each.
import { drawKnown, someProcess } from './draws.ts';
import type { Run } from './run.ts';
import { lookUp } from './shop.ts';
import { cancelFromTwoSides, cancelSomething, cancelTheSameAgain } from './wishes/cancels.ts';
import {
  chargeAfterADecline,
  chargeSomething,
  chargeTheSameMonthAtOnce,
  registerSomething,
  removeSomething,
  removeWhileItIsCharged,
} from './wishes/keys.ts';
import {
  orderSomething,
  orderTheSameTwice,
  retryWhatWasUnknown,
  useAnOrderNumberAgain,
} from './wishes/orders.ts';

type Wish = (run: Run) => void;

// biome-ignore format: a table
const wishes: readonly (readonly [weight: number, wish: Wish])[] = [
  [24, orderSomething],
  [ 6, orderTheSameTwice],
  [ 4, useAnOrderNumberAgain],
  [ 4, retryWhatWasUnknown],
  [10, registerSomething],
  [26, chargeSomething],
  [ 3, chargeTheSameMonthAtOnce],
  [ 5, chargeAfterADecline],
  [ 2, removeSomething],
  [ 2, removeWhileItIsCharged],
  [26, cancelSomething],
  [ 8, cancelFromTwoSides],
  [10, cancelTheSameAgain],
  [ 6, lookSomethingUp],
];

export function wishSomething(run: Run): void {
  run.stage.dice.weighted(wishes)(run);
}

function lookSomethingUp(run: Run): void {
  const process = someProcess(run);
  const found = drawKnown(run);
  if (process !== null && found !== null) lookUp(run, process, { ...found.order, tid: found.tid });
}
