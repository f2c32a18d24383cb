// What the simulated bank remembers since an instant, read page by page out of its own tables.
import type pg from 'pg';
import { instant } from '../core/time/instant.ts';
import type {
  AuthorisationWithCancels,
  SinceAsked,
  TransferEntry,
} from '../rails/simulator/record.ts';
import { instantText } from './time.ts';

interface Row {
  request_id: string;
  merchant: string;
  token: string;
  amount: bigint;
  instalment: number;
  at: Date;
  approval_number: string;
  decline: AuthorisationWithCancels['decline'];
  state: AuthorisationWithCancels['state'];
  cancelled: bigint;
  /** Amounts as text: JSON numbers end where won do not. */
  cancels: readonly { readonly id: string; readonly amount: string }[];
}

export async function recordedSince(
  pool: pg.Pool,
  { since, afterId, limit }: SinceAsked,
): Promise<readonly AuthorisationWithCancels[]> {
  const found = await pool.query<Row>(
    `select a.*, coalesce(
       (select json_agg(json_build_object('id', c.cancel_id, 'amount', c.amount::text)
          order by c.at, c.cancel_id)
        from simulator.cancel c where c.request_id = a.request_id and c.done), '[]') as cancels
     from simulator.authorisation a
     where a.state <> 'tombstone' and ($2::uuid is null or a.request_id > $2)
       and (a.at >= $1 or exists (select from simulator.cancel c
         where c.request_id = a.request_id and c.done and c.at >= $1))
     order by a.request_id limit $3`,
    [instantText(instant(since)), afterId, limit],
  );
  return found.rows.map((row) => ({
    requestId: row.request_id,
    merchant: row.merchant,
    token: row.token,
    amount: row.amount,
    instalment: row.instalment,
    at: row.at.getTime(),
    approvalNumber: row.approval_number,
    decline: row.decline,
    state: row.state,
    cancelled: row.cancelled,
    cancels: row.cancels.map(({ id, amount }) => ({ cancelId: id, amount: BigInt(amount) })),
  }));
}

interface TransferRow {
  transfer_id: string;
  merchant: string;
  amount: bigint;
  bank: string;
  account: string;
  holder: string;
  at: Date;
  about: string;
}

export async function transfersSince(
  pool: pg.Pool,
  { since, afterId, limit }: SinceAsked,
): Promise<readonly TransferEntry[]> {
  const found = await pool.query<TransferRow>(
    `select * from simulator.transfer
     where at >= $1 and not bounced and ($2::uuid is null or transfer_id > $2)
     order by transfer_id limit $3`,
    [instantText(instant(since)), afterId, limit],
  );
  return found.rows.map(({ transfer_id: transferId, at, ...row }) => ({
    ...{ transferId, merchant: row.merchant, amount: row.amount, about: row.about },
    ...{ bank: row.bank, account: row.account, holder: row.holder },
    ...{ at: at.getTime(), bounces: false },
  }));
}
