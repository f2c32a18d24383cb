// Who is who: the merchant, its contracts, and the credentials that prove them.
import type { Brand } from '../brand.ts';
import type { Policy } from './policy.ts';
import { type Terms, usualTerms } from './terms.ts';

export type MerchantId = Brand<string, 'MerchantId'>;
export type ContractId = Brand<string, 'ContractId'>;
export type CredentialId = Brand<string, 'CredentialId'>;

export type Dialect = 'cookiepay' | 'payple';

/** The gateways whose terms a contract may follow. */
// biome-ignore format: a table
export const gateways = [
  'kiwoom', 'danal', 'toss', 'easypay', 'welcome', 'mobil', 'payple',
] as const;
export type Gateway = (typeof gateways)[number];

/** What a shop is called on a receipt. */
export interface Merchant {
  readonly id: MerchantId;
  readonly name: string;
  /** Raised by a sandbox reset: orders and tokens of an older generation no longer count. */
  readonly generation: number;
}

/** The owner of money: terms, rows and payouts belong to the contract (docs/concepts/ledger.md). */
export interface Contract {
  readonly id: ContractId;
  readonly merchantId: MerchantId;
  readonly dialect: Dialect;
  readonly gateway: Gateway;
  readonly terms: Terms;
}

/** Whether this gateway demands the card password and birth date (manual 000, key-in table). */
export function asksCardholderProof(gateway: Gateway): boolean {
  return gateway === 'danal' || gateway === 'toss';
}

/** Whether a shop can pay in before a cancel: that call is of one gateway only (manual 002). */
export function takesDeposits(gateway: Gateway): boolean {
  return gateway === 'kiwoom';
}

/** What a contract says that names no terms: a cancel after the payout is the gateway's own. */
export function usualTermsOf(gateway: Gateway): Terms {
  return takesDeposits(gateway) ? { ...usualTerms, afterPayout: 'deposit' } : usualTerms;
}

/** What proves a caller: a public id and a secret of which only a keyed hash is kept. */
export interface Credential {
  readonly id: CredentialId;
  readonly merchantId: MerchantId;
  readonly contractId: ContractId;
  /** pay2_id / API_ID on one dialect, cst_id on the other. */
  readonly publicId: string;
  /** Raised by a rotation; tokens of an older version are void at once. */
  readonly version: number;
  readonly policy: Policy;
}
