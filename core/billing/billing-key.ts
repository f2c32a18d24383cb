// A billing key: what a shop may charge again without the buyer, until it is removed.

import type { ContractId, CredentialId, MerchantId } from '../merchant/merchant.ts';
import type { BillingKeyId, Instrument } from '../payment/payment.ts';
import { accepted, type Outcome, refused } from '../refusal.ts';
import type { Instant } from '../time/instant.ts';

/** What the shop and the buyer said of the payer when the key was made; shown, never trusted. */
export interface Payer {
  /** The shop's own number of this customer. */
  readonly number: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
}

export interface BillingKey {
  readonly id: BillingKeyId;
  readonly merchantId: MerchantId;
  readonly generation: number;
  readonly contractId: ContractId;
  readonly credentialId: CredentialId;
  readonly version: number;
  readonly status: 'registered' | 'removed';
  /** The network's token behind the key, and what may be shown of it. */
  readonly instrument: Instrument;
  readonly payer: Payer;
  /** Of the six-digit payment password; null where the buyer has set none. */
  readonly passwordHash: string | null;
  /** Wrong passwords since the last right one. */
  readonly failures: number;
  readonly registeredAt: Instant;
  readonly removedAt: Instant | null;
}

// biome-ignore format: a table
export const billingKeyMoves = [
  // from         on         to
  ['registered', 'charge',   'registered'],
  ['registered', 'remove',   'removed'],
] as const;

export type BillingKeyMove = (typeof billingKeyMoves)[number][1];

export function billingKeyMove(from: BillingKey['status'], on: BillingKeyMove) {
  return billingKeyMoves.find((row) => row[0] === from && row[1] === on) ?? null;
}

/** So many wrong passwords lock the key for the window; charges by the shop go on. */
export const mostFailures = 5;

export function isLocked(key: Pick<BillingKey, 'failures'>): boolean {
  return key.failures >= mostFailures;
}

/** A key of another method is as unknown as none: the message says which method is meant. */
export function chargeable(key: BillingKey | null, by: Instrument['kind']): Outcome<BillingKey> {
  if (key === null || billingKeyMove(key.status, 'charge') === null) return unknownKey;
  return key.instrument.kind === by ? accepted(key) : unknownKey;
}

const unknownKey = refused({ kind: 'billing-key-not-found' });

export function remove(key: BillingKey | null, at: Instant): Outcome<BillingKey> {
  if (key === null || billingKeyMove(key.status, 'remove') === null) return unknownKey;
  return accepted({ ...key, status: 'removed', version: key.version + 1, removedAt: at });
}
