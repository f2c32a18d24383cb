// What the simulated bank tells of its own record, for a gateway that has lost some of its books.

import { won } from '../../core/money/won.ts';
import type { CancelId } from '../../core/payment/cancel-request.ts';
import type { RequestId } from '../../core/payment/payment.ts';
import { instant } from '../../core/time/instant.ts';
import type { RecordedAccount, RecordedRequest, RecordedSince, RecordedTransfer } from '../rail.ts';
import type { AuthorisationState, BankRecord } from './record.ts';

export async function recordedSince(
  record: BankRecord,
  asked: RecordedSince,
): Promise<readonly RecordedRequest[]> {
  const found = await record.since(asked);
  return found.flatMap(({ state, cancels, ...stored }) =>
    isTold(state)
      ? {
          requestId: stored.requestId as RequestId,
          merchant: stored.merchant,
          state,
          amount: won(stored.amount),
          approvalNumber: stored.approvalNumber,
          at: instant(stored.at),
          cancels: cancels.map(({ cancelId, amount }) => ({
            cancelId: cancelId as CancelId,
            amount: won(amount),
          })),
        }
      : [],
  );
}

/** A tombstone is a request that the bank never took. */
function isTold(state: AuthorisationState): state is RecordedRequest['state'] {
  return state !== 'tombstone';
}

export async function transfersSince(
  record: BankRecord,
  asked: RecordedSince,
): Promise<readonly RecordedTransfer[]> {
  const found = await record.transfersSince(asked);
  return found.map(({ transferId, merchant, about, amount, bank, account, holder, at }) => ({
    ...{ transferId, merchant, tid: about, amount: won(amount), at: instant(at) },
    to: { bank, account, holder },
  }));
}

export async function accountsSince(
  record: BankRecord,
  asked: RecordedSince,
): Promise<readonly RecordedAccount[]> {
  const found = await record.accountsSince(asked);
  return found.map(({ accountId, merchant, amount, closed, paid, expiresAt }) => ({
    ...{ accountId, merchant, amount: won(amount), isClosed: closed },
    paidAt: paid === null ? null : instant(paid.at),
    expiresAt: instant(expiresAt),
  }));
}
