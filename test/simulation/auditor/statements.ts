// Statements against the auditor's own hand: what was posted, what operators were told, what is left.
import { createHash } from 'node:crypto';
import { linesOf, type StatementSent } from '../operator.ts';
import { type Difference, type Evidence, grouped, sum } from './evidence.ts';
import { type Moves, movesOf } from './moves.ts';
import { checkMoment, effectsOfFunds, isOfFunds } from './own-funds.ts';
import { keyOf, type Ledger, type PostedLine, postFile } from './replay.ts';
import type { FileFact, ResolutionFact } from './statement-facts.ts';

type Effect = readonly [account: string, amount: bigint];

/** All that was posted for the house's own bank account, done again by hand. */
export interface Replayed {
  readonly effects: readonly Effect[];
  readonly differences: readonly Difference[];
  readonly settled: ReadonlySet<string>;
}

export function replay(evidence: Evidence): Replayed {
  const { facts, sightings } = evidence;
  const moves = movesOf(evidence);
  const ledger: Ledger = { known: new Set(), settled: new Set() };
  const done: Done = { posted: new Map(), effects: [], differences: [], funds: [] };
  const momentOf = (name: string): number => sightings.of.get(name)?.at(0)?.n ?? 0;
  const turns = [
    ...facts.files.map((file) => ({ at: momentOf(`file ${file.id}`), file, resolution: null })),
    ...facts.resolutions.map((resolution) => {
      return { at: momentOf(`resolution ${resolution.subject}`), file: null, resolution };
    }),
  ].sort((left, right) => left.at - right.at);
  for (const { at, file, resolution } of turns) {
    const context = { evidence, moves, ledger, moment: at };
    if (file !== null) takeFile(file, context, done);
    else if (isOfFunds(resolution)) takeFunds(resolution, context, done);
    else if (resolution.subject.startsWith('break/')) takeResolution(resolution, context, done);
    else takeWriteOff(resolution, context, done);
  }
  return { ...done, settled: ledger.settled };
}

interface Done {
  /** By file. */
  readonly posted: Map<string, readonly PostedLine[]>;
  readonly effects: Effect[];
  readonly differences: Difference[];
  readonly funds: ResolutionFact[];
}

