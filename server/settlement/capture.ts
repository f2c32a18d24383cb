// The capture of each day: at midnight what was approved before becomes claims, fees and rows.
import type pg from 'pg';
import type { MerchantId } from '../../core/merchant/merchant.ts';
import { captureDay } from '../../core/payment/capture-day.ts';
import { type Approved, counterpartOf } from '../../core/payment/payment.ts';
import { dateRow } from '../../core/settlement/row-date.ts';
import {
  after,
  businessDate,
  hourMs,
  type Instant,
  nextDay,
  startOfDay,
} from '../../core/time/instant.ts';
import {
  type CaptureRange,
  firstUncaptured,
  lockPage,
  merchantsToCapture,
  raiseWatermark,
  readWatermark,
  storeCaptured,
} from '../../storage/capture.ts';
import { inTransaction } from '../../storage/transaction.ts';
import type { Parts } from '../parts.ts';
import type { DueWork } from '../sweeper.ts';
import { openPayouts } from './open-payouts.ts';
import { tellCaptured } from './tell.ts';

/** The second run finds what was found out about attempts of the evening. */
const secondRunMs = hourMs;

/** How long before midnight an attempt may have begun that is captured with its day. */
const usualMarginMs = 2 * hourMs;
const wideMarginMs = 25 * hourMs;

const pageSize = 500;

/** What other work holds is looked at again; the run is over when nothing is left. */
const passes = 3;

export interface Capture extends DueWork {
  /** A new installation has nothing to look back for; says so before the first request. */
  begin(): Promise<void>;
}

export function createCapture(parts: Parts): Capture {
  let watermark: Instant | null = null;
  let isToldLater = false;
  let held: { readonly run: Instant; readonly merchants: readonly MerchantId[] } | null = null;

  async function known(): Promise<Instant> {
    watermark ??= await readWatermark(parts.store.work);
    if (watermark !== null) return watermark;
    watermark = latestRun(parts.clock.now());
    await raiseWatermark(parts.store.work, watermark);
    return watermark;
  }

  return {
    begin: async () => void (await known()),
    async runDue() {
      const run = latestRun(parts.clock.now());
      const until = await known();
      if (until >= run) return 0;
      const among = held?.run === run ? held.merchants : null;
      const { done, left } = await captureRange(parts, rangeOf(until, run), among);
      held = left.length === 0 ? null : { run, merchants: left };
      if (held !== null) return done;
      await endRun(parts, { since: until, run });
      watermark = run;
      // The second run tells the day, also where it finds nothing more to capture.
      isToldLater = done > 0 && !isSecond(run);
      return done;
    },
    countDue: async () => held?.merchants.length ?? 0,
    async nextDue({ since }) {
      const until = await known();
      const later = (at: Instant) => (at > since ? at : nextRun(since));
      if (isToldLater) return later(nextRun(until));
      const first = await firstUncaptured(parts.store.work, after(until, -usualMarginMs));
      if (first === null) return null;
      const midnight = startOfDay(nextDay(businessDate(first)));
      return later(midnight > until ? midnight : nextRun(until));
    },
  };
}

/** Runs are at midnight and once again an hour later. */
function latestRun(now: Instant): Instant {
  const midnight = startOfDay(businessDate(now));
  const second = after(midnight, secondRunMs);
  return now >= second ? second : midnight;
}

function nextRun(from: Instant): Instant {
  const midnight = startOfDay(businessDate(from));
  const second = after(midnight, secondRunMs);
  return from < second ? second : startOfDay(nextDay(businessDate(from)));
}

function isSecond(run: Instant): boolean {
  return run > startOfDay(businessDate(run));
}

function rangeOf(until: Instant, run: Instant): CaptureRange {
  const approvedBefore = startOfDay(businessDate(run));
  const margin = isSecond(run) ? wideMarginMs : usualMarginMs;
  const startedFrom = after(until < approvedBefore ? until : approvedBefore, -margin);
  return { startedFrom, approvedBefore };
}

async function captureRange(
  parts: Parts,
  range: CaptureRange,
  among: readonly MerchantId[] | null,
): Promise<{ readonly done: number; readonly left: readonly MerchantId[] }> {
  const { work } = parts.store;
  let done = 0;
  let left = await merchantsToCapture(work, range, among);
  for (let pass = 0; pass < passes && left.length > 0; pass += 1) {
    for (const merchantId of left) done += await captureSafely(parts, merchantId, range);
    left = await merchantsToCapture(work, range, left);
  }
  return { done, left };
}

/** That a day is over, and what it came to, is one commit. */
function endRun(
  parts: Parts,
  runs: { readonly since: Instant; readonly run: Instant },
): Promise<void> {
  return inTransaction(parts.store.work, async (client) => {
    await raiseWatermark(client, runs.run);
    if (isSecond(runs.run)) await tellCaptured(parts, client, runs);
  });
}

/** A failure leaves its merchant for the next look, and everybody else's day goes on. */
async function captureSafely(
  parts: Parts,
  merchantId: MerchantId,
  range: CaptureRange,
): Promise<number> {
  try {
    return await captureMerchant(parts, merchantId, range);
  } catch (error) {
    parts.log.trouble('merchant not captured', error);
    return 0;
  }
}

async function captureMerchant(
  parts: Parts,
  merchantId: MerchantId,
  range: CaptureRange,
): Promise<number> {
  let done = 0;
  let afterId: Approved['id'] | null = null;
  for (;;) {
    const from = afterId;
    const page = await inTransaction(parts.store.work, async (client) => {
      const locked = await lockPage(client, {
        ...range,
        merchantId,
        afterId: from,
        limit: pageSize,
      });
      for (const group of groupsOf(locked.payments)) {
        const first = group[0];
        if (first === undefined) continue;
        const at = parts.clock.now();
        const books = captureDay(group, { at, newId: parts.newId });
        const payout = await payoutOf(parts, client, first);
        await storeCaptured(client, merchantId, {
          ...books,
          ...{ payout, at, contractId: first.contract.id, generation: first.generation },
        });
      }
      return locked;
    });
    if (page.lastId === null) return done;
    done += page.payments.length;
    afterId = page.lastId;
  }
}

/** Rows of one journal have one contract, one world, one acquirer, one day and so one payout. */
function groupsOf(payments: readonly Approved[]): Approved[][] {
  const groups = new Map<string, Approved[]>();
  for (const payment of payments) {
    const { contract, generation, instrument, approval } = payment;
    const day = businessDate(approval.at);
    const { code } = counterpartOf(instrument);
    const key = [contract.id, generation, contract.terms.version, code, day].join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [payment]);
    else group.push(payment);
  }
  return [...groups.values()];
}

async function payoutOf(parts: Parts, client: pg.ClientBase, sale: Approved) {
  const { contract, approval, merchantId, generation } = sale;
  const { at: askedAt } = approval;
  const row = { kind: '11', date: businessDate(askedAt), askedAt, paidBy: 'card' } as const;
  const plan = dateRow(row, null, { calendar: parts.calendar(), terms: contract.terms });
  const plans = [{ merchantId, contractId: contract.id, generation, plan }];
  return (await openPayouts(parts, client, plans))[0] ?? null;
}
