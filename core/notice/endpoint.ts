// Where merchants want to be told, and in which form.
import type { Brand } from '../brand.ts';
import type { ContractId, MerchantId } from '../merchant/merchant.ts';
import type { Purpose } from './kinds.ts';

export type EndpointId = Brand<string, 'EndpointId'>;

/** The form of the dialect that the contract speaks, or our own. */
export type NoticeFormat = 'dialect' | 'standard';

export interface Endpoint {
  readonly id: EndpointId;
  readonly merchantId: MerchantId;
  readonly contractId: ContractId;
  readonly url: string;
  readonly formats: readonly NoticeFormat[];
  readonly purpose: Purpose;
}
