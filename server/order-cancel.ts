// Orders money back: over the rail that it came by, or as a transfer where it came into an account.
import type { CancelRequest } from '../core/payment/cancel-request.ts';
import type { Approved } from '../core/payment/payment.ts';
import type { CancelInquiry, CancelOrderAnswer } from '../rails/rail.ts';
import { referenceOf } from './approval.ts';
import type { Parts } from './parts.ts';

/** Sent again under the same id it has one effect. */
export async function orderCancel(
  { rail }: Parts,
  payment: Approved,
  cancel: CancelRequest,
): Promise<CancelOrderAnswer> {
  const { id, amount, refund } = cancel;
  const reference = referenceOf(payment);
  if (refund === null) {
    const { requestId } = payment.attempt;
    return rail.cancel({ cancelId: id, requestId, amount, reference });
  }
  const { bank, token: account, holder } = refund;
  const to = { bank, account, holder };
  const said = await rail.transfer({ transferId: id, amount, to, reference });
  // The bank of the buyer sent it back: what it answered first stands.
  return said.answered === 'done' ? said : { answered: 'refused', reason: 'account-number' };
}

/** A transfer is asked for by ordering it again. */
export async function inquireCancel(
  { rail }: Parts,
  payment: Approved,
  cancel: CancelRequest,
): Promise<CancelInquiry> {
  if (cancel.refund !== null) return { answered: 'not-found' };
  return rail.inquireCancel(cancel.id, referenceOf(payment));
}
