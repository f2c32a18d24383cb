// Lists the rows of one payout date, written out while they are read: a day may have a million.
import { Readable } from 'node:stream';
import { type PaidBy, type Pricing, pricingOf } from '../../core/merchant/fee.ts';
import type { Terms } from '../../core/merchant/terms.ts';
import { divide } from '../../core/money/rounding.ts';
import type { BusinessDate } from '../../core/time/instant.ts';
import { type ListedRow, listRows, type RowPlace } from '../../storage/settlement-list.ts';
import { methodNames } from '../../wire/cookiepay/paycert.ts';
import {
  percent,
  settlementFrame,
  settlementKinds,
  type settlementRequest,
  settlementRow,
} from '../../wire/cookiepay/settlement.ts';
import { dateRows } from '../settlement/dating.ts';
import type { Asking, Handled, Means } from './handled.ts';

const pageSize = 1_000;

export async function settlement(
  asking: Asking,
  asked: Means<typeof settlementRequest>,
): Promise<Handled> {
  const { parts, caller } = asking;
  // What was cancelled a moment ago belongs to the answer.
  await dateRows(parts, caller.merchant.id);
  const first = await page(asking, asked, null);
  if (first.length === 0) return { ok: false, refusal: { kind: 'no-rows' } };
  const { settlementForm } = caller.credential.policy;
  const body = Readable.from(written(asking, asked, { first, form: settlementForm }));
  // The answer has begun: all that can be told its reader is that it ends before its end.
  body.once('error', (error) => parts.log.trouble('rows broke off', error));
  return { ok: true, body };
}

function page(
  { parts, caller }: Asking,
  { date, tid }: Means<typeof settlementRequest>,
  after: RowPlace | null,
): Promise<ListedRow[]> {
  return listRows(parts.store.reports, {
    merchantId: caller.merchant.id,
    contractId: caller.contract.id,
    generation: caller.merchant.generation,
    payoutDate: date as BusinessDate,
    tid: tid === '' ? null : tid,
    kinds: settlementKinds,
    after,
    limit: pageSize,
  });
}

/** One piece of text per page. */
async function* written(
  asking: Asking,
  asked: Means<typeof settlementRequest>,
  { first, form }: { readonly first: ListedRow[]; readonly form: 'object' | 'array' },
): AsyncGenerator<string> {
  const frame = settlementFrame(form);
  let rows = first;
  let before = frame.before;
  while (rows.length > 0) {
    yield before + rows.map((row) => JSON.stringify(rendered(row))).join(',');
    before = ',';
    const last = rows.at(-1);
    rows = last === undefined || rows.length < pageSize ? [] : await page(asking, asked, last);
  }
  yield frame.after;
}

function rendered(row: ListedRow): Readonly<Record<string, string>> {
  const isPaid = row.payoutStatus === 'paid' || row.payoutStatus === 'settled';
  const { terms, paidBy } = row;
  return settlementRow.render({
    ...{ approved: row.approved, kind: row.kind, date: row.date, tid: row.tid },
    ...{ gross: row.gross, fee: row.fee, feeVat: row.feeVat, net: row.net },
    feeRate: shownRate(pricingOf(terms, row)),
    cycle: cycleOf(terms, paidBy),
    method: methodNames[row.method],
    acquirer: paidBy === 'card' ? row.acquirerCode : '',
    contract: row.contractId,
    orderNumber: row.orderNumber,
    payoutDate: row.payoutDate ?? '',
    payoutStatus: isPaid ? '03' : '01',
  });
}

/**
 * Both components, without VAT whatever the contract names: of 1.1 parts with VAT, one is the fee.
 */
export function shownRate({ feeRate, instalmentRate, feeBasis }: Pricing): string {
  const agreed = BigInt(feeRate + instalmentRate);
  const isWithout = feeBasis === 'excluding-vat';
  return percent(isWithout ? agreed : divide(agreed * 10n, 11n, 'half-up'));
}

const cycleLetters = { daily: 'D', weekly: 'W', monthly: 'M' } as const;

/** The manual names no codes; days are counted from the sale, or from the cut of its cycle. */
export function cycleOf(terms: Terms, paidBy: PaidBy): string {
  const days = paidBy === 'card' ? terms.payoutDays : terms.accountPayoutDays;
  return `${cycleLetters[terms.payoutCycle]}+${days}`;
}
