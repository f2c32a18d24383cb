// From a keyed-in card to an approval: intend, then record what the rail answered.

import { journal } from '../ledger/journal.ts';
import type { Contract, Credential, Merchant } from '../merchant/merchant.ts';
import { splitTax, type TaxParts } from '../money/tax.ts';
import { type Won, won, zeroWon } from '../money/won.ts';
import {
  accepted,
  type DeclineReason,
  type Outcome,
  type Refusal,
  refused,
  unfit,
} from '../refusal.ts';
import { after, businessDate, type Instant, secondMs } from '../time/instant.ts';
import type { Decision, Intent, NewId, OrderClaim } from './decision.ts';
import { allowed, type NoticeKind, type PaymentMove, paymentMove } from './moves.ts';
import type {
  Approved,
  Buyer,
  CardFacts,
  Declined,
  Goods,
  Intended,
  Payment,
  PaymentId,
  RequestId,
  Tid,
  Unknown,
} from './payment.ts';

/** The clock of one synchronous call, in milliseconds from its start (ARCHITECTURE.md). */
export const callClock = {
  admitWithinMs: 3 * secondMs,
  railAnswersWithinMs: 8 * secondMs,
  inquiryEndsMs: 11 * secondMs,
  commitBeforeMs: 12 * secondMs,
  answerWithinMs: 14 * secondMs,
} as const;

export interface KeyIn {
  readonly orderNumber: string;
  readonly goods: Goods;
  readonly amount: Won;
  readonly instalment: number;
  readonly buyer: Buyer;
  readonly extras: readonly string[];
  readonly card: CardFacts;
  /** Which message on which dialect asked; for the timeline. */
  readonly source: string;
}

export interface Caller {
  readonly merchant: Merchant;
  readonly contract: Contract;
  readonly credential: Credential;
}

export interface PaymentIds {
  readonly id: PaymentId;
  readonly tid: Tid;
  readonly requestId: RequestId;
}

/** Issuers refuse instalments below 50,000 won. */
const instalmentMinimum = won(50_000);

/** What contract, amount and instalment rule out before anyone looks at the card. */
export function refuseKeyIn(
  { terms }: Contract,
  { amount, instalment }: Pick<KeyIn, 'amount' | 'instalment'>,
): Refusal | null {
  if (!terms.keyIn) return { kind: 'not-in-contract' };
  if (amount <= 0n) return unfit('amount', { is: 'out-of-range', expected: '1 이상' });
  if (instalment > 0 && amount < instalmentMinimum) {
    return unfit('instalment', { is: 'out-of-range', expected: '50,000원 이상부터 할부' });
  }
  return null;
}

/** The first commit: the order number is taken, no money has moved. */
export function intend(
  caller: Caller,
  keyIn: KeyIn,
  begun: PaymentIds & { readonly at: Instant },
): Outcome<Intent> {
  const { at, id, tid, requestId } = begun;
  const { merchant, contract, credential } = caller;
  const refusal = refuseKeyIn(contract, keyIn);
  if (refusal !== null) return refused(refusal);
  const payment: Intended = {
    id,
    tid,
    merchantId: merchant.id,
    generation: merchant.generation,
    contract,
    credentialId: credential.id,
    method: 'card-key-in',
    orderNumber: keyIn.orderNumber,
    goods: keyIn.goods,
    amount: keyIn.amount,
    tax: taxOf(contract, keyIn.amount),
    instalment: keyIn.instalment,
    card: keyIn.card,
    attempt: { number: 1, requestId, startedAt: at },
    version: 1,
    status: 'intended',
  };
  return accepted({
    payment,
    buyer: keyIn.buyer,
    extras: keyIn.extras,
    order: orderClaim(caller, keyIn.orderNumber),
    credentialVersion: credential.version,
    event: {
      what: 'intended',
      at,
      detail: { by: credential.publicId, message: keyIn.source, attempt: 1 },
    },
  });
}

