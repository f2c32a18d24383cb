// Decides what happens next in a simulated world: a step, a wish, some time, or a misfortune.
import { askForUnheardChange, changeSomeFee } from './fee-changing.ts';
import { advance, leap, wakeTheLate, work } from './passing.ts';
import type { Process } from './process.ts';
import { upset } from './receivers.ts';
import type { Run } from './run.ts';
import { letDaysPass, letPass } from './settle.ts';
import { quiet } from './stage.ts';
import {
  clearFaults,
  crash,
  mayStart,
  moveClock,
  orderFault,
  resetSomeWorld,
  startProcess,
  stopInOrder,
  terminateConnections,
  voidProofs,
} from './trouble.ts';
import { cancelAroundAClosing } from './wishes/closings.ts';
import { wishSomething } from './workload.ts';

type Turn = (run: Run) => void | Promise<void>;

/** Beyond this many open steps the shops wait, so that a world stays readable. */
const crowded = 16;

export async function playTurns(run: Run, turns: number): Promise<void> {
  startProcess(run);
  await playFirst(run, turns);
  if (!run.temper.afterwards) return;
  const atClosing = run.stage.dice.chance(0.8) ? Math.floor(turns / 8) : 0;
  if (atClosing > 0) await playAroundAClosing(run, atClosing);
  await letPayoutsPass(run);
  await playSome(run, Math.floor(turns / 2) - atClosing);
}

/** Now and then a fresh world sells on the days of the old one, whose payouts go on beside it. */
async function playFirst(run: Run, turns: number): Promise<void> {
  const { dice } = run.stage;
  const before = dice.chance(0.3) ? dice.whole(0, turns) : turns;
  await playSome(run, before);
  if (before < turns) await resetSomeWorld(run);
  await playSome(run, turns - before);
}

/** The day has been captured, and what it sold is cancelled while its payout closes. */
async function playAroundAClosing(run: Run, turns: number): Promise<void> {
  await letPass(run, until(run, 24) + hour);
  await cancelAroundAClosing(run);
  await playSome(run, turns);
}

async function playSome(run: Run, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await run.stage.dice.weighted(turnsFor(run))(run);
    await quiet();
    await wakeTheLate(run);
  }
}

/** From here on shops deal mostly with what they have sold and been paid for. */
async function letPayoutsPass(run: Run): Promise<void> {
  await letDaysPass(run, run.stage.dice.pick([3, 4, 9]));
  run.isAfterwards = true;
}

function turnsFor(run: Run): readonly (readonly [weight: number, turn: Turn])[] {
  const { temper, processes, stage } = run;
  const waiting = stage.pending().length;
  const living = processes.length > 0 ? 1 : 0;
  // Accounts are open for days only, and it takes a while until somebody has paid into one.
  const hurry = run.isAfterwards ? 0.3 : 1;
  return [
    [waiting > 0 ? 60 : 0, runAStep],
    [waiting < crowded ? temper.ask : 0, wishSomething],
    [6, letTimePass],
    [temper.leap * hurry, letMuchTimePass],
    [temper.crash * living, (each) => onSomeProcess(each, crash)],
    [mayStart(run) ? 4 : 0, startProcess],
    [0.15 * living, (each) => onSomeProcess(each, stopIfReady)],
    [temper.terminate, terminateConnections],
    [temper.fault, orderFault],
    [temper.fault / 6, clearFaults],
    [temper.upset, upset],
    [temper.reprice, changeSomeFee],
    [temper.reprice / 3, askForUnheardChange],
    [0.1, voidProofs],
    [0.15 * living, (each) => onSomeProcess(each, moveClockIfReady)],
  ];
}

async function runAStep(run: Run): Promise<void> {
  const { dice } = run.stage;
  await advance(run, dice.whole(0, 4));
  const pending = run.stage.pending();
  // Time may have passed over what waited.
  if (pending.length === 0) return;
  const step = dice.pick(pending);
  const breaks = step.kind === 'sql' && dice.chance(run.temper.cutRate);
  await work(run, step, breaks ? dice.pick(['cut-before', 'cut-after'] as const) : 'normal');
}

function onSomeProcess(run: Run, turn: (run: Run, process: Process) => void): void {
  if (run.processes.length > 0) turn(run, run.stage.dice.pick(run.processes));
}

function stopIfReady(run: Run, process: Process): void {
  if (process.ready) stopInOrder(run, process);
}

function moveClockIfReady(run: Run, process: Process): void {
  const { dice } = run.stage;
  if (process.ready) moveClock(run, process, dice.pick([5, 60, 3_600]) * 1_000);
}

async function letTimePass(run: Run): Promise<void> {
  const { dice, time } = run.stage;
  const next = time.next();
  const wait = next === null ? 1_000 : Math.max(0, next - time.now());
  const longest = run.stage.pending().length > 0 ? 150 : 1_000;
  await advance(run, Math.min(wait, dice.whole(1, longest)));
}

const minute = 60_000;
const hour = 60 * minute;

async function letMuchTimePass(run: Run): Promise<void> {
  const { dice } = run.stage;
  const ms = dice.weighted([
    [6, dice.whole(1_000, 4_000)],
    [8, dice.whole(4_000, 16_000)],
    [4, dice.whole(20_000, 90_000)],
    [2, 11 * minute],
    [4, until(run, 24) + dice.whole(-2_000, 2_000)],
    [2, until(run, 17) + dice.whole(-2_000, 2_000)],
    [2, until(run, 10) + dice.whole(-2_000, 2_000)],
    [1, 2 * hour],
    [1, 24 * hour],
  ]);
  if (dice.chance(0.6)) await leap(run, Math.max(1, ms));
  else await advance(run, Math.max(1, ms));
}

/** In Seoul, where days of sales end at 24, payouts close at 17 and are paid at 10. */
function until({ stage: { time } }: Run, seoulHour: number): number {
  const day = 24 * hour;
  return day - ((time.now() + (9 + 24 - seoulHour) * hour) % day);
}
