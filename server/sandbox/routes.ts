// Control of the sandbox: clock, cards, faults, reset. These routes do not exist in live mode.
import { accepted, type DeclineReason, refused, unfit } from '../../core/refusal.ts';
import {
  dayMs,
  hourMs,
  type Instant,
  instant,
  isoTime,
  minuteMs,
  secondMs,
} from '../../core/time/instant.ts';
import { consequenceOf, describeCards, describeRanges } from '../../rails/simulator/describe.ts';
import { parseFault } from '../../rails/simulator/faults.ts';
import { raiseGeneration } from '../../storage/merchant.ts';
import { results } from '../../wire/cookiepay/results.ts';
import type { NativeRequest, NativeRoute } from '../native/route.ts';
import type { ClockMover } from './clock-mover.ts';

type Handle = NativeRoute['handle'];

const clockAnswer = { type: 'object', required: ['now'] };

/** Years are calendar-free here: the longest step is ten years a call (T83). */
const longestStepMs = 3_653 * dayMs;

export function sandboxRoutes(mover: ClockMover): readonly NativeRoute[] {
  const common = { ids: [], sandboxOnly: true } as const;
  return [
    {
      ...common,
      name: 'clock.read',
      method: 'GET',
      path: '/sandbox/clock',
      role: 'either',
      summary: 'The clock that all payment rules see.',
      answer: clockAnswer,
      handle: async ({ parts }) =>
        accepted({ status: 200, body: { now: isoTime(parts.clock.now()) } }),
    },
    {
      ...common,
      name: 'clock.move',
      method: 'POST',
      path: '/sandbox/clock',
      role: 'either',
      summary: 'Moves the clock forward and does everything that becomes due, in order.',
      body: {
        type: 'object',
        additionalProperties: false,
        properties: {
          advance: { type: 'string', maxLength: 40 },
          to: { type: 'string', maxLength: 40 },
        },
      },
      answer: clockAnswer,
      handle: (request) => moveClock(request, mover),
    },
    {
      ...common,
      name: 'cards',
      method: 'GET',
      path: '/sandbox/cards',
      role: 'either',
      summary: 'Every test card, and what each dialect answers to it.',
      answer: { type: 'object', required: ['cards'] },
      handle: async () =>
        accepted({ status: 200, body: { cards: cards(), ranges: describeRanges() } }),
    },
    {
      ...common,
      name: 'faults.add',
      method: 'POST',
      path: '/sandbox/faults',
      role: 'merchant',
      summary: 'Lets a call over the rail fail on purpose.',
      answer: { type: 'object' },
      // The simulator's own parser names what it does not know.
      body: { type: 'object' },
      handle: addFault,
    },
    {
      ...common,
      name: 'faults.clear',
      method: 'DELETE',
      path: '/sandbox/faults',
      role: 'merchant',
      summary: 'Forgets all faults of the merchant.',
      answer: { type: 'object' },
      handle: async ({ parts, merchant }) => {
        parts.faults.clear(merchant.id);
        return accepted({ status: 200, body: { cleared: true } });
      },
    },
    {
      ...common,
      name: 'reset',
      method: 'POST',
      path: '/sandbox/reset',
      role: 'merchant',
      summary: 'A fresh world under the same credentials; journals are never deleted.',
      answer: { type: 'object', required: ['generation'] },
      handle: reset,
    },
  ];
}

async function moveClock({ parts, body }: NativeRequest, mover: ClockMover): ReturnType<Handle> {
  const { advance, to } = body;
  if ((advance === undefined) === (to === undefined)) {
    return refused(unfit('advance', { is: 'malformed', expected: 'either advance or to' }));
  }
  const now = parts.clock.now();
  const target =
    advance === undefined ? readInstant(String(to)) : addDuration(now, String(advance));
  const field = advance === undefined ? 'to' : 'advance';
  if (target === null) {
    return refused(
      unfit(field, {
        is: 'malformed',
        expected: 'ISO 8601, for example P1D or 2026-12-01T09:00:00+09:00',
      }),
    );
  }
  if (target < now || target - now > longestStepMs) {
    return refused(
      unfit(field, { is: 'out-of-range', expected: 'forward, at most ten years a call' }),
    );
  }
  const ran = await mover.moveTo(target);
  return accepted({ status: 200, body: { now: isoTime(parts.clock.now()), ran } });
}

function readInstant(text: string): Instant | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text))
    return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : instant(ms);
}

const duration =
  /^P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,10})S)?)?$/;

/** ISO 8601 durations of fixed length: weeks, days, hours, minutes, seconds. */
function addDuration(now: Instant, text: string): Instant | null {
  const found = duration.exec(text);
  if (found === null || text === 'P' || text.endsWith('T')) return null;
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  const ms =
    ((weeks ?? 0) * 7 + (days ?? 0)) * dayMs +
    (hours ?? 0) * hourMs +
    (minutes ?? 0) * minuteMs +
    (seconds ?? 0) * secondMs;
  return instant(now + ms);
}

function cards(): unknown[] {
  return describeCards().map((card) => {
    const { decline, line } = consequenceOf(card);
    return { ...card, answers: { cookiepay: cookiepayAnswer(decline, line), payple: null } };
  });
}

function cookiepayAnswer(decline: DeclineReason | null, line: string | null): string {
  if (decline !== null) return results[`declined/${decline}`].code;
  // An answer that never comes, or comes too late, is adopted by the inquiry where it was recorded.
  return line === 'request-lost' ? results['result-unknown/approval'].code : '0000';
}

async function addFault({ parts, merchant, body }: NativeRequest): ReturnType<Handle> {
  const fault = parseFault(body);
  if (!fault.ok) return fault;
  const added = parts.faults.add(merchant.id, fault.value);
  return added.ok ? accepted({ status: 201, body: added.value }) : added;
}

async function reset({ parts, merchant }: NativeRequest): ReturnType<Handle> {
  parts.faults.clear(merchant.id);
  const generation = await raiseGeneration(parts.store.pool, merchant.id);
  parts.callers.forget();
  parts.throttle.clear();
  return accepted({ status: 200, body: { generation } });
}
