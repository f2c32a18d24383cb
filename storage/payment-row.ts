// From a stored row to a payment: a row that fits no state is a bug and not a payment.
import { invariant } from '../core/invariant.ts';
import type {
  Contract,
  ContractId,
  CredentialId,
  Dialect,
  Gateway,
  MerchantId,
} from '../core/merchant/merchant.ts';
import type { Terms } from '../core/merchant/terms.ts';
import { taxTotal } from '../core/money/tax.ts';
import { won } from '../core/money/won.ts';
import type { CancelId, CancelRequest } from '../core/payment/cancel-request.ts';
import {
  type AccountFacts,
  type BillingKeyId,
  type BillingUse,
  type CardFacts,
  type Payment,
  type PaymentId,
  type PaymentInstrument,
  type PaymentMethod,
  type PaymentStatus,
  type RequestId,
  remainderOf,
  type SalePayout,
  type ScheduleId,
  type Tid,
  type VirtualAccountFacts,
} from '../core/payment/payment.ts';
import type { DeclineReason } from '../core/refusal.ts';
import type { BusinessDate } from '../core/time/instant.ts';
import { instantOf, maybeInstant } from './time.ts';

export interface PaymentRow {
  merchant_id: MerchantId;
  id: PaymentId;
  version: number;
  status: PaymentStatus;
  status_at: Date;
  tid: Tid;
  generation: number;
  contract_id: ContractId;
  credential_id: CredentialId;
  order_number: string;
  amount: bigint;
  supply: bigint;
  vat: bigint;
  tax_free: bigint;
  instalment: number;
  goods_name: string;
  goods_code: string;
  extras: string[];
  card_token: string;
  issuer_code: string;
  issuer_name: string;
  acquirer_code: string;
  acquirer_name: string;
  vat_given: boolean;
  instrument: PaymentInstrument['kind'];
  card_type: CardFacts['type'] | null;
  card_first_six: string | null;
  card_last_four: string | null;
  card_length: number;
  card_fingerprint: string;
  account_first_three: string | null;
  account_last_three: string | null;
  account_holder: AccountFacts['holder'] | null;
  virtual_number: string | null;
  virtual_holder: string | null;
  virtual_until: Date | null;
  billing_key: BillingKeyId | null;
  billing_month: string | null;
  schedule_id: ScheduleId | null;
  schedule_round: number | null;
  schedule_try: number | null;
  method: PaymentMethod;
  attempt: number;
  request_id: RequestId;
  started_at: Date;
  approval_number: string | null;
  approved_at: Date | null;
  captured_at: Date | null;
  decline_reason: string | null;
  search_since: Date | null;
  search_tries: number | null;
  search_not_found_since: Date | null;
  terms: Terms;
  dialect: Dialect;
  gateway: Gateway;
  buyer_name: string | null;
  buyer_email: string | null;
  buyer_id: string | null;
  buyer_phone: string | null;
  buyer_address: string | null;
  cancels: CancelRow[] | null;
  payout: { date: BusinessDate; closes_at: string } | null;
}

/** As JSON inside its payment's row, so won and times are text. */
export interface CancelRow {
  id: string;
  sequence: number;
  amount: string;
  supply: string;
  vat: string;
  tax_free: string;
  vat_given: boolean;
  reason: string;
  asked_by: string;
  asked_at: string;
  status: CancelRequest['status'];
  at: string;
  tries: number;
  decline_reason: string | null;
  handed_over: boolean;
  joined_by: CancelId | null;
  deposit_amount: string | null;
  deposit_bank: string | null;
  refund_token: string | null;
  refund_bank: string | null;
  refund_holder: string | null;
}

export function paymentOf(row: PaymentRow, cancels: readonly CancelRequest[]): Payment {
  const facts = factsOf(row);
  invariant(taxTotal(facts.tax) === row.amount, 'the tax parts of a payment add up to its amount');
  switch (row.status) {
    case 'intended':
      return { ...facts, status: row.status };
    case 'declined':
      return { ...facts, status: row.status, decline: declineOf(row) };
    case 'unknown':
      return { ...facts, status: row.status, search: searchOf(row) };
    case 'awaiting-deposit':
    case 'expired':
    case 'withdrawn':
      return { ...facts, status: row.status };
    case 'net-cancelled':
      return { ...facts, status: row.status, at: instantOf(row.status_at) };
    default:
      return approvedOf(row, facts, cancels);
  }
}

