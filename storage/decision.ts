// The second commit: a decision with everything that belongs to it, guarded by the version.
import type { Decision } from '../core/payment/decision.ts';
import type { Instant } from '../core/time/instant.ts';
import type { BatchStatement } from './group-commit.ts';
import { deliveriesOf } from './notice-told.ts';
import { rowColumns } from './settlement-row.ts';
import { pricedBy, termsStand } from './terms-under-way.ts';
import { instantText } from './time.ts';

/** conflict: somebody decided first; the caller loads fresh state and decides again. */
export type DecisionResult = 'stored' | 'conflict';

/** The caller has decided on version − 1; the version implies the state it decided on. */
const columns = [
  ['merchant_id', 'uuid'],
  ['id', 'uuid'],
  ['version', 'int'],
  ['status', 'text'],
  ['status_at', 'timestamptz'],
  ['approval_number', 'text'],
  ['approved_at', 'timestamptz'],
  ['captured_at', 'timestamptz'],
  ['decline_reason', 'text'],
  ['search_since', 'timestamptz'],
  ['search_tries', 'int'],
  ['search_not_found_since', 'timestamptz'],
] as const;

const parts = ['events', 'journals', 'postings', 'notices', 'rows', 'cancels', 'dues'] as const;

/** What the two statements that change a payment share. */
export const stateRecord = [
  ...columns.map(([name, type]) => `${name} ${type}`),
  'frees text',
  'commit_before timestamptz',
].join(', ');

// An indexed column that keeps its value leaves the update on its page.
export const changedColumns = [
  ...columns
    .filter(([name]) => name !== 'merchant_id' && name !== 'id')
    .map(([name]) => `${name} = asked.${name}`),
  "order_scope = case when asked.frees = 'order and month' then null else p.order_scope end",
  'month_guard = case when asked.frees is null then p.month_guard end',
].join(', ');

export const movedWhere = `p.merchant_id = asked.merchant_id and p.id = asked.id
      and p.version = asked.version - 1
      and (asked.commit_before is null or now() < asked.commit_before)`;

const record = [
  stateRecord,
  'payout_open date',
  'priced_by int',
  ...parts.map((part) => `${part} json`),
].join(', ');

/** Locked: a payout closes either after this is stored, or before it is tried. */
const payoutIsOpen = `(asked.payout_open is null or exists (
      select from payout q where q.merchant_id = p.merchant_id and q.contract_id = p.contract_id
        and q.generation = p.generation and q.date = asked.payout_open
        and q.status = 'open' for share))`;

const moved = `
  with asked as (select * from json_to_recordset($1::json) as asked (n int, ${record})),
  moved as (
    update payment p set ${changedColumns} from asked where ${movedWhere}
      and ${payoutIsOpen}
      and ${termsStand}
    returning asked.n, asked.merchant_id, asked.id, asked.version, p.contract_id, p.tid,
      p.generation,
      ${parts.map((part) => `asked.${part}`).join(', ')}
  )`;

const books = `,
  event as (
    insert into payment_event (merchant_id, payment_id, version, line, what, at, detail)
    select moved.merchant_id, moved.id, moved.version, e.line, e.what, e.at, e.detail
    from moved, json_to_recordset(moved.events)
      as e (line smallint, what text, at timestamptz, detail json)
  ),
  journal_of as (
    insert into journal (merchant_id, id, payment_id, template, at, date)
    select moved.merchant_id, j.id, moved.id, j.template, j.at, j.date
    from moved, json_to_recordset(moved.journals)
      as j (id uuid, template text, at timestamptz, date date)
  ),
  posting_of as (
    insert into posting (merchant_id, journal_id, line, account, side, scope, subject, amount)
    select moved.merchant_id, l.journal_id, l.line, l.account, l.side, l.scope, l.subject, l.amount
    from moved, json_to_recordset(moved.postings)
      as l (journal_id uuid, line smallint, account text, side text, scope text, subject text,
            amount bigint)
  ),
  notice as (
    insert into notice_event (merchant_id, id, payment_id, cancel_id, kind, at)
    select moved.merchant_id, e.id, moved.id, e.cancel_id, e.kind, e.at
    from moved, json_to_recordset(moved.notices)
      as e (id uuid, cancel_id uuid, kind text, at timestamptz)
  ),
  delivery as (${deliveriesOf(
    `select moved.merchant_id, moved.contract_id, e.id as event_id, e.kind, e.at
     from moved, json_to_recordset(moved.notices) as e (id uuid, kind text, at timestamptz)`,
  )})`;

