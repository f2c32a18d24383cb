// One request to a simulated process: its work, and its answer as a step before which it may crash.
import { isExpected, type Process, sentenceOf } from './process.ts';
import type { Run } from './run.ts';
import { as, idsIn } from './stage.ts';

export interface Request<Outcome, Told> {
  readonly mark: string;
  readonly work: () => Promise<Outcome>;
  /** The id that the trace names beside the answer. */
  readonly about: (outcome: Outcome) => string;
  readonly read: (outcome: Outcome) => Told;
  /** What the server's rim answers when our code throws. */
  readonly broken: Told;
  readonly hear: (told: Told, outcome: Outcome | null) => void;
}

/** Works on a request; whoever asked may have hung up when the answer comes. */
export function serve<Outcome, Told>(
  run: Run,
  process: Process,
  request: Request<Outcome, Told>,
): void {
  const { stage } = run;
  const { actor } = process;
  process.open += 1;
  const answer = (told: Told, outcome: Outcome | null): void => {
    if (!actor.alive) return;
    const about = outcome === null ? '' : idsIn(request.about(outcome)).join('');
    stage.add({
      actor,
      kind: 'answer',
      label: `answer ${request.mark}: ${wordsOf(told)} ${about}`,
      run: async () => {
        if (!actor.alive) return;
        process.open -= 1;
        if (stage.dice.chance(run.temper.hangUpRate)) stage.trace.say('shop', 'had hung up');
        else request.hear(told, outcome);
      },
    });
  };
  as(stage, actor, request.work).then(
    (outcome) => answer(request.read(outcome), outcome),
    (error: unknown) => {
      stage.trace.say(actor.name, `${request.mark} threw ${sentenceOf(error)}`);
      if (!isExpected(error)) stage.report(`${request.mark} threw ${sentenceOf(error)}`);
      answer(request.broken, null);
    },
  );
}

function wordsOf(told: unknown): string {
  if (typeof told !== 'object' || told === null) return String(told);
  const { told: word, why, amount } = told as { told?: unknown; why?: unknown; amount?: unknown };
  return [word, why, amount].filter((part) => part !== undefined).join(' ');
}
