// The capture of a day in pages: uncaptured payments are locked, decided on and stored together.
import type pg from 'pg';
import type { Journal } from '../core/ledger/journal.ts';
import type { ContractId, MerchantId } from '../core/merchant/merchant.ts';
import type { DayRow } from '../core/payment/capture-day.ts';
import { type Approved, isApproved, type PaymentId } from '../core/payment/payment.ts';
import type { PlannedPayout } from '../core/settlement/row-date.ts';
import { type Instant, instant } from '../core/time/instant.ts';
import { insertJournals } from './journals.ts';
import { loadPayments, lowestIdAt } from './payment.ts';
import { rowColumns } from './settlement-row.ts';
import { instantText } from './time.ts';

/** Approvals before an instant whose attempts began from another one on. */
export interface CaptureRange {
  readonly startedFrom: Instant;
  readonly approvedBefore: Instant;
}

// A payment given back whole on its own day is never captured, but its rows are written once.
const isOpen = `p.captured_at is null and p.approved_at is not null and p.instrument = 'card'
  and (p.status <> 'cancelled' or not exists (
    select from settlement_row r where r.merchant_id = p.merchant_id and r.payment_id = p.id))`;

/** Merchants, of all or of some, with payments to capture; each is one look into its payments. */
export async function merchantsToCapture(
  pool: pg.Pool,
  range: CaptureRange,
  among: readonly MerchantId[] | null,
): Promise<MerchantId[]> {
  const found = await pool.query<{ id: MerchantId }>(
    `select m.id from merchant m where ($4::uuid[] is null or m.id = any($4)) and exists (
       select from payment p where p.merchant_id = m.id and p.id >= $1 and p.id < $2
         and p.approved_at < $3 and ${isOpen})
     order by m.id`,
    [
      lowestIdAt(range.startedFrom),
      lowestIdAt(range.approvedBefore),
      instantText(range.approvedBefore),
      among,
    ],
  );
  return found.rows.map(({ id }) => id);
}

/** The earliest approval from an instant on that is not captured yet, or null. */
export async function firstUncaptured(
  pool: pg.Pool,
  startedFrom: Instant,
): Promise<Instant | null> {
  const found = await pool.query<{ at: Date | null }>(
    `select min(first.approved_at) as at from merchant m cross join lateral (
       select p.approved_at from payment p
       where p.merchant_id = m.id and p.id >= $1 and ${isOpen} order by p.id limit 1) as first`,
    [lowestIdAt(startedFrom)],
  );
  const at = found.rows[0]?.at ?? null;
  return at === null ? null : instant(at.getTime());
}

export interface CapturePage extends CaptureRange {
  readonly merchantId: MerchantId;
  /** The last payment of the page before, or null. */
  readonly afterId: PaymentId | null;
  readonly limit: number;
}

export interface LockedPage {
  readonly payments: readonly Approved[];
  /** Where the next page begins, or null after the last one. */
  readonly lastId: PaymentId | null;
}

/** One that is being decided on just now is left out: the capture never waits for a payment. */
export async function lockPage(client: pg.ClientBase, page: CapturePage): Promise<LockedPage> {
  const locked = await client.query<{ id: PaymentId }>(
    `select p.id from payment p
     where p.merchant_id = $1 and p.id >= $2 and p.id < $3 and p.id > $4
       and p.approved_at < $5 and ${isOpen}
     order by p.id limit $6 for update of p skip locked`,
    [
      page.merchantId,
      lowestIdAt(page.startedFrom),
      lowestIdAt(page.approvedBefore),
      page.afterId ?? lowestIdAt(instant(0)),
      instantText(page.approvedBefore),
      page.limit,
    ],
  );
  const ids = locked.rows.map(({ id }) => id);
  if (ids.length === 0) return { payments: [], lastId: null };
  // While a table grows by a day in a second, the planner takes it for small and reads it whole for
  // each payment of the page.
  await client.query('set local enable_seqscan = off');
  // A second statement, so that it sees what was committed before the locks were taken.
  const found = await loadPayments(client, page.merchantId, ids);
  const payments = found.map(({ payment }) => payment).filter(isApproved);
  return { payments, lastId: ids.at(-1) ?? null };
}

/** What one contract, world and acquirer have of a page. */
export interface CapturedGroup {
  readonly contractId: ContractId;
  readonly generation: number;
  readonly journals: readonly Journal[];
  readonly rows: readonly DayRow[];
  readonly captured: readonly PaymentId[];
  readonly payout: PlannedPayout | null;
}

const sql = `
  with moved as (
    update payment set version = version + 1, captured_at = $2
    where merchant_id = $1 and id = any($3) returning id, version
  ),
  event as (
    insert into payment_event (merchant_id, payment_id, version, line, what, at, detail)
    select $1, id, version, 1, 'captured', $2, '{}' from moved
  )
  insert into settlement_row (merchant_id, payment_id, sequence, contract_id, kind, gross, fee,
    instalment_fee, fee_vat, net, charge, date, journal_id, subject, asked_at, tid, generation,
    payout_date)
  select $1, r.payment_id, r.sequence, $5, r.kind, r.gross, r.fee, r.instalment_fee,
    r.fee_vat, r.net, r.charge, r.date, r.journal_id, r.subject, r.asked_at, r.tid, $7, $6
  from json_to_recordset($4)
    as r (payment_id uuid, sequence smallint, kind text, gross bigint, fee bigint,
          instalment_fee bigint, fee_vat bigint, net bigint, charge bigint, date date,
          journal_id uuid, subject text, asked_at timestamptz, tid text)`;

export async function storeCaptured(
  client: pg.ClientBase,
  merchantId: MerchantId,
  group: CapturedGroup & { readonly at: Instant },
): Promise<void> {
  const { contractId, payout } = group;
  await insertJournals(client, merchantId, group.journals);
  await client.query(sql, [
    merchantId,
    instantText(group.at),
    group.captured,
    JSON.stringify(group.rows.map(columnsOf)),
    contractId,
    payout?.date ?? null,
    group.generation,
  ]);
}

function columnsOf(row: DayRow): Record<string, unknown> {
  return { ...rowColumns(row), payment_id: row.payment, tid: row.tid };
}

export async function readWatermark(pool: pg.Pool): Promise<Instant | null> {
  const found = await pool.query<{ captured_until: Date }>(
    'select captured_until from capture_watermark',
  );
  const until = found.rows[0]?.captured_until;
  return until === undefined ? null : instant(until.getTime());
}

/** Never goes back, also when two servers say so at once. */
export async function raiseWatermark(pool: pg.Pool | pg.ClientBase, until: Instant): Promise<void> {
  await pool.query(
    `insert into capture_watermark (captured_until) values ($1) on conflict (one) do update
     set captured_until = greatest(capture_watermark.captured_until, excluded.captured_until)`,
    [instantText(until)],
  );
}
