// What stands in the books and in the bank's record, read by SQL and decoded by nobody else's code.
import type pg from 'pg';

export interface PaymentFact {
  readonly id: string;
  readonly merchantId: string;
  readonly contractId: string;
  readonly tid: string;
  /** Within this, an order number pays at most once. */
  readonly orderScope: string;
  readonly orderNumber: string;
  /** The mark that the shop's order carried. */
  readonly mark: string;
  readonly status: string;
  readonly amount: bigint;
  readonly supply: bigint;
  readonly vat: bigint;
  readonly taxFree: bigint;
  readonly requestId: string;
  readonly approvalNumber: string | null;
  readonly approvedAt: number | null;
  readonly capturedAt: number | null;
  readonly terms: TermsFact;
}

/** As the contract's terms were written down; rates are hundred-thousandths. */
export interface TermsFact {
  readonly feeRate: number;
  readonly feeBasis: string;
  readonly acquirerRate: number;
  readonly feeOnCancel: string;
  readonly tax: string;
}

export interface CancelFact {
  readonly id: string;
  readonly paymentId: string;
  readonly sequence: number;
  readonly amount: bigint;
  readonly supply: bigint;
  readonly vat: bigint;
  readonly taxFree: bigint;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedAt: number;
  readonly status: string;
}

export interface BankSale {
  readonly requestId: string;
  readonly amount: bigint;
  readonly at: number;
  readonly approvalNumber: string;
  readonly state: string;
  readonly cancelled: bigint;
}

export interface BankCancel {
  readonly cancelId: string;
  readonly requestId: string;
  readonly amount: bigint;
  readonly done: boolean;
}

export interface PostingFact {
  readonly paymentId: string;
  readonly journalId: string;
  readonly account: string;
  readonly side: string;
  readonly subject: string;
  readonly amount: bigint;
}

export interface RowFact {
  readonly paymentId: string;
  readonly sequence: number;
  readonly kind: string;
  readonly gross: bigint;
  readonly fee: bigint;
  readonly feeVat: bigint;
  readonly net: bigint;
  readonly charge: bigint;
  readonly date: string;
}

export interface NoticeFact {
  readonly paymentId: string;
  readonly cancelId: string | null;
  readonly kind: string;
}

export interface Facts {
  readonly payments: readonly PaymentFact[];
  readonly cancels: readonly CancelFact[];
  readonly bankSales: readonly BankSale[];
  readonly bankCancels: readonly BankCancel[];
  readonly postings: readonly PostingFact[];
  readonly rows: readonly RowFact[];
  readonly notices: readonly NoticeFact[];
  /** Work that is still due. */
  readonly due: number;
}

const milliseconds = (column: string): string =>
  `round(extract(epoch from ${column}) * 1000)::text`;

// Every column comes as text, so that the driver's own decoding decides nothing.
const queries = {
  payments: `select p.id::text, p.merchant_id::text as "merchantId", p.tid, p.status,
      p.contract_id::text as "contractId", p.order_key as "orderNumber",
      coalesce(p.order_scope, '') as "orderScope", p.extras[1] as mark, p.amount::text,
      p.supply::text, p.vat::text, p.tax_free::text as "taxFree",
      p.request_id::text as "requestId", p.approval_number as "approvalNumber",
      ${milliseconds('p.approved_at')} as "approvedAt",
      ${milliseconds('p.captured_at')} as "capturedAt", t.terms::text
    from payment p join contract_terms t on t.merchant_id = p.merchant_id
      and t.contract_id = p.contract_id and t.version = p.terms_version
    where p.merchant_id = any($1) order by p.id`,
  cancels: `select id::text, payment_id::text as "paymentId", sequence::text, amount::text,
      supply::text, vat::text, tax_free::text as "taxFree", reason, asked_by as "askedBy",
      ${milliseconds('asked_at')} as "askedAt", status
    from cancel_request where merchant_id = any($1) order by payment_id, sequence`,
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
    ...{ contractId: text(row, 'contractId'), status: text(row, 'status') },
    ...{ orderScope: text(row, 'orderScope'), orderNumber: text(row, 'orderNumber') },
    ...{ mark: text(row, 'mark'), requestId: text(row, 'requestId') },
    ...{ amount: won(row, 'amount'), supply: won(row, 'supply') },
    ...{ vat: won(row, 'vat'), taxFree: won(row, 'taxFree') },
    approvalNumber: row.approvalNumber ?? null,
    ...{ approvedAt: at(row, 'approvedAt'), capturedAt: at(row, 'capturedAt') },
    terms: JSON.parse(text(row, 'terms')) as TermsFact,
  };
}

function cancelOf(row: TextRow): CancelFact {
  return {
    ...{ id: text(row, 'id'), paymentId: text(row, 'paymentId') },
    ...{ sequence: Number(row.sequence), amount: won(row, 'amount') },
    ...{ supply: won(row, 'supply'), vat: won(row, 'vat'), taxFree: won(row, 'taxFree') },
    ...{ reason: text(row, 'reason'), askedBy: text(row, 'askedBy') },
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
