// Cancels after the payout by deposit: which are asked for, and what each deposit leads to.
import { describe, expect, test } from 'vitest';
import { type Won, won } from '../money/won.ts';
import type { RefusalKind } from '../refusal.ts';
import { recordCancelAnswer } from './cancel.ts';
import type { CancelId, CancelRequest } from './cancel-request.ts';
import {
  askDeposit,
  beginDeposited,
  type DepositCommand,
  expireAccount,
  issueAccount,
  recordDeposit,
} from './deposit-cancel.ts';
import {
  approved,
  approvedWith,
  awaiting,
  cancelled,
  cancelRequest,
  counted,
  declined,
  intended,
  seoul,
  tax,
  unknown,
  virtualAccount,
} from './example.contract.ts';
import { type Approved, type Payment, remainderOf } from './payment.ts';

const closesAt = seoul('03-17 17:00:00');
const payout = { date: '2026-03-18', closesAt } as Approved['payout'];
const afterwards = seoul('03-19 10:00:00');

/** Captured, paid out on the 18th, and closed the day before at five. */
function sold(changed: Partial<Approved> = {}): Approved {
  const { contract } = approvedWith({ afterPayout: 'deposit' });
  return { ...approved, contract, capturedAt: seoul('03-10 00:00:00'), payout, ...changed };
}

function soldUnder(terms: Parameters<typeof approvedWith>[0]): Approved {
  return sold({ contract: approvedWith({ afterPayout: 'deposit', ...terms }).contract });
}

function command(amount: number | null, at = afterwards): DepositCommand {
  const id = 'cancel-9' as CancelId;
  return { amount: amount === null ? null : won(amount), reason: '', askedBy: '', id, at };
}

function waiting(amount: number, changed: Partial<CancelRequest> = {}): CancelRequest {
  const deposit = { amount: won(amount), bank: '088' };
  return cancelRequest({ status: 'account-issued', amount: won(amount), deposit, ...changed });
}

type Then = 'issue' | 'repeat' | RefusalKind;

function outcomeOf(payment: Payment, asked: DepositCommand): Then {
  const outcome = askDeposit(payment, asked);
  return outcome.ok ? outcome.value.does : outcome.refusal.kind;
}

describe('asked for an account', () => {
  const refused = won(20_000);
  const onVirtual = { instrument: virtualAccount, method: 'virtual-account' } as const;

  // biome-ignore format: a table
  const rows: readonly (readonly [string, Payment, number | null, Then])[] = [
    // given                               payment                                        amount  then
    ['all of a sale that was paid out',    sold(),                                        null,   'issue'],
    ['a part of it',                       sold(),                                        20_000, 'issue'],
    ['a won too much',                     sold(),                                        50_001, 'exceeds-cancellable'],
    ['nothing',                            sold(),                                        0,      'exceeds-cancellable'],
    ['the same amount again',              sold({ cancels: [waiting(20_000)] }),          20_000, 'repeat'],
    ['another amount that is left',        sold({ cancels: [waiting(20_000)] }),          30_000, 'issue'],
    ['more than is left beside it',        sold({ cancels: [waiting(20_000)] }),          30_001, 'deposit-awaited'],
    ['all, while a part of it waits',      sold({ cancels: [waiting(20_000)] }),          null,   'deposit-awaited'],
    ['all, while a part of it is under way', sold({ cancels: [waiting(20_000, { status: 'deposited' })] }), null, 'cancel-in-progress'],
    ['after a refused one',                sold({ cancels: [waiting(20_000, { status: 'refused', amount: refused })] }), null, 'issue'],
    ['after one that expired',             sold({ cancels: [waiting(20_000, { status: 'expired' })] }), 20_000, 'issue'],
    ['a contract that offsets',            soldUnder({ afterPayout: 'offset' }),          null,   'not-in-contract'],
    ['a contract that refuses',            soldUnder({ afterPayout: 'refuse' }),          null,   'not-in-contract'],
    ['a part where a card has none',       soldUnder({ partialCancel: false }),           20_000, 'not-in-contract'],
    ['all where a card has no parts',      soldUnder({ partialCancel: false }),           null,   'issue'],
    ['what came into an account',          sold(onVirtual),                               null,   'not-in-contract'],
    ['what was never paid',                { ...intended, contract: sold().contract },    null,   'not-cancellable'],
    ['what was declined',                  { ...declined, contract: sold().contract },    null,   'not-cancellable'],
    ['what nobody knows',                  { ...unknown, contract: sold().contract },     null,   'not-cancellable'],
    ['what waits for its buyer',           { ...awaiting, contract: sold().contract },    null,   'not-in-contract'],
    ['what is cancelled',                  { ...cancelled, payout },                      null,   'already-cancelled'],
    ['what has no payout yet',             sold({ payout: null }),                        null,   'cancel-works'],
  ];
  test.each(rows)('%s: %4$s', (_, payment, amount, then) => {
    expect(outcomeOf(payment, command(amount))).toBe(then);
  });

  test('to the millisecond at which the payout closes an ordinary cancel works', () => {
    const before = seoul('03-17 16:59:59.999');
    expect(outcomeOf(sold(), command(null, before))).toBe('cancel-works');
    expect(outcomeOf(sold(), command(null, closesAt))).toBe('issue');
  });
});

