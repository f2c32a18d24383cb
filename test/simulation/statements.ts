// What the operator does with statements: fetches and sends them, resolves breaks, gives debts up.
import type { BreakKind } from '../../core/reconciliation/break.ts';
import type { Step } from '../../core/reconciliation/resolution.ts';
import type { BusinessDate } from '../../core/time/instant.ts';
import type { NativeRequest } from '../../server/native/route.ts';
import { fileRoutes } from '../../server/sandbox/file-routes.ts';
import { ownAccount } from '../../server/settlement/pay-ins.ts';
import { reconcile } from '../../server/settlement/reconciliation.ts';
import { resolveBreak } from '../../server/settlement/resolve-break.ts';
import { writeOff } from '../../server/settlement/write-off.ts';
import {
  type BreakTold,
  linesOf,
  type ResolutionAsked,
  type StatementLine,
  type StatementSent,
  textOf,
  type WriteOffAsked,
} from './operator.ts';
import type { Process } from './process.ts';
import type { Run } from './run.ts';
import { serve } from './serving.ts';

/** Asks the sandbox for the statement of a day; what comes is kept as it was. */
export function fetchStatement(
  run: Run,
  process: Process,
  { date, onGiven }: { date: string; onGiven: (lines: readonly StatementLine[]) => void },
): void {
  const { history, stage } = run;
  const { given } = history.operator;
  const mark = `g${given.length + 1}`;
  const askedAt = stage.time.now();
  stage.trace.say(process.actor.name, `asked ${mark}: statement of ${date}`);
  serve(run, process, {
    mark,
    work: () => statementOf(process, date),
    about: () => '',
    read: (lines) => `${lines.length} lines`,
    broken: 'broken',
    hear: (_, lines) => {
      if (lines === null) return;
      given.push({ date, askedAt, at: stage.time.now(), lines });
      onGiven(lines);
    },
  });
}

async function statementOf({ parts }: Process, date: string): Promise<StatementLine[]> {
  const route = fileRoutes.find(({ name }) => name === 'files.bank');
  const given = await route?.handle({ parts, query: { date } } as unknown as NativeRequest);
  if (!given?.ok) throw new Error('the sandbox gives no statement');
  return linesOf(String((given.value.body as { readonly csv: string }).csv));
}

export function sendStatement(
  run: Run,
  process: Process,
  { date, lines }: Pick<StatementSent, 'date' | 'lines'>,
): void {
  const { history, stage } = run;
  const { sent } = history.operator;
  const text = textOf(lines);
  const asked: StatementSent = {
    ...{ mark: `s${sent.length + 1}`, date, lines, text, askedAt: stage.time.now() },
    answer: { told: 'nothing' },
  };
  sent.push(asked);
  const { mark } = asked;
  stage.trace.say(process.actor.name, `asked ${mark}: ${lines.length} lines of ${date}`);
  const bytes = async function* () {
    yield Buffer.from(text);
  };
  const file = { kind: 'bank', account: ownAccount, date: date as BusinessDate } as const;
  serve(run, process, {
    mark,
    work: () => reconcile(process.parts, { ...file, bytes: bytes() }),
    about: (outcome) => (outcome.ok ? outcome.value.id : ''),
    read: (outcome): StatementSent['answer'] => {
      if (!outcome.ok) return { told: 'refused', why: outcome.refusal.kind };
      const { id, breaks } = outcome.value;
      return { told: 'taken', id, breaks: (breaks as readonly TellingBreak[]).map(breakOf) };
    },
    broken: { told: 'refused', why: 'busy' },
    hear: (told) => {
      asked.answer = told;
    },
  });
}

type TellingBreak = BreakTold & { readonly kind: BreakKind };

function breakOf({ id, kind, difference }: TellingBreak): BreakTold {
  return { id, kind, difference };
}

export function askToResolve(
  run: Run,
  process: Process,
  wish: Pick<ResolutionAsked, 'breakId' | 'step' | 'against'>,
): void {
  const { history, stage } = run;
  const { resolutions } = history.operator;
  const mark = `r${resolutions.length + 1}`;
  const asked: ResolutionAsked = { mark, ...wish, answer: { told: 'nothing' } };
  resolutions.push(asked);
  const { breakId, step, against } = wish;
  stage.trace.say(process.actor.name, `asked ${mark}: ${step}`);
  serve(run, process, {
    mark,
    work: () => resolveBreak(process.parts, { breakId, step: step as Step, against, reason: mark }),
    about: () => breakId,
    read: (outcome): ResolutionAsked['answer'] =>
      outcome.ok
        ? { told: 'resolved', amount: outcome.value.amount }
        : { told: 'refused', why: outcome.refusal.kind },
    broken: { told: 'refused', why: 'busy' },
    hear: (told) => {
      asked.answer = told;
    },
  });
}

export function giveUpDebt(run: Run, process: Process, contractId: string): void {
  const { history, stage } = run;
  const { writeOffs } = history.operator;
  const mark = `d${writeOffs.length + 1}`;
  const asked: WriteOffAsked = { mark, contractId, answer: { told: 'nothing' } };
  writeOffs.push(asked);
  stage.trace.say(process.actor.name, `asked ${mark}: gives up a debt`);
  serve(run, process, {
    mark,
    work: () => writeOff(process.parts, { contractId, reason: mark }),
    about: (done) => done?.subject ?? '',
    read: (done): WriteOffAsked['answer'] => {
      if (done === null) return { told: 'nothing owed' };
      return { told: 'given up', amount: done.amount, subject: done.subject };
    },
    broken: { told: 'nothing' },
    hear: (told) => {
      asked.answer = told;
    },
  });
}
