// A card network that behaves: issuers by test card, faults on the line, and the bank's own record.
import { createHash, randomUUID } from 'node:crypto';
import type { RequestId } from '../../core/payment/payment.ts';
import { openCard, type SensitiveCard } from '../../core/payment/sensitive-card.ts';
import type { DeclineReason } from '../../core/refusal.ts';
import { type Instant, instant } from '../../core/time/instant.ts';
import type { RailClock } from '../clock.ts';
import type {
  AuthoriseAnswer,
  AuthoriseRequest,
  CancelInquiry,
  CancelOrder,
  CancelOrderAnswer,
  Inquiry,
  NetCancelAnswer,
  Rail,
  Registration,
} from '../rail.ts';
import { behaviourOf, type Effect } from './behaviours.ts';
import type { Faults } from './faults.ts';
import { judge } from './judge.ts';
import { carry } from './line.ts';
import { factsOf, recognise, termsOf, tokenFor } from './recognise.ts';
import type { AuthorisationEntry, BankRecord, StoredAuthorisation } from './record.ts';

export interface SimulatorParts {
  readonly record: BankRecord;
  readonly clock: RailClock;
  readonly faults: Faults;
  /** A fresh id for each token; the simulation passes its own, so that a seed repeats. */
  readonly random?: () => string;
}

export function createSimulator(parts: SimulatorParts): Rail {
  const { record, clock, faults, random = randomUUID } = parts;
  return {
    registerCard: (card) => register(card, random),
    async authorise(request) {
      const effect = effectOn(request, faults);
      // Judged before anything is awaited, because the caller may forget the card from then on.
      const entry = judged(request, { effect, now: clock.now() });
      return carry(async () => answerOf(await record.authorise(entry)), {
        effect: effect === 'decline' ? null : effect,
        clock,
      });
    },
    async inquire(requestId, reference) {
      const effect = faults.take('rail.inquire', reference);
      return carry(async () => inquiryOf(await record.find(requestId)), { effect, clock });
    },
    async netCancel(requestId, reference) {
      const effect = faults.take('rail.net-cancel', reference);
      return carry(() => undo(record, requestId, reference.merchant), { effect, clock });
    },
    async cancel(order) {
      const effect = faults.take('rail.cancel', order.reference);
      return carry(() => giveBack(record, order, { effect, clock }), {
        effect: effect === 'decline' ? null : effect,
        clock,
      });
    },
    async inquireCancel(cancelId, reference) {
      const effect = faults.take('rail.inquire', reference);
      return carry(async () => cancelAnswer(await record.findCancel(cancelId)), { effect, clock });
    },
  };
}

function register(card: SensitiveCard, random: () => string): Registration {
  const { number } = openCard(card);
  const terms = recognise(number);
  if (typeof terms === 'string') return { registered: false, why: terms };
  const token = tokenFor(terms, random());
  return { registered: true, facts: factsOf(terms, { number, token }) };
}

/** What was ordered for this payment comes before what its card always does. */
function effectOn({ token, reference }: AuthoriseRequest, faults: Faults): Effect | null {
  const ordered = faults.take('rail.authorise', reference);
  if (ordered !== null) return ordered;
  const terms = termsOf(token);
  return terms === null ? null : behaviourOf(terms.behaviour).line;
}

function judged(
  request: AuthoriseRequest,
  { effect, now }: { readonly effect: Effect | null; readonly now: Instant },
): AuthorisationEntry {
  const { requestId, token, amount, instalment, reference } = request;
  const decline = effect === 'decline' ? 'other' : declineOf(request, now);
  return {
    requestId,
    merchant: reference.merchant,
    token,
    amount,
    instalment,
    at: now,
    approvalNumber: decline === null ? approvalNumberOf(requestId) : '',
    decline,
  };
}

function declineOf(request: AuthoriseRequest, now: Instant): DeclineReason | null {
  const { token, card, amount, instalment } = request;
  const terms = termsOf(token);
  if (terms === null) return 'card-number';
  return judge({ terms, card: openCard(card), amount, instalment, now });
}

/** Follows from the request id, so that a request that came twice has one approval number. */
function approvalNumberOf(requestId: RequestId): string {
  const number = createHash('sha256').update(requestId).digest().readUInt32BE() % 100_000_000;
  return String(number).padStart(8, '0');
}

/** What stands in the record is the answer, so a late request under a tombstone is declined. */
function answerOf({ state, approvalNumber, at, decline }: StoredAuthorisation): AuthoriseAnswer {
  if (state !== 'approved') return { answered: 'declined', reason: decline ?? 'other' };
  return { answered: 'approved', approvalNumber, approvedAt: instant(at) };
}

/** A tombstone is a request that the bank never took, so it answers like one. */
function inquiryOf(stored: StoredAuthorisation | null): Inquiry {
  if (stored === null || stored.state === 'tombstone') return { answered: 'not-found' };
  if (stored.state === 'net-cancelled') return { answered: 'net-cancelled' };
  return answerOf(stored);
}

async function undo(
  record: BankRecord,
  requestId: RequestId,
  merchant: string,
): Promise<NetCancelAnswer> {
  const before = await record.netCancel(requestId, merchant);
  if (before === 'approved' || before === 'net-cancelled') return { answered: 'net-cancelled' };
  if (before !== 'declined') return { answered: 'not-found' };
  const stored = await record.find(requestId);
  return { answered: 'declined', reason: stored?.decline ?? 'other' };
}

async function giveBack(
  record: BankRecord,
  { cancelId, requestId, amount, reference }: CancelOrder,
  { effect, clock }: { readonly effect: Effect | null; readonly clock: RailClock },
): Promise<CancelOrderAnswer> {
  const decline = effect === 'decline' ? 'other' : null;
  const { merchant } = reference;
  const at = clock.now();
  return cancelAnswer(await record.cancel({ cancelId, requestId, merchant, amount, at, decline }));
}

function cancelAnswer(stored: 'done' | 'refused'): CancelOrderAnswer;
function cancelAnswer(stored: 'done' | 'refused' | null): CancelInquiry;
function cancelAnswer(stored: 'done' | 'refused' | null): CancelInquiry {
  if (stored === null) return { answered: 'not-found' };
  return stored === 'done' ? { answered: 'done' } : { answered: 'refused', reason: 'other' };
}
