// Deposits of buyers: what is decided when one comes, goes again, or never comes.
import { describe, expect, test } from 'vitest';
import { won } from '../money/won.ts';
import { approveDeposit, awaitDeposit, endUnpaid, reverseDeposit } from './awaiting-deposit.ts';
import { askCancel, recordCancelAnswer } from './cancel.ts';
import type { CancelId } from './cancel-request.ts';
import {
  awaiting,
  cancelRequest,
  counted,
  intended,
  seoul,
  tax,
  virtualAccount,
} from './example.contract.ts';
import type { Approved, AwaitingDeposit } from './payment.ts';

const amount = won(10_000);
const waiting: AwaitingDeposit = { ...awaiting, amount, tax: tax(9_091, 909) };
const paidAt = seoul('03-09 15:00:00');

function paid(reversals = 0): Approved {
  return approveDeposit(waiting, { paidAt, reversals, newId: counted() }).payment;
}

/** As in the example of the books, whole lines. */
function lines({ journals }: Pick<ReturnType<typeof approveDeposit>, 'journals'>): string[] {
  return journals.flatMap(({ template, postings }) =>
    postings.map(({ side, account, amount: size }) => `${template} ${side} ${account} ${size}`),
  );
}

test('an account that was issued is told, and nothing is booked', () => {
  const decision = awaitDeposit(intended, virtualAccount, { at: paidAt, newId: counted() });
  expect(decision.payment).toMatchObject({
    status: 'awaiting-deposit',
    instrument: virtualAccount,
  });
  expect(decision.notices.map(({ kind }) => kind)).toEqual(['payment.account-issued']);
  expect([...decision.journals, ...decision.rows]).toEqual([]);
});

describe('a deposit of 10,000', () => {
  const decision = approveDeposit(waiting, { paidAt, reversals: 0, newId: counted() });

  test('approves at the time of the bank, with nothing left to capture', () => {
    expect(decision.payment).toMatchObject({
      ...{ status: 'approved', approval: { number: '', at: paidAt }, capturedAt: paidAt },
    });
    expect(decision.notices.map(({ kind }) => kind)).toEqual(['payment.approved']);
    expect(decision.commitBefore).toBeNull();
  });

  test('is 9,700 for the merchant and 300 with VAT for us', () => {
    expect(decision.rows).toMatchObject([
      { kind: '11', sequence: 1, gross: 10_000n, fee: 273n, feeVat: 27n, net: 9_700n, charge: 0n },
    ]);
    expect(lines(decision)).toEqual([
      'buyer-deposit debit bank-clearing 10000',
      'buyer-deposit credit merchant-pending 9700',
      'buyer-deposit credit fee-revenue 273',
      'buyer-deposit credit fee-vat 27',
    ]);
  });
});

describe('a reversal', () => {
  const at = seoul('03-10 09:00:00');
  const asked = { at, newId: counted(), reversals: 0, isSeen: false };

  // biome-ignore format: a table
  const seen: readonly (readonly [isSeen: boolean, template: string, account: string])[] = [
    [false, 'buyer-deposit-reversed', 'bank-clearing'],
    [true,  'seen-deposit-reversed',  'transfers-in-transit'],
  ];
  test.each(seen)('takes all back; on a statement: %s', (isSeen, template, account) => {
    const decision = reverseDeposit(paid(), { ...asked, isSeen });
    expect(decision?.payment.status).toBe('awaiting-deposit');
    expect(decision?.payment).not.toHaveProperty('approval');
    expect(decision === null ? [] : lines(decision)).toEqual([
      `${template} debit merchant-recoverable 9700`,
      `${template} debit fee-revenue 273`,
      `${template} debit fee-vat 27`,
      `${template} credit ${account} 10000`,
    ]);
    expect(decision?.rows).toMatchObject([{ kind: '22', gross: -10_000n, net: -9_700n }]);
  });

  test('on the day of the deposit is a row of that day', () => {
    const decision = reverseDeposit(paid(), { ...asked, at: seoul('03-09 23:00:00') });
    expect(decision?.rows).toMatchObject([{ kind: '21' }]);
  });

  test('and deposits in turn never name a row twice', () => {
    const sequences = [0, 1, 2].flatMap((reversals) => {
      const came = approveDeposit(waiting, { paidAt, reversals, newId: counted() });
      const went = reverseDeposit(came.payment, { ...asked, reversals });
      return [...came.rows, ...(went?.rows ?? [])].map(({ sequence }) => sequence);
    });
    expect(sequences).toEqual([1, 3_001, 3_002, 3_003, 3_004, 3_005]);
  });

  // biome-ignore format: a table
  const cancels = [
    ['requested', false], ['unknown', false], ['done', false],
    ['refused',   true],  ['expired', true],
  ] as const;
  test.each(cancels)('beside a cancel that is %s: %s', (status, isDecided) => {
    const cancel = cancelRequest({ status, amount: won(1_000) });
    const decision = reverseDeposit({ ...paid(), cancels: [cancel] }, asked);
    expect(decision !== null).toBe(isDecided);
  });
});

// biome-ignore format: a table
const ends = [
  ['expire',   'expired',   'payment.expired'],
  ['withdraw', 'withdrawn', 'payment.account-closed'],
] as const;
test.each(ends)('nothing came, %s: %s, and the order number is free', (why, status, told) => {
  const decision = endUnpaid(waiting, why, { at: paidAt, newId: counted() });
  expect(decision.payment.status).toBe(status);
  expect(decision.notices.map(({ kind }) => kind)).toEqual([told]);
  expect(decision.frees).toBe('order and month');
  expect([...decision.journals, ...decision.rows]).toEqual([]);
});

describe('a refund', () => {
  const at = seoul('03-10 11:00:00');
  const refund = { token: 'token-9', bank: '004', holder: '홍길동' };
  const command = { amount: null, reason: '', askedBy: '', id: 'c' as CancelId, at };

  test('without an account is refused, and asks for one', () => {
    const outcome = askCancel(paid(), command, counted());
    expect(outcome).toMatchObject({ ok: false, refusal: { field: 'refundAccount' } });
  });

  test('of all takes 10,300 from the merchant, and keeps both fees', () => {
    const outcome = askCancel(paid(), { ...command, refund }, counted());
    if (!outcome.ok) throw new Error(outcome.refusal.kind);
    expect(outcome.value.cancel.refund).toEqual(refund);
    const reserved = outcome.value.decision.payment;
    const context = { at, newId: counted() };
    const done = recordCancelAnswer(reserved, { answered: 'done' }, context);
    expect(done.rows).toMatchObject([
      { kind: '22', sequence: 2, gross: -10_000n, fee: 273n, feeVat: 27n, net: -10_300n },
    ]);
    expect(lines(done)).toEqual([
      'buyer-refund debit merchant-recoverable 10300',
      'buyer-refund credit buyer-refund-due 10000',
      'buyer-refund credit fee-revenue 273',
      'buyer-refund credit fee-vat 27',
      'refund-sent debit buyer-refund-due 10000',
      'refund-sent credit transfers-in-transit 10000',
    ]);
  });
});
