// What the rail did and our books do not know, one row each, until an operator has settled it.
import type pg from 'pg';
import { type Won, won } from '../core/money/won.ts';
import type { CancelId, RefundTarget } from '../core/payment/cancel-request.ts';
import type { DifferenceKind } from '../core/payment/look-back.ts';
import type { PaymentId, RequestId } from '../core/payment/payment.ts';
import type { Instant } from '../core/time/instant.ts';
import { instantOf, instantText } from './time.ts';

export type FindingStatus = 'open' | 'voided' | 'adopted';

export interface RestorationFinding {
  readonly id: string;
  readonly epoch: number;
  readonly kind: DifferenceKind;
  readonly merchant: string;
  readonly requestId: RequestId;
  readonly cancelId: CancelId | null;
  readonly paymentId: PaymentId | null;
  readonly tid: string | null;
  readonly approvalNumber: string;
  readonly amount: Won;
  readonly cancelled: Won;
  readonly railAt: Instant;
  readonly foundAt: Instant;
  /** Where a lost refund went, where no rail sent it back by itself. */
  readonly refund: RefundTarget | null;
  readonly status: FindingStatus;
  readonly settledAt: Instant | null;
}

interface FindingRow {
  id: string;
  epoch: bigint;
  kind: DifferenceKind;
  merchant: string;
  request_id: RequestId;
  cancel_id: CancelId | null;
  payment_id: PaymentId | null;
  tid: string | null;
  approval_number: string;
  amount: bigint;
  cancelled: bigint;
  refund_token: string | null;
  refund_bank: string | null;
  refund_holder: string | null;
  rail_at: Date;
  found_at: Date;
  status: FindingStatus;
  settled_at: Date | null;
}

function findingOf(row: FindingRow): RestorationFinding {
  return {
    id: row.id,
    epoch: Number(row.epoch),
    kind: row.kind,
    merchant: row.merchant,
    requestId: row.request_id,
    cancelId: row.cancel_id,
    paymentId: row.payment_id,
    tid: row.tid,
    approvalNumber: row.approval_number,
    amount: won(row.amount),
    cancelled: won(row.cancelled),
    refund: refundOf(row),
    railAt: instantOf(row.rail_at),
    foundAt: instantOf(row.found_at),
    status: row.status,
    settledAt: row.settled_at === null ? null : instantOf(row.settled_at),
  };
}

function refundOf(row: FindingRow): RefundTarget | null {
  const { refund_token: token, refund_bank: bank, refund_holder: holder } = row;
  return token === null ? null : { token, bank: bank ?? '', holder: holder ?? '' };
}

/** False where it was told before. */
export async function insertFinding(
  pool: pg.Pool,
  finding: Omit<RestorationFinding, 'status' | 'settledAt'>,
): Promise<boolean> {
  const stored = await pool.query(
    `insert into restoration_finding (id, epoch, kind, merchant, request_id, cancel_id, payment_id,
       tid, approval_number, amount, cancelled, rail_at, found_at, refund_token, refund_bank,
       refund_holder)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     on conflict do nothing`,
    [
      ...[finding.id, finding.epoch, finding.kind, finding.merchant, finding.requestId],
      ...[finding.cancelId, finding.paymentId, finding.tid, finding.approvalNumber],
      ...[String(finding.amount), String(finding.cancelled)],
      ...[instantText(finding.railAt), instantText(finding.foundAt)],
      ...[finding.refund?.token, finding.refund?.bank, finding.refund?.holder],
    ],
  );
  return stored.rowCount === 1;
}

export async function findFinding(pool: pg.Pool, id: string): Promise<RestorationFinding | null> {
  const found = await pool.query<FindingRow>('select * from restoration_finding where id = $1', [
    id,
  ]);
  return found.rows[0] === undefined ? null : findingOf(found.rows[0]);
}

/** Newest first. */
export async function listFindings(
  pool: pg.Pool,
  { beforeId, limit }: { readonly beforeId: string | null; readonly limit: number },
): Promise<RestorationFinding[]> {
  const found = await pool.query<FindingRow>(
    `select * from restoration_finding
     where $1::uuid is null or id < $1 order by id desc limit $2`,
    [beforeId, limit],
  );
  return found.rows.map(findingOf);
}

/** Whoever comes second changes nothing. */
export async function settleFinding(
  pool: pg.Pool,
  id: string,
  as: { readonly status: FindingStatus; readonly at: Instant },
): Promise<void> {
  await pool.query(
    `update restoration_finding set status = $2, settled_at = $3 where id = $1 and status = 'open'`,
    [id, as.status, instantText(as.at)],
  );
}

/** Payments of which the rail gave back what our books still count as left. */
export async function heldPayments(pool: pg.Pool): Promise<ReadonlySet<PaymentId>> {
  const found = await pool.query<{ id: PaymentId }>(
    `select distinct payment_id as id from restoration_finding
     where kind = 'cancel-lost' and status = 'open' and payment_id is not null`,
  );
  return new Set(found.rows.map(({ id }) => id));
}
