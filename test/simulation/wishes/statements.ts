// Wishes of operators: statements, whole, twice, mixed up or wrong; breaks and debts that are settled.
import { steps } from '../../../core/reconciliation/resolution.ts';
import { someProcess } from '../draws.ts';
import type { StatementLine } from '../operator.ts';
import type { Run } from '../run.ts';
import { askToResolve, fetchStatement, giveUpDebt, sendStatement } from '../statements.ts';
import { type Forging, forge } from './forging.ts';

const dayMs = 86_400_000;
const seoulMs = 9 * 3_600_000;

export function dayOf(at: number): string {
  return new Date(at + seoulMs).toISOString().slice(0, 10);
}

/** Of today or of a day before, as the bank has it or with something wrong. */
export function bringStatement(run: Run): void {
  const { dice, time } = run.stage;
  const days = Math.ceil((time.now() - run.began) / dayMs);
  bringForged(run, time.now() - dice.pick([0, 1, 1, dice.whole(0, days)]) * dayMs);
}

export function bringForged(run: Run, at: number): void {
  const { dice } = run.stage;
  const process = someProcess(run);
  if (process === null) return;
  const date = dayOf(at);
  const onGiven = (lines: readonly StatementLine[]): void => {
    const forging: Forging = { lines, date, others: sentBefore(run) };
    send(run, date, dice.chance(0.7) ? forge(run, forging) : lines);
  };
  fetchStatement(run, process, { date, onGiven });
}

/** Answers whether it was heard of, once its steps are done. */
export function bringAsItIs(run: Run, at: number): () => boolean {
  const process = someProcess(run);
  const date = dayOf(at);
  let heard = false;
  const onGiven = (lines: readonly StatementLine[]): void => {
    heard = true;
    const other = someProcess(run);
    if (other !== null) sendStatement(run, other, { date, lines });
  };
  if (process !== null) fetchStatement(run, process, { date, onGiven });
  return () => heard;
}

function sentBefore({ history }: Run): readonly StatementLine[] {
  return history.operator.sent.slice(-4).flatMap(({ lines }) => lines);
}

/** Now and then to two processes at once. */
function send(run: Run, date: string, lines: readonly StatementLine[]): void {
  const { dice } = run.stage;
  for (let left = dice.chance(0.25) ? 2 : 1; left > 0; left -= 1) {
    const process = someProcess(run);
    if (process !== null) sendStatement(run, process, { date, lines: [...lines] });
  }
}

/** The very same file, or its lines in another order or under another day. */
export function bringStatementAgain(run: Run): void {
  const { dice } = run.stage;
  const { sent } = run.history.operator;
  if (sent.length === 0) return;
  const { date, lines } = dice.pick(sent.slice(-6));
  const again = dice.chance(0.4) ? lines : forge(run, { lines, date, others: sentBefore(run) });
  send(run, dice.chance(0.8) ? date : dayOf(run.stage.time.now()), again);
}

/** One of the breaks that he was told of; most have a step that fits, some one that does not. */
export function resolveSomeBreak(run: Run): void {
  const { dice } = run.stage;
  const process = someProcess(run);
  const breaks = run.history.operator.sent.flatMap(({ answer }) => {
    return answer.told === 'taken' ? answer.breaks : [];
  });
  if (process === null || breaks.length === 0) return;
  const { id, kind } = dice.pick(breaks.slice(-12));
  const step = dice.pick(kind === 'missing' ? ['noted'] : [...steps.slice(1), 'matched']);
  const against = step === 'matched' && dice.chance(0.7) ? drawAgainst(run, id) : null;
  askToResolve(run, process, { breakId: id, step, against });
}

/** Another break, mostly one that fits, or a reference of the bank's. */
function drawAgainst({ history, stage: { dice } }: Run, breakId: string): string | null {
  const { sent, given } = history.operator;
  const breaks = sent.flatMap(({ answer }) => (answer.told === 'taken' ? answer.breaks : []));
  const own = breaks.find(({ id }) => id === breakId);
  const opposite = breaks.filter(({ difference }) => difference === -(own?.difference ?? 0));
  const references = given.flatMap(({ lines }) => lines.map(({ reference }) => reference));
  const candidates = dice.chance(0.6) ? opposite.map(({ id }) => id) : references;
  return candidates.length === 0 ? null : dice.pick(candidates.slice(-20));
}

export function giveUpSomeDebt(run: Run): void {
  const process = someProcess(run);
  const { contract } = run.stage.dice.pick(run.shops.callers);
  if (process !== null) giveUpDebt(run, process, contract.id);
}
