// The tables of codes and words: complete, of one shape, and where a code is public, that code.
import { describe, expect, test } from 'vitest';
import { won } from '../../core/money/won.ts';
import type { BodyFault, DeclineReason, FieldProblem, Refusal } from '../../core/refusal.ts';
import { instant } from '../../core/time/instant.ts';
import type { Row } from '../message.ts';
import { type Family, families, isPublished, operations, successOf } from './codes.ts';
import { fieldCodes, resultName, resultOf, results } from './results.ts';
import { routeNamed, routes } from './routes.ts';

const expired: Refusal = { kind: 'session-expired' };
const mismatch: Refusal = { kind: 'session-mismatch' };
const wrong: Refusal = { kind: 'wrong-credentials' };
const used: Refusal = { kind: 'order-number-used' };
const paid: Refusal = { kind: 'month-already-paid' };
const unknown: Refusal = { kind: 'result-unknown', of: 'approval' };
const unknownCancel: Refusal = { kind: 'result-unknown', of: 'cancel' };
const noKey: Refusal = { kind: 'billing-key-not-found' };
const over: Refusal = { kind: 'exceeds-cancellable', asked: won(4000), free: won(3000) };
const missing = (field: string): Refusal => ({
  ...{ kind: 'unfit-field', field },
  problem: { is: 'missing' },
});
const declined = (reason: DeclineReason): Refusal => ({ kind: 'declined', reason });

/** A code that is part of the promise to clients. */
// biome-ignore format: a table
const promised: readonly (readonly [string, Family, Refusal])[] = [
  ['AUTH0001', 'auth',             missing('cst_id')],
  ['AUTH0002', 'auth',             missing('custKey')],
  ['AUTH0003', 'auth',             wrong],
  ['AUTH0004', 'auth',             { kind: 'referer-refused' }],
  ['AUTH0004', 'charge-card',      { kind: 'referer-refused' }],
  ['AUTH0007', 'window-card',      { kind: 'origin-refused' }],
  ['CPCA0001', 'window-card',      { kind: 'window-expired' }],
  ['ARSA0001', 'window-account',   { kind: 'window-expired' }],
  ['CPCA0005', 'window-card',      expired],
  ['CPCA0005', 'confirm-card',     mismatch],
  ['CPCA0011', 'confirm-card',     { kind: 'amount-mismatch' }],
  ['CPCA0201', 'confirm-card',     { kind: 'already-confirmed' }],
  ['CPCA0201', 'window-card',      used],
  ['CPAY0202', 'window-account',   used],
  ['CPAY0202', 'window-account',   paid],
  ['CPAY0018', 'window-account',   unknown],
  ['CPCA0010', 'window-card',      declined('limit')],
  ['CPCA9997', 'window-card',      missing('PCD_PAY_TYPE')],
  ['CBIL0002', 'confirm-card',     expired],
  ['CBIL0002', 'confirm-account',  expired],
  ['SPCD0001', 'charge-card',      missing('PCD_PAYER_ID')],
  ['SPCD0002', 'charge-card',      missing('amount')],
  ['SPCD0003', 'charge-card',      missing('PCD_PAY_GOODS')],
  ['SPCD0004', 'charge-card',      expired],
  ['SPCD0011', 'charge-card',      noKey],
  ['SPCD0014', 'charge-card',      used],
  ['SPCD0018', 'charge-card',      declined('balance')],
  ['SPCD1001', 'charge-card',      unknown],
  ['SPCD9991', 'charge-card',      wrong],
  ['RPCD0004', 'monthly-card',     missing('PCD_PAY_YEAR')],
  ['RPCD0005', 'monthly-card',     missing('PCD_PAY_MONTH')],
  ['RPCD0006', 'monthly-card',     expired],
  ['RPCD0008', 'monthly-card',     paid],
  ['RPCD0015', 'monthly-card',     used],
  ['RPCD0019', 'monthly-card',     declined('other')],
  ['SPAY0005', 'charge-account',   noKey],
  ['SPAY0011', 'charge-account',   unknown],
  ['SPAY0023', 'charge-account',   missing('amount')],
  ['RPAY0008', 'monthly-account',  paid],
  ['CDAU0001', 'register-card',    expired],
  ['CDAU0007', 'register-card',    declined('suspended')],
  ['CDAUCK03', 'register-card',    missing('cardHolder')],
  ['CDAUCK04', 'register-card',    missing('cardNumber')],
  ['BKAU9998', 'register-account', declined('maintenance')],
  ['PAYC0001', 'cancel',           expired],
  ['PAYC0002', 'cancel',           { kind: 'wrong-refund-key' }],
  ['PAYC0007', 'cancel',           { kind: 'payment-not-found' }],
  ['PAYC0007', 'cancel',           { kind: 'already-cancelled' }],
  ['PAYC0011', 'cancel',           over],
];

