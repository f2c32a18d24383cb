// Writes journals outside a payment's decision: captures of a day, payouts.
import type pg from 'pg';
import type { Journal } from '../core/ledger/journal.ts';
import type { MerchantId } from '../core/merchant/merchant.ts';
import { instantText } from './time.ts';

const sql = `
  with of as (
    insert into journal (merchant_id, id, template, at, date)
    select $1, j.id, j.template, j.at, j.date
    from json_to_recordset($2) as j (id uuid, template text, at timestamptz, date date)
  )
  insert into posting (merchant_id, journal_id, line, account, side, scope, subject, amount)
  select $1, l.journal_id, l.line, l.account, l.side, l.scope, l.subject, l.amount
  from json_to_recordset($3) as l (journal_id uuid, line int, account text, side text, scope text,
    subject text, amount bigint)`;

/** Of no single payment. Inside the caller's transaction. */
export async function insertJournals(
  client: pg.ClientBase,
  merchantId: MerchantId,
  journals: readonly Journal[],
): Promise<void> {
  if (journals.length === 0) return;
  const heads = journals.map(({ id, template, at, date }) => ({
    ...{ id, template, date },
    at: instantText(at),
  }));
  const lines = journals.flatMap(({ id, postings }) =>
    postings.map(({ account, side, scope, subject, amount }, index) => ({
      ...{ journal_id: id, line: index + 1, account, side, scope, subject },
      amount: String(amount),
    })),
  );
  await client.query(sql, [merchantId, JSON.stringify(heads), JSON.stringify(lines)]);
}
