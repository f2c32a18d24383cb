// What shops cancel at a process, and how the answers travel back to them.
import { won } from '../../core/money/won.ts';
import type { RefundTarget } from '../../core/payment/cancel-request.ts';
import {
  type AccountData,
  forgetAccount,
  SensitiveAccount,
} from '../../core/payment/sensitive-account.ts';
import { type Cancelled, cancelPayment } from '../../server/cancellation.ts';
import type { CancelAsked, OrderAsked, ToldOfCancel } from './history.ts';
import type { Process } from './process.ts';
import type { Run } from './run.ts';
import { serve } from './serving.ts';
import { findOwn } from './shop.ts';
import { as } from './stage.ts';

export interface Cancel {
  readonly order: OrderAsked;
  readonly tid: string;
  readonly amount: bigint | null;
  readonly vat: bigint | null;
  /** Null makes one that no other request has. */
  readonly reason: string | null;
  /** The account of the buyer, where no rail can give his money back. */
  readonly refundTo?: AccountData | null;
}

export function askForCancel(run: Run, process: Process, cancel: Cancel): void {
  const { stage, history } = run;
  const { order, tid, amount, vat } = cancel;
  const mark = `c${history.cancels.length + 1}`;
  const asked: CancelAsked = {
    mark,
    merchantId: order.merchantId,
    tid,
    amount,
    vat,
    reason: cancel.reason ?? mark,
    askedAt: stage.time.now(),
    askedOf: process.actor.name,
    answer: { told: 'nothing' },
    answeredAt: null,
  };
  history.cancels.push(asked);
  const named = vat === null ? '' : ` with ${vat} of VAT`;
  const what = `cancel ${order.mark} by ${amount ?? 'the rest'}${named} (${asked.reason})`;
  stage.trace.say(process.actor.name, `asked ${mark}: ${what}`);
  serve(run, process, {
    mark,
    work: () => cancelOwn(run, process, { asked, refund: targetOf(process, cancel) }),
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

interface Cancelling {
  readonly asked: CancelAsked;
  readonly refund: RefundTarget | null;
}

async function cancelOwn(
  run: Run,
  process: Process,
  { asked, refund }: Cancelling,
): Promise<CancelOutcome> {
  const found = await findOwn(run, process, asked);
  if (found === null) return { ok: false, refusal: { kind: 'payment-not-found' } };
  const { merchantId, id } = found.payment;
  const amount = asked.amount === null ? null : won(asked.amount);
  const vat = asked.vat === null ? null : won(asked.vat);
  const wanted = { merchantId, id, amount, vat, reason: asked.reason, askedBy: 'shop', refund };
  return cancelPayment(process.parts, wanted);
}

/** The bank knows it by a token from here on. */
function targetOf({ parts }: Process, { refundTo }: Cancel): RefundTarget | null {
  if (refundTo === undefined || refundTo === null) return null;
  const account = new SensitiveAccount(refundTo);
  const known = parts.rail.registerAccount(account);
  forgetAccount(account);
  if (!known.registered) return null;
  const { token, bank } = known.facts;
  return { token, bank: bank.code, holder: refundTo.holderName };
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
