// Payment links: stored with their version, found by the id in their address.
import type pg from 'pg';
import type { ContractId, CredentialId, MerchantId } from '../core/merchant/merchant.ts';
import type { PaymentId } from '../core/payment/payment.ts';
import type { LinkId, LinkStatus, PaymentLink } from '../core/window/link.ts';
import type { SessionId } from '../core/window/session.ts';
import { instantOf, instantText } from './time.ts';
import { orderOf, orderText, type StoredOrder } from './window-order.ts';

interface Row {
  merchant_id: MerchantId;
  id: LinkId;
  version: number;
  status: LinkStatus;
  generation: number;
  contract_id: ContractId;
  credential_id: CredentialId;
  public_id: string;
  window_order: StoredOrder;
  after_url: string;
  explanation: string;
  notice_text: string;
  made_at: Date;
  expires_at: Date;
  taken_by: SessionId | null;
  payment_id: PaymentId | null;
}

export async function insertLink(pool: pg.Pool, link: PaymentLink): Promise<void> {
  await pool.query(
    `insert into payment_link (merchant_id, id, version, status, generation, contract_id,
       credential_id, public_id, window_order, after_url, explanation, notice_text, made_at,
       expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[link.merchantId, link.id, link.version, link.status, link.generation, link.contractId],
      ...[link.credentialId, link.publicId, orderText(link.order), link.afterUrl],
      ...[link.explanation, link.noticeText, instantText(link.madeAt), instantText(link.expiresAt)],
    ],
  );
}

export async function findLink(pool: pg.Pool, id: string): Promise<PaymentLink | null> {
  const found = await pool.query<Row>('select * from payment_link where id = $1', [id]);
  return found.rows[0] === undefined ? null : linkOf(found.rows[0]);
}

/** Stores the next state; false when another window was quicker. */
export async function storeLink(pool: pg.Pool, link: PaymentLink): Promise<boolean> {
  const stored = await pool.query(
    `update payment_link set version = $3, status = $4, taken_by = $5, payment_id = $6
     where merchant_id = $1 and id = $2 and version = $3 - 1`,
    [
      ...[link.merchantId, link.id, link.version, link.status],
      'takenBy' in link ? link.takenBy : null,
      'paymentId' in link ? link.paymentId : null,
    ],
  );
  return stored.rowCount === 1;
}

function linkOf(row: Row): PaymentLink {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    generation: row.generation,
    contractId: row.contract_id,
    credentialId: row.credential_id,
    publicId: row.public_id,
    version: row.version,
    order: orderOf(row.window_order),
    afterUrl: row.after_url,
    explanation: row.explanation,
    noticeText: row.notice_text,
    madeAt: instantOf(row.made_at),
    expiresAt: instantOf(row.expires_at),
    status: row.status,
    ...(row.taken_by === null ? {} : { takenBy: row.taken_by }),
    ...(row.payment_id === null ? {} : { paymentId: row.payment_id }),
  } as PaymentLink;
}
