// Reads the facts by SQL of its own, each column as text, and decodes them.
import type pg from 'pg';
import type {
  BankCancel,
  BankSale,
  CancelFact,
  EndFact,
  Facts,
  KeyFact,
  PaymentFact,
  PostingFact,
  RowFact,
  TermsFact,
} from './facts.ts';

const milliseconds = (column: string): string =>
  `round(extract(epoch from ${column}) * 1000)::text`;

// Every column comes as text, so that the driver's own decoding decides nothing.
const queries = {
  payments: `select p.id::text, p.merchant_id::text as "merchantId", p.tid, p.status,
      p.credential_id::text as "credentialId", p.generation::text, p.method, p.instrument,
      p.card_token as token, p.order_number as "orderNumber", p.order_scope as "orderScope",
      p.billing_key as "billingKey", p.billing_month as "billingMonth",
      p.month_guard as "monthGuard", p.extras[1] as mark, p.amount::text,
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
      ${milliseconds('asked_at')} as "askedAt", status
    from cancel_request where merchant_id = any($1) order by payment_id, sequence`,
  ends: `select payment_id::text as "paymentId", what, ${milliseconds('at')} as at
    from payment_event where merchant_id = any($1) and (what in ('declined', 'net-cancelled')
      or (what = 'cancelled' and detail->>'remaining' = '0'))
    order by payment_id, version`,
  keys: `select id, merchant_id::text as "merchantId", generation::text, status,
      xmin::text as "changedBy", payer_number as mark, instrument->>'kind' as instrument, instrument->>'token' as token
    from billing_key where merchant_id = any($1) order by registered_at, payer_number`,
  bankSales: `select request_id::text as "requestId", amount::text, ${milliseconds('at')} as at,
      approval_number as "approvalNumber", state, cancelled::text
    from simulator.authorisation where merchant = any($1::text[]) order by request_id`,
  bankCancels: `select cancel_id::text as "cancelId", request_id::text as "requestId",
      amount::text, done::text
    from simulator.cancel where merchant = any($1::text[]) order by cancel_id`,
  postings: `select j.payment_id::text as "paymentId", p.journal_id::text as "journalId",
      p.account, p.side, p.subject, p.amount::text
    from posting p left join journal j on j.merchant_id = p.merchant_id and j.id = p.journal_id
    where p.merchant_id = any($1) order by p.journal_id, p.line`,
  rows: `select payment_id::text as "paymentId", sequence::text, kind, gross::text, fee::text,
      fee_vat::text as "feeVat", net::text, charge::text, date::text
    from settlement_row where merchant_id = any($1) order by payment_id, sequence`,
  notices: `select payment_id::text as "paymentId", cancel_id::text as "cancelId", kind
    from notice_event where merchant_id = any($1)`,
  due: `select (select count(*) from due_approval where merchant_id = any($1))
      + (select count(*) from due_cancel where merchant_id = any($1)) as due`,
} as const;

type TextRow = Readonly<Record<string, string | null>>;

export async function readFacts(
  client: Pick<pg.Client, 'query'>,
  merchantIds: readonly string[],
): Promise<Facts> {
  const read = async (name: keyof typeof queries): Promise<TextRow[]> =>
    (await client.query<Record<string, string | null>>(queries[name], [merchantIds])).rows;
  return {
    payments: (await read('payments')).map(paymentOf),
    ends: (await read('ends')).map(endOf),
    keys: (await read('keys')).map(keyOf),
    cancels: (await read('cancels')).map(cancelOf),
    bankSales: (await read('bankSales')).map(bankSaleOf),
    bankCancels: (await read('bankCancels')).map(bankCancelOf),
    postings: (await read('postings')).map(postingOf),
    rows: (await read('rows')).map(rowOf),
    notices: (await read('notices')).map((row) => ({
      ...{ paymentId: text(row, 'paymentId'), kind: text(row, 'kind') },
      cancelId: row.cancelId ?? null,
    })),
    due: Number((await read('due'))[0]?.due ?? 0),
  };
}

