// Schedules: every round that fell due was charged once or failed for good, on days of its rule.
import type { History, OrderAsked, OrderMethod } from '../history.ts';
import type { ScheduleAsked } from '../schedule-history.ts';
import { type Case, type Difference, type Evidence, grouped } from './evidence.ts';
import type { Facts } from './facts.ts';
import type { RoundFact, ScheduleFact, TryFact } from './schedule-facts.ts';

/** The gateway asked for these payments itself, and nobody was told anything of them. */
export function withRounds(history: History, { payments }: Facts): History {
  const asked = payments.flatMap((payment): OrderAsked[] => {
    if (payment.scheduleId === null) return [];
    const [mark] = payment.mark.split('/');
    const schedule = history.schedules.find((each) => each.mark === mark);
    if (schedule === undefined) return [];
    return [
      {
        ...{ mark: payment.mark, merchantId: schedule.merchantId },
        world: `${schedule.generation}/${payment.credentialId}`,
        ...{ method: payment.method as OrderMethod, orderNumber: payment.orderNumber },
        ...{ amount: schedule.amount, vat: schedule.vat, instalment: 0 },
        charge: { key: schedule.key, month: null },
        ...{ askedAt: payment.startedAt, answer: { told: 'nothing' }, answeredAt: null },
        seenPaid: false,
      },
    ];
  });
  return { ...history, orders: [...history.orders, ...asked] };
}

export function checkSchedules(evidence: Evidence): Difference[] {
  const { facts, history } = evidence;
  const rounds = grouped(facts.rounds, ({ scheduleId }) => scheduleId);
  const tries = grouped(facts.tries, ({ scheduleId, round }) => `${scheduleId} ${round}`);
  const cases = grouped(
    evidence.cases.filter(({ payment }) => payment.scheduleId !== null),
    ({ payment }) => payment.mark.slice(0, payment.mark.lastIndexOf('/')),
  );
  return [
    ...history.schedules.flatMap((asked) => checkRegistered(facts, asked)),
    ...history.scheduleOrders.flatMap(({ mark, what, told, schedule }) => {
      const stands = facts.schedules.find(({ id }) => id === schedule)?.status;
      const isWrong = what === 'stop' && told === 'stopped' && stands !== 'stopped';
      return isWrong ? [`${mark} was told stopped and the schedule is ${stands}`] : [];
    }),
    ...facts.schedules.flatMap((schedule) => {
      const asked = history.schedules.find(({ mark }) => mark === schedule.mark);
      if (asked === undefined) return [`${schedule.mark} is a schedule that nobody asked for`];
      const its = (rounds.get(schedule.id) ?? []).map((round): Known => {
        const name = `${schedule.mark}/${round.number}`;
        const its = tries.get(`${schedule.id} ${round.number}`) ?? [];
        const isHurried = history.scheduleOrders.some((each) => {
          return each.what === 'charge' && each.schedule === schedule.id;
        });
        const of = { name, schedule, asked, round, isHurried };
        return { ...of, tries: its, cases: cases.get(name) ?? [] };
      });
      return [...checkDays(its, lastInstant(evidence)), ...its.flatMap(checkRound)];
    }),
  ];
}

function checkRegistered({ schedules }: Facts, asked: ScheduleAsked): Difference[] {
  const { mark, answer } = asked;
  const made = schedules.filter((schedule) => schedule.mark === mark);
  if (made.length > 1) return [`${mark} made more than one schedule`];
  const [found] = made;
  if (answer.told === 'refused') {
    return found === undefined ? [] : [`${mark} was refused (${answer.why}) and stands`];
  }
  if (answer.told === 'nothing') return [];
  const agrees =
    found?.id === answer.id &&
    found.merchantId === asked.merchantId &&
    found.amount === asked.amount &&
    found.billingKey === asked.key &&
    found.firstDay === asked.firstDay;
  return agrees ? [] : [`${mark} was told registered and does not stand as it was asked`];
}

interface Known {
  readonly name: string;
  readonly schedule: ScheduleFact;
  readonly asked: ScheduleAsked;
  readonly round: RoundFact;
  readonly tries: readonly TryFact[];
  readonly cases: readonly Case[];
  /** Somebody has asked for a charge by hand. */
  readonly isHurried: boolean;
}

const dayMs = 24 * 3_600_000;
const hourMs = 3_600_000;
/** Clocks of processes differ by as much as a world may draw. */
const skewMs = 405;

/** Nine in the morning in Seoul is midnight by the clock of the world. */
function nineOn(day: string, later = 0): number {
  return Date.parse(`${day}T00:00:00Z`) + later * dayMs;
}

/** Counted from the first day: its own day of the month, or the last where that is missing. */
function dayOf({ firstDay, every, on }: ScheduleAsked, number: number): string {
  if (every === 'week')
    return new Date(nineOn(firstDay, 7 * (number - 1))).toISOString().slice(0, 10);
  const [year = 0, month = 0] = firstDay.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + number, 0));
  const day = Math.min(on, last.getUTCDate());
  return `${last.toISOString().slice(0, 8)}${String(day).padStart(2, '0')}`;
}

