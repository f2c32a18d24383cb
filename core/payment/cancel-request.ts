// One asked-for cancel: the amount it reserves, what became of it, and who was told.
import type { Brand } from '../brand.ts';
import type { TaxParts } from '../money/tax.ts';
import type { Won } from '../money/won.ts';
import type { DeclineReason } from '../refusal.ts';
import type { Instant } from '../time/instant.ts';

/** Also the request id under which the rail knows this cancel. */
export type CancelId = Brand<string, 'CancelId'>;

export interface CancelRequest {
  readonly id: CancelId;
  /** Counts the requests of one payment from 1. */
  readonly sequence: number;
  /** Won, > 0. */
  readonly amount: Won;
  readonly reason: string;
  /** Credential or key that asked; for the audit trail. */
  readonly askedBy: string;
  /** Decides the business day, and so 21 or 22, whatever the rail takes. */
  readonly askedAt: Instant;
  readonly status:
    | 'account-issued' // a deposit is waited for
    | 'deposited' // it came; another cancel of the payment is under way
    | 'expired' // it never came
    | 'requested'
    | 'unknown'
    | 'done'
    | 'refused';
  /** What the merchant pays in first, where the payout was fixed before; else null. */
  readonly deposit: CancelDeposit | null;
  /** Where the money goes, where no rail can send it back by itself; else null. */
  readonly refund: RefundTarget | null;
  /** When the status was last changed. */
  readonly at: Instant;
  /** Resolver tries while unknown. */
  readonly tries: number;
  /** What the rail said when it refused. */
  readonly decline: DeclineReason | null;
  /** Tax parts given back; supply + vat + taxFree = amount. */
  readonly tax: TaxParts;
  /** Whether the asker named the VAT that goes back. */
  readonly vatGiven: boolean;
  /** Whether the answer to the asker was written out to its end. */
  readonly handedOver: boolean;
  /** The equal request that joined this one, as one may (docs/concepts/cancels.md); else null. */
  readonly joinedBy: CancelId | null;
}

/** An account of the buyer: its number stays with the bank that knows its token. */
export interface RefundTarget {
  readonly token: string;
  readonly bank: string;
  readonly holder: string;
}

export interface CancelDeposit {
  /** Won, > 0. */
  readonly amount: Won;
  /** The bank of the account that was issued for it. */
  readonly bank: string;
}
