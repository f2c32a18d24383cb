// Routes that read and move the sandbox clock.
import { accepted, refused, unfit } from '../../core/refusal.ts';
import {
  dayMs,
  hourMs,
  type Instant,
  instant,
  isoTime,
  minuteMs,
  secondMs,
} from '../../core/time/instant.ts';
import type { NativeRequest, NativeRoute } from '../native/route.ts';
import { anInteger, aText, objectOf, textSchema } from '../native/schema.ts';
import type { ClockMover } from './clock-mover.ts';

type Handle = NativeRoute['handle'];

/** Ten years of days: the longest step of one call (T83). */
const longestStepMs = 3_653 * dayMs;

export function clockRoutes(mover: ClockMover): readonly NativeRoute[] {
  const common = { path: '/sandbox/clock', role: 'either', ids: [], sandboxOnly: true } as const;
  return [
    {
      ...common,
      name: 'clock.read',
      method: 'GET',
      summary: 'The clock that all payment rules see.',
      answer: objectOf({ now: aText }),
      handle: async ({ parts }) => accepted({ body: { now: isoTime(parts.clock.now()) } }),
    },
    {
      ...common,
      name: 'clock.move',
      method: 'POST',
      summary: 'Moves the clock forward and does everything that becomes due, in order.',
      body: {
        type: 'object',
        additionalProperties: false,
        properties: {
          advance: { ...textSchema(40), examples: ['PT1S'] },
          to: textSchema(40),
        },
      },
      answer: objectOf({ now: aText, ran: anInteger, left: anInteger }),
      handle: (request) => moveClock(request, mover),
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
  const moved = await mover.moveTo(target);
  return accepted({ body: { now: isoTime(parts.clock.now()), ...moved } });
}

function readInstant(text: string): Instant | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text))
    return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || !isDay(text.slice(0, 10)) ? null : instant(ms);
}

/** JavaScript reads 30 February as 2 March. */
function isDay(text: string): boolean {
  return new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
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
