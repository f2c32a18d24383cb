// What an operator may do about a finding: undo an approval, or take a cancel into our books.
import type { MerchantId } from '../../core/merchant/merchant.ts';
import { mayBeVoided } from '../../core/payment/look-back.ts';
import { accepted, type Outcome, refused } from '../../core/refusal.ts';
import { after, secondMs } from '../../core/time/instant.ts';
import { rememberedRequests } from '../../storage/restoration.ts';
import {
  type FindingStatus,
  findFinding,
  type RestorationFinding,
  settleFinding,
} from '../../storage/restoration-finding.ts';
import { cancelPayment } from '../cancellation.ts';
import { within } from '../clock.ts';
import type { Parts } from '../parts.ts';

const railWaitMs = 8 * secondMs;

type Settled = Outcome<RestorationFinding>;

/**
 * Undone at the rail under its request id, which has its effect once however often it is
 * sent; a lost account is closed at the bank.
 */
export async function voidApproval(parts: Parts, finding: RestorationFinding): Promise<Settled> {
  const { kind, requestId, status } = finding;
  if (!mayBeVoided(kind)) return refused({ kind: 'not-cancellable', status: kind });
  if (status !== 'open') return accepted(finding);
  if (kind === 'account-lost') return closeAccount(parts, finding);
  const [books] = (await rememberedRequests(parts.store.pool, [requestId])).values();
  // Somebody may have settled it in our books since it was found.
  const stands = books !== undefined && !['declined', 'net-cancelled'].includes(books.status);
  if (stands) return refused({ kind: 'not-cancellable', status: books.status });
  const reference = referenceOf(finding);
  const undone = await within(parts.clock, after(parts.clock.now(), railWaitMs), () =>
    parts.rail.netCancel(requestId, reference),
  );
  if (!undone.answered) return refused({ kind: 'result-unknown', of: 'cancel' });
  return settled(parts, finding, 'voided');
}

/** Nothing can be paid in any more; what came first stands on the statement of the bank. */
async function closeAccount(parts: Parts, finding: RestorationFinding): Promise<Settled> {
  const closed = await within(parts.clock, after(parts.clock.now(), railWaitMs), () =>
    parts.rail.closeAccount(finding.requestId, referenceOf(finding)),
  );
  if (!closed.answered) return refused({ kind: 'result-unknown', of: 'cancel' });
  const { state } = closed.answer;
  if (state === 'paid') return refused({ kind: 'not-cancellable', status: state });
  return settled(parts, finding, 'voided');
}

/** An ordinary cancel under the id that the rail knows, so that nothing goes back again. */
export async function adoptCancel(parts: Parts, finding: RestorationFinding): Promise<Settled> {
  const { cancelId, paymentId, kind, status } = finding;
  if (cancelId === null || paymentId === null) {
    return refused({ kind: 'not-cancellable', status: kind });
  }
  if (status !== 'open') return accepted(finding);
  const { refund } = finding;
  // A transfer was told by the bank itself; ordered again under its id it is not done again.
  if (refund === null) {
    const known = await within(parts.clock, after(parts.clock.now(), railWaitMs), () =>
      parts.rail.inquireCancel(cancelId, referenceOf(finding)),
    );
    if (!known.answered) return refused({ kind: 'result-unknown', of: 'cancel' });
    if (known.answer.answered !== 'done') return refused({ kind: 'no-rows' });
  }
  const done = await cancelPayment(parts, {
    merchantId: finding.merchant as MerchantId,
    id: paymentId,
    cancelId,
    amount: finding.amount,
    refund,
    reason: '백업 복구 후 장부 반영',
    askedBy: 'gyeol',
    isAdopted: true,
  });
  return done.ok ? settled(parts, finding, 'adopted') : done;
}

function referenceOf({ merchant, tid }: RestorationFinding) {
  return { merchant, orderNumber: '', tid: tid ?? '' };
}

async function settled(
  parts: Parts,
  finding: RestorationFinding,
  status: FindingStatus,
): Promise<Settled> {
  const { pool } = parts.store;
  await settleFinding(pool, finding.id, { status, at: parts.clock.now() });
  return accepted((await findFinding(pool, finding.id)) ?? finding);
}
