// What shops order of a process, and how the answers travel back to them.
import type { MerchantId } from '../../core/merchant/merchant.ts';
import { won } from '../../core/money/won.ts';
import type { Caller, Purchase } from '../../core/payment/approve.ts';
import { isApproved } from '../../core/payment/payment.ts';
import { type CardData, SensitiveCard } from '../../core/payment/sensitive-card.ts';
import { type ApprovalOutcome, approveCard } from '../../server/approval.ts';
import { type FullPayment, findByTid } from '../../storage/payment.ts';
import type { OrderAsked, SaidOfVat, ToldOfOrder } from './history.ts';
import type { Process } from './process.ts';
import type { Run } from './run.ts';
import { serve } from './serving.ts';

export interface Order {
  readonly caller: Caller;
  readonly orderNumber: string;
  readonly amount: bigint;
  readonly vat: SaidOfVat;
}

export interface KeyedIn extends Order {
  readonly instalment: number;
  readonly card: CardData;
}

/** Keeps what a shop is about to ask for. */
export function noteOrder(
  run: Run,
  { caller, orderNumber, amount, vat }: Order,
  how: Pick<OrderAsked, 'method' | 'charge' | 'instalment'>,
): OrderAsked {
  const { stage, history } = run;
  const asked: OrderAsked = {
    mark: `o${history.orders.length + 1}`,
    merchantId: caller.merchant.id,
    world: worldOf(caller),
    ...how,
    orderNumber,
    amount,
    vat,
    askedAt: stage.time.now(),
    answer: { told: 'nothing' },
    answeredAt: null,
    seenPaid: false,
  };
  history.orders.push(asked);
  return asked;
}

export function worldOf({ merchant, credential }: Caller): string {
  return `${merchant.generation}/${credential.id}`;
}

export function placeOrder(run: Run, process: Process, order: KeyedIn): void {
  const { orderNumber, amount, instalment, caller } = order;
  const asked = noteOrder(run, order, { method: 'card-key-in', charge: null, instalment });
  run.stage.trace.say(process.actor.name, `asked ${asked.mark}: order ${orderNumber} of ${amount}`);
  const silent = { tax: null, vatGiven: false, billing: null };
  const purchase = { ...goodsOf(asked), ...silent, instalment };
  const card = new SensitiveCard(order.card);
  hearOf(run, process, {
    asked,
    work: () => approveCard(process.parts, { caller, card, purchase }),
  });
}

/** Asks for an approval, whichever way it goes, and notes what the shop is told. */
export function hearOf(
  run: Run,
  process: Process,
  { asked, work }: { readonly asked: OrderAsked; readonly work: () => Promise<ApprovalOutcome> },
): void {
  serve(run, process, {
    mark: asked.mark,
    work,
    about: (outcome) => (outcome.ok ? outcome.value.id : (outcome.payment?.id ?? '')),
    read: (outcome) => toldOfOrder(outcome),
    broken: { told: 'refused', why: 'busy' },
    hear: (told) => {
      asked.answer = told;
      asked.answeredAt = run.stage.time.now();
    },
  });
}

type Named = 'method' | 'orderNumber' | 'amount' | 'goods' | 'buyer' | 'extras' | 'source';

/** What every order says beside the way in which it is paid. */
export function goodsOf({ mark, method, orderNumber, amount }: OrderAsked): Pick<Purchase, Named> {
  return {
    ...{ method, orderNumber, amount: won(amount) },
    goods: { name: '텀블러', code: '' },
    buyer: { name: '홍길동', email: '', id: '', phone: '', address: '' },
    extras: [mark, '', '', '', ''],
    source: 'simulation',
  };
}

function toldOfOrder(outcome: ApprovalOutcome): ToldOfOrder {
  if (outcome.ok) {
    const { tid, approval } = outcome.value;
    return { told: 'approved', tid, approvalNumber: approval.number };
  }
  const { refusal, payment } = outcome;
  if (refusal.kind === 'declined') return { told: 'declined' };
  if (refusal.kind === 'result-unknown') return { told: 'unknown', tid: payment?.tid ?? '' };
  return { told: 'refused', why: refusal.kind };
}

/** As the dialect does it: by TID, of this merchant and of his present world. */
export async function findOwn(
  run: Run,
  process: Process,
  { merchantId, tid }: { readonly merchantId: string; readonly tid: string },
): Promise<FullPayment | null> {
  const found = await findByTid(process.parts.store.pool, tid);
  const { payment } = found ?? {};
  if (payment?.merchantId !== merchantId) return null;
  return payment.generation === presentWorld(run, payment.merchantId) ? found : null;
}

function presentWorld({ shops }: Run, merchantId: MerchantId): number | undefined {
  return shops.callers.find(({ merchant }) => merchant.id === merchantId)?.merchant.generation;
}

/** Looks a payment up, as a shop does before it ships. */
export function lookUp(run: Run, process: Process, order: OrderAsked & { tid: string }): void {
  const { stage, history } = run;
  const mark = `look ${order.mark}`;
  const asked = history.orders.find((each) => each.mark === order.mark);
  serve(run, process, {
    mark,
    work: () => findOwn(run, process, order),
    about: (found) => found?.payment.id ?? '',
    read: (found) => (found !== null && isApproved(found.payment) ? 'paid' : 'not paid'),
    broken: 'not paid',
    hear: (told) => {
      if (asked !== undefined && told === 'paid') asked.seenPaid = true;
      stage.trace.say(process.actor.name, `${mark}: ${told}`);
    },
  });
}
