// The table of refusals: the code that each has in each family of operations, and its Korean words.
// Rows stand in order of precedence: what is checked first is answered first.
import type { DeclineReason, Refusal, RefusalKind } from '../../core/refusal.ts';
import { type FieldNames, filledIn } from '../refusal-words.ts';
import { type Family, families } from './codes.ts';

interface Result {
  /** Four digits behind the prefix of a family that has no code in `known`; or a whole code. */
  readonly own: string;
  readonly known: Readonly<Partial<Record<Family, string>>>;
  readonly message: string;
}

/** One row per way a refusal can sound; the kinds with several ways are named with a slash. */
export type ResultName =
  | Exclude<RefusalKind, 'declined' | 'result-unknown'>
  | `result-unknown/${(Refusal & { kind: 'result-unknown' })['of']}`
  | `declined/${DeclineReason}`;

// biome-ignore format: a table
const sessionLost = {
  'window-card': 'CPCA0005', 'register-card': 'CDAU0001', 'confirm-card': 'CBIL0002', 'confirm-account': 'CBIL0002',
  'charge-card': 'SPCD0004', 'monthly-card': 'RPCD0006', 'charge-account': 'SPAY0001', 'cancel': 'PAYC0001',
} as const;

// biome-ignore format: a table
const cardDeclined = {
  'window-card': 'CPCA0010', 'confirm-card': 'CPCA0010', 'register-card': 'CDAU0007', 'charge-card': 'SPCD0018', 'monthly-card': 'RPCD0019',
} as const;

