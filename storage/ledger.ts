// Reading the books: the trial balance and the journals of one payment. Balances are sums.
import type pg from 'pg';
import { type AccountName, accountNames, chart, type Side } from '../core/ledger/chart.ts';
import type { MerchantId } from '../core/merchant/merchant.ts';

export interface AccountBalance {
  readonly account: AccountName;
  readonly side: Side;
  /** Won. */
  readonly debit: bigint;
  readonly credit: bigint;
}

/** All accounts of one merchant, or of the whole installation. */
export async function accountBalances(
  pool: pg.Pool,
  merchantId: MerchantId | null,
): Promise<AccountBalance[]> {
  const found = await pool.query<{ account: AccountName; debit: bigint; credit: bigint }>(
    `select account,
       coalesce(sum(amount) filter (where side = 'debit'), 0)::bigint as debit,
       coalesce(sum(amount) filter (where side = 'credit'), 0)::bigint as credit
     from posting ${merchantId === null ? '' : 'where merchant_id = $1'} group by account`,
    merchantId === null ? [] : [merchantId],
  );
  const sums = new Map(found.rows.map((row) => [row.account, row]));
  return accountNames.map((account) => ({
    account,
    side: chart[account].side,
    debit: sums.get(account)?.debit ?? 0n,
    credit: sums.get(account)?.credit ?? 0n,
  }));
}

export interface TimelineRow {
  readonly version: number;
  readonly what: string;
  readonly at: Date;
  readonly detail: Record<string, unknown>;
}

export async function paymentEvents(
  pool: pg.Pool,
  merchantId: MerchantId,
  paymentId: string,
): Promise<TimelineRow[]> {
  const found = await pool.query<TimelineRow>(
    `select version, what, at, detail from payment_event
     where merchant_id = $1 and payment_id = $2 order by version, line`,
    [merchantId, paymentId],
  );
  return found.rows;
}

export interface JournalRow {
  readonly id: string;
  readonly template: string;
  readonly at: Date;
  readonly date: string;
  /** As PostgreSQL renders them: shown, never calculated with. */
  readonly postings: readonly unknown[];
}

export async function paymentJournals(
  pool: pg.Pool,
  merchantId: MerchantId,
  paymentId: string,
): Promise<JournalRow[]> {
  const found = await pool.query<JournalRow>(
    `select j.id, j.template, j.at, j.date, json_agg(json_build_object('account', p.account,
       'side', p.side, 'scope', p.scope, 'subject', p.subject, 'amount', p.amount) order by p.line)
       as postings
     from journal j join posting p on p.merchant_id = j.merchant_id and p.journal_id = j.id
     where j.merchant_id = $1 and j.payment_id = $2 group by j.merchant_id, j.id order by j.id`,
    [merchantId, paymentId],
  );
  return found.rows;
}

export interface NoticeRow {
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
}

export async function paymentNotices(
  pool: pg.Pool,
  merchantId: MerchantId,
  paymentId: string,
): Promise<NoticeRow[]> {
  const found = await pool.query<NoticeRow>(
    `select id, kind, at from notice_event
     where merchant_id = $1 and payment_id = $2 order by at, id`,
    [merchantId, paymentId],
  );
  return found.rows;
}
