// Payouts and settlement rows as the native API shows them, with their reasons in words.
import { explainPayout, type PayoutGround } from '../../core/settlement/explain-payout.ts';
import { explainDay, explainRow, type RowExplained } from '../../core/settlement/explain-row.ts';
import type { PayoutFigures } from '../../core/settlement/payout.ts';
import type { BankCalendar } from '../../core/time/bank-day.ts';
import { isoTime } from '../../core/time/instant.ts';
import type { ListedPayout, RowGround } from '../../storage/payout-list.ts';
import type { ListedRow } from '../../storage/settlement-list.ts';
import { aFlag, anInteger, aText, listOf, objectOf, oneOf, orNull, textOrNull } from './schema.ts';

const payoutStatuses = ['open', 'closing', 'fixed', 'sending', 'unknown', 'paid', 'settled'];

const bridgeSchema = objectOf({
  ...{ rowsGive: anInteger, rowsTake: anInteger, carriedIn: anInteger, released: anInteger },
  ...{ held: anInteger, paid: anInteger, carriedOn: anInteger },
});

const payoutFields = {
  ...{ id: aText, contract: aText, date: aText, status: oneOf(payoutStatuses) },
  ...{ closesAt: aText, paysAt: aText, fixedAt: textOrNull, paidAt: textOrNull },
  ...{ releasesOn: textOrNull, bridge: orNull(bridgeSchema) },
};

export const payoutSchema = objectOf(payoutFields);

export const onePayoutSchema = objectOf(payoutFields, {
  soFar: objectOf({ rowsGive: anInteger, rowsTake: anInteger }),
});

const rowFields = {
  ...{ sequence: anInteger, kind: oneOf(['11', '21', '22', 'deposit', 'adjustment']) },
  ...{ gross: anInteger, fee: anInteger },
  fees: objectOf({ base: anInteger, instalment: anInteger }),
  ...{ feeVat: anInteger, net: anInteger },
  ...{ date: aText, payoutDate: textOrNull, payoutStatus: textOrNull },
};

const sentences = objectOf({ korean: aText, english: aText });

/** As it stands under its payment. */
export const rowOfOneSchema = objectOf(rowFields, { whyThisDay: sentences });

const rowOfPayout = { payment: aText, tid: aText, orderNumber: aText, ...rowFields };

export const rowSchema = objectOf(rowOfPayout);

const agreedSchema = objectOf({ card: textOrNull, termsVersion: anInteger, since: textOrNull });

const wonSchema = objectOf({
  ...{ before: anInteger, after: anInteger, rate: anInteger, instalmentRate: anInteger },
  ...{ basis: aText, feeRounding: aText, vatRounding: aText, isFeeKept: aFlag },
  ...{ pricedBy: aText, acquirerCharge: anInteger, takenFee: anInteger, takenVat: anInteger },
});

const stepSchema = objectOf({ rule: aText, date: aText, name: textOrNull });

export const rowExplainedSchema = objectOf({
  ...rowOfPayout,
  ...{ won: orNull(wonSchema), agreed: agreedSchema, whyThisWon: sentences },
  day: objectOf({ joins: aText, base: aText, steps: listOf(stepSchema) }),
  whyThisDay: sentences,
});

export const payoutExplainedSchema = orNull(
  objectOf({
    bridge: listOf(objectOf({ step: aText, amount: anInteger })),
    ...{ whyThisWon: sentences, whyThisDay: sentences, holdbackRate: anInteger },
    ...{ carriedFrom: listOf(aText), releasedFrom: listOf(aText) },
  }),
);

export function payoutJson(payout: ListedPayout): Record<string, unknown> {
  const { figures, fixedAt, paidAt } = payout;
  return {
    id: payout.id,
    contract: payout.contractId,
    date: payout.date,
    status: payout.status,
    closesAt: isoTime(payout.closesAt),
    paysAt: isoTime(payout.paysAt),
    fixedAt: fixedAt === null ? null : isoTime(fixedAt),
    paidAt: paidAt === null ? null : isoTime(paidAt),
    releasesOn: payout.releaseOn,
    bridge: figures === null ? null : bridgeJson(figures),
  };
}

/** Each ≥ 0: give − take − carried in + released − held = paid − carried on. */
function bridgeJson(figures: PayoutFigures): Record<string, number> {
  return {
    rowsGive: Number(figures.positive),
    rowsTake: Number(figures.negative),
    carriedIn: Number(figures.carriedIn),
    released: Number(figures.released),
    held: Number(figures.held),
    paid: Number(figures.amount),
    carriedOn: Number(figures.carriedOut),
  };
}

/** Won are signed: negative on cancels. */
function rowJson(row: ListedRow): Record<string, unknown> {
  return {
    sequence: row.sequence,
    kind: row.kind,
    gross: Number(row.gross),
    fee: Number(row.fee),
    fees: {
      base: Number(row.fee - row.instalmentFee),
      instalment: Number(row.instalmentFee),
    },
    feeVat: Number(row.feeVat),
    net: Number(row.net),
    date: row.date,
    payoutDate: row.payoutDate,
    payoutStatus: row.payoutStatus,
  };
}

/** What stands in no payout is explained by none, so its row says why by itself. */
export function rowOfPaymentJson(calendar: BankCalendar, row: ListedRow): Record<string, unknown> {
  if (row.payoutDate !== null) return rowJson(row);
  const { whyThisDay } = explainDay(calendar, { ...row, payout: null, salePayout: null });
  return { ...rowJson(row), whyThisDay };
}

export function rowOfPayoutJson(row: ListedRow): Record<string, unknown> {
  const { paymentId: payment, tid, orderNumber } = row;
  return { payment, tid, orderNumber, ...rowJson(row) };
}

export function payoutExplainedJson(
  figures: PayoutFigures,
  ground: PayoutGround,
): Record<string, unknown> {
  const { bridge, whyThisWon, whyThisDay } = explainPayout(figures, ground);
  const lines = bridge.map(({ step, amount }) => ({ step, amount: Number(amount) }));
  const { holdbackRate, carriedFrom, releasedFrom } = ground;
  return { bridge: lines, whyThisWon, whyThisDay, holdbackRate, carriedFrom, releasedFrom };
}

export function rowExplainedJson(
  calendar: BankCalendar,
  row: ListedRow,
  ground: Pick<RowGround, 'before' | 'taken' | 'salePayout'>,
): Record<string, unknown> {
  const explained = explainRow(calendar, { ...row, ...ground, payout: row.payoutDate });
  const { joins, base, steps, whyThisWon, whyThisDay } = explained;
  return {
    ...rowOfPayoutJson(row),
    ...{ won: wonJson(explained), agreed: agreedJson(row), whyThisWon },
    day: { joins, base, steps },
    whyThisDay,
  };
}

/** Under which terms the row was priced, and since which day of sales they hold. */
function agreedJson({ terms, cardType, feeSince }: ListedRow): Record<string, unknown> {
  return { card: cardType, termsVersion: terms.version, since: feeSince };
}

function wonJson({ won }: RowExplained): Record<string, unknown> | null {
  if (won === null) return null;
  const { rate, instalmentRate, basis, feeRounding, vatRounding, pricedBy, isFeeKept } = won;
  return {
    before: Number(won.before),
    after: Number(won.after),
    ...{ rate, instalmentRate, basis, feeRounding, vatRounding, pricedBy, isFeeKept },
    acquirerCharge: Number(won.charge),
    ...{ takenFee: Number(won.takenFee), takenVat: Number(won.takenVat) },
  };
}
