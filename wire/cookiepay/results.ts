// The table of refusals: the code and the Korean words each has in this dialect.
// Rows stand in order of precedence: what is checked first is answered first.
import type { DeclineReason, Refusal, RefusalKind, WindowRefusalKind } from '../../core/refusal.ts';
import { type FieldNames, filledIn } from '../refusal-words.ts';

interface Result {
  readonly code: string;
  /** At most 100 characters once filled in, without quotes: plugins paste it into SQL and HTML. */
  readonly message: string;
}

/** One row per way a refusal can sound; the kinds with several ways are named with a slash. */
export type ResultName =
  | Exclude<RefusalKind, 'declined' | 'result-unknown' | WindowRefusalKind>
  | `result-unknown/${(Refusal & { kind: 'result-unknown' })['of']}`
  | `declined/${DeclineReason}`;

// E003, E004, E008, E103, 9029 and 0000 are the vendor's; the rest is ours.
// biome-ignore format: a table
export const results = {
  'unreadable-body':          { code: 'E001', message: '요청 본문을 읽을 수 없습니다: {where}, {fault}' },
  'token-refused':            { code: 'E002', message: 'TOKEN이 없거나 유효하지 않습니다. 토큰을 다시 발급받아 주세요.' },
  'wrong-credentials':        { code: 'E003', message: 'ID & KEY 불일치' },
  'too-many-tries':           { code: 'E009', message: '시도 횟수를 초과했습니다. 잠시 후 다시 시도해 주세요.' },
  'not-in-contract':          { code: 'E006', message: '계약에 포함되지 않은 기능입니다.' },
  'unfit-field':              { code: 'E004', message: '{field}: {problem}' },
  'test-cards-only':          { code: 'E012', message: '테스트 환경에서는 테스트 카드만 사용할 수 있습니다.' },
  'limit-reached':            { code: 'E009', message: '거절이 너무 많아 잠시 결제를 받지 않습니다. 잠시 후 다시 시도해 주세요.' },
  'key-reused':               { code: 'E013', message: '같은 Idempotency-Key로 다른 내용을 요청했습니다.' },
  'key-in-flight':            { code: 'E010', message: '같은 Idempotency-Key의 요청을 처리하고 있습니다. 잠시 후 다시 시도해 주세요.' },
  'payment-not-found':        { code: 'E007', message: '거래 내역이 없습니다.' },
  'no-rows':                  { code: 'E008', message: '조회된 내역이 없습니다.' },
  'order-number-used':        { code: 'E005', message: '이미 사용된 주문번호입니다.' },
  'already-cancelled':        { code: 'E020', message: '이미 취소된 거래입니다.' },
  'exceeds-cancellable':      { code: 'E021', message: '취소 가능 금액을 초과했습니다. 취소 가능 금액: {free}원' },
  'not-cancellable':          { code: 'E022', message: '취소할 수 없는 상태의 거래입니다.' },
  'cancels-used-up':          { code: 'E027', message: '이 거래는 취소 요청이 너무 많아 더 나누어 취소할 수 없습니다. 남은 금액 전부를 취소해 주세요.' },
  'payout-fixed':             { code: '9029', message: '지급이 확정되었거나 완료된 거래입니다. 취소 입금 계좌를 조회해 주세요.' },
  'payout-final':             { code: 'E022', message: '지급이 확정되었거나 완료되어 계약상 취소할 수 없는 거래입니다. 구매자에게 직접 환불해 주세요.' },
  'cancel-works':             { code: 'E023', message: '바로 취소할 수 있는 거래입니다. 취소 API를 이용해 주세요.' },
  'schedule-not-found':       { code: 'E024', message: '등록되지 않은 정기결제입니다.' },
  'schedule-stopped':         { code: 'E103', message: '{at} 이미 해지된 정기결제입니다.' },
  'schedule-finished':        { code: 'E025', message: '{at} 마지막 회차까지 끝난 정기결제입니다.' },
  'round-not-due':            { code: 'E026', message: '지금 결제할 회차가 없습니다.' },
  'busy':                     { code: 'E010', message: '요청이 많아 처리하지 못했습니다. 잠시 후 다시 시도해 주세요.' },
  'cancel-in-progress':       { code: 'E010', message: '진행 중인 다른 취소가 있어 처리하지 않았습니다. 잠시 후 다시 시도해 주세요.' },
  'deposit-awaited':          { code: 'E010', message: '취소 입금 계좌의 입금을 기다리는 금액이라 처리하지 않았습니다. 입금하시거나 입금 기한이 지난 뒤 다시 시도해 주세요.' },
  'result-unknown/approval':  { code: 'E011', message: '결제 결과 확인 중입니다. 승인된 경우 자동 취소됩니다.' },
  'result-unknown/cancel':    { code: 'E011', message: '취소 결과 확인 중입니다. 확인되는 대로 자동으로 완료됩니다.' },
  'declined/limit':           { code: '8001', message: '카드 한도를 초과했습니다.' },
  'declined/balance':         { code: '8002', message: '잔액이 부족합니다.' },
  'declined/lost-or-stolen':  { code: '8003', message: '분실 또는 도난 신고된 카드입니다.' },
  'declined/expired':         { code: '8004', message: '카드 유효기간을 확인해 주세요.' },
  'declined/password':        { code: '8005', message: '카드 비밀번호가 일치하지 않습니다.' },
  'declined/holder':          { code: '8006', message: '생년월일 또는 사업자번호가 일치하지 않습니다.' },
  'declined/instalment':      { code: '8007', message: '할부를 사용할 수 없는 카드입니다.' },
  'declined/maintenance':     { code: '8008', message: '카드사 점검 중입니다. 잠시 후 다시 시도해 주세요.' },
  'declined/suspended':       { code: '8009', message: '거래가 정지된 카드입니다.' },
  'declined/other':           { code: '8010', message: '카드사에서 거절되었습니다. 카드사에 문의해 주세요.' },
  'declined/card-number':     { code: '8011', message: '카드번호를 확인해 주세요.' },
  'declined/account-number':  { code: '8012', message: '계좌번호를 확인해 주세요.' },
  'declined/buyer-declined':  { code: '8013', message: '구매자가 결제를 거절했습니다.' },
} as const satisfies Record<ResultName, Result>;

/** What every successful answer begins with; cancels repeat it under a second name. */
// biome-ignore format: a table
export const succeeded = {
  code: '0000', message: '성공', resultCode: '0000', resultMessage: '성공',
} as const;

/** An unknown path is no refusal of the core: nothing was asked of it. */
export const unknownPath = { code: 'E404', message: '존재하지 않는 경로입니다.' } as const;

export function resultOf(refusal: Refusal, names?: FieldNames): Result {
  const { code, message } = results[resultName(refusal)];
  return { code, message: filledIn(message, refusal, names) };
}

export function resultName(refusal: Refusal): ResultName {
  if (refusal.kind === 'declined') return `declined/${refusal.reason}`;
  if (refusal.kind === 'result-unknown') return `result-unknown/${refusal.of}`;
  // No message of this dialect can lead to what only a window or a billing key refuses.
  return isNamed(refusal.kind) ? refusal.kind : 'not-in-contract';
}

function isNamed(kind: RefusalKind): kind is RefusalKind & ResultName {
  return Object.hasOwn(results, kind);
}