// biome-ignore format: a table
export const results = {
  'unreadable-body':          { own: '8001', known: {}, message: '요청 본문을 읽을 수 없습니다: {where}, {fault}' },
  'wrong-credentials':        { own: '8010', known: { 'auth': 'AUTH0003', 'window-card': 'CPCA0005', 'register-card': 'CDAU9991', 'confirm-card': 'CBIL0001', 'confirm-account': 'CBIL0001', 'charge-card': 'SPCD9991', 'monthly-card': 'RPCD9991', 'charge-account': 'SPAY0001', 'cancel': 'PAYC0001' }, message: '가맹점 정보가 일치하지 않습니다.' },
  'too-many-tries':           { own: '8003', known: {}, message: '시도 횟수를 초과했습니다. 잠시 후 다시 시도해 주세요.' },
  'referer-refused':          { own: 'AUTH0004', known: {}, message: '등록되지 않은 서버 도메인입니다. REFERER를 확인해 주세요.' },
  'origin-refused':           { own: 'AUTH0007', known: {}, message: '등록되지 않은 도메인에서는 결제창을 열 수 없습니다.' },
  'token-refused':            { own: '8011', known: sessionLost, message: '인증 정보가 유효하지 않습니다. 가맹점 인증부터 다시 해주세요.' },
  'session-expired':          { own: '8011', known: sessionLost, message: '인증이 없거나 만료되었습니다. 가맹점 인증부터 다시 해주세요.' },
  'session-mismatch':         { own: '8012', known: { 'window-card': 'CPCA0005', 'register-card': 'CPCA0005', 'confirm-card': 'CPCA0005' }, message: '인증 키가 이 결제의 것이 아닙니다.' },
  'wrong-refund-key':         { own: '8027', known: { 'cancel': 'PAYC0002' }, message: '취소요청 키가 일치하지 않습니다.' },
  'not-in-contract':          { own: '8004', known: { 'window-card': 'CPCA9998', 'confirm-card': 'CPCA9998', 'charge-card': 'SPCD0007', 'monthly-card': 'RPCD0007' }, message: '계약에 포함되지 않은 기능입니다.' },
  'unfit-field':              { own: '8002', known: {}, message: '{field}: {problem}' },
  'test-cards-only':          { own: '8005', known: {}, message: '테스트 환경에서는 테스트 카드와 테스트 계좌만 사용할 수 있습니다.' },
  'limit-reached':            { own: '8009', known: { 'window-card': 'CPCA0024', 'confirm-card': 'CPCA0024', 'charge-card': 'SPCD0009', 'monthly-card': 'RPCD0009' }, message: '이용 한도를 초과했습니다. 잠시 후 다시 시도해 주세요.' },
  'key-reused':               { own: '8006', known: {}, message: '같은 Idempotency-Key로 다른 내용을 요청했습니다.' },
  'key-in-flight':            { own: '8007', known: {}, message: '같은 Idempotency-Key의 요청을 처리하고 있습니다. 잠시 후 다시 시도해 주세요.' },
  'window-expired':           { own: '8036', known: { 'window-card': 'CPCA0001', 'register-card': 'CPCA0001', 'window-account': 'ARSA0001', 'register-account': 'ARSA0001', 'confirm-card': 'CBIL0002', 'confirm-account': 'CBIL0002' }, message: '결제 시간이 지났습니다. 처음부터 다시 진행해 주세요.' },
  'window-ended':             { own: '8037', known: { 'confirm-card': 'CBIL0003', 'confirm-account': 'CBIL0003' }, message: '이미 끝난 결제창입니다.' },
  'attempts-used-up':         { own: '8038', known: {}, message: '결제 시도 횟수를 초과했습니다. 처음부터 다시 진행해 주세요.' },
  'billing-key-not-found':    { own: '8030', known: { 'window-card': 'CPCA0002', 'confirm-card': 'CPCA0002', 'charge-card': 'SPCD0011', 'monthly-card': 'RPCD0011', 'charge-account': 'SPAY0005' }, message: '등록되지 않았거나 해지된 빌링키입니다.' },
  'wrong-payment-password':   { own: '8031', known: {}, message: '결제 비밀번호가 일치하지 않습니다.' },
  'billing-key-locked':       { own: '8032', known: {}, message: '결제 비밀번호를 여러 번 잘못 입력해 사용할 수 없습니다.' },
  'link-expired':             { own: '8040', known: {}, message: '기한이 지난 결제 링크입니다.' },
  'link-used':                { own: '8041', known: {}, message: '이미 결제된 링크입니다.' },
  'amount-mismatch':          { own: '8033', known: { 'window-card': 'CPCA0011', 'confirm-card': 'CPCA0011' }, message: '결제 금액이 일치하지 않습니다.' },
  'payment-not-found':        { own: '8020', known: { 'cancel': 'PAYC0007', 'confirm-card': 'CBIL0003', 'confirm-account': 'CBIL0003' }, message: '거래 내역이 없습니다.' },
  'no-rows':                  { own: '8021', known: {}, message: '조회된 내역이 없습니다.' },
  'already-confirmed':        { own: '8035', known: { 'confirm-card': 'CPCA0201', 'confirm-account': 'CPAY0202' }, message: '이미 처리된 결제입니다.' },
  'month-already-paid':       { own: '8034', known: { 'window-card': 'CPCA0202', 'confirm-card': 'CPCA0202', 'window-account': 'CPAY0202', 'confirm-account': 'CPAY0202', 'monthly-card': 'RPCD0008', 'monthly-account': 'RPAY0008' }, message: '이미 결제된 연월입니다.' },
  'order-number-used':        { own: '8022', known: { 'window-card': 'CPCA0201', 'confirm-card': 'CPCA0201', 'window-account': 'CPAY0202', 'confirm-account': 'CPAY0202', 'charge-card': 'SPCD0014', 'monthly-card': 'RPCD0015' }, message: '이미 처리되었거나 처리 중인 주문번호입니다.' },
  'already-cancelled':        { own: '8023', known: { 'cancel': 'PAYC0007' }, message: '이미 취소된 거래입니다.' },
  'exceeds-cancellable':      { own: '8024', known: { 'cancel': 'PAYC0011' }, message: '취소 가능 금액을 초과했습니다. 취소 가능 금액: {free}원' },
  'not-cancellable':          { own: '8025', known: {}, message: '취소할 수 없는 상태의 거래입니다.' },
  'cancels-used-up':          { own: '8043', known: {}, message: '이 거래는 취소 요청이 너무 많아 더 나누어 취소할 수 없습니다. 남은 금액 전부를 취소해 주세요.' },
  'payout-fixed':             { own: '8028', known: {}, message: '지급이 확정되었거나 완료된 거래입니다. 쿠키페이 방식의 입금 후 취소(get_cancel_bank_account)를 이용해 주세요.' },
  'payout-final':             { own: '8039', known: {}, message: '지급이 확정되었거나 완료되어 계약상 취소할 수 없는 거래입니다. 구매자에게 직접 환불해 주세요.' },
  'cancel-works':             { own: '8029', known: {}, message: '바로 취소할 수 있는 거래입니다.' },
  'cash-receipt-issued':      { own: '8050', known: {}, message: '이미 현금영수증이 발행된 거래입니다.' },
  'cash-receipt-not-found':   { own: '8051', known: {}, message: '발행된 현금영수증이 없습니다.' },
  'schedule-not-found':       { own: '8060', known: {}, message: '등록되지 않은 정기결제입니다.' },
  'schedule-stopped':         { own: '8061', known: {}, message: '{at} 이미 해지된 정기결제입니다.' },
  'schedule-finished':        { own: '8062', known: {}, message: '{at} 마지막 회차까지 끝난 정기결제입니다.' },
  'round-not-due':            { own: '8063', known: {}, message: '지금 결제할 회차가 없습니다.' },
  'busy':                     { own: '8008', known: {}, message: '요청이 많아 처리하지 못했습니다. 잠시 후 다시 시도해 주세요.' },
  'cancel-in-progress':       { own: '8026', known: {}, message: '진행 중인 다른 취소가 있어 처리하지 않았습니다. 잠시 후 다시 시도해 주세요.' },
  'deposit-awaited':          { own: '8042', known: {}, message: '취소 입금 계좌의 입금을 기다리는 금액이라 처리하지 않았습니다. 입금하시거나 입금 기한이 지난 뒤 다시 시도해 주세요.' },
  'result-unknown/approval':  { own: '8090', known: { 'window-card': 'CPCA0018', 'confirm-card': 'CPCA0018', 'window-account': 'CPAY0018', 'confirm-account': 'CPAY0018', 'charge-card': 'SPCD1001', 'monthly-card': 'RPCD1001', 'charge-account': 'SPAY0011' }, message: '결제 결과 확인 중입니다. 승인된 경우 자동 취소됩니다.' },
  'result-unknown/cancel':    { own: '8091', known: {}, message: '취소 결과 확인 중입니다. 확인되는 대로 자동으로 완료됩니다.' },
  'declined/limit':           { own: '8101', known: cardDeclined, message: '한도를 초과했습니다.' },
  'declined/balance':         { own: '8102', known: cardDeclined, message: '잔액이 부족합니다.' },
  'declined/lost-or-stolen':  { own: '8103', known: cardDeclined, message: '분실 또는 도난 신고된 카드입니다.' },
  'declined/expired':         { own: '8104', known: cardDeclined, message: '카드 유효기간을 확인해 주세요.' },
  'declined/password':        { own: '8105', known: cardDeclined, message: '카드 비밀번호가 일치하지 않습니다.' },
  'declined/holder':          { own: '8106', known: cardDeclined, message: '생년월일 또는 사업자번호가 일치하지 않습니다.' },
  'declined/instalment':      { own: '8107', known: cardDeclined, message: '할부를 사용할 수 없는 카드입니다.' },
  'declined/maintenance':     { own: '8108', known: { ...cardDeclined, 'register-account': 'BKAU9998' }, message: '금융기관 점검 중입니다. 잠시 후 다시 시도해 주세요.' },
  'declined/suspended':       { own: '8109', known: cardDeclined, message: '거래가 정지된 결제수단입니다.' },
  'declined/other':           { own: '8110', known: cardDeclined, message: '금융기관에서 거절되었습니다. 카드사 또는 은행에 문의해 주세요.' },
  'declined/card-number':     { own: '8111', known: { ...cardDeclined, 'register-card': 'CDAU0002' }, message: '카드번호를 확인해 주세요.' },
  'declined/account-number':  { own: '8112', known: cardDeclined, message: '계좌번호를 확인해 주세요.' },
  'declined/buyer-declined':  { own: '8113', known: cardDeclined, message: '구매자가 결제를 거절했습니다.' },
} as const satisfies Readonly<Record<ResultName, Result>>;

