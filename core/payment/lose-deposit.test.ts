// A deposit that goes after its refund: everything is taken from the shop that the bank took from us.
import { describe, expect, test } from 'vitest';
import { won } from '../money/won.ts';
import { approveDeposit } from './awaiting-deposit.ts';
import type { CancelId, CancelRequest } from './cancel-request.ts';
import { awaiting, cancelRequest, counted, seoul, tax } from './example.contract.ts';
import { loseDeposit } from './lose-deposit.ts';
import { type Approved, remainderOf } from './payment.ts';

const amount = won(10_000);
const waiting = { ...awaiting, amount, tax: tax(9_091, 909) };
const paidAt = seoul('03-09 15:00:00');
const at = seoul('03-10 09:00:00');

function refunded(given: number, changed: Partial<CancelRequest> = {}): Approved {
  const { payment } = approveDeposit(waiting, { paidAt, reversals: 0, newId: counted() });
  const parts = { amount: won(given), tax: tax(given, 0) };
  const cancel = cancelRequest({ status: 'done', ...parts, ...changed });
  const status = given === 10_000 ? 'cancelled' : 'partially-cancelled';
  return { ...payment, status, cancels: [cancel] };
}

const lost = (payment: Approved, isSeen = false) =>
  loseDeposit(payment, { at, newId: counted(), isSeen });

// biome-ignore format: a table
const seen: readonly (readonly [isSeen: boolean, template: string, account: string])[] = [
  [false, 'buyer-deposit-lost', 'bank-clearing'],
  [true,  'seen-deposit-lost',  'transfers-in-transit'],
];
test.each(seen)('the deposit and its fee are taken back; on a statement: %s', (...row) => {
  const [isSeen, template, account] = row;
  const decision = lost(refunded(10_000), isSeen);
  const lines = (decision?.journals ?? []).flatMap((books) =>
    books.postings.map((line) => [books.template, line.side, line.account, line.amount].join(' ')),
  );
  expect(lines).toEqual([
    `${template} debit merchant-recoverable 9700`,
    `${template} debit fee-revenue 273`,
    `${template} debit fee-vat 27`,
    `${template} credit ${account} 10000`,
  ]);
  expect(decision?.rows).toMatchObject([
    { kind: '22', sequence: 32_000, gross: -10_000n, fee: -273n, feeVat: -27n, net: -9_700n },
  ]);
});

describe('the payment', () => {
  test('that was given back whole stays so, and its shop is told', () => {
    const decision = lost(refunded(10_000));
    expect(decision?.payment.status).toBe('cancelled');
    expect(decision?.cancel).toBeNull();
    expect(decision?.notices.map(({ kind }) => kind)).toEqual(['payment.deposit-lost']);
  });

  test('that was given back in part is cancelled for the rest, by the bank', () => {
    const decision = lost(refunded(4_000));
    expect(decision?.payment.status).toBe('cancelled');
    expect(decision?.cancel).toMatchObject({ amount: 6_000n, askedBy: 'bank', status: 'done' });
    expect(decision === null ? null : remainderOf(decision.payment).free).toBe(0n);
    expect(decision?.notices.map(({ kind, cancelId }) => [kind, cancelId !== null])).toEqual([
      ['payment.deposit-lost', false],
      ['payment.cancelled', true],
    ]);
  });
});

// biome-ignore format: a table
const cancels = [
  ['requested', false], ['unknown', false], ['deposited', false], ['account-issued', false],
  ['done',      true],  ['refused', true],  ['expired',   true],
] as const;
test.each(cancels)('beside another refund that is %s: %s', (status, isDecided) => {
  const before = refunded(4_000);
  const id = 'other' as CancelId;
  const other = cancelRequest({ id, sequence: 2, status, amount: won(1_000), tax: tax(1_000, 0) });
  expect(lost({ ...before, cancels: [...before.cancels, other] }) !== null).toBe(isDecided);
});

test('that nobody has given anything back of is reversed, and not lost', () => {
  const { payment } = approveDeposit(waiting, { paidAt, reversals: 0, newId: counted() });
  expect(lost(payment)).toBeNull();
});
