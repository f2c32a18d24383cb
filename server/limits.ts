// Whether a credential or a card has gone wrong too often; asked before every call to a rail.
import { isGuess, isOver, sandboxVelocity, type VelocityLimits } from '../core/limits/velocity.ts';
import type { MerchantId } from '../core/merchant/merchant.ts';
import type { DeclineReason } from '../core/refusal.ts';
import {
  clearLimits,
  countDecline,
  countGuess,
  findOverLimit,
  forgetOldCounts,
  type OverLimit,
} from '../storage/limits.ts';
import type { Store } from './store.ts';

export interface Declined {
  readonly merchantId: MerchantId;
  readonly credentialId: string;
  readonly fingerprint: string;
  readonly reason: DeclineReason;
}

/** Successes cost nothing here: what is over its limit is known by heart. */
export interface Limits {
  readonly velocity: VelocityLimits;
  /** Too many declines of this credential in this minute: nothing is asked of a rail (T34). */
  refuses(credentialId: string): boolean;
  /** What a card that was guessed at too often hears without its issuer being asked (T35). */
  lockedBy(merchantId: MerchantId, fingerprint: string): DeclineReason | null;
  /** Counted when it returns. */
  note(declined: Declined): Promise<void>;
  clear(merchantId: MerchantId): Promise<void>;
  /** Learns what other servers have counted. */
  refresh(): Promise<void>;
}

/** Real time: limits never follow the sandbox clock (T38). */
const refreshEveryMs = 500;
const forgetEveryMs = 600_000;

export function createLimits(
  store: Pick<Store, 'pool'>,
  velocity: VelocityLimits = sandboxVelocity,
): Limits {
  let over: OverLimit = { credentials: [], cards: new Map() };
  let readAt = Number.NEGATIVE_INFINITY;
  let forgotAt = Number.NEGATIVE_INFINITY;

  async function read(): Promise<void> {
    over = await findOverLimit(store.pool, velocity);
    readAt = performance.now();
    if (readAt - forgotAt < forgetEveryMs) return;
    forgotAt = readAt;
    await forgetOldCounts(store.pool);
  }

  return {
    velocity,
    refuses: (credentialId) => over.credentials.includes(credentialId),
    lockedBy: (merchantId, fingerprint) => over.cards.get(`${merchantId} ${fingerprint}`) ?? null,
    async note(declined) {
      const declines = await countDecline(store.pool, declined);
      const guesses = isGuess(declined.reason) ? await countGuess(store.pool, declined) : 0;
      const { declinesPerMinute, guessesPerDay } = velocity;
      if (isOver(declines, declinesPerMinute) || isOver(guesses, guessesPerDay)) await read();
    },
    async clear(merchantId) {
      await clearLimits(store.pool, merchantId);
      await read();
    },
    async refresh() {
      if (performance.now() - readAt >= refreshEveryMs) await read();
    },
  };
}
