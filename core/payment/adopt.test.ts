// An approval that is found later: it counts where nobody was told that nothing was charged.
import { describe, expect, test } from 'vitest';
import { dayMs, instant } from '../time/instant.ts';
import { adopt, isAdoptable } from './adopt.ts';
import { counted, seoul, unknown } from './example.contract.ts';
import { type BillingKeyId, mayBeAdopted, type ScheduleId, type Unknown } from './payment.ts';
import { resolveApproval } from './resolve.ts';

const round = { schedule: 'schedule-1' as ScheduleId, round: 3, nth: 1 };
const key = 'key-1' as BillingKeyId;
const ofSchedule: Unknown = { ...unknown, billing: { key, month: null, round } };
const answer = { approvalNumber: '30010001', approvedAt: seoul('03-09 10:00:05') };
const found = { found: 'approved', ...answer } as const;

// biome-ignore format: a table
const payments = [
  ['of a round',             { key, month: null, round },            true],
  ['that a shop asked for',  { key, month: '2026-03', round: null }, false],
  ['of no key',              null,                                   false],
] as const;

test.each(payments)('a payment %s may be adopted: %s', (_, billing, expected) => {
  expect(mayBeAdopted({ billing })).toBe(expected);
});

test('what a rail approves a day after it was asked is not adopted', () => {
  const { startedAt } = ofSchedule.attempt;
  const after = (ms: number) => ({ ...answer, approvedAt: instant(startedAt + ms) });
  expect(isAdoptable(ofSchedule, after(dayMs - 1))).toBe(true);
  expect(isAdoptable(ofSchedule, after(dayMs))).toBe(false);
  expect(isAdoptable(unknown, after(0))).toBe(false);
});

test('whoever was told "not charged" is not charged: only a round is adopted', () => {
  const context = { at: seoul('03-09 10:01:00'), newId: counted() };
  expect(() => resolveApproval(unknown, found, context)).toThrow('not charged');
});

describe('an approval that is found', () => {
  test('on its day is a sale that waits for its capture', () => {
    const context = { at: seoul('03-09 10:01:00'), newId: counted() };
    const decision = resolveApproval(ofSchedule, found, context);
    expect(decision).toMatchObject({
      payment: {
        status: 'approved',
        version: 3,
        capturedAt: null,
        approval: { number: '30010001', at: answer.approvedAt },
      },
      journals: [{ template: 'approve', date: '2026-03-09' }],
      rows: [],
      notices: [{ kind: 'payment.approved' }],
      due: { kind: 'approval', at: null },
    });
    expect(decision.payment).not.toHaveProperty('search');
  });

  test('on a later day is captured at once, as a sale of its own day', () => {
    const at = seoul('03-11 08:00:00');
    const decision = adopt(ofSchedule, answer, { at, newId: counted() });
    expect(decision.payment.capturedAt).toBe(at);
    expect(decision.journals.map(({ template, date }) => [template, date])).toEqual([
      ['approve', '2026-03-09'],
      ['capture-memo', '2026-03-11'],
      ['capture-sale', '2026-03-11'],
    ]);
    expect(decision.rows).toMatchObject([{ kind: '11', gross: 50_000n, date: '2026-03-09' }]);
  });
});
