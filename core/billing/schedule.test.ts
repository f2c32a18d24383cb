// The life of a schedule: its rounds one after another, and its three ends.
import { describe, expect, test } from 'vitest';
import { type BusinessDate, instant } from '../time/instant.ts';
import {
  finish,
  firstRoundOf,
  roundAfter,
  type Schedule,
  type ScheduleMove,
  type ScheduleStatus,
  scheduleMove,
  stillActive,
  stop,
} from './schedule.ts';

const at = instant(1_000);
const schedule = {
  ...{ status: 'active', recurrence: { every: 'month', day: 31 }, endedAt: null, stopReason: null },
  ...{ firstRound: 1, firstDate: '2028-01-31' as BusinessDate, lastRound: 3, createdAt: at },
} as Schedule;
const ended = (status: ScheduleStatus): Schedule => ({ ...schedule, status, endedAt: at });

// biome-ignore format: a table
const moves: Record<ScheduleMove, (from: Schedule) => ScheduleStatus | null> = {
  'stop':     (from) => statusOf(stop(from, 'asked', at)),
  'lose-key': (from) => statusOf(stop(from, 'key-removed', at)),
  'finish':   (from) => finish(from, at).status,
};

function statusOf(outcome: ReturnType<typeof stop>): ScheduleStatus | null {
  return outcome.ok ? outcome.value.status : null;
}

describe.each(['active', 'stopped', 'finished'] as const)('a schedule that is %s', (from) => {
  test.each(Object.keys(moves) as ScheduleMove[])('%s', (on) => {
    const given = from === 'active' ? schedule : ended(from);
    let found: ScheduleStatus | null = null;
    try {
      found = moves[on](given);
    } catch {}
    expect(found).toBe(scheduleMove(from, on)?.[2] ?? null);
  });
});

test('rounds follow each other by the rule, not by the day that was cut short', () => {
  const first = firstRoundOf(schedule);
  const second = roundAfter(schedule, first);
  expect([first.number, first.date]).toEqual([1, '2028-01-31']);
  expect(second).toMatchObject({ number: 2, date: '2028-02-29', status: 'due' });
  const third = second === null ? null : roundAfter(schedule, second);
  expect(third).toMatchObject({ number: 3, date: '2028-03-31' });
  expect(third === null ? 0 : roundAfter(schedule, third)).toBeNull();
});

test('a schedule whose first round was paid with its registration begins with the second', () => {
  const begun = { ...schedule, firstRound: 2, lastRound: 12 };
  expect(firstRoundOf(begun).number).toBe(2);
  expect(roundAfter({ ...begun, lastRound: null }, firstRoundOf(begun))).toMatchObject({
    number: 3,
  });
});

test('why it was stopped stays with it, and who comes later hears when it ended', () => {
  expect(stop(schedule, 'key-removed', at)).toMatchObject({
    value: { status: 'stopped', stopReason: 'key-removed', endedAt: at },
  });
  expect(stillActive(schedule)).toEqual({ ok: true, value: schedule });
  expect(stillActive(ended('stopped'))).toMatchObject({
    refusal: { kind: 'schedule-stopped', at },
  });
  expect(stop(ended('finished'), 'asked', at)).toMatchObject({
    refusal: { kind: 'schedule-finished', at },
  });
  expect(stop(null, 'asked', at)).toMatchObject({ refusal: { kind: 'schedule-not-found' } });
});
