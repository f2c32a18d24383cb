// An operator who sits down and works through the statements of all days, and through what is open.
import { lendMuch, moveSomeFunds } from './own-funds.ts';
import { finishSteps } from './passing.ts';
import type { Run } from './run.ts';
import {
  bringAsItIs,
  bringForged,
  dayOf,
  giveUpSomeDebt,
  resolveSomeBreak,
} from './wishes/statements.ts';

const dayMs = 24 * 3_600_000;

/** With files that something is wrong with, and steps about what that left. */
export async function keepBooks(run: Run): Promise<void> {
  const { dice } = run.stage;
  if (run.temper.trade.statements === 0 || dice.chance(0.3)) return;
  if (dice.chance(0.5)) moveSomeFunds(run);
  for (const at of daysOf(run)) {
    if (dice.chance(0.6)) bringForged(run, at);
    if (dice.chance(0.5)) await finishSteps(run);
  }
  await finishSteps(run);
  for (let left = dice.whole(2, 8); left > 0; left -= 1) {
    resolveSomeBreak(run);
    if (dice.chance(0.5)) await finishSteps(run);
  }
  for (let left = dice.whole(0, 6); left > 0; left -= 1) giveUpSomeDebt(run);
  await finishSteps(run);
  await moveFunds(run);
}

async function moveFunds(run: Run): Promise<void> {
  const { dice } = run.stage;
  for (let left = dice.whole(0, 5); left > 0; left -= 1) {
    moveSomeFunds(run);
    if (dice.chance(0.5)) await finishSteps(run);
  }
  await finishSteps(run);
}

/** In the end every day once more, as the bank has it. */
export async function closeBooks(run: Run): Promise<void> {
  const { stage, temper, history } = run;
  if (temper.trade.statements === 0) return;
  await keepBooks(run);
  if (stage.dice.chance(0.5)) await lendAndTake(run);
  const closedOn = stage.time.now();
  if (await bringAllAsTheyAre(run)) history.operator.closedOn = closedOn;
}

/** Nothing is free before the bank has told of it. */
async function lendAndTake(run: Run): Promise<void> {
  lendMuch(run);
  await finishSteps(run);
  if (await bringAllAsTheyAre(run)) await moveFunds(run);
}

async function bringAllAsTheyAre(run: Run): Promise<boolean> {
  for (const at of daysOf(run)) {
    const isHeard = bringAsItIs(run, at);
    await finishSteps(run);
    if (!isHeard()) return false;
  }
  return true;
}

function daysOf({ stage, began }: Run): number[] {
  const days: number[] = [];
  for (let at = began; dayOf(at) <= dayOf(stage.time.now()); at += dayMs) days.push(at);
  return days;
}
