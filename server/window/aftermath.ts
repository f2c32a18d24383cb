// What a try leaves beside its window: the link that it took.
import type { Outcome } from '../../core/refusal.ts';
import { refused } from '../../core/refusal.ts';
import {
  type LinkId,
  type PaymentLink,
  releaseLink,
  takeLink,
  useLink,
} from '../../core/window/link.ts';
import {
  type Busy,
  type Confirming,
  isUnderWay,
  type Lost,
  type Session,
  type SessionId,
} from '../../core/window/session.ts';
import { loadPayment } from '../../storage/payment.ts';
import { findLink, storeLink } from '../../storage/payment-link.ts';
import { findSession } from '../../storage/window-session.ts';
import type { Parts } from '../parts.ts';

/** After a try: its link is used up, or let go. */
export async function clearAfter(
  parts: Parts,
  before: Busy | Confirming,
  next: Session,
): Promise<void> {
  const { paymentId } = before.trial;
  const { link } = before.order;
  if (link === null || next.status === 'lost') return;
  await moveLink(parts, link as LinkId, (found) =>
    next.status === 'paid' ? useLink(found, before.id, paymentId) : releaseLink(found, before.id),
  );
}

async function moveLink(
  { store }: Parts,
  id: LinkId,
  move: (found: PaymentLink) => PaymentLink | null,
): Promise<void> {
  for (;;) {
    const found = await findLink(store.pool, id);
    const next = found === null ? null : move(found);
    if (next === null || (await storeLink(store.pool, next))) return;
  }
}

/** One try at a time pays a link; a window that was lost lets go once its payment has ended. */
export async function take(parts: Parts, id: LinkId, by: SessionId): Promise<Outcome<PaymentLink>> {
  for (;;) {
    const link = await freed(parts, id);
    if (link === null) return refused({ kind: 'payment-not-found' });
    const taken = takeLink(link, by, parts.clock.now());
    if (!taken.ok || (await storeLink(parts.store.pool, taken.value))) return taken;
  }
}

/** The link as it is, after whoever holds it has ended; null for one that is not. */
export async function freed(parts: Parts, id: LinkId): Promise<PaymentLink | null> {
  const link = await findLink(parts.store.pool, id);
  if (link?.status !== 'taken') return link;
  const holder = await findSession(parts.store.pool, link.takenBy);
  if (holder === null || isUnderWay(holder)) return link;
  if (holder.status === 'paid') {
    await moveLink(parts, id, (found) => useLink(found, holder.id, holder.paymentId));
  } else if (holder.status !== 'lost' || (await isDead(parts, holder))) {
    await moveLink(parts, id, (found) => releaseLink(found, holder.id));
  }
  return findLink(parts.store.pool, id);
}

async function isDead({ store }: Parts, { merchantId, paymentId: id }: Lost): Promise<boolean> {
  const found = await loadPayment(store.pool, { merchantId, id });
  const status = found?.payment.status ?? 'declined';
  return status === 'declined' || status === 'net-cancelled';
}
