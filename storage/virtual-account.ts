// Accounts that were issued for deposits: ours beside the bank's, asked about when they are due.
import type pg from 'pg';
import type { MerchantId } from '../core/merchant/merchant.ts';
import { type Won, won } from '../core/money/won.ts';
import type { PaymentId } from '../core/payment/payment.ts';
import type { Instant } from '../core/time/instant.ts';
import {
  type AccountMove,
  type AccountPurpose,
  type AccountStatus,
  movedAccount,
} from '../core/virtual-account/account.ts';
import type { IssuedAccount, PaidIn } from '../rails/rail.ts';
import { instantOf, instantText, maybeInstant } from './time.ts';

export interface VirtualAccount {
  readonly merchantId: MerchantId;
  /** Also the id of the cancel, or of the payment, that it was issued for. */
  readonly id: string;
  readonly purpose: AccountPurpose;
  readonly paymentId: PaymentId;
  readonly bank: { readonly code: string; readonly name: string };
  /** Null until the bank has issued it. */
  readonly number: string | null;
  readonly holder: string;
  readonly amount: Won;
  readonly issuedAt: Instant;
  /** The first instant at which a deposit is too late. */
  readonly expiresAt: Instant;
  readonly state: AccountStatus;
  readonly depositor: string;
  /** Code of the bank that the deposit came from, and the account there. */
  readonly senderBank: string;
  readonly sender: string;
  readonly returnId: string | null;
  readonly paidAt: Instant | null;
  /** How many reversals of deposits stand in our books. */
  readonly reversals: number;
  /** Whether the merchant wanted its end before its time. */
  readonly withdrawn: boolean;
}

interface Row {
  merchant_id: MerchantId;
  id: string;
  purpose: AccountPurpose;
  payment_id: PaymentId;
  bank_code: string;
  bank_name: string;
  number: string | null;
  holder: string;
  amount: bigint;
  issued_at: Date;
  expires_at: Date;
  state: AccountStatus;
  depositor: string;
  sender_bank: string;
  sender: string;
  return_id: string | null;
  paid_at: Date | null;
  reversals: number;
  withdrawn: boolean;
}

function accountOf(row: Row): VirtualAccount {
  return {
    ...{ merchantId: row.merchant_id, id: row.id, paymentId: row.payment_id },
    bank: { code: row.bank_code, name: row.bank_name },
    ...{ number: row.number, holder: row.holder, amount: won(row.amount) },
    ...{ issuedAt: instantOf(row.issued_at), expiresAt: instantOf(row.expires_at) },
    ...{ state: row.state, depositor: row.depositor, paidAt: maybeInstant(row.paid_at) },
    ...{ senderBank: row.sender_bank, sender: row.sender },
    ...{ returnId: row.return_id, purpose: row.purpose },
    ...{ reversals: row.reversals, withdrawn: row.withdrawn },
  };
}

/** Nothing has happened to it yet. */
export const untouched = {
  state: 'asked',
  number: null,
  depositor: '',
  senderBank: '',
  sender: '',
  returnId: null,
  paidAt: null,
  reversals: 0,
  withdrawn: false,
} as const satisfies Partial<VirtualAccount>;

export type AskedAccount = Omit<VirtualAccount, keyof typeof untouched>;

/** Longer than a question to the bank and its answer in our books. */
const leaseSeconds = 60;

/**
 * Before the bank is asked, and before what it is for: an account whose purpose was never stored is
 * asked about, and closed. Whoever asks the bank has the lease. One that is there already, because
 * its question is repeated, becomes due again: its purpose may be stored only now.
 */
export async function insertAccount(
  pool: pg.Pool,
  account: AskedAccount,
  dueAt: Instant,
): Promise<VirtualAccount> {
  await pool.query(
    `insert into virtual_account (merchant_id, id, purpose, payment_id, bank_code, bank_name,
       holder, amount, issued_at, expires_at, state, due_at, leased_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'asked', $11,
       now() + interval '${leaseSeconds} seconds')
     on conflict (merchant_id, id) do update set due_at = excluded.due_at`,
    [
      ...[account.merchantId, account.id, account.purpose, account.paymentId],
      ...[account.bank.code, account.bank.name, account.holder, String(account.amount)],
      ...[instantText(account.issuedAt), instantText(account.expiresAt), instantText(dueAt)],
    ],
  );
  return { ...account, ...untouched };
}

