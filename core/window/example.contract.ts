// The example windows that the tests of this folder tell about: one session per status.

import { won } from '../money/won.ts';
import { caller, ids, keyIn, seoul } from '../payment/example.contract.ts';
import type { BillingKeyId, PaymentId } from '../payment/payment.ts';
import type { WindowOrder } from './order.ts';
import type { Session, SessionId, SessionStatus, Trial } from './session.ts';
import { open } from './window.ts';

export const openedAt = seoul('03-09 10:00:00');

export const order: WindowOrder = {
  work: 'certify',
  paidBy: 'card',
  cardUse: 'recurring',
  orderNumber: 'ORDER-1',
  goods: '커피',
  amount: won(50_000),
  tax: null,
  vatGiven: false,
  month: null,
  payer: { number: '2335', name: '홍길동', phone: '01012345678', email: 'gildong@example.com' },
  offered: null,
  asksPassword: false,
  cashReceipt: false,
  extras: [],
  echo: {},
  resultUrl: '',
  link: null,
};

export const key = 'key-1' as BillingKeyId;

export const opened = open({
  id: 'session-1' as SessionId,
  merchantId: caller.merchant.id,
  generation: caller.merchant.generation,
  contractId: caller.contract.id,
  credentialId: caller.credential.id,
  publicId: caller.credential.publicId,
  order,
  origin: 'https://shop.example',
  openedWith: 'nonce-1',
  openedAt,
});

export const trial: Trial = {
  since: seoul('03-09 10:01:00'),
  paymentId: ids.id as PaymentId,
  newKey: key,
};

export const certified = {
  at: seoul('03-09 10:01:05'),
  instrument: keyIn.instrument,
  instalment: 0,
  key,
  receiptFor: null,
};

const { status: _, stepEndsAt: __, trouble: ___, ...facts } = opened;
const end = { at: seoul('03-09 10:02:00'), trouble: null, certified: null };

/** One session per status. */
export const sessions: { readonly [Status in SessionStatus]: Session & { status: Status } } = {
  open: opened,
  busy: { ...facts, status: 'busy', trial },
  authenticated: { ...facts, status: 'authenticated', certified },
  confirming: { ...facts, status: 'confirming', certified, trial },
  paid: { ...facts, status: 'paid', paymentId: trial.paymentId, certified: null },
  registered: { ...facts, status: 'registered', key, instrument: keyIn.instrument, at: end.at },
  closed: { ...facts, ...end, status: 'closed' },
  expired: { ...facts, ...end, status: 'expired' },
  failed: { ...facts, ...end, status: 'failed' },
  lost: { ...facts, status: 'lost', at: end.at, paymentId: trial.paymentId, certified: null },
};