/** The last thing that happened in this world, and so a time by which what was due before is done. */
function lastInstant({ facts }: Evidence): number {
  const ats = [...facts.tries, ...facts.turns, ...facts.notices].map(({ at }) => at);
  return ats.reduce((latest, at) => Math.max(latest, at), 0);
}

/** Every round that is due has been begun, on the day of the rule, and none came before its time. */
function checkDays(rounds: readonly Known[], now: number): Difference[] {
  const [first] = rounds;
  if (first === undefined) return ['a schedule has no rounds'];
  const { schedule, asked } = first;
  const wrong = rounds.flatMap(({ name, round }, index) => {
    const day = dayOf(asked, index + 1);
    const fits = round.number === index + 1 && round.day === day;
    return fits ? [] : [`${name} falls due on ${round.day} instead of ${day}`];
  });
  const isOver = asked.rounds !== null && rounds.length > asked.rounds;
  if (isOver) wrong.push(`${schedule.mark} has more rounds than were asked for`);
  const next = dayOf(asked, rounds.length + 1);
  const isLast = asked.rounds === rounds.length;
  const lacks = schedule.status === 'active' && !isLast && nineOn(next) < now - hourMs;
  if (lacks && !schedule.isOld) wrong.push(`${schedule.mark} has not come to its round of ${next}`);
  const late = rounds.filter(({ round }) => {
    return ['due', 'retrying', 'unknown'].includes(round.status) && round.dueAt < now - hourMs;
  });
  return [...wrong, ...late.map(({ name, round }) => `${name} is still ${round.status}`)];
}

const retries = [1, 3, 7];

/** At most one approval, each try its own payment, and none hurried or made after the end. */
function checkRound(known: Known): Difference[] {
  const { name, schedule, asked, round, tries, cases } = known;
  const found: Difference[] = [];
  const say = (sentence: string): void => {
    found.push(`${name} ${sentence}`);
  };
  const approved = cases.filter(({ sale }) => sale?.state === 'approved');
  const charged = tries.filter(({ miss }) => miss === '');
  if (approved.length > 1) say(`was charged ${approved.length} times`);
  const isCharged = round.status === 'charged';
  if (isCharged !== (approved.length === 1) || isCharged !== (charged.length === 1)) {
    say(`is ${round.status} with ${approved.length} approvals at the bank`);
  }
  if (tries.length !== round.tries || tries.some(({ nth }, index) => nth !== index + 1)) {
    say(`counts ${round.tries} tries and has ${tries.length}`);
  }
  const paidBy = charged[0]?.paymentId;
  if (paidBy !== undefined && approved[0]?.payment.id !== paidBy) say('names another payment');
  for (const { payment } of cases) {
    if (payment.amount !== asked.amount) say(`charged ${payment.amount}`);
    if (schedule.status !== 'active' && schedule.changedBy < payment.storedBy) {
      say('was begun after its schedule had ended');
    }
  }
  return [...found, ...checkHurry(known), ...checkGivenUp(known)];
}

/** No try comes before its day; by hand only a schedule that somebody has hurried along. */
function checkHurry({ name, round, tries, cases, asked, isHurried }: Known): Difference[] {
  const starts = tries.map(({ paymentId, at }) => {
    return cases.find(({ payment }) => payment.id === paymentId)?.payment.startedAt ?? at;
  });
  const early = starts.filter((at) => at < nineOn(dayOf(asked, round.number)) - skewMs);
  const byPlan = starts.slice(1).filter((at, index) => {
    const planned = nineOn(round.firstTriedOn, retries[index] ?? Number.POSITIVE_INFINITY);
    return !(at >= planned - skewMs);
  });
  return [
    ...early.map(() => `${name} was tried before its day`),
    ...(byPlan.length > 0 && !isHurried ? [`${name} was tried again before its time`] : []),
  ];
}

const hopeless = [
  ...['lost-or-stolen', 'expired', 'card-number', 'account-number'],
  ...['holder', 'password', 'instalment'],
];

/** What may be tried again is, until the next round or the end of the schedule. */
function checkGivenUp({ name, schedule, asked, round, tries }: Known): Difference[] {
  const last = tries.at(-1);
  if (round.status !== 'failed' || last === undefined) return [];
  if (schedule.status === 'stopped' || schedule.isOld) return [];
  if (hopeless.includes(last.miss)) return [];
  const next = retries
    .map((days) => nineOn(round.firstTriedOn, days))
    .find((at) => at > last.at + skewMs);
  const isLast = asked.rounds === round.number;
  const until = isLast ? Number.POSITIVE_INFINITY : nineOn(dayOf(asked, round.number + 1));
  return next === undefined || next >= until ? [] : [`${name} was given up after ${last.miss}`];
}
