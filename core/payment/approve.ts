// From a card or account to an approval: intend, then record what the rail answered.

import { invariant } from '../invariant.ts';
import { journal } from '../ledger/journal.ts';
import type { Contract, Credential, Merchant } from '../merchant/merchant.ts';
import { splitTax, type TaxParts, taxTotal } from '../money/tax.ts';
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
import { bookTransfer } from './capture.ts';
import type { Decision, Frees, Intent, NewId, OrderClaim } from './decision.ts';
import { allowed, type NoticeKind, type PaymentMove, paymentMove } from './moves.ts';
import {
  type Approved,
  type BillingUse,
  type Buyer,
  counterpartOf,
  type Declined,
  type Goods,
  type Intended,
  mayBeAdopted,
  type Payment,
  type PaymentId,
  type PaymentInstrument,
  type PaymentMethod,
  type RequestId,
  type Tid,
  type Unknown,
} from './payment.ts';

/** The clock of one synchronous call, in milliseconds from its start (ARCHITECTURE.md). */
export const callClock = {
  admitWithinMs: 3 * secondMs,
  railAnswersWithinMs: 8 * secondMs,
  inquiryEndsMs: 11 * secondMs,
  commitBeforeMs: 12 * secondMs,
  answerWithinMs: 14 * secondMs,
} as const;

