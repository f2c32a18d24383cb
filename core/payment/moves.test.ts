// The tables of lifecycles: closed, without dead ends, and obeyed by every decision.
import { describe, expect, test } from 'vitest';
import { won } from '../money/won.ts';
import { adopt } from './adopt.ts';
import { approve, decline, loseSight } from './approve.ts';
import { approveDeposit, awaitDeposit, endUnpaid, reverseDeposit } from './awaiting-deposit.ts';
import { askCancel, recordCancelAnswer } from './cancel.ts';
import type { CancelId, CancelRequest } from './cancel-request.ts';
import {
  approved,
  cancelRequest,
  counted,
  examples,
  frozen,
  seoul,
  virtualAccount,
} from './example.contract.ts';
import {
  allowed,
  attemptMoves,
  type CancelMove,
  cancelFinal,
  cancelMove,
  cancelMoves,
  type PaymentMove,
  paymentFinal,
  paymentMove,
  paymentMoves,
} from './moves.ts';
import type {
  Approved,
  AwaitingDeposit,
  BillingKeyId,
  Intended,
  Payment,
  PaymentStatus,
  ScheduleId,
  Unknown,
} from './payment.ts';
import { resolveApproval } from './resolve.ts';

type Row = readonly [from: string, on: string, to: string, ...unknown[]];
type Table = readonly [
  name: string,
  rows: readonly Row[],
  starts: readonly string[],
  finals: readonly string[],
];

// biome-ignore format: a table
const tables: readonly Table[] = [
  ['payment', paymentMoves, ['intended'],  paymentFinal],
  ['attempt', attemptMoves, ['in-flight'], ['approved', 'declined', 'net-cancelled']],
  ['cancel',  cancelMoves,  ['requested', 'account-issued'], cancelFinal],
];

describe.each(tables)('the lifecycle of %s', (_, rows, starts, finals) => {
  const states = [...new Set(rows.flatMap(([from, , to]) => [from, to]))];

  test('has no way out of a final state, and one out of any other', () => {
    const stuck = states.filter((state) => rows.every(([from]) => from !== state));
    expect(stuck.sort()).toEqual([...finals].sort());
  });

  test('says once where a move leads', () => {
    const moves = rows.map(([from, on]) => `${from} ${on}`);
    expect(new Set(moves).size).toBe(moves.length);
  });

  test('reaches every state', () => {
    const reached = new Set(starts);
    for (const _ of states) {
      for (const [from, , to] of rows) if (reached.has(from)) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...states].sort());
  });

  test('can always come to an end', () => {
    const ending = new Set(finals);
    for (const _ of states) {
      for (const [from, , to] of rows) if (ending.has(to)) ending.add(from);
    }
    expect([...ending].sort()).toEqual([...states].sort());
  });
});

/** A question alone changes no attempt, and an account is issued without one. */
const ofNoRail: readonly PaymentMove[] = ['search', 'issue'];

test('an attempt and its payment agree: what is in flight is intended', () => {
  const attempts = attemptMoves.map(([from, on, to]) => {
    return [from === 'in-flight' ? 'intended' : from, on, to];
  });
  const payments = paymentMoves
    .filter(([from, on]) => (from === 'intended' || from === 'unknown') && !ofNoRail.includes(on))
    .map(([from, on, to]) => [from, on, to]);
  expect(attempts).toEqual(payments);
});

test('only an approval, its reversal and a cancel move money, and all are told', () => {
  const silent = paymentMoves.filter(([, , , posts, notice]) => posts !== null && notice === null);
  const posting = paymentMoves.filter(([, , , posts]) => posts !== null).map(([, on]) => on);
  expect(silent).toEqual([]);
  expect([...new Set(posting)]).toEqual(['approve', 'reverse', 'cancel-part', 'cancel-rest']);
});

const late = seoul('03-09 10:00:14');

/** The payment with an open cancel, in whatever state it is: only some may have one. */
function withOpenCancel(payment: Payment, amount: number): Approved {
  const earlier = 'cancels' in payment ? payment.cancels : [];
  const open = cancelRequest({ id: 'open' as CancelId, sequence: 9, amount: won(amount) });
  return { ...(payment as Approved), cancels: [...earlier, open] };
}

/** Takes the rest where there is one, whatever the state. */
function restOf(payment: Payment): number {
  return payment.status === 'partially-cancelled' ? 30_000 : 50_000;
}

function answer(payment: Approved, answered: 'done' | 'refused') {
  const said = answered === 'done' ? { answered } : { answered, reason: 'other' as const };
  return recordCancelAnswer(payment, said, { at: late, newId: counted() }).payment;
}

/** Null for a refusal. */
function reserve(payment: Payment): Payment | null {
  const command = { amount: null, reason: '', askedBy: '', id: 'c' as CancelId, at: late };
  const asked = askCancel(payment, command, counted());
  return asked.ok ? asked.value.decision.payment : null;
}