/** After a reset of the sandbox, accounts of the world before it are nobody's any more. */
const ofThisWorld = `exists (select from payment p join merchant m on m.id = p.merchant_id
  where p.merchant_id = v.merchant_id and p.id = v.payment_id and p.generation = m.generation)`;

/** Of a merchant's buyers: a deposit may still come into so many. */
export async function countOpenAccounts(pool: pg.Pool, merchantId: MerchantId): Promise<number> {
  const found = await pool.query<{ count: number }>(
    `select count(*)::int as count from virtual_account v
     where merchant_id = $1 and purpose = 'payment'
       and state in ('asked', 'issued', 'closing', 'reversed') and ${ofThisWorld}`,
    [merchantId],
  );
  return found.rows[0]?.count ?? 0;
}

/** Whether what stands in it was seen on a statement: then nothing is left to be confirmed. */
export async function isDepositSeen(
  pool: pg.Pool,
  { merchantId, id }: Pick<VirtualAccount, 'merchantId' | 'id'>,
): Promise<boolean> {
  const found = await pool.query<{ open: bigint }>(
    `select coalesce(sum(case side when 'debit' then amount else -amount end), 0)::bigint as open
     from posting where merchant_id = $1 and account = 'bank-clearing' and subject = $2`,
    [merchantId, `deposit/${id}`],
  );
  return found.rows[0]?.open === 0n;
}

/** Whether the bank took back what its buyer had been refunded, and our books know. */
export async function isDepositLost(
  pool: pg.Pool,
  { merchantId, id }: Pick<VirtualAccount, 'merchantId' | 'id'>,
): Promise<boolean> {
  const found = await pool.query(
    `select from journal where merchant_id = $1 and payment_id = $2
       and template in ('buyer-deposit-lost', 'seen-deposit-lost') limit 1`,
    [merchantId, id],
  );
  return found.rowCount === 1;
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
       and number is not null and ${ofThisWorld} and (purpose = 'payment' or exists (
         select from cancel_request c where c.merchant_id = v.merchant_id
           and c.payment_id = v.payment_id and c.id = v.id))
     order by id desc limit $3`,
    [merchantId, beforeId, limit],
  );
  return found.rows.map(accountOf);
}

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

export interface AccountChange {
  /** A move of its table; without one it stays what it is. */
  readonly on?: AccountMove;
  readonly dueAt: Instant | null;
  readonly issued?: IssuedAccount;
  readonly paid?: PaidIn;
  readonly returnId?: string;
  readonly reversals?: number;
  readonly withdrawn?: true;
}

/** False when the account has left the state that this was decided on. */
export async function changeAccount(
  db: pg.Pool | pg.ClientBase,
  account: VirtualAccount,
  { on, dueAt, issued, paid, returnId, reversals, withdrawn }: AccountChange,
): Promise<boolean> {
  const { merchantId, id, state: before } = account;
  const state = on === undefined ? null : movedAccount(account, on);
  const changed = await db.query(
    `update virtual_account set state = coalesce($4, state), due_at = $5, leased_until = null,
       paid_at = coalesce($6, paid_at), depositor = coalesce($7, depositor),
       sender = coalesce($8, sender), return_id = coalesce($9, return_id),
       number = coalesce($10, number), bank_name = coalesce($11, bank_name),
       holder = coalesce($12, holder), reversals = coalesce($13, reversals),
       withdrawn = coalesce($14, withdrawn), sender_bank = coalesce($15, sender_bank)
     where merchant_id = $1 and id = $2 and state = $3`,
    [
      ...[merchantId, id, before, state, dueAt === null ? null : instantText(dueAt)],
      ...[paid === undefined ? null : instantText(paid.at), paid?.depositor ?? null],
      ...[paid?.sender ?? null, returnId ?? null],
      ...[issued?.number ?? null, issued?.bank.name ?? null, issued?.holder ?? null],
      ...[reversals ?? null, withdrawn ?? null, paid?.senderBank ?? null],
    ],
  );
  return changed.rowCount === 1;
}

export async function forgetAccountLeases(pool: pg.Pool): Promise<void> {
  await pool.query('update virtual_account set leased_until = null where leased_until is not null');
}
