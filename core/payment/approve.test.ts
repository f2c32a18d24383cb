// Decisions from a keyed-in card to an approval, a decline, or an outcome nobody knows.
import { describe, expect, test } from 'vitest';
import type { Terms } from '../merchant/terms.ts';
import { won } from '../money/won.ts';
import type { Refusal } from '../refusal.ts';
import {
  approve,
  callClock,
  decline,
  intend,
  loseSight,
  orderClaim,
  type Purchase,
} from './approve.ts';
import {
  begunAt,
  caller,
  callerWith,
  counted,
  ids,
  intended,
  keyIn,
  seoul,
  tax,
  unknown,
} from './example.contract.ts';

describe('intend refuses', () => {
  const tooSmall = (field: string, expected: string): Refusal => {
    return { kind: 'unfit-field', field, problem: { is: 'out-of-range', expected } };
  };
  const noKeyIn: Refusal = { kind: 'not-in-contract' };
  const noAmount = tooSmall('amount', '1 이상');
  const noInstalment = tooSmall('instalment', '50,000원 이상부터 할부');

  // biome-ignore format: a table
  const rows: readonly (readonly [string, Partial<Terms>, number, number, Refusal])[] = [
    // given, when                          terms             amount  months  then
    ['a contract without key-in',           { keyIn: false }, 50_000, 0,      noKeyIn],
    ['the contract before the amount',      { keyIn: false }, 0,      0,      noKeyIn],
    ['nothing',                             {},               0,      0,      noAmount],
    ['less than nothing',                   {},               -1,     0,      noAmount],
    ['the amount before the instalment',    {},               0,      2,      noAmount],
    ['an instalment of a won too little',   {},               49_999, 2,      noInstalment],
    ['a long instalment of one won',        {},               1,      12,     noInstalment],
  ];

  test.each(rows)('%s', (_, terms, amount, instalment, refusal) => {
    const asked: Purchase = { ...keyIn, amount: won(amount), instalment };
    expect(intend(callerWith(terms), asked, { ...ids, at: begunAt })).toEqual({
      ok: false,
      refusal,
    });
  });
});

describe('intend accepts', () => {
  // biome-ignore format: a table
  test.each([
    ['a lump sum of one won',        1,      0],
    ['a lump sum below 50,000',      49_999, 0],
    ['an instalment of 50,000',      50_000, 2],
    ['the longest instalment',       50_000, 12],
  ])('%s', (_, amount, instalment) => {
    const asked: Purchase = { ...keyIn, amount: won(amount), instalment };
    expect(intend(caller, asked, { ...ids, at: begunAt }).ok).toBe(true);
  });

  // biome-ignore format: a table
  test.each([
    // goods     supply, VAT, tax-free
    ['taxable',  tax(45_455, 4_545)],
    ['tax-free', tax(0, 0, 50_000)],
    ['mixed',    tax(45_455, 4_545)],
  ] as const)('%s goods, whose kind the contract knows', (kind, parts) => {
    const outcome = intend(callerWith({ tax: kind }), keyIn, { ...ids, at: begunAt });
    expect(outcome).toMatchObject({ ok: true, value: { payment: { tax: parts } } });
  });

  test('the example, and takes its order number', () => {
    expect(intend(caller, keyIn, { ...ids, at: begunAt })).toEqual({
      ok: true,
      value: {
        payment: intended,
        buyer: keyIn.buyer,
        extras: keyIn.extras,
        order: { key: 'ORDER-1', scope: '3/credential-1' },
        monthGuard: null,
        credentialVersion: 7,
        event: {
          what: 'intended',
          at: begunAt,
          detail: { by: 'demo', message: 'cookiepay key-in', attempt: 1 },
        },
      },
    });
  });
});

describe('two order numbers', () => {
  const older = { ...caller, merchant: { ...caller.merchant, generation: 2 } };
  const other = { ...caller.credential, id: 'credential-2' as typeof caller.credential.id };
  const ofOther = { ...caller, credential: other };

  // biome-ignore format: a table
  const rows = [
    // story                             one         by      another           by       the same
    ['letter for letter',                'ORDER-1',  caller, 'ORDER-1',        caller,  true],
    ['composed and decomposed (T5)',     '가방-é',   caller, '가방-é'.normalize('NFD'), caller, true],
    ['another case (T5)',                'ORDER-1',  caller, 'order-1',        caller,  false],
    ['full width (T5)',                  'ORDER-1',  caller, 'ORDER-１',       caller,  false],
    ['before and after a reset',         'ORDER-1',  older,  'ORDER-1',        caller,  false],
    ['of two credentials',               'ORDER-1',  caller, 'ORDER-1',        ofOther, false],
  ] as const;

  test.each(rows)('%s', (_, one, by, another, byAnother, same) => {
    const equal =
      JSON.stringify(orderClaim(by, one)) === JSON.stringify(orderClaim(byAnother, another));
    expect(equal).toBe(same);
  });

  test('are kept as written, whatever the key is', () => {
    const written = '가방-é'.normalize('NFD');
    const asked = { ...keyIn, orderNumber: written };
    const outcome = intend(caller, asked, { ...ids, at: begunAt });
    expect(outcome).toMatchObject({ value: { payment: { orderNumber: written } } });
  });
});

