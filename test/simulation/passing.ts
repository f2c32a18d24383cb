// How time passes in a simulated world: tick by tick, or in a leap that makes everybody late.
import type { Run } from './run.ts';
import { type Fate, quiet, type Step } from './stage.ts';
import { setDatabaseTime } from './world.ts';

/** Who looks at his watch every few milliseconds must not make a day last for ever. */
const mostAwakenings = 20;

/** Wakes each sleeper at his own instant. */
export async function advance(run: Run, ms: number): Promise<void> {
  const { time } = run.stage;
  const target = time.now() + ms;
  for (let awakened = 0; awakened < mostAwakenings; awakened += 1) {
    const next = time.next();
    if (next === null || next > target) break;
    time.set(next);
    if (time.wakeOne()) await quiet();
  }
  time.set(target);
  await wakeTheLate(run);
}

/** Everybody was held up: whatever was due meanwhile happens only now. */
export async function leap(run: Run, ms: number): Promise<void> {
  const { time, trace } = run.stage;
  time.set(time.now() + ms);
  trace.say('time', `leaps ${ms / 1_000} s`);
  await wakeTheLate(run);
}

/** The clock mover sets the time as well, and nobody else wakes those it has passed. */
export async function wakeTheLate({ stage: { time } }: Run): Promise<void> {
  while (time.wakeOne()) await quiet();
}

/** Whatever was begun ends, and what follows from it. */
export async function finishSteps(run: Run): Promise<void> {
  const { stage } = run;
  for (let pending = stage.pending(); pending.length > 0; pending = stage.pending()) {
    await work(run, stage.dice.pick(pending), 'normal');
    await wakeTheLate(run);
    stage.time.set(stage.time.now() + 1);
  }
  await quiet();
}

/** The database's clock is coarse: only leases and signs of life read it. */
const databaseStepMs = 250;

export async function work(run: Run, step: Step, fate: Fate): Promise<void> {
  const now = run.stage.time.now();
  if (step.kind === 'sql' && Math.abs(now - run.databaseTime) >= databaseStepMs) {
    run.databaseTime = now;
    await setDatabaseTime(run.ground, now);
  }
  await run.stage.run(step, fate);
}