/** Families with a code of its own for a field that is missing or unfit, by what the field means. */
// biome-ignore format: a table
export const fieldCodes: Readonly<Partial<Record<Family, Readonly<Record<string, string>>>>> = {
  'auth':            { clientId: 'AUTH0001', clientKey: 'AUTH0002' },
  'window-card':     { paidBy: 'CPCA9997', billingKey: 'CPCA0002', cardNumber: 'CPCA0004', expiry: 'CPCA0004', cardPassword: 'CPCA0004', cardHolder: 'CPCA0004' },
  'register-card':   { paidBy: 'CDAUCK01', work: 'CDAUCK02', cardHolder: 'CDAUCK03', cardNumber: 'CDAUCK04', expiry: 'CDAUCK05', cardPassword: 'CDAUCK06' },
  'confirm-card':    { billingKey: 'CPCA0002' },
  'charge-card':     { billingKey: 'SPCD0001', amount: 'SPCD0002', goods: 'SPCD0003' },
  'monthly-card':    { billingKey: 'RPCD0001', amount: 'RPCD0002', goods: 'RPCD0003', billingYear: 'RPCD0004', billingMonth: 'RPCD0005' },
  'charge-account':  { billingKey: 'SPAY0001', orderNumber: 'SPAY0021', amount: 'SPAY0023', goods: 'SPAY0024' },
  'monthly-account': { orderNumber: 'RPAY0021', amount: 'RPAY0023', goods: 'RPAY0024', billingYear: 'RPAY0025', billingMonth: 'RPAY0026' },
};

