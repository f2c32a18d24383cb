// Wishes of shops with billing keys: make one, charge it now or for a month, remove it meanwhile.
import { drawAccount, drawCard, drawUsualCard } from '../cards.ts';
import { type Charge, chargeKey } from '../charges.ts';
import { drawAmount, drawOrder, drawVat, someCaller, someProcess } from '../draws.ts';
import type { KeyAsked } from '../history.ts';
import { registerKey, removeKey, type Typed } from '../keys.ts';
import type { Run } from '../run.ts';

export function registerSomething(run: Run): void {
  const process = someProcess(run);
  if (process === null) return;
  registerKey(run, process, { caller: someCaller(run, 'payple'), typed: drawTyped(run) });
}

/** A key of a card that never pays is of little use, so most cards do. */
function drawTyped({ stage: { dice } }: Run): Typed {
  if (dice.chance(0.4)) return { of: 'account', account: drawAccount(dice) };
  return { of: 'card', card: dice.chance(0.7) ? drawUsualCard(dice) : drawCard(dice) };
}

/** One of the last keys that a shop has heard of; rarely one that is no longer there. */
export function drawKey({ history, shops, stage: { dice } }: Run): KeyAsked | null {
  const known = history.keys.filter(({ answer }) => answer.told === 'registered').slice(-8);
  const there = known.filter(({ answer, merchantId, generation }) => {
    const isRemoved = history.removals.some(
      ({ key }) => answer.told === 'registered' && key === answer.key,
    );
    const isOld = shops.callers.every(
      ({ merchant }) => merchant.id !== merchantId || merchant.generation !== generation,
    );
    return !isRemoved && !isOld;
  });
  const some = dice.chance(0.1) ? known : there;
  return some.length === 0 ? null : dice.pick(some);
}

const months = ['2026-03', '2026-04'];

function drawCharge(run: Run, key: KeyAsked): Charge {
  const { dice } = run.stage;
  // Some are more than the house lets through, so that a number and a month become free again.
  const amount = dice.chance(0.15) ? 50_000_000n : drawAmount(dice);
  const own = run.shops.callers.filter(
    ({ merchant, contract }) => merchant.id === key.merchantId && contract.dialect === 'payple',
  );
  return {
    // Now and then it is somebody else's key, or one for the other family of messages.
    caller: dice.chance(0.05) ? someCaller(run, 'payple') : dice.pick(own),
    by: dice.chance(0.05) ? 'card' : key.of,
    key: key.answer.told === 'registered' ? key.answer.key : '',
    month: dice.chance(0.5) ? dice.pick(months) : null,
    orderNumber: `B-${run.history.orders.length + 1}`,
    ...{ amount, vat: drawVat(dice, amount) },
  };
}

export function chargeSomething(run: Run): void {
  const { dice } = run.stage;
  const process = someProcess(run);
  const key = drawKey(run);
  if (process === null || key === null) return;
  const used = dice.chance(0.12) ? drawOrder(run, ({ charge }) => charge !== null) : null;
  const charge = drawCharge(run, key);
  chargeKey(run, process, { ...charge, orderNumber: used?.orderNumber ?? charge.orderNumber });
}

/** A batch that runs on two machines, or twice: up to twenty, under one number or many. */
export function chargeTheSameMonthAtOnce(run: Run): void {
  const { dice } = run.stage;
  const key = drawKey(run);
  if (key === null) return;
  const month = dice.pick(months);
  const oneNumber = dice.chance(0.3) ? `B-${run.history.orders.length + 1}` : null;
  const many = dice.weighted([
    [5, dice.whole(2, 4)],
    [1, 20],
  ]);
  for (let left = many; left > 0; left -= 1) {
    const process = someProcess(run);
    if (process === null) return;
    const charge = { ...drawCharge(run, key), month };
    chargeKey(run, process, { ...charge, orderNumber: oneNumber ?? charge.orderNumber });
  }
}

/** What was declined holds neither its number nor its month: the shop asks for both again. */
export function chargeAfterADecline(run: Run): void {
  const { dice } = run.stage;
  const process = someProcess(run);
  const declined = drawOrder(run, ({ charge, answer }) => {
    return charge !== null && (answer.told === 'declined' || answer.told === 'unknown');
  });
  const caller = run.shops.callers.find(({ credential }) => {
    return declined?.world.endsWith(`/${credential.id}`);
  });
  if (process === null || declined?.charge == null || caller === undefined) return;
  const key = dice.chance(0.5) ? drawKey(run) : null;
  const other = key === null ? null : drawCharge(run, key);
  chargeKey(run, process, {
    caller: other?.caller ?? caller,
    ...{ orderNumber: declined.orderNumber, amount: other?.amount ?? 10_000n, vat: null },
    by: other?.by ?? (declined.method === 'card-billing' ? 'card' : 'account'),
    key: other?.key ?? declined.charge.key,
    month: declined.charge.month,
  });
}

export function removeSomething(run: Run): void {
  const process = someProcess(run);
  const key = drawKey(run);
  if (process !== null && key !== null) removeKey(run, process, key);
}

/** Whoever commits first wins; a charge after that finds no key. */
export function removeWhileItIsCharged(run: Run): void {
  const { dice } = run.stage;
  const key = drawKey(run);
  if (key === null) return;
  const removedAt = dice.whole(0, 2);
  for (let turn = 0; turn < 3; turn += 1) {
    const process = someProcess(run);
    if (process === null) return;
    if (turn === removedAt) removeKey(run, process, key);
    else chargeKey(run, process, drawCharge(run, key));
  }
}
