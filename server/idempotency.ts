// Runs a changing request once per Idempotency-Key; a repetition gets the first answer again.
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Refusal } from '../core/refusal.ts';
import { unfit } from '../core/refusal.ts';
import { claimKey, dropKey, type KeyedRequest, keepAnswer } from '../storage/idempotency.ts';
import type { Parts } from './parts.ts';

/** Longer keys are refused (T87). */
const longestKey = 255;

export interface Keyed {
  readonly request: FastifyRequest;
  readonly merchantId: string;
  readonly caller: string;
  readonly route: string;
}

type Answer =
  | {
      readonly ok: true;
      readonly body: unknown;
      readonly status?: number;
      readonly handedOver?: () => void;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/** Refusals are not kept: the caller may correct what was wrong and try again with the same key. */
export async function answerOnce<Given extends Answer>(
  parts: Parts,
  keyed: Keyed,
  work: () => Promise<Given>,
): Promise<Given | Answer> {
  const key = keyed.request.headers['idempotency-key'];
  if (key === undefined || key === '') return work();
  if (typeof key !== 'string' || key.length > longestKey) {
    return { ok: false, refusal: unfit('Idempotency-Key', { is: 'too-long', limit: longestKey }) };
  }
  const stored = requestOf(keyed, key);
  const claim = await claimKey(parts.store.pool, stored, parts.clock.now());
  if (!claim.claimed) {
    if (claim.why === 'answered')
      return { ok: true, status: claim.status, body: JSON.parse(claim.answer) };
    return {
      ok: false,
      refusal: { kind: claim.why === 'in-flight' ? 'key-in-flight' : 'key-reused' },
    };
  }
  try {
    const answer = await work();
    if (answer.ok) {
      const body = JSON.stringify(answer.body);
      await keepAnswer(parts.store.pool, stored, { status: answer.status ?? 200, body });
    } else await dropKey(parts.store.pool, stored);
    return answer;
  } catch (error) {
    await dropKey(parts.store.pool, stored).catch(() => {});
    throw error;
  }
}

function requestOf({ request, merchantId, caller, route }: Keyed, key: string): KeyedRequest {
  const raw =
    request.body instanceof Uint8Array
      ? request.body
      : Buffer.from(JSON.stringify(request.body ?? null));
  // The path names what is changed, so it belongs to the request as much as the body does.
  const bodyHash = createHash('sha256')
    .update(request.raw.url ?? '')
    .update('\n')
    .update(raw)
    .digest('hex');
  return { merchantId, caller, key, route, bodyHash };
}
