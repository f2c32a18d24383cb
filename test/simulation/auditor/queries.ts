// The table of the auditor's own questions to the books and to the bank's record.

const milliseconds = (column: string): string =>
  `round(extract(epoch from ${column}) * 1000)::text`;

const house = '00000000-0000-0000-0000-000000000000';

// Every column comes as text, so that the driver's own decoding decides nothing.
export const queries = {
  payments: `select p.id::text, p.merchant_id::text as "merchantId", p.tid, p.status,
      p.contract_id::text as "contractId", p.credential_id::text as "credentialId", p.generation::text, p.method, p.instrument,
      p.card_token as token, p.acquirer_code as acquirer, p.order_number as "orderNumber", p.order_scope as "orderScope",
      p.billing_key as "billingKey", p.billing_month as "billingMonth",
      p.schedule_id::text as "scheduleId", ${milliseconds('p.started_at')} as "startedAt",
      p.month_guard as "monthGuard", case when p.schedule_id is null then p.extras[1]
        else concat_ws('/', p.goods_name, p.schedule_round, p.schedule_try) end as mark, p.amount::text, p.instalment::text,
      p.supply::text, p.vat::text, p.tax_free::text as "taxFree", p.vat_given::text as "vatGiven",
      p.request_id::text as "requestId", p.approval_number as "approvalNumber",
      ${milliseconds('p.approved_at')} as "approvedAt",
      ${milliseconds('p.captured_at')} as "capturedAt", t.terms::text,
      (select e.xmin::text from payment_event e where e.merchant_id = p.merchant_id
        and e.payment_id = p.id and e.version = 1) as "storedBy"
    from payment p join contract_terms t on t.merchant_id = p.merchant_id
      and t.contract_id = p.contract_id and t.version = p.terms_version
    where p.merchant_id = any($1) order by p.id`,
  cancels: `select id::text, payment_id::text as "paymentId", sequence::text, amount::text,
      supply::text, vat::text, tax_free::text as "taxFree", vat_given::text as "vatGiven", reason, asked_by as "askedBy",
      ${milliseconds('asked_at')} as "askedAt", status, deposit_amount::text as deposit,
      ${milliseconds('at')} as at
    from cancel_request where merchant_id = any($1) order by payment_id, sequence`,
  ends: `select payment_id::text as "paymentId", what, ${milliseconds('at')} as at
    from payment_event where merchant_id = any($1) and (what in ('declined', 'net-cancelled', 'account-expired', 'account-closed')
      or (what = 'cancelled' and detail->>'remaining' = '0'))
    order by payment_id, version`,
  keys: `select id, merchant_id::text as "merchantId", generation::text, status,
      xmin::text as "changedBy", payer_number as mark, instrument->>'kind' as instrument, instrument->>'token' as token
    from billing_key where merchant_id = any($1) order by registered_at, payer_number`,
  schedules: `select id::text, merchant_id::text as "merchantId", generation::text,
      billing_key as "billingKey", amount::text, goods_name as mark, first_date::text as "firstDay",
      status, xmin::text as "changedBy", (generation < (select m.generation from merchant m
        where m.id = merchant_id))::text as "isOld"
    from schedule where merchant_id = any($1) order by id`,
  rounds: `select schedule_id::text as "scheduleId", number::text, date::text as day, status,
      tries::text, coalesce(first_tried_on::text, '') as "firstTriedOn",
      coalesce(${milliseconds('due_at')}, '0') as "dueAt"
    from schedule_round where merchant_id = any($1) order by schedule_id, number`,
  tries: `select schedule_id::text as "scheduleId", round::text, nth::text, ${milliseconds('at')} as at,
      coalesce(payment_id::text, '') as "paymentId", coalesce(miss, '') as miss
    from schedule_try where merchant_id = any($1) order by schedule_id, round, nth`,
  sessions: `select s.window_order->'extras'->>0 as mark, s.status, s.tries::text,
      coalesce(s.state->>'key', s.state->'certified'->>'key', p.billing_key) as key
    from window_session s left join payment p
      on p.merchant_id = s.merchant_id and p.id::text = s.state->>'paymentId'
    where s.merchant_id = any($1) order by s.opened_at, mark`,
  bankSales: `select request_id::text as "requestId", amount::text, ${milliseconds('at')} as at,
      approval_number as "approvalNumber", state, cancelled::text, instalment::text, token
    from simulator.authorisation where merchant = any($1::text[]) order by request_id`,
  bankCancels: `select cancel_id::text as "cancelId", request_id::text as "requestId",
      amount::text, done::text
    from simulator.cancel where merchant = any($1::text[]) order by cancel_id`,
  postings: `select j.payment_id::text as "paymentId", p.journal_id::text as "journalId",
      p.account, p.side, p.subject, p.amount::text
    from posting p left join journal j on j.merchant_id = p.merchant_id and j.id = p.journal_id
    -- What belongs to no merchant is the house's own.
    where p.merchant_id = any($1) or p.merchant_id = '${house}' order by p.journal_id, p.line`,
  rows: `select payment_id::text as "paymentId", sequence::text, kind, gross::text, fee::text,
      instalment_fee::text as "instalmentFee", fee_vat::text as "feeVat", net::text, charge::text, date::text
    from settlement_row where merchant_id = any($1) order by payment_id, sequence`,
  plans: `select payment_id::text as "paymentId", sequence::text, payout_date::text as "payoutDate",
      (journal_id is not null)::text as "isBooked", (payout_id is not null)::text as "isPaidOut",
      ${milliseconds('asked_at')} as "askedAt", coalesce(terms_version, (select p.terms_version
        from payment p where p.merchant_id = r.merchant_id and p.id = r.payment_id))::text
        as "pricedBy"
    from settlement_row r where merchant_id = any($1) order by payment_id, sequence`,
  // What changes the rows of a payment, in the order of the books.
  turns: `select payment_id::text as "paymentId", what, detail->>'cancel' as cancel,
      detail->>'feeRate' as "feeRate", ${milliseconds('at')} as at
    from payment_event where merchant_id = any($1)
      and what in ('captured', 'approved', 'deposit-reversed', 'deposit-lost', 'cancelled', 'cancel-refused', 'fee-changed')
    order by payment_id, version, line`,
  versions: `select contract_id::text as "contractId", version::text, terms::text
    from contract_terms t where merchant_id = any($1) order by contract_id, t.version`,
  accounts: `select id::text, payment_id::text as "paymentId", purpose, amount::text, state,
      ${milliseconds('issued_at')} as "issuedAt", ${milliseconds('expires_at')} as "expiresAt",
      ${milliseconds('paid_at')} as "paidAt", coalesce(return_id, id)::text as "returnId"
    from virtual_account where merchant_id = any($1) order by id`,
  bankAccounts: `select account_id::text as id, number, amount::text, closed::text,
      ${milliseconds('expires_at')} as "expiresAt"
    from simulator.account where merchant = any($1::text[]) order by account_id`,
  deposits: `select d.account_id::text as "accountId", d.amount::text, ${milliseconds('d.at')} as at,
      d.deposit_id::text as id, d.taken::text, d.kept::text,
      ${milliseconds('d.reversed_at')} as "reversedAt"
    from simulator.deposit d join simulator.account a using (account_id)
    where a.merchant = any($1::text[]) order by d.id`,
  strays: `select id::text, account_id::text as "accountId", amount::text, state,
      return_id::text as "returnId"
    from stray_deposit where merchant_id = any($1) order by id`,
  payouts: `select id::text, contract_id::text as "contractId", merchant_id::text as "merchantId",
      generation::text, date::text, status, transfer_id::text as "transferId", ${milliseconds('closes_at')} as "closesAt",
      positive::text, negative::text, carried_in::text as "carriedIn",
      carried_out::text as "carriedOut", held::text, released::text, amount::text
    from payout where merchant_id = any($1) order by contract_id, generation, date`,
  transfers: `select transfer_id::text as "transferId", merchant as "merchantId", amount::text,
      bounced::text
    from simulator.transfer where merchant = any($1::text[]) order by at, transfer_id`,
  notices: `select e.id::text, coalesce(e.contract_id, p.contract_id)::text as "contractId",
      e.payment_id::text as "paymentId", e.cancel_id::text as "cancelId", e.kind,
      ${milliseconds('e.at')} as at
    from notice_event e left join payment p
      on p.merchant_id = e.merchant_id and p.id = e.payment_id
    where e.merchant_id = any($1) order by e.id`,
  endpoints: `select id::text, contract_id::text as "contractId", url,
      array_to_json(formats)::text as formats
    from notice_endpoint where merchant_id = any($1) order by id`,
  deliveries: `select event_id::text as "eventId", endpoint_id::text as "endpointId", format, state,
      attempts::text
    from notice_delivery where merchant_id = any($1) order by event_id, endpoint_id, format`,
  attempts: `select event_id::text as "eventId", endpoint_id::text as "endpointId", format,
      number::text, ${milliseconds('at')} as at, failure
    from notice_attempt where merchant_id = any($1) order by event_id, endpoint_id, format, number`,
  due: `select (select count(*) from due_approval where merchant_id = any($1))
      + (select count(*) from due_cancel where merchant_id = any($1))
      + (select count(*) from virtual_account where merchant_id = any($1)
          and due_at is not null)
      + (select count(*) from stray_deposit where merchant_id = any($1)
          and due_at is not null) as due`,
  files: `select id::text, date::text, file_hash as hash, breaks::text from reconciliation
    where $1::uuid[] is not null order by id`,
  lines: `select reconciliation_id::text as "fileId", account, date::text, direction,
      bank_reference as "bankReference", amount::text
    from statement_line where $1::uuid[] is not null order by id`,
  settled: `select reference from settled_move where $1::uuid[] is not null order by reference`,
  resolutions: `select subject, step, reason, against, amount::text from resolution
    where $1::uuid[] is not null order by subject`,
  seen: `select n::text, xid, what, subject, state, ${milliseconds('at')} as at
    from simulation.seen where $1::uuid[] is not null order by seen.n`,
} as const;
