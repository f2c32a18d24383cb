// Keeps the embedded database running: what ends against our will is started again.
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf, StartRefused } from '../start-refused.ts';
import { connectAsOwner, launch, type Run, type Site } from './launch.ts';
import { makeWay } from './postmaster.ts';

export interface Supervised {
  readonly pids: () => readonly number[];
  close(): Promise<void>;
}

const shortestPauseMs = 50;
const longestPauseMs = 5000;
/** A run of this length counts as healthy: the next pause is the shortest again. */
const healthyMs = 10_000;

/** Watches over a run until `close`; after a restart clients find the database where it was. */
export function supervise(site: Site, first: Run): Supervised {
  let run = first;
  let lock = keepOwnerLock(site, first);
  let restart = Promise.resolve();
  const closing = new AbortController();
  const isClosing = () => closing.signal.aborted;

  const watch = (pauseMs: number): void => {
    const startedAt = Date.now();
    void run.database.gone.then(() => {
      if (isClosing()) return;
      site.log('database.ended', { reason: run.database.ended() });
      restart = startAgain(Date.now() - startedAt > healthyMs ? shortestPauseMs : pauseMs);
    });
  };

  const startAgain = async (pauseMs: number): Promise<void> => {
    const nextPauseMs = Math.min(pauseMs * 2, longestPauseMs);
    try {
      await pause(pauseMs, undefined, closing);
      // Our own lock must not stand in our way when only the watchdog died.
      await lock.release();
      await makeWay(site);
      run = await launch(site, { isNew: false, isCalledOff: isClosing });
    } catch (error) {
      if (isClosing()) return;
      site.log('database.start-failed', { reason: reasonOf(error) });
      return startAgain(nextPauseMs);
    }
    lock = keepOwnerLock(site, run);
    site.log('database.started-again', { pid: run.database.pid() });
    watch(nextPauseMs);
  };

  watch(shortestPauseMs);
  return {
    pids: () => [run.database.pid()].filter((pid) => pid !== undefined),
    close: async () => {
      closing.abort();
      await restart;
      await lock.release();
      await run.database.stop();
    },
  };
}

interface OwnerLock {
  release(): Promise<void>;
}

// The database drops all connections when one of its processes crashes, and then goes on: the lock
// is taken again as soon as it accepts.
function keepOwnerLock(site: Site, { owner: first, database }: Run): OwnerLock {
  let owner = first;
  let isReleased = false;
  const isOver = () => isReleased || database.ended() !== undefined;
  const stopWaiting = () => {
    if (isOver()) throw new StartRefused('The database has ended.');
  };
  const watch = () => owner.once('end', () => void (isOver() || takeAgain()));
  const takeAgain = async () => {
    try {
      owner = await connectAsOwner(site, stopWaiting);
      watch();
      if (isReleased) await owner.end();
    } catch (error) {
      if (!isOver()) site.log('database.owner-lock-lost', { reason: reasonOf(error) });
    }
  };
  watch();
  return {
    release: async () => {
      isReleased = true;
      await owner.end().catch(() => {});
    },
  };
}

// Only our own sentences are logged as they are; a database's message may hold a value.
function reasonOf(error: unknown): string {
  return error instanceof StartRefused ? error.message : codeOf(error) || 'unexpected';
}
