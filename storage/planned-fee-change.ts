// Fees that are to change on a day to come: planned, begun on their day, done.
import type pg from 'pg';
import type { ContractId, MerchantId } from '../core/merchant/merchant.ts';
import type { BusinessDate, Instant } from '../core/time/instant.ts';
import type { CardRates, ContractKey } from './agreed-terms.ts';
import type { Queryable } from './merchant.ts';
import { instantText } from './time.ts';

export interface PlannedFeeChange {
  readonly id: string;
  readonly contract: ContractKey;
  readonly from: BusinessDate;
  readonly rates: CardRates;
  readonly reason: string;
  /** Of the terms that it made; null before its day. */
  readonly version: number | null;
}

interface Row {
  id: string;
  merchant_id: MerchantId;
  contract_id: ContractId;
  first_day: BusinessDate;
  rates: CardRates;
  reason: string;
  version: number | null;
}

const columns = 'id, merchant_id, contract_id, first_day, rates, reason, version';

export async function insertPlanned(
  db: Queryable,
  planned: Omit<PlannedFeeChange, 'version'> & { readonly at: Instant; readonly dueAt: Instant },
): Promise<void> {
  const { id, contract, from, rates, reason, at, dueAt } = planned;
  await db.query(
    `insert into planned_fee_change (merchant_id, contract_id, id, first_day, rates, reason,
       asked_at, due_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[contract.merchantId, contract.id, id, from],
      ...[JSON.stringify(rates), reason, instantText(at), instantText(dueAt)],
    ],
  );
}

/** Of two for one day the one that was asked for later is carried out later, and stands. */
export async function duePlanned(db: Queryable, until: Instant): Promise<PlannedFeeChange[]> {
  const found = await db.query<Row>(
    `select ${columns} from planned_fee_change
     where due_at <= $1 order by due_at, asked_at, id limit 1000`,
    [instantText(until)],
  );
  return found.rows.map(plannedOf);
}

/** As it is now, locked until the end of the transaction. */
export async function lockPlanned(
  client: pg.ClientBase,
  { contract, id }: PlannedFeeChange,
): Promise<PlannedFeeChange | null> {
  const found = await client.query<Row>(
    `select ${columns} from planned_fee_change where merchant_id = $1 and id = $2 for update`,
    [contract.merchantId, id],
  );
  return found.rows[0] === undefined ? null : plannedOf(found.rows[0]);
}

export async function markBegun(
  client: pg.ClientBase,
  { contract, id }: PlannedFeeChange,
  version: number,
): Promise<void> {
  await client.query(
    'update planned_fee_change set version = $3 where merchant_id = $1 and id = $2',
    [contract.merchantId, id, version],
  );
}

export async function markDone(db: Queryable, planned: PlannedFeeChange): Promise<void> {
  const { contract, id } = planned;
  await db.query('update planned_fee_change set due_at = null where merchant_id = $1 and id = $2', [
    contract.merchantId,
    id,
  ]);
}

function plannedOf(row: Row): PlannedFeeChange {
  return {
    id: row.id,
    contract: { merchantId: row.merchant_id, id: row.contract_id },
    from: row.first_day,
    ...{ rates: row.rates, reason: row.reason, version: row.version },
  };
}
