// Decodes what the auditor's queries answer.
import type pg from 'pg';
import { testCards } from '../../../rails/simulator/cards.ts';
import type {
  AccountFact,
  BankCancel,
  BankSale,
  CancelFact,
  DeliveryFact,
  DepositFact,
  EndFact,
  EndpointFact,
  Facts,
  KeyFact,
  NoticeFact,
  PaymentFact,
  PayoutFact,
  PlanFact,
  PostingFact,
  RowFact,
  SessionFact,
  StrayFact,
  TermsFact,
  TransferFact,
  TurnFact,
} from './facts.ts';
import type { SeenFact } from './lateness.ts';
import { queries } from './queries.ts';
import { readSchedules } from './schedule-facts.ts';
import { readStatements } from './statement-facts.ts';
import { type TextRow, text, won } from './text-row.ts';

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
    sessions: (await read('sessions')).map(sessionOf),
    cancels: (await read('cancels')).map(cancelOf),
    bankSales: (await read('bankSales')).map(bankSaleOf),
    bankCancels: (await read('bankCancels')).map(bankCancelOf),
    postings: (await read('postings')).map(postingOf),
    rows: (await read('rows')).map(rowOf),
    plans: (await read('plans')).map(planOf),
    turns: (await read('turns')).map(turnOf),
    versions: (await read('versions')).map((row) => ({
      ...{ contractId: text(row, 'contractId'), version: Number(row.version) },
      terms: JSON.parse(text(row, 'terms')) as TermsFact,
    })),
    accounts: (await read('accounts')).map(accountOf),
    bankAccounts: (await read('bankAccounts')).map((row) => ({
      ...{ id: text(row, 'id'), amount: won(row, 'amount'), closed: row.closed === 'true' },
      ...{ number: text(row, 'number'), expiresAt: Number(row.expiresAt) },
    })),
    deposits: (await read('deposits')).map(depositOf),
    strays: (await read('strays')).map(strayOf),
    payouts: (await read('payouts')).map(payoutOf),
    transfers: (await read('transfers')).map(transferOf),
    ...(await readStatements(read)),
    ...(await readSchedules(read)),
    notices: (await read('notices')).map(noticeOf),
    endpoints: (await read('endpoints')).map(endpointOf),
    deliveries: (await read('deliveries')).map((row) => ({
      ...deliveryOf(row),
      ...{ state: text(row, 'state'), attempts: Number(row.attempts) },
    })),
    attempts: (await read('attempts')).map((row) => ({
      ...deliveryOf(row),
      ...{ number: Number(row.number), at: Number(row.at), failure: row.failure ?? null },
    })),
    due: Number((await read('due'))[0]?.due ?? 0),
    seen: (await hasLog(client)) ? (await read('seen')).map(seenOf) : [],
  };
}

async function hasLog(client: Pick<pg.Client, 'query'>): Promise<boolean> {
  const found = await client.query<{ there: boolean }>(
    "select to_regclass('simulation.seen') is not null as there",
  );
  return found.rows[0]?.there ?? false;
}

function at(row: TextRow, name: string): number | null {
  const value = row[name] ?? null;
  return value === null ? null : Number(value);
}

