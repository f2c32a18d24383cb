// The example that the tests of this folder tell about: 50,000 won on Monday 2026-03-09.
import type {
  Contract,
  ContractId,
  Credential,
  CredentialId,
  Merchant,
  MerchantId,
} from '../merchant/merchant.ts';
import { usualPolicy } from '../merchant/policy.ts';
import { type Terms, usualTerms } from '../merchant/terms.ts';
import type { TaxParts } from '../money/tax.ts';
import { won } from '../money/won.ts';
import { type Instant, instant } from '../time/instant.ts';
import type { Caller, Purchase } from './approve.ts';
import type { CancelId, CancelRequest } from './cancel-request.ts';
import type { NewId } from './decision.ts';
import type {
  Approved,
  AwaitingDeposit,
  CardFacts,
  Declined,
  Intended,
  NetCancelled,
  Payment,
  PaymentId,
  PaymentStatus,
  RequestId,
  Tid,
  Unknown,
  VirtualAccountFacts,
} from './payment.ts';

/** An instant of the example's days, written in Seoul's time: `seoul('03-09 10:00:00')`. */
export function seoul(text: string): Instant {
  return instant(Date.parse(`2026-${text.replace(' ', 'T')}+09:00`));
}

/** New ids that a test can name: id-1, id-2, … */
export function counted(): NewId {
  let made = 0;
  return () => {
    made += 1;
    return `id-${made}`;
  };
}

export function tax(supply: number, vat: number, taxFree = 0): TaxParts {
  return { supply: won(supply), vat: won(vat), taxFree: won(taxFree) };
}

const merchant: Merchant = { id: 'merchant-1' as MerchantId, name: '결 상점', generation: 3 };

const contract: Contract = {
  id: 'contract-1' as ContractId,
  merchantId: merchant.id,
  dialect: 'cookiepay',
  gateway: 'kiwoom',
  terms: { ...usualTerms, afterPayout: 'deposit' },
};

const credential: Credential = {
  id: 'credential-1' as CredentialId,
  merchantId: merchant.id,
  contractId: contract.id,
  publicId: 'demo',
  version: 7,
  policy: usualPolicy,
};

export const caller: Caller = { merchant, contract, credential };

export function callerWith(terms: Partial<Terms>): Caller {
  return { ...caller, contract: { ...contract, terms: { ...contract.terms, ...terms } } };
}

export const keyIn: Purchase & { readonly instrument: CardFacts } = {
  method: 'card-key-in',
  tax: null,
  vatGiven: false,
  billing: null,
  orderNumber: 'ORDER-1',
  goods: { name: '커피', code: 'COFFEE' },
  amount: won(50_000),
  instalment: 0,
  buyer: { name: '홍길동', email: 'gildong@example.com', id: 'gildong', phone: '', address: '' },
  extras: ['', '', '', '', ''],
  instrument: {
    kind: 'card',
    type: 'credit',
    token: 'token-1',
    issuer: { code: 'KB', name: 'KB국민' },
    acquirer: { code: '02', name: 'KB국민' },
    firstSix: '411111',
    lastFour: '1111',
    length: 16,
    fingerprint: 'fingerprint-1',
  },
  source: 'cookiepay key-in',
};

export const begunAt = seoul('03-09 10:00:00');

export const ids = {
  id: 'payment-1' as PaymentId,
  tid: '260309100000AB12CD34' as Tid,
  requestId: 'request-1' as RequestId,
};

const facts = {
  id: ids.id,
  tid: ids.tid,
  merchantId: merchant.id,
  generation: 3,
  contract,
  credentialId: credential.id,
  method: 'card-key-in' as const,
  orderNumber: 'ORDER-1',
  goods: keyIn.goods,
  amount: won(50_000),
  tax: tax(45_455, 4_545),
  instalment: 0,
  instrument: keyIn.instrument,
  vatGiven: false,
  billing: null,
  attempt: { number: 1, requestId: ids.requestId, startedAt: begunAt },
};
/** The first of its cancels: 20,000, asked an hour later and not answered yet. */
export function cancelRequest(changed: Partial<CancelRequest> = {}): CancelRequest {
  return {
    id: 'cancel-1' as CancelId,
    sequence: 1,
    vatGiven: false,
    amount: won(20_000),
    reason: '단순 변심',
    askedBy: 'demo',
    askedAt: seoul('03-09 11:00:00'),
    status: 'requested',
    deposit: null,
    refund: null,
    at: seoul('03-09 11:00:00'),
    tries: 0,
    decline: null,
    tax: tax(18_182, 1_818),
    handedOver: false,
    joinedBy: null,
    ...changed,
  };
}

const doneFirst = cancelRequest({ status: 'done', at: seoul('03-09 11:00:01'), handedOver: true });
const doneRest = cancelRequest({
  id: 'cancel-2' as CancelId,
  sequence: 2,
  amount: won(30_000),
  tax: tax(27_273, 2_727),
  status: 'done',
  handedOver: true,
});

export const intended: Intended = { ...facts, version: 1, status: 'intended' };

export const declined: Declined = {
  ...facts,
  version: 2,
  status: 'declined',
  decline: { reason: 'limit', at: seoul('03-09 10:00:02') },
};

export const unknown: Unknown = {
  ...facts,
  version: 2,
  status: 'unknown',
  search: { since: seoul('03-09 10:00:12'), tries: 0, notFoundSince: null },
};

export const netCancelled: NetCancelled = {
  ...facts,
  version: 3,
  status: 'net-cancelled',
  at: seoul('03-09 10:00:12'),
};

export const approved: Approved = {
  ...facts,
  version: 2,
  status: 'approved',
  approval: { number: '30010001', at: seoul('03-09 10:00:02') },
  capturedAt: null,
  payout: null,
  cancels: [],
};

export const partlyCancelled: Approved = {
  ...approved,
  version: 4,
  status: 'partially-cancelled',
  cancels: [doneFirst],
};

export const cancelled: Approved = {
  ...approved,
  version: 6,
  status: 'cancelled',
  cancels: [doneFirst, doneRest],
};

/** Issued on the morning of the example for seven days. */
export const virtualAccount: VirtualAccountFacts = {
  kind: 'virtual-account',
  token: ids.id,
  bank: { code: '088', name: '신한은행' },
  number: '56212345678901',
  holder: '결 상점',
  expiresAt: seoul('03-17 00:00:00'),
};

export const awaiting: AwaitingDeposit = {
  ...facts,
  method: 'virtual-account',
  instrument: virtualAccount,
  version: 2,
  status: 'awaiting-deposit',
};

/** One payment per state. */
export const examples: { readonly [Status in PaymentStatus]: Payment & { status: Status } } = {
  intended,
  declined,
  unknown,
  'net-cancelled': netCancelled,
  approved: { ...approved, status: 'approved' },
  'partially-cancelled': { ...partlyCancelled, status: 'partially-cancelled' },
  cancelled: { ...cancelled, status: 'cancelled' },
  'awaiting-deposit': awaiting,
  expired: { ...awaiting, version: 3, status: 'expired' },
  withdrawn: { ...awaiting, version: 3, status: 'withdrawn' },
};

/** The approved example under other terms. */
export function approvedWith(terms: Partial<Terms>): Approved {
  return { ...approved, contract: callerWith(terms).contract };
}

/** A value that no function can change unnoticed. */
export function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}
