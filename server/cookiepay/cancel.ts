// Cancels a payment, all that is left or a part of it.
import type { CancelId } from '../../core/payment/cancel-request.ts';
import { cancelAnswer, type cancelRequest } from '../../wire/cookiepay/cancel.ts';
import { succeeded } from '../../wire/cookiepay/results.ts';
import { cancelPayment } from '../cancellation.ts';
import { withoutCardNumbers } from '../card-text.ts';
import { type Asking, type Handled, type Means, ownPayment } from './handled.ts';

export async function cancel(asking: Asking, asked: Means<typeof cancelRequest>): Promise<Handled> {
  const { parts, caller, workId } = asking;
  const found = await ownPayment(asking, asked.tid);
  const known = { tid: asked.tid };
  if (found === null) return { ok: false, refusal: { kind: 'payment-not-found' }, known };
  const done = await cancelPayment(parts, {
    merchantId: found.payment.merchantId,
    id: found.payment.id,
    cancelId: workId as CancelId,
    amount: asked.amount,
    reason: withoutCardNumbers(asked.reason),
    askedBy: caller.credential.publicId,
  });
  if (!done.ok) return { ok: false, refusal: done.refusal, known };
  const { cancel: request } = done.value;
  const body = cancelAnswer.render({
    ...succeeded,
    ...known,
    cancelledAt: request.at,
    amount: request.amount,
  });
  const handedOver = (): void => parts.handOver.note(done.value.payment, request.id);
  return { ok: true, body, handedOver };
}
