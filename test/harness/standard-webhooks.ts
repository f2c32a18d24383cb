// A receiver's side of Standard Webhooks, written from its public rules and not from our signer.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Letter } from './receiver.ts';

const toleranceSeconds = 300;

/** Null when it is to be believed; otherwise why not. */
export function whyNotGenuine(
  { headers, text }: Pick<Letter, 'headers' | 'text'>,
  secret: string,
  nowMs: number = Date.now(),
): string | null {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const given = headers['webhook-signature'];
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof given !== 'string') {
    return 'a header is missing';
  }
  if (!/^\d+$/.test(timestamp)) return 'the timestamp is no number of seconds';
  const age = nowMs / 1_000 - Number(timestamp);
  if (age > toleranceSeconds) return 'too old';
  if (age < -toleranceSeconds) return 'too new';
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const right = createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest();
  // Several signatures are parted by spaces, so that secrets can be changed; others are skipped.
  const isRight = given.split(' ').some((each) => {
    const [version, signature = ''] = each.split(',');
    const bytes = Buffer.from(signature, 'base64');
    return version === 'v1' && bytes.length === right.length && timingSafeEqual(bytes, right);
  });
  return isRight ? null : 'the signature is wrong';
}
