// Slips of acquirers: which of them belong to the captures of some days, and what is paid for them.
import type pg from 'pg';
import { type Won, won } from '../core/money/won.ts';
import type { Expected } from '../core/reconciliation/break.ts';
import { groups } from '../core/reconciliation/groups.ts';
import type { Slips } from '../core/reconciliation/statement.ts';
import type { BusinessDate } from '../core/time/instant.ts';

type Db = pg.Pool | pg.ClientBase;

/** Of one acquirer, or of all; slips of one capture are paid in at once. */
export interface SlipsOf {
  readonly acquirer: string | null;
  readonly days: readonly BusinessDate[];
}

// What goes out with its day's capture is of the day of its row, however late that work runs. A
// later cancel is of the day on which it was done: its answer may come days after it was asked for.
const slips = `(
    select r.* from settlement_row r
    join journal j on j.merchant_id = r.merchant_id and j.id = r.journal_id
    where r.date = any($1) and r.kind in ('11', '21')
      and j.template in ('capture-sale', 'capture-same-day-cancel')
    union all
    select r.* from journal j
    join settlement_row r on r.merchant_id = j.merchant_id and r.payment_id = j.payment_id
      and r.journal_id = j.id
    where j.date = any($1) and j.template in ('cancel-fee-refunded', 'cancel-fee-kept')
      and r.kind in ('21', '22')
  ) as r
  join payment p on p.merchant_id = r.merchant_id and p.id = r.payment_id
  where p.instrument = 'card' and ($2::text is null or p.acquirer_code = $2)
    -- Neither the sale nor what undid it is paid for.
    and not exists (select from journal j where j.merchant_id = r.merchant_id
      and j.payment_id = r.payment_id and j.template = 'capture-rejected')`;

interface SlipRow {
  tid: string;
  sequence: number;
  kind: string;
  gross: bigint;
  charge: bigint;
  acquirer_code: string;
  approval_number: string | null;
}

/** Slip by slip, as the acquirer's file of the day of its pay-in should have them. */
export async function expectedSlips(
  db: Db,
  { acquirer, days, payIn }: SlipsOf & { readonly payIn: BusinessDate },
): Promise<Expected[]> {
  const found = await db.query<SlipRow>(
    `select r.tid, r.sequence, r.kind, r.gross, r.charge, p.acquirer_code, p.approval_number
     from ${slips} order by r.tid, r.sequence`,
    [days, acquirer],
  );
  return found.rows.map((row) => ({
    account: row.acquirer_code,
    kind: row.kind === '11' ? 'sale' : 'cancel',
    reference: `${row.tid}/${row.sequence}`,
    secondReference: row.approval_number ?? '',
    amount: sizeOf(row.gross),
    charge: sizeOf(row.charge),
    date: payIn,
  }));
}

function sizeOf(amount: bigint): Won {
  return won(amount < 0n ? -amount : amount);
}

export interface PayIn {
  readonly acquirer: string;
  /** Won; below zero when cancels exceed sales. */
  readonly net: Won;
}

/** What each acquirer pays in, or takes, for these days. */
export async function expectedPayIns(db: Db, { acquirer, days }: SlipsOf): Promise<PayIn[]> {
  const found = await db.query<{ acquirer: string; net: bigint }>(
    `select p.acquirer_code as acquirer, sum(r.gross - r.charge)::bigint as net from ${slips}
     group by 1 order by 1`,
    [days, acquirer],
  );
  return found.rows.map((row) => ({ acquirer: row.acquirer, net: won(row.net) }));
}

interface ClaimRow {
  merchant: string;
  subject: string;
  claims: bigint;
  refunds: bigint;
}

/** The subjects that a pay-in closes, merchant by merchant. */
export async function slipsPaidIn(
  db: Db,
  { acquirer, days }: SlipsOf & { readonly acquirer: string },
): Promise<Slips[]> {
  const found = await db.query<ClaimRow>(
    `select r.merchant_id as merchant, r.subject,
       coalesce(sum(r.gross - r.charge) filter (where r.kind = '11'), 0)::bigint as claims,
       coalesce(sum(r.charge - r.gross) filter (where r.kind <> '11'), 0)::bigint as refunds
     from ${slips} group by 1, 2 order by 1, 2`,
    [days, acquirer],
  );
  const byMerchant = groups(found.rows, ({ merchant }) => merchant);
  return [...byMerchant].map(([merchant, rows]) => ({
    merchant,
    acquirer,
    claims: partsOf(rows, 'claims'),
    refunds: partsOf(rows, 'refunds'),
  }));
}

function partsOf(rows: readonly ClaimRow[], side: 'claims' | 'refunds') {
  return rows
    .filter((row) => row[side] > 0n)
    .map((row) => ({ subject: row.subject, amount: won(row[side]) }));
}
