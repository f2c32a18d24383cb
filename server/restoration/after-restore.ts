// What holds after a backup was put back, until the rail has told us what we forgot.
import type { PaymentId, RequestId } from '../../core/payment/payment.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Restoration } from '../../storage/restoration.ts';
import { heldPayments } from '../../storage/restoration-finding.ts';
import { lostRequests } from '../../storage/restoration-hold.ts';
import type { Store } from '../store.ts';

export interface AfterRestore {
  /** The one whose look-back is still under way, or null. */
  lookingBack(): Restoration | null;
  /** The rail has answered: cancels may go on, but for payments with a lost one. */
  end(): Promise<void>;
  /** Nothing is sent to the rail while we do not know what went back already (T84). */
  holdsCancels(payment: PaymentId): Promise<boolean>;
  /** The rail approved it in the time that was lost; asked again, it would say so again. */
  holdsRequest(request: RequestId): Promise<boolean>;
  /** Windows of before are over: somebody may have used them in the time that was lost. */
  voidsWindow(openedAt: Instant): boolean;
}

/** Of books that no backup was put back into: nothing waits, and nobody is asked whether. */
export const nothingRestored: AfterRestore = {
  lookingBack: () => null,
  end: async () => {},
  holdsCancels: async () => false,
  holdsRequest: async () => false,
  voidsWindow: () => false,
};

export async function createAfterRestore(
  { pool }: Pick<Store, 'pool'>,
  latest: Restoration | null,
): Promise<AfterRestore> {
  if (latest === null) return nothingRestored;
  let current = latest.endedAt === null ? latest : null;
  let held = await heldPayments(pool);
  let lost = await lostRequests(pool);
  return {
    lookingBack: () => current,
    async end() {
      held = await heldPayments(pool);
      lost = await lostRequests(pool);
      current = null;
    },
    async holdsCancels(payment) {
      if (current !== null) return true;
      if (!held.has(payment)) return false;
      // An operator may have settled it meanwhile, also at another server.
      held = await heldPayments(pool);
      return held.has(payment);
    },
    async holdsRequest(request) {
      if (!lost.has(request)) return false;
      lost = await lostRequests(pool);
      return lost.has(request);
    },
    voidsWindow: (openedAt) => openedAt < latest.raisedAt,
  };
}
