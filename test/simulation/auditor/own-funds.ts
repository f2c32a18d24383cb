// The operator's own money by the auditor's own count: what he moved, was told, and could have moved.
import type { Difference, Evidence } from './evidence.ts';
import type { Moved } from './moves.ts';
import type { ResolutionFact } from './statement-facts.ts';

type Effect = readonly [account: string, amount: bigint];

// Written down a second time on purpose. Debit positive.
// biome-ignore format: a table
const movements: Readonly<Record<string, readonly [to: string, from: string]>> = {
  'put-in':    ['bank-clearing',    'operator-funding'],
  'taken-out': ['operator-funding', 'transfers-in-transit'],
  'swept':     ['bank-operating',   'transfers-in-transit'],
};

export function isOfFunds({ subject }: ResolutionFact): boolean {
  return /^(funding|sweep)\//.test(subject);
}

export function effectsOfFunds({ step, amount }: ResolutionFact): Effect[] {
  const [to, from] = movements[step] ?? ['no such account', 'no such account'];
  return [
    [to, amount],
    [from, -amount],
  ];
}

/** What statements tell of them. */
export function movesOfFunds({ facts }: Evidence): [string, Moved][] {
  return facts.resolutions.filter(isOfFunds).map(({ subject, step, amount }) => {
    if (step === 'put-in') return [subject, { amount, closes: [['bank-clearing', -amount]] }];
    const closes: Effect[] = [['transfers-in-transit', amount]];
    return [`refund/${subject}`, { amount: -amount, closes }];
  });
}

export interface Moment {
  /** All that was posted until then, and nothing later. */
  readonly effects: readonly Effect[];
  /** References that statements have shown until then. */
  readonly settled: ReadonlySet<string>;
  readonly before: readonly ResolutionFact[];
}

/** Nobody can take what statements have not shown, or what another one takes at the same time. */
export function checkMoment(
  { subject, step, amount }: ResolutionFact,
  { effects, settled, before }: Moment,
): Difference[] {
  if (step === 'put-in') return [];
  const sumOf = (account: string): bigint =>
    effects.reduce((sum, [name, won]) => sum + (name === account ? won : 0n), 0n);
  const isSeen = (other: string): boolean =>
    [...settled].some((reference) => reference.startsWith(`refund/${other}/`));
  const leaving = before
    .filter((other) => other.step !== 'put-in' && !isSeen(other.subject))
    .reduce((sum, other) => sum + other.amount, 0n);
  const lent = -sumOf('operator-funding');
  const most = sumOf('bank') - leaving;
  const differences: Difference[] = [];
  if (amount > most) differences.push(`${subject} took ${amount} of ${most} in the bank`);
  if (step === 'taken-out' && amount > lent) {
    differences.push(`${subject} took ${amount} of ${lent} that were lent`);
  }
  return differences;
}

/** Every movement is the one that was asked for, once, and whoever heard of it heard the truth. */
export function checkFunds({ facts, history }: Evidence): Difference[] {
  return history.operator.funds.flatMap(({ mark, id, step, amount, answers }) => {
    const own = facts.resolutions.filter(({ reason }) => reason === mark);
    const [found] = own;
    const differences: Difference[] = [];
    const say = (sentence: string): void => void differences.push(`${mark} ${sentence}`);
    if (own.length > 1) say('was moved more than once');
    if (found !== undefined && (found.step !== step || !found.subject.endsWith(id))) {
      say(`was to be ${step}, and is ${found.step}`);
    }
    if (found !== undefined && amount !== null && found.amount !== amount) {
      say(`asked for ${amount} and moved ${found.amount}`);
    }
    for (const answer of answers) {
      const isMoved = answer.told === 'moved' && answer.amount > 0n;
      if (isMoved && found?.amount !== answer.amount) say(`was told of ${answer.amount}`);
      const isRefused = answer.told === 'refused' && answer.why !== 'busy';
      if (isRefused && found !== undefined && answers.length === 1)
        say('was refused, and is moved');
    }
    return differences;
  });
}