test('approve posts the memo, tells it, and must be committed within 12 seconds', () => {
  const given = intended;
  const when = { approvalNumber: '30010001', approvedAt: seoul('03-09 10:00:02') };
  expect(approve(given, when, counted())).toEqual({
    payment: {
      ...given,
      version: 2,
      status: 'approved',
      approval: { number: '30010001', at: seoul('03-09 10:00:02') },
      capturedAt: null,
      payout: null,
      cancels: [],
    },
    events: [{ what: 'approved', at: when.approvedAt, detail: { approvalNumber: '30010001' } }],
    journals: [
      {
        id: 'id-1',
        template: 'approve',
        at: when.approvedAt,
        date: '2026-03-09',
        postings: [
          {
            account: 'authorised-with-acquirers',
            side: 'debit',
            scope: '02',
            subject: 'payment-1',
            amount: won(50_000),
          },
          {
            account: 'authorised-for-merchants',
            side: 'credit',
            scope: 'contract-1',
            subject: 'payment-1',
            amount: won(50_000),
          },
        ],
      },
    ],
    rows: [],
    notices: [{ id: 'id-2', kind: 'payment.approved', at: when.approvedAt, cancelId: null }],
    cancel: null,
    due: null,
    frees: 'nothing',
    commitBefore: seoul('03-09 10:00:12'),
    payoutOpen: null,
  });
});

test('the deadline counts from the start of the call, the books from the approval', () => {
  const given = {
    ...intended,
    attempt: { ...intended.attempt, startedAt: seoul('03-09 23:59:55') },
  };
  const when = { approvalNumber: '1', approvedAt: seoul('03-10 00:00:01') };
  const then = approve(given, when, counted());
  expect(then.commitBefore).toBe(seoul('03-10 00:00:07'));
  expect(then.journals[0]?.date).toBe('2026-03-10');
});

test('the clock of one call leaves each step its time', () => {
  expect(Object.values(callClock)).toEqual([3_000, 8_000, 11_000, 12_000, 14_000]);
});

describe('decline', () => {
  const at = seoul('03-09 10:00:02');

  test('charges nothing, tells it, and keeps the reason', () => {
    expect(decline(intended, { reason: 'limit', at }, counted())).toEqual({
      payment: { ...intended, version: 2, status: 'declined', decline: { reason: 'limit', at } },
      events: [{ what: 'declined', at, detail: { reason: 'limit' } }],
      journals: [],
      rows: [],
      notices: [{ id: 'id-1', kind: 'payment.declined', at, cancelId: null }],
      cancel: null,
      due: null,
      frees: 'nothing',
      commitBefore: null,
      payoutOpen: null,
    });
  });

  test('ends the search for an unknown', () => {
    const { search: _, ...facts } = unknown;
    const then = decline(unknown, { reason: 'balance', at }, counted());
    expect(then.payment).toEqual({
      ...facts,
      version: 3,
      status: 'declined',
      decline: { reason: 'balance', at },
    });
    expect(then.due).toEqual({ kind: 'approval', at: null });
  });
});

test('loseSight posts nothing, says that nothing was charged, and is due at once', () => {
  const at = seoul('03-09 10:00:12');
  expect(loseSight(intended, at, counted())).toEqual({
    payment: {
      ...intended,
      version: 2,
      status: 'unknown',
      search: { since: at, tries: 0, notFoundSince: null },
    },
    events: [{ what: 'unknown', at, detail: { told: 'not charged' } }],
    journals: [],
    rows: [],
    notices: [{ id: 'id-1', kind: 'payment.unknown', at, cancelId: null }],
    cancel: null,
    due: { kind: 'approval', at },
    frees: 'nothing',
    commitBefore: null,
    payoutOpen: null,
  });
});
