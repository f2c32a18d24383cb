// Timers, watches and patience of a simulated process: all of them go by the one simulated time.
import { type OnStage, onStage } from './stage.ts';

export type Method = (this: object, ...given: unknown[]) => unknown;

/** A timer of the simulated time; without a time of its own it is due at once. */
export function later(original: Method, always?: number): Method {
  return (wake, ms, ...given) => {
    const here = onStage.getStore();
    if (!here?.simulated) return original.call(globalThis, wake, ms, ...given);
    const call = wake as (...given: unknown[]) => void;
    return timerOf(sleep(here, always ?? wholeMs(ms), () => call(...given)));
  };
}

/** Somebody who was held up is late once, and not as often as he should have come. */
export function again(original: Method): Method {
  return (wake, ms, ...given) => {
    const here = onStage.getStore();
    if (!here?.simulated) return original.call(globalThis, wake, ms, ...given);
    const call = wake as (...given: unknown[]) => void;
    const turn = (): void => {
      cancel = sleep(here, wholeMs(ms), turn);
      call(...given);
    };
    let cancel = sleep(here, wholeMs(ms), turn);
    return timerOf(() => cancel());
  };
}

function sleep({ stage: { time }, actor }: OnStage, ms: number, wake: () => void): () => void {
  return time.wakeAt({ actor, at: time.now() + ms, on: 'timer', wake });
}

/** At least one, as Node's own timers have it. */
function wholeMs(ms: unknown): number {
  return Math.max(1, Math.trunc(Number(ms ?? 0)));
}

const cancels = new WeakMap<object, () => void>();

function timerOf(cancel: () => void): object {
  const timer = { ref: () => timer, unref: () => timer, hasRef: () => false };
  cancels.set(timer, cancel);
  return timer;
}

export function callOff(original: Method): Method {
  return (timer) => {
    const cancel = typeof timer === 'object' && timer !== null ? cancels.get(timer) : undefined;
    if (cancel === undefined) return original.call(globalThis, timer);
    cancel();
    return undefined;
  };
}

/** Whoever measures real time measures the only time there is. */
export function timed(original: Method): Method {
  return () => {
    const here = onStage.getStore();
    return here?.simulated ? here.stage.time.now() : original.call(performance);
  };
}

/** A signal that somebody gives himself, so that he waits no longer. */
export function patient(original: Method): Method {
  return (ms) => {
    const here = onStage.getStore();
    if (!here?.simulated) return original.call(AbortSignal, ms);
    const controller = new AbortController();
    sleep(here, wholeMs(ms), () => controller.abort());
    return controller.signal;
  };
}

/** As the timers of promises do it. */
export function pausing(original: Method): Method {
  return (ms, ...given) => {
    const here = onStage.getStore();
    if (!here?.simulated) return original.call(globalThis, ms, ...given);
    return new Promise<void>((resolve) => void sleep(here, wholeMs(ms), resolve));
  };
}
