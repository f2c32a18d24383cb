// Asks the rail for all that it did around and after the backup, and writes down what we forgot.
import { compare, type Difference } from '../../core/payment/look-back.ts';
import type { RequestId } from '../../core/payment/payment.ts';
import { after, secondMs } from '../../core/time/instant.ts';
import type { RecordedRequest, RecordedSince } from '../../rails/rail.ts';
import {
  endLookBack,
  type Remembered,
  type Restoration,
  rememberedRequests,
} from '../../storage/restoration.ts';
import { insertFinding } from '../../storage/restoration-finding.ts';
import { within } from '../clock.ts';
import type { Parts } from '../parts.ts';
import { resolveAbandoned } from '../resolver.ts';

export interface LookBack {
  start(): void;
  stop(): Promise<void>;
}

const pageSize = 500;
const railWaitMs = 8 * secondMs;
const againMs = 1_000;

export function createLookBack(parts: Parts): LookBack {
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    const restoration = parts.afterRestore.lookingBack();
    if (restoration === null || stopped) return;
    try {
      if (await lookBack(parts, restoration, () => stopped)) return;
    } catch (error) {
      parts.log.trouble('look-back failed', error);
    }
    // From the beginning: what was found is not told twice.
    timer = setTimeout(start, againMs);
  }

  function start(): void {
    if (!stopped) running = run();
  }

  return {
    start,
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}

/** False when the rail did not answer to the end. */
async function lookBack(
  parts: Parts,
  restoration: Restoration,
  isStopped: () => boolean,
): Promise<boolean> {
  const { clock, rail, store, log } = parts;
  let afterId: RequestId | null = null;
  let seen = 0;
  for (;;) {
    const asked: RecordedSince = { since: restoration.lookBackFrom, afterId, limit: pageSize };
    const page = await within(clock, after(clock.now(), railWaitMs), () =>
      rail.requestsSince(asked),
    );
    if (!page.answered || isStopped()) return false;
    await comparePage(parts, restoration, page.answer);
    seen += page.answer.length;
    afterId = page.answer.at(-1)?.requestId ?? null;
    if (page.answer.length < pageSize || afterId === null) break;
  }
  await endLookBack(store.pool, restoration.epoch, clock.now());
  await parts.afterRestore.end();
  log.info('look-back ended', { requests: seen });
  return true;
}

/** The books are read after the rail's page, so that what runs meanwhile is in them. */
async function comparePage(
  parts: Parts,
  restoration: Restoration,
  page: readonly RecordedRequest[],
): Promise<void> {
  const ids = page.map(({ requestId }) => requestId);
  const known = await rememberedRequests(parts.store.work, ids);
  for (const request of page) {
    const books = known.get(request.requestId) ?? null;
    const differences = compare(request, books);
    for (const difference of differences)
      await tell(parts, { restoration, request, books, difference });
    // Its server cannot be alive; of those that were begun since, another one may be.
    if (books?.status === 'intended' && books.startedAt < restoration.raisedAt) {
      await resolveAbandoned(parts, books, false);
    }
  }
}

interface Found {
  readonly restoration: Restoration;
  readonly request: RecordedRequest;
  readonly books: Remembered | null;
  readonly difference: Difference;
}

async function tell(parts: Parts, { restoration, request, books, difference }: Found) {
  const isNew = await insertFinding(parts.store.work, {
    id: parts.newId(),
    epoch: restoration.epoch,
    kind: difference.kind,
    merchant: request.merchant,
    requestId: request.requestId,
    cancelId: difference.cancelId,
    paymentId: books?.id ?? null,
    tid: books?.tid ?? null,
    approvalNumber: request.approvalNumber,
    amount: difference.amount,
    cancelled: difference.cancelled,
    railAt: request.at,
    foundAt: parts.clock.now(),
  });
  if (isNew) parts.metrics.findings.inc({ kind: difference.kind });
}
