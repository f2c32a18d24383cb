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
  /** `further` is what was not expected of this file, but is named by it. */
  finish(further: readonly Expected[], termDays: number): Comparison;
}

/** Answers what a comparison of the whole file would, in whichever order its lines come. */
export function openReading(expected: readonly Expected[]): Reading {
  const open = new Map(expected.map((ours) => [ours.reference, ours]));
  const fitting = new Map<string, { readonly ours: Expected; readonly theirs: FileLine }>();
  const others: FileLine[] = [];
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
    finish(further, termDays) {
      const again = new Set(others.map(({ reference }) => reference));
      const done = [...fitting.values()];
      const lines = done.filter(({ theirs }) => again.has(theirs.reference));
      const settled = done.filter(({ theirs }) => !again.has(theirs.reference));
      const ours = [...open.values()].filter(
        ({ reference }) => again.has(reference) || !fitting.has(reference),
      );
      const rest = compare(
        [...ours, ...further],
        [...lines.map(({ theirs }) => theirs), ...others],
        termDays,
      );
      return { matched: [...settled, ...rest.matched], breaks: rest.breaks };
    },
  };
}

function isSame(ours: Expected, line: FileLine): boolean {
  const isSameMoney = ours.amount === line.amount && ours.charge === line.charge;
  const isSamePlace = ours.account === line.account && ours.date === line.date;
  return isSameMoney && isSamePlace && ours.kind === line.kind;
}
