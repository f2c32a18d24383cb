// A payment link: everything is fixed when it is made, and it is paid once (T17).

import type { Brand } from '../brand.ts';
import { invariant } from '../invariant.ts';
import type { ContractId, CredentialId, MerchantId } from '../merchant/merchant.ts';
import type { PaymentId } from '../payment/payment.ts';
import { accepted, type Outcome, refused } from '../refusal.ts';
import { after, dayMs, type Instant } from '../time/instant.ts';
import type { WindowOrder } from './order.ts';
import type { SessionId } from './session.ts';

/** 128 random bits; it stands in messages to buyers. */
export type LinkId = Brand<string, 'LinkId'>;

// Taken from the moment at which a buyer's try begins until it is known what became of it.
// biome-ignore format: a table
export const linkMoves = [
  // from     on         to
  ['open',   'take',    'taken'],
  ['taken',  'release', 'open'],
  ['taken',  'pay',     'used'],
] as const;

export type LinkStatus = (typeof linkMoves)[number][0 | 2];
export type LinkMove = (typeof linkMoves)[number][1];

export const linkFinal = ['used'] as const;

export function linkMove(from: LinkStatus, on: LinkMove) {
  return linkMoves.find((row) => row[0] === from && row[1] === on) ?? null;
}

interface LinkFacts {
  readonly id: LinkId;
  readonly merchantId: MerchantId;
  readonly generation: number;
  readonly contractId: ContractId;
  readonly credentialId: CredentialId;
  readonly publicId: string;
  readonly version: number;
  readonly order: WindowOrder;
  /** Where a buyer may go afterwards; "" for nowhere. */
  readonly afterUrl: string;
  /** What the shop says of the goods, and to the buyer. */
  readonly explanation: string;
  readonly noticeText: string;
  readonly madeAt: Instant;
  readonly expiresAt: Instant;
}

export type PaymentLink = LinkFacts &
  (
    | { readonly status: 'open' }
    | { readonly status: 'taken'; readonly takenBy: SessionId }
    | { readonly status: 'used'; readonly takenBy: SessionId; readonly paymentId: PaymentId }
  );

/** So long a link works whose shop named no end. */
const usualLifeMs = 30 * dayMs;

export function linkEnd(asked: Instant | null, madeAt: Instant): Instant {
  return asked ?? after(madeAt, usualLifeMs);
}

/** Whether a window may open from it: one that is taken may be free again when the buyer pays. */
export function openable(link: PaymentLink, now: Instant): Outcome<PaymentLink> {
  if (link.status === 'used') return refused({ kind: 'link-used' });
  return now < link.expiresAt ? accepted(link) : refused({ kind: 'link-expired' });
}

/** One try at a time, whichever window it comes from. */
export function takeLink(link: PaymentLink, by: SessionId, now: Instant): Outcome<PaymentLink> {
  const open = openable(link, now);
  if (!open.ok) return open;
  if (link.status !== 'open') return refused({ kind: 'busy' });
  return accepted({ ...movedOn(link, 'take'), status: 'taken', takenBy: by });
}

/** The try was turned down: another one may begin. Null where somebody else has taken the link. */
export function releaseLink(link: PaymentLink, by: SessionId): PaymentLink | null {
  if (link.status !== 'taken' || link.takenBy !== by) return null;
  return { ...movedOn(link, 'release'), status: 'open' };
}

export function useLink(
  link: PaymentLink,
  by: SessionId,
  paymentId: PaymentId,
): PaymentLink | null {
  if (link.status !== 'taken' || link.takenBy !== by) return null;
  return { ...movedOn(link, 'pay'), status: 'used', takenBy: by, paymentId };
}

function movedOn(link: PaymentLink, on: LinkMove): LinkFacts {
  invariant(linkMove(link.status, on) !== null, 'the table of moves has no such move of a link');
  const { id, merchantId, generation, contractId, credentialId, publicId, version, order } = link;
  const { afterUrl, explanation, noticeText, madeAt, expiresAt } = link;
  return {
    ...{ id, merchantId, generation, contractId, credentialId, publicId, order },
    ...{ afterUrl, explanation, noticeText, madeAt, expiresAt },
    version: version + 1,
  };
}
