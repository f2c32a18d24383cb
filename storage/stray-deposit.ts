// Deposits that a bank took although they fit nothing, until they are back where they came from.
import type pg from 'pg';
import type { MerchantId } from '../core/merchant/merchant.ts';
import { type Won, won } from '../core/money/won.ts';
import type { Instant } from '../core/time/instant.ts';
import { instantOf, instantText } from './time.ts';

export interface StrayDeposit {
  readonly merchantId: MerchantId;
  /** Under which id the bank knows it. */
  readonly id: string;
  readonly accountId: string;
  readonly amount: Won;
  readonly bank: string;
  readonly number: string;
  readonly depositor: string;
  /** Code of the bank that it came from, and the account there. */
  readonly senderBank: string;
  readonly sender: string;
  readonly why: string;
  readonly at: Instant;
  readonly state: 'returning' | 'returned';
  /** Under which id it goes back; another one after a transfer that bounced. */
  readonly returnId: string;
}

interface Row {
  merchant_id: MerchantId;
  id: string;
  account_id: string;
  amount: bigint;
  bank_code: string;
  number: string;
  depositor: string;
  sender_bank: string;
  sender: string;
  why: string;
  at: Date;
  state: StrayDeposit['state'];
  return_id: string;
}

function strayOf(row: Row): StrayDeposit {
  const { id, number, depositor, sender, why, state } = row;
  return {
    ...{ merchantId: row.merchant_id, id, accountId: row.account_id, amount: won(row.amount) },
    ...{ bank: row.bank_code, number, depositor, sender, why, at: instantOf(row.at) },
    ...{ senderBank: row.sender_bank, state, returnId: row.return_id },
  };
}

/** False when it is known. */
export async function insertStray(
  client: pg.ClientBase,
  stray: StrayDeposit,
  dueAt: Instant,
): Promise<boolean> {
  const stored = await client.query(
    `insert into stray_deposit (merchant_id, id, account_id, amount, bank_code, number, depositor,
       sender_bank, sender, why, at, state, return_id, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing`,
    [
      ...[stray.merchantId, stray.id, stray.accountId, String(stray.amount), stray.bank],
      ...[stray.number, stray.depositor, stray.senderBank, stray.sender, stray.why],
      instantText(stray.at),
      ...[stray.state, stray.returnId, instantText(dueAt)],
    ],
  );
  return stored.rowCount === 1;
}

/** Longer than a question to the bank and its answer in our books. */
const leaseSeconds = 60;

export async function claimStrays(
  pool: pg.Pool,
  claim: { readonly now: Instant; readonly limit: number },
): Promise<StrayDeposit[]> {
  const found = await pool.query<Row>(
    `with next as (
       select merchant_id, id from stray_deposit
       where due_at <= $1 and (leased_until is null or leased_until < now())
       order by due_at, id limit $2 for update skip locked
     )
     update stray_deposit s set leased_until = now() + interval '${leaseSeconds} seconds'
     from next where s.merchant_id = next.merchant_id and s.id = next.id
     returning s.*`,
    [instantText(claim.now), claim.limit],
  );
  return found.rows.map(strayOf);
}

export async function noteStray(
  pool: pg.Pool,
  { merchantId, id }: StrayDeposit,
  change: {
    readonly state?: StrayDeposit['state'];
    readonly dueAt: Instant | null;
    readonly returnId?: string;
  },
): Promise<void> {
  const { state, dueAt, returnId } = change;
  await pool.query(
    `update stray_deposit set state = coalesce($3, state), due_at = $4, leased_until = null,
       return_id = coalesce($5, return_id)
     where merchant_id = $1 and id = $2 and state = 'returning'`,
    [
      ...[merchantId, id, state ?? null, dueAt === null ? null : instantText(dueAt)],
      returnId ?? null,
    ],
  );
}

/** A single server that starts can only find leases of one that is gone. */
export async function forgetStrayLeases(pool: pg.Pool): Promise<void> {
  await pool.query('update stray_deposit set leased_until = null where leased_until is not null');
}
