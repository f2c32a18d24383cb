// Payouts: claimed when due, closed, gathered from their rows, fixed, ordered and confirmed.
import type pg from 'pg';
import type { Journal, Part } from '../core/ledger/journal.ts';
import type { ContractId, MerchantId } from '../core/merchant/merchant.ts';
import type { Terms } from '../core/merchant/terms.ts';
import { type Won, won } from '../core/money/won.ts';
import {
  type PayoutFigures,
  type PayoutMove,
  type PayoutStatus,
  statusAfter,
} from '../core/settlement/payout.ts';
import type { BusinessDate, Instant } from '../core/time/instant.ts';
import { insertJournals } from './journals.ts';
import { instantOf, instantText } from './time.ts';

export interface Payout {
  readonly merchantId: MerchantId;
  readonly contractId: ContractId;
  /** Of which world of the sandbox it is: each pays out its own rows, debts and holdbacks. */
  readonly generation: number;
  readonly id: string;
  readonly date: BusinessDate;
  readonly status: PayoutStatus;
  readonly closesAt: Instant;
  readonly paysAt: Instant;
  /** Won that are or were paid; 0 before it is fixed. */
  readonly amount: Won;
  readonly transferId: string | null;
  readonly transfers: number;
  readonly tries: number;
  readonly dueAt: Instant;
  /** The contract's latest terms: what is kept back is decided when the payout is fixed. */
  readonly terms: Terms;
  readonly merchantName: string;
}

interface PayoutRow {
  merchant_id: MerchantId;
  contract_id: ContractId;
  generation: number;
  id: string;
  date: BusinessDate;
  status: PayoutStatus;
  closes_at: Date;
  pays_at: Date;
  amount: bigint;
  transfer_id: string | null;
  transfers: number;
  tries: number;
  due_at: Date;
  terms: Terms;
  name: string;
}

/** Longer than a step of the work; who dies loses its payouts after this, in real time. */
const leaseSeconds = 60;

/** Payouts due at `now`, oldest first; what is closed comes before what is paid. */
export async function claimPayouts(
  pool: pg.Pool,
  claim: { readonly now: Instant; readonly limit: number },
): Promise<Payout[]> {
  const found = await pool.query<PayoutRow>(
    `with next as (
       select merchant_id, id from payout
       where due_at <= $1 and (leased_until is null or leased_until < now())
       order by due_at, date, merchant_id, contract_id, generation limit $2 for update skip locked
     ),
     mine as (
       update payout q set leased_until = now() + interval '${leaseSeconds} seconds'
       from next where q.merchant_id = next.merchant_id and q.id = next.id
       returning q.*
     )
     select mine.*, m.name, (select t.terms from contract_terms t
       where t.merchant_id = mine.merchant_id and t.contract_id = mine.contract_id
       order by t.version desc limit 1) as terms
     from mine join merchant m on m.id = mine.merchant_id
     order by mine.due_at, mine.date, mine.merchant_id, mine.contract_id, mine.generation`,
    [instantText(claim.now), claim.limit],
  );
  return found.rows.map(payoutOf);
}

function payoutOf(row: PayoutRow): Payout {
  return {
    merchantId: row.merchant_id,
    contractId: row.contract_id,
    generation: row.generation,
    id: row.id,
    date: row.date,
    status: row.status,
    closesAt: instantOf(row.closes_at),
    paysAt: instantOf(row.pays_at),
    amount: won(row.amount),
    transferId: row.transfer_id,
    transfers: row.transfers,
    tries: row.tries,
    dueAt: instantOf(row.due_at),
    terms: row.terms,
    merchantName: row.name,
  };
}

/** A single server that starts can only find leases of one that is gone. */
export async function forgetPayoutLeases(pool: pg.Pool): Promise<void> {
  await pool.query('update payout set leased_until = null where leased_until is not null');
}

interface PayoutChange {
  /** A move of its table. */
  readonly on: PayoutMove;
  readonly dueAt: Instant | null;
  /** A new order to the bank. */
  readonly transferId?: string;
  readonly tries?: number;
  readonly paidAt?: Instant;
}

/** Answers false when somebody else moved it first; nothing is stored then. */
export async function movePayout(
  client: pg.Pool | pg.ClientBase,
  payout: Payout,
  change: PayoutChange,
): Promise<boolean> {
  const moved = await client.query(
    `update payout set status = $4, due_at = $5, leased_until = null, tries = $7,
       transfer_id = coalesce($6, transfer_id),
       transfers = transfers + case when $6::uuid is null then 0 else 1 end,
       paid_at = coalesce($8, paid_at)
     where merchant_id = $1 and id = $2 and status = $3 and transfers = $9`,
    [
      payout.merchantId,
      payout.id,
      payout.status,
      statusAfter(payout.status, change.on),
      change.dueAt === null ? null : instantText(change.dueAt),
      change.transferId ?? null,
      change.tries ?? 0,
      change.paidAt === undefined ? null : instantText(change.paidAt),
      payout.transfers,
    ],
  );
  return moved.rowCount === 1;
}

/** As movePayout, with its journal, in one transaction of the caller. */
export async function movePayoutWithBooks(
  client: pg.ClientBase,
  payout: Payout,
  change: PayoutChange & { readonly journal: Journal },
): Promise<boolean> {
  const isMoved = await movePayout(client, payout, change);
  if (isMoved) await insertJournals(client, payout.merchantId, [change.journal]);
  return isMoved;
}

