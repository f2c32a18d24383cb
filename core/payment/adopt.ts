// An approval that was found later, of a payment that nobody was told anything about.
import { invariant } from '../invariant.ts';
import { dayMs, type Instant } from '../time/instant.ts';
import {
  firstBooks,
  nothingElse,
  notice,
  type RailApproval,
  to,
  withoutSearch,
} from './approve.ts';
import { capture, mustBeCaptured } from './capture.ts';
import type { Decision, NewId } from './decision.ts';
import { type Approved, mayBeAdopted, type Unknown } from './payment.ts';

/**
 * A rail approves within seconds. What it approves a day after it was asked is no answer to that
 * any more, and the capture of its day would not look for a payment that began so long before.
 */
export function isAdoptable(payment: Unknown, { approvedAt }: RailApproval): boolean {
  return mayBeAdopted(payment) && approvedAt - payment.attempt.startedAt < dayMs;
}

/** By the rail's own time; a sale of an earlier day is captured at once: its day is over. */
export function adopt(
  payment: Unknown,
  answer: RailApproval,
  { at, newId }: { readonly at: Instant; readonly newId: NewId },
): Decision<Approved> {
  invariant(isAdoptable(payment, answer), 'whoever was told "not charged" is not charged');
  const { status: _, ...facts } = payment;
  const { approvalNumber, approvedAt } = answer;
  const approved: Approved = {
    ...withoutSearch(facts),
    status: to(payment, 'approve', 'approved'),
    version: payment.version + 1,
    approval: { number: approvalNumber, at: approvedAt },
    capturedAt: null,
    payout: null,
    cancels: [],
  };
  const books = firstBooks(approved, approvedAt, newId);
  const isLate = books.capturedAt === null && mustBeCaptured(approved, at);
  const captured = isLate ? capture(approved, at, newId) : { journals: [], rows: [] };
  return {
    ...nothingElse,
    payment: { ...approved, capturedAt: isLate ? at : books.capturedAt },
    events: [{ what: 'approved', at, detail: { approvalNumber, found: 'later' } }],
    journals: [...books.journals, ...captured.journals],
    rows: [...books.rows, ...captured.rows],
    notices: [{ id: newId(), kind: notice(payment, 'approve'), at, cancelId: null }],
    due: { kind: 'approval', at: null },
  };
}
