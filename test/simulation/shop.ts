// What shops ask of a process, and how the answers travel back to them.
import { won } from '../../core/money/won.ts';
import type { Caller } from '../../core/payment/approve.ts';
import { isApproved } from '../../core/payment/payment.ts';
import { type CardData, SensitiveCard } from '../../core/payment/sensitive-card.ts';
import { type ApprovalOutcome, approveCard } from '../../server/approval.ts';
import { type Cancelled, cancelPayment } from '../../server/cancellation.ts';
import { type FullPayment, findByTid } from '../../storage/payment.ts';
import type { CancelAsked, OrderAsked, ToldOfCancel, ToldOfOrder } from './history.ts';
import { isExpected, type Process, sentenceOf } from './process.ts';
import type { Run } from './run.ts';
import { as, idsIn } from './stage.ts';

export interface Order {
  readonly caller: Caller;
  readonly orderNumber: string;
  readonly amount: bigint;
  readonly instalment: number;
  readonly card: CardData;
}

export function placeOrder(run: Run, process: Process, order: Order): void {
  const { stage, history } = run;
  const { caller, orderNumber, amount } = order;
  const mark = `o${history.orders.length + 1}`;
  const asked: OrderAsked = {
    mark,
    merchantId: caller.merchant.id,
    orderNumber,
    amount,
    askedAt: stage.time.now(),
    answer: { told: 'nothing' },
    seenPaid: false,
  };
  history.orders.push(asked);
  stage.trace.say(process.actor.name, `asked ${mark}: order ${orderNumber} of ${amount}`);
  serve(run, process, {
    mark,
    work: () => approveCard(process.parts, presented(order, mark)),
    about: (outcome) => (outcome.ok ? outcome.value.id : (outcome.payment?.id ?? '')),
    read: (outcome) => toldOfOrder(outcome),
    broken: { told: 'refused', why: 'busy' },
    hear: (told) => {
      asked.answer = told;
    },
  });
}

function presented({ caller, orderNumber, amount, instalment, card }: Order, mark: string) {
  return {
    caller,
    card: new SensitiveCard(card),
    purchase: {
      ...({ method: 'card-key-in', tax: null, vatGiven: false, billing: null } as const),
      orderNumber,
      amount: won(amount),
      instalment,
      goods: { name: '텀블러', code: '' },
      buyer: { name: '홍길동', email: '', id: '', phone: '', address: '' },
      extras: [mark, '', '', '', ''],
      source: 'simulation',
    },
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

export interface Cancel {
  readonly order: OrderAsked;
  readonly tid: string;
  readonly amount: bigint | null;
  /** Null makes one that no other request has. */
  readonly reason: string | null;
}

export function askForCancel(run: Run, process: Process, cancel: Cancel): void {
  const { stage, history } = run;
  const { order, tid, amount } = cancel;
  const mark = `c${history.cancels.length + 1}`;
  const asked: CancelAsked = {
    mark,
    merchantId: order.merchantId,
    tid,
    amount,
    reason: cancel.reason ?? mark,
    askedAt: stage.time.now(),
    askedOf: process.actor.name,
    answer: { told: 'nothing' },
    answeredAt: null,
  };
  history.cancels.push(asked);
  const what = `cancel ${order.mark} by ${amount ?? 'the rest'} (${asked.reason})`;
  stage.trace.say(process.actor.name, `asked ${mark}: ${what}`);
  serve(run, process, {
    mark,
    work: () => cancelOwn(run, process, asked),
    about: (outcome) => (outcome.ok ? outcome.value.cancel.id : ''),
    read: (outcome) => toldOfCancel(outcome),
    broken: { told: 'refused', why: 'busy' },
    hear: (told, outcome) => {
      asked.answer = told;
      asked.answeredAt = stage.time.now();
      if (!outcome?.ok) return;
      const { payment, cancel: request } = outcome.value;
      as(stage, process.actor, () => process.parts.handOver.note(payment, request.id));
    },
  });
}

type CancelOutcome = Awaited<ReturnType<typeof cancelPayment>>;

async function cancelOwn(run: Run, process: Process, asked: CancelAsked): Promise<CancelOutcome> {
  const found = await findOwn(run, process, asked);
  if (found === null) return { ok: false, refusal: { kind: 'payment-not-found' } };
  const { merchantId, id } = found.payment;
  const amount = asked.amount === null ? null : won(asked.amount);
  const { reason } = asked;
  return cancelPayment(process.parts, { merchantId, id, amount, reason, askedBy: 'shop' });
}

/** As the dialect does it: by TID, of this merchant and of his present world. */
async function findOwn(
  run: Run,
  process: Process,
  { merchantId, tid }: { readonly merchantId: string; readonly tid: string },
): Promise<FullPayment | null> {
  const found = await findByTid(process.parts.store.pool, tid);
  const own = run.shops.callers.find(({ merchant }) => merchant.id === merchantId);
  const { payment } = found ?? {};
  if (payment?.merchantId !== merchantId) return null;
  return payment.generation === own?.merchant.generation ? found : null;
}

function toldOfCancel(outcome: CancelOutcome): ToldOfCancel {
  if (outcome.ok) return { told: 'done', amount: amountOf(outcome.value) };
  const { refusal } = outcome;
  if (refusal.kind === 'declined') return { told: 'declined' };
  if (refusal.kind === 'result-unknown') return { told: 'unknown' };
  return { told: 'refused', why: refusal.kind };
}

function amountOf({ cancel }: Cancelled): bigint {
  return cancel.amount;
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

interface Request<Outcome, Told> {
  readonly mark: string;
  readonly work: () => Promise<Outcome>;
  /** The id that the trace names beside the answer. */
  readonly about: (outcome: Outcome) => string;
  readonly read: (outcome: Outcome) => Told;
  /** What the server's rim answers when our code throws. */
  readonly broken: Told;
  readonly hear: (told: Told, outcome: Outcome | null) => void;
}

/** Works on a request; its answer is one more step, before which a crash may come. */
function serve<Outcome, Told>(run: Run, process: Process, request: Request<Outcome, Told>): void {
  const { stage } = run;
  const { actor } = process;
  process.open += 1;
  const answer = (told: Told, outcome: Outcome | null): void => {
    if (!actor.alive) return;
    const about = outcome === null ? '' : idsIn(request.about(outcome)).join('');
    stage.add({
      actor,
      kind: 'answer',
      label: `answer ${request.mark}: ${wordsOf(told)} ${about}`,
      run: async () => {
        if (!actor.alive) return;
        process.open -= 1;
        if (stage.dice.chance(run.temper.hangUpRate)) stage.trace.say('shop', 'had hung up');
        else request.hear(told, outcome);
      },
    });
  };
  as(stage, actor, request.work).then(
    (outcome) => answer(request.read(outcome), outcome),
    (error: unknown) => {
      stage.trace.say(actor.name, `${request.mark} threw ${sentenceOf(error)}`);
      if (!isExpected(error)) stage.report(`${request.mark} threw ${sentenceOf(error)}`);
      answer(request.broken, null);
    },
  );
}

function wordsOf(told: unknown): string {
  if (typeof told !== 'object' || told === null) return String(told);
  const { told: word, why, amount } = told as { told?: unknown; why?: unknown; amount?: unknown };
  return [word, why, amount].filter((part) => part !== undefined).join(' ');
}
