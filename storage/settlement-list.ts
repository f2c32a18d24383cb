// The rows of one payout date, a page at a time: a day may have a million of them.
import type pg from 'pg';
import type { PaidBy } from '../core/merchant/fee.ts';
import type { ContractId, MerchantId } from '../core/merchant/merchant.ts';
import type { CardType, Terms } from '../core/merchant/terms.ts';
import { type Won, won } from '../core/money/won.ts';
import type { PaymentId, PaymentMethod } from '../core/payment/payment.ts';
import type { PayoutStatus } from '../core/settlement/payout.ts';
import type { RowKind } from '../core/settlement/row.ts';
import type { BusinessDate, Instant } from '../core/time/instant.ts';
import { instantOf } from './time.ts';

/** Won are signed as in the row: negative on cancels. */
export interface ListedRow {
  readonly contractId: ContractId;
  readonly paymentId: PaymentId;
  readonly tid: string;
  readonly sequence: number;
  readonly kind: RowKind;
  readonly gross: Won;
  readonly fee: Won;
  /** What of the fee is for an instalment that the shop pays for. */
  readonly instalmentFee: Won;
  readonly feeVat: Won;
  readonly net: Won;
  readonly date: BusinessDate;
  readonly askedAt: Instant;
  readonly payoutDate: BusinessDate | null;
  /** Null while it is not planned. */
  readonly payoutStatus: PayoutStatus | null;
  readonly orderNumber: string;
  /** Of the whole payment. */
  readonly approved: Won;
  readonly method: PaymentMethod;
  readonly paidBy: PaidBy;
  /** Null where no card paid. */
  readonly cardType: CardType | null;
  readonly acquirerCode: string;
  readonly acquirerName: string;
  readonly instalment: number;
  readonly terms: Terms;
  /** The first day of sales whose fee is that of the terms. */
  readonly feeSince: BusinessDate;
}

/** Where a page ended: the order of rows is date, TID and sequence. */
export type RowPlace = Pick<ListedRow, 'date' | 'tid' | 'sequence'>;

export interface RowSearch {
  readonly merchantId: MerchantId;
  readonly contractId: ContractId;
  readonly generation: number;
  readonly payoutDate: BusinessDate;
  readonly tid: string | null;
  readonly kinds: readonly RowKind[];
  readonly after: RowPlace | null;
  readonly limit: number;
}

interface StoredRow {
  contract_id: ContractId;
  payment_id: PaymentId;
  tid: string;
  sequence: number;
  kind: RowKind;
  gross: bigint;
  fee: bigint;
  instalment_fee: bigint;
  fee_vat: bigint;
  net: bigint;
  date: BusinessDate;
  asked_at: Date;
  payout_date: BusinessDate | null;
  payout_status: PayoutStatus | null;
  order_number: string;
  approved: bigint;
  method: PaymentMethod;
  instrument: ListedRow['paidBy'];
  acquirer_code: string;
  acquirer_name: string;
  instalment: number;
  card_type: CardType | null;
  terms: Terms;
  fee_since: BusinessDate;
}

const select = `
  select r.contract_id, r.payment_id, r.tid, r.sequence, r.kind, r.gross, r.fee, r.instalment_fee,
    r.fee_vat, r.net, r.date, r.asked_at, r.payout_date, q.status as payout_status, p.order_number,
    p.amount as approved, p.method, p.instrument, p.acquirer_code, p.acquirer_name, p.instalment,
    t.terms, case when p.instrument = 'card' then coalesce(p.card_type, 'credit') end as card_type,
    case when p.instrument <> 'card' then (
        select (k.created_at at time zone 'Asia/Seoul')::date from contract k
        where k.merchant_id = p.merchant_id and k.id = p.contract_id)
      when p.card_type = 'check' then t.check_since else t.credit_since end as fee_since
  from settlement_row r
  join payment p on p.merchant_id = r.merchant_id and p.id = r.payment_id
  join contract_terms t on t.merchant_id = p.merchant_id and t.contract_id = p.contract_id
    and t.version = coalesce(r.terms_version, p.terms_version)
  left join payout q on q.merchant_id = r.merchant_id and q.contract_id = r.contract_id
    and q.date = r.payout_date and q.generation = r.generation`;

export async function listRows(pool: pg.Pool, search: RowSearch): Promise<ListedRow[]> {
  const { after } = search;
  const found = await pool.query<StoredRow>(
    `${select}
     where r.merchant_id = $1 and r.contract_id = $2 and r.payout_date = $3 and r.generation = $4
       and ($5::text is null or r.tid = $5) and r.kind = any($6)
       and ($7::date is null or (r.date, r.tid, r.sequence) > ($7, $8, $9))
     order by r.date, r.tid, r.sequence limit $10`,
    [
      search.merchantId,
      search.contractId,
      search.payoutDate,
      search.generation,
      search.tid,
      search.kinds,
      after?.date ?? null,
      after?.tid ?? null,
      after?.sequence ?? null,
      search.limit,
    ],
  );
  return found.rows.map(listedOf);
}

/** All rows of one payment, planned or not. */
export async function rowsOfPayment(
  pool: pg.Pool,
  merchantId: MerchantId,
  paymentId: PaymentId,
): Promise<ListedRow[]> {
  const found = await pool.query<StoredRow>(
    `${select} where r.merchant_id = $1 and r.payment_id = $2 order by r.sequence`,
    [merchantId, paymentId],
  );
  return found.rows.map(listedOf);
}

function listedOf(row: StoredRow): ListedRow {
  return {
    contractId: row.contract_id,
    paymentId: row.payment_id,
    tid: row.tid,
    sequence: row.sequence,
    kind: row.kind,
    gross: won(row.gross),
    fee: won(row.fee),
    instalmentFee: won(row.instalment_fee),
    feeVat: won(row.fee_vat),
    net: won(row.net),
    date: row.date,
    askedAt: instantOf(row.asked_at),
    payoutDate: row.payout_date,
    payoutStatus: row.payout_status,
    orderNumber: row.order_number,
    approved: won(row.approved),
    method: row.method,
    paidBy: row.instrument,
    acquirerCode: row.acquirer_code,
    acquirerName: row.acquirer_name,
    instalment: row.instalment,
    cardType: row.card_type,
    terms: row.terms,
    feeSince: row.fee_since,
  };
}
