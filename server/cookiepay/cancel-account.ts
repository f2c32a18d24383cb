// Answers with the account into which a shop pays before a cancel after its payout.
import { after, businessDate } from '../../core/time/instant.ts';
import {
  cancelAccountAnswer,
  type cancelAccountRequest,
} from '../../wire/cookiepay/cancel-account.ts';
import { succeeded } from '../../wire/cookiepay/results.ts';
import { withoutCardNumbers } from '../card-text.ts';
import { depositAccount } from '../settlement/deposit-cancel.ts';
import { type Asking, type Handled, type Means, ownPayment } from './handled.ts';

export async function cancelAccount(
  asking: Asking,
  asked: Means<typeof cancelAccountRequest>,
): Promise<Handled> {
  const { parts, caller } = asking;
  const { tid } = asked;
  const found = await ownPayment(asking, tid);
  if (found === null) return { ok: false, refusal: { kind: 'payment-not-found' }, known: { tid } };
  const { merchantId, id } = found.payment;
  const issued = await depositAccount(parts, {
    ...{ merchantId, id, amount: asked.amount },
    reason: withoutCardNumbers(asked.reason),
    askedBy: caller.credential.publicId,
  });
  if (!issued.ok) return { ok: false, refusal: issued.refusal, known: { tid } };
  const { account, cancelled } = issued.value;
  return {
    ok: true,
    body: cancelAccountAnswer.render({
      ...succeeded,
      tid: found.payment.tid,
      bankName: account.bank.name,
      accountNumber: account.number ?? '',
      amount: cancelled,
      deposit: account.amount,
      // The last day on which the bank takes it.
      depositBefore: businessDate(after(account.expiresAt, -1)),
    }),
  };
}
