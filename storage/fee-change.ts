// Sales of before that follow the terms of their contract when these change, a page at a time.
import type pg from 'pg';
import type { ContractId, MerchantId } from '../core/merchant/merchant.ts';
import type { CardType, Terms } from '../core/merchant/terms.ts';
import { won } from '../core/money/won.ts';
import type { Captured } from '../core/payment/capture.ts';
import { type Approved, isApproved, type PaymentId } from '../core/payment/payment.ts';
import type { RowSoFar } from '../core/settlement/adjustment.ts';
import { after, dayMs, type Instant } from '../core/time/instant.ts';
import { insertJournals } from './journals.ts';
import { loadPayments, lowestIdAt } from './payment.ts';
import { rowColumns } from './settlement-row.ts';
import { instantText } from './time.ts';

export interface SalesOf {
  readonly merchantId: MerchantId;
  readonly contractId: ContractId;
  readonly approvedFrom: Instant;
  readonly terms: Terms;
  /** Whose rate changes; sales by other cards stay as they are. */
  readonly cardTypes: readonly CardType[];
  readonly limit: number;
}

export interface SaleBefore {
  readonly payment: Approved;
  /** None where nothing is claimed, or not yet. */
  readonly rows: readonly RowSoFar[];
  /** False where a reset of the sandbox has ended its world: it is changed, and not counted. */
  readonly isPresent: boolean;
}

const whichSales = `
  select id, generation = (select m.generation from merchant m where m.id = $1) as is_present
  from payment
  where merchant_id = $1 and contract_id = $2 and id >= $3 and approved_at >= $4
    and instrument = 'card' and terms_version < $5 and coalesce(card_type, 'credit') = any($7)
    and status in ('approved', 'partially-cancelled', 'cancelled')
  order by id limit $6`;
const lockFree = `${whichSales} for update skip locked`;
const lockOne = `${whichSales} for update`;

/**
 * Card sales under older terms, locked: nobody decides on them while their fee changes. Those that
 * others hold are left out; only where no other is left, one of them is waited for. So nobody ever
 * waits here who holds what somebody else waits for.
 */
export async function lockSales(client: pg.ClientBase, sales: SalesOf): Promise<SaleBefore[]> {
  const free = await lockIds(client, sales, { waits: false });
  const locked = free.size > 0 ? free : await lockIds(client, sales, { waits: true });
  const { merchantId } = sales;
  const ids = [...locked.keys()];
  if (ids.length === 0) return [];
  const rows = await rowsBefore(client, merchantId, ids);
  const found = await loadPayments(client, merchantId, ids);
  return found
    .map(({ payment }) => payment)
    .filter(isApproved)
    .map((payment) => ({
      payment,
      rows: rows.get(payment.id) ?? [],
      isPresent: locked.get(payment.id) ?? false,
    }));
}

/** With each, whether it is of the present world. */
async function lockIds(
  client: pg.ClientBase,
  sales: SalesOf,
  { waits }: { readonly waits: boolean },
): Promise<Map<PaymentId, boolean>> {
  type Locked = { id: PaymentId; is_present: boolean };
  const locked = await client.query<Locked>(waits ? lockOne : lockFree, [
    ...[sales.merchantId, sales.contractId],
    // A window may have been open for a while before it was paid in.
    lowestIdAt(after(sales.approvedFrom, -dayMs)),
    instantText(sales.approvedFrom),
    sales.terms.version,
    waits ? 1 : sales.limit,
    sales.cardTypes,
  ]);
  return new Map(locked.rows.map(({ id, is_present: isPresent }) => [id, isPresent]));
}

async function rowsBefore(
  client: pg.ClientBase,
  merchantId: MerchantId,
  ids: readonly PaymentId[],
): Promise<Map<PaymentId, RowSoFar[]>> {
  const found = await client.query<{
    payment_id: PaymentId;
    kind: RowSoFar['kind'];
    gross: bigint;
    fee: bigint;
    instalment_fee: bigint;
    fee_vat: bigint;
  }>(
    `select payment_id, kind, gross, fee, instalment_fee, fee_vat
     from settlement_row
     where merchant_id = $1 and payment_id = any($2) and journal_id is not null
     order by payment_id, sequence`,
    [merchantId, ids],
  );
  const rows = new Map<PaymentId, RowSoFar[]>();
  for (const { payment_id: id, kind, ...figures } of found.rows) {
    const row = {
      ...{ kind, gross: won(figures.gross), fee: won(figures.fee) },
      ...{ instalmentFee: won(figures.instalment_fee), feeVat: won(figures.fee_vat) },
    };
    rows.set(id, [...(rows.get(id) ?? []), row]);
  }
  return rows;
}

export interface ChangedSale extends Captured {
  readonly payment: Approved;
  readonly isPresent: boolean;
}

const sql = `
  with priced as (
    update settlement_row r set terms_version = p.terms_version
    from payment p
    where p.merchant_id = $1 and p.id = any($2) and r.merchant_id = p.merchant_id
      and r.payment_id = p.id and r.terms_version is null
  ),
  moved as (
    update payment set version = version + 1, terms_version = $3
    where merchant_id = $1 and id = any($2)
    returning id, version, contract_id, tid, card_type, generation
  ),
  event as (
    insert into payment_event (merchant_id, payment_id, version, line, what, at, detail)
    select $1, id, version, 1, 'fee-changed', $4,
      case card_type when 'check' then $7::json else $5::json end from moved
  )
  insert into settlement_row (merchant_id, payment_id, sequence, contract_id, kind, gross, fee,
    instalment_fee, fee_vat, net, charge, date, journal_id, subject, asked_at, tid, generation)
  select $1, moved.id, r.sequence, moved.contract_id, r.kind, r.gross, r.fee, r.instalment_fee,
    r.fee_vat, r.net, r.charge, r.date, r.journal_id, r.subject, r.asked_at, moved.tid,
    moved.generation
  from json_to_recordset($6)
    as r (payment_id uuid, sequence smallint, kind text, gross bigint, fee bigint,
          instalment_fee bigint, fee_vat bigint, net bigint, charge bigint, date date,
          journal_id uuid, subject text, asked_at timestamptz)
  join moved on moved.id = r.payment_id`;

export interface FeeChangeStored {
  readonly terms: Terms;
  readonly at: Instant;
  readonly reason: string;
}

export async function storeChanged(
  client: pg.ClientBase,
  merchantId: MerchantId,
  { sales, terms, at, reason }: FeeChangeStored & { readonly sales: readonly ChangedSale[] },
): Promise<void> {
  const journals = sales.flatMap((sale) => sale.journals);
  await insertJournals(client, merchantId, journals);
  const rows = sales.flatMap(({ payment, rows: own }) =>
    own.map((row) => ({ ...rowColumns(row), payment_id: payment.id })),
  );
  await client.query(sql, [
    merchantId,
    sales.map(({ payment }) => payment.id),
    terms.version,
    instantText(at),
    JSON.stringify({ feeRate: terms.feeRate, reason }),
    JSON.stringify(rows),
    JSON.stringify({ feeRate: terms.checkFeeRate, reason }),
  ]);
}
