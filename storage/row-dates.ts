// Rows whose payout is not planned yet: read in pages, and stored with the payout they join.
import type pg from 'pg';
import type { ContractId, MerchantId } from '../core/merchant/merchant.ts';
import type { Terms } from '../core/merchant/terms.ts';
import type { PaymentId, SalePayout } from '../core/payment/payment.ts';
import type { PlannedPayout, RowToDate } from '../core/settlement/row-date.ts';
import { rowNumbers } from '../core/settlement/row-numbers.ts';
import type { BusinessDate } from '../core/time/instant.ts';
import { instantOf, instantText } from './time.ts';

export interface UndatedRow extends RowToDate {
  readonly merchantId: MerchantId;
  readonly paymentId: PaymentId;
  readonly sequence: number;
  readonly contractId: ContractId;
  readonly generation: number;
  readonly terms: Terms;
  /** Of its sale; null while that has none. */
  readonly sale: SalePayout | null;
}

interface StoredRow {
  merchant_id: MerchantId;
  payment_id: PaymentId;
  sequence: number;
  contract_id: ContractId;
  generation: number;
  kind: RowToDate['kind'];
  date: BusinessDate;
  asked_at: Date;
  instrument: RowToDate['paidBy'];
  terms: Terms;
  sale_date: BusinessDate | null;
  closes_at: Date | null;
}

/** Whether it is worth a transaction: of most instants it is not. */
export async function hasUndated(pool: pg.Pool): Promise<boolean> {
  const found = await pool.query<{ has: boolean }>(
    'select exists (select from settlement_row where payout_date is null and not undatable) as has',
  );
  return found.rows[0]?.has ?? false;
}

/** Of one merchant or of all; what another server is dating just now is left out. */
export async function lockUndated(
  client: pg.ClientBase,
  merchantId: MerchantId | null,
  limit: number,
): Promise<UndatedRow[]> {
  const found = await client.query<StoredRow>(
    `select r.merchant_id, r.payment_id, r.sequence, r.contract_id, r.generation, r.kind, r.date,
       r.asked_at, p.instrument, t.terms, s.payout_date as sale_date, q.closes_at
     from settlement_row r
     join payment p on p.merchant_id = r.merchant_id and p.id = r.payment_id
     join contract_terms t on t.merchant_id = p.merchant_id and t.contract_id = p.contract_id
       and t.version = p.terms_version
     -- A deposit that came after a reversal is a sale of its own.
     left join lateral (
       select s.merchant_id, s.contract_id, s.generation, s.payout_date from settlement_row s
       where s.merchant_id = r.merchant_id and s.payment_id = r.payment_id and s.kind = '11'
         and (r.sequence < ${rowNumbers.again.from} or s.sequence < r.sequence)
       order by s.sequence desc limit 1
     ) s on true
     left join payout q on q.merchant_id = s.merchant_id and q.contract_id = s.contract_id
       and q.date = s.payout_date and q.generation = s.generation
     where r.payout_date is null and not r.undatable
       and (r.kind not in ('21', '22') or q.closes_at is not null)
       and ($1::uuid is null or r.merchant_id = $1)
     order by r.merchant_id, r.payment_id, r.sequence limit $2
     for update of r skip locked`,
    [merchantId, limit],
  );
  return found.rows.map(undatedOf);
}

function undatedOf(row: StoredRow): UndatedRow {
  const { sale_date: date, closes_at: closesAt } = row;
  return {
    merchantId: row.merchant_id,
    paymentId: row.payment_id,
    sequence: row.sequence,
    contractId: row.contract_id,
    generation: row.generation,
    kind: row.kind,
    date: row.date,
    askedAt: instantOf(row.asked_at),
    paidBy: row.instrument,
    terms: row.terms,
    sale: date === null || closesAt === null ? null : { date, closesAt: instantOf(closesAt) },
  };
}

export interface DatedRow {
  readonly row: UndatedRow;
  /** Null says that the calendar does not know the year. */
  readonly payout: PlannedPayout | null;
}

export async function storeDates(client: pg.ClientBase, dated: readonly DatedRow[]): Promise<void> {
  await client.query(
    `update settlement_row r set payout_date = d.date, undatable = d.date is null
     from json_to_recordset($1)
       as d (merchant_id uuid, payment_id uuid, sequence smallint, date date)
     where r.merchant_id = d.merchant_id and r.payment_id = d.payment_id
       and r.sequence = d.sequence`,
    [
      JSON.stringify(
        dated.map(({ row, payout }) => ({
          merchant_id: row.merchantId,
          payment_id: row.paymentId,
          sequence: row.sequence,
          date: payout?.date ?? null,
        })),
      ),
    ],
  );
}

export interface PayoutOf extends PlannedPayout {
  /** Its own if it comes into being by this. */
  readonly id: string;
  readonly merchantId: MerchantId;
  readonly contractId: ContractId;
  readonly generation: number;
}

/**
 * Payouts come into being with their first row, and are due when they close. Answers those that are
 * fixed already; the others are not fixed before this transaction ends. One that is closing waits
 * for cancels that were asked for in time, and their rows belong to it.
 */
export async function planPayouts(
  client: pg.ClientBase,
  payouts: readonly PayoutOf[],
): Promise<ReadonlySet<string>> {
  const plans = new Map(payouts.map((plan) => [planKey(plan), plan]));
  if (plans.size === 0) return new Set();
  const asked = JSON.stringify(
    [...plans.values()].map((plan) => ({
      merchant_id: plan.merchantId,
      contract_id: plan.contractId,
      generation: plan.generation,
      date: plan.date,
      id: plan.id,
      closes_at: instantText(plan.closesAt),
      pays_at: instantText(plan.paysAt),
    })),
  );
  // In one order everywhere, so that two servers never wait for each other.
  await client.query(
    `insert into payout (merchant_id, contract_id, generation, date, id, closes_at, pays_at, due_at)
     select merchant_id, contract_id, generation, date, id, closes_at, pays_at, closes_at
     from json_to_recordset($1) as p (merchant_id uuid, contract_id uuid, generation int, date date,
       id uuid, closes_at timestamptz, pays_at timestamptz)
     order by merchant_id, contract_id, generation, date
     on conflict (merchant_id, contract_id, generation, date) do nothing`,
    [asked],
  );
  const open = await client.query<PlanName>(
    `select q.merchant_id as "merchantId", q.contract_id as "contractId", q.generation, q.date
     from payout q
     join json_to_recordset($1) as p (merchant_id uuid, contract_id uuid, generation int, date date)
       using (merchant_id, contract_id, generation, date)
     where q.status in ('open', 'closing')
     order by 1, 2, 3, 4 for share of q`,
    [asked],
  );
  const isOpen = new Set(open.rows.map(planKey));
  return new Set([...plans.keys()].filter((key) => !isOpen.has(key)));
}

type PlanName = Omit<PayoutOf, 'id' | 'closesAt' | 'paysAt'>;

export function planKey(plan: PlanName): string {
  return `${plan.merchantId} ${plan.contractId} ${plan.generation} ${plan.date}`;
}

/** A calendar that knows more years may date what could not be dated. */
export async function forgetUndatable(pool: pg.Pool): Promise<void> {
  await pool.query('update settlement_row set undatable = false where undatable');
}
