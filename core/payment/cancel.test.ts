// Decisions on a cancel that is asked for: refused, joined to an equal one, or reserved.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { taxTotal } from '../money/tax.ts';
import { add, type Won, won } from '../money/won.ts';
import type { RefusalKind } from '../refusal.ts';
import { after, minuteMs } from '../time/instant.ts';
import { askCancel, type CancelCommand, openCancel, recordCancelAnswer } from './cancel.ts';
import type { CancelId, CancelRequest } from './cancel-request.ts';
import {
  approved,
  approvedWith,
  callerWith,
  cancelled,
  cancelRequest,
  counted,
  declined,
  intended,
  netCancelled,
  partlyCancelled,
  seoul,
  tax,
  unknown,
} from './example.contract.ts';
import type { Approved, Payment } from './payment.ts';

const noon = seoul('03-09 12:00:00');

function command(amount: number | null, changed: Partial<CancelCommand> = {}): CancelCommand {
  return {
    amount: amount === null ? null : won(amount),
    reason: '단순 변심',
    askedBy: 'demo',
    id: 'cancel-new' as CancelId,
    at: noon,
    ...changed,
  };
}

function withCancels(...cancels: readonly CancelRequest[]): Approved {
  const done = cancels.filter(({ status }) => status === 'done').map(({ amount }) => amount);
  if (done.length === 0) return { ...approved, cancels };
  const status = add(...done) === approved.amount ? 'cancelled' : 'partially-cancelled';
  return { ...approved, status, cancels };
}

type Then = 'reserve' | 'join' | RefusalKind;

/** What asking leads to, in a word. */
function outcomeOf(payment: Payment, asked: CancelCommand): Then {
  const outcome = askCancel(payment, asked, counted());
  return outcome.ok ? outcome.value.does : outcome.refusal.kind;
}

describe('a cancel is refused', () => {
  const wholeOnly = { partialCancel: false };
  const elsewhere = cancelRequest({ amount: won(20_000), reason: '파손' });
  const busy = withCancels(elsewhere);

  // biome-ignore format: a table
  const rows: readonly (readonly [string, Payment, number | null, RefusalKind])[] = [
    // when                             given                    amount  then
    ['of an intended payment',          intended,                null,   'not-cancellable'],
    ['of a declined payment',           declined,                null,   'not-cancellable'],
    ['of an unknown payment',           unknown,                 null,   'not-cancellable'],
    ['of a net-cancelled payment',      netCancelled,            null,   'not-cancellable'],
    ['of a part of an unknown one',     unknown,                 20_000, 'not-cancellable'],
    ['of a cancelled payment',          cancelled,               null,   'already-cancelled'],
    ['of a part of a cancelled one',    cancelled,               7,      'already-cancelled'],
    ['of too much of a cancelled one',  cancelled,               50_001, 'already-cancelled'],
    ['of nothing',                      approved,                0,      'exceeds-cancellable'],
    ['of less than nothing',            approved,                -1,     'exceeds-cancellable'],
    ['of a won too much',               approved,                50_001, 'exceeds-cancellable'],
    ['of a won more than is left',      partlyCancelled,         30_001, 'exceeds-cancellable'],
    ['of the whole, a part being gone', partlyCancelled,         50_000, 'exceeds-cancellable'],
    ['of too much, another open',       busy,                    50_001, 'exceeds-cancellable'],
    ['while another is open',           busy,                    1,      'cancel-in-progress'],
    ['of what another may free again',  busy,                    30_001, 'cancel-in-progress'],
    ['of the rest, another open',       busy,                    null,   'cancel-in-progress'],
    ['of a part, not in the contract',  approvedWith(wholeOnly), 49_999, 'not-in-contract'],
  ];

  test.each(rows)('%s', (_, given, amount, kind) => {
    expect(outcomeOf(given, command(amount))).toBe(kind);
  });

  test('for its contract before anything else, as the table of refusals stands', () => {
    const { contract } = callerWith(wholeOnly);
    expect(outcomeOf({ ...unknown, contract }, command(1))).toBe('not-in-contract');
    expect(outcomeOf({ ...cancelled, contract }, command(1))).toBe('not-in-contract');
    expect(outcomeOf({ ...busy, contract }, command(1))).toBe('not-in-contract');
  });

  test.each([
    ['the whole by name', 50_000],
    ['everything', null],
  ])('but not %s under a contract without partial cancels', (_, amount) => {
    expect(outcomeOf(approvedWith(wholeOnly), command(amount))).toBe('reserve');
  });

  test('with the figures that explain it', () => {
    expect(askCancel(partlyCancelled, command(30_001), counted())).toEqual({
      ok: false,
      refusal: { kind: 'exceeds-cancellable', asked: won(30_001), free: won(30_000) },
    });
    expect(askCancel(unknown, command(null), counted())).toEqual({
      ok: false,
      refusal: { kind: 'not-cancellable', status: 'unknown' },
    });
  });
});

