// Reading payments: one by id or TID, or pages of them, decoded into the core's union.
import type pg from 'pg';
import { invariant } from '../core/invariant.ts';
import type { MerchantId } from '../core/merchant/merchant.ts';
import { taxTotal } from '../core/money/tax.ts';
import { type Won, won } from '../core/money/won.ts';
import type { CancelId, CancelRequest } from '../core/payment/cancel-request.ts';
import type { Buyer, Payment, PaymentId } from '../core/payment/payment.ts';
import type { DeclineReason } from '../core/refusal.ts';
import type { Instant } from '../core/time/instant.ts';
import type { Queryable } from './merchant.ts';
import { type CancelRow, type PaymentRow, paymentOf } from './payment-row.ts';
import { instantOf } from './time.ts';

/** A payment with what stands beside it. */
export interface FullPayment {
  readonly payment: Payment;
  readonly buyer: Buyer;
  readonly extras: readonly string[];
  /** When the present status began. */
  readonly statusAt: Instant;
}

// One statement, and so one instant: a cancel that ends between two would show a payment whose
// status and cancels never were true together.
const select = `
  select p.*, t.terms, c.dialect, c.gateway,
    b.name as buyer_name, b.email as buyer_email, b.buyer_id, b.phone as buyer_phone,
    b.address as buyer_address, v.number as virtual_number, v.holder as virtual_holder,
    v.expires_at as virtual_until,
    (select json_agg(to_jsonb(r) || jsonb_build_object('amount', r.amount::text,
       'supply', r.supply::text, 'vat', r.vat::text, 'tax_free', r.tax_free::text,
       'deposit_amount', r.deposit_amount::text)
       order by r.sequence)
     from cancel_request r
     where r.merchant_id = p.merchant_id and r.payment_id = p.id) as cancels,
    (select jsonb_build_object('date', q.date, 'closes_at', q.closes_at)
     from settlement_row s join payout q on q.merchant_id = s.merchant_id
       and q.contract_id = s.contract_id and q.date = s.payout_date
       and q.generation = s.generation
     where s.merchant_id = p.merchant_id and s.payment_id = p.id and s.kind = '11'
     order by s.sequence desc limit 1) as payout
  from payment p
  join contract c on c.merchant_id = p.merchant_id and c.id = p.contract_id
  join contract_terms t on t.merchant_id = p.merchant_id and t.contract_id = p.contract_id
    and t.version = p.terms_version
  left join payment_buyer b on b.merchant_id = p.merchant_id and b.payment_id = p.id
  left join virtual_account v on p.instrument = 'virtual-account'
    and v.merchant_id = p.merchant_id and v.id = p.id`;

export async function loadPayment(
  pool: pg.Pool,
  key: { readonly merchantId: MerchantId; readonly id: PaymentId },
): Promise<FullPayment | null> {
  const found = await pool.query<PaymentRow>(`${select} where p.merchant_id = $1 and p.id = $2`, [
    key.merchantId,
    key.id,
  ]);
  return found.rows[0] === undefined ? null : fullPayment(found.rows[0]);
}

/** Those of one merchant that exist, in no order. */
export async function loadPayments(
  db: Queryable,
  merchantId: MerchantId,
  ids: readonly PaymentId[],
): Promise<FullPayment[]> {
  const found = await db.query<PaymentRow>(
    `${select} where p.merchant_id = $1 and p.id = any($2)`,
    [merchantId, ids],
  );
  return found.rows.map(fullPayment);
}

/** The payment that a TID names, of whichever merchant; the caller compares the merchant. */
export async function findByTid(pool: pg.Pool, tid: string): Promise<FullPayment | null> {
  const found = await pool.query<{ merchant_id: MerchantId; payment_id: PaymentId }>(
    'select merchant_id, payment_id from tid_directory where tid = $1',
    [tid],
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  return loadPayment(pool, { merchantId: row.merchant_id, id: row.payment_id });
}

export interface PaymentSearch {
  readonly merchantId: MerchantId;
  readonly generation: number;
  readonly contractId?: string | undefined;
  readonly orderKey?: string | undefined;
  readonly status?: string | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  /** Payments after this id in the order of the page; newest first. */
  readonly beforeId?: string | undefined;
  readonly limit: number;
}

/** Newest first. Ids are time-ordered, so a period is a range of the primary key. */
export async function searchPayments(pool: pg.Pool, search: PaymentSearch): Promise<FullPayment[]> {
  const values: unknown[] = [search.merchantId, search.generation];
  const where = ['p.merchant_id = $1', 'p.generation = $2'];
  const add = (condition: string, value: unknown): void => {
    if (value === undefined) return;
    values.push(value);
    where.push(condition.replace('?', `$${values.length}`));
  };
  add('p.contract_id = ?', search.contractId);
  add('p.order_key = ?', search.orderKey);
  add('p.status = ?', search.status);
  add('p.id >= ?', search.from === undefined ? undefined : lowestIdAt(search.from));
  add('p.id < ?', search.to === undefined ? undefined : lowestIdAt(search.to));
  add('p.id < ?', search.beforeId);
  values.push(search.limit);
  const found = await pool.query<PaymentRow>(
    `${select} where ${where.join(' and ')}
     order by p.merchant_id, p.id desc limit $${values.length}`,
    values,
  );
  return found.rows.map(fullPayment);
}

/** The smallest time-ordered id of a millisecond. */
export function lowestIdAt(at: Instant): string {
  const hex = Math.max(0, at).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

function fullPayment(row: PaymentRow): FullPayment {
  return {
    payment: paymentOf(row, (row.cancels ?? []).map(cancelOf)),
    buyer: {
      name: row.buyer_name ?? '',
      email: row.buyer_email ?? '',
      id: row.buyer_id ?? '',
      phone: row.buyer_phone ?? '',
      address: row.buyer_address ?? '',
    },
    extras: row.extras,
    statusAt: instantOf(row.status_at),
  };
}

function cancelOf(row: CancelRow): CancelRequest {
  const wonOf = (digits: string): Won => won(BigInt(digits));
  const tax = { supply: wonOf(row.supply), vat: wonOf(row.vat), taxFree: wonOf(row.tax_free) };
  const amount = wonOf(row.amount);
  invariant(taxTotal(tax) === amount, 'the tax parts of a cancel add up to its amount');
  return {
    id: row.id as CancelId,
    sequence: row.sequence,
    amount,
    reason: row.reason,
    askedBy: row.asked_by,
    askedAt: instantOf(new Date(row.asked_at)),
    status: row.status,
    at: instantOf(new Date(row.at)),
    tries: row.tries,
    decline: row.decline_reason as DeclineReason | null,
    tax,
    vatGiven: row.vat_given,
    handedOver: row.handed_over,
    joinedBy: row.joined_by,
    deposit:
      row.deposit_amount === null
        ? null
        : { amount: wonOf(row.deposit_amount), bank: row.deposit_bank ?? '' },
    refund: refundOf(row),
  };
}

function refundOf({ refund_token: token, refund_bank: bank, refund_holder: holder }: CancelRow) {
  return token === null || bank === null || holder === null ? null : { token, bank, holder };
}

/** The answer to a cancel was written out to its end; an equal request is a new one from now on. */
export async function markHandedOver(
  pool: pg.Pool,
  payment: Payment,
  cancelId: CancelId,
): Promise<void> {
  await pool.query(
    `update cancel_request set handed_over = true
     where merchant_id = $1 and payment_id = $2 and id = $3`,
    [payment.merchantId, payment.id, cancelId],
  );
}
