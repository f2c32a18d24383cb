// The proof that the books close, as a table of questions: each answers the rows that break a rule.
import type pg from 'pg';
import { type AccountName, chart } from '../core/ledger/chart.ts';
import { rowNumbers } from '../core/settlement/row-numbers.ts';

interface Check {
  readonly name: string;
  readonly rule: string;
  /** Selects what breaks the rule: a merchant, a subject, and two figures that should agree. */
  readonly sql: string;
}

export interface Break {
  readonly check: string;
  readonly rule: string;
  readonly merchantId: string;
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
}

const wrongSide = (Object.keys(chart) as AccountName[])
  .filter((account) => chart[account].sidePer === 'subject')
  .map((account) => `('${account}', '${chart[account].side}')`)
  .join(', ');

export const checks: readonly Check[] = [
  {
    name: 'journal-balances',
    rule: 'Debits equal credits in every journal.',
    sql: `select merchant_id, journal_id::text as subject,
            sum(amount) filter (where side = 'debit') as expected,
            sum(amount) filter (where side = 'credit') as found
          from posting group by merchant_id, journal_id
          having sum(case side when 'debit' then amount else -amount end) <> 0`,
  },
  {
    name: 'journal-has-lines',
    rule: 'No journal is empty and no posting is without its journal.',
    sql: `select coalesce(j.merchant_id, p.merchant_id) as merchant_id,
            coalesce(j.id, p.journal_id)::text as subject, 'journal with lines' as expected,
            case when j.id is null then 'lines only' else 'journal only' end as found
          from journal j full join
            (select distinct merchant_id, journal_id from posting) p
            on p.merchant_id = j.merchant_id and p.journal_id = j.id
          where j.id is null or p.journal_id is null`,
  },
  {
    name: 'account-side',
    rule: 'Every subject of an account stands on the normal side of the account.',
    sql: `select p.merchant_id, p.account || ' ' || p.subject as subject, 'at least 0' as expected,
            sum(case when p.side = a.side then p.amount else -p.amount end) as found
          from posting p join (values ${wrongSide}) as a (account, side) using (account)
          group by p.merchant_id, p.account, p.subject
          having sum(case when p.side = a.side then p.amount else -p.amount end) < 0`,
  },
  {
    name: 'payment-remainder',
    rule: 'Approved less cancelled and reserved is never negative, and zero only when cancelled.',
    sql: `select p.merchant_id, p.tid as subject, p.status || ' of ' || p.amount as expected,
            coalesce(sum(c.amount) filter (where c.status = 'done'), 0) || ' cancelled, ' ||
            coalesce(sum(c.amount) filter (where c.status in ('requested', 'unknown', 'account-issued', 'deposited')), 0)
              || ' reserved' as found
          from payment p left join cancel_request c
            on c.merchant_id = p.merchant_id and c.payment_id = p.id
          where p.status in ('approved', 'partially-cancelled', 'cancelled')
          group by p.merchant_id, p.id
          having coalesce(sum(c.amount) filter (where c.status not in ('refused', 'expired')), 0) > p.amount
            or (coalesce(sum(c.amount) filter (where c.status = 'done'), 0) = p.amount)
              <> (p.status = 'cancelled')`,
  },
  {
    name: 'memo-follows-payment',
    rule: 'The memo of an uncaptured payment is what is left of it; of any other it is zero.',
    sql: `select p.merchant_id, p.tid as subject,
            (case when p.approved_at is not null and p.captured_at is null
              then p.amount - coalesce(c.done, 0) else 0 end) as expected,
            coalesce(m.memo, 0) as found
          from payment p
          left join (
            select merchant_id, payment_id, sum(amount) as done from cancel_request
            where status = 'done' group by merchant_id, payment_id
          ) c on c.merchant_id = p.merchant_id and c.payment_id = p.id
          left join (
            select merchant_id, subject,
              sum(case side when 'credit' then amount else -amount end) as memo
            from posting where account = 'authorised-for-merchants' group by merchant_id, subject
          ) m on m.merchant_id = p.merchant_id and m.subject = p.id::text
          where coalesce(m.memo, 0) <> (case when p.approved_at is not null
            and p.captured_at is null then p.amount - coalesce(c.done, 0) else 0 end)`,
  },
  {
    name: 'approval-journal',
    rule: 'Every approved payment has one approval journal of its amount, and no other has one.',
    sql: `select p.merchant_id, p.tid as subject,
            case when p.approved_at is null then 0 else p.amount end as expected,
            coalesce(j.amount, 0) as found
          from payment p left join (
            select j.merchant_id, j.payment_id,
              sum(case l.side when 'debit' then l.amount else -l.amount end) as amount
            from journal j join posting l on l.merchant_id = j.merchant_id and l.journal_id = j.id
            where (j.template in ('approve', 'transfer', 'buyer-deposit') and l.side = 'debit')
              -- A deposit that the bank took back approved nothing.
              or (j.template in ('buyer-deposit-reversed', 'seen-deposit-reversed')
                and l.account in ('bank-clearing', 'transfers-in-transit'))
            group by j.merchant_id, j.payment_id
          ) j on j.merchant_id = p.merchant_id and j.payment_id = p.id
          where coalesce(j.amount, 0) <> case when p.approved_at is null then 0 else p.amount end`,
  },
  {
    name: 'row-journal',
    rule: 'The rows that name a journal are what it posted for the merchant.',
    sql: `select r.merchant_id, r.journal_id::text as subject, r.net as expected,
            coalesce(l.net, 0) as found
          from (
            select merchant_id, journal_id, sum(net) as net from settlement_row
            where journal_id is not null group by merchant_id, journal_id
          ) r
          left join (
            select merchant_id, journal_id,
              sum(case side when 'credit' then amount else -amount end) as net
            from posting where account in ('merchant-pending', 'merchant-recoverable')
            group by merchant_id, journal_id
          ) l on l.merchant_id = r.merchant_id and l.journal_id = r.journal_id
          where coalesce(l.net, 0) <> r.net`,
  },
  {
    name: 'row-fees',
    rule: 'The rows that name a journal have the fees that it posted, component by component.',
    sql: `select r.merchant_id, r.journal_id::text as subject,
            r.base || ', ' || r.instalment || ' and VAT ' || r.vat as expected,
            l.base || ', ' || l.instalment || ' and VAT ' || l.vat as found
          from (
            select merchant_id, journal_id, sum(fee - instalment_fee) as base,
              sum(instalment_fee) as instalment, sum(fee_vat) as vat
            from settlement_row where journal_id is not null group by merchant_id, journal_id
          ) r
          join (
            select merchant_id, journal_id,
              coalesce(sum(signed) filter (where account = 'fee-revenue' and not own), 0) as base,
              coalesce(sum(signed) filter (where account = 'fee-revenue' and own), 0) as instalment,
              coalesce(sum(signed) filter (where account = 'fee-vat'), 0) as vat
            from (select *, case side when 'credit' then amount else -amount end as signed,
                subject like '%/instalment' as own from posting) p
            group by merchant_id, journal_id
          ) l on l.merchant_id = r.merchant_id and l.journal_id = r.journal_id
          where (l.base, l.instalment, l.vat) <> (r.base, r.instalment, r.vat)`,
  },
  {
    name: 'rows-follow-payment',
    rule: 'A captured payment has a row for its sale and one for each cancel; they sum to the rest.',
    sql: `select p.merchant_id, p.tid as subject,
            1 + coalesce(c.cancels, 0) || ' rows of ' || p.amount - coalesce(c.done, 0) as expected,
            coalesce(r.rows, 0) || ' rows of ' || coalesce(r.gross, 0) as found
          from payment p
          left join (
            -- What the bank took without being asked stands in the row of the deposit that was lost.
            select merchant_id, payment_id, count(*) as cancels, sum(amount) as done
            from cancel_request where status = 'done' and asked_by <> 'bank'
            group by merchant_id, payment_id
          ) c on c.merchant_id = p.merchant_id and c.payment_id = p.id
          left join (
            select merchant_id, payment_id, sum(gross) as gross, count(journal_id) as booked,
              -- A reversed deposit and its reversal are both rows, and together nothing.
              nullif(count(*) - 2 * count(*) filter (where kind <> '11' and sequence >= ${rowNumbers.again.from}), 0)
                as rows
            from settlement_row where kind in ('11', '21', '22') and sequence <> ${rowNumbers.lost.from}
            group by merchant_id, payment_id
          ) r on r.merchant_id = p.merchant_id and r.payment_id = p.id
          where (p.captured_at is null and r.rows is not null
              and (p.status <> 'cancelled' or r.booked > 0 or r.gross <> 0))
            or (p.captured_at is not null and (coalesce(r.rows, 0) <> 1 + coalesce(c.cancels, 0)
              or coalesce(r.gross, 0) <> p.amount - coalesce(c.done, 0)))`,
  },
  {
    name: 'deposit-lost',
    rule: 'A deposit that was lost after a refund is taken from its shop once, whole.',
    sql: `select p.merchant_id, p.tid as subject,
            'cancelled, ' || -coalesce(l.won, 0) as expected,
            p.status || ', ' || coalesce(r.gross, 0) as found
          from payment p
          left join settlement_row r on r.merchant_id = p.merchant_id and r.payment_id = p.id
            and r.sequence = ${rowNumbers.lost.from}
          left join (
            select j.merchant_id, j.payment_id, sum(l.amount) as won
            from journal j join posting l on l.merchant_id = j.merchant_id and l.journal_id = j.id
              and l.side = 'credit'
            where j.template in ('buyer-deposit-lost', 'seen-deposit-lost')
            group by j.merchant_id, j.payment_id
          ) l on l.merchant_id = p.merchant_id and l.payment_id = p.id
          where (r.gross is not null or l.won is not null) and (p.status <> 'cancelled'
            or r.gross is distinct from -p.amount or l.won is distinct from p.amount)`,
  },
  {
    name: 'payout-rows',
    rule: 'A fixed payout is the sum of its rows, and no row is in a payout that is not fixed.',
    sql: `select q.merchant_id, q.contract_id || ' ' || q.date as subject,
            q.positive - q.negative as expected, coalesce(r.net, 0) as found
          from payout q left join (
            select merchant_id, payout_id, sum(net) filter (where journal_id is not null) as net
            from settlement_row where payout_id is not null group by merchant_id, payout_id
          ) r on r.merchant_id = q.merchant_id and r.payout_id = q.id
          where coalesce(r.net, 0) <> q.positive - q.negative
            or (q.status in ('open', 'closing') and r.payout_id is not null)`,
  },
  {
    name: 'payout-books',
    rule: 'What a payout owes, pays, keeps back and carries on is what stands in the books for it.',
    sql: `select q.merchant_id, q.contract_id || ' ' || q.date as subject,
            concat_ws(' ', e.due, e.transit, e.held, e.carried) as expected,
            concat_ws(' ', f.due, f.transit, f.held, f.carried) as found
          from payout q
          cross join lateral (select
            case when q.status = 'fixed' then q.amount else 0 end as due,
            case when q.status in ('sending', 'unknown', 'paid') then q.amount else 0 end as transit,
            case when q.released_by is null then q.held else 0 end as held,
            case when q.carried_by is null then q.carried_out else 0 end as carried
          ) e
          left join (
            select merchant_id, subject,
              coalesce(sum(signed) filter (where account = 'payout-due'), 0) as due,
              coalesce(sum(signed) filter (where account = 'transfers-in-transit'), 0) as transit,
              coalesce(sum(signed) filter (where account = 'holdback'), 0) as held,
              -coalesce(sum(signed) filter (where account = 'merchant-recoverable'), 0) as carried
            from (
              select merchant_id, account, subject,
                case side when 'credit' then amount else -amount end as signed
              from posting where subject like 'payout/%'
            ) as signed group by merchant_id, subject
          ) g on g.merchant_id = q.merchant_id and g.subject = 'payout/' || q.id
          cross join lateral (select coalesce(g.due, 0) as due,
            -- A transfer that was seen on a statement is in transit no more.
            coalesce(g.transit, 0) as transit, coalesce(g.held, 0) as held,
            coalesce(g.carried, 0) as carried
          ) f
          where e.due <> f.due or e.held <> f.held or e.carried <> f.carried
            or (e.transit <> f.transit and not (q.status = 'paid' and f.transit = 0))`,
  },
  {
    name: 'payout-late',
    rule: 'No row that has a date is left behind by the payouts of its contract.',
    sql: `select r.merchant_id, r.tid || '/' || r.sequence as subject,
            'in a payout' as expected, 'planned for ' || r.payout_date as found
          from settlement_row r
          where r.payout_id is null and not exists (
            select from payout q where q.merchant_id = r.merchant_id
              and q.contract_id = r.contract_id and q.generation = r.generation
              and q.status in ('open', 'closing')
              and q.date >= r.payout_date)
            and r.payout_date is not null`,
  },
  {
    name: 'statement-books',
    rule: 'Each line of a statement moved the bank by what it says, and nothing else did.',
    sql: `select coalesce(b.merchant_id, l.id) as merchant_id,
            coalesce(l.account || ' ' || l.bank_reference, b.subject) as subject,
            coalesce(case l.direction when 'in' then l.amount else -l.amount end, 0) as expected,
            coalesce(b.won, 0) as found
          from statement_line l full join (
            select subject, (array_agg(merchant_id))[1] as merchant_id,
              sum(case side when 'debit' then amount else -amount end) as won
            from posting where account = 'bank' group by subject
          ) b on b.subject = 'statement/' || l.id
          where coalesce(b.won, 0) <>
            coalesce(case l.direction when 'in' then l.amount else -l.amount end, 0)`,
  },
  {
    name: 'break-resolved',
    rule: 'Nothing stands under a break once an operator has resolved it.',
    sql: `select p.merchant_id, r.subject, 0 as expected,
            sum(case p.side when 'debit' then p.amount else -p.amount end) as found
          from resolution r join posting p on p.subject = r.subject
            and p.account in ('reconciliation-shortfall', 'reconciliation-surplus')
          group by p.merchant_id, r.subject
          having sum(case p.side when 'debit' then p.amount else -p.amount end) <> 0`,
  },
  {
    name: 'own-funds',
    rule: 'What an operator put in, took out or swept is in the books once, with his reason.',
    sql: `select b.merchant_id, coalesce(r.subject, b.subject) as subject,
            coalesce(r.amount, 0) as expected, coalesce(b.won, 0) as found
          from (select subject, amount from resolution
            where subject like 'funding/%' or subject like 'sweep/%') r
          full join (
            select (array_agg(p.merchant_id))[1] as merchant_id, p.subject, sum(p.amount) as won
            from journal j join posting p on p.merchant_id = j.merchant_id and p.journal_id = j.id
              and p.account in ('bank-clearing', 'transfers-in-transit')
            where j.template in ('funds-put-in', 'funds-taken-out', 'margin-swept')
            group by p.subject
          ) b on b.subject = r.subject
          where r.amount is distinct from b.won`,
  },
  {
    name: 'deposit-kept',
    rule: 'A deposit is kept for its cancel until that is done or refused, and not a day longer.',
    sql: `select c.merchant_id, c.id::text as subject,
            case when c.status in ('deposited', 'requested', 'unknown') then c.deposit_amount else 0 end
              as expected,
            coalesce(l.kept, 0) as found
          from cancel_request c left join (
            select merchant_id, subject,
              sum(case side when 'credit' then amount else -amount end) as kept
            from posting where account = 'cancel-deposits' group by merchant_id, subject
          ) l on l.merchant_id = c.merchant_id and l.subject = 'deposit/' || c.id
          where c.deposit_amount is not null and coalesce(l.kept, 0) <>
            case when c.status in ('deposited', 'requested', 'unknown') then c.deposit_amount else 0 end`,
  },
  {
    name: 'stray-returned',
    rule: 'Money that the bank took for nobody is in the books, and on its way back.',
    sql: `select s.merchant_id, s.id::text as subject, s.amount || ' came, 0 kept' as expected,
            coalesce(l.came, 0) || ' came, ' || coalesce(l.kept, 0) || ' kept' as found
          from stray_deposit s left join (
            select merchant_id, subject,
              sum(amount) filter (where side = 'credit') as came,
              sum(case side when 'credit' then amount else -amount end) as kept
            from posting where account = 'unmatched-deposits' group by merchant_id, subject
          ) l on l.merchant_id = s.merchant_id and l.subject = 'deposit/' || s.id
          where coalesce(l.came, 0) <> s.amount or coalesce(l.kept, 0) <> 0`,
  },
  {
    name: 'account-pays-once',
    rule: 'A payment that waits for a deposit has one account; it is approved only by that.',
    sql: `select p.merchant_id, p.tid as subject, p.status as expected,
            coalesce(v.state, 'no account') as found
          from payment p left join virtual_account v
            on v.merchant_id = p.merchant_id and v.id = p.id and v.purpose = 'payment'
          where p.instrument = 'virtual-account' and (v.id is null
            or (p.status = 'awaiting-deposit' and v.number is null)
            or (p.approved_at is not null and v.state = 'asked')
            -- It is closed where its deposit was lost.
            or (p.approved_at is not null and v.state = 'closed' and not exists (
              select from settlement_row r where r.merchant_id = p.merchant_id
                and r.payment_id = p.id and r.sequence = ${rowNumbers.lost.from})))`,
  },
  {
    name: 'cash-receipt-true',
    rule: 'No cash receipt says more than is left of its payment, unless it is being replaced.',
    sql: `select p.merchant_id, p.tid as subject, p.amount - coalesce(c.done, 0) as expected,
            r.amount as found
          from cash_receipt r
          join payment p on p.merchant_id = r.merchant_id and p.id = r.payment_id
          left join (
            select merchant_id, payment_id, sum(amount) as done from cancel_request
            where status = 'done' group by merchant_id, payment_id
          ) c on c.merchant_id = p.merchant_id and c.payment_id = p.id
          where r.status = 'issued' and r.due_at is null
            and (p.approved_at is null or r.amount > p.amount - coalesce(c.done, 0))`,
  },
  {
    name: 'window-paid',
    rule: 'A payment window that says paid has an approved payment of its order and amount.',
    sql: `select w.merchant_id, w.id as subject,
            (w.window_order ->> 'amount') || ' of ' || (w.window_order ->> 'orderNumber') as expected,
            coalesce(p.amount || ' of ' || p.order_number, 'nothing') as found
          from window_session w left join payment p on p.merchant_id = w.merchant_id
            and p.id::text = w.state ->> 'paymentId' and p.approved_at is not null
          where w.status = 'paid' and (p.id is null
            or p.amount::text is distinct from w.window_order ->> 'amount'
            or p.order_number is distinct from w.window_order ->> 'orderNumber')`,
  },
  {
    name: 'link-paid-once',
    rule: 'A payment link was approved once if it is used, and never before.',
    sql: `select l.merchant_id, l.id as subject,
            case l.status when 'used' then 1 else 0 end as expected, count(p.id) as found
          from payment_link l left join payment p on p.merchant_id = l.merchant_id
            and p.credential_id = l.credential_id and p.extras[4] = l.id
            and p.approved_at is not null
          where l.status <> 'taken' group by l.merchant_id, l.id, l.status
          having count(p.id) <> case l.status when 'used' then 1 else 0 end`,
  },
  {
    name: 'round-paid-once',
    rule: 'A charged round has one approved payment, and a round that is not charged has none.',
    sql: `select r.merchant_id, r.schedule_id || ' round ' || r.number as subject,
            case r.status when 'charged' then 1 else 0 end as expected, count(p.id) as found
          from schedule_round r left join payment p on p.merchant_id = r.merchant_id
            and p.schedule_id = r.schedule_id and p.schedule_round = r.number
            and p.approved_at is not null
          group by r.merchant_id, r.schedule_id, r.number, r.status, r.due_at
          -- One whose approval was stored a moment ago is written down next.
          having count(p.id) > 1
            or (r.due_at is null and (r.status = 'charged') <> (count(p.id) = 1))`,
  },
  {
    name: 'timeline-complete',
    rule: 'The timeline has an event for every version of a payment.',
    sql: `select p.merchant_id, p.tid as subject, p.version as expected,
            count(distinct e.version) as found
          from payment p left join payment_event e
            on e.merchant_id = p.merchant_id and e.payment_id = p.id
          group by p.merchant_id, p.id having count(distinct e.version) <> p.version`,
  },
];

/**
 * Every check reads whole tables. On ones that have just grown the planner believes in few rows and
 * would look up each by itself, which takes hours where a join takes seconds.
 */
const wholeTables = 'set local enable_nestloop = off; set local enable_mergejoin = off';

/** Answers every break, at most `limit` per check. */
export async function verifyBooks(pool: pg.Pool, limit = 20): Promise<Break[]> {
  const breaks: Break[] = [];
  for (const check of checks) {
    const asked = `select * from (${check.sql}) as broken limit ${limit}`;
    // Two statements, so two results; the driver's types know of one.
    const found: unknown = await pool.query(`${wholeTables}; ${asked}`);
    for (const row of (found as pg.QueryResult[]).at(-1)?.rows ?? []) {
      breaks.push({
        check: check.name,
        rule: check.rule,
        merchantId: String(row.merchant_id),
        subject: String(row.subject),
        expected: String(row.expected),
        found: String(row.found),
      });
    }
  }
  return breaks;
}
