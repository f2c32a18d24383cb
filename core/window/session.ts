// The life of one payment window, as a table of moves and a union by status. Each try of a buyer is
// a payment of its own, so it is the session that lives as long as the window.

import type { Brand } from '../brand.ts';
import { invariant } from '../invariant.ts';
import type { ContractId, CredentialId, MerchantId } from '../merchant/merchant.ts';
import type { BillingKeyId, Instrument, PaymentId } from '../payment/payment.ts';
import type { Refusal } from '../refusal.ts';
import { type Instant, minuteMs, secondMs } from '../time/instant.ts';
import type { WindowOrder } from './order.ts';

/** 128 random bits: whoever knows it acts as the buyer (T52). */
export type SessionId = Brand<string, 'SessionId'>;

// biome-ignore format: a table
export const sessionMoves = [
  // from           on              to
  ['open',          'submit',       'busy'],
  ['open',          'close',        'closed'],
  ['open',          'expire',       'expired'],
  ['busy',          'decline',      'open'],
  ['busy',          'fail',         'failed'],
  ['busy',          'lose',         'lost'],
  ['busy',          'register',     'registered'],
  ['busy',          'authenticate', 'authenticated'],
  ['busy',          'pay',          'paid'],
  ['authenticated', 'confirm',      'confirming'],
  ['authenticated', 'expire',       'expired'],
  ['confirming',    'pay',          'paid'],
  ['confirming',    'fail',         'failed'],
  ['confirming',    'lose',         'lost'],
] as const;

export type SessionStatus = (typeof sessionMoves)[number][0 | 2];
export type SessionMove = (typeof sessionMoves)[number][1];

export const sessionFinal = ['closed', 'expired', 'failed', 'lost', 'registered', 'paid'] as const;

export function sessionMove(from: SessionStatus, on: SessionMove) {
  return sessionMoves.find((row) => row[0] === from && row[1] === on) ?? null;
}

/** Milliseconds. A card step begins again with each declined try (manual 004, 결제창). */
export const windowTimes = {
  stepMs: 3 * minuteMs,
  wholeMs: 30 * minuteMs,
  requestKeyMs: 30 * minuteMs,
  /** What a try has not ended by then, it does not end any more: its server is gone. */
  tryEndsMs: 20 * secondMs,
} as const;

/** So many tries to one window, whatever became of them (T36). */
export const mostTries = 5;

/** What went wrong last; none of it carries an amount. */
export type Trouble = Exclude<Refusal, { readonly kind: 'exceeds-cancellable' }>;

interface SessionFacts {
  readonly id: SessionId;
  readonly merchantId: MerchantId;
  readonly generation: number;
  readonly contractId: ContractId;
  readonly credentialId: CredentialId;
  readonly publicId: string;
  readonly version: number;
  readonly order: WindowOrder;
  /** Of the page that opened it, as its browser said; null where it said none. */
  readonly origin: string | null;
  /** The answer of the authentication that opened it; its tokens belong to this window, too. */
  readonly openedWith: string;
  readonly openedAt: Instant;
  readonly tries: number;
}

/** A try under way: enough to find out what became of it when its server has died. */
export interface Trial {
  readonly since: Instant;
  readonly paymentId: PaymentId;
  /** The billing key that this very try makes, if it makes one. */
  readonly newKey: BillingKeyId | null;
}

/** What the issuer or bank said yes to, so that the shop may charge it once. */
export interface Certified {
  readonly at: Instant;
  readonly instrument: Instrument;
  readonly instalment: number;
  readonly key: BillingKeyId | null;
  /** For whom a cash receipt is to be made; sealed text. */
  readonly receiptFor: string | null;
}

export type Open = SessionFacts & {
  readonly status: 'open';
  readonly stepEndsAt: Instant;
  readonly trouble: Trouble | null;
};
export type Busy = SessionFacts & { readonly status: 'busy'; readonly trial: Trial };
export type Authenticated = SessionFacts & {
  readonly status: 'authenticated';
  readonly certified: Certified;
};
export type Confirming = SessionFacts & {
  readonly status: 'confirming';
  readonly certified: Certified;
  readonly trial: Trial;
};
export type Paid = SessionFacts & {
  readonly status: 'paid';
  readonly paymentId: PaymentId;
  readonly certified: Certified | null;
};
export type Registered = SessionFacts & {
  readonly status: 'registered';
  readonly key: BillingKeyId;
  readonly instrument: Instrument;
  readonly at: Instant;
};
/** Nobody knows yet whether money moved; its payment ends not charged. */
export type Lost = SessionFacts & {
  readonly status: 'lost';
  readonly at: Instant;
  readonly paymentId: PaymentId;
  readonly certified: Certified | null;
};
export type Ended = SessionFacts & {
  readonly status: 'closed' | 'expired' | 'failed';
  readonly at: Instant;
  readonly trouble: Trouble | null;
  readonly certified: Certified | null;
};

export type Session = Open | Busy | Authenticated | Confirming | Paid | Registered | Lost | Ended;

/** Facts without what only one status has, one version on. */
export function movedOn<To extends SessionStatus>(
  session: Session,
  on: SessionMove,
  to: To,
): SessionFacts & { readonly status: To } {
  const row = sessionMove(session.status, on);
  invariant(row !== null && row[2] === to, 'the table of moves has no such move of a window');
  const { id, merchantId, generation, contractId, credentialId, publicId } = session;
  const { version, order, origin, openedWith, openedAt, tries } = session;
  return {
    ...{ id, merchantId, generation, contractId, credentialId, publicId },
    ...{ order, origin, openedWith, openedAt, tries },
    version: version + 1,
    status: to,
  };
}

export function isUnderWay(session: Session): session is Busy | Confirming {
  return session.status === 'busy' || session.status === 'confirming';
}

export function certifiedOf(session: Session): Certified | null {
  return 'certified' in session ? session.certified : null;
}
