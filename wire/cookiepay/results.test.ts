// The table of codes and words: complete, in order, unique where it must be, fit for clumsy clients.
import { describe, expect, test } from 'vitest';
import { won } from '../../core/money/won.ts';
import type { BodyFault, FieldProblem, Refusal } from '../../core/refusal.ts';
import { instant } from '../../core/time/instant.ts';
import type { Row } from '../message.ts';
import { resultName, resultOf, results, succeeded, unknownPath } from './results.ts';
import { routes } from './routes.ts';

/** A code for a sentence that is part of the promise to clients. */
type Promised = readonly [code: string, words: string, refusal: Refusal];

// In order of precedence (docs/reference/cookiepay-codes.md).
// biome-ignore format: a table
const promised: readonly Promised[] = [
  ['E001', '3행 17열',                       { kind: 'unreadable-body', fault: 'syntax', line: 3, column: 17 }],
  ['E001', '쉼표(trailing comma)',           { kind: 'unreadable-body', fault: 'trailing-comma', line: 1, column: 1 }],
  ['E002', 'TOKEN',                          { kind: 'token-refused' }],
  ['E003', 'ID & KEY 불일치',                { kind: 'wrong-credentials' }],
  ['E009', '횟수',                           { kind: 'too-many-tries' }],
  ['E006', '계약',                           { kind: 'not-in-contract' }],
  ['E004', 'AMOUNT: 필수',                   { kind: 'unfit-field', field: 'AMOUNT', problem: { is: 'missing' } }],
  ['E012', '테스트 카드',                    { kind: 'test-cards-only' }],
  ['E009', '거절이 너무 많아',               { kind: 'limit-reached' }],
  ['E013', 'Idempotency-Key',                { kind: 'key-reused' }],
  ['E010', 'Idempotency-Key',                { kind: 'key-in-flight' }],
  ['E007', '거래 내역이 없습니다',           { kind: 'payment-not-found' }],
  ['E008', '내역이 없습니다',                { kind: 'no-rows' }],
  ['E005', '주문번호',                       { kind: 'order-number-used' }],
  ['E020', '이미 취소',                      { kind: 'already-cancelled' }],
  ['E021', '취소 가능 금액: 3000원',         { kind: 'exceeds-cancellable', asked: won(4000), free: won(3000) }],
  ['E022', '취소할 수 없는',                 { kind: 'not-cancellable', status: 'declined' }],
  ['E027', '남은 금액 전부',                 { kind: 'cancels-used-up' }],
  ['9029', '지급이 확정',                    { kind: 'payout-fixed' }],
  ['E022', '구매자에게 직접 환불',           { kind: 'payout-final' }],
  ['E023', '바로 취소',                      { kind: 'cancel-works' }],
  ['E024', '정기결제',                       { kind: 'schedule-not-found' }],
  ['E103', '2026-04-25 10:00:00 이미 해지',  { kind: 'schedule-stopped', at: instant(Date.parse('2026-04-25T10:00:00+09:00')) }],
  ['E025', '마지막 회차',                    { kind: 'schedule-finished', at: instant(Date.parse('2026-04-25T10:00:00+09:00')) }],
  ['E026', '회차가 없습니다',                { kind: 'round-not-due' }],
  ['E010', '잠시 후',                        { kind: 'busy' }],
  ['E010', '다른 취소',                      { kind: 'cancel-in-progress' }],
  ['E010', '입금을 기다리는',                { kind: 'deposit-awaited' }],
  ['E011', '승인된 경우 자동 취소됩니다',    { kind: 'result-unknown', of: 'approval' }],
  ['E011', '취소 결과 확인 중',              { kind: 'result-unknown', of: 'cancel' }],
  ['E011', '자동으로 완료',                  { kind: 'result-unknown', of: 'cancel' }],
  ['8001', '한도',                           { kind: 'declined', reason: 'limit' }],
  ['8002', '잔액',                           { kind: 'declined', reason: 'balance' }],
  ['8003', '분실',                           { kind: 'declined', reason: 'lost-or-stolen' }],
  ['8004', '유효기간',                       { kind: 'declined', reason: 'expired' }],
  ['8005', '비밀번호',                       { kind: 'declined', reason: 'password' }],
  ['8006', '생년월일',                       { kind: 'declined', reason: 'holder' }],
  ['8007', '할부',                           { kind: 'declined', reason: 'instalment' }],
  ['8008', '점검',                           { kind: 'declined', reason: 'maintenance' }],
  ['8009', '정지',                           { kind: 'declined', reason: 'suspended' }],
  ['8010', '카드사',                         { kind: 'declined', reason: 'other' }],
  ['8011', '카드번호',                       { kind: 'declined', reason: 'card-number' }],
  ['8012', '계좌번호',                       { kind: 'declined', reason: 'account-number' }],
  ['8013', '구매자가',                       { kind: 'declined', reason: 'buyer-declined' }],
];

