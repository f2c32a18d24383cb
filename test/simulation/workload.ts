// The random wishes of shops: orders, charges, keys, cancels, look-ups, and how often each.
import { drawKnown, someProcess } from './draws.ts';
import { moveSomeFunds, moveTheSameAgain } from './own-funds.ts';
import type { Run } from './run.ts';
import { lookUp } from './shop.ts';
import {
  giveBuyersMoneyBack,
  giveSomeAccountUp,
  payIntoSomeAccount,
  sellByAccount,
  sellTheSameAgain,
  sellUnderAUsedNumber,
  takeSomeDepositBack,
} from './wishes/buyers.ts';
import { cancelFromTwoSides, cancelSomething, cancelTheSameAgain } from './wishes/cancels.ts';
import {
  askFromTwoSides,
  askTheSameAgain,
  askWhereToPayIn,
  cancelSomethingOld,
  payInSomewhere,
} from './wishes/deposits.ts';
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
import { chargeSomeRound, scheduleSomething, stopSomeSchedule } from './wishes/schedules.ts';
import {
  bringStatement,
  bringStatementAgain,
  giveUpSomeDebt,
  resolveSomeBreak,
} from './wishes/statements.ts';
import {
  closeSomeWindow,
  confirmSomeWindow,
  lookAtSomeWindow,
  openSomeWindow,
  payInSomeWindow,
} from './wishes/windows.ts';

type Wish = (run: Run) => void;

/** What a world may have more of than others do. */
// biome-ignore format: a table
export const trades = [
  'key-in', 'billing', 'windows', 'cancels', 'deposits', 'buyers', 'statements',
] as const;
export type Trade = (typeof trades)[number];

// biome-ignore format: a table
const wishes: readonly (readonly [weight: number, trade: Trade | null, wish: Wish])[] = [
  [24, 'key-in',  orderSomething],
  [ 6, 'key-in',  orderTheSameTwice],
  [ 4, 'key-in',  useAnOrderNumberAgain],
  [ 4, 'key-in',  retryWhatWasUnknown],
  [ 8, 'billing', registerSomething],
  [26, 'billing', chargeSomething],
  [ 3, 'billing', chargeTheSameMonthAtOnce],
  [ 5, 'billing', chargeAfterADecline],
  [ 1, 'billing', removeSomething],
  [ 1, 'billing', removeWhileItIsCharged],
  [30, 'billing', scheduleSomething],
  [ 1, 'billing', stopSomeSchedule],
  [ 3, 'billing', chargeSomeRound],
  [12, 'windows', openSomeWindow],
  [20, 'windows', payInSomeWindow],
  [ 3, 'windows', closeSomeWindow],
  [ 4, 'windows', lookAtSomeWindow],
  [10, 'windows', confirmSomeWindow],
  [26, 'cancels', cancelSomething],
  [ 8, 'cancels', cancelFromTwoSides],
  [10, 'cancels', cancelTheSameAgain],
  [10, 'deposits', cancelSomethingOld],
  [ 8, 'deposits', askWhereToPayIn],
  [ 3, 'deposits', askTheSameAgain],
  [ 2, 'deposits', askFromTwoSides],
  [10, 'deposits', payInSomewhere],
  [16, 'buyers',     sellByAccount],
  [ 4, 'buyers',     sellTheSameAgain],
  [ 2, 'buyers',     sellUnderAUsedNumber],
  [ 8, 'buyers',     payIntoSomeAccount],
  [ 3, 'buyers',     giveSomeAccountUp],
  [ 8, 'buyers',     giveBuyersMoneyBack],
  [ 6, 'buyers',     takeSomeDepositBack],
  [ 8, 'statements', bringStatement],
  [ 3, 'statements', bringStatementAgain],
  [ 4, 'statements', resolveSomeBreak],
  [ 1, 'statements', giveUpSomeDebt],
  [ 2, 'statements', moveSomeFunds],
  [ 1, 'statements', moveTheSameAgain],
  [ 6, null,       lookSomethingUp],
];

/** How much more often shops cancel by deposit once their sales are paid out, and banks tell of it. */
const afterwards: Readonly<Partial<Record<Trade, number>>> = { deposits: 8, statements: 4 };

export function wishSomething(run: Run): void {
  const { dice } = run.stage;
  const { trade } = run.temper;
  const weighed = wishes.map(([weight, of, wish]) => {
    if (of === null) return [weight, wish] as const;
    const urge = run.isAfterwards ? (afterwards[of] ?? 1) : 1;
    return [weight * trade[of] * urge, wish] as const;
  });
  dice.weighted(weighed)(run);
}

function lookSomethingUp(run: Run): void {
  const process = someProcess(run);
  const found = drawKnown(run);
  if (process !== null && found !== null) lookUp(run, process, { ...found.order, tid: found.tid });
}