describe('an equal partial cancel', () => {
  const joinedBy = 'cancel-8' as CancelId;
  const handedOver = true;
  const minutesAgo = (minutes: number, ms = 0) => after(noon, -minutes * minuteMs - ms);
  const tenAgo = { askedAt: minutesAgo(10) };
  const longer = { askedAt: minutesAgo(10, 1) };
  const now = { askedAt: minutesAgo(1) };

  // biome-ignore format: a table
  const rows: readonly (readonly [string, Partial<CancelRequest>, Then])[] = [
    // the earlier one           is                                          then
    ['in flight',                { ...now, status: 'requested' },            'join'],
    ['unknown',                  { ...now, status: 'unknown' },              'join'],
    ['told to be unknown',       { ...now, status: 'unknown', handedOver },  'join'],
    ['done, not handed over',    { ...now, status: 'done' },                 'join'],
    ['done and handed over',     { ...now, status: 'done', handedOver },     'reserve'],
    ['refused, not handed over', { ...now, status: 'refused' },              'reserve'],
    ['refused and handed over',  { ...now, status: 'refused', handedOver },  'reserve'],
    ['ten minutes old, open',    { ...tenAgo, status: 'requested' },         'join'],
    ['ten minutes old, done',    { ...tenAgo, status: 'done' },              'join'],
    ['older, open',              { ...longer, status: 'unknown' },           'cancel-in-progress'],
    ['older, done',              { ...longer, status: 'done' },              'reserve'],
    ['joined once, open',        { ...now, status: 'requested', joinedBy },  'cancel-in-progress'],
    ['joined once, done',        { ...now, status: 'done', joinedBy },       'reserve'],
    ['of another amount, open',  { ...now, amount: won(9) },                 'cancel-in-progress'],
    ['of another amount, done',  { ...now, amount: won(9), status: 'done' }, 'reserve'],
    ['for another reason, open', { ...now, reason: '파손' },                 'cancel-in-progress'],
    ['for another reason, done', { ...now, reason: '파손', status: 'done' }, 'reserve'],
  ];

  test.each(rows)('of one %s', (_, earlier, then) => {
    expect(outcomeOf(withCancels(cancelRequest(earlier)), command(20_000))).toBe(then);
  });

  test('joins the latest of several', () => {
    const done = { status: 'done', askedAt: minutesAgo(2) } as const;
    const given = withCancels(
      cancelRequest({ ...done, id: 'second' as CancelId, sequence: 2, amount: won(10_000) }),
      cancelRequest({ ...done, id: 'first' as CancelId, sequence: 1, amount: won(10_000) }),
    );
    const outcome = askCancel(given, command(10_000), counted());
    expect(outcome).toMatchObject({ value: { does: 'join', cancel: { sequence: 2 } } });
  });

  test('changes nothing but that it joined, and posts nothing', () => {
    const earlier = cancelRequest({ status: 'done', askedAt: minutesAgo(1) });
    const given = withCancels(earlier);
    const cancel = { ...earlier, joinedBy: 'cancel-new' as CancelId };
    expect(askCancel(given, command(20_000, { askedBy: 'console' }), counted())).toEqual({
      ok: true,
      value: {
        does: 'join',
        cancel,
        decision: {
          payment: { ...given, version: 3, cancels: [cancel] },
          events: [{ what: 'cancel-requested', at: noon, detail: { joins: 1, by: 'console' } }],
          journals: [],
          rows: [],
          notices: [],
          cancel,
          due: null,
          frees: 'nothing',
          commitBefore: null,
          payoutOpen: null,
        },
      },
    });
  });
});

describe('a cancel of all that is left never joins', () => {
  const askedAt = after(noon, -minuteMs);
  const first = cancelRequest({ status: 'done', askedAt });
  const second = { id: 'cancel-2' as CancelId, sequence: 2, amount: won(30_000) };
  const partAnd = (status: CancelRequest['status']): Approved =>
    withCancels(first, cancelRequest({ ...second, askedAt, status }));
  const inFull = (status: CancelRequest['status']): Approved =>
    withCancels(cancelRequest({ amount: won(50_000), askedAt, status }));

  // biome-ignore format: a table
  const rows: readonly (readonly [string, Approved, number | null, Then])[] = [
    // when                         given                 amount  then
    ['without an amount, open',     inFull('requested'),  null,   'cancel-in-progress'],
    ['without an amount, done',     inFull('done'),       null,   'already-cancelled'],
    ['the whole by name, open',     inFull('unknown'),    50_000, 'cancel-in-progress'],
    ['the whole by name, done',     inFull('done'),       50_000, 'already-cancelled'],
    ['the rest by name, open',      partAnd('requested'), 30_000, 'cancel-in-progress'],
    ['the rest by name, done',      partAnd('done'),      30_000, 'already-cancelled'],
    ['but the part before it does', partAnd('done'),      20_000, 'join'],
  ];

  test.each(rows)('%s', (_, given, amount, then) => {
    expect(outcomeOf(given, command(amount))).toBe(then);
  });
});

