// Our books against a file: by reference first, then only what is left is looked at more closely.
import { add } from '../money/won.ts';
import { dayMs, startOfDay } from '../time/instant.ts';
import { type Break, type BreakKind, breakOf, type Expected } from './break.ts';
import type { FileLine } from './file.ts';
import { groups } from './groups.ts';

export interface Comparison {
  readonly matched: readonly { readonly ours: Expected; readonly theirs: FileLine }[];
  readonly breaks: readonly Break[];
}

interface Found {
  readonly matched: { ours: Expected; theirs: FileLine }[];
  readonly breaks: Break[];
}

type Side = Omit<FileLine, 'line'>;

/** Expects what is due in the file's period; within `termDays` a line is not yet late. */
export function compare(
  expected: readonly Expected[],
  lines: readonly FileLine[],
  termDays: number,
): Comparison {
  const found: Found = { matched: [], breaks: [] };
  const byReference = groups(inOrder(lines), (line) => line.reference);
  const left: Expected[] = [];
  for (const ours of inOrder(expected)) {
    const theirs = ours.reference === '' ? undefined : byReference.get(ours.reference);
    if (theirs === undefined) left.push(ours);
    else byName(ours, theirs, { found, termDays });
    if (theirs !== undefined) byReference.delete(ours.reference);
  }
  rest(left, inOrder([...byReference.values()].flat()), found.breaks);
  return found;
}

function byName(
  ours: Expected,
  theirs: readonly FileLine[],
  { found, termDays }: { readonly found: Found; readonly termDays: number },
): void {
  const ranked = theirs.map((line) => ({ line, kinds: differences(ours, line, termDays) }));
  const best = ranked.reduce((one, other) => (other.kinds.length < one.kinds.length ? other : one));
  if (best.kinds.length === 0) found.matched.push({ ours, theirs: best.line });
  else if (isSplit(ours, theirs)) {
    found.breaks.push(breakOf('split', { ours: [ours], theirs }));
    return;
  }
  for (const kind of best.kinds)
    found.breaks.push(breakOf(kind, { ours: [ours], theirs: [best.line] }));
  for (const { line } of ranked)
    if (line !== best.line) found.breaks.push(breakOf('duplicate', { ours: [], theirs: [line] }));
}

function differences(ours: Expected, line: FileLine, termDays: number): BreakKind[] {
  const kinds: BreakKind[] = [];
  if (ours.account !== line.account) kinds.push('wrong-account');
  if (line.kind === 'rejected') kinds.push('sent-back');
  else if (ours.kind !== line.kind) kinds.push('sign');
  if (ours.amount !== line.amount) kinds.push('amount');
  else if (ours.charge !== line.charge) kinds.push('fee');
  if (ours.date !== line.date) {
    const days = (startOfDay(line.date) - startOfDay(ours.date)) / dayMs;
    kinds.push(days > termDays ? 'late' : 'date');
  }
  return kinds;
}

function isSplit(ours: Expected, theirs: readonly FileLine[]): boolean {
  const alike = theirs.every((line) => line.account === ours.account && line.kind === ours.kind);
  return alike && theirs.length > 1 && sumsTo(theirs, ours);
}

function sumsTo(parts: readonly Side[], whole: Side): boolean {
  const same = add(...parts.map((part) => part.amount)) === whole.amount;
  return same && add(...parts.map((part) => part.charge)) === whole.charge;
}

/** What no reference joins: alike one to one, then a whole group in one line, then nothing. */
function rest(ours: readonly Expected[], theirs: readonly FileLine[], breaks: Break[]): void {
  const alike = (side: Side) => JSON.stringify([groupOf(side), String(side.amount)]);
  const oursAlike = groups(ours, alike);
  const theirsAlike = groups(theirs, alike);
  const isPair = (side: Side) =>
    oursAlike.get(alike(side))?.length === 1 && theirsAlike.get(alike(side))?.length === 1;
  for (const one of ours.filter(isPair))
    breaks.push(breakOf('probable', { ours: [one], theirs: theirsAlike.get(alike(one)) ?? [] }));
  const oursLeft = groups(
    ours.filter((one) => !isPair(one)),
    groupOf,
  );
  const theirsLeft = theirs.filter((line) => !isPair(line));
  const fitting = groups(
    theirsLeft.filter((line) => isMerged(oursLeft.get(groupOf(line)) ?? [], line)),
    groupOf,
  );
  const merged = new Set<FileLine>();
  for (const [group, lines] of fitting) {
    if (lines.length !== 1) continue;
    for (const line of lines) merged.add(line);
    breaks.push(breakOf('merged', { ours: oursLeft.get(group) ?? [], theirs: lines }));
    oursLeft.delete(group);
  }
  for (const one of [...oursLeft.values()].flat()) {
    const ambiguous = theirsAlike.has(alike(one)) || fitting.has(groupOf(one));
    breaks.push(breakOf('missing', { ours: [one], theirs: [], ambiguous }));
  }
  for (const line of theirsLeft.filter((each) => !merged.has(each))) {
    const ambiguous = oursAlike.has(alike(line)) || (fitting.get(groupOf(line))?.length ?? 0) > 1;
    const kind = line.kind === 'rejected' ? 'sent-back' : 'extra';
    breaks.push(breakOf(kind, { ours: [], theirs: [line], ambiguous }));
  }
}

function isMerged(parts: readonly Expected[], line: FileLine): boolean {
  return parts.length > 1 && sumsTo(parts, line);
}

function groupOf(side: Side): string {
  return JSON.stringify([side.account, side.kind, side.date]);
}

/** By what they say and not by where they stand, so the order of a file decides nothing. */
function inOrder<Item extends Side>(sides: readonly Item[]): Item[] {
  const keyed = sides.map((side) => ({ side, key: textOf(side) }));
  keyed.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
  return keyed.map(({ side }) => side);
}

function textOf(side: Side): string {
  const { reference, account, kind, date, secondReference, amount, charge } = side;
  const figures = [String(amount), String(charge)];
  return JSON.stringify([reference, account, kind, date, secondReference, ...figures]);
}
