// What the operator does with money of his own: lends it, sweeps what was earned, takes it back.
import type { FundsStep } from '../../core/ledger/own-funds.ts';
import { won } from '../../core/money/won.ts';
import { moveFunds } from '../../server/settlement/own-funds.ts';
import { someProcess } from './draws.ts';
import type { FundsAsked } from './operator.ts';
import type { Process } from './process.ts';
import type { Run } from './run.ts';
import { serve } from './serving.ts';

export function moveSomeFunds(run: Run): void {
  const { dice } = run.stage;
  const step = dice.weighted<FundsStep>([
    [2, 'put-in'],
    [3, 'swept'],
    [3, 'taken-out'],
  ]);
  const amount = dice.pick([1, 100, dice.whole(1, 5_000), 100_000]);
  move(run, step, step !== 'put-in' && dice.chance(0.5) ? null : BigInt(amount));
}

/** Shops of a simulated week owe much, and little is free. */
export function lendMuch(run: Run): void {
  move(run, 'put-in', 30_000_000n);
}

function move(run: Run, step: FundsStep, amount: bigint | null): void {
  const { dice, time } = run.stage;
  const process = someProcess(run);
  if (process === null) return;
  const { funds } = run.history.operator;
  const asked: FundsAsked = {
    ...{ mark: `f${funds.length + 1}`, id: run.stage.newId(time.now()), step, amount },
    answers: [],
  };
  funds.push(asked);
  ask(run, process, asked);
  // A second one at once, of another process; or the same again, by whoever heard nothing.
  if (dice.chance(0.2)) askAgain(run, asked);
  else if (dice.chance(0.3)) moveSomeFunds(run);
}

export function moveTheSameAgain(run: Run): void {
  const { funds } = run.history.operator;
  if (funds.length > 0) askAgain(run, run.stage.dice.pick(funds.slice(-4)));
}

function askAgain(run: Run, asked: FundsAsked): void {
  const process = someProcess(run);
  if (process !== null) ask(run, process, asked);
}

function ask(run: Run, process: Process, asked: FundsAsked): void {
  const { mark, id, step } = asked;
  run.stage.trace.say(process.actor.name, `asked ${mark}: ${step} ${asked.amount ?? 'all'}`);
  const amount = asked.amount === null ? null : won(asked.amount);
  serve(run, process, {
    mark,
    work: () => moveFunds(process.parts, { id, step, amount, reason: mark }),
    about: () => id,
    read: (outcome): FundsAsked['answers'][number] =>
      outcome.ok
        ? { told: 'moved', amount: outcome.value.amount }
        : { told: 'refused', why: outcome.refusal.kind },
    broken: { told: 'refused', why: 'busy' },
    hear: (told) => void asked.answers.push(told),
  });
}