function approvedOf(
  row: PaymentRow,
  facts: ReturnType<typeof factsOf>,
  cancels: readonly CancelRequest[],
): Payment {
  const { status, approved_at: at, approval_number: number } = row;
  invariant(
    status === 'approved' || status === 'partially-cancelled' || status === 'cancelled',
    `the stored status ${row.status} is not of this version`,
  );
  invariant(at !== null && number !== null, 'an approved payment has an approval');
  const payment: Payment = {
    ...facts,
    status,
    approval: { number, at: instantOf(at) },
    capturedAt: maybeInstant(row.captured_at),
    payout: row.payout === null ? null : payoutOf(row.payout),
    cancels,
  };
  const { cancelled, approved } = remainderOf(payment);
  const expected =
    cancelled === 0n ? 'approved' : cancelled < approved ? 'partially-cancelled' : 'cancelled';
  invariant(status === expected, 'the status of a payment follows from its cancels');
  return payment;
}

/** As JSON inside its payment's row, so its times are text. */
function payoutOf(payout: NonNullable<PaymentRow['payout']>): SalePayout {
  return { date: payout.date, closesAt: instantOf(new Date(payout.closes_at)) };
}

function factsOf(row: PaymentRow) {
  const contract: Contract = {
    id: row.contract_id,
    merchantId: row.merchant_id,
    dialect: row.dialect,
    gateway: row.gateway,
    terms: row.terms,
  };
  return {
    id: row.id,
    tid: row.tid,
    merchantId: row.merchant_id,
    generation: row.generation,
    contract,
    credentialId: row.credential_id,
    method: row.method,
    orderNumber: row.order_number,
    goods: { name: row.goods_name, code: row.goods_code },
    amount: won(row.amount),
    tax: { supply: won(row.supply), vat: won(row.vat), taxFree: won(row.tax_free) },
    instalment: row.instalment,
    vatGiven: row.vat_given,
    instrument: instrumentOf(row),
    billing: billingOf(row),
    attempt: {
      number: row.attempt,
      requestId: row.request_id,
      startedAt: instantOf(row.started_at),
    },
    version: row.version,
  };
}

function billingOf(row: PaymentRow): BillingUse | null {
  if (row.billing_key === null) return null;
  const { schedule_id: schedule, schedule_round: round, schedule_try: nth } = row;
  const isRound = schedule !== null && round !== null && nth !== null;
  const of = isRound ? { schedule, round, nth } : null;
  return { key: row.billing_key, month: row.billing_month, round: of };
}

function instrumentOf(row: PaymentRow): PaymentInstrument {
  if (row.instrument === 'card') return cardOf(row);
  return row.instrument === 'account' ? accountOf(row) : virtualAccountOf(row);
}

function virtualAccountOf(row: PaymentRow): VirtualAccountFacts {
  const { virtual_number: number, virtual_holder: holder, virtual_until: until } = row;
  invariant(holder !== null && until !== null, 'a payment into an account knows the account');
  return {
    kind: 'virtual-account',
    token: row.card_token,
    bank: { code: row.issuer_code, name: row.issuer_name },
    ...{ number, holder, expiresAt: instantOf(until) },
  };
}

function accountOf(row: PaymentRow): AccountFacts {
  const { account_first_three: firstThree, account_last_three: lastThree } = row;
  const holder = row.account_holder;
  invariant(
    firstThree !== null && lastThree !== null && holder !== null,
    'a transfer knows its account',
  );
  return {
    kind: 'account',
    token: row.card_token,
    bank: { code: row.issuer_code, name: row.issuer_name },
    ...{ firstThree, lastThree, holder },
    length: row.card_length,
    fingerprint: row.card_fingerprint,
  };
}

function cardOf(row: PaymentRow): CardFacts {
  const { card_first_six: firstSix, card_last_four: lastFour } = row;
  invariant(firstSix !== null && lastFour !== null, 'a card payment knows its card');
  return {
    kind: 'card',
    // Before it was asked for, every card had one fee.
    type: row.card_type ?? 'credit',
    token: row.card_token,
    issuer: { code: row.issuer_code, name: row.issuer_name },
    acquirer: { code: row.acquirer_code, name: row.acquirer_name },
    ...{ firstSix, lastFour },
    length: row.card_length,
    fingerprint: row.card_fingerprint,
  };
}

function declineOf(row: PaymentRow) {
  invariant(row.decline_reason !== null, 'a declined payment has a reason');
  return {
    reason: row.decline_reason as DeclineReason | 'never-received',
    at: instantOf(row.status_at),
  };
}

function searchOf(row: PaymentRow) {
  invariant(row.search_since !== null, 'an unknown payment is being searched for');
  return {
    since: instantOf(row.search_since),
    tries: row.search_tries ?? 0,
    notFoundSince: maybeInstant(row.search_not_found_since),
  };
}
