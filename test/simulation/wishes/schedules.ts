// Wishes of shops that let the gateway charge: a schedule on a key, its end, a round at once.
import { businessDate, instant } from '../../../core/time/instant.ts';
import { drawAmount, drawVat, someProcess } from '../draws.ts';
import type { Run } from '../run.ts';
import { askForSchedule, orderOfSchedule } from '../scheduling.ts';
import { drawKey, registerSomething } from './keys.ts';

const dayMs = 24 * 3_600_000;

export function scheduleSomething(run: Run): void {
  const { dice, time } = run.stage;
  const process = someProcess(run);
  const key = drawKey(run);
  if (process === null) return;
  if (key === null || key.answer.told !== 'registered') {
    registerSomething(run);
    return;
  }
  // Worlds last for days, so most rounds fall due in the next ones.
  const first = instant(time.now() + dice.pick([0, 0, 0, 1, 1, 2]) * dayMs);
  const firstDay = businessDate(first);
  const every = dice.pick(['month', 'week'] as const);
  const weekday = new Date(`${firstDay}T00:00:00Z`).getUTCDay();
  const amount = dice.chance(0.3) ? 50_000_000n : drawAmount(dice);
  askForSchedule(run, process, {
    ...{ merchantId: key.merchantId, generation: key.generation, key: key.answer.key },
    ...{ amount, vat: drawVat(dice, amount), every, firstDay },
    on: every === 'month' ? Number(firstDay.slice(8)) : weekday,
    rounds: dice.pick([null, 1, 2, 3]),
  });
}

export function stopSomeSchedule(run: Run): void {
  orderSomething(run, 'stop');
}

export function chargeSomeRound(run: Run): void {
  orderSomething(run, 'charge');
}

function orderSomething(run: Run, what: 'stop' | 'charge'): void {
  const process = someProcess(run);
  const known = run.history.schedules.flatMap(({ answer }) =>
    answer.told === 'registered' ? [answer.id] : [],
  );
  if (process === null || known.length === 0) return;
  orderOfSchedule(run, process, { what, schedule: run.stage.dice.pick(known.slice(-6)) });
}
