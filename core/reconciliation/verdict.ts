// What each line of a statement is taken for: what it settles, or that nobody expected it.
import type { Won } from '../money/won.ts';
import { type Break, breakOf, type Expected, numberedTwice } from './break.ts';
import type { FileLine } from './file.ts';
import type { Comparison } from './match.ts';

/** One per line that is posted; `breakNumber` counts the breaks of the file from 1. */
export type Verdict =
  /** What is over or short of it stands under the break. */
  | {
      readonly is: 'settles';
      readonly line: FileLine;
      readonly ours: Expected;
      readonly breakNumber: number | null;
    }
  /** A further part of what another line settles. */
  | { readonly is: 'part'; readonly line: FileLine; readonly breakNumber: number }
  | { readonly is: 'unexpected'; readonly line: FileLine; readonly breakNumber: number };

/** What earlier files have said; the keys are those of `statementKey`. */
export interface Seen {
  /** Ours; lines of another account are for its own file. */
  readonly account: string;
  /** Won of lines that were posted. */
  readonly lines: ReadonlyMap<string, Won>;
  /** By reference, the line that settled it. */
  readonly settled: ReadonlyMap<string, string>;
}

export interface Judged {
  readonly verdicts: readonly Verdict[];
  /** Those of the comparison first, then what only an earlier file shows. */
  readonly breaks: readonly Break[];
}

/** The bank's own number tells lines of a day apart, in whichever file they stand. */
export function statementKey(
  line: Pick<FileLine, 'account' | 'date' | 'kind' | 'secondReference'>,
): string {
  const { account, date, kind, secondReference } = line;
  return JSON.stringify([account, date, kind, secondReference]);
}

type Fate = 'settles' | 'parts' | 'unexpected' | 'nothing';

/** Nothing is posted where the sender has to correct his file first. */
// biome-ignore format: a table
const fates: Readonly<Record<Break['kind'], Fate>> = {
  missing:         'nothing',
  extra:           'unexpected',
  amount:          'settles',
  fee:             'settles',
  date:            'settles',
  duplicate:       'unexpected',
  split:           'parts',
  merged:          'unexpected',
  'wrong-account': 'nothing',
  sign:            'nothing',
  'sent-back':     'nothing',
  probable:        'unexpected',
  late:            'settles',
};

/** Of lines that no earlier file had; a thing is settled once, whichever file says so again. */
export function judge({ matched, breaks }: Comparison, seen: Seen): Judged {
  const all = [...breaks];
  const found = new Map<FileLine, Verdict | null>();
  for (const { ours, theirs } of matched)
    found.set(theirs, { is: 'settles', line: theirs, ours, breakNumber: null });
  breaks.forEach((each, index) => {
    for (const verdict of verdictsOf(each, index + 1)) keep(found, verdict);
  });
  const verdicts: Verdict[] = [];
  const keys = new Set<string>();
  const places = new Map(
    breaks.map(({ ours, theirs }, index) => [ours.length === 0 ? theirs[0] : undefined, index]),
  );
  for (const [line, verdict] of found) {
    if (line.account !== seen.account) continue;
    const key = statementKey(line);
    const known = seen.lines.get(key);
    const isTwice = keys.has(key);
    keys.add(key);
    if (isTwice || (known !== undefined && known !== line.amount)) {
      // In the place of the break that calls it unexpected, if there is one.
      all[places.get(line) ?? all.length] = numberedTwice(line);
    } else if (known === undefined && verdict !== null) {
      verdicts.push(once(verdict, { seen, breaks: all, verdicts }));
    }
  }
  return { verdicts, breaks: all };
}

function verdictsOf({ kind, ours, theirs }: Break, breakNumber: number): (Verdict | FileLine)[] {
  const fate = fates[kind];
  return theirs.map((line, index) => {
    if (fate === 'nothing') return line;
    if (fate === 'parts' && index > 0) return { is: 'part', line, breakNumber };
    const first = ours[0];
    if (fate === 'unexpected' || first === undefined) {
      return { is: 'unexpected', line, breakNumber };
    }
    return { is: 'settles', line, ours: first, breakNumber };
  });
}

/** A line may have several breaks: one that forbids posting wins, then one with a difference. */
function keep(found: Map<FileLine, Verdict | null>, verdict: Verdict | FileLine): void {
  const isLine = !('is' in verdict);
  const line = isLine ? verdict : verdict.line;
  const before = found.get(line);
  if (before === null) return;
  if (isLine) found.set(line, null);
  else if (before === undefined) found.set(line, verdict);
  else if (before.is === 'settles' && before.ours.amount === line.amount) found.set(line, verdict);
}

interface SoFar {
  readonly seen: Seen;
  readonly breaks: Break[];
  readonly verdicts: readonly Verdict[];
}

/** A part completes what this file has begun; where that was settled before, nobody expects it. */
function once(verdict: Verdict, { seen, breaks, verdicts }: SoFar): Verdict {
  if (verdict.is === 'unexpected') return verdict;
  if (verdict.is === 'part') {
    const first = breaks[verdict.breakNumber - 1]?.theirs[0];
    const begun = verdicts.find(({ line }) => line === first);
    if (begun === undefined) return { ...verdict, is: 'unexpected' };
    return begun.is === 'settles' ? verdict : nobodys(verdict.line, breaks);
  }
  return seen.settled.has(verdict.ours.reference) ? nobodys(verdict.line, breaks) : verdict;
}

/** Under a break of its own, so that what stands under each is no part of what another names. */
function nobodys(line: FileLine, breaks: Break[]): Verdict {
  breaks.push(breakOf('duplicate', { ours: [], theirs: [line] }));
  return { is: 'unexpected', line, breakNumber: breaks.length };
}
