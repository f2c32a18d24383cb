// The terms of a contract as they are agreed anew: a version on top of the latest one.
import type pg from 'pg';
import type { Contract } from '../core/merchant/merchant.ts';
import type { CardType, Terms } from '../core/merchant/terms.ts';
import type { BusinessDate, Instant } from '../core/time/instant.ts';
import { instantText } from './time.ts';

export type ContractKey = Pick<Contract, 'merchantId' | 'id'>;

/** Hundred-thousandths; a type of card that is not named keeps its rate. */
export type CardRates = Readonly<Partial<Record<CardType, number>>>;

export interface AgreedRates {
  readonly rates: CardRates;
  /** The first day of sales that they are for. */
  readonly from: BusinessDate;
}

/** Two changes at once would give one version twice; the contract stands for its terms. */
export async function lockTerms(client: pg.ClientBase, contract: ContractKey): Promise<void> {
  await client.query('select from contract where merchant_id = $1 and id = $2 for update', [
    contract.merchantId,
    contract.id,
  ]);
}

/** Versions of before and changes that are planned; whoever counts holds the lock. */
export async function countVersions(client: pg.ClientBase, contract: ContractKey): Promise<number> {
  const found = await client.query<{ count: number }>(
    `select ((select max(version) from contract_terms where merchant_id = $1 and contract_id = $2)
       + (select count(*) from planned_fee_change
          where merchant_id = $1 and contract_id = $2 and version is null))::int as count`,
    [contract.merchantId, contract.id],
  );
  return found.rows[0]?.count ?? 0;
}

/** The next version of the latest terms, for all approvals from now on; under the lock. */
export async function changeTerms(
  client: pg.ClientBase,
  contract: ContractKey,
  { rates, from, at }: AgreedRates & { readonly at: Instant },
): Promise<Terms> {
  const { credit, check } = rates;
  const terms: Partial<Terms> = {
    ...(credit === undefined ? {} : { feeRate: credit }),
    ...(check === undefined ? {} : { checkFeeRate: check }),
  };
  const made = await client.query<{ terms: Terms }>(
    `insert into contract_terms (merchant_id, contract_id, version, effective_from, terms,
       credit_since, check_since)
     select merchant_id, contract_id, version + 1, $3,
       terms || $4::jsonb || jsonb_build_object('version', version + 1),
       coalesce($5::date, credit_since), coalesce($6::date, check_since)
     from contract_terms where merchant_id = $1 and contract_id = $2
     order by version desc limit 1 returning terms`,
    [
      ...[contract.merchantId, contract.id, instantText(at), JSON.stringify(terms)],
      credit === undefined ? null : from,
      check === undefined ? null : from,
    ],
  );
  const [row] = made.rows;
  if (row === undefined) throw new Error('a contract without terms');
  return row.terms;
}

export async function termsOfVersion(
  client: pg.ClientBase,
  contract: ContractKey,
  version: number,
): Promise<Terms> {
  const found = await client.query<{ terms: Terms }>(
    `select terms from contract_terms
     where merchant_id = $1 and contract_id = $2 and version = $3`,
    [contract.merchantId, contract.id, version],
  );
  const [row] = found.rows;
  if (row === undefined) throw new Error('a version of terms that was never made');
  return row.terms;
}

/** Of a contract as it stands now, whatever day they began on. */
export async function feeBasisOf(pool: pg.Pool, contract: ContractKey): Promise<Terms['feeBasis']> {
  const found = await pool.query<{ basis: Terms['feeBasis'] }>(
    `select terms->>'feeBasis' as basis from contract_terms
     where merchant_id = $1 and contract_id = $2 order by version desc limit 1`,
    [contract.merchantId, contract.id],
  );
  return found.rows[0]?.basis ?? 'excluding-vat';
}