const afterwards = `,
  settled as (
    insert into settlement_row (merchant_id, payment_id, sequence, contract_id, kind, gross, fee,
      instalment_fee, fee_vat, net, charge, date, journal_id, subject, asked_at, tid,
      generation)
    select moved.merchant_id, moved.id, r.sequence, r.contract_id, r.kind, r.gross, r.fee,
      r.instalment_fee, r.fee_vat, r.net, r.charge, r.date, r.journal_id, r.subject, r.asked_at,
      moved.tid, moved.generation
    from moved, json_to_recordset(moved.rows)
      as r (sequence smallint, contract_id uuid, kind text, gross bigint, fee bigint,
            instalment_fee bigint, fee_vat bigint, net bigint, charge bigint, date date,
            journal_id uuid, subject text, asked_at timestamptz)
  ),
  cancelled as (
    insert into cancel_request (merchant_id, payment_id, sequence, id, amount, supply, vat,
      tax_free, vat_given, reason, asked_by, asked_at, status, at, tries, decline_reason,
      handed_over, joined_by, deposit_amount, deposit_bank, refund_token, refund_bank,
      refund_holder)
    select moved.merchant_id, moved.id, c.sequence, c.id, c.amount, c.supply, c.vat, c.tax_free,
      c.vat_given, c.reason, c.asked_by, c.asked_at, c.status, c.at, c.tries, c.decline_reason,
      c.handed_over, c.joined_by, c.deposit_amount, c.deposit_bank, c.refund_token, c.refund_bank,
      c.refund_holder
    from moved, json_to_recordset(moved.cancels)
      as c (sequence smallint, id uuid, amount bigint, supply bigint, vat bigint, tax_free bigint,
            vat_given boolean, reason text, asked_by text, asked_at timestamptz, status text,
            at timestamptz, tries int, decline_reason text, handed_over boolean, joined_by uuid,
            deposit_amount bigint, deposit_bank text, refund_token text, refund_bank text,
            refund_holder text)
    on conflict (merchant_id, payment_id, sequence) do update set status = excluded.status,
      at = excluded.at, asked_at = excluded.asked_at, tries = excluded.tries,
      supply = excluded.supply, vat = excluded.vat, tax_free = excluded.tax_free,
      decline_reason = excluded.decline_reason,
      joined_by = excluded.joined_by
  )${dueOf('approval')}${dueOf('cancel')}`;

function dueOf(kind: 'approval' | 'cancel'): string {
  return `,
  ${kind}_due as (
    insert into due_${kind} (merchant_id, payment_id, due_at)
    select moved.merchant_id, moved.id, d.at
    from moved, json_to_recordset(moved.dues) as d (kind text, at timestamptz)
    where d.kind = '${kind}' and d.at is not null
    on conflict (merchant_id, payment_id) do update
      set due_at = excluded.due_at, leased_until = null
  ),
  ${kind}_over as (
    delete from due_${kind} gone
    using moved, json_to_recordset(moved.dues) as d (kind text, at timestamptz)
    where d.kind = '${kind}' and d.at is null
      and gone.merchant_id = moved.merchant_id and gone.payment_id = moved.id
  )`;
}

/** A plan made on an empty table would go on to read all payments for each batch. */
export const byIndexOnly = [
  'enable_seqscan = off',
  'enable_hashjoin = off',
  'enable_mergejoin = off',
];

/** From the clock that payment rules see to real time, by which the database's own clock goes. */
export type RealTime = (at: Instant) => Instant;

export function decisionStatement(realTime: RealTime): BatchStatement<Decision, DecisionResult> {
  return {
    name: 'store-decisions',
    settings: byIndexOnly,
    sql: `${moved}${books}${afterwards} select n from moved`,
    encode: (decisions) => [
      JSON.stringify(decisions.map((decision, n) => ({ n, ...encode(decision, realTime) }))),
    ],
    decode: decodeResults,
    keyOf: (decision) => decision.payment.id,
  };
}

