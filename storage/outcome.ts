// The second commit on the payment path: one event, at most one journal, one notice, as columns.
import type { Decision } from '../core/payment/decision.ts';
import {
  byIndexOnly,
  changedColumns,
  type DecisionResult,
  decodeResults,
  movedWhere,
  type RealTime,
  stateColumns,
  stateRecord,
} from './decision.ts';
import type { BatchStatement } from './group-commit.ts';
import { deliveriesOf } from './notice-told.ts';
import { instantText } from './time.ts';

type Column = readonly [name: string, type: string, value: (decision: Decision) => unknown];

// Reading nested arrays costs PostgreSQL more than all the inserts of an outcome together, so what
// every outcome has exactly once stands in columns of its own.
// biome-ignore format: a table
const columns: readonly Column[] = [
  ['event_what',   'text',        ({ events: [event] }) => event?.what],
  ['event_at',     'timestamptz', ({ events: [event] }) => event && instantText(event.at)],
  ['event_detail', 'json',        ({ events: [event] }) => event?.detail],
  ['journal_id',   'uuid',        ({ journals: [journal] }) => journal?.id],
  ['template',     'text',        ({ journals: [journal] }) => journal?.template],
  ['journal_at',   'timestamptz', ({ journals: [journal] }) => journal && instantText(journal.at)],
  ['journal_date', 'date',        ({ journals: [journal] }) => journal?.date],
  ['debit',        'text',        (decision) => lineOf(decision, 0)?.account],
  ['debit_scope',  'text',        (decision) => lineOf(decision, 0)?.scope],
  ['credit',       'text',        (decision) => lineOf(decision, 1)?.account],
  ['credit_scope', 'text',        (decision) => lineOf(decision, 1)?.scope],
  ['subject',      'text',        (decision) => lineOf(decision, 0)?.subject],
  ['amount',       'bigint',      (decision) => lineOf(decision, 0)?.amount.toString()],
  ['notice_id',    'uuid',        ({ notices: [notice] }) => notice?.id],
  ['notice_kind',  'text',        ({ notices: [notice] }) => notice?.kind],
  ['notice_at',    'timestamptz', ({ notices: [notice] }) => notice && instantText(notice.at)],
];

function lineOf({ journals: [journal] }: Decision, index: 0 | 1) {
  return journal?.postings[index];
}

const record = [stateRecord, ...columns.map(([name, type]) => `${name} ${type}`)].join(', ');

const sql = `
  with asked as (select * from json_to_recordset($1::json) as asked (n int, ${record})),
  moved as (
    update payment p set ${changedColumns} from asked where ${movedWhere}
    returning asked.n, asked.merchant_id, asked.id, asked.version, p.contract_id,
      ${columns.map(([name]) => `asked.${name}`).join(', ')}
  ),
  event as (
    insert into payment_event (merchant_id, payment_id, version, line, what, at, detail)
    select merchant_id, id, version, 1, event_what, event_at, event_detail from moved
  ),
  journal_of as (
    insert into journal (merchant_id, id, payment_id, template, at, date)
    select merchant_id, journal_id, id, template, journal_at, journal_date
    from moved where journal_id is not null
  ),
  posting_of as (
    insert into posting (merchant_id, journal_id, line, account, side, scope, subject, amount)
    select merchant_id, journal_id, 1, debit, 'debit', debit_scope, subject, amount
    from moved where journal_id is not null
    union all
    select merchant_id, journal_id, 2, credit, 'credit', credit_scope, subject, amount
    from moved where journal_id is not null
  ),
  notice as (
    insert into notice_event (merchant_id, id, payment_id, cancel_id, kind, at)
    select merchant_id, notice_id, id, null, notice_kind, notice_at from moved
  ),
  delivery as (${deliveriesOf(
    `select merchant_id, contract_id, notice_id as event_id, notice_kind as kind, notice_at as at
     from moved`,
  )})
  select n from moved`;

export function outcomeStatement(realTime: RealTime): BatchStatement<Decision, DecisionResult> {
  const encode = (decision: Decision, n: number): Record<string, unknown> => {
    const row: Record<string, unknown> = { n, ...stateColumns(decision, realTime) };
    for (const [name, , value] of columns) row[name] = value(decision);
    return row;
  };
  return {
    name: 'store-outcomes',
    settings: byIndexOnly,
    sql,
    encode: (decisions) => [JSON.stringify(decisions.map(encode))],
    decode: decodeResults,
    keyOf: (decision) => decision.payment.id,
  };
}

/** Whether the columns can carry this decision whole. */
export function isOutcome({ events, journals, notices, ...rest }: Decision): boolean {
  if (rest.rows.length > 0 || rest.cancel !== null || rest.due !== null) return false;
  if (events.length !== 1 || notices.length !== 1 || notices[0]?.cancelId !== null) return false;
  return journals.length === 0 || (journals.length === 1 && isPair(journals[0]));
}

/** One debit and one credit of the same subject and amount, in that order. */
function isPair(journal: Decision['journals'][number] | undefined): boolean {
  const [debit, credit, ...more] = journal?.postings ?? [];
  return (
    debit?.side === 'debit' &&
    credit?.side === 'credit' &&
    debit.subject === credit.subject &&
    more.length === 0
  );
}