test.each(promised)('%s says %s', (code, words, refusal) => {
  const result = resultOf(refusal);
  expect(result.code).toBe(code);
  expect(result.message).toContain(words);
});

test('the rows stand in order of precedence', () => {
  const inOrder = [...new Set(promised.map(([, , refusal]) => resultName(refusal)))];
  expect(Object.keys(results)).toEqual(inOrder);
});

test('a code means one thing, but for "too many", "never", "busy" and "being checked"', () => {
  const codes = Object.values(results).map(({ code }) => code);
  const shared = codes.filter((code, index) => codes.indexOf(code) !== index);
  expect([...new Set(shared)]).toEqual(['E009', 'E022', 'E010', 'E011']);
  expect(codes).not.toContain(succeeded.code);
  expect(codes).not.toContain(unknownPath.code);
});

test('codes have four characters, as the tables of answers say', () => {
  for (const { code } of Object.values(results))
    expect(code).toMatch(/^(E[0-9]{3}|8[0-9]{3}|9029)$/);
});

test('success says so', () => {
  expect(succeeded).toMatchObject({ code: '0000', message: '성공' });
});

describe('every sentence', () => {
  // Plugins keep 100 characters, and paste them into SQL.
  const faults: Record<BodyFault, true> = {
    syntax: true,
    'trailing-comma': true,
    'duplicate-key': true,
    'null-character': true,
    'too-deep': true,
    'too-many-fields': true,
    'not-an-object': true,
    empty: true,
    encoding: true,
    'too-large': true,
  };
  const unreadable = (Object.keys(faults) as BodyFault[]).map(
    (fault): Refusal => ({ kind: 'unreadable-body', fault, line: 262144, column: 262144 }),
  );
  const unfit = routes.flatMap(({ request }) =>
    request.rows.flatMap(([field, , rule]: Row) =>
      problemsOf(rule.expected).map(
        (problem): Refusal => ({ kind: 'unfit-field', field, problem }),
      ),
    ),
  );
  const great = won(10n ** 15n);
  const exceeding: Refusal = { kind: 'exceeds-cancellable', asked: great, free: great };
  const all = [...promised.map(([, , refusal]) => refusal), ...unreadable, ...unfit, exceeding];

  test('is short, without quotes and completely filled in', () => {
    for (const refusal of all) {
      const { message } = resultOf(refusal);
      expect([...message].length, message).toBeLessThanOrEqual(100);
      expect(message).not.toMatch(/['"`\\<>]|undefined|\{[a-z]+\}/);
    }
  });

  test('is unlike the others', () => {
    const said = [...unreadable, ...problemsOf('x').map(asField)].map(
      (each) => resultOf(each).message,
    );
    expect(new Set(said).size).toBe(said.length);
  });
});

test('a field is named as the wire names it, whoever found it unfit', () => {
  const keyin = routes.find(({ name }) => name === 'keyin');
  const fromCore: Refusal = {
    kind: 'unfit-field',
    field: 'instalment',
    problem: { is: 'out-of-range', expected: '50,000원 이상부터 할부' },
  };
  expect(resultOf(fromCore, keyin?.request).message).toBe(
    'QUOTA: 허용되지 않는 값입니다. (50,000원 이상부터 할부)',
  );
});

function problemsOf(expected: string): readonly FieldProblem[] {
  return [
    { is: 'missing' },
    { is: 'too-long', limit: 8192 },
    { is: 'malformed', expected },
    { is: 'forbidden-character', character: 'U+10FFFF' },
    { is: 'wrong-type' },
    { is: 'repeated' },
    { is: 'out-of-range', expected },
  ];
}

function asField(problem: FieldProblem): Refusal {
  return { kind: 'unfit-field', field: 'ORDERNO', problem };
}
