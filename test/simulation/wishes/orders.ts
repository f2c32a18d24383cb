// Wishes of shops that key cards in: new orders, repetitions, numbers used again, retries.
import { drawCard } from '../cards.ts';
import { drawAmount, drawOrder, someCaller, someProcess } from '../draws.ts';
import type { OrderAsked } from '../history.ts';
import type { Process } from '../process.ts';
import type { Run } from '../run.ts';
import { placeOrder } from '../shop.ts';

export function orderSomething(run: Run): void {
  const process = someProcess(run);
  if (process !== null) place(run, process, `A-${run.history.orders.length + 1}`);
}

function place(run: Run, process: Process, orderNumber: string): void {
  const { dice } = run.stage;
  placeOrder(run, process, {
    ...{ orderNumber, instalment: drawMonths(run), amount: drawAmount(dice), vat: null },
    card: drawCard(dice),
    caller: someCaller(run, 'cookiepay'),
  });
}

/** Most pay at once; three months are what most shops pay the interest of. */
function drawMonths({ stage: { dice } }: Run): number {
  if (dice.chance(0.7)) return 0;
  return dice.chance(0.5) ? 3 : dice.whole(2, 12);
}

/** Up to four at once, on whichever processes there are. */
export function orderTheSameTwice(run: Run): void {
  const { dice } = run.stage;
  const number = `A-${run.history.orders.length + 1}`;
  for (let left = dice.whole(2, 4); left > 0; left -= 1) {
    const process = someProcess(run);
    if (process !== null) place(run, process, dice.chance(0.2) ? number.toLowerCase() : number);
  }
}

export function useAnOrderNumberAgain(run: Run): void {
  const process = someProcess(run);
  const earlier = drawOrder(run, isKeyedIn);
  if (process !== null && earlier !== null) place(run, process, earlier.orderNumber);
}

/** What a shop does whose customer still waits: the same goods under a new number. */
export function retryWhatWasUnknown(run: Run): void {
  const process = someProcess(run);
  const earlier = drawOrder(run, (each) => isKeyedIn(each) && each.answer.told === 'unknown');
  if (process !== null && earlier !== null) place(run, process, `${earlier.orderNumber}-again`);
}

function isKeyedIn({ method }: OrderAsked): boolean {
  return method === 'card-key-in';
}