test('a reservation holds the amount and its tax parts, and posts nothing on the same day', () => {
  const cancel = cancelRequest({ id: 'cancel-new' as CancelId, askedAt: noon, at: noon });
  expect(askCancel(approved, command(20_000), counted())).toEqual({
    ok: true,
    value: {
      does: 'reserve',
      cancel,
      decision: {
        payment: { ...approved, version: 3, cancels: [cancel] },
        events: [
          {
            what: 'cancel-requested',
            at: noon,
            detail: { cancel: 1, amount: 20_000, by: 'demo' },
          },
        ],
        journals: [],
        rows: [],
        notices: [],
        cancel,
        due: { kind: 'cancel', at: seoul('03-09 12:00:15') },
        frees: 'nothing',
        commitBefore: null,
        payoutOpen: null,
      },
    },
  });
});

describe('what is reserved', () => {
  const mixed: Approved = { ...approved, amount: won(55_000), tax: tax(20_000, 2_000, 33_000) };
  const refused = cancelRequest({ status: 'refused' });

  // biome-ignore format: a table
  const rows = [
    // story                  given                 asked   amount  tax given back              no.
    ['everything',            approved,             null,   50_000, tax(45_455, 4_545),         1],
    ['the whole by name',     approved,             50_000, 50_000, tax(45_455, 4_545),         1],
    ['one won',               approved,             1,      1,      tax(1, 0),                  1],
    ['the rest',              partlyCancelled,      null,   30_000, tax(27_273, 2_727),         2],
    ['after a refused one',   withCancels(refused), 20_000, 20_000, tax(18_182, 1_818),         2],
    ['a part of mixed goods', mixed,                30_000, 30_000, tax(10_909, 1_091, 18_000), 1],
  ] as const;

  test.each(rows)('%s', (_, given, asked, amount, parts, sequence) => {
    const outcome = askCancel(given, command(asked), counted());
    const cancel = { amount: won(amount), tax: parts, sequence, status: 'requested' };
    expect(outcome).toMatchObject({ ok: true, value: { does: 'reserve', cancel } });
  });
});

describe('equal requests, one after the other', () => {
  const answer = (payment: Approved): Approved =>
    recordCancelAnswer(payment, { answered: 'done' }, { at: noon, newId: counted() }).payment;
  const ask = (payment: Approved, id: string): Approved => {
    const outcome = askCancel(payment, command(20_000, { id: id as CancelId }), counted());
    if (!outcome.ok) throw new Error(outcome.refusal.kind);
    return outcome.value.decision.payment;
  };
  const handOver = (payment: Approved): Approved => {
    return { ...payment, cancels: payment.cancels.map((each) => ({ ...each, handedOver: true })) };
  };
  const amounts = (payment: Approved): Won[] => payment.cancels.map(({ amount }) => amount);

  test('a retry after a time-out refunds once', () => {
    const unheard = answer(ask(approved, 'one'));
    expect(amounts(ask(unheard, 'two'))).toEqual([won(20_000)]);
  });

  test('two equal order lines refund twice', () => {
    const heard = handOver(answer(ask(approved, 'one')));
    expect(amounts(answer(ask(heard, 'two')))).toEqual([won(20_000), won(20_000)]);
  });
});

test('the tax parts given back add up to the sale, however it is taken apart', () => {
  const shares = fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(shares, fc.nat(1_000), (asked, freeThousandths) => {
      const free = (50_000 * freeThousandths) / 1_000;
      const vat = Math.floor((2 * (50_000 - free) + 11) / 22);
      let payment: Approved = { ...approved, tax: tax(50_000 - free - vat, vat, free) };
      for (const amount of [...asked, null]) {
        const outcome = askCancel(payment, command(amount, { reason: `${amount}` }), counted());
        if (!outcome.ok) continue;
        expect(taxTotal(outcome.value.cancel.tax)).toBe(outcome.value.cancel.amount);
        const reserved = outcome.value.decision.payment;
        expect(openCancel(reserved)).toEqual(outcome.value.cancel);
        const done = { at: noon, newId: counted() };
        const named = { ...reserved, cancels: reserved.cancels.map(renamed) };
        payment = recordCancelAnswer(named, { answered: 'done' }, done).payment;
      }
      const given = payment.cancels.map((cancel) => cancel.tax);
      expect(payment.status).toBe('cancelled');
      expect(given.flatMap((each) => Object.values(each)).every((part) => part >= 0n)).toBe(true);
      expect(add(...given.map((each) => each.vat))).toBe(payment.tax.vat);
      expect(add(...given.map((each) => each.taxFree))).toBe(payment.tax.taxFree);
    }),
    { seed: 20_260_309 },
  );
});

/** Ids of their own, and answers that were read. */
function renamed(cancel: CancelRequest): CancelRequest {
  return { ...cancel, id: `cancel-${cancel.sequence}` as CancelId, handedOver: true };
}

test.each([
  ['none', approved, null],
  ['one requested', withCancels(cancelRequest()), 'cancel-1'],
  ['one unknown', withCancels(cancelRequest({ status: 'unknown' })), 'cancel-1'],
  ['one done', partlyCancelled, null],
  ['one refused', withCancels(cancelRequest({ status: 'refused' })), null],
] as const)('the open cancel among %s', (_, given, id) => {
  expect(openCancel(given)?.id ?? null).toBe(id);
});
