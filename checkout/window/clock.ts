// The time left for this step: shown in its last minute, and spoken now and then.
import type { Say } from './words.ts';

const shownFrom = 60;
const spokenAt = [60, 30, 10];

export interface StepClock {
  /** A new answer of the server says how long the step lasts. */
  restart(secondsLeft: number): void;
  stop(): void;
  show(): void;
}

/** Counted against the browser's own clock: timers of a page in the background come late. */
export function stepClock(say: () => Say, ended: () => void): StepClock {
  let endsAt = Number.POSITIVE_INFINITY;
  let spoken = Number.POSITIVE_INFINITY;
  const left = (): number => Math.max(0, Math.ceil((endsAt - performance.now()) / 1_000));
  const show = (): void => {
    const n = left();
    const isShown = n <= shownFrom && n > 0;
    const text = isShown ? say()('timeLeft', { n }) : '';
    put('time', text);
    const due = spokenAt.filter((at) => n <= at && at < spoken).pop();
    if (!isShown || due === undefined) return;
    spoken = due;
    put('spoken', text);
  };
  const tick = (): void => {
    show();
    if (left() > 0) return;
    endsAt = Number.POSITIVE_INFINITY;
    ended();
  };
  setInterval(tick, 1_000);
  document.addEventListener('visibilitychange', tick);
  return {
    restart(secondsLeft) {
      endsAt = performance.now() + secondsLeft * 1_000;
      spoken = Number.POSITIVE_INFINITY;
      show();
    },
    stop() {
      endsAt = Number.POSITIVE_INFINITY;
    },
    show,
  };
}

function put(id: string, text: string): void {
  const place = document.getElementById(id);
  if (place !== null && place.textContent !== text) place.textContent = text;
}
