// Payouts as a merchant looks them up: by date, one by its id, and what each row stands on.
import type pg from 'pg';
import type { ContractId, MerchantId } from '../core/merchant/merchant.ts';
import { type Won, won } from '../core/money/won.ts';
import type { PaymentId } from '../core/payment/payment.ts';
import type { TakenSoFar } from '../core/settlement/explain-adjustment.ts';
import type { PayoutGround } from '../core/settlement/explain-payout.ts';
import type { PayoutFigures, PayoutStatus } from '../core/settlement/payout.ts';
import { rowNumbers } from '../core/settlement/row-numbers.ts';
import type { BusinessDate, Instant } from '../core/time/instant.ts';
import { instantOf, instantText } from './time.ts';

export interface ListedPayout {
  readonly id: string;
  readonly contractId: ContractId;
  readonly generation: number;
  readonly date: BusinessDate;
  readonly status: PayoutStatus;
  readonly closesAt: Instant;
  readonly paysAt: Instant;
  readonly fixedAt: Instant | null;
  readonly paidAt: Instant | null;
  /** Null until it is fixed. */
  readonly figures: PayoutFigures | null;
  readonly releaseOn: BusinessDate | null;
}

interface StoredPayout {
  id: string;
  contract_id: ContractId;
  generation: number;
  date: BusinessDate;
  status: PayoutStatus;
  closes_at: Date;
  pays_at: Date;
  fixed_at: Date | null;
  paid_at: Date | null;
  positive: bigint;
  negative: bigint;
  carried_in: bigint;
  carried_out: bigint;
  held: bigint;
  released: bigint;
  amount: bigint;
  release_on: BusinessDate | null;
}

const select = `
  select q.id, q.contract_id, q.generation, q.date, q.status, q.closes_at, q.pays_at, q.fixed_at,
    q.paid_at, q.positive, q.negative, q.carried_in, q.carried_out, q.held, q.released, q.amount,
    q.release_on
  from payout q`;

export interface PayoutSearch {
  readonly merchantId: MerchantId;
  readonly generation: number;
  readonly contractId: string | null;
  /** Both days belong to it. */
  readonly from: BusinessDate | null;
  readonly to: BusinessDate | null;
  /** The last one of the page before. */
  readonly after: Pick<ListedPayout, 'date' | 'id'> | null;
  readonly limit: number;
}

/** The latest first. */
export async function listPayouts(pool: pg.Pool, search: PayoutSearch): Promise<ListedPayout[]> {
  const found = await pool.query<StoredPayout>(
    `${select}
     where q.merchant_id = $1 and ($3::uuid is null or q.contract_id = $3)
       and ($4::date is null or q.date >= $4) and ($5::date is null or q.date <= $5)
       and ($6::date is null or (q.date, q.id) < ($6, $7::uuid))
       and q.generation = $2
     order by q.date desc, q.id desc limit $8`,
    [
      search.merchantId,
      search.generation,
      search.contractId,
      search.from,
      search.to,
      search.after?.date ?? null,
      search.after?.id ?? null,
      search.limit,
    ],
  );
  return found.rows.map(listedOf);
}

export async function findPayout(
  pool: pg.Pool,
  sought: { readonly merchantId: MerchantId; readonly generation: number; readonly id: string },
): Promise<ListedPayout | null> {
  const found = await pool.query<StoredPayout>(
    `${select} where q.merchant_id = $1 and q.generation = $2 and q.id = $3`,
    [sought.merchantId, sought.generation, sought.id],
  );
  const row = found.rows[0];
  return row === undefined ? null : listedOf(row);
}

/** Inside the transaction that moved it; null where a reset has ended its world meanwhile. */
export async function movedPayout(
  client: pg.ClientBase,
  sought: { readonly merchantId: MerchantId; readonly id: string },
): Promise<ListedPayout | null> {
  const found = await client.query<StoredPayout>(
    `${select} join merchant m on m.id = q.merchant_id and m.generation = q.generation
     where q.merchant_id = $1 and q.id = $2`,
    [sought.merchantId, sought.id],
  );
  const row = found.rows[0];
  return row === undefined ? null : listedOf(row);
}

function listedOf(row: StoredPayout): ListedPayout {
  const instantOrNull = (at: Date | null): Instant | null => (at === null ? null : instantOf(at));
  return {
    id: row.id,
    contractId: row.contract_id,
    generation: row.generation,
    date: row.date,
    status: row.status,
    closesAt: instantOf(row.closes_at),
    paysAt: instantOf(row.pays_at),
    fixedAt: instantOrNull(row.fixed_at),
    paidAt: instantOrNull(row.paid_at),
    figures: row.fixed_at === null ? null : figuresOf(row),
    releaseOn: row.release_on,
  };
}

function figuresOf(row: StoredPayout): PayoutFigures {
  return {
    positive: won(row.positive),
    negative: won(row.negative),
    carriedIn: won(row.carried_in),
    released: won(row.released),
    held: won(row.held),
    amount: won(row.amount),
    carriedOut: won(row.carried_out),
  };
}