function paymentOf(row: TextRow): PaymentFact {
  return {
    ...{ id: text(row, 'id'), merchantId: text(row, 'merchantId'), tid: text(row, 'tid') },
    contractId: text(row, 'contractId'),
    ...{ credentialId: text(row, 'credentialId'), generation: Number(row.generation) },
    ...{ status: text(row, 'status'), method: text(row, 'method') },
    ...{ instrument: text(row, 'instrument'), token: text(row, 'token') },
    acquirer: text(row, 'acquirer'),
    ...{ orderScope: row.orderScope ?? null, orderNumber: text(row, 'orderNumber') },
    ...{ billingKey: row.billingKey ?? null, billingMonth: row.billingMonth ?? null },
    ...{ scheduleId: row.scheduleId ?? null, startedAt: Number(row.startedAt) },
    ...{ monthGuard: row.monthGuard ?? null, vatGiven: row.vatGiven === 'true' },
    ...{ mark: text(row, 'mark'), requestId: text(row, 'requestId') },
    ...{ amount: won(row, 'amount'), supply: won(row, 'supply') },
    ...{ vat: won(row, 'vat'), taxFree: won(row, 'taxFree') },
    approvalNumber: row.approvalNumber ?? null,
    ...{ approvedAt: at(row, 'approvedAt'), capturedAt: at(row, 'capturedAt') },
    instalment: Number(row.instalment),
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

function sessionOf(row: TextRow): SessionFact {
  return {
    ...{ mark: text(row, 'mark'), status: text(row, 'status'), tries: Number(row.tries) },
    key: row.key ?? null,
  };
}

function cancelOf(row: TextRow): CancelFact {
  return {
    ...{ id: text(row, 'id'), paymentId: text(row, 'paymentId') },
    ...{ sequence: Number(row.sequence), amount: won(row, 'amount') },
    ...{ supply: won(row, 'supply'), vat: won(row, 'vat'), taxFree: won(row, 'taxFree') },
    ...{ reason: text(row, 'reason'), askedBy: text(row, 'askedBy') },
    vatGiven: row.vatGiven === 'true',
    ...{ askedAt: Number(row.askedAt), status: text(row, 'status'), at: Number(row.at) },
    deposit: row.deposit == null ? null : won(row, 'deposit'),
  };
}

/** Of which row of its table a card is stands before the dot of its token. */
const checkCards = new Set(testCards.filter(({ kind }) => kind === 'check').map(({ id }) => id));

function bankSaleOf(row: TextRow): BankSale {
  return {
    ...{ requestId: text(row, 'requestId'), amount: won(row, 'amount'), at: Number(row.at) },
    ...{ approvalNumber: text(row, 'approvalNumber'), state: text(row, 'state') },
    ...{ cancelled: won(row, 'cancelled'), instalment: Number(row.instalment) },
    isByCheckCard: checkCards.has(text(row, 'token').replace(/\..*$/, '')),
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
    instalmentFee: won(row, 'instalmentFee'),
    ...{ feeVat: won(row, 'feeVat'), net: won(row, 'net'), charge: won(row, 'charge') },
    date: text(row, 'date'),
  };
}

function planOf(row: TextRow): PlanFact {
  return {
    ...{ paymentId: text(row, 'paymentId'), sequence: Number(row.sequence) },
    ...{ payoutDate: text(row, 'payoutDate'), askedAt: Number(row.askedAt) },
    ...{ isBooked: row.isBooked === 'true', isPaidOut: row.isPaidOut === 'true' },
    pricedBy: Number(row.pricedBy),
  };
}

function turnOf(row: TextRow): TurnFact {
  return {
    ...{ paymentId: text(row, 'paymentId'), what: text(row, 'what'), at: Number(row.at) },
    ...{ cancel: Number(row.cancel ?? 0), feeRate: Number(row.feeRate ?? 0) },
  };
}

function accountOf(row: TextRow): AccountFact {
  return {
    ...{ id: text(row, 'id'), paymentId: text(row, 'paymentId'), amount: won(row, 'amount') },
    ...{ state: text(row, 'state'), returnId: text(row, 'returnId') },
    ...{ issuedAt: Number(row.issuedAt), expiresAt: Number(row.expiresAt) },
    ...{ purpose: text(row, 'purpose'), paidAt: at(row, 'paidAt') },
  };
}

function depositOf(row: TextRow): DepositFact {
  return {
    ...{ id: text(row, 'id'), accountId: text(row, 'accountId'), amount: won(row, 'amount') },
    ...{ at: Number(row.at), reversedAt: at(row, 'reversedAt') },
    ...{ taken: row.taken === 'true', kept: row.kept === 'true' },
  };
}

function strayOf(row: TextRow): StrayFact {
  return {
    ...{ id: text(row, 'id'), accountId: text(row, 'accountId'), amount: won(row, 'amount') },
    ...{ state: text(row, 'state'), returnId: text(row, 'returnId') },
  };
}

function payoutOf(row: TextRow): PayoutFact {
  return {
    ...{ id: text(row, 'id'), contractId: text(row, 'contractId') },
    ...{ merchantId: text(row, 'merchantId'), generation: Number(row.generation) },
    ...{ date: text(row, 'date'), status: text(row, 'status'), closesAt: Number(row.closesAt) },
    transferId: row.transferId ?? null,
    ...{ positive: won(row, 'positive'), negative: won(row, 'negative') },
    ...{ carriedIn: won(row, 'carriedIn'), carriedOut: won(row, 'carriedOut') },
    ...{ held: won(row, 'held'), released: won(row, 'released'), amount: won(row, 'amount') },
  };
}

function transferOf(row: TextRow): TransferFact {
  return {
    ...{ transferId: text(row, 'transferId'), merchantId: text(row, 'merchantId') },
    ...{ amount: won(row, 'amount'), bounced: row.bounced === 'true' },
  };
}

function seenOf(row: TextRow): SeenFact {
  return {
    ...{ n: Number(row.n), xid: text(row, 'xid'), what: text(row, 'what') },
    ...{ subject: text(row, 'subject'), state: text(row, 'state'), at: Number(row.at) },
  };
}

function noticeOf(row: TextRow): NoticeFact {
  return {
    ...{ id: text(row, 'id'), contractId: text(row, 'contractId'), at: Number(row.at) },
    ...{ paymentId: text(row, 'paymentId'), kind: text(row, 'kind') },
    cancelId: row.cancelId ?? null,
  };
}

function endpointOf(row: TextRow): EndpointFact {
  const formats = JSON.parse(text(row, 'formats')) as string[];
  return {
    id: text(row, 'id'),
    contractId: text(row, 'contractId'),
    url: text(row, 'url'),
    formats,
  };
}

function deliveryOf(row: TextRow): Pick<DeliveryFact, 'eventId' | 'endpointId' | 'format'> {
  return {
    ...{ eventId: text(row, 'eventId'), endpointId: text(row, 'endpointId') },
    format: text(row, 'format'),
  };
}
