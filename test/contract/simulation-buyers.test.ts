// The auditor of the simulation can count what buyers pay into accounts, and what is taken back.
import { describe, expect, test } from 'vitest';
import { type BuyerMove, expectedOfBuyer } from '../simulation/auditor/buyer-model.ts';
import { moneyOfBuyer } from '../simulation/auditor/buyer-money.ts';
import type { Facts } from '../simulation/auditor/facts.ts';

const deposit = (date: string): BuyerMove => ({ what: 'deposit', amount: 10_000n, date });
const reversed = (date: string): BuyerMove => ({ what: 'reversed', amount: 10_000n, date });
const refund = (amount: bigint, date: string): BuyerMove => ({ what: 'refund', amount, date });

// A buyer's 10,000 won, by a fee of 300 with VAT.
// biome-ignore format: a table
const lives: readonly (readonly [what: string, moves: readonly BuyerMove[], rows: readonly string[]])[] = [
  ['a deposit',                      [deposit('2026-03-09')],                           ['11 9700 273 27']],
  ['taken back on its own day',      [deposit('2026-03-09'), reversed('2026-03-09')],   ['11 9700 273 27', '21 -9700 -273 -27']],
  ['taken back a day later',         [deposit('2026-03-09'), reversed('2026-03-10')],   ['11 9700 273 27', '22 -9700 -273 -27']],
  ['and paid again, another sale',
    [deposit('2026-03-09'), reversed('2026-03-10'), deposit('2026-03-10'), refund(10_000n, '2026-03-10')],
    ['11 9700 273 27', '22 -9700 -273 -27', '11 9700 273 27', '21 -10300 273 27']],
  ['taken back after it was given back', [deposit('2026-03-09'), refund(10_000n, '2026-03-10'), reversed('2026-03-11')],
    ['11 9700 273 27', '22 -10300 273 27', '22 -9700 -273 -27']],
  ['given back: a refund costs, too', [deposit('2026-03-09'), refund(10_000n, '2026-03-10')], ['11 9700 273 27', '22 -10300 273 27']],
  ['given back in two parts, one on its day',
    [deposit('2026-03-09'), refund(4_000n, '2026-03-09'), refund(6_000n, '2026-03-10')],
    ['11 9700 273 27', '21 -4300 273 27', '22 -6300 273 27']],
];

describe('the auditor', () => {
  test.each(lives)('knows the rows of %s', (_, moves, rows) => {
    const found = expectedOfBuyer(300n, moves).rows;
    expect(found.map(({ kind, net, fee, feeVat }) => `${kind} ${net} ${fee} ${feeVat}`)).toEqual(
      rows,
    );
  });

  const balanceOf = (moves: readonly BuyerMove[], feeWithVat = 300n) =>
    [...expectedOfBuyer(feeWithVat, moves).balances]
      .map(([account, won]) => `${account} ${won}`)
      .sort();

  test('expects fees of 546 and 54 after a refund, and 600 that the shop owes', () => {
    expect(balanceOf([deposit('2026-03-09'), refund(10_000n, '2026-03-10')])).toEqual([
      ...['bank-clearing 10000', 'fee-revenue -546', 'fee-vat -54', 'merchant-pending -9700'],
      ...['merchant-recoverable 10300', 'transfers-in-transit -10000'],
    ]);
  });

  test('expects nothing but the shop’s two sides after a reversal', () => {
    expect(balanceOf([deposit('2026-03-09'), reversed('2026-03-10')])).toEqual([
      ...['merchant-pending -9700', 'merchant-recoverable 9700'],
    ]);
  });

  test('sees what leaves after a statement had told of it as a transfer', () => {
    const seen = { ...reversed('2026-03-11'), isSeen: true };
    expect(balanceOf([deposit('2026-03-09'), seen])).toEqual([
      ...['bank-clearing 10000', 'merchant-pending -9700', 'merchant-recoverable 9700'],
      'transfers-in-transit -10000',
    ]);
  });

  test('balances every life, also where nothing is charged', () => {
    for (const fee of [0n, 1n, 300n, 655n]) {
      for (const [, moves] of lives) {
        const won = [...expectedOfBuyer(fee, moves).balances.values()];
        expect(won.reduce((sum, each) => sum + each, 0n)).toBe(0n);
      }
    }
  });
});

describe('what the bank’s record says', () => {
  const id = 'payment';
  const deposits = (...rows: readonly (readonly [at: number, reversedAt: number | null])[]) =>
    rows.map(([at, reversedAt], n) => ({
      ...{ id: `deposit-${n}`, accountId: id, amount: 10_000n, at, reversedAt },
      ...{ taken: true, kept: false },
    }));
  const paid = (approvedAt: number | null) => ({ id, requestId: 'request', approvedAt });
  const saysOf = (given: object, approvedAt: number | null = null) => {
    const facts = { deposits: [], cancels: [], transfers: [], ...given } as unknown as Facts;
    return moneyOfBuyer(paid(approvedAt) as Parameters<typeof moneyOfBuyer>[0], facts);
  };
  const refunds = (bounced: boolean) => ({
    cancels: [{ id: 'cancel', paymentId: id }],
    transfers: [{ transferId: 'cancel', amount: 4_000n, bounced }],
  });

  test.each([
    ['nothing came', [], null, undefined],
    ['a deposit that stands', [[5, null]], 5, 5],
    ['one that is gone', [[5, 6]], null, undefined],
    [
      'one that is gone, and another one',
      [
        [5, 6],
        [7, null],
      ],
      7,
      7,
    ],
  ] as const)('%s', (_, rows, approvedAt, at) => {
    expect(saysOf({ deposits: deposits(...rows) }, approvedAt).sale?.at).toBe(at);
  });

  test('a refund is a transfer under the id of its cancel; one that bounced is none', () => {
    const given = { deposits: deposits([5, null]) };
    expect(saysOf({ ...given, ...refunds(false) }, 5).sale?.cancelled).toBe(4_000n);
    expect(saysOf({ ...given, ...refunds(true) }, 5).sale?.cancelled).toBe(0n);
  });

  test('a deposit that went while its buyer was refunded was paid all the same', () => {
    const given = { deposits: deposits([5, 6]) };
    expect(saysOf({ ...given, ...refunds(false) }, 5).sale?.at).toBe(5);
    expect(saysOf({ ...given, ...refunds(true) }, 5).sale).toBeUndefined();
  });
});
