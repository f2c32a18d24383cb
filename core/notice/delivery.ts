// How a notice reaches one endpoint: tries on a schedule until it is heard, then given up.
import { invariant } from '../invariant.ts';
import { after, type Instant, minuteMs } from '../time/instant.ts';

export type DeliveryState = 'ready' | 'retrying' | 'delivered' | 'given-up';

export interface Delivery {
  readonly state: DeliveryState;
  /** Tries so far. */
  readonly attempts: number;
  /** When it is tried next; null when nothing is due any more. */
  readonly dueAt: Instant | null;
}

// biome-ignore format: a table
export const deliveryMoves = [
  // from      on            to
  ['ready',    'heard',      'delivered'],
  ['ready',    'missed',     'retrying'],
  ['retrying', 'heard',      'delivered'],
  ['retrying', 'missed',     'retrying'],
  ['retrying', 'last miss',  'given-up'],
  ['ready',    'close',      'given-up'],
  ['retrying', 'close',      'given-up'],
  // Of a try that was under way when its endpoint was closed.
  ['given-up', 'heard late', 'delivered'],
  ['ready',    'redeliver',  'ready'],
  ['retrying', 'redeliver',  'retrying'],
  ['delivered','redeliver',  'retrying'],
  ['given-up', 'redeliver',  'retrying'],
] as const satisfies readonly (readonly [DeliveryState, string, DeliveryState])[];

export type DeliveryMove = (typeof deliveryMoves)[number][1];

export function deliveryMove(from: DeliveryState, on: DeliveryMove): DeliveryState | null {
  return deliveryMoves.find((row) => row[0] === from && row[1] === on)?.[2] ?? null;
}

/** Minutes from each miss to the next try; after the last of them nobody tries any more. */
export const retryMinutes = [1, 4, 16, 64, 256, 1_024, 4_096] as const;

/** What one try leaves; any 2xx counts as heard, everything else as missed. */
export function afterAttempt(delivery: Delivery, heard: boolean, at: Instant): Delivery {
  const attempts = delivery.attempts + 1;
  if (heard) return { state: moved(delivery, 'heard'), attempts, dueAt: null };
  const wait = retryMinutes[delivery.attempts];
  if (wait === undefined) return { state: moved(delivery, 'last miss'), attempts, dueAt: null };
  return { state: moved(delivery, 'missed'), attempts, dueAt: after(at, wait * minuteMs) };
}

/** By hand: another try of the same event, now; the schedule goes on from where it stood. */
export function redeliver(delivery: Delivery, at: Instant): Delivery {
  return { ...delivery, state: moved(delivery, 'redeliver'), dueAt: at };
}

function moved({ state }: Delivery, on: DeliveryMove): DeliveryState {
  const to = deliveryMove(state, on);
  invariant(to !== null, `a notice that is ${state} cannot be ${on}`);
  return to;
}
