// What should stand on a statement of our account, but for pay-ins: payouts, deposits, refunds.
import type pg from 'pg';
import { type TemplateLine, type TemplateName, templates } from '../core/ledger/templates.ts';
import { won } from '../core/money/won.ts';
import type { Expected } from '../core/reconciliation/break.ts';
import type { Move } from '../core/reconciliation/statement.ts';
import type { BusinessDate } from '../core/time/instant.ts';

export interface ExpectedMove {
  readonly expected: Expected;
  readonly move: Move;
}

interface MoveRow {
  kind: 'in' | 'out';
  reference: string;
  second: string;
  amount: bigint;
  date: BusinessDate;
  merchant: string;
  template: Move['template'];
  bank: string;
  subject: string;
}

/** What moves money between us and others, other than payouts: it is in the books already. */
const moving = (Object.keys(templates) as TemplateName[]).filter((name) => {
  const lines: readonly TemplateLine[] = templates[name].lines;
  const moves = lines.some(
    ([side, account]) =>
      account === 'bank-clearing' || (account === 'transfers-in-transit' && side === 'credit'),
  );
  return moves && !['payout-sent', 'money-seen', 'money-taken-back'].includes(name);
});

/** Buyers' banks give these back until the day is over, so no statement has them before. */
const clearedLater = ['transfer', 'transfer-same-day-cancel'] satisfies TemplateName[];

// What is not given is null: a day ($1), or references ($5) and the subjects in them ($4).
const sql = `
  select case when n.net > 0 then 'in' else 'out' end as kind,
    case when n.net > 0 then '' else 'back/' end || n.subject || '/' || n.date as reference,
    case when n.net > 0 then 'in/' else 'back/' end || n.subject as second,
    abs(n.net) as amount, n.date, n.merchant_id as merchant,
    case when n.net > 0 then 'money-seen' else 'money-taken-back' end as template,
    n.scope as bank, n.subject
  from (
    select j.date, p.merchant_id, p.subject, p.scope,
      sum(case p.side when 'debit' then p.amount else -p.amount end)::bigint as net
    from journal j join posting p on p.merchant_id = j.merchant_id and p.journal_id = j.id
    where j.template = any($2) and p.account = 'bank-clearing'
      and ($1::date is null or j.date = $1) and ($4::text[] is null or p.subject = any($4))
      and (j.date < $6 or j.template <> all($7))
    group by p.merchant_id, p.subject, p.scope, j.date
  ) as n
  -- What a bank gives back on the day of a transfer never reaches us.
  where n.net <> 0
  union all
  select 'out', 'refund/' || p.subject || '/' || j.date, 'out/' || p.subject, p.amount, j.date,
    p.merchant_id, 'transfer-seen', p.scope, p.subject
  from journal j join posting p on p.merchant_id = j.merchant_id and p.journal_id = j.id
  where j.template = any($2) and p.account = 'transfers-in-transit'
    and ($1::date is null or j.date = $1) and ($4::text[] is null or p.subject = any($4))
  union all
  -- When the bank said that it was paid, which may be later than it was ordered.
  select 'out', q.transfer_id::text, 'payout/' || q.id, q.amount,
    (q.paid_at at time zone 'Asia/Seoul')::date, q.merchant_id, 'payout-seen', $3,
    'payout/' || q.id
  from payout q
  where q.status = 'paid' and ($5::text[] is null or q.transfer_id::text = any($5))
    and ($1::date is null or (q.paid_at at time zone 'Asia/Seoul')::date = $1)
  order by reference`;

export interface Statement {
  readonly account: string;
  /** Days before this one are over for every bank. */
  readonly clearedBefore: BusinessDate;
}

/** All of a day, or those of any day that have these references. */
export async function expectedMoves(
  db: pg.Pool | pg.ClientBase,
  { account, clearedBefore }: Statement,
  of: { readonly date: BusinessDate } | { readonly references: readonly string[] },
): Promise<ExpectedMove[]> {
  const names = 'date' in of ? null : of.references;
  const found = await db.query<MoveRow>(sql, [
    ...['date' in of ? of.date : null, moving, account],
    ...[names?.map(subjectNamed) ?? null, names, clearedBefore, clearedLater],
  ]);
  const asked = names === null ? null : new Set(names);
  const rows = found.rows.filter(({ reference }) => asked?.has(reference) ?? true);
  return rows.map(({ kind, reference, second, amount, date, ...books }) => ({
    expected: {
      ...{ account, kind, reference, secondReference: second, date },
      ...{ amount: won(amount), charge: won(0n) },
    },
    move: { ...books, amount: won(amount) },
  }));
}

/** An account may be paid into again after its bank took a deposit back, so a day belongs to it. */
function subjectNamed(reference: string): string {
  return reference.replace(/^(refund|back)\//, '').replace(/\/[\d-]{10}$/, '');
}
