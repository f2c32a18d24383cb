// Card networks and banks that behave: by test card and account, faults on the line, a record.
import { createHash, randomUUID } from 'node:crypto';
import type { RequestId } from '../../core/payment/payment.ts';
import { type Instant, instant } from '../../core/time/instant.ts';
import type { RailClock } from '../clock.ts';
import type {
  AuthenticateAnswer,
  AuthenticateRequest,
  AuthoriseAnswer,
  AuthoriseRequest,
  CancelInquiry,
  CancelOrder,
  CancelOrderAnswer,
  Inquiry,
  NetCancelAnswer,
  Rail,
  TransferAnswer,
  TransferOrder,
} from '../rail.ts';
import type { Effect } from './behaviours.ts';
import { depositAccounts } from './deposit-accounts.ts';
import type { Faults } from './faults.ts';
import { acquirers } from './issuers.ts';
import { carry } from './line.ts';
import type { AuthorisationEntry, BankRecord, StoredAuthorisation } from './record.ts';
import { accountsSince, recordedSince, transfersSince } from './recorded.ts';
import { type Random, registerAccount, registerAppCard, registerCard } from './register.ts';
import { chargeDecline, holderDecline, lineOf } from './verdict.ts';
import { appCards } from './wallet.ts';

export interface SimulatorParts {
  readonly record: BankRecord;
  readonly clock: RailClock;
  readonly faults: Faults;
  /** The simulation passes its own, so that a seed repeats. */
  readonly random?: Random;
}

export function createSimulator(parts: SimulatorParts): Rail {
  const { record, clock, faults, random = randomUUID } = parts;
  return {
    acquirers: () => Object.values(acquirers),
    registerCard: (card) => registerCard(card, random),
    registerAccount: (account) => registerAccount(account, random),
    appCards: () => appCards,
    registerAppCard: (id) => registerAppCard(id, random),
    authenticate: async (request) => authenticated(request, clock.now()),
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
    async transfer(order) {
      const effect = faults.take('bank.transfer', order.reference);
      return carry(() => paidOut(record, order, { effect, clock }), {
        effect: effect === 'decline' ? null : effect,
        clock,
      });
    },
    ...depositAccounts({ record, clock, faults }),
    requestsSince: (asked) => recordedSince(record, asked),
    transfersSince: (asked) => transfersSince(record, asked),
    accountsSince: (asked) => accountsSince(record, asked),
    async inquireCancel(cancelId, reference) {
      const effect = faults.take('rail.inquire', reference);
      return carry(async () => cancelAnswer(await record.findCancel(cancelId)), { effect, clock });
    },
  };
}

/** Nothing goes wrong on this line: no money moves on it, and whoever is unsure asks again. */
function authenticated(request: AuthenticateRequest, now: Instant): AuthenticateAnswer {
  const reason = holderDecline(request, now);
  return reason === null ? { answered: 'authenticated' } : { answered: 'declined', reason };
}

/** What was ordered for this payment comes before what its card or account always does. */
function effectOn({ token, reference }: AuthoriseRequest, faults: Faults): Effect | null {
  return faults.take('rail.authorise', reference) ?? lineOf(token);
}

function judged(
  request: AuthoriseRequest,
  { effect, now }: { readonly effect: Effect | null; readonly now: Instant },
): AuthorisationEntry {
  const { requestId, token, amount, instalment, reference } = request;
  const decline = effect === 'decline' ? 'other' : chargeDecline(request, now);
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

async function paidOut(
  record: BankRecord,
  { transferId, amount, to, reference }: TransferOrder,
  { effect, clock }: { readonly effect: Effect | null; readonly clock: RailClock },
): Promise<TransferAnswer> {
  const { merchant, tid: about } = reference;
  const entry = { transferId, merchant, about, amount, ...to, at: clock.now() };
  return { answered: await record.transfer({ ...entry, bounces: effect === 'decline' }) };
}

function cancelAnswer(stored: 'done' | 'refused'): CancelOrderAnswer;
function cancelAnswer(stored: 'done' | 'refused' | null): CancelInquiry;
function cancelAnswer(stored: 'done' | 'refused' | null): CancelInquiry {
  if (stored === null) return { answered: 'not-found' };
  return stored === 'done' ? { answered: 'done' } : { answered: 'refused', reason: 'other' };
}
