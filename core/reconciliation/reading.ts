// A comparison while the file is read: what fits needs no second look, and only the rest is kept.
import type { Expected } from './break.ts';
import type { FileLine } from './file.ts';
import { type Comparison, compare } from './match.ts';

export interface Reading {
  take(line: FileLine): void;
  /** What is not expected any more, if it ever was; a line that fitted it is a stranger. */
  withdraw(reference: string): Expected | null;
  /** What is expected and no line so far names. */
  left(): Expected[];
  /** How many lines so far did not fit what was expected. */
  strangers(): number;
  /** References of lines that nothing expected so far has. */
  unknown(): string[];
  /** What fits and needs no second look, and what is left on both sides. */
  rest(): Rest;
  /** `further` is what was not expected of this file, but is named by it. */
  finish(further: readonly Expected[], termDays: number): Comparison;
}

export interface Rest {
  readonly matched: readonly { readonly ours: Expected; readonly theirs: FileLine }[];
  readonly ours: readonly Expected[];
  readonly theirs: readonly FileLine[];
}

/** Answers what a comparison of the whole file would, in whichever order its lines come. */
export function openReading(expected: readonly Expected[]): Reading {
  const open = new Map(expected.map((ours) => [ours.reference, ours]));
  const fitting = new Map<string, { readonly ours: Expected; readonly theirs: FileLine }>();
  const others: FileLine[] = [];
  const rest = (): Rest => {
    const again = new Set(others.map(({ reference }) => reference));
    const done = [...fitting.values()];
    const lines = done.filter(({ theirs }) => again.has(theirs.reference));
    const isOpen = ({ reference }: Expected) => again.has(reference) || !fitting.has(reference);
    return {
      matched: done.filter(({ theirs }) => !again.has(theirs.reference)),
      ours: [...open.values()].filter(isOpen),
      theirs: [...lines.map(({ theirs }) => theirs), ...others],
    };
  };
  return {
    take(line) {
      const ours = open.get(line.reference);
      const fits = ours !== undefined && !fitting.has(line.reference) && isSame(ours, line);
      if (fits) fitting.set(line.reference, { ours, theirs: line });
      else others.push(line);
    },
    withdraw(reference) {
      const ours = open.get(reference) ?? null;
      const fitted = fitting.get(reference);
      if (fitted !== undefined) others.push(fitted.theirs);
      fitting.delete(reference);
      open.delete(reference);
      return ours;
    },
    left() {
      const named = new Set(others.map(({ reference }) => reference));
      const isNamed = (reference: string) => fitting.has(reference) || named.has(reference);
      return [...open.values()].filter(({ reference }) => !isNamed(reference));
    },
    strangers: () => others.length,
    unknown() {
      const named = new Set(others.map(({ reference }) => reference));
      return [...named].filter((reference) => reference !== '' && !open.has(reference));
    },
    rest,
    finish(further, termDays) {
      const { matched, ours, theirs } = rest();
      const found = compare([...ours, ...further], theirs, termDays);
      return { matched: [...matched, ...found.matched], breaks: found.breaks };
    },
  };
}

function isSame(ours: Expected, line: FileLine): boolean {
  const isSameMoney = ours.amount === line.amount && ours.charge === line.charge;
  const isSamePlace = ours.account === line.account && ours.date === line.date;
  return isSameMoney && isSamePlace && ours.kind === line.kind;
}
