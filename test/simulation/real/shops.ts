// Shops at a real server: several at once ask for this and that until it no longer answers.
import { setTimeout as pause } from 'node:timers/promises';
import { call, keyinBody, openShop, type Shop, type WireAnswer } from '../../harness/shop.ts';
import { drawCard } from '../cards.ts';
import type { Dice } from '../dice.ts';
import type { CancelAsked, History, OrderAsked, ToldOfCancel, ToldOfOrder } from '../history.ts';

export interface Street {
  readonly url: string;
  /** Names this life of the server. */
  readonly life: string;
  readonly dice: Dice;
  readonly history: History;
  /** True once the server is about to be killed: nobody begins anything new. */
  readonly isOver: () => boolean;
}

const shopsAtOnce = 8;

export async function openStreet(street: Street): Promise<void> {
  const shop = await openShop(street.url);
  await Promise.all(Array.from({ length: shopsAtOnce }, () => trade(street, shop)));
}

async function trade(street: Street, shop: Shop): Promise<void> {
  while (!street.isOver()) {
    await wish(street, shop);
    await pause(street.dice.whole(0, 15));
  }
}

function wish(street: Street, shop: Shop): Promise<unknown> {
  const { dice } = street;
  const work = dice.weighted([
    [40, () => order(street, shop, newNumber(street))],
    [5, () => orderTheSameAtOnce(street, shop)],
    [4, () => useANumberAgain(street, shop)],
    [30, () => cancelSomething(street, shop)],
    [6, () => lookSomethingUp(street, shop)],
    [4, () => orderAFault(street)],
    [3, () => moveTheClock(street)],
  ]);
  return work();
}

function newNumber({ history, life }: Street): string {
  return `${life}-${history.orders.length + 1}`;
}

function orderTheSameAtOnce(street: Street, shop: Shop): Promise<unknown> {
  const number = newNumber(street);
  return Promise.all([1, 2, 3].map(() => order(street, shop, number)));
}

async function useANumberAgain(street: Street, shop: Shop): Promise<void> {
  const { orders } = street.history;
  if (orders.length > 0) await order(street, shop, street.dice.pick(orders).orderNumber);
}

async function order(street: Street, shop: Shop, orderNumber: string): Promise<void> {
  const { dice, history } = street;
  const card = drawCard(dice);
  const amount = dice.pick([1_000, 1_004, 50_000, 64_601, dice.whole(1, 999_999)]);
  const asked: OrderAsked = {
    mark: `o${history.orders.length + 1}`,
    ...{ merchantId: '', world: '', method: 'card-key-in', charge: null, vat: null, instalment: 0 },
    orderNumber,
    amount: BigInt(amount),
    askedAt: Date.now(),
    answer: { told: 'nothing' },
    answeredAt: null,
    seenPaid: false,
  };
  history.orders.push(asked);
  const answer = await heard(
    shop.keyin({
      ...keyinBody,
      ...{ ORDERNO: orderNumber, AMOUNT: String(amount), ETC1: asked.mark },
      ...{ CARDNO: card.number, EXPIREDT: card.expiry, CARDPWD: card.password },
    }),
  );
  if (answer === null) return;
  asked.answer = toldOfOrder(answer);
  asked.answeredAt = Date.now();
}

/** Null when the connection ended before an answer was read. */
async function heard(answer: Promise<WireAnswer>): Promise<WireAnswer | null> {
  return answer.catch(() => null);
}

function toldOfOrder(answer: WireAnswer): ToldOfOrder {
  const code = answer.RESULTCODE ?? '';
  const tid = answer.TID ?? '';
  if (code === '0000') return { told: 'approved', tid, approvalNumber: answer.ACCEPTNO ?? '' };
  if (code === 'E011') return { told: 'unknown', tid };
  if (code.startsWith('8')) return { told: 'declined' };
  return { told: 'refused', why: code === 'E010' ? 'busy' : code };
}

async function cancelSomething(street: Street, shop: Shop): Promise<void> {
  const { dice, history } = street;
  const known = history.orders.filter(({ answer }) => answer.told === 'approved').slice(-30);
  if (known.length === 0) return;
  const { answer, amount } = dice.pick(known);
  if (answer.told !== 'approved') return;
  const { tid } = answer;
  const part = BigInt(dice.whole(1, Number(amount)));
  const size = dice.pick([null, part, part, amount + 1n]);
  if (dice.chance(0.8)) return cancel(street, shop, { tid, amount: size, reason: null });
  // Equal ones at once, as a shop sends them whose customer clicks twice.
  const equal = { tid, amount: size, reason: `equal-${history.cancels.length + 1}` };
  await Promise.all([1, 2, 3].map(() => cancel(street, shop, equal)));
}

async function cancel(
  { life, history }: Street,
  shop: Shop,
  wanted: Pick<CancelAsked, 'tid' | 'amount'> & { readonly reason: string | null },
): Promise<void> {
  const mark = `c${history.cancels.length + 1}`;
  const reason = wanted.reason ?? mark;
  const asked: CancelAsked = {
    ...{ mark, merchantId: '', tid: wanted.tid, amount: wanted.amount, vat: null, reason },
    ...{ askedAt: Date.now(), askedOf: life, answer: { told: 'nothing' }, answeredAt: null },
  };
  history.cancels.push(asked);
  const size = wanted.amount === null ? {} : { amount: String(wanted.amount) };
  const answer = await heard(shop.cancel({ tid: wanted.tid, reason, ...size }));
  if (answer === null) return;
  asked.answer = toldOfCancel(answer);
  asked.answeredAt = Date.now();
}

function toldOfCancel(answer: WireAnswer): ToldOfCancel {
  const code = answer.cancel_code ?? '';
  if (code === '0000') return { told: 'done', amount: BigInt(answer.cancel_amt ?? '0') };
  if (code === 'E011') return { told: 'unknown' };
  if (code.startsWith('8')) return { told: 'declined' };
  return { told: 'refused', why: code };
}

async function lookSomethingUp({ dice, history }: Street, shop: Shop): Promise<void> {
  const known = history.orders.filter(({ answer }) => 'tid' in answer).slice(-30);
  if (known.length === 0) return;
  const asked = dice.pick(known);
  if (!('tid' in asked.answer)) return;
  const answer = await heard(shop.paycert(asked.answer.tid));
  if (answer?.RESULTCODE === '0000') asked.seenPaid = true;
}

async function orderAFault({ url, dice }: Street): Promise<void> {
  const body = {
    at: dice.pick(['rail.authorise', 'rail.cancel', 'rail.inquire', 'rail.net-cancel']),
    effect: dice.pick(['answer-lost', 'request-lost', 'answer-late', 'connection-reset']),
    times: dice.whole(1, 3),
    match: {},
  };
  await call(url, { method: 'POST', path: '/sandbox/faults', body }).catch(() => {});
}

/** Also what a buyer waits for: the clock of a call whose rail is silent. */
async function moveTheClock({ url, dice }: Street): Promise<void> {
  const advance = dice.weighted([
    [6, 'PT5S'],
    [6, 'PT20S'],
    [2, 'PT5M'],
    [1, 'PT6H'],
  ]);
  await call(url, { method: 'POST', path: '/sandbox/clock', body: { advance } }).catch(() => {});
}
