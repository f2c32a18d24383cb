// Who gets a cash receipt, for how much, and once.
import { describe, expect, test } from 'vitest';
import { won } from '../money/won.ts';
import { approved, cancelRequest, declined } from '../payment/example.contract.ts';
import type { AccountFacts, Payment } from '../payment/payment.ts';
import { instant } from '../time/instant.ts';
import {
  type CashReceipt,
  cancelReceipt,
  follow,
  isFitIdentity,
  issue,
  type ReceiptAsked,
} from './cash-receipt.ts';

const account: AccountFacts = {
  ...{ kind: 'account', token: 't', bank: { code: '004', name: '국민' }, length: 12 },
  ...{ firstThree: '999', lastThree: '123', holder: 'person', fingerprint: 'f' },
};
const transfer = <P extends Payment>(payment: P): P => ({ ...payment, instrument: account });
const at = instant(1_000);
const asked: ReceiptAsked = {
  ...{ amount: null, vat: null, use: 'personal', identity: 'sealed', number: 'G1', at },
};

function issued(payment: Payment, receipts: readonly CashReceipt[] = []): CashReceipt {
  const outcome = issue(payment, receipts, asked);
  if (!outcome.ok) throw new Error(outcome.refusal.kind);
  return outcome.value;
}

test('it is for what is left, with the VAT in it', () => {
  expect(issued(transfer(approved))).toMatchObject({ amount: 50_000n, vat: 4_545n, sequence: 1 });
  const gone = cancelRequest({ status: 'done', amount: won(20_000) });
  expect(issued(transfer({ ...approved, cancels: [gone] }))).toMatchObject({
    amount: 30_000n,
    vat: 2_727n,
  });
});

describe('refused', () => {
  const receipts = [issued(transfer(approved))];
  // biome-ignore format: a table
  test.each([
    ['a card',            approved,           [],       {}, 'not-in-contract'],
    ['what was not paid', transfer(declined), [],       {}, 'payment-not-found'],
    ['a second one',      transfer(approved), receipts, {}, 'cash-receipt-issued'],
    ['too much', transfer(approved), [], { amount: won(50_001) }, 'unfit-field'],
    ['too much VAT', transfer(approved), [], { vat: won(4_546) }, 'unfit-field'],
  ] as const)('%s', (_, payment, before, more, kind) => {
    const given = issue(payment, before, { ...asked, ...more });
    expect(given).toMatchObject({ ok: false, refusal: { kind } });
  });
});

test('a sale without tax has none in its receipt', () => {
  const zero = won(0);
  const tax = { supply: zero, vat: zero, taxFree: approved.amount };
  expect(issued(transfer({ ...approved, tax })).vat).toBe(0n);
  expect(issue(transfer({ ...approved, tax }), [], { ...asked, vat: won(1) }).ok).toBe(false);
});

describe('it follows the money', () => {
  const receipts = [issued(transfer(approved))];
  const gone = (amount: number): Payment => {
    const cancels = [cancelRequest({ status: 'done', amount: won(amount) })];
    return transfer({ ...approved, cancels });
  };
  const next = { number: 'G2', at };

  test('a smaller one takes its place, in the same name', () => {
    expect(follow(gone(20_000), receipts, next)).toMatchObject({
      taken: { sequence: 1, status: 'cancelled', cancelledAt: at },
      issued: { sequence: 2, number: 'G2', amount: 30_000n, vat: 2_727n, identity: 'sealed' },
    });
  });

  test('nothing takes its place where nothing is left', () => {
    expect(follow(gone(50_000), receipts, next)).toMatchObject({ issued: null });
  });

  test('it stays where it is still true, and where none stands', () => {
    const half = issue(transfer(approved), [], { ...asked, amount: won(25_000) });
    if (!half.ok) throw new Error(half.refusal.kind);
    expect(follow(gone(20_000), [half.value], next)).toBeNull();
    expect(follow(gone(20_000), [], next)).toBeNull();
  });
});

// biome-ignore format: a table
test.each([
  ['personal', '01012345678',   true],
  ['personal', '0161234567',    true],
  ['personal', '1248100998',    false],
  ['personal', '9001011234567', false],
  ['company',  '1248100998',    true],
  ['company',  '01012345678',   false],
  ['company',  '',              false],
] as const)('%s %s: %s', (use, digits, fits) => {
  expect(isFitIdentity(use, digits)).toBe(fits);
});

test('cancelled once, and then a new one may be issued', () => {
  const first = issued(transfer(approved));
  const cancelled = cancelReceipt([first], { amount: null, at });
  expect(cancelled).toMatchObject({ ok: true, value: { status: 'cancelled', cancelledAt: at } });
  const gone: CashReceipt = { ...first, status: 'cancelled', cancelledAt: at };
  expect(cancelReceipt([gone], { amount: null, at })).toMatchObject({
    refusal: { kind: 'cash-receipt-not-found' },
  });
  expect(issued(transfer(approved), [gone]).sequence).toBe(2);
  expect(cancelReceipt([first], { amount: won(49_999), at }).ok).toBe(false);
  expect(cancelReceipt([first], { amount: won(50_000), at }).ok).toBe(true);
});
