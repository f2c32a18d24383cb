// What merchants are told of settlement, written in the transaction that makes it true.
import type pg from 'pg';
import type { ContractId } from '../../core/merchant/merchant.ts';
import { after, businessDate, dayMs, type Instant } from '../../core/time/instant.ts';
import type { CardRates } from '../../storage/agreed-terms.ts';
import {
  endFeeChange,
  type FeeChangeKey,
  type FeeChangeSum,
} from '../../storage/fee-change-sum.ts';
import type { Payout } from '../../storage/payout.ts';
import { movedPayout } from '../../storage/payout-list.ts';
import {
  type CapturedSums,
  capturedSums,
  insertSettlementEvents,
} from '../../storage/settlement-notice.ts';
import { payoutJson } from '../native/settlement-json.ts';
import type { Parts } from '../parts.ts';

export type PayoutNotice = 'payout.fixed' | 'payout.settled' | 'payout.paid' | 'payout.bounced';

/** The payout as a merchant would look it up at this instant, bridge and all. */
export async function tellPayout(
  parts: Parts,
  client: pg.ClientBase,
  told: { readonly payout: Payout; readonly kind: PayoutNotice },
): Promise<void> {
  const { merchantId, contractId, id: payoutId } = told.payout;
  const moved = await movedPayout(client, { merchantId, id: payoutId });
  if (moved === null) return;
  await insertSettlementEvents(client, [
    {
      ...{ id: parts.newId(), merchantId, contractId, kind: told.kind, payoutId, day: null },
      at: parts.clock.now(),
      data: { payout: payoutJson(moved) },
    },
  ]);
}

/** Each day of each contract once, when its second run has left nothing to capture. */
export async function tellCaptured(
  parts: Parts,
  client: pg.ClientBase,
  runs: { readonly since: Instant; readonly run: Instant },
): Promise<void> {
  // The run before may have been the first one of the same day.
  const days = {
    from: businessDate(after(runs.since, -dayMs)),
    until: businessDate(runs.run),
  };
  const at = parts.clock.now();
  const sums = await capturedSums(client, days);
  await insertSettlementEvents(
    client,
    sums.map((sum) => ({
      ...{ id: parts.newId(), merchantId: sum.merchantId, contractId: sum.contractId },
      ...{ kind: 'capture.done', at, payoutId: null, day: sum.day },
      data: { capture: captureJson(sum) },
    })),
  );
}

/** A day as `data.capture` shows it; won are signed as in its rows. */
export function captureJson({ contractId, day, sales, cancels, givenBack, ...won }: CapturedSums) {
  return {
    ...{ contract: contractId, day, sales, cancels, givenBack },
    ...{ gross: Number(won.gross), fee: Number(won.fee) },
    ...{ feeVat: Number(won.feeVat), net: Number(won.net) },
  };
}

export interface FeeWords {
  readonly rates: CardRates;
  readonly from: string;
  readonly reason: string;
}

/** One notice of all its pages; nothing where no row had to be adjusted. */
export async function tellAdjusted(
  parts: Parts,
  client: pg.ClientBase,
  told: { readonly key: FeeChangeKey; readonly wish: FeeWords },
): Promise<void> {
  const at = parts.clock.now();
  const { contract } = told.key;
  const sum = await endFeeChange(client, told.key, at);
  if (sum === null || sum.adjustments === 0) return;
  await insertSettlementEvents(client, [
    {
      ...{ id: parts.newId(), merchantId: contract.merchantId, contractId: contract.id },
      ...{ kind: 'settlement.adjusted', at, payoutId: null, day: null },
      data: { adjustment: adjustmentJson(contract.id, told.wish, sum) },
    },
  ]);
}

/** A changed fee as `data.adjustment` shows it. */
export function adjustmentJson(
  contract: ContractId,
  { rates, from, reason }: FeeWords,
  { sales, adjustments, net }: FeeChangeSum,
) {
  return {
    ...{ contract, ...ratesJson(rates), from, reason },
    ...{ sales, adjustments, net: Number(net) },
  };
}

/** The rate of both types of card, null where they differ; then each that has changed. */
export function ratesJson({ credit, check }: CardRates) {
  return { feeRate: credit === check ? (credit ?? null) : null, rates: { credit, check } };
}
