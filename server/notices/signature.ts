// Signatures of Standard Webhooks: HMAC-SHA-256 over id, time and body, symmetric secrets.
import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

/** 32 random bytes in base64, as receivers' libraries want it. */
export function newNoticeSecret(): string {
  return `${prefix}${randomBytes(32).toString('base64')}`;
}

export interface Signed {
  /** The id of the event: equal on every repetition. */
  readonly id: string;
  /** Seconds since 1970 of this very try; receivers refuse old ones. */
  readonly timestamp: number;
  readonly body: string;
}

export function signatureHeaders(secret: string, { id, timestamp, body }: Signed) {
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  const signed = `${id}.${timestamp}.${body}`;
  const signature = createHmac('sha256', key).update(signed, 'utf8').digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  };
}
