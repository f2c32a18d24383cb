// How an unknown approval ends: backwards, but for rounds (docs/concepts/unknown-outcomes.md).
import { after, type Instant, minuteMs, secondMs } from '../time/instant.ts';
import { adopt } from './adopt.ts';
import { decline, freesOf, nothingElse, notice, type RailApproval, to } from './approve.ts';
import type { Decision, NewId } from './decision.ts';
import type { NetCancelled, Unknown } from './payment.ts';

/** Milliseconds from the first sight of the unknown to each try; then every five minutes. */
const tries = [0, 5, 15, 30, 60, 120, 240].map((seconds) => seconds * secondMs);
const laterEveryMs = 5 * minuteMs;
const flaggedAfterMs = 60 * minuteMs;
const flaggedEveryMs = 60 * minuteMs;

/** Two answers "not found" count only when they are this far apart. */
export const notFoundTwiceMs = 60 * secondMs;

/** When the next try is due; after an hour an operator looks, and we still ask every hour. */
export function nextTry(since: Instant, done: number, now: Instant): Instant {
  const planned = tries[done];
  if (planned !== undefined) return later(after(since, planned), now);
  if (now - since < flaggedAfterMs) return after(now, laterEveryMs);
  return after(now, flaggedEveryMs);
}

// A try that ran late must not make the next ones due all at once.
function later(planned: Instant, now: Instant): Instant {
  return planned > now ? planned : after(now, secondMs);
}

export function isFlagged(since: Instant, now: Instant): boolean {
  return now - since >= flaggedAfterMs;
}

/** What the rail said when asked by request id, and then when asked to net-cancel. */
export type Finding =
  | ({ readonly found: 'approved' } & RailApproval)
  | { readonly found: 'declined'; readonly reason: Parameters<typeof decline>[1]['reason'] }
  | { readonly found: 'net-cancelled' }
  | { readonly found: 'not-found' }
  | { readonly found: 'no-answer' };

/** Whoever was told "not charged" is not: an approval found then was net-cancelled before this. */
export function resolveApproval(
  payment: Unknown,
  finding: Finding,
  context: { readonly at: Instant; readonly newId: NewId },
): Decision {
  const { at, newId } = context;
  if (finding.found === 'approved') return adopt(payment, finding, context);
  if (finding.found === 'declined') return decline(payment, { reason: finding.reason, at }, newId);
  if (finding.found === 'net-cancelled') return netCancelled(payment, at, newId);
  if (finding.found === 'not-found') {
    const since = payment.search.notFoundSince;
    if (since !== null && at - since >= notFoundTwiceMs) {
      return decline(payment, { reason: 'never-received', at }, newId);
    }
  }
  return searchOn(payment, finding.found, at);
}

function netCancelled(payment: Unknown, at: Instant, newId: NewId): Decision<NetCancelled> {
  const { status: _, search: __, ...facts } = payment;
  return {
    ...nothingElse,
    payment: {
      ...facts,
      status: to(payment, 'net-cancel', 'net-cancelled'),
      version: payment.version + 1,
      at,
    },
    events: [{ what: 'net-cancelled', at, detail: {} }],
    notices: [{ id: newId(), kind: notice(payment, 'net-cancel'), at, cancelId: null }],
    frees: freesOf(payment.method),
    due: { kind: 'approval', at: null },
  };
}

function searchOn(
  payment: Unknown,
  found: 'not-found' | 'no-answer',
  at: Instant,
): Decision<Unknown> {
  const { since, tries: before, notFoundSince } = payment.search;
  const done = before + 1;
  const search = {
    since,
    tries: done,
    notFoundSince: found === 'not-found' ? (notFoundSince ?? at) : notFoundSince,
  };
  return {
    ...nothingElse,
    payment: {
      ...payment,
      status: to(payment, 'search', 'unknown'),
      version: payment.version + 1,
      search,
    },
    events: [
      { what: isFlagged(since, at) ? 'flagged' : 'searched', at, detail: { found, tries: done } },
    ],
    due: { kind: 'approval', at: nextTry(since, done, at) },
  };
}
