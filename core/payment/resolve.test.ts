// How an unknown approval ends: when it is asked about, and that it never becomes an approval.
import { describe, expect, test } from 'vitest';
import { after, type Instant, secondMs } from '../time/instant.ts';
import { counted, seoul, unknown } from './example.contract.ts';
import type { Payment, Search, Unknown } from './payment.ts';
import { type Finding, isFlagged, nextTry, resolveApproval } from './resolve.ts';

const since = unknown.search.since;
const later = (seconds: number): Instant => after(since, seconds * secondMs);

function searching(search: Partial<Search>): Unknown {
  return { ...unknown, search: { ...unknown.search, ...search } };
}

/** Every try of a rail that never answers, in seconds from the first sight of the unknown. */
function triesInSilence(count: number): { seconds: number; what: string }[] {
  const tries: { seconds: number; what: string }[] = [];
  let payment: Payment = unknown;
  let due: Instant | null = since;
  while (tries.length < count && payment.status === 'unknown' && due !== null) {
    const at: Instant = due;
    const then = resolveApproval(payment, { found: 'no-answer' }, { at, newId: counted() });
    tries.push({ seconds: (at - since) / secondMs, what: then.events[0]?.what ?? '' });
    payment = then.payment;
    due = then.due?.at ?? null;
  }
  return tries;
}

describe('the schedule while the rail is silent', () => {
  const tries = triesInSilence(22);
  const fiveMinutes = Array.from({ length: 12 }, (_, index) => 240 + 300 * (index + 1));

  test('0, 5, 15, 30, 60, 120, 240 s, every five minutes to the hour, then every hour', () => {
    expect(tries.map(({ seconds }) => seconds)).toEqual([
      ...[0, 5, 15, 30, 60, 120, 240],
      ...fiveMinutes,
      ...[3_840 + 3_600, 3_840 + 7_200, 3_840 + 10_800],
    ]);
  });

  test('an operator sees it after the hour, and it is never closed by a guess', () => {
    const seen = tries.filter(({ what }) => what === 'flagged').map(({ seconds }) => seconds);
    expect(seen).toEqual([3_840, 7_440, 11_040, 14_640]);
    expect(tries.filter(({ what }) => what === 'searched')).toHaveLength(18);
  });
});

// biome-ignore format: a table
const nextTries = [
  // story                             tries  now    next
  ['in time',                          1,     0,     5],
  ['a little late',                    2,     9,     15],
  ['at the very instant',              2,     15,    16],
  ['so late that the plan is past',    2,     100,   101],
  ['after the last planned one',       7,     240,   540],
  ['a second before the hour',         18,    3_599, 3_899],
  ['at the hour',                      19,    3_600, 7_200],
] as const;

test.each(nextTries)('the next try, %s', (_, tries, now, next) => {
  expect(nextTry(since, tries, later(now))).toBe(later(next));
});

test.each([
  [3_599, false],
  [3_600, true],
] as const)('after %d s the operator looks: %s', (seconds, flagged) => {
  expect(isFlagged(since, later(seconds))).toBe(flagged);
});

describe('not found', () => {
  // biome-ignore format: a table
  const rows = [
    // story                       not found since  now  then            remembered since
    ['for the first time',         null,            5,   'unknown',      5],
    ['again, too soon',            5,               64,  'unknown',      5],
    ['again after 60 s',           5,               65,  'declined',     null],
    ['again much later',           5,               999, 'declined',     null],
  ] as const;

  test.each(rows)('%s', (_, first, now, status, remembered) => {
    const given = searching({ notFoundSince: first === null ? null : later(first), tries: 3 });
    const { payment } = resolveApproval(
      given,
      { found: 'not-found' },
      {
        at: later(now),
        newId: counted(),
      },
    );
    expect(payment.status).toBe(status);
    const search = payment.status === 'unknown' ? payment.search.notFoundSince : null;
    expect(search).toBe(remembered === null ? null : later(remembered));
  });

  test('twice means that the rail never received it', () => {
    const given = searching({ notFoundSince: later(0) });
    const at = later(60);
    const then = resolveApproval(given, { found: 'not-found' }, { at, newId: counted() });
    expect(then.payment).toMatchObject({ decline: { reason: 'never-received', at } });
    expect(then.notices).toEqual([{ id: 'id-1', kind: 'payment.declined', at, cancelId: null }]);
  });

  test('is still remembered after silence', () => {
    const given = searching({ notFoundSince: later(5), tries: 2 });
    const then = resolveApproval(
      given,
      { found: 'no-answer' },
      {
        at: later(15),
        newId: counted(),
      },
    );
    expect(then.payment).toMatchObject({ search: { notFoundSince: later(5), tries: 3 } });
  });
});

test('silence is searched on, told to nobody, and due again', () => {
  const at = seoul('03-09 10:00:12');
  expect(resolveApproval(unknown, { found: 'no-answer' }, { at, newId: counted() })).toEqual({
    payment: {
      ...unknown,
      version: 3,
      search: { since: at, tries: 1, notFoundSince: null },
    },
    events: [{ what: 'searched', at, detail: { found: 'no-answer', tries: 1 } }],
    journals: [],
    rows: [],
    notices: [],
    cancel: null,
    due: { kind: 'approval', at: seoul('03-09 10:00:17') },
    frees: 'nothing',
    commitBefore: null,
    payoutOpen: null,
  });
});

test('a net cancel ends it without a posting', () => {
  const at = seoul('03-09 10:00:13');
  const { search: _, ...facts } = unknown;
  expect(resolveApproval(unknown, { found: 'net-cancelled' }, { at, newId: counted() })).toEqual({
    payment: { ...facts, version: 3, status: 'net-cancelled', at },
    events: [{ what: 'net-cancelled', at, detail: {} }],
    journals: [],
    rows: [],
    notices: [{ id: 'id-1', kind: 'payment.net-cancelled', at, cancelId: null }],
    cancel: null,
    due: { kind: 'approval', at: null },
    frees: 'nothing',
    commitBefore: null,
    payoutOpen: null,
  });
});

test('a decline that the rail remembers ends it', () => {
  const at = seoul('03-09 10:00:13');
  const found: Finding = { found: 'declined', reason: 'limit' };
  const then = resolveApproval(unknown, found, { at, newId: counted() });
  expect(then.payment).toMatchObject({ status: 'declined', decline: { reason: 'limit', at } });
  expect(then.due).toEqual({ kind: 'approval', at: null });
});

// biome-ignore format: a table
const findings: readonly Finding[] = [
  { found: 'declined', reason: 'other' }, { found: 'net-cancelled' },
  { found: 'not-found' },                 { found: 'no-answer' },
];

describe.each(findings)('whatever was found ($found)', (finding) => {
  test.each([
    0, 5, 65, 3_600, 86_400,
  ])('after %d s it is no approval and posts nothing', (seconds) => {
    const given = searching({ notFoundSince: later(0) });
    const then = resolveApproval(given, finding, { at: later(seconds), newId: counted() });
    expect(['unknown', 'declined', 'net-cancelled']).toContain(then.payment.status);
    expect(then.payment).not.toHaveProperty('approval');
    expect([...then.journals, ...then.rows]).toEqual([]);
  });
});