/** What is to be paid, by whom, with what. */
export interface Purchase {
  readonly method: PaymentMethod;
  readonly orderNumber: string;
  readonly goods: Goods;
  readonly amount: Won;
  /** Null lets the contract's kind of goods decide. */
  readonly tax: TaxParts | null;
  readonly vatGiven: boolean;
  readonly instalment: number;
  readonly buyer: Buyer;
  readonly extras: readonly string[];
  readonly instrument: PaymentInstrument;
  readonly billing: BillingUse | null;
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

/** Won; the least that a payment may take (manual 004, re-payment; docs/reference/payple.md). */
// biome-ignore format: a table
const leastAmount = {
  cookiepay: { card: won(1),   account: won(1) },
  payple:    { card: won(100), account: won(1_000) },
} as const;

/** What comes into an account of ours has to leave something beside its fixed fee. */
function leastOf(method: PaymentMethod, { terms, dialect }: Pick<Contract, 'terms' | 'dialect'>) {
  if (method === 'virtual-account') return won(terms.virtualAccountWon + 1);
  return leastAmount[dialect][method.startsWith('card') ? 'card' : 'account'];
}

export type Judged = Pick<Purchase, 'method' | 'amount' | 'instalment'>;

/** What contract, amount and instalment rule out before anyone looks at the card. */
export function refusePurchase(
  { terms, dialect }: Contract,
  { method, amount, instalment }: Judged,
): Refusal | null {
  if (method === 'card-key-in' && !terms.keyIn) return { kind: 'not-in-contract' };
  // Payple has no words for an account that waits for its buyer.
  if (method === 'virtual-account' && dialect === 'payple') return { kind: 'not-in-contract' };
  const least = leastOf(method, { terms, dialect });
  if (amount < least) return unfit('amount', { is: 'out-of-range', expected: `${least} 이상` });
  if (instalment > 0 && amount < instalmentMinimum) {
    return unfit('instalment', { is: 'out-of-range', expected: '50,000원 이상부터 할부' });
  }
  return null;
}

/** The first commit: the order number is taken, no money has moved. */
export function intend(
  caller: Caller,
  purchase: Purchase,
  begun: PaymentIds & { readonly at: Instant },
): Outcome<Intent> {
  const { at, id, tid, requestId } = begun;
  const { merchant, contract, credential } = caller;
  const refusal = refusePurchase(contract, purchase);
  if (refusal !== null) return refused(refusal);
  const { method, orderNumber, goods, amount, instalment, instrument, billing } = purchase;
  const tax = purchase.tax ?? taxOf(contract, amount);
  invariant(taxTotal(tax) === amount, 'the tax parts of a purchase add up to its amount');
  const payment: Intended = {
    ...{ id, tid, merchantId: merchant.id, generation: merchant.generation, contract },
    credentialId: credential.id,
    ...{ method, orderNumber, goods, amount, instalment, instrument, billing, tax },
    vatGiven: purchase.vatGiven,
    attempt: { number: 1, requestId, startedAt: at },
    version: 1,
    status: 'intended',
  };
  return accepted({
    payment,
    buyer: purchase.buyer,
    extras: purchase.extras,
    order: orderClaim(caller, orderNumber),
    monthGuard: billing === null ? null : monthGuard(billing),
    credentialVersion: credential.version,
    event: {
      what: 'intended',
      at,
      detail: { by: credential.publicId, message: purchase.source, attempt: 1 },
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

/** One payment per billing key, year and month (manual 004, 이후결제 - 정기결제). */
function monthGuard({ key, month }: BillingUse): string | null {
  return month === null ? null : `${key} ${month}`;
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
    payout: null,
    cancels: [],
  };
  const { journals, rows, capturedAt } = firstBooks(approved, at, newId);
  return {
    ...nothingElse,
    payment: { ...approved, capturedAt },
    events: [{ what: 'approved', at, detail: { approvalNumber: answer.approvalNumber } }],
    journals,
    rows,
    notices: [{ id: newId(), kind: notice(payment, 'approve'), at, cancelId: null }],
    commitBefore: after(payment.attempt.startedAt, callClock.commitBeforeMs),
  };
}

/** A card's limit is promised and claimed later; the money of an account has moved already. */
export function firstBooks(
  approved: Approved,
  at: Instant,
  newId: NewId,
): Pick<Decision, 'journals' | 'rows'> & { readonly capturedAt: Instant | null } {
  if (approved.instrument.kind === 'account') {
    return { ...bookTransfer(approved, at, newId), capturedAt: at };
  }
  const entry = { id: newId(), at, date: businessDate(at) };
  const books = journal(entry, {
    template: 'approve',
    figures: { amount: approved.amount },
    scopes: { contract: approved.contract.id, acquirer: counterpartOf(approved.instrument).code },
    subjects: { payment: approved.id },
  });
  return { journals: [books], rows: [], capturedAt: null };
}

export interface Declining {
  readonly reason: DeclineReason | 'never-received';
  readonly at: Instant;
  /** An attempt of a window that is still open: the buyer hears it, the shop does not. */
  readonly quietly?: true;
}

/** A keyed-in number is burnt by its attempt; elsewhere only live payments hold theirs. */
export function freesOf(method: PaymentMethod): Frees {
  return method === 'card-key-in' ? 'nothing' : 'order and month';
}

/** The rail said no, or has never received the request: nothing was charged. */
export function decline(
  payment: Intended | Unknown,
  declining: Declining,
  newId: NewId,
): Decision<Declined> {
  const { status: _, ...facts } = payment;
  const { reason, at, quietly } = declining;
  const told = { id: newId(), kind: notice(payment, 'decline'), at, cancelId: null };
  return {
    ...nothingElse,
    payment: {
      ...withoutSearch(facts),
      status: to(payment, 'decline', 'declined'),
      version: payment.version + 1,
      decline: { reason, at },
    },
    events: [{ what: 'declined', at, detail: { reason } }],
    notices: quietly === true ? [] : [told],
    frees: freesOf(payment.method),
    due: payment.status === 'unknown' ? { kind: 'approval', at: null } : null,
  };
}

/** No usable answer by the deadline, or found in flight after a crash: due at once. */
export function loseSight(payment: Intended, at: Instant, newId: NewId): Decision<Unknown> {
  const { status: _, ...facts } = payment;
  const told = mayBeAdopted(payment) ? 'nobody' : 'not charged';
  return {
    ...nothingElse,
    payment: {
      ...facts,
      status: to(payment, 'lose-sight', 'unknown'),
      version: payment.version + 1,
      search: { since: at, tries: 0, notFoundSince: null },
    },
    events: [{ what: 'unknown', at, detail: { told } }],
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
  frees: 'nothing',
  commitBefore: null,
  payoutOpen: null,
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

export function withoutSearch<Facts extends object>(facts: Facts): Omit<Facts, 'search'> {
  const { search: _, ...rest } = facts as Facts & { search?: unknown };
  return rest;
}
