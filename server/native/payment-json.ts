// A payment as the native API shows it: amounts, card, cancels, timeline.
import type { CashReceipt } from '../../core/cash-receipt/cash-receipt.ts';
import { isApproved, type Payment, remainderOf } from '../../core/payment/payment.ts';
import { type Instant, isoTime } from '../../core/time/instant.ts';
import type { JournalRow, NoticeRow, TimelineRow } from '../../storage/ledger.ts';

/** Integers are won; times are ISO 8601 with +09:00. */
export function paymentJson(payment: Payment): Record<string, unknown> {
  const { approved, cancelled, reserved, free } = remainderOf(payment);
  const approval = isApproved(payment) ? payment.approval : null;
  return {
    id: payment.id,
    tid: payment.tid,
    contract: payment.contract.id,
    dialect: payment.contract.dialect,
    method: payment.method,
    orderNumber: payment.orderNumber,
    goods: payment.goods.name,
    status: payment.status,
    amount: Number(payment.amount),
    approved: Number(approved),
    cancelled: Number(cancelled),
    reserved: Number(reserved),
    remaining: Number(free),
    tax: {
      supply: Number(payment.tax.supply),
      vat: Number(payment.tax.vat),
      taxFree: Number(payment.tax.taxFree),
    },
    card: cardJson(payment),
    account: accountJson(payment),
    virtualAccount: virtualAccountJson(payment),
    billingKey: payment.billing?.key ?? null,
    billingMonth: payment.billing?.month ?? null,
    schedule: roundOf(payment),
    approvalNumber: approval?.number ?? null,
    approvedAt: approval === null ? null : isoTime(approval.at),
    capturedAt:
      isApproved(payment) && payment.capturedAt !== null ? isoTime(payment.capturedAt) : null,
    declineReason: payment.status === 'declined' ? payment.decline.reason : null,
    cancels: cancelsJson(payment),
  };
}

/** Of payments that the gateway made by itself. */
function roundOf({ billing }: Payment): Record<string, unknown> | null {
  const round = billing?.round ?? null;
  return round === null ? null : { id: round.schedule, round: round.round, try: round.nth };
}

function cardJson({ instrument, instalment }: Payment): Record<string, unknown> | null {
  if (instrument.kind !== 'card') return null;
  const { firstSix, lastFour, length } = instrument;
  return {
    type: instrument.type,
    issuer: instrument.issuer.name,
    acquirer: instrument.acquirer.name,
    masked: `${firstSix}${'*'.repeat(length - 10)}${lastFour}`,
    instalment,
  };
}

function accountJson({ instrument }: Payment): Record<string, unknown> | null {
  if (instrument.kind !== 'account') return null;
  const { firstThree, lastThree, length } = instrument;
  return {
    bank: instrument.bank.name,
    masked: `${firstThree}${'*'.repeat(length - 6)}${lastThree}`,
    holder: instrument.holder,
  };
}

/** Whoever is to pay in has to read its number, so nothing of it is masked. */
function virtualAccountJson({ instrument }: Payment): Record<string, unknown> | null {
  if (instrument.kind !== 'virtual-account') return null;
  const { bank, number, holder, expiresAt } = instrument;
  return { bank: bank.name, number, holder, expiresAt: isoTime(expiresAt) };
}

function cancelsJson(payment: Payment): unknown[] {
  if (!isApproved(payment)) return [];
  return payment.cancels.map((cancel) => ({
    id: cancel.id,
    amount: Number(cancel.amount),
    status: cancel.status,
    askedAt: isoTime(cancel.askedAt),
    at: isoTime(cancel.at),
    reason: cancel.reason,
    askedBy: cancel.askedBy,
  }));
}

export interface Story {
  readonly events: readonly TimelineRow[];
  readonly journals: readonly JournalRow[];
  readonly notices: readonly NoticeRow[];
}

/** Every change of state, journal and notice of a payment, in the order of time. */
export function timelineJson({ events, journals, notices }: Story): unknown[] {
  const iso = (at: Date): string => isoTime(at.getTime() as Instant);
  const lines = [
    ...events.map((event) => ({
      at: event.at,
      rank: 0,
      line: { what: event.what, version: event.version, ...event.detail },
    })),
    ...journals.map((journal) => ({
      at: journal.at,
      rank: 1,
      line: {
        what: 'journal',
        template: journal.template,
        date: journal.date,
        postings: journal.postings,
      },
    })),
    ...notices.map((notice) => ({
      at: notice.at,
      rank: 2,
      line: { what: 'notice', kind: notice.kind, event: notice.id },
    })),
  ];
  lines.sort((left, right) => left.at.getTime() - right.at.getTime() || left.rank - right.rank);
  return lines.map(({ at, line }) => ({ at: iso(at), ...line }));
}

/** Whose receipt it is stays sealed. */
export function cashReceiptJson(receipt: CashReceipt): Record<string, unknown> {
  const { number, amount, vat, use, status, issuedAt, cancelledAt } = receipt;
  return {
    ...{ number, amount: Number(amount), vat: Number(vat), use, status },
    issuedAt: isoTime(issuedAt),
    cancelledAt: cancelledAt === null ? null : isoTime(cancelledAt),
  };
}
