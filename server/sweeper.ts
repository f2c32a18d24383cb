// Does what has become due: a short poll, leases in the database, and the order of instants.
import { randomUUID } from 'node:crypto';
import type { Instant } from '../core/time/instant.ts';
import { claimDue, type DueKind, type DueRow, nextDue, release } from '../storage/due.ts';
import { loadPayment } from '../storage/payment.ts';
import { announceProcess, findAbandoned, forgetProcesses } from '../storage/server-process.ts';
import { tidTime } from './ids.ts';
import type { Parts } from './parts.ts';
import { resolve, resolveAbandoned } from './resolver.ts';

export interface Sweeper {
  /** Takes over what dead servers owed, then sweeps until stopped. */
  start(): Promise<void>;
  /** Does everything that is due at the clock's present; answers how many things were done. */
  runDue(): Promise<number>;
  nextDue(): Promise<Instant | null>;
  stop(): Promise<void>;
}

const pollMs = 500;
const announceEveryPolls = 4;
const takeOverEveryPolls = 20;
const claimAtOnce = 32;
const kinds: readonly DueKind[] = ['cancel', 'approval'];

export function createSweeper(parts: Parts, exclusive: boolean): Sweeper {
  const self = randomUUID();
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let polls = 0;
  let running: Promise<void> = Promise.resolve();

  async function announce(): Promise<void> {
    const since = parts.inFlight.openSince(tidTime(parts.clock.now()));
    await announceProcess(parts.store.pool, self, since);
  }

  async function takeOver(): Promise<void> {
    const { processes, attempts } = await findAbandoned(parts.store.pool, { id: self, exclusive });
    for (const attempt of attempts) {
      const key = { merchantId: attempt.merchantId, id: attempt.paymentId };
      const found = await loadPayment(parts.store.pool, key);
      // Nobody was told anything: a stored approval stands, an open intent becomes unknown.
      if (found !== null) await resolveAbandoned(parts, found.payment, false);
    }
    if (processes.length > 0) await forgetProcesses(parts.store.pool, processes);
  }

  async function runDue(): Promise<number> {
    for (const payment of parts.inFlight.takeAbandoned())
      await resolveAbandoned(parts, payment, true);
    let done = 0;
    for (const kind of kinds) {
      for (;;) {
        const rows = await claimDue(parts.store.pool, kind, {
          now: parts.clock.now(),
          limit: claimAtOnce,
        });
        if (rows.length === 0) break;
        await Promise.all(rows.map((row) => doOne(row)));
        done += rows.length;
        if (stopped) break;
      }
    }
    return done;
  }

  async function doOne(row: DueRow): Promise<void> {
    try {
      await resolve(parts, row);
    } catch (error) {
      parts.log.trouble('due work failed', error);
      await release(parts.store.pool, row, true).catch(() => {});
      throw error;
    }
  }

  async function poll(): Promise<void> {
    polls += 1;
    try {
      if (polls % announceEveryPolls === 0) await announce();
      if (polls % takeOverEveryPolls === 0) await takeOver();
      await runDue();
    } catch (error) {
      parts.log.trouble('sweep failed', error);
    }
    if (!stopped) timer = setTimeout(() => void (running = poll()), pollMs);
  }

  return {
    runDue,
    nextDue: () => nextDue(parts.store.pool),
    async start() {
      await announce();
      await takeOver();
      timer = setTimeout(() => void (running = poll()), pollMs);
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
      await forgetProcesses(parts.store.pool, parts.inFlight.size() === 0 ? [self] : []).catch(
        () => {},
      );
    },
  };
}