function text(row: TextRow, name: string): string {
  return row[name] ?? '';
}

function won(row: TextRow, name: string): bigint {
  return BigInt(text(row, name));
}

function at(row: TextRow, name: string): number | null {
  const value = row[name] ?? null;
  return value === null ? null : Number(value);
}

function paymentOf(row: TextRow): PaymentFact {
  return {
    ...{ id: text(row, 'id'), merchantId: text(row, 'merchantId'), tid: text(row, 'tid') },
    ...{ credentialId: text(row, 'credentialId'), generation: Number(row.generation) },
    ...{ status: text(row, 'status'), method: text(row, 'method') },
    ...{ instrument: text(row, 'instrument'), token: text(row, 'token') },
    ...{ orderScope: row.orderScope ?? null, orderNumber: text(row, 'orderNumber') },
    ...{ billingKey: row.billingKey ?? null, billingMonth: row.billingMonth ?? null },
    ...{ monthGuard: row.monthGuard ?? null, vatGiven: row.vatGiven === 'true' },
    ...{ mark: text(row, 'mark'), requestId: text(row, 'requestId') },
    ...{ amount: won(row, 'amount'), supply: won(row, 'supply') },
    ...{ vat: won(row, 'vat'), taxFree: won(row, 'taxFree') },
    approvalNumber: row.approvalNumber ?? null,
    ...{ approvedAt: at(row, 'approvedAt'), capturedAt: at(row, 'capturedAt') },
    terms: JSON.parse(text(row, 'terms')) as TermsFact,
    storedBy: won(row, 'storedBy'),
  };
}

function endOf(row: TextRow): EndFact {
  const what = text(row, 'what');
  return { paymentId: text(row, 'paymentId'), what, at: Number(row.at) };
}

function keyOf(row: TextRow): KeyFact {
  return {
    ...{ id: text(row, 'id'), merchantId: text(row, 'merchantId'), status: text(row, 'status') },
    ...{ generation: Number(row.generation), mark: text(row, 'mark') },
    changedBy: won(row, 'changedBy'),
    ...{ instrument: text(row, 'instrument'), token: text(row, 'token') },
  };
}

function cancelOf(row: TextRow): CancelFact {
  return {
    ...{ id: text(row, 'id'), paymentId: text(row, 'paymentId') },
    ...{ sequence: Number(row.sequence), amount: won(row, 'amount') },
    ...{ supply: won(row, 'supply'), vat: won(row, 'vat'), taxFree: won(row, 'taxFree') },
    ...{ reason: text(row, 'reason'), askedBy: text(row, 'askedBy') },
    vatGiven: row.vatGiven === 'true',
    ...{ askedAt: Number(row.askedAt), status: text(row, 'status') },
  };
}

function bankSaleOf(row: TextRow): BankSale {
  return {
    ...{ requestId: text(row, 'requestId'), amount: won(row, 'amount'), at: Number(row.at) },
    ...{ approvalNumber: text(row, 'approvalNumber'), state: text(row, 'state') },
    cancelled: won(row, 'cancelled'),
  };
}

function bankCancelOf(row: TextRow): BankCancel {
  return {
    ...{ cancelId: text(row, 'cancelId'), requestId: text(row, 'requestId') },
    ...{ amount: won(row, 'amount'), done: row.done === 'true' },
  };
}

function postingOf(row: TextRow): PostingFact {
  return {
    ...{ paymentId: text(row, 'paymentId'), journalId: text(row, 'journalId') },
    ...{ account: text(row, 'account'), side: text(row, 'side') },
    ...{ subject: text(row, 'subject'), amount: won(row, 'amount') },
  };
}

function rowOf(row: TextRow): RowFact {
  return {
    ...{ paymentId: text(row, 'paymentId'), sequence: Number(row.sequence) },
    ...{ kind: text(row, 'kind'), gross: won(row, 'gross'), fee: won(row, 'fee') },
    ...{ feeVat: won(row, 'feeVat'), net: won(row, 'net'), charge: won(row, 'charge') },
    date: text(row, 'date'),
  };
}
