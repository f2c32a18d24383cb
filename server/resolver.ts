// Finds out what became of calls that were never answered: approvals backwards, cancels forwards.
import { isAdoptable } from '../core/payment/adopt.ts';
import { loseSight } from '../core/payment/approve.ts';
import { openCancel } from '../core/payment/cancel.ts';
import type { CancelRequest } from '../core/payment/cancel-request.ts';
import {
  type Approved,
  isApproved,
  type Payment,
  remainderOf,
  type Unknown,
} from '../core/payment/payment.ts';
import { type Finding, resolveApproval } from '../core/payment/resolve.ts';
import { after, secondMs } from '../core/time/instant.ts';
import { type DueRow, release } from '../storage/due.ts';
import { loadPayment } from '../storage/payment.ts';
import { referenceOf } from './approval.ts';
import { answerOf, cancelPayment, recordAnswer } from './cancellation.ts';
import { within } from './clock.ts';
import { inquireCancel, orderCancel } from './order-cancel.ts';
import type { Parts } from './parts.ts';
import { beginNext } from './settlement/begin-deposited.ts';

/** One question to the rail; shorter than a lease. */
const railWaitMs = 8 * secondMs;

export async function resolve(parts: Parts, row: DueRow): Promise<void> {
  const { merchantId, paymentId: id } = row;
  const found = await loadPayment(parts.store.pool, { merchantId, id });
  const payment = found?.payment;
  if (row.kind === 'approval' && payment?.status === 'unknown') {
    return resolveUnknown(parts, payment, row);
  }
  const open = row.kind === 'cancel' && payment !== undefined ? openCancel(payment) : null;
  if (open !== null && payment !== undefined && isApproved(payment)) {
    return resolveCancel(parts, payment, open);
  }
  // A deposit may have come while another cancel was on the rail.
  const begun = row.kind === 'cancel' && (await beginNext(parts, { merchantId, id }));
  if (!begun) await release(parts.store.pool, row, false);
}

async function resolveUnknown(parts: Parts, payment: Unknown, row: DueRow): Promise<void> {
  const finding = await search(parts, payment);
  const decision = resolveApproval(payment, finding, { at: parts.clock.now(), newId: parts.newId });
  const stored = await parts.store.decide(decision);
  if (stored === 'conflict') await release(parts.store.pool, row, true);
  else parts.metrics.resolved.inc({ of: 'approval', found: finding.found });
}

/**
 * Ask by request id. Silence is net-cancelled, and an approval of which somebody was told that it
 * failed (docs/concepts/unknown-outcomes.md).
 */
async function search(parts: Parts, payment: Unknown): Promise<Finding> {
  const { rail, clock } = parts;
  const { requestId } = payment.attempt;
  const reference = referenceOf(payment);
  const inquired = await within(clock, after(clock.now(), railWaitMs), () =>
    rail.inquire(requestId, reference),
  );
  if (inquired.answered) {
    const { answer } = inquired;
    if (answer.answered === 'declined') return { found: 'declined', reason: answer.reason };
    if (answer.answered === 'net-cancelled') return { found: 'net-cancelled' };
    if (answer.answered === 'approved' && isAdoptable(payment, answer)) {
      return { found: 'approved', ...answer };
    }
  }
  const undone = await within(clock, after(clock.now(), railWaitMs), () =>
    rail.netCancel(requestId, reference),
  );
  if (!undone.answered) return { found: 'no-answer' };
  const { answer } = undone;
  if (answer.answered === 'declined') return { found: 'declined', reason: answer.reason };
  return { found: answer.answered };
}

/** A cancel that was asked for is finished: where the rail has not heard of it, sent again. */
async function resolveCancel(parts: Parts, payment: Approved, open: CancelRequest): Promise<void> {
  const { clock } = parts;
  const inquired = await within(clock, after(clock.now(), railWaitMs), () =>
    inquireCancel(parts, payment, open),
  );
  let answer = inquired.answered ? answerOf(inquired.answer) : ({ answered: 'nothing' } as const);
  if (inquired.answered && inquired.answer.answered === 'not-found') {
    const sent = await within(clock, after(clock.now(), railWaitMs), () =>
      orderCancel(parts, payment, open),
    );
    if (sent.answered) answer = answerOf(sent.answer);
  }
  await recordAnswer(parts, { payment, cancelId: open.id, answer });
  parts.metrics.resolved.inc({ of: 'cancel', found: answer.answered });
}

/** known: it ends by itself now. absent: nothing is stored. later: try again. */
export type Ended = 'known' | 'absent' | 'later';

/**
 * An attempt whose own call is over and whose outcome was never stored. What the caller was told
 * decides: an approval that was stored after all is cancelled, because he heard otherwise.
 */
export async function resolveAbandoned(
  parts: Parts,
  payment: Pick<Payment, 'merchantId' | 'id'>,
  toldFailed: boolean,
): Promise<Ended> {
  const found = await loadPayment(parts.store.pool, payment);
  if (found === null) return 'absent';
  if (found.payment.status === 'intended') {
    const lost = loseSight(found.payment, parts.clock.now(), parts.newId);
    return (await parts.store.decide(lost)) === 'stored' ? 'known' : 'later';
  }
  if (!toldFailed || !isApproved(found.payment)) return 'known';
  return takeBack(parts, found.payment);
}

/** Nothing may be left of it; an open cancel has a due row of its own and will be finished. */
async function takeBack(parts: Parts, payment: Approved): Promise<Ended> {
  if (openCancel(payment) !== null || remainderOf(payment).free === 0n) return 'known';
  const undone = await cancelPayment(parts, {
    merchantId: payment.merchantId,
    id: payment.id,
    amount: null,
    reason: '결과 확인 지연에 따른 자동 취소',
    askedBy: 'gyeol',
  });
  return undone.ok ? 'known' : 'later';
}
