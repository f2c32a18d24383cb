// A window as it is now: expired where its time is over, and never left in the middle of a try.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from '../../core/payment/approve.ts';
import { after } from '../../core/time/instant.ts';
import { isUnderWay, type Session, windowTimes } from '../../core/window/session.ts';
import { asOf, expire, outcomeAfterCrash } from '../../core/window/window.ts';
import { loadPayment } from '../../storage/payment.ts';
import {
  findLeftBehind,
  findSession,
  purgeSessions,
  storeSession,
} from '../../storage/window-session.ts';
import type { Parts } from '../parts.ts';
import { clearAfter } from './aftermath.ts';

export interface Seen {
  readonly session: Session;
  readonly caller: Caller;
  /** A try was under way: whoever came second hears what became of the first. */
  readonly waited: boolean;
}

/** Milliseconds of real time: most tries end soon, the others are not asked after too often. */
const lookAgainMs = { first: 20, most: 400 };
const waitAtMostMs = 25_000;

/** Nothing else was ever given out, so nothing else is looked for. */
const idShape = /^[\w-]{22}$/;

/** Null for a window that is not, or was of a world before a reset. */
export async function look(parts: Parts, id: string): Promise<Seen | null> {
  const first = idShape.test(id) ? await current(parts, id) : null;
  if (first === null) return null;
  const caller = await parts.callers.find('payple', first.publicId);
  const { merchant, credential } = caller ?? {};
  if (caller === null || merchant?.id !== first.merchantId) return null;
  if (merchant.generation !== first.generation || credential?.id !== first.credentialId)
    return null;
  let session = first;
  const began = performance.now();
  for (let waitMs = lookAgainMs.first; isUnderWay(session); waitMs *= 1.5) {
    if (performance.now() - began > waitAtMostMs) break;
    await sleep(Math.min(waitMs, lookAgainMs.most));
    session = (await current(parts, id)) ?? session;
  }
  return { session, caller, waited: isUnderWay(first) };
}

async function current(parts: Parts, id: string): Promise<Session | null> {
  const found = await findSession(parts.store.pool, id);
  return found === null ? null : settled(parts, found);
}

/** What time and crashes have done to it, stored. */
export async function settled(parts: Parts, session: Session): Promise<Session> {
  const now = parts.clock.now();
  const next = isUnderWay(session)
    ? outcomeAfterCrash(session, await paymentOf(parts, session), now)
    : parts.afterRestore.voidsWindow(session.openedAt)
      ? expire(session, now)
      : asOf(session, now);
  if (next === null || next === session) return session;
  if (!(await storeSession(parts.store.pool, next))) {
    return (await findSession(parts.store.pool, session.id)) ?? next;
  }
  if (isUnderWay(session)) await clearAfter(parts, session, next);
  return next;
}

async function paymentOf(parts: Parts, session: Extract<Session, { trial: unknown }>) {
  const { merchantId, trial } = session;
  // Before then it may still end by itself, so nothing needs to be asked.
  if (parts.clock.now() < after(trial.since, windowTimes.tryEndsMs)) return null;
  const found = await loadPayment(parts.store.pool, { merchantId, id: trial.paymentId });
  return found?.payment ?? null;
}

const settleAtOnce = 100;

/** Ends what a dead server has left in mid-try although nobody looks at it any more. */
export async function settleLeftBehind(parts: Parts): Promise<void> {
  const since = after(parts.clock.now(), -windowTimes.tryEndsMs);
  const found = await findLeftBehind(parts.store.pool, { since, limit: settleAtOnce });
  for (const session of found) await settled(parts, session);
}

/** So long a window that is over can still be looked at, for those who ask what happened. */
const keptMs = 24 * 3_600_000;

export function purgeWindows(parts: Parts): Promise<number> {
  return purgeSessions(parts.store.pool, after(parts.clock.now(), -keptMs));
}
