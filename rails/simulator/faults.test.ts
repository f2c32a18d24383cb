// Faults: what is read from a caller, whom they meet, and that they end when they are used up.
import { describe, expect, test } from 'vitest';
import { createFaults, type Fault, type Match, parseFault } from './faults.ts';

const lost: Fault = { at: 'rail.authorise', effect: 'answer-lost', times: 1, match: {} };

function read(value: unknown): string {
  const fault = parseFault(value);
  if (fault.ok) return 'ok';
  return fault.refusal.kind === 'unfit-field' ? fault.refusal.field : fault.refusal.kind;
}

describe('a fault is read', () => {
  test.each([
    [{ ...lost }, 'ok'],
    [{ at: 'bank.deposit', effect: 'decline' }, 'ok'],
    [{ ...lost, match: { orderNumber: 'A-1', tid: 'T', endpoint: 'e' } }, 'ok'],
    [null, 'fault'],
    ['answer-lost', 'fault'],
    [[lost], 'fault'],
    [{}, 'at'],
    [{ ...lost, at: 'rail.authorize' }, 'at'],
    [{ ...lost, at: 3 }, 'at'],
    [{ ...lost, at: '__proto__' }, 'at'],
    [{ ...lost, effect: 'answer-lose' }, 'effect'],
    [{ ...lost, effect: undefined }, 'effect'],
    [{ ...lost, times: 0 }, 'times'],
    [{ ...lost, times: -1 }, 'times'],
    [{ ...lost, times: 1.5 }, 'times'],
    [{ ...lost, times: '1' }, 'times'],
    [{ ...lost, times: 10_001 }, 'times'],
    [{ ...lost, times: Number.NaN }, 'times'],
    [{ ...lost, match: [] }, 'match'],
    [{ ...lost, match: 'A-1' }, 'match'],
    [{ ...lost, match: { orderNumber: 1 } }, 'match.orderNumber'],
    [{ ...lost, match: { orderNumber: '' } }, 'match.orderNumber'],
    [{ ...lost, match: { orderNumber: 'x'.repeat(201) } }, 'match.orderNumber'],
    [{ ...lost, match: { orderNo: 'A-1' } }, 'match.orderNo'],
    [{ ...lost, matches: {} }, 'matches'],
  ])('%j: %s', (value, expected) => {
    expect(read(value)).toBe(expected);
  });
});

describe('a fault meets', () => {
  const subject = { merchant: 'm', orderNumber: 'A-1', tid: 'T-1' };
  test.each<[string, Match, boolean]>([
    ['anything of the merchant', {}, true],
    ['its order number', { orderNumber: 'A-1' }, true],
    ['no other order number', { orderNumber: 'A-2' }, false],
    ['both of two', { orderNumber: 'A-1', tid: 'T-1' }, true],
    ['not one of two', { orderNumber: 'A-1', tid: 'T-2' }, false],
    ['no subject without the field', { endpoint: 'e' }, false],
  ])('%s', (_, match, expected) => {
    const faults = createFaults();
    faults.add('m', { ...lost, match });
    expect(faults.take('rail.authorise', subject)).toBe(expected ? 'answer-lost' : null);
  });

  test('no other merchant and no other place', () => {
    const faults = createFaults();
    faults.add('m', lost);
    expect(faults.take('rail.authorise', { ...subject, merchant: 'n' })).toBeNull();
    expect(faults.take('rail.cancel', subject)).toBeNull();
    expect(faults.take('rail.authorise', subject)).toBe('answer-lost');
  });
});

test.each([1, 2, 7])('a fault is used exactly %i times', (times) => {
  const faults = createFaults();
  faults.add('m', { ...lost, times });
  const taken = Array.from({ length: 10 }, () => faults.take('rail.authorise', { merchant: 'm' }));
  expect(taken.filter((effect) => effect !== null)).toHaveLength(times);
  expect(taken.slice(0, times)).not.toContain(null);
});

test('the oldest fitting fault comes first, and others stay', () => {
  const faults = createFaults();
  faults.add('m', { ...lost, match: { orderNumber: 'B' } });
  faults.add('m', { ...lost, effect: 'decline' });
  faults.add('m', { ...lost, effect: 'request-lost' });
  const next = (orderNumber: string) =>
    faults.take('rail.authorise', { merchant: 'm', orderNumber });
  expect([next('A'), next('B'), next('A'), next('A')]).toEqual([
    ...['decline', 'answer-lost', 'request-lost'],
    null,
  ]);
});

test('clearing one merchant leaves the other', () => {
  const faults = createFaults();
  faults.add('m', lost);
  faults.add('n', lost);
  faults.clear('m');
  expect(faults.take('rail.authorise', { merchant: 'm' })).toBeNull();
  expect(faults.take('rail.authorise', { merchant: 'n' })).toBe('answer-lost');
});

test('a thousand may stand, not more', () => {
  const faults = createFaults();
  const added = Array.from({ length: 1_001 }, () => faults.add('m', lost).ok);
  expect(added.filter((ok) => ok)).toHaveLength(1_000);
  expect(faults.add('n', lost).ok).toBe(true);
});
