// Does what has become due: a short poll, leases in the database, and the order of instants.
import { randomUUID } from 'node:crypto';
import { mayBeAdopted, type Payment } from '../core/payment/payment.ts';
import { after, type Instant, secondMs } from '../core/time/instant.ts';
import { claimDue, type DueKind, type DueRow, forgetLeases } from '../storage/due.ts';
import { countDueOf, type DueBoard, type DueOf } from '../storage/due-tables.ts';
import { forgetDeliveryLeases } from '../storage/notice-delivery.ts';
import { loadPayment } from '../storage/payment.ts';
import {
  announceProcess,
  findAbandoned,
  forgetProcess,
  forgetProcesses,
} from '../storage/server-process.ts';
import { keepHouse } from './housekeeping.ts';
import { tidTime } from './ids.ts';
import type { Parts } from './parts.ts';
import { type Ended, resolve, resolveAbandoned } from './resolver.ts';

export interface Sweeper extends DueWork {
  /** Takes over what dead servers owed, then sweeps until stopped. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Whether anything of a kind may be due: saves many looks where the clock moves in many steps. */
export type IsDue = (what: DueOf) => boolean;

export const anythingMayBe: IsDue = () => true;

/** Work with instants of its own, for whoever moves the clock. */
export interface DueWork {
  /** Does everything that is due at the clock's present; answers how many things were done. */
  runDue(isDue: IsDue): Promise<number>;
  /** The earliest instant after that of the board at which something is due, or null. */
  nextDue(board: DueBoard): Promise<Instant | null>;
  /** How many things are due until an instant: once they were run, those that could not be done. */
  countDue(until: Instant): Promise<number>;
}

const pollMs = 500;
const announceEveryMs = 2_000;
const takeOverEveryPolls = 20;
const claimAtOnce = 32;

/** A living server has ended its own calls by then (clock of a call: fourteen seconds). */
const abandonedAfterMs = 15 * secondMs;
const kinds: readonly DueKind[] = ['cancel', 'approval'];

export function createSweeper(parts: Parts, exclusive: boolean): Sweeper {
  const sweep: Sweep = {
    parts,
    exclusive,
    self: randomUUID(),
    timer: null,
    stopped: false,
    polls: 0,
    running: Promise.resolve(),
    announcing: null,
    working: Promise.resolve(0),
  };
  return {
    runDue: (isDue) => runDue(sweep, isDue),
    nextDue: async (board) => board.next('payments'),
    countDue: (until) => countDueOf(parts.store.pool, 'payments', until),
    async start() {
      await announce(sweep);
      if (exclusive) await forgetLeases(parts.store.pool);
      if (exclusive) await forgetDeliveryLeases(parts.store.pool);
      await rememberOwed(parts);
      await takeOver(sweep);
      // On a timer of its own: slow work must not make this server look dead.
      sweep.announcing = setInterval(() => {
        announce(sweep).catch((error) => parts.log.trouble('announcing failed', error));
      }, announceEveryMs);
      pollLater(sweep);
    },
    async stop() {
      sweep.stopped = true;
      if (sweep.timer !== null) clearTimeout(sweep.timer);
      if (sweep.announcing !== null) clearInterval(sweep.announcing);
      await sweep.running;
      await workOffAbandoned(parts).catch(() => {});
      // With calls still open the row must stay: the next server looks after them.
      if (parts.inFlight.size() > 0) return;
      await forgetProcess(parts.store.pool, sweep.self).catch(() => {});
    },
  };
}

interface Sweep {
  readonly parts: Parts;
  readonly exclusive: boolean;
  readonly self: string;
  timer: NodeJS.Timeout | null;
  stopped: boolean;
  polls: number;
  running: Promise<void>;
  announcing: NodeJS.Timeout | null;
  working: Promise<number>;
}

function pollLater(sweep: Sweep): void {
  sweep.timer = setTimeout(() => {
    sweep.running = poll(sweep);
  }, pollMs);
}

async function poll(sweep: Sweep): Promise<void> {
  sweep.polls += 1;
  try {
    await sweep.parts.limits.refresh();
    if (sweep.polls % takeOverEveryPolls === 0) await takeOver(sweep);
    await runDue(sweep, anythingMayBe);
    await keepHouse(sweep.parts, sweep.polls);
  } catch (error) {
    sweep.parts.log.trouble('sweep failed', error);
  }
  if (!sweep.stopped) pollLater(sweep);
}

/** What an earlier process had told its callers and could not make true any more. */
async function rememberOwed(parts: Parts): Promise<void> {
  for (const attempt of parts.owed.earlier) {
    const found = await loadPayment(parts.store.pool, attempt);
    if (found !== null) parts.inFlight.abandon(found.payment);
  }
}

async function announce({ parts, self }: Sweep): Promise<void> {
  const since = parts.inFlight.openSince(tidTime(parts.clock.now()));
  await announceProcess(parts.store.pool, self, since);
}

async function takeOver({ parts, self, exclusive }: Sweep): Promise<void> {
  const now = parts.clock.now();
  const { processes, attempts, hasYoung } = await findAbandoned(parts.store.pool, {
    id: self,
    exclusive,
    startedBefore: after(now, -abandonedAfterMs),
  });
  let left = hasYoung;
  for (const { merchantId, paymentId } of attempts) {
    // Nobody was told anything: a stored approval stands, an open intent becomes unknown.
    const ended = await endQuietly(parts, { merchantId, id: paymentId }, false);
    if (ended === 'later') left = true;
  }
  if (processes.length > 0 && !left) await forgetProcesses(parts.store.pool, processes);
}

/** One at a time in this process, so that whoever moves the clock waits for work under way. */
function runDue(sweep: Sweep, isDue: IsDue): Promise<number> {
  const before = sweep.working.catch(() => 0);
  sweep.working = before.then(() => workOff(sweep, isDue));
  return sweep.working;
}

async function workOff(sweep: Sweep, isDue: IsDue): Promise<number> {
  const { parts } = sweep;
  await workOffAbandoned(parts);
  if (!isDue('payments')) return 0;
  let done = 0;
  for (const kind of kinds) {
    if (kind === 'cancel' && parts.afterRestore.lookingBack() !== null) continue;
    while (!sweep.stopped) {
      const claim = { now: parts.clock.now(), limit: claimAtOnce };
      const rows = await claimDue(parts.store.pool, kind, claim);
      if (rows.length === 0) break;
      const ended = await Promise.all(rows.map((row) => doOne(parts, row)));
      done += ended.filter(Boolean).length;
    }
  }
  return done;
}

async function workOffAbandoned(parts: Parts): Promise<void> {
  const payments = parts.inFlight.takeAbandoned(parts.clock.now());
  await Promise.all(payments.map((payment) => endAbandoned(parts, payment)));
}

/** An intent whose commit was not seen may still arrive: statements end long before this. */
const settledAfterMs = 30 * secondMs;
const takeBackAgainMs = 60 * secondMs;

async function endAbandoned(parts: Parts, payment: Payment): Promise<void> {
  const ended = await endQuietly(parts, payment, !mayBeAdopted(payment));
  const now = parts.clock.now();
  if (ended === 'later') parts.inFlight.abandon(payment, after(now, takeBackAgainMs));
  else if (now - payment.attempt.startedAt > settledAfterMs || ended === 'known') {
    parts.inFlight.finish(payment);
    parts.owed.settle(payment);
  }
}

/** One that cannot be ended now must not keep the others from their end. */
async function endQuietly(
  parts: Parts,
  payment: Pick<Payment, 'merchantId' | 'id'>,
  toldFailed: boolean,
): Promise<Ended> {
  try {
    return await resolveAbandoned(parts, payment, toldFailed);
  } catch (error) {
    parts.log.trouble('abandoned attempt not ended', error);
    return 'later';
  }
}

/** A failure leaves the row due and its lease running, so that it is not tried in a tight loop. */
async function doOne(parts: Parts, row: DueRow): Promise<boolean> {
  try {
    await resolve(parts, row);
    return true;
  } catch (error) {
    parts.log.trouble('due work failed', error);
    return false;
  }
}
