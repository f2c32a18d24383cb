// What shops have charged by the gateway itself: schedules on their keys, stopped or hurried along.
import { weekdays } from '../../core/billing/recurrence.ts';
import { won } from '../../core/money/won.ts';
import type { ScheduleId } from '../../core/payment/payment.ts';
import { accepted, type Outcome, refused } from '../../core/refusal.ts';
import type { BusinessDate } from '../../core/time/instant.ts';
import { chargeNow } from '../../server/billing/charge-now.ts';
import { registerSchedule } from '../../server/billing/register-schedule.ts';
import { stopSchedule } from '../../server/billing/stop-schedule.ts';
import { taxAsked } from './charges.ts';
import type { Process } from './process.ts';
import type { Run } from './run.ts';
import type { ScheduleAsked, ScheduleOrdered } from './schedule-history.ts';
import { serve } from './serving.ts';

export type ScheduleWished = Omit<ScheduleAsked, 'mark' | 'answer'>;

export function askForSchedule(run: Run, process: Process, wished: ScheduleWished): void {
  const { history, stage } = run;
  const mark = `s${history.schedules.length + 1}`;
  const asked: ScheduleAsked = { ...wished, mark, answer: { told: 'nothing' } };
  history.schedules.push(asked);
  const what = `${asked.amount} each ${asked.every} from ${asked.firstDay}`;
  stage.trace.say(process.actor.name, `asked ${mark}: ${what}`);
  serve(run, process, {
    mark,
    work: () => register(run, process, asked),
    about: (outcome) => (outcome.ok ? outcome.value.schedule.id : ''),
    read: (outcome): ScheduleAsked['answer'] =>
      outcome.ok
        ? { told: 'registered', id: outcome.value.schedule.id }
        : { told: 'refused', why: outcome.refusal.kind },
    broken: { told: 'nothing' },
    hear: (told) => {
      asked.answer = told;
    },
  });
}

async function register(
  { shops, stage }: Run,
  { parts }: Process,
  asked: ScheduleAsked,
): ReturnType<typeof registerSchedule> {
  const merchant = shops.callers.find((each) => each.merchant.id === asked.merchantId)?.merchant;
  if (merchant === undefined) return refused({ kind: 'billing-key-not-found' });
  const { taxable, vat } = taxAsked(asked);
  return registerSchedule(parts, {
    ...{ merchant, id: stage.newId(parts.clock.now()) as ScheduleId },
    wish: {
      ...{ billingKey: asked.key, amount: won(asked.amount), taxable, vat, goods: asked.mark },
      buyer: { name: null, email: null, phone: null },
      recurrence:
        asked.every === 'month'
          ? { every: 'month', day: asked.on }
          : { every: 'week', weekday: weekdays[asked.on] ?? 'sunday' },
      ...{ firstDate: asked.firstDay as BusinessDate, rounds: asked.rounds },
    },
  });
}

type Order = Pick<ScheduleOrdered, 'what' | 'schedule'>;

/** Stopped, or its latest round charged now. */
export function orderOfSchedule(run: Run, process: Process, order: Order): void {
  const asked = run.history.schedules.find(({ answer }) => {
    return answer.told === 'registered' && answer.id === order.schedule;
  });
  if (asked !== undefined) orderOf(run, process, { ...order, merchantId: asked.merchantId });
}

/** Nothing comes to rest while a schedule goes on; also those whose shop heard no answer. */
export async function stopSchedules(run: Run, process: Process): Promise<void> {
  const found = await run.ground.owner.query<{ id: ScheduleId; merchant: string }>(
    `select id, merchant_id as merchant from schedule
     where merchant_id = any($1) and status = 'active' order by id`,
    [run.shops.merchantIds],
  );
  for (const { id, merchant } of found.rows) {
    orderOf(run, process, { what: 'stop', schedule: id, merchantId: merchant });
  }
}

function orderOf(
  run: Run,
  process: Process,
  { what, schedule, merchantId }: Order & { readonly merchantId: string },
): void {
  const { history, shops, stage } = run;
  const merchant = shops.callers.find((each) => each.merchant.id === merchantId)?.merchant;
  if (merchant === undefined) return;
  const mark = `y${history.scheduleOrders.length + 1}`;
  const ordered: ScheduleOrdered = { mark, what, schedule, told: 'nothing' };
  history.scheduleOrders.push(ordered);
  // The end of an id is the same in every playing of one seed.
  stage.trace.say(process.actor.name, `asked ${mark}: ${what} ${schedule.slice(-6)}`);
  const key = { merchantId: merchant.id, generation: merchant.generation, id: schedule };
  const { parts } = process;
  const work = async (): Promise<Outcome<string>> => {
    const done = what === 'stop' ? await stopSchedule(parts, key) : await chargeNow(parts, key);
    if (!done.ok) return done;
    return accepted('schedule' in done.value ? done.value.schedule.status : done.value.status);
  };
  serve(run, process, {
    mark,
    work,
    about: () => '',
    read: (outcome) => (outcome.ok ? outcome.value : outcome.refusal.kind),
    broken: 'broken',
    hear: (told) => {
      ordered.told = told;
    },
  });
}