/** Whether a cancel that was asked for in time is still open for a payment of this payout. */
export async function hasOpenCancels(pool: pg.Pool, payout: Payout): Promise<boolean> {
  const found = await pool.query(
    `select from cancel_request c
     join settlement_row r on r.merchant_id = c.merchant_id and r.payment_id = c.payment_id
       and r.kind = '11'
     where c.merchant_id = $1 and c.status in ('requested', 'unknown') and c.asked_at < $4
       and r.contract_id = $2 and r.payout_date = $3 and r.generation = $5 limit 1`,
    [
      ...[payout.merchantId, payout.contractId, payout.date, instantText(payout.closesAt)],
      payout.generation,
    ],
  );
  return found.rowCount === 1;
}

/** Locks the payout for its fixing; false when it is not `closing` any more. */
export async function lockClosing(client: pg.ClientBase, payout: Payout): Promise<boolean> {
  const found = await client.query(
    `select from payout where merchant_id = $1 and id = $2 and status = 'closing' for update`,
    [payout.merchantId, payout.id],
  );
  return found.rowCount === 1;
}

/**
 * Takes all rows planned for this payout or an earlier one that no payout has: so each row is paid
 * out once, whatever came late. Payments with an open cancel stay for the next one.
 */
export async function gatherRows(client: pg.ClientBase, payout: Payout): Promise<void> {
  await client.query(
    `update settlement_row r set payout_id = $3, payout_date = $4
     where r.merchant_id = $1 and r.contract_id = $2 and r.payout_id is null
       and r.payout_date <= $4 and r.generation = $6
       and not exists (
         select from cancel_request c
         where c.merchant_id = r.merchant_id and c.payment_id = r.payment_id
           and c.status in ('requested', 'unknown') and c.asked_at < $5)
       and not exists (
         select from settlement_row u
         where u.merchant_id = r.merchant_id and u.payment_id = r.payment_id
           and u.payout_date is null and not u.undatable and u.kind in ('21', '22')
           and u.asked_at < $5)`,
    [
      ...[payout.merchantId, payout.contractId, payout.id, payout.date],
      ...[instantText(payout.closesAt), payout.generation],
    ],
  );
}

/** Whether something planned for this payout has to ride with a later one. */
export async function hasRowsLeft(client: pg.ClientBase, payout: Payout): Promise<boolean> {
  const found = await client.query(
    `select from settlement_row where merchant_id = $1 and contract_id = $2 and payout_id is null
       and payout_date <= $3 and generation = $4 limit 1`,
    [payout.merchantId, payout.contractId, payout.date, payout.generation],
  );
  return found.rowCount === 1;
}

const subjectsAtOnce = 1_000;

/** What each subject gives or takes, a thousand at a time; memory does not grow with the day. */
export async function eachSubject(
  client: pg.ClientBase,
  payout: Payout,
  visit: (direction: 'gives' | 'takes', parts: readonly Part[]) => Promise<void>,
): Promise<void> {
  const of = [payout.merchantId, payout.contractId, payout.date, payout.id];
  for (const direction of ['gives', 'takes'] as const) {
    await client.query({
      text: `declare subjects no scroll cursor for
       select subject, sum(abs(net))::bigint as amount from settlement_row
       where merchant_id = $1 and contract_id = $2 and payout_date = $3 and payout_id = $4
         and journal_id is not null and sign(net) = $5
       group by subject order by subject`,
      values: [...of, direction === 'gives' ? 1 : -1],
    });
    for (;;) {
      const page = await client.query<{ subject: string; amount: bigint }>(
        `fetch ${subjectsAtOnce} from subjects`,
      );
      if (page.rows.length === 0) break;
      await visit(
        direction,
        page.rows.map(({ subject, amount }) => ({ subject, amount: won(amount) })),
      );
    }
    await client.query('close subjects');
  }
}

/** What earlier payouts of the contract left for this one. */
export interface Inherited {
  readonly carries: readonly { readonly id: string; readonly amount: Won }[];
  readonly holdbacks: readonly { readonly id: string; readonly amount: Won }[];
}

export async function inherit(client: pg.ClientBase, payout: Payout): Promise<Inherited> {
  const carried = await client.query<{ id: string; amount: bigint }>(
    `update payout set carried_by = $3
     where merchant_id = $1 and contract_id = $2 and carried_out > 0 and carried_by is null
       and generation = $4
     returning id, carried_out as amount`,
    [payout.merchantId, payout.contractId, payout.id, payout.generation],
  );
  const released = await client.query<{ id: string; amount: bigint }>(
    `update payout set released_by = $3
     where merchant_id = $1 and contract_id = $2 and held > 0 and released_by is null
       and release_on <= $4 and generation = $5
     returning id, held as amount`,
    [payout.merchantId, payout.contractId, payout.id, payout.date, payout.generation],
  );
  const amounts = (rows: readonly { id: string; amount: bigint }[]) =>
    rows.map(({ id, amount }) => ({ id, amount: won(amount) }));
  return { carries: amounts(carried.rows), holdbacks: amounts(released.rows) };
}

export interface Fixed extends PayoutFigures {
  readonly releaseOn: BusinessDate | null;
  readonly at: Instant;
}

export async function storeFixed(
  client: pg.ClientBase,
  payout: Payout,
  fixed: Fixed,
): Promise<void> {
  await client.query(
    `update payout set status = $12, due_at = pays_at, leased_until = null, tries = 0,
       fixed_at = $3, positive = $4, negative = $5, carried_in = $6, carried_out = $7, held = $8,
       released = $9, amount = $10, release_on = $11
     where merchant_id = $1 and id = $2 and status = 'closing'`,
    [
      payout.merchantId,
      payout.id,
      instantText(fixed.at),
      ...[fixed.positive, fixed.negative, fixed.carriedIn, fixed.carriedOut].map(String),
      ...[fixed.held, fixed.released, fixed.amount].map(String),
      ...[fixed.releaseOn, statusAfter('closing', 'fix')],
    ],
  );
}
