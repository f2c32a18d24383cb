// Failed proofs per address and id: slowed down, then refused; success elsewhere is untouched.

export interface Throttle {
  /** Whether this pair has failed too often lately. */
  refuses(address: string, id: string): boolean;
  /** Waits a little longer with each failure. */
  failed(address: string, id: string): Promise<void>;
  /** Forgets the failures against these ids, or all, from whichever address. */
  clear(ids?: readonly string[]): void;
}

export interface ThrottleLimits {
  /** Failures within a window that are only slowed down. */
  readonly slowAfter: number;
  readonly refuseAfter: number;
  readonly windowMs: number;
}

/** High in the sandbox, so that test suites with wrong keys are not in the way. */
export const sandboxLimits: ThrottleLimits = { slowAfter: 50, refuseAfter: 300, windowMs: 60_000 };

const slowStepMs = 5;
const slowestMs = 250;
const rememberedPairs = 50_000;

/** Security time is monotonic and never follows the sandbox clock (T38). */
export function createThrottle(limits: ThrottleLimits, monotonicMs: () => number): Throttle {
  const failures = new Map<string, { count: number; since: number }>();

  function current(key: string): { count: number; since: number } {
    const found = failures.get(key);
    if (found !== undefined && monotonicMs() - found.since < limits.windowMs) return found;
    return { count: 0, since: monotonicMs() };
  }

  const keyOf = (address: string, id: string): string => `${address}\n${id.slice(0, 64)}`;

  return {
    refuses: (address, id) => current(keyOf(address, id)).count >= limits.refuseAfter,
    async failed(address, id) {
      const key = keyOf(address, id);
      const entry = current(key);
      entry.count += 1;
      if (failures.size >= rememberedPairs) failures.clear();
      failures.set(key, entry);
      const over = entry.count - limits.slowAfter;
      if (over <= 0) return;
      const wait = Math.min(over * slowStepMs, slowestMs);
      await new Promise((resume) => setTimeout(resume, wait));
    },
    clear(ids) {
      for (const key of failures.keys()) {
        if (ids === undefined || ids.some((id) => key.endsWith(`\n${id.slice(0, 64)}`)))
          failures.delete(key);
      }
    },
  };
}
