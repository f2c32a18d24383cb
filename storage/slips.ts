// Slips of acquirers: which of them belong to the captures of some days, and what is paid for them.
import type pg from 'pg';
import { type Won, won } from '../core/money/won.ts';
import type { Expected } from '../core/reconciliation/break.ts';
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

/** Whether a pay-in has closed what `r` stands under; a claim sent back is but a part of it. */
export const paidFor = `exists (select from posting c
    join journal of on of.merchant_id = c.merchant_id and of.id = c.journal_id
    where c.merchant_id = r.merchant_id and c.subject = r.subject
      and ((c.account = 'acquirer-receivable' and c.side = 'credit')
        or (c.account = 'acquirer-refund-due' and c.side = 'debit'))
      and of.template in ('claims-paid', 'refunds-deducted'))`;

interface SlipRow {
  reference: string;
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
  const found = await db.query<SlipRow>(slipSql, [days, acquirer]);
  return found.rows.map((row) => slipOf(row, payIn));
}

/** Inside a transaction, page by page; a page that is not full is the last. */
export async function* slipPages(
  client: pg.ClientBase,
  { acquirer, days, payIn }: SlipsOf & { readonly payIn: BusinessDate },
  size: number,
): AsyncGenerator<Expected[]> {
  await client.query(`declare slips no scroll cursor for ${slipSql}`, [days, acquirer]);
  for (let isLast = false; !isLast; ) {
    const found = await client.query<SlipRow>(`fetch ${size} from slips`);
    yield found.rows.map((row) => slipOf(row, payIn));
    isLast = found.rows.length < size;
  }
}

// Ordered by their bytes, as references of lines are compared.
const slipSql = `
  select r.tid || '/' || r.sequence as reference, r.kind, r.gross, r.charge, p.acquirer_code,
    p.approval_number
  from ${slips} order by (r.tid || '/' || r.sequence) collate "C"`;

function slipOf(row: SlipRow, payIn: BusinessDate): Expected {
  return {
    account: row.acquirer_code,
    kind: row.kind === '11' ? 'sale' : 'cancel',
    reference: row.reference,
    secondReference: row.approval_number ?? '',
    amount: sizeOf(row.gross),
    charge: sizeOf(row.charge),
    date: payIn,
  };
}

function sizeOf(amount: bigint): Won {
  return won(amount < 0n ? -amount : amount);
}

/** What slips of one merchant and acquirer stand under together. */
export interface SlipSum {
  readonly acquirer: string;
  readonly merchant: string;
  readonly subject: string;
  readonly claims: Won;
  readonly refunds: Won;
  readonly isPaidFor: boolean;
}

interface SumRow extends Omit<SlipSum, 'claims' | 'refunds' | 'isPaidFor'> {
  claims: bigint;
  refunds: bigint;
  is_paid_for: boolean;
}

/** Read at once, so that what is expected of a pay-in is what it closes. */
export async function slipSums(db: Db, { acquirer, days }: SlipsOf): Promise<SlipSum[]> {
  const found = await db.query<SumRow>(
    `select r.*, ${paidFor} as is_paid_for from (
       select p.acquirer_code as acquirer, r.merchant_id, r.merchant_id as merchant, r.subject,
         coalesce(sum(r.gross - r.charge) filter (where r.kind = '11'), 0)::bigint as claims,
         coalesce(sum(r.charge - r.gross) filter (where r.kind <> '11'), 0)::bigint as refunds
       from ${slips} group by 1, 2, 3, 4
     ) as r order by acquirer, merchant, subject`,
    [days, acquirer],
  );
  return found.rows.map(({ acquirer: of, merchant, subject, ...row }) => ({
    ...{ acquirer: of, merchant, subject, isPaidFor: row.is_paid_for },
    ...{ claims: won(row.claims), refunds: won(row.refunds) },
  }));
}
