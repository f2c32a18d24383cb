// Deposits for parts of one sale, opened at once: enough for their rows in each order.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Terms } from '../merchant/terms.ts';
import { type Won, won } from '../money/won.ts';
import { recordCancelAnswer } from './cancel.ts';
import type { CancelId } from './cancel-request.ts';
import {
  askDeposit,
  beginDeposited,
  expireAccount,
  issueAccount,
  recordDeposit,
} from './deposit-cancel.ts';
import { approved, approvedWith, counted, seoul, tax } from './example.contract.ts';
import type { Approved } from './payment.ts';

const at = seoul('03-19 10:00:00');
const payout = { date: '2026-03-18', closesAt: seoul('03-17 17:00:00') } as Approved['payout'];

interface Part {
  readonly id: CancelId;
  readonly amount: Won;
  readonly deposit: Won;
}

function sold(amount: number, terms: Partial<Terms>): Approved {
  const { contract } = approvedWith({ afterPayout: 'deposit', depositBasis: 'net', ...terms });
  return {
    ...approved,
    contract,
    payout,
    amount: won(amount),
    tax: tax(0, 0, amount),
    capturedAt: seoul('03-10 00:00:00'),
  };
}

/** All accounts are issued before anything is paid into one. */
function issueAll(
  sale: Approved,
  amounts: readonly number[],
): { payment: Approved; parts: Part[] } {
  let payment = sale;
  const parts = amounts.map((each, n): Part => {
    const command = {
      amount: won(each),
      reason: '',
      askedBy: '',
      id: `cancel-${n}` as CancelId,
      at,
    };
    const asked = askDeposit(payment, command);
    if (!asked.ok || asked.value.does !== 'issue') throw new Error('no account is issued');
    const { deposit, amount } = asked.value;
    payment = issueAccount(asked.value, command, {
      deposit: { amount: deposit, bank: '088' },
      newId: counted(),
    }).payment;
    return { id: command.id, amount, deposit };
  });
  return { payment, parts };
}

/** What the cancel's rows come to together with the deposit. */
function payIn(payment: Approved, id: CancelId): { payment: Approved; left: bigint } {
  const newId = counted();
  const received = recordDeposit(payment, id, { at, newId }).payment;
  const begun = beginDeposited(received, at)?.payment as Approved;
  const done = recordCancelAnswer(begun, { answered: 'done' }, { at, newId });
  const left = (done.rows ?? []).reduce((sum, { net }) => sum + net, 0n);
  return { payment: done.payment as Approved, left };
}

// biome-ignore format: a table
test.each([
  // sale   parts           paid in, in the order in which the accounts were asked for
  [50_000,  [50_000],       [48_625n]],
  [50_000,  [20_000],       [19_450n]],
  [1_000,   [100, 900],     [98n, 876n]],
  [1_000,   [900, 100],     [876n, 98n]],
  [1_000,   [1],            [1n]],
] as const)('of %d won, the parts %j', (amount, amounts, deposits) => {
  const { parts } = issueAll(sold(amount, {}), amounts);
  expect(parts.map(({ deposit }) => deposit)).toEqual(deposits);
});

const anyTerms = fc.record({
  feeRate: fc.integer({ min: 0, max: 10_000 }),
  feeBasis: fc.constantFrom('excluding-vat' as const, 'including-vat' as const),
  feeOnCancel: fc.constantFrom('refunded' as const, 'kept' as const),
});

describe('whatever is paid into first, and whatever is never paid into', () => {
  test('a later payout does not go below zero, and gets no more than four won too much', () => {
    const part = fc.integer({ min: 1, max: 100_000 });
    const anyParts = fc.uniqueArray(fc.record({ part, comes: fc.boolean(), turn: fc.nat() }), {
      ...{ minLength: 1, maxLength: 4 },
      // Asked for the same amount again, the same account would be answered.
      selector: (each) => each.part,
    });
    fc.assert(
      fc.property(anyTerms, anyParts, fc.nat({ max: 1_000 }), (terms, wishes, rest) => {
        const amount = wishes.reduce((sum, each) => sum + each.part, rest);
        const { payment: open, parts } = issueAll(
          sold(amount, terms),
          wishes.map((each) => each.part),
        );
        let payment = open;
        const inTurn = parts
          .map((each, n) => ({ ...each, ...wishes[n] }))
          .sort((a, b) => (a.turn ?? 0) - (b.turn ?? 0));
        for (const { id, comes } of inTurn) {
          if (comes !== true) {
            payment = expireAccount(payment, id, { at, newId: counted() }).payment;
            continue;
          }
          const paid = payIn(payment, id);
          payment = paid.payment;
          expect(paid.left).toBeGreaterThanOrEqual(0n);
          expect(paid.left).toBeLessThanOrEqual(4n);
        }
      }),
      { seed: 20_260_309, numRuns: 500 },
    );
  });
});