function search(payment: Payment, found: 'no-answer' | 'net-cancelled'): Payment {
  const context = { at: late, newId: counted() };
  return resolveApproval(payment as Unknown, { found }, context).payment;
}

/** Only a round of a schedule, of which nobody was told anything. */
function adoptRound(payment: Unknown): Payment {
  const round = { schedule: 'schedule-1' as ScheduleId, round: 1, nth: 1 };
  const billing = { key: 'key-1' as BillingKeyId, month: null, round };
  const answer = { approvalNumber: '1', approvedAt: late };
  return adopt({ ...payment, billing }, answer, { at: late, newId: counted() }).payment;
}

function told() {
  return { at: late, newId: counted() };
}

// The decision that makes each move, tried on a payment in any state.
// biome-ignore format: a table
const decide: Record<PaymentMove, (payment: Payment) => Payment | null> = {
  'approve':     (payment) => payment.status === 'unknown' ? adoptRound(payment)
                   : payment.status === 'awaiting-deposit'
                   ? approveDeposit(payment, { paidAt: late, reversals: 0, newId: counted() }).payment
                   : approve(payment as Intended,
                     { approvalNumber: '1', approvedAt: late }, counted()).payment,
  'issue':       (payment) => awaitDeposit(payment as Intended, virtualAccount, told()).payment,
  'expire':      (payment) => endUnpaid(payment as AwaitingDeposit, 'expire', told()).payment,
  'withdraw':    (payment) => endUnpaid(payment as AwaitingDeposit, 'withdraw', told()).payment,
  'reverse':     (payment) => reverseDeposit(payment as Approved,
                   { ...told(), reversals: 0, isSeen: false })?.payment ?? null,
  'decline':     (payment) => decline(payment as Intended, { reason: 'limit', at: late }, counted())
                   .payment,
  'lose-sight':  (payment) => loseSight(payment as Intended, late, counted()).payment,
  'search':      (payment) => search(payment, 'no-answer'),
  'net-cancel':  (payment) => search(payment, 'net-cancelled'),
  'reserve':     (payment) => reserve(payment),
  'release':     (payment) => answer(withOpenCancel(payment, 1), 'refused'),
  'cancel-part': (payment) => answer(withOpenCancel(payment, 1), 'done'),
  'cancel-rest': (payment) => answer(withOpenCancel(payment, restOf(payment)), 'done'),
};

function attempted(on: PaymentMove, payment: Payment): Payment | null {
  try {
    return decide[on](payment);
  } catch {
    return null;
  }
}

describe.each(Object.keys(examples) as PaymentStatus[])('a payment that is %s', (from) => {
  describe.each(Object.keys(decide) as PaymentMove[])('%s', (on) => {
    const row = paymentMove(from, on);

    test(row === null ? 'is refused and changes nothing' : `becomes ${row[2]}`, () => {
      const given = frozen(structuredClone(examples[from]));
      const next = attempted(on, given);
      expect(next?.status ?? null).toBe(row?.[2] ?? null);
      if (next !== null) expect(next.version).toBe(given.version + 1);
      expect(given).toEqual(examples[from]);
    });
  });
});

test('every move of the payment table was tried', () => {
  expect(new Set(paymentMoves.map(([, on]) => on))).toEqual(new Set(Object.keys(decide)));
});

// What the rail may say of a cancel; losing sight and searching are both its silence.
// biome-ignore format: a table
const railSays = {
  'done':       { answered: 'done' },
  'refuse':     { answered: 'refused', reason: 'other' },
  'lose-sight': { answered: 'nothing' },
  'search':     { answered: 'nothing' },
} as const satisfies Partial<Record<CancelMove, Parameters<typeof recordCancelAnswer>[1]>>;
type RailMove = keyof typeof railSays;

const cancelStatuses = [
  ...(['requested', 'unknown', 'done', 'refused'] as const),
  ...(['account-issued', 'deposited', 'expired'] as const),
];

function statusAfter(from: CancelRequest['status'], on: RailMove): string | null {
  const given = frozen({ ...approved, cancels: [cancelRequest({ status: from })] });
  try {
    const context = { at: late, newId: counted() };
    return recordCancelAnswer(given, railSays[on], context).cancel?.status ?? null;
  } catch {
    return null;
  }
}

describe.each(cancelStatuses)('a cancel %s', (from) => {
  test.each(Object.keys(railSays) as RailMove[])('%s', (on) => {
    const to = cancelMove(from, on)?.[2] ?? null;
    // Silence is one thing or the other, depending on what was known before.
    const silence = on === 'search' ? 'lose-sight' : on === 'lose-sight' ? 'search' : on;
    expect(statusAfter(from, on)).toBe(to ?? cancelMove(from, silence)?.[2] ?? null);
  });
});

test('a forbidden move stops whoever relied on it', () => {
  expect(() => allowed(paymentMove('cancelled', 'approve'))).toThrow('no such move');
  expect(() => allowed(cancelMove('done', 'refuse'))).toThrow('no such move');
});
