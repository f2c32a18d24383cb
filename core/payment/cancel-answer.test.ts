// Decisions on what the rail said to a cancel: done, refused or nothing, at once or later.
import { describe, expect, test } from 'vitest';
import { BrokenInvariant } from '../invariant.ts';
import { won } from '../money/won.ts';
import { after, type Instant, secondMs } from '../time/instant.ts';
import { type CancelAnswer, recordCancelAnswer } from './cancel.ts';
import type { CancelId, CancelRequest } from './cancel-request.ts';
import type { Decision } from './decision.ts';
import {
  approved,
  cancelled,
  cancelRequest,
  counted,
  partlyCancelled,
  seoul,
  tax,
} from './example.contract.ts';
import type { Approved } from './payment.ts';

const at = seoul('03-09 11:00:01');
const afterAsking = (seconds: number): Instant =>
  after(cancelRequest().askedAt, seconds * secondMs);
const done: CancelAnswer = { answered: 'done' };
const refused: CancelAnswer = { answered: 'refused', reason: 'suspended' };
const nothing: CancelAnswer = { answered: 'nothing' };

const rest = cancelRequest({
  id: 'cancel-2' as CancelId,
  sequence: 2,
  amount: won(30_000),
  tax: tax(27_273, 2_727),
});

function withCancel(cancel: Partial<CancelRequest>): Approved {
  return { ...approved, version: 3, cancels: [cancelRequest(cancel)] };
}

/** After 20,000 were cancelled: what is left, unless something else is said. */
function withSecond(cancel: Partial<CancelRequest>): Approved {
  return { ...partlyCancelled, cancels: [...partlyCancelled.cancels, { ...rest, ...cancel }] };
}

function record(payment: Approved, answer: CancelAnswer, when: Instant = at): Decision<Approved> {
  return recordCancelAnswer(payment, answer, { at: when, newId: counted() });
}

describe('an answer without an open request is a bug', () => {
  test.each([
    ['no request', approved],
    ['one that is done', partlyCancelled],
    ['a cancelled payment', cancelled],
    ['one that was refused', withCancel({ status: 'refused' })],
  ])('%s', (_, given) => {
    expect(() => record(given, done)).toThrow(BrokenInvariant);
    expect(() => record(given, refused)).toThrow(BrokenInvariant);
    expect(() => record(given, nothing)).toThrow(BrokenInvariant);
  });
});

// biome-ignore format: a table
const outcomes = [
  // from       answer   request    payment                tries told                 due after s
  ['requested', refused, 'refused', 'approved',            0,    null,                null],
  ['unknown',   refused, 'refused', 'approved',            0,    'cancel.refused',    null],
  ['requested', nothing, 'unknown', 'approved',            0,    'cancel.unknown',    1],
  ['unknown',   nothing, 'unknown', 'approved',            1,    null,                5],
  ['requested', done,    'done',    'partially-cancelled', 0,    'payment.cancelled', null],
  ['unknown',   done,    'done',    'partially-cancelled', 0,    'payment.cancelled', null],
] as const;

describe.each(outcomes)('%s, %o', (from, answer, status, payment, tries, told, due) => {
  const then = record(withCancel({ status: from }), answer);

  test(`becomes ${status} on a payment that is ${payment}`, () => {
    expect(then.cancel).toMatchObject({ id: 'cancel-1', status, tries, at });
    expect(then.payment).toMatchObject({ status: payment, version: 4, cancels: [then.cancel] });
  });

  test(`tells ${told ?? 'nobody'}`, () => {
    expect(then.notices.map(({ kind, cancelId }) => [kind, cancelId])).toEqual(
      told === null ? [] : [[told, 'cancel-1']],
    );
  });

  test('is due again only while nobody knows', () => {
    expect(then.due).toEqual({
      kind: 'cancel',
      at: due === null ? null : afterAsking(due),
    });
  });

  test('posts when it is done and only then', () => {
    expect(then.journals.map(({ template }) => template)).toEqual(
      answer === done ? ['cancel-same-day'] : [],
    );
    expect(then.rows).toEqual([]);
  });
});

