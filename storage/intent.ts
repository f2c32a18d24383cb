// The first commit of an approval: order number and month are taken, or they were taken before.
import type { Intent } from '../core/payment/decision.ts';
import type { BatchStatement } from './group-commit.ts';
import { besideColumns, paymentColumns } from './payment-columns.ts';

/**
 * stored: ours now. used: the order number has an earlier attempt. month-paid: the billing key has
 * a live payment for this month. unseen: one of the two, by a payment that this statement cannot
 * see yet, of its own batch or committed while it ran. stale: the credential was rotated, the
 * billing key removed, the schedule stopped or the sandbox world reset since the caller was
 * recognised.
 */
export type IntentResult = 'stored' | 'used' | 'month-paid' | 'unseen' | 'stale';

const columns = [...paymentColumns, ...besideColumns];
const names = paymentColumns.map(([name]) => name).join(', ');
const record = columns.map(([name, type]) => `${name} ${type}`).join(', ');

// A caller is remembered for a moment, and a fee that changed meanwhile covers this sale as well.
// A card is priced at its capture; an account in this very call, by the terms that it knows.
const newestTerms = `case when known.instrument = 'card' then (
        select max(t.version) from contract_terms t
        where t.merchant_id = known.merchant_id and t.contract_id = known.contract_id
      ) else known.terms_version end`;
const values = paymentColumns
  .map(([name]) => (name === 'terms_version' ? newestTerms : `known.${name}`))
  .join(', ');

const sql = `
  with asked as (select * from json_to_recordset($1::json) as asked (n int, ${record})),
  known as (
    select asked.* from asked
    where credential_version = (
        select c.version from credential c
        where c.merchant_id = asked.merchant_id and c.id = asked.credential_id
          and c.revoked_at is null
      )
      and generation = (select m.generation from merchant m where m.id = asked.merchant_id)
      and (billing_key is null or exists (
        select from billing_key k where k.merchant_id = asked.merchant_id
          and k.id = asked.billing_key and k.status = 'registered'
      ))
      and (schedule_id is null or exists (
        select from schedule s where s.merchant_id = asked.merchant_id
          and s.id = asked.schedule_id and s.status = 'active'
      ))
  ),
  stored as (
    insert into payment (${names}) select ${values} from known
    on conflict do nothing
    returning id
  ),
  fresh as (select known.* from known join stored using (id)),
  buyer as (
    insert into payment_buyer (merchant_id, payment_id, name, email, buyer_id, phone, address)
    select merchant_id, id, buyer_name, buyer_email, buyer_id, buyer_phone, buyer_address from fresh
  ),
  event as (
    insert into payment_event (merchant_id, payment_id, version, line, what, at, detail)
    select merchant_id, id, version, 1, 'intended', started_at, event_detail from fresh
  ),
  directory as (
    insert into tid_directory (tid, merchant_id, payment_id) select tid, merchant_id, id from fresh
  )
  select known.n, stored.id is not null as stored,
    stored.id is null and exists (
      select from payment p where p.merchant_id = known.merchant_id and p.id = known.id
    ) as stored_before,
    stored.id is null and exists (
      select from payment p where p.order_key = known.order_key
        and p.order_scope = known.order_scope and p.merchant_id = known.merchant_id
    ) as used,
    stored.id is null and exists (
      select from payment p where p.month_guard = known.month_guard
        and p.merchant_id = known.merchant_id
    ) as month_paid
  from known left join stored using (id)`;

export const intentStatement: BatchStatement<Intent, IntentResult> = {
  name: 'store-intents',
  // A plan made on empty tables would go on to read all billing keys and schedules for each batch.
  settings: ['enable_seqscan = off'],
  sql,
  encode: (intents) => [JSON.stringify(intents.map(encode))],
  decode: (rows, intents) => {
    const results = intents.map((): IntentResult => 'stale');
    for (const row of rows) {
      // stored_before: an earlier try of this very intent was committed, but its answer was lost.
      const mine = row.stored || row.stored_before;
      const taken = row.used ? 'used' : row.month_paid ? 'month-paid' : 'unseen';
      results[row.n as number] = mine ? 'stored' : taken;
    }
    return results;
  },
};

function encode(intent: Intent, n: number): Record<string, unknown> {
  const row: Record<string, unknown> = { n };
  for (const [name, , value] of columns) row[name] = value(intent);
  return row;
}