/** Key-in has no tax field, so the contract's kind decides; mixed goods count as taxable. */
function taxOf(contract: Contract, amount: Won): TaxParts {
  return splitTax(amount, contract.terms.tax === 'tax-free' ? amount : zeroWon);
}

/** Equal after Unicode composition is the same order number; another case is another one (T5). */
export function orderClaim(caller: Caller, orderNumber: string): OrderClaim {
  const scope = `${caller.merchant.generation}/${caller.credential.id}`;
  return { key: orderNumber.normalize('NFC'), scope };
}

export interface RailApproval {
  readonly approvalNumber: string;
  readonly approvedAt: Instant;
}

/** The rail approved in time; the commit must still happen before the caller is told otherwise. */
export function approve(payment: Intended, answer: RailApproval, newId: NewId): Decision<Approved> {
  const at = answer.approvedAt;
  const { status: _, ...facts } = payment;
  const approved: Approved = {
    ...facts,
    status: to(payment, 'approve', 'approved'),
    version: payment.version + 1,
    approval: { number: answer.approvalNumber, at },
    capturedAt: null,
    cancels: [],
  };
  const books = journal(
    { id: newId(), at, date: businessDate(at) },
    {
      template: 'approve',
      figures: { amount: payment.amount },
      scopes: { contract: payment.contract.id, acquirer: payment.card.acquirer.code },
      subjects: { payment: payment.id },
    },
  );
  return {
    ...nothingElse,
    payment: approved,
    events: [{ what: 'approved', at, detail: { approvalNumber: answer.approvalNumber } }],
    journals: [books],
    notices: [{ id: newId(), kind: notice(payment, 'approve'), at, cancelId: null }],
    commitBefore: after(payment.attempt.startedAt, callClock.commitBeforeMs),
  };
}

export interface Declining {
  readonly reason: DeclineReason | 'never-received';
  readonly at: Instant;
}

/** The rail said no, or has never received the request: nothing was charged. */
export function decline(
  payment: Intended | Unknown,
  declining: Declining,
  newId: NewId,
): Decision<Declined> {
  const { status: _, ...facts } = payment;
  return {
    ...nothingElse,
    payment: {
      ...withoutSearch(facts),
      status: to(payment, 'decline', 'declined'),
      version: payment.version + 1,
      decline: declining,
    },
    events: [{ what: 'declined', at: declining.at, detail: { reason: declining.reason } }],
    notices: [{ id: newId(), kind: notice(payment, 'decline'), at: declining.at, cancelId: null }],
    due: payment.status === 'unknown' ? { kind: 'approval', at: null } : null,
  };
}

/** No usable answer by the deadline, or found in flight after a crash: due at once. */
export function loseSight(payment: Intended, at: Instant, newId: NewId): Decision<Unknown> {
  const { status: _, ...facts } = payment;
  return {
    ...nothingElse,
    payment: {
      ...facts,
      status: to(payment, 'lose-sight', 'unknown'),
      version: payment.version + 1,
      search: { since: at, tries: 0, notFoundSince: null },
    },
    events: [{ what: 'unknown', at, detail: { told: 'not charged' } }],
    notices: [{ id: newId(), kind: notice(payment, 'lose-sight'), at, cancelId: null }],
    due: { kind: 'approval', at },
  };
}

/** The parts of a decision that most decisions leave empty. */
export const nothingElse = {
  events: [],
  journals: [],
  rows: [],
  notices: [],
  cancel: null,
  due: null,
  commitBefore: null,
} as const;

/** Checks the lifecycle table, and that it leads where this function thinks. */
export function to<Status extends Payment['status']>(
  payment: Payment,
  on: PaymentMove,
  expected: Status,
): Status {
  const row = allowed(paymentMove(payment.status, on));
  if (row[2] !== expected) allowed(null);
  return expected;
}

export function notice(payment: Payment, on: PaymentMove): NoticeKind {
  return allowed(allowed(paymentMove(payment.status, on))[4]);
}

function withoutSearch<Facts extends object>(facts: Facts): Omit<Facts, 'search'> {
  const { search: _, ...rest } = facts as Facts & { search?: unknown };
  return rest;
}
