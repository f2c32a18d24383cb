// Accounts that were issued for deposits: ours beside the bank's, asked about when they are due.
import type pg from 'pg';
import type { MerchantId } from '../core/merchant/merchant.ts';
import { type Won, won } from '../core/money/won.ts';
import type { CancelId } from '../core/payment/cancel-request.ts';
import type { PaymentId } from '../core/payment/payment.ts';
import { type Instant, instant } from '../core/time/instant.ts';
import type { PaidIn } from '../rails/rail.ts';
import { instantOf, instantText, maybeInstant } from './time.ts';

export type AccountStatus = 'issued' | 'paid' | 'closed' | 'used' | 'returning' | 'returned';

export interface VirtualAccount {
  readonly merchantId: MerchantId;
  /** Also the id of the cancel that it was issued for. */
  readonly id: CancelId;
  readonly paymentId: PaymentId;
  readonly bank: { readonly code: string; readonly name: string };
  readonly number: string;
  readonly holder: string;
  readonly amount: Won;
  readonly issuedAt: Instant;
  /** The first instant at which a deposit is too late. */
  readonly expiresAt: Instant;
  readonly state: AccountStatus;
  readonly depositor: string;
  readonly sender: string;
  readonly returnId: string | null;
  readonly paidAt: Instant | null;
}

interface Row {
  merchant_id: MerchantId;
  id: CancelId;
  payment_id: PaymentId;
  bank_code: string;
  bank_name: string;
  number: string;
  holder: string;
  amount: bigint;
  issued_at: Date;
  expires_at: Date;
  state: AccountStatus;
  depositor: string;
  sender: string;
  return_id: string | null;
  paid_at: Date | null;
}

function accountOf(row: Row): VirtualAccount {
  return {
    ...{ merchantId: row.merchant_id, id: row.id, paymentId: row.payment_id },
    bank: { code: row.bank_code, name: row.bank_name },
    ...{ number: row.number, holder: row.holder, amount: won(row.amount) },
    ...{ issuedAt: instantOf(row.issued_at), expiresAt: instantOf(row.expires_at) },
    ...{ state: row.state, depositor: row.depositor, paidAt: maybeInstant(row.paid_at) },
    ...{ sender: row.sender, returnId: row.return_id },
  };
}

export type IssuedAccount = Omit<
  VirtualAccount,
  'state' | 'depositor' | 'sender' | 'returnId' | 'paidAt'
>;

/**
 * Before the cancel that it is for: an account whose cancel was never stored is asked about once,
 * and closed.
 */
export async function insertAccount(
  pool: pg.Pool,
  account: IssuedAccount,
  dueAt: Instant,
): Promise<void> {
  await pool.query(
    `insert into virtual_account (merchant_id, id, payment_id, bank_code, bank_name, number, holder,
       amount, issued_at, expires_at, state, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'issued', $11) on conflict do nothing`,
    [
      ...[account.merchantId, account.id, account.paymentId, account.bank.code, account.bank.name],
      ...[account.number, account.holder, String(account.amount)],
      ...[instantText(account.issuedAt), instantText(account.expiresAt), instantText(dueAt)],
    ],
  );
}

export async function findAccount(
  pool: pg.Pool,
  key: { readonly merchantId: MerchantId; readonly id: string },
): Promise<VirtualAccount | null> {
  const found = await pool.query<Row>(
    'select * from virtual_account where merchant_id = $1 and id = $2',
    [key.merchantId, key.id],
  );
  return found.rows[0] === undefined ? null : accountOf(found.rows[0]);
}

/**
 * Newest first; of one merchant. An account whose cancel lost a race is told to nobody, because
 * what is paid into it would belong to nothing.
 */
export async function listAccounts(
  pool: pg.Pool,
  {
    merchantId,
    beforeId,
    limit,
  }: { merchantId: MerchantId; beforeId: string | null; limit: number },
): Promise<VirtualAccount[]> {
  const found = await pool.query<Row>(
    `select * from virtual_account v where merchant_id = $1 and ($2::uuid is null or id < $2)
       and exists (select from cancel_request c where c.merchant_id = v.merchant_id
         and c.payment_id = v.payment_id and c.id = v.id)
     order by id desc limit $3`,
    [merchantId, beforeId, limit],
  );
  return found.rows.map(accountOf);
}

/** Longer than a question to the bank and its answer in our books. */
const leaseSeconds = 60;

export async function claimAccounts(
  pool: pg.Pool,
  claim: { readonly now: Instant; readonly limit: number },
): Promise<VirtualAccount[]> {
  const found = await pool.query<Row>(
    `with next as (
       select merchant_id, id from virtual_account
       where due_at <= $1 and (leased_until is null or leased_until < now())
       order by due_at, id limit $2 for update skip locked
     )
     update virtual_account v set leased_until = now() + interval '${leaseSeconds} seconds'
     from next where v.merchant_id = next.merchant_id and v.id = next.id
     returning v.*`,
    [instantText(claim.now), claim.limit],
  );
  return found.rows.map(accountOf);
}

export async function nextAccountDue(pool: pg.Pool): Promise<Instant | null> {
  const found = await pool.query<{ at: Date | null }>(
    'select min(due_at) as at from virtual_account',
  );
  const at = found.rows[0]?.at ?? null;
  return at === null ? null : instant(at.getTime());
}

export interface AccountChange {
  readonly state?: AccountStatus;
  readonly dueAt: Instant | null;
  readonly paid?: PaidIn;
  readonly returnId?: string;
}

/** False when the account has left the state that this was decided on. */
export async function changeAccount(
  db: pg.Pool | pg.ClientBase,
  { merchantId, id, state: before }: VirtualAccount,
  { state, dueAt, paid, returnId }: AccountChange,
): Promise<boolean> {
  const changed = await db.query(
    `update virtual_account set state = coalesce($4, state), due_at = $5, leased_until = null,
       paid_at = coalesce($6, paid_at), depositor = coalesce($7, depositor),
       sender = coalesce($8, sender), return_id = coalesce($9, return_id)
     where merchant_id = $1 and id = $2 and state = $3`,
    [
      ...[merchantId, id, before, state ?? null, dueAt === null ? null : instantText(dueAt)],
      ...[paid === undefined ? null : instantText(paid.at), paid?.depositor ?? null],
      ...[paid?.sender ?? null, returnId ?? null],
    ],
  );
  return changed.rowCount === 1;
}

export async function forgetAccountLeases(pool: pg.Pool): Promise<void> {
  await pool.query('update virtual_account set leased_until = null where leased_until is not null');
}