export function decodeResults(
  rows: readonly Record<string, unknown>[],
  decisions: readonly Decision[],
): DecisionResult[] {
  const results = decisions.map((): DecisionResult => 'conflict');
  for (const row of rows) results[row.n as number] = 'stored';
  return results;
}

function encode(decision: Decision, realTime: RealTime): Record<string, unknown> {
  const { journals } = decision;
  return {
    ...stateColumns(decision, realTime),
    payout_open: decision.payoutOpen ?? undefined,
    priced_by: pricedBy(decision),
    events: decision.events.map((event, index) => ({
      line: index + 1,
      what: event.what,
      at: instantText(event.at),
      detail: event.detail,
    })),
    journals: journals.map(({ id, template, at, date }) => ({
      id,
      template,
      at: instantText(at),
      date,
    })),
    postings: journals.flatMap((journal) =>
      journal.postings.map((posting, index) => ({
        journal_id: journal.id,
        line: index + 1,
        account: posting.account,
        side: posting.side,
        scope: posting.scope,
        subject: posting.subject,
        amount: String(posting.amount),
      })),
    ),
    notices: decision.notices.map((notice) => ({
      id: notice.id,
      cancel_id: notice.cancelId,
      kind: notice.kind,
      at: instantText(notice.at),
    })),
    ...afterwardsOf(decision),
  };
}

/** Columns that keep their null are left out: a missing key reads as null and costs less. */
export function stateColumns(
  { payment, events, commitBefore, frees }: Decision,
  realTime: RealTime,
): Record<string, unknown> {
  const at = events.at(-1)?.at ?? payment.attempt.startedAt;
  const approved = 'approval' in payment ? payment : null;
  const search = payment.status === 'unknown' ? payment.search : null;
  return {
    merchant_id: payment.merchantId,
    id: payment.id,
    version: payment.version,
    status: payment.status,
    status_at: instantText(at),
    approval_number: approved?.approval.number,
    approved_at: maybeText(approved?.approval.at),
    captured_at: maybeText(approved?.capturedAt),
    decline_reason: payment.status === 'declined' ? payment.decline.reason : undefined,
    search_since: maybeText(search?.since),
    search_tries: search?.tries,
    search_not_found_since: maybeText(search?.notFoundSince),
    frees: frees === 'nothing' ? undefined : frees,
    // The committer asks as well, but a statement may be held up after that, on its way.
    commit_before: commitBefore === null ? undefined : instantText(realTime(commitBefore)),
  };
}

function maybeText(at: Instant | null | undefined): string | undefined {
  return at === null || at === undefined ? undefined : instantText(at);
}

function afterwardsOf(decision: Decision): Record<string, unknown> {
  const { cancel, due, payment } = decision;
  return {
    rows: decision.rows.map((row) => ({
      ...rowColumns(row),
      contract_id: payment.contract.id,
    })),
    cancels:
      cancel === null
        ? []
        : [
            {
              sequence: cancel.sequence,
              id: cancel.id,
              amount: String(cancel.amount),
              supply: String(cancel.tax.supply),
              vat: String(cancel.tax.vat),
              tax_free: String(cancel.tax.taxFree),
              vat_given: cancel.vatGiven,
              reason: cancel.reason,
              asked_by: cancel.askedBy,
              asked_at: instantText(cancel.askedAt),
              status: cancel.status,
              at: instantText(cancel.at),
              tries: cancel.tries,
              decline_reason: cancel.decline,
              handed_over: cancel.handedOver,
              joined_by: cancel.joinedBy,
              deposit_amount: cancel.deposit === null ? null : String(cancel.deposit.amount),
              deposit_bank: cancel.deposit?.bank ?? null,
              refund_token: cancel.refund?.token,
              refund_bank: cancel.refund?.bank,
              refund_holder: cancel.refund?.holder,
            },
          ],
    dues:
      due === null ? [] : [{ kind: due.kind, at: due.at === null ? null : instantText(due.at) }],
  };
}