/** A message of the dialect: whose refusals name fields, and which of them the core meant. */
export interface FieldMeanings extends FieldNames {
  meaningOf(wireName: string): string | undefined;
}

export interface Told {
  readonly code: string;
  /** With the code in front, as answers have it. */
  readonly message: string;
  /** For people. */
  readonly words: string;
}

export function resultOf(refusal: Refusal, family: Family, names?: FieldMeanings): Told {
  const row: Result = results[resultName(refusal)];
  const own = row.own.length > 4 ? row.own : families[family].prefix + row.own;
  const code = fieldCode(refusal, family, names) ?? row.known[family] ?? own;
  const words = filledIn(row.message, refusal, names);
  return { code, message: `[${code}] ${words}`, words };
}

export function resultName(refusal: Refusal): ResultName {
  if (refusal.kind === 'declined') return `declined/${refusal.reason}`;
  if (refusal.kind === 'result-unknown') return `result-unknown/${refusal.of}`;
  return refusal.kind;
}

/** The decoder names a field as the wire does, the core as it means it. */
function fieldCode(
  refusal: Refusal,
  family: Family,
  names: FieldMeanings | undefined,
): string | undefined {
  const codes = fieldCodes[family];
  if (refusal.kind !== 'unfit-field' || codes === undefined) return undefined;
  const means = names?.meaningOf(refusal.field) ?? refusal.field;
  return Object.hasOwn(codes, means) ? codes[means] : undefined;
}
