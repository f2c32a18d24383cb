// Everything that merchants are told of: one row for each kind, with its words. A table.
import type { Dialect } from '../merchant/merchant.ts';
import type { NoticeKind } from '../payment/moves.ts';

/** Of billing keys, beside what is told of payments. */
export type KeyNoticeKind = 'billing-key.registered' | 'billing-key.removed';

/** Of settlement: facts of a contract, never of one payment. */
export type SettlementNoticeKind =
  | 'capture.done'
  | 'payout.fixed'
  | 'payout.settled'
  | 'payout.paid'
  | 'payout.bounced'
  | 'settlement.adjusted';

/** Of schedules; that a round was charged is told of its payment. */
export type ScheduleNoticeKind =
  | 'schedule.try-failed'
  | 'schedule.round-failed'
  | 'schedule.finished'
  | 'schedule.stopped';

export type ToldKind = NoticeKind | KeyNoticeKind | SettlementNoticeKind | ScheduleNoticeKind;

/** Payple keeps two addresses apart; null is everything. */
export type Purpose = 'result' | 'deregistration' | null;

// biome-ignore format: a table
type Carried =
  | 'payment' | 'cancel' | 'billingKey' | 'schedule' | 'round' | 'capture' | 'payout' | 'adjustment';

type KindRow = readonly [
  /** The address of a dialect that it goes to; null goes only where everything is told. */
  goesTo: Purpose,
  /** Members of `data` in our own form. */
  carries: readonly Carried[],
  /** Dialects that have words for it; our own form has words for everything. */
  dialects: readonly Dialect[],
  korean: string,
  english: string,
];

const none = [] as const;
const both = ['cookiepay', 'payple'] as const;
const payple = ['payple'] as const;
const payment = ['payment'] as const;
const cancel = ['payment', 'cancel'] as const;
const key = ['billingKey'] as const;
const schedule = ['schedule'] as const;
const round = ['schedule', 'round'] as const;
const payout = ['payout'] as const;

// biome-ignore format: a table
export const noticeKinds: Readonly<Record<ToldKind, KindRow>> = {
  'payment.approved':
    ['result', payment, both, '결제가 승인됨', 'A payment was approved.'],
  'payment.declined':
    ['result', payment, payple, '결제가 거절됨', 'A payment was declined.'],
  'payment.unknown':
    ['result', payment, none, '결제 결과를 확인하는 중', 'Nobody knows yet whether it was approved; it is looked up.'],
  'payment.net-cancelled':
    ['result', payment, none, '확인되지 않던 결제가 망취소됨', 'A payment of unknown outcome was undone.'],
  'payment.account-issued':
    ['result', payment, none, '가상계좌가 발급되어 입금을 기다림', 'A virtual account was issued and waits for a deposit.'],
  'payment.account-closed':
    ['result', payment, none, '요청에 따라 가상계좌가 입금 전에 해지됨', 'A virtual account was closed on request, before any deposit.'],
  'payment.expired':
    ['result', payment, none, '입금 기한이 지나 가상계좌가 소멸됨', 'No deposit came in time, and the bank has closed the account.'],
  'payment.deposit-reversed':
    ['result', payment, none, '은행이 입금을 취소하여 다시 입금을 기다림', 'The bank took a deposit back: its payment is not paid any more.'],
  'payment.deposit-lost':
    ['result', payment, none, '환불된 결제의 입금을 은행이 취소하여 그 금액이 정산에서 차감됨', 'The bank took a deposit back whose buyer was refunded: the shop owes it.'],
  'payment.cancelled':
    ['result', cancel, both, '결제가 전부 또는 일부 취소됨', 'A payment was cancelled, whole or in part.'],
  'cancel.unknown':
    ['result', cancel, none, '취소 결과를 확인하는 중', 'Nobody knows yet whether it was cancelled; it is looked up.'],
  'cancel.refused':
    ['result', cancel, none, '확인되지 않던 취소가 거절됨', 'A cancel whose outcome was unknown was refused.'],
  'cancel.account-issued':
    ['result', cancel, none, '입금 후 취소용 계좌가 발급됨', 'A cancel has an account and waits for a deposit in it.'],
  'cancel.deposited':
    ['result', cancel, none, '입금 후 취소의 입금이 확인됨', 'The deposit of a cancel came.'],
  'cancel.expired':
    ['result', cancel, none, '입금 기한이 지나 취소가 소멸됨', 'The deposit of a cancel did not come in time.'],
  'billing-key.registered':
    ['result', key, payple, '빌링키가 등록됨', 'A billing key was registered.'],
  'billing-key.removed':
    ['deregistration', key, payple, '빌링키가 해지됨', 'A billing key was removed.'],
  'schedule.try-failed':
    ['result', round, none, '정기결제 회차의 결제가 실패하여 다시 시도함', 'A try of a round failed; the next one is planned.'],
  'schedule.round-failed':
    ['result', round, none, '정기결제 회차가 끝내 결제되지 않음', 'A round failed for good; the next round goes on.'],
  'schedule.finished':
    ['result', schedule, none, '정기결제의 마지막 회차가 끝남', 'The last round of a schedule has ended.'],
  'schedule.stopped':
    ['result', schedule, none, '정기결제가 해지됨', 'A schedule was stopped, on request or with its billing key.'],
  'capture.done':
    [null, ['capture'], none, '하루치 카드 매입이 끝남', 'The card sales of a day are captured.'],
  'payout.fixed':
    [null, payout, none, '지급액이 확정됨', 'The sum of a payout stands and never changes.'],
  'payout.settled':
    [null, payout, none, '지급할 금액 없이 정산이 끝남', 'The day of a payout came, and nothing was to be paid.'],
  'payout.paid':
    [null, payout, none, '정산 대금이 지급됨', 'The bank has paid a payout.'],
  'payout.bounced':
    [null, payout, none, '이체가 반송되어 다음 영업일에 다시 지급됨', 'A payout came back from the bank.'],
  'settlement.adjusted':
    [null, ['adjustment'], none, '지난 거래의 수수료가 조정됨', 'A fee was changed for sales of before.'],
};

export const toldKinds = Object.keys(noticeKinds) as ToldKind[];

/** What goes to an address of this purpose. */
export function kindsFor(purpose: Purpose): readonly ToldKind[] {
  return purpose === null
    ? toldKinds
    : toldKinds.filter((kind) => noticeKinds[kind][0] === purpose);
}