/** Ours, because nothing is known: a fixed list, so that shops may rely on it. */
// biome-ignore format: a table
const own: readonly (readonly [string, Family, Refusal])[] = [
  ['PAYC8001', 'cancel',          { kind: 'unreadable-body', fault: 'syntax', line: 1, column: 1 }],
  ['PAYC8002', 'cancel',          missing('PCD_REFUND_TOTAL')],
  ['PAYC8003', 'cancel',          { kind: 'too-many-tries' }],
  ['PAYC8004', 'cancel',          { kind: 'not-in-contract' }],
  ['PAYC8006', 'cancel',          { kind: 'key-reused' }],
  ['PAYC8007', 'cancel',          { kind: 'key-in-flight' }],
  ['PAYC8008', 'cancel',          { kind: 'busy' }],
  ['PAYC8025', 'cancel',          { kind: 'not-cancellable', status: 'declined' }],
  ['PAYC8026', 'cancel',          { kind: 'cancel-in-progress' }],
  ['PAYC8043', 'cancel',          { kind: 'cancels-used-up' }],
  ['PAYC8028', 'cancel',          { kind: 'payout-fixed' }],
  ['PAYC8039', 'cancel',          { kind: 'payout-final' }],
  ['PAYC8042', 'cancel',          { kind: 'deposit-awaited' }],
  ['PAYC8029', 'cancel',          { kind: 'cancel-works' }],
  ['PAYC8091', 'cancel',          unknownCancel],
  ['PCHK8020', 'query',           { kind: 'payment-not-found' }],
  ['PUER8030', 'remove-key',      noKey],
  ['PUIN8030', 'find-key',        noKey],
  ['LINK8002', 'link',            missing('PCD_PAY_GOODS')],
  ['LINK8041', 'link',            { kind: 'link-used' }],
  ['TSRG8050', 'cash-receipt',    { kind: 'cash-receipt-issued' }],
  ['SPCD8034', 'charge-card',     paid],
  ['SPAY8022', 'charge-account',  used],
  ['SPAY8102', 'charge-account',  declined('balance')],
  ['CPAY8102', 'window-account',  declined('balance')],
];

test.each([...promised, ...own])('%s of %s', (code, family, refusal) => {
  const names = routes.find((route) => route.family === family)?.request;
  expect(resultOf(refusal, family, names ?? routeNamed('window').request).code).toBe(code);
});

const known = promised.filter(([code]) => code !== 'RPCD0008');

test('what is called public is public, and nothing else', () => {
  expect(known.filter(([code]) => !isPublished(code))).toEqual([]);
  expect(own.filter(([code]) => isPublished(code))).toEqual([]);
  for (const { known: codes } of Object.values(results)) {
    const strange = Object.values(codes).filter((code) => !isPublished(code));
    expect(strange.filter((code) => code !== 'RPCD0008')).toEqual([]);
  }
});

const everyFamily = Object.keys(families) as Family[];
const samples = everyRefusal();

test('there is a sample of every refusal', () => {
  expect([...new Set(samples.map(resultName))].sort()).toEqual(Object.keys(results).sort());
});

describe.each(everyFamily)('%s', (family) => {
  test('has a code of eight characters for everything', () => {
    for (const refusal of samples) {
      const { code, message, words } = resultOf(refusal, family);
      expect(code).toMatch(/^[A-Z]{4}[0-9A-Z]{2}[0-9]{2}$/);
      expect(message).toBe(`[${code}] ${words}`);
    }
  });

  test('says different things with different codes, but for what is public', () => {
    const names = new Map<string, Set<string>>();
    for (const refusal of samples) {
      const { code } = resultOf(refusal, family);
      names.set(code, (names.get(code) ?? new Set()).add(resultName(refusal)));
    }
    const shared = [...names].filter(([code, of]) => of.size > 1 && !isPublished(code));
    expect(shared.map(([, of]) => [...of].sort())).toEqual(
      shared.map(() => ['session-expired', 'token-refused']),
    );
  });
});

