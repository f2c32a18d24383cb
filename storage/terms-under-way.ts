// Card sales that are being approved while their contract gets other terms.
import type pg from 'pg';
import type { Contract } from '../core/merchant/merchant.ts';
import type { CardType, Terms } from '../core/merchant/terms.ts';
import type { Decision } from '../core/payment/decision.ts';
import type { Instant } from '../core/time/instant.ts';
import { lowestIdAt } from './payment.ts';

export interface UnderWay {
  readonly contract: Pick<Contract, 'merchantId' | 'id'>;
  readonly terms: Pick<Terms, 'version'>;
  readonly cardTypes: readonly CardType[];
  readonly startedFrom: Instant;
}

/**
 * Nothing of them is priced yet, so they just follow; their version stays, because whoever asks a
 * bank just now decides on it. One that is approved at this very moment is found with the others.
 */
export async function renewTermsUnderWay(
  client: pg.ClientBase,
  { contract, terms, cardTypes, startedFrom }: UnderWay,
): Promise<void> {
  await client.query(
    `update payment set terms_version = $4
     where merchant_id = $1 and contract_id = $2 and id >= $3 and terms_version < $4
       and status in ('intended', 'unknown') and instrument = 'card'
       and coalesce(card_type, 'credit') = any($5)`,
    [contract.merchantId, contract.id, lowestIdAt(startedFrom), terms.version, cardTypes],
  );
}

/** Whoever prices one with its approval, by terms that he read before, tries again. */
export const termsStand = '(asked.priced_by is null or asked.priced_by = p.terms_version)';

/** An account's terms never change, and what is not captured has no price. */
export function pricedBy({ payment, rows }: Decision): number | undefined {
  const isPriced = rows.length > 0 && payment.instrument.kind === 'card';
  return isPriced ? payment.contract.terms.version : undefined;
}