test('refused: the reservation is free again and the reason is kept', () => {
  const given = withCancel({});
  const cancel = cancelRequest({ status: 'refused', decline: 'suspended', at });
  expect(record(given, refused)).toEqual({
    payment: { ...given, version: 4, cancels: [cancel] },
    events: [{ what: 'cancel-refused', at, detail: { cancel: 1, reason: 'suspended' } }],
    journals: [],
    rows: [],
    notices: [],
    cancel,
    due: { kind: 'cancel', at: null },
    frees: 'nothing',
    commitBefore: null,
    payoutOpen: null,
  });
});

test('done: the memo is taken back on the day of the reservation', () => {
  const given = withCancel({});
  const cancel = cancelRequest({ status: 'done', at });
  expect(record(given, done)).toEqual({
    payment: { ...given, version: 4, status: 'partially-cancelled', cancels: [cancel] },
    events: [{ what: 'cancelled', at, detail: { cancel: 1, amount: 20_000, remaining: 30_000 } }],
    journals: [
      {
        id: 'id-1',
        template: 'cancel-same-day',
        at,
        date: '2026-03-09',
        postings: [
          {
            account: 'authorised-for-merchants',
            side: 'debit',
            scope: 'contract-1',
            subject: 'payment-1',
            amount: won(20_000),
          },
          {
            account: 'authorised-with-acquirers',
            side: 'credit',
            scope: '02',
            subject: 'payment-1',
            amount: won(20_000),
          },
        ],
      },
    ],
    rows: [],
    notices: [{ id: 'id-2', kind: 'payment.cancelled', at, cancelId: 'cancel-1' }],
    cancel,
    due: { kind: 'cancel', at: null },
    frees: 'nothing',
    commitBefore: null,
    payoutOpen: null,
  });
});

// biome-ignore format: a table
const lasts = [
  // story                      given                                status                 left
  ['a part of the whole',       withCancel({}),                      'partially-cancelled', 30_000],
  ['the whole at once',         withCancel({ amount: won(50_000) }), 'cancelled',           0],
  ['a won less than the whole', withCancel({ amount: won(49_999) }), 'partially-cancelled', 1],
  ['a part of the rest',        withSecond({ amount: won(29_999) }), 'partially-cancelled', 1],
  ['the rest',                  withSecond({}),                      'cancelled',           0],
] as const;

test.each(lasts)('%s', (_, given, status, remaining) => {
  const then = record(given, done);
  expect(then.payment.status).toBe(status);
  expect(then.events[0]?.detail).toMatchObject({ remaining });
});

describe('while the rail is silent', () => {
  // biome-ignore format: a table
  const silences = [
    // tries  seconds since asked  event              due after s
    [0,       12,                  'cancel-searched', 13],
    [1,       13,                  'cancel-searched', 15],
    [2,       15,                  'cancel-searched', 30],
    [6,       240,                 'cancel-searched', 540],
    [17,      3_540,               'cancel-searched', 3_840],
    [18,      3_840,               'flagged',         7_440],
  ] as const;

  test.each(silences)('try %d after %d s: %s', (tries, seconds, what, next) => {
    const then = record(withCancel({ status: 'unknown', tries }), nothing, afterAsking(seconds));
    expect(then.events[0]).toMatchObject({ what, detail: { cancel: 1, tries: tries + 1 } });
    expect(then.due).toEqual({ kind: 'cancel', at: afterAsking(next) });
  });

  test('the amount stays reserved and the payment as it was', () => {
    const then = record(withCancel({}), nothing);
    expect(then.payment).toMatchObject({ status: 'approved', capturedAt: null });
    expect(then.cancel).toMatchObject({ status: 'unknown', amount: won(20_000) });
  });
});

test('other cancels of the payment stay as they are', () => {
  const then = record(withSecond({}), refused);
  expect(then.payment.cancels).toEqual([
    partlyCancelled.cancels[0],
    { ...rest, status: 'refused', decline: 'suspended', at },
  ]);
  expect(then.payment.status).toBe('partially-cancelled');
});