test('every sentence is short, without quotes and completely filled in', () => {
  const fields = routes.flatMap(({ request }) =>
    request.rows.flatMap(([field, , rule]: Row) =>
      problemsOf(rule.expected).map(
        (problem): Refusal => ({ kind: 'unfit-field', field, problem }),
      ),
    ),
  );
  for (const refusal of [...samples, ...fields]) {
    const { message } = resultOf(refusal, 'cancel');
    expect([...message].length, message).toBeLessThanOrEqual(150);
    expect(message).not.toMatch(/['"`\\<>]|undefined|\{[a-z]+\}/);
  }
});

test('a field is named as the wire names it, whoever found it unfit', () => {
  const { request } = routeNamed('charge-card');
  const problem: FieldProblem = { is: 'out-of-range', expected: '100 이상' };
  expect(
    resultOf({ kind: 'unfit-field', field: 'amount', problem }, 'charge-card', request),
  ).toEqual({
    code: 'SPCD0002',
    words: 'PCD_PAY_TOTAL: 허용되지 않는 값입니다. (100 이상)',
    message: '[SPCD0002] PCD_PAY_TOTAL: 허용되지 않는 값입니다. (100 이상)',
  });
  const alias = resultOf(missing('PCD_REGULAR_FLAG'), 'charge-card', request);
  expect(alias.words).toBe('PCD_REGULAR_FLAG: 필수 항목입니다.');
});

test('T65: a field is no name of an object', () => {
  expect(resultOf(missing('constructor'), 'charge-card').code).toBe('SPCD8002');
});

test('every meaning with a code of its own is one of its messages', () => {
  const typed = ['cardNumber', 'expiry', 'cardPassword', 'cardHolder'];
  for (const [family, codes] of Object.entries(fieldCodes)) {
    const of = routes.filter((route) => route.family === family);
    const names = of.length > 0 ? of : [routeNamed('window')];
    for (const means of Object.keys(codes)) {
      const isOurs = names.some(({ request }) => request.wireNameOf(means) !== undefined);
      expect(isOurs || typed.includes(means), `${family} ${means}`).toBe(true);
    }
  }
});

// biome-ignore format: a table
const successes = [
  ['auth', ''], ['register-card', 'CDAU0000'], ['register-account', 'BKAU0000'],
  ['certify-card', '0000'], ['certify-account', '0000'], ['pay-card', '0000'],
  ['pay-account', '0000'], ['charge', 'SPCD0000'], ['cancel', 'PAYC0000'],
  ['query', 'PCHK0000'], ['remove-key', 'PUER0000'], ['find-card', '0000'],
  ['find-account', '0000'], ['link', ''], ['cash-receipt', 'TSRG0000'],
  ['cancel-cash-receipt', 'TSRG0000'],
] as const;

test('success has the codes that clients compare', () => {
  const said = operations.map((operation) => [operation, successOf(operation).code]);
  expect(said).toEqual(successes);
  for (const operation of operations) expect(successOf(operation).result).toBe('success');
});

function everyRefusal(): readonly Refusal[] {
  // biome-ignore format: a table
  const faults: readonly BodyFault[] = [
    'syntax', 'trailing-comma', 'duplicate-key', 'null-character', 'too-deep', 'too-many-fields',
    'not-an-object', 'empty', 'encoding', 'too-large',
  ];
  // biome-ignore format: a table
  const reasons: readonly DeclineReason[] = [
    'limit', 'balance', 'lost-or-stolen', 'expired', 'password', 'holder', 'instalment',
    'maintenance', 'suspended', 'other', 'card-number', 'account-number', 'buyer-declined',
  ];
  // biome-ignore format: a table
  const plain = [
    'wrong-credentials', 'too-many-tries', 'referer-refused', 'origin-refused', 'token-refused',
    'session-expired', 'session-mismatch', 'wrong-refund-key', 'not-in-contract', 'test-cards-only',
    'limit-reached', 'key-reused', 'key-in-flight', 'window-expired', 'window-ended',
    'attempts-used-up', 'billing-key-not-found', 'wrong-payment-password', 'billing-key-locked',
    'link-expired', 'link-used', 'amount-mismatch', 'payment-not-found', 'no-rows',
    'already-confirmed', 'month-already-paid', 'order-number-used', 'already-cancelled',
    'cancels-used-up', 'payout-fixed', 'payout-final', 'cancel-works', 'cash-receipt-issued', 'cash-receipt-not-found', 'busy',
    'cancel-in-progress', 'deposit-awaited', 'schedule-not-found', 'round-not-due',
  ] as const;
  const great = won(10n ** 15n);
  return [
    ...faults.map(
      (fault): Refusal => ({ kind: 'unreadable-body', fault, line: 262144, column: 262144 }),
    ),
    ...problemsOf('x').map(
      (problem): Refusal => ({ kind: 'unfit-field', field: 'PCD_PAY_OID', problem }),
    ),
    ...plain.map((kind) => ({ kind }) as Refusal),
    { kind: 'exceeds-cancellable', asked: great, free: great },
    { kind: 'not-cancellable', status: 'unknown' },
    { kind: 'schedule-stopped', at: instant(0) },
    { kind: 'schedule-finished', at: instant(0) },
    unknown,
    unknownCancel,
    ...reasons.map(declined),
  ];
}

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
