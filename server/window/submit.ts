// What the page asks of its window: to try, to close, or only to look.

import type { BillingKeyId, PaymentId } from '../../core/payment/payment.ts';
import type { Refusal } from '../../core/refusal.ts';
import { leavesKey } from '../../core/window/order.ts';
import { certifiedOf, type Session } from '../../core/window/session.ts';
import { close as closed, submit as submitted } from '../../core/window/window.ts';
import { loadPayment } from '../../storage/payment.ts';
import { findSession, storeRegistered, storeSession } from '../../storage/window-session.ts';
import { type BuyerInput, readBuyerInput } from '../../wire/window-request.ts';
import { newBillingKeyId } from '../ids.ts';
import type { Parts } from '../parts.ts';
import { clearAfter } from './aftermath.ts';
import { attempt } from './attempt.ts';
import { look, type Seen } from './current.ts';
import { refuseInput } from './present.ts';

export interface Looked extends Seen {
  /** What was wrong with this very request, if the window itself has not changed. */
  readonly slip: Refusal | null;
}

/** A second click waits for the first and hears the same; it is not another try. */
export async function submit(parts: Parts, id: string, raw: Uint8Array): Promise<Looked | null> {
  const seen = await look(parts, id);
  if (seen === null) return null;
  if (seen.waited || seen.session.status !== 'open') return { ...seen, slip: null };
  const input = readBuyerInput(raw);
  const slip = input.ok ? refuseInput(seen.session.order, input.value, seen.caller) : input.refusal;
  if (slip !== null || !input.ok) return { ...seen, slip };
  const { turn } = input.value;
  if (turn !== null && turn !== seen.session.version) return { ...seen, slip: null };
  const session = await tried(parts, seen, input.value);
  if (session !== null) return { ...seen, session, slip: null };
  return look(parts, id).then((again) => (again === null ? null : { ...again, slip: null }));
}

/** Null where another request was quicker. */
async function tried(parts: Parts, seen: Seen, input: BuyerInput): Promise<Session | null> {
  const { session, caller } = seen;
  const newKey: BillingKeyId | null = leavesKey(session.order, input.way)
    ? newBillingKeyId()
    : null;
  const paymentId = parts.newId() as PaymentId;
  const busy = submitted(session, { since: parts.clock.now(), paymentId, newKey });
  if (!busy.ok || !(await storeSession(parts.store.pool, busy.value))) return null;
  const next = await attempt(parts, { session: busy.value, caller, input });
  const isStored = await store(parts, next);
  const ended = isStored ? next : ((await findSession(parts.store.pool, session.id)) ?? next);
  if (next.status === 'paid' && ended.status !== 'paid') await takeBack(parts, next);
  // Whoever moved the window on has let its link go; by now a later try may hold it again.
  if (isStored) await clearAfter(parts, busy.value, ended);
  return ended;
}

function store(parts: Parts, next: Session): Promise<boolean> {
  const { pool } = parts.store;
  if (next.status !== 'registered') return storeSession(pool, next, requestHashOf(parts, next));
  const { merchantId, contractId, key: billingKey, at } = next;
  const kind = 'billing-key.registered';
  return storeRegistered(pool, next, {
    ...{ id: parts.newId(), merchantId, contractId, kind, billingKey, at },
  });
}

/** The shop's key is made again whenever it is told; what is stored only recognises it. */
function requestHashOf(parts: Parts, session: Session): string | null {
  const { keys } = parts;
  return certifiedOf(session) === null ? null : keys.hash(keys.requestKey(session.id));
}

/**
 * Whoever looked meanwhile was told that nothing had been charged, so nothing may stay charged:
 * the sweeper cancels it, also when this process dies before.
 */
export async function takeBack(
  parts: Parts,
  { merchantId, paymentId: id }: Extract<Session, { status: 'paid' }>,
): Promise<void> {
  const found = await loadPayment(parts.store.pool, { merchantId, id });
  if (found === null) return;
  parts.owed.note(found.payment);
  parts.inFlight.abandon(found.payment);
}

/** Closing what has ended changes nothing; the page hears how it ended. */
export async function close(parts: Parts, id: string): Promise<Looked | null> {
  for (;;) {
    const seen = await look(parts, id);
    if (seen === null) return null;
    const next = closed(seen.session, parts.clock.now());
    if (!next.ok) return { ...seen, slip: null };
    if (await storeSession(parts.store.pool, next.value)) {
      return { ...seen, session: next.value, slip: null };
    }
  }
}
