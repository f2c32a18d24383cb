// Where merchants want to be told, in which form, and of what.
import type { Brand } from '../brand.ts';
import type { ContractId, Dialect, MerchantId } from '../merchant/merchant.ts';
import type { NoticeKind } from '../payment/moves.ts';

export type EndpointId = Brand<string, 'EndpointId'>;

/** Of billing keys, beside what is told of payments. */
export type KeyNoticeKind = 'billing-key.registered' | 'billing-key.removed';
export type ToldKind = NoticeKind | KeyNoticeKind;

/** The form of the dialect that the contract speaks, or our own. */
export type NoticeFormat = 'dialect' | 'standard';

/** Payple keeps two addresses apart; null is everything. */
export type Purpose = 'result' | 'deregistration' | null;

export interface Endpoint {
  readonly id: EndpointId;
  readonly merchantId: MerchantId;
  readonly contractId: ContractId;
  readonly url: string;
  readonly formats: readonly NoticeFormat[];
  readonly purpose: Purpose;
}

/** What the form of each dialect has words for; our own has words for everything. */
export const dialectKinds: Readonly<Record<Dialect, readonly ToldKind[]>> = {
  cookiepay: ['payment.approved', 'payment.cancelled'],
  payple: [
    'payment.approved',
    'payment.declined',
    'payment.cancelled',
    'billing-key.registered',
    'billing-key.removed',
  ],
};