/** Won that its rows come to as planned, both ≥ 0; a void sale stays out. */
export async function plannedSums(
  pool: pg.Pool,
  merchantId: MerchantId,
  { contractId, generation, date }: Pick<ListedPayout, 'contractId' | 'generation' | 'date'>,
): Promise<Pick<PayoutFigures, 'positive' | 'negative'>> {
  const found = await pool.query<{ positive: bigint; negative: bigint }>(
    `select coalesce(sum(net) filter (where net > 0), 0)::bigint as positive,
       coalesce(-sum(net) filter (where net < 0), 0)::bigint as negative
     from settlement_row
     where merchant_id = $1 and contract_id = $2 and payout_date = $3 and generation = $4
       and journal_id is not null`,
    [merchantId, contractId, date, generation],
  );
  const { positive = 0n, negative = 0n } = found.rows[0] ?? {};
  return { positive: won(positive), negative: won(negative) };
}

/** Whose debt and holdback it took over, and the rate that it was fixed under. */
export async function groundOfPayout(
  pool: pg.Pool,
  merchantId: MerchantId,
  { id, contractId, fixedAt }: Pick<ListedPayout, 'id' | 'contractId' | 'fixedAt'>,
): Promise<Pick<PayoutGround, 'holdbackRate' | 'carriedFrom' | 'releasedFrom'>> {
  const found = await pool.query<{
    rate: number | null;
    carried: BusinessDate[];
    released: BusinessDate[];
  }>(
    `select (select (t.terms ->> 'holdbackRate')::int from contract_terms t
         where t.merchant_id = $1 and t.contract_id = $2 and t.effective_from <= $4
         order by t.version desc limit 1) as rate,
       array(select q.date::text from payout q where q.merchant_id = $1 and q.carried_by = $3
         and q.contract_id = $2 order by q.date) as carried,
       array(select q.date::text from payout q where q.merchant_id = $1 and q.released_by = $3
         and q.contract_id = $2 order by q.date) as released`,
    [merchantId, contractId, id, fixedAt === null ? null : instantText(fixedAt)],
  );
  const row = found.rows[0];
  return {
    holdbackRate: row?.rate ?? 0,
    carriedFrom: row?.carried ?? [],
    releasedFrom: row?.released ?? [],
  };
}

export interface RowName {
  readonly paymentId: PaymentId;
  readonly sequence: number;
}

/** What explains a row beside itself. */
export interface RowGround extends RowName {
  /** Won that were left of its payment before it. */
  readonly before: Won;
  /** By rows whose journals are older than its own. */
  readonly taken: TakenSoFar;
  readonly salePayout: BusinessDate | null;
}

interface GroundRow {
  payment_id: PaymentId;
  sequence: number;
  before: bigint;
  sale_payout: BusinessDate | null;
  gross: bigint;
  sold: bigint;
  fee: bigint;
  fee_vat: bigint;
}

const grounds = `
  select n.payment_id, n.sequence, coalesce(sum(e.gross)
      filter (where e.sequence < n.sequence and e.kind in ('11', '21', '22')), 0)::bigint as before,
    (array_agg(e.payout_date order by e.sequence desc) filter (where e.kind = '11'
      and (n.sequence < ${rowNumbers.again.from} or e.sequence <= n.sequence)))[1] as sale_payout,
    coalesce(sum(e.gross) filter (where b.is_before), 0)::bigint as gross,
    coalesce(sum(e.gross) filter (where b.is_before and e.kind <> '22'), 0)::bigint as sold,
    coalesce(sum(e.fee) filter (where b.is_before), 0)::bigint as fee,
    coalesce(sum(e.fee_vat) filter (where b.is_before), 0)::bigint as fee_vat
  from json_to_recordset($2) as n (payment_id uuid, sequence smallint)
  join settlement_row o on o.merchant_id = $1 and o.payment_id = n.payment_id
    and o.sequence = n.sequence
  join settlement_row e on e.merchant_id = $1 and e.payment_id = n.payment_id
  cross join lateral (select e.journal_id < o.journal_id and e.kind <> 'deposit' as is_before) as b
  group by n.payment_id, n.sequence`;

/** In any order. */
export async function groundsOf(
  pool: pg.Pool,
  merchantId: MerchantId,
  rows: readonly RowName[],
): Promise<RowGround[]> {
  const found = await pool.query<GroundRow>(grounds, [
    merchantId,
    JSON.stringify(rows.map(({ paymentId, sequence }) => ({ payment_id: paymentId, sequence }))),
  ]);
  return found.rows.map((row) => ({
    paymentId: row.payment_id,
    sequence: row.sequence,
    before: won(row.before),
    taken: {
      ...{ gross: won(row.gross), grossSold: won(row.sold) },
      ...{ fee: won(row.fee), feeVat: won(row.fee_vat) },
    },
    salePayout: row.sale_payout,
  }));
}
