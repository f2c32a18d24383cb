// Who is calling: credentials looked up, remembered for a moment, and their secrets compared.
import type { Dialect } from '../core/merchant/merchant.ts';
import type { Caller } from '../core/payment/approve.ts';
import { findCaller, findPublicId, type KnownCaller } from '../storage/merchant.ts';
import type { Clock } from './clock.ts';
import type { SecretKeys } from './secrets.ts';
import type { Store } from './store.ts';

/**
 * How long a credential may be remembered. What moves money is safe all the same: the statement
 * that stores an intent checks the version again.
 */
const rememberedMs = 2_000;

export interface Callers {
  find(dialect: Dialect, publicId: string): Promise<Caller | null>;
  /** Compares also when the id is unknown, so that both take the same work (T31). */
  prove(dialect: Dialect, publicId: string, secret: string): Promise<Caller | null>;
  /** Any credential of the same merchant and dialect may prove a call that names none. */
  ofMerchant(holder: Caller, secret: string): Promise<Caller | null>;
  /** Whether this is the caller's key for cancels, where the dialect has one. */
  provesRefund(caller: Caller, refundKey: string): Promise<boolean>;
  forget(): void;
}

export function createCallers(store: Store, keys: SecretKeys, clock: Clock): Callers {
  const remembered = new Map<string, { caller: Promise<KnownCaller | null>; until: number }>();
  const nobody = keys.hash('no such credential');

  async function known(dialect: Dialect, publicId: string): Promise<KnownCaller | null> {
    const key = `${dialect} ${publicId}`;
    const found = remembered.get(key);
    if (found !== undefined && found.until > performance.now()) return found.caller;
    if (remembered.size > 10_000) remembered.clear();
    // Many who ask at once, as rounds of schedules do, wait for one look.
    const asked = findCaller(store.pool, { dialect, publicId, now: clock.now() });
    remembered.set(key, { caller: asked, until: performance.now() + rememberedMs });
    const caller = await asked.catch((error: unknown) => {
      remembered.delete(key);
      throw error;
    });
    if (caller === null) remembered.delete(key);
    return caller;
  }

  return {
    find: known,
    async prove(dialect, publicId, secret) {
      const caller = await known(dialect, publicId);
      const matches = keys.matches(secret, caller?.secretHash ?? nobody);
      return matches ? caller : null;
    },
    async ofMerchant(holder, secret) {
      const { publicId } = holder.credential;
      const { dialect } = holder.contract;
      const own = await known(dialect, publicId);
      if (own !== null && keys.matches(secret, own.secretHash)) return own;
      const other = await findPublicId(store.pool, {
        merchantId: holder.merchant.id,
        dialect,
        secretHash: keys.hash(secret),
      });
      return other === null ? null : known(dialect, other);
    },
    async provesRefund({ contract, credential }, refundKey) {
      const caller = await known(contract.dialect, credential.publicId);
      return keys.matches(refundKey, caller?.refundHash ?? nobody);
    },
    forget: () => remembered.clear(),
  };
}
