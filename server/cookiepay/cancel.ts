// Cancels a payment, all that is left or a part of it; an account that nobody paid into is closed.
import type { CancelId, RefundTarget } from '../../core/payment/cancel-request.ts';
import type { Payment } from '../../core/payment/payment.ts';
import { accepted, type Outcome, type Refusal, refused, unfit } from '../../core/refusal.ts';
import { bankOf } from '../../rails/simulator/banks.ts';
import { cancelAnswer, type cancelRequest } from '../../wire/cookiepay/cancel.ts';
import { readRefund, unknownBank } from '../../wire/cookiepay/refund-account.ts';
import { succeeded } from '../../wire/cookiepay/results.ts';
import { cancelPayment } from '../cancellation.ts';
import { withoutCardNumbers } from '../card-text.ts';
import { refundTarget } from '../refund-target.ts';
import { closeAccount } from '../settlement/close-account.ts';
import { type Asking, type Handled, type Means, ownPayment } from './handled.ts';

type Asked = Means<typeof cancelRequest>;

export async function cancel(asking: Asking, asked: Asked): Promise<Handled> {
  const { parts, caller, workId } = asking;
  const found = await ownPayment(asking, asked.tid);
  const refuse = (refusal: Refusal): Handled => {
    return { ok: false, refusal: inWords(refusal), known: { tid: asked.tid } };
  };
  if (found === null) return refuse({ kind: 'payment-not-found' });
  const { payment } = found;
  const ended = await endUnpaid(asking, payment, asked);
  if (ended !== null) return ended.ok ? ended : refuse(ended.refusal);
  const refund = refundOf(asking, payment, asked);
  if (!refund.ok) return refuse(refund.refusal);
  const done = await cancelPayment(parts, {
    merchantId: payment.merchantId,
    id: payment.id,
    cancelId: workId as CancelId,
    amount: asked.amount,
    refund: refund.value,
    reason: withoutCardNumbers(asked.reason),
    askedBy: caller.credential.publicId,
  });
  if (!done.ok) return refuse(done.refusal);
  const { cancel: request } = done.value;
  const body = cancelAnswer.render({
    ...succeeded,
    tid: asked.tid,
    cancelledAt: request.at,
    amount: request.amount,
  });
  const handedOver = (): void => parts.handOver.note(done.value.payment, request.id);
  return { ok: true, body, handedOver };
}

/** The core speaks of the account as one thing; here it has three fields. */
function inWords(refusal: Refusal): Refusal {
  const isAccount = refusal.kind === 'unfit-field' && refusal.field === 'refundAccount';
  return isAccount ? { ...refusal, field: 'accountNumber' } : refusal;
}

/** Only what came into a virtual account needs to be told where to go; elsewhere nobody looks. */
function refundOf(
  { parts }: Asking,
  { instrument }: Payment,
  said: Asked,
): Outcome<RefundTarget | null> {
  if (instrument.kind !== 'virtual-account') return accepted(null);
  const read = readRefund(said);
  if (!read.ok || read.value === null) return read as Outcome<null>;
  const { bankCode: bank, accountNumber: number, accountHolder: holderName } = read.value;
  if (bankOf(bank) === null) return refused(unfit('bankCode', unknownBank));
  const target = refundTarget(parts, { bank, number, holderName });
  if (typeof target !== 'string') return accepted(target);
  const expected = target === 'account-number' ? '존재하는 계좌번호' : '테스트 계좌';
  return refused(unfit('accountNumber', { is: 'malformed', expected }));
}

/** Null where there is something to give back, or where it is for the core to refuse. */
async function endUnpaid(
  { parts }: Asking,
  { merchantId, id, status, amount }: Payment,
  asked: Asked,
): Promise<Handled | null> {
  if (status === 'withdrawn') return refused({ kind: 'already-cancelled' });
  const isWhole = asked.amount === null || asked.amount === amount;
  if (status !== 'awaiting-deposit' || !isWhole) return null;
  const closed = await closeAccount(parts, { merchantId, id });
  // A deposit came first: it has to be given back like any other.
  if (!closed.ok) return closed.refusal.kind === 'not-cancellable' ? null : closed;
  if (closed.value.state === 'paid') return null;
  if (closed.value.state !== 'closed') return refused({ kind: 'result-unknown', of: 'cancel' });
  const cancelledAt = parts.clock.now();
  const body = cancelAnswer.render({ ...succeeded, tid: asked.tid, cancelledAt, amount });
  return { ok: true, body };
}