interface Context {
  readonly evidence: Evidence;
  readonly moves: Moves;
  readonly ledger: Ledger;
  readonly moment: number;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function sentAs({ history }: Evidence, { date, hash }: FileFact): StatementSent | undefined {
  return history.operator.sent.find((each) => each.date === date && hashOf(each.text) === hash);
}

function takeFile(file: FileFact, { evidence, moves, ledger, moment }: Context, done: Done): void {
  const sent = sentAs(evidence, file);
  if (sent === undefined) {
    done.differences.push(`file ${file.id} was sent by nobody`);
    return;
  }
  const lines = linesOf(sent.text);
  const posted = postFile({ date: file.date, lines, moment }, ledger, moves);
  done.posted.set(file.id, posted);
  done.effects.push(...posted.flatMap(({ effects }) => effects));
  const found = evidence.facts.lines.filter(({ fileId }) => fileId === file.id);
  const right = posted.map(({ key, line }) => `${key} ${line.amount}`).sort();
  const written = found.map((line) => `${keyOf(line)} ${line.amount}`).sort();
  if (right.join('; ') !== written.join('; ')) {
    done.differences.push(
      `${sent.mark} posted ${written.join('; ')} instead of ${right.join('; ')}`,
    );
  }
}

/** What stands under a break by the lines that it names. */
function openOf({ subject }: ResolutionFact, { evidence }: Context, { posted }: Done): bigint {
  const [, id = '', number = '0'] = /^break\/(.*)\.(\d+)$/.exec(subject) ?? [];
  const file = evidence.facts.files.find((each) => each.id === id);
  const theirs = file?.breaks.at(Number(number) - 1)?.theirs ?? [];
  const keys = new Set(
    theirs.map((line) =>
      keyOf({ ...line, direction: line.kind, bankReference: line.secondReference }),
    ),
  );
  const lines = (posted.get(id) ?? []).filter(({ key }) => keys.has(key));
  return sum(lines.map(({ over }) => over));
}

function takeResolution(resolution: ResolutionFact, context: Context, done: Done): void {
  const { subject, step, amount } = resolution;
  const say = (sentence: string): void => void done.differences.push(`${subject} ${sentence}`);
  if (step === 'noted') {
    if (amount !== 0n) say(`was noted with ${amount}`);
    return;
  }
  const open = openOf(resolution, context, done);
  const size = open < 0n ? -open : open;
  if (size !== amount) say(`was resolved with ${amount} instead of ${size}`);
  const side = open < 0n ? 'reconciliation-shortfall' : 'reconciliation-surplus';
  done.effects.push([side, open]);
  if (step === 'written-off') done.effects.push(['losses', amount]);
  if (step === 'charged') done.effects.push(['bank-cost', amount]);
  if (step === 'returned') done.effects.push(['transfers-in-transit', -amount]);
  if (step === 'matched') match(resolution, { ...context, open }, done);
}

const ofBreak = /^[0-9a-f-]{36}\.\d+$/;

/** Two breaks take each other away; a reference is closed by what stood under the break. */
function match(
  { subject, against }: ResolutionFact,
  { evidence, moves, ledger, moment, open }: Context & { readonly open: bigint },
  done: Done,
): void {
  if (against !== null && ofBreak.test(against)) return;
  const [, id = '', number = '0'] = /^break\/(.*)\.(\d+)$/.exec(subject) ?? [];
  const named = evidence.facts.files.find((file) => file.id === id)?.breaks.at(Number(number) - 1);
  const references =
    against === null ? (named?.ours ?? []).map((ours) => ours.reference) : [against];
  const moved = references.map((reference) => moves.of(reference, moment));
  const amount = sum(moved.map((each) => each?.amount ?? 0n));
  const isTaken = references.some((reference) => ledger.settled.has(reference));
  if (amount !== open || isTaken || references.length === 0) {
    done.differences.push(
      `${subject} is matched with ${references}, which is ${amount} of ${open}`,
    );
  }
  for (const each of moved) done.effects.push(...(each?.closes ?? []));
  for (const reference of references) ledger.settled.add(reference);
}

function takeFunds(moved: ResolutionFact, { ledger }: Context, done: Done): void {
  const { effects, funds: before } = done;
  done.differences.push(...checkMoment(moved, { effects, settled: ledger.settled, before }));
  done.effects.push(...effectsOfFunds(moved));
  done.funds.push(moved);
}

function takeWriteOff(
  { subject, amount }: ResolutionFact,
  { evidence }: Context,
  done: Done,
): void {
  const payout = evidence.facts.payouts.find(({ id }) => `payout/${id}` === subject);
  if (payout?.carriedOut !== amount) {
    done.differences.push(`${subject} gave up ${amount} of ${payout?.carriedOut}`);
  }
  done.effects.push(['losses', amount], ['merchant-recoverable', -amount]);
}

export function checkStatements(evidence: Evidence): Difference[] {
  const { settled, differences } = replay(evidence);
  const written = new Set(evidence.facts.settled);
  return [
    ...differences,
    ...[...settled].filter((each) => !written.has(each)).map((each) => `${each} is not settled`),
    ...[...written].filter((each) => !settled.has(each)).map((each) => `${each} is settled`),
    ...checkAnswers(evidence),
    ...checkGiven(evidence),
  ];
}

function checkAnswers({ history, facts }: Evidence): Difference[] {
  const { sent, resolutions, writeOffs, funds } = history.operator;
  const files = new Map(facts.files.map((file) => [file.id, file]));
  const stored = grouped(facts.resolutions, ({ reason }) => reason);
  const asked = new Set([...resolutions, ...writeOffs, ...funds].map(({ mark }) => mark));
  return [
    ...sent.flatMap(({ mark, text, date, answer }) => {
      if (answer.told !== 'taken') return [];
      const file = files.get(answer.id);
      const agrees = file?.hash === hashOf(text) && file.date === date;
      const told = answer.breaks.map(({ id, kind }) => `${id} ${kind}`).join();
      const kept = file?.breaks.map(({ id, kind }) => `${id} ${kind}`).join();
      return agrees && told === kept ? [] : [`${mark} was told of another file than was kept`];
    }),
    ...resolutions.flatMap(({ mark, breakId, step, answer }) => {
      const own = stored.get(mark) ?? [];
      const its = facts.resolutions.find(({ subject }) => subject === `break/${breakId}`);
      if (answer.told === 'refused' && answer.why !== 'busy' && own.length > 0) {
        return [`${mark} was refused (${answer.why}), and is resolved`];
      }
      const agrees =
        answer.told !== 'resolved' || (its?.step === step && its.amount === answer.amount);
      return agrees ? [] : [`${mark} was told resolved by ${step}, and is ${its?.step}`];
    }),
    ...writeOffs.flatMap(({ mark, answer }) => {
      const [own] = stored.get(mark) ?? [];
      if (answer.told === 'nothing owed' && own !== undefined)
        return [`${mark} gave up a debt unsaid`];
      if (answer.told !== 'given up') return [];
      const agrees = own?.amount === answer.amount && own.subject === answer.subject;
      return agrees ? [] : [`${mark} was told of a debt that is not given up`];
    }),
    ...facts.resolutions
      .filter(({ reason }) => !asked.has(reason))
      .map(({ subject }) => `${subject} was resolved, and nobody asked for it`),
  ];
}

/** The bank tells of what it moved and of nothing else; in the end it has told of everything. */
function checkGiven(evidence: Evidence): Difference[] {
  const moves = movesOf(evidence);
  const { given, closedOn } = evidence.history.operator;
  return [
    ...given.flatMap(({ date, lines }) =>
      lines.flatMap((line) => {
        const moved = moves.of(line.reference, Number.POSITIVE_INFINITY);
        const own = line.direction === 'in' ? line.amount : -line.amount;
        const isPayIn = line.reference.startsWith('pay-in/');
        if (moved !== null && (moved.amount === own || isPayIn)) return [];
        return [`the statement of ${date} has ${line.reference} of ${own}, not ${moved?.amount}`];
      }),
    ),
    ...(closedOn === null ? [] : checkWhole(evidence, moves, closedOn)),
  ];
}

function checkWhole({ history }: Evidence, moves: Moves, closedOn: number): Difference[] {
  const last = history.operator.given.filter(({ askedAt }) => askedAt >= closedOn);
  const told = last.flatMap(({ lines }) => lines.map(({ reference }) => reference));
  const today = new Date(closedOn + 9 * 3_600_000).toISOString().slice(0, 10);
  return moves.all.flatMap((reference) => {
    const moved = moves.of(reference, Number.POSITIVE_INFINITY);
    const isDue = !reference.startsWith('pay-in/') || reference.slice(-10) < today;
    const right = moved?.amount === 0n || !isDue ? 0 : 1;
    const found = told.filter(
      (each) => each === reference || each.startsWith(`${reference}/`),
    ).length;
    if (found === right || !isDue) return [];
    return [`${reference} stands ${found} times on the statements of all days`];
  });
}
