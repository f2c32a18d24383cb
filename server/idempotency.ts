// Runs a changing request once per Idempotency-Key; a repetition gets the first answer again.
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Refusal } from '../core/refusal.ts';
import { unfit } from '../core/refusal.ts';
import {
  type Claim,
  claimKey,
  dropKey,
  type KeyedRequest,
  keepAnswer,
  letKeyGo,
} from '../storage/idempotency.ts';
import type { Parts } from './parts.ts';

/** Longer keys are refused (T87). */
const longestKey = 255;

export interface Keyed {
  readonly request: FastifyRequest;
  readonly merchantId: string;
  readonly caller: string;
  readonly route: string;
  /** What is asked for, where the bytes also hold proofs that are new with every call. */
  readonly asks?: string;
}

type Answer =
  | {
      readonly ok: true;
      readonly body: unknown;
      readonly status?: number;
      readonly showsSecret?: true;
      readonly handedOver?: () => void;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Refusals are not kept: the caller may correct what was wrong and try again with the same key.
 * Where the result is still unknown, a repetition goes on with the same work and begins no other.
 */
export async function answerOnce<Given extends Answer>(
  parts: Parts,
  keyed: Keyed,
  work: (workId: string) => Promise<Given>,
): Promise<Given | Answer> {
  const key = keyed.request.headers['idempotency-key'];
  const workId = parts.newId();
  if (key === undefined || key === '') return work(workId);
  if (typeof key !== 'string' || key.length > longestKey) {
    return { ok: false, refusal: unfit('Idempotency-Key', { is: 'too-long', limit: longestKey }) };
  }
  const { pool } = parts.store;
  const stored = requestOf(keyed, key);
  const claim = await claimKey(pool, stored, { at: parts.clock.now(), workId });
  const about = [stored.merchantId, stored.caller, stored.route, key].join(' ');
  if (!claim.claimed) return answerWithoutWork(parts, claim, about);
  try {
    const answer = await work(claim.workId);
    if (answer.ok) {
      const text = JSON.stringify(answer.body);
      const body = answer.showsSecret ? parts.keys.answers.close(text, about) : text;
      // The work is done: an answer that cannot be kept is given all the same.
      await keepAnswer(pool, stored, { status: answer.status ?? 200, body }).catch((error) => {
        parts.log.trouble('answer not kept', error);
        return letKeyGo(pool, stored).catch(() => {});
      });
    } else if (claim.isFresh && answer.refusal.kind !== 'result-unknown') {
      await dropKey(pool, stored);
    } else await letKeyGo(pool, stored);
    return answer;
  } catch (error) {
    await letKeyGo(pool, stored).catch(() => {});
    throw error;
  }
}

function answerWithoutWork(
  parts: Parts,
  claim: Extract<Claim, { claimed: false }>,
  about: string,
): Answer {
  if (claim.why === 'answered') {
    const text = parts.keys.answers.open(claim.answer, about) ?? claim.answer;
    return { ok: true, status: claim.status, body: JSON.parse(text) };
  }
  const kind = claim.why === 'in-flight' ? 'key-in-flight' : 'key-reused';
  return { ok: false, refusal: { kind } };
}

function requestOf(keyed: Keyed, key: string): KeyedRequest {
  const { merchantId, caller, route } = keyed;
  const bodyHash = createHash('sha256').update(asksOf(keyed)).digest('hex');
  // A key is any text, also one that must not be kept, so only its digest is.
  const digest = createHash('sha256').update(key).digest('hex');
  return { merchantId, caller, key: digest, route, bodyHash };
}

/** The path names what is changed, so it belongs to the request as much as the body does. */
function asksOf({ request, asks }: Keyed): Uint8Array {
  if (asks !== undefined) return Buffer.from(asks);
  const { body } = request;
  const raw = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body ?? null));
  return Buffer.concat([Buffer.from(`${request.raw.url ?? ''}\n`), raw]);
}
