// Asks the rail for all that it did around and after the backup, and writes down what we forgot.

import type { CancelId } from '../../core/payment/cancel-request.ts';
import {
  compare,
  compareAccount,
  compareRefund,
  type Difference,
} from '../../core/payment/look-back.ts';
import type { RequestId } from '../../core/payment/payment.ts';
import { after, secondMs } from '../../core/time/instant.ts';
import type {
  RecordedAccount,
  RecordedRequest,
  RecordedSince,
  RecordedTransfer,
} from '../../rails/rail.ts';
import {
  endLookBack,
  type Remembered,
  type Restoration,
  rememberedAccounts,
  rememberedPayments,
  rememberedRequests,
} from '../../storage/restoration.ts';
import { insertFinding, type RestorationFinding } from '../../storage/restoration-finding.ts';
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
  const since = restoration.lookBackFrom;
  const requests = await readAll(parts, isStopped, {
    ask: (page) => rail.requestsSince({ ...page, since }),
    idOf: ({ requestId }) => requestId,
    each: (page) => compareRequests(parts, restoration, page),
  });
  if (!requests) return false;
  const transfers = await readAll(parts, isStopped, {
    ask: (page) => rail.transfersSince({ ...page, since }),
    idOf: ({ transferId }) => transferId,
    each: (page) => compareRefunds(parts, restoration, page),
  });
  if (!transfers) return false;
  const accounts = await readAll(parts, isStopped, {
    ask: (page) => rail.accountsSince({ ...page, since }),
    idOf: ({ accountId }) => accountId,
    each: (page) => compareAccounts(parts, restoration, page),
  });
  if (!accounts) return false;
  await endLookBack(store.pool, restoration.epoch, clock.now());
  await parts.afterRestore.end();
  log.info('look-back ended');
  return true;
}

interface Reading<Row> {
  readonly ask: (page: Omit<RecordedSince, 'since'>) => Promise<readonly Row[]>;
  readonly idOf: (row: Row) => string;
  readonly each: (page: readonly Row[]) => Promise<void>;
}

/** Page by page, to a short one; false when one was not answered. */
async function readAll<Row>(
  { clock }: Parts,
  isStopped: () => boolean,
  { ask, idOf, each }: Reading<Row>,
): Promise<boolean> {
  let afterId: string | null = null;
  for (;;) {
    const asked: Omit<RecordedSince, 'since'> = { afterId, limit: pageSize };
    const page = await within(clock, after(clock.now(), railWaitMs), () => ask(asked));
    if (!page.answered || isStopped()) return false;
    await each(page.answer);
    const last: Row | undefined = page.answer.at(-1);
    if (page.answer.length < pageSize || last === undefined) return true;
    afterId = idOf(last);
  }
}

/** The books are read after the rail's page, so that what runs meanwhile is in them. */
async function compareRequests(
  parts: Parts,
  restoration: Restoration,
  page: readonly RecordedRequest[],
): Promise<void> {
  const ids = page.map(({ requestId }) => requestId);
  const known = await rememberedRequests(parts.store.work, ids);
  for (const request of page) {
    const books = known.get(request.requestId) ?? null;
    for (const difference of compare(request, books)) {
      await tell(parts, restoration, {
        ...{ difference, books, refund: null, railAt: request.at, merchant: request.merchant },
        ...{ requestId: request.requestId, approvalNumber: request.approvalNumber },
      });
    }
    // Its server cannot be alive; of those that were begun since, another one may be.
    if (books?.status === 'intended' && books.startedAt < restoration.raisedAt) {
      await resolveAbandoned(parts, books, false);
    }
  }
}

/** Payouts and returned deposits are about no TID: their ids follow from what they are. */
async function compareRefunds(
  parts: Parts,
  restoration: Restoration,
  page: readonly RecordedTransfer[],
): Promise<void> {
  const tids = page.map(({ tid }) => tid);
  const known = await rememberedPayments(parts.store.work, tids);
  for (const { transferId, tid, merchant, amount, to, at } of page) {
    const books = known.get(tid);
    if (books === undefined) continue;
    const refund = { token: to.account, bank: to.bank, holder: to.holder };
    for (const difference of compareRefund({ cancelId: transferId as CancelId, amount }, books)) {
      const { requestId } = books;
      await tell(parts, restoration, {
        ...{ difference, books, refund, railAt: at, merchant, requestId, approvalNumber: '' },
      });
    }
  }
}

/** An account that only its buyer and the bank know: what comes into it would be nobody's. */
async function compareAccounts(
  parts: Parts,
  restoration: Restoration,
  page: readonly RecordedAccount[],
): Promise<void> {
  const known = await rememberedAccounts(
    parts.store.work,
    page.map(({ accountId }) => accountId),
  );
  for (const { accountId, amount, isClosed, paidAt, expiresAt, merchant } of page) {
    const bank = { amount, isClosed, isPaid: paidAt !== null };
    for (const difference of compareAccount(bank, known.has(accountId))) {
      await tell(parts, restoration, {
        ...{ difference, books: null, refund: null, railAt: paidAt ?? expiresAt, merchant },
        ...{ requestId: accountId as RequestId, approvalNumber: '' },
      });
    }
  }
}

interface Found
  extends Pick<
    RestorationFinding,
    'merchant' | 'requestId' | 'approvalNumber' | 'railAt' | 'refund'
  > {
  readonly books: Remembered | null;
  readonly difference: Difference;
}

async function tell(
  parts: Parts,
  { epoch }: Restoration,
  { difference, books, ...found }: Found,
): Promise<void> {
  const isNew = await insertFinding(parts.store.work, {
    ...found,
    ...difference,
    ...{ id: parts.newId(), epoch, foundAt: parts.clock.now() },
    paymentId: books?.id ?? null,
    tid: books?.tid ?? null,
  });
  if (isNew) parts.metrics.findings.inc({ kind: difference.kind });
}