describe('what is to be paid in', () => {
  const depositFor = (payment: Approved, amount: number | null): Won | null => {
    const outcome = askDeposit(payment, command(amount));
    return outcome.ok && outcome.value.does === 'issue' ? outcome.value.deposit : null;
  };

  // biome-ignore format: a table
  const rows = [
    // basis   amount  paid in
    ['gross',  null,   50_000n],
    ['gross',  20_000, 20_000n],
    ['net',    null,   48_625n],
    ['net',    20_000, 19_450n],
    ['net',    1,      1n], // a won has no fee
  ] as const;
  test.each(rows)('%s, %s: %s', (depositBasis, amount, deposit) => {
    expect(depositFor(soldUnder({ depositBasis }), amount)).toBe(deposit);
  });
});

function issued(amount: number | null = null): Approved {
  const payment = sold();
  const outcome = askDeposit(payment, command(amount));
  if (!outcome.ok || outcome.value.does !== 'issue') throw new Error('no account is issued');
  const deposit = { amount: outcome.value.deposit, bank: '088' };
  return issueAccount(outcome.value, command(amount), { deposit, newId: counted() }).payment;
}

const context = () => ({ at: seoul('03-20 14:00:00'), newId: counted() });
const id = 'cancel-9' as CancelId;

describe('an account that was issued', () => {
  test('reserves, and moves no money', () => {
    expect(remainderOf(issued(20_000))).toMatchObject({ reserved: 20_000n, free: 30_000n });
  });

  test('that nothing comes into sets free what it reserved', () => {
    const decision = expireAccount(issued(), id, context());
    expect(remainderOf(decision.payment)).toMatchObject({ reserved: 0n, free: 50_000n });
    expect(decision.notices.map(({ kind }) => kind)).toEqual(['cancel.expired']);
    expect(decision.journals).toEqual([]);
  });

  test('that is paid into is kept for its cancel, whose day is the bank’s', () => {
    const decision = recordDeposit(issued(), id, context());
    expect(decision.journals.map(({ template }) => template)).toEqual(['deposit-received']);
    expect(decision.cancel).toMatchObject({ status: 'deposited', askedAt: context().at });
    expect(decision.due).toMatchObject({ kind: 'cancel' });
  });

  test.each(['deposited', 'expired'] as const)('and is %s takes no deposit', (status) => {
    const cancels = [waiting(50_000, { id, status })];
    expect(() => recordDeposit(sold({ cancels }), id, context())).toThrow();
    expect(() => expireAccount(sold({ cancels }), id, context())).toThrow();
  });
});

describe('a deposit that came', () => {
  const came = () => recordDeposit(issued(), id, context()).payment;

  test('waits while another cancel is on the rail', () => {
    const other = cancelRequest({ amount: won(1_000) });
    const payment = { ...came(), cancels: [...came().cancels, other] };
    expect(beginDeposited({ ...payment, amount: won(51_000) }, afterwards)).toBeNull();
    expect(beginDeposited(came(), afterwards)?.cancel).toMatchObject({ status: 'requested' });
    expect(beginDeposited(sold(), afterwards)).toBeNull();
  });

  test('gives back tax that closes, also where two accounts were open at once', () => {
    let payment = sold({ amount: won(100), tax: tax(91, 9) });
    const parts = [
      { id: 'cancel-1' as CancelId, amount: won(17) },
      { id: 'cancel-2' as CancelId, amount: won(83) },
    ];
    const at = afterwards;
    const newId = counted();
    for (const part of parts) {
      const wish = { ...command(null), ...part };
      const asked = askDeposit(payment, wish);
      if (!asked.ok || asked.value.does !== 'issue') throw new Error('an account is issued');
      const deposit = { amount: asked.value.deposit, bank: '088' };
      payment = issueAccount(asked.value, wish, { deposit, newId }).payment;
    }
    for (const { id } of parts) payment = recordDeposit(payment, id, { at, newId }).payment;
    for (const _ of parts) {
      payment = beginDeposited(payment, at)?.payment as Approved;
      payment = recordCancelAnswer(payment, { answered: 'done' }, { at, newId })
        .payment as Approved;
    }
    expect(payment.status).toBe('cancelled');
    const back = payment.cancels.map((cancel) => cancel.tax);
    expect(back).toEqual([tax(16, 1), tax(75, 8)]);
  });

  const begun = () => beginDeposited(came(), afterwards)?.payment as Approved;

  test('is credited with the cancel, in rows of its own', () => {
    const done = recordCancelAnswer(begun(), { answered: 'done' }, context());
    expect(done.payment.status).toBe('cancelled');
    expect(done.journals.map(({ template }) => template)).toEqual([
      'cancel-fee-refunded',
      'deposit-credited',
    ]);
    expect(done.rows).toMatchObject([
      { kind: '22', net: -48_625n },
      { kind: 'deposit', net: 50_000n },
    ]);
  });

  test('goes back when the rail refuses, and the shop is told', () => {
    const answer = { answered: 'refused', reason: 'suspended' } as const;
    const done = recordCancelAnswer(begun(), answer, context());
    expect(done.journals.map(({ template }) => template)).toEqual(['deposit-returned']);
    expect(done.notices.map(({ kind }) => kind)).toEqual(['cancel.refused']);
    expect(remainderOf(done.payment)).toMatchObject({ reserved: 0n, free: 50_000n });
  });

  test('stays where it is while nobody knows', () => {
    const done = recordCancelAnswer(begun(), { answered: 'nothing' }, context());
    expect(done.journals).toEqual([]);
    expect(remainderOf(done.payment)).toMatchObject({ reserved: 50_000n });
  });
});
