// The switches of a credential by its id, for those who look after it.
import type { CredentialId, MerchantId } from '../core/merchant/merchant.ts';
import { type Policy, usualPolicy } from '../core/merchant/policy.ts';
import type { Queryable } from './merchant.ts';

export interface CredentialPolicy {
  readonly id: CredentialId;
  readonly merchantId: MerchantId;
  readonly publicId: string;
  readonly policy: Policy;
}

interface Row {
  id: CredentialId;
  merchant_id: MerchantId;
  public_id: string;
  policy: Partial<Policy>;
}

export async function findCredentialPolicy(
  db: Queryable,
  id: string,
): Promise<CredentialPolicy | null> {
  const found = await db.query<Row>(
    `select id, merchant_id, public_id, policy from credential
     where id = $1 and revoked_at is null`,
    [id],
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  const policy = { ...usualPolicy, ...row.policy };
  return { id: row.id, merchantId: row.merchant_id, publicId: row.public_id, policy };
}
