// Wishes of buyers and shops around payment windows: pay, click twice, change cards, leave, confirm.
import type { PayRequest } from '../../../wire/window.ts';
import { drawAccount, drawCard, drawUsualCard } from '../cards.ts';
import { confirmWindow } from '../confirming.ts';
import { drawAmount, drawVat, someCaller, someProcess } from '../draws.ts';
import type { ConfirmAsked, WindowAsked, WindowHeard } from '../history.ts';
import type { Process } from '../process.ts';
import type { Run } from '../run.ts';
import { closeWindow, lookAtWindow, openWindow, tryToPay } from '../windows.ts';

export function openSomeWindow(run: Run): void {
  const { dice } = run.stage;
  const process = someProcess(run);
  if (process === null) return;
  const { windows } = run.history;
  const amount = dice.chance(0.1) ? 50_000_000n : drawAmount(dice);
  const earlier = dice.chance(0.15) && windows.length > 0 ? dice.pick(windows.slice(-4)) : null;
  openWindow(run, process, {
    caller: someCaller(run, 'payple'),
    ...dice.pick(offers),
    orderNumber: earlier?.orderNumber ?? `W-${windows.length + 1}`,
    ...{ amount, vat: drawVat(dice, amount), month: dice.chance(0.2) ? '2026-03' : null },
    onHeard: nextFor(run),
  });
}

// What windows are opened for; only those of links leave the buyer the choice of everything.
const offers = [
  { work: 'pay', paidBy: 'card', cardUse: 'recurring' },
  { work: 'pay', paidBy: 'card', cardUse: 'one-off' },
  { work: 'pay', paidBy: 'account', cardUse: 'recurring' },
  { work: 'pay', paidBy: 'any', cardUse: 'any' },
  { work: 'certify', paidBy: 'card', cardUse: 'recurring' },
  { work: 'certify', paidBy: 'card', cardUse: 'one-off' },
  { work: 'certify', paidBy: 'account', cardUse: 'recurring' },
  { work: 'register', paidBy: 'card', cardUse: 'recurring' },
  { work: 'register', paidBy: 'account', cardUse: 'recurring' },
] as const;

/** The newest of what a page has heard: answers may overtake each other, ends do not change. */
function lastOf({ heard }: WindowAsked): WindowHeard | null {
  return heard.at(-1) ?? null;
}

function drawWindow(run: Run, fits: (heard: WindowHeard) => boolean): WindowAsked | null {
  const fitting = run.history.windows.filter((window) => {
    const last = lastOf(window);
    return last !== null && fits(last);
  });
  return fitting.length === 0 ? null : run.stage.dice.pick(fitting.slice(-5));
}

/** Sometimes with a double click, or a second tab of the same window. */
export function payInSomeWindow(run: Run): void {
  const window = drawWindow(run, ({ status }) => status === 'open');
  if (window !== null) payIn(run, window);
}

function payIn(run: Run, window: WindowAsked): void {
  const typed = drawTyped(run, window);
  for (let left = run.stage.dice.weighted(clicks); left > 0; left -= 1) {
    const process = someProcess(run);
    if (process !== null) tryToPay(run, process, { window, typed, onHeard: nextFor(run) });
  }
}

/** Most buyers go on at once: another card after a decline, and then their shop has its word. */
function nextFor(run: Run): (window: WindowAsked) => void {
  const goesOn = run.stage.dice.chance(0.7);
  return (window) => {
    const last = lastOf(window);
    if (!goesOn || last === null) return;
    if (last.status === 'open') payIn(run, window);
    else if (last.requestKey !== null && window.confirms.length === 0) confirmOf(run, window);
  };
}

const clicks = [
  [8, 1],
  [2, 2],
  [0.5, 4],
] as const;

function drawTyped({ stage: { dice }, bank }: Run, { paidBy }: WindowAsked): PayRequest {
  const way = dice.weighted([
    [paidBy === 'account' ? 0.2 : 6, 'card'],
    [paidBy === 'account' ? 0.2 : 2, 'app-card'],
    [paidBy === 'card' ? 0.2 : 6, 'transfer'],
  ] as const);
  if (way === 'card') {
    const card = dice.chance(0.8) ? drawUsualCard(dice) : drawCard(dice);
    const { number, expiry, password, holder: birthDate } = card;
    return { way, number, expiry, password, birthDate, instalment: dice.chance(0.2) ? 3 : 0 };
  }
  if (way === 'app-card') {
    const card = dice.pick(bank.rail.appCards()).id;
    return { way, card, decision: dice.chance(0.8) ? 'approve' : 'decline', instalment: 0 };
  }
  const { bank: code, number, holder: birthDate, holderName: holder } = drawAccount(dice);
  return { way, bank: code, number, holder, birthDate };
}

/** Also while a try is under way: whoever comes first decides. */
export function closeSomeWindow(run: Run): void {
  const { dice } = run.stage;
  const window = drawWindow(run, ({ status }) => status === 'open');
  const process = someProcess(run);
  if (window === null || process === null) return;
  const typed = drawTyped(run, window);
  const pays = (at: Process) => tryToPay(run, at, { window, typed, onHeard: nextFor(run) });
  const both = dice.chance(0.5);
  if (both && dice.chance(0.5)) pays(process);
  closeWindow(run, process, window);
  if (both) pays(someProcess(run) ?? process);
}

export function lookAtSomeWindow(run: Run): void {
  const window = drawWindow(run, () => true);
  const process = someProcess(run);
  if (window !== null && process !== null) lookAtWindow(run, process, window);
}

/** One to five at once, on whichever processes there are; also again, and also wrong ones. */
export function confirmSomeWindow(run: Run): void {
  const window = drawWindow(run, ({ requestKey }) => requestKey !== null);
  if (window !== null) confirmOf(run, window);
}

function confirmOf(run: Run, window: WindowAsked): void {
  const { dice } = run.stage;
  const heard = window.heard.find(({ requestKey }) => requestKey !== null);
  const caller = run.shops.callers.find(({ credential }) => {
    return window.world.endsWith(`/${credential.id}`);
  });
  if (heard?.requestKey == null || heard.authKey === null || caller === undefined) return;
  const { requestKey } = heard;
  for (let left = dice.weighted(confirms); left > 0; left -= 1) {
    const process = someProcess(run);
    if (process === null) return;
    const as = dice.weighted(kinds);
    const own = dice.chance(0.7) ? heard.authKey : window.openedWith;
    const authKey = as === 'other-window' ? otherKey(run, window) : own;
    confirmWindow(run, process, {
      ...{ window, as, authKey, requestKey, caller, billingKey: heard.key ?? '' },
    });
  }
}

const confirms = [
  [6, 1],
  [2, 2],
  [1, 5],
] as const;

const kinds: readonly (readonly [number, ConfirmAsked['as']])[] = [
  [10, 'right'],
  [1, 'other-amount'],
  [1, 'other-window'],
];

/** Of another window of the same credential, where there is one. */
function otherKey({ history }: Run, window: WindowAsked): string {
  const others = history.windows.filter((each) => each !== window && each.world === window.world);
  return others.at(-1)?.openedWith ?? '';
}
