// Each kind of break is found when it is planted, alone or with all others, and none is invented.
import { expect, test } from 'vitest';
import { add, won } from '../money/won.ts';
import type { BusinessDate } from '../time/instant.ts';
import type { BreakKind, Expected } from './break.ts';
import type { FileLine } from './file.ts';
import { compare } from './match.ts';
import { openReading } from './reading.ts';

const day = (date: string) => date as BusinessDate;
const slip = (index: number): Expected => ({
  account: 'acquirer-1',
  kind: 'sale',
  reference: `S-${index}`,
  secondReference: `${index}`,
  amount: won(10_000 + index * 7),
  charge: won(200 + index),
  date: day('2026-03-10'),
});
const lineOf = (one: Expected, over: Partial<FileLine> = {}): FileLine => ({
  ...one,
  line: 0,
  ...over,
});
const one = (over: (ours: Expected) => Partial<FileLine>) => (ours: Expected[]) =>
  ours.map((each, index) => (index === 0 ? lineOf(each, over(each)) : lineOf(each)));

// Each takes two slips on a day of their own and answers the lines of the file.
const plants: Record<BreakKind, (ours: Expected[]) => FileLine[]> = {
  missing: (ours) => ours.slice(1).map((each) => lineOf(each)),
  extra: (ours) => [
    ...one(() => ({}))(ours),
    ...ours
      .slice(1)
      .map((each) => lineOf(each, { reference: `X${each.reference}`, amount: won(3) })),
  ],
  amount: one((ours) => ({ amount: add(ours.amount, won(1)) })),
  fee: one((ours) => ({ charge: add(ours.charge, won(1)) })),
  date: one((ours) => ({ date: day(`${ours.date.slice(0, 8)}29`) })),
  duplicate: (ours) => [...one(() => ({}))(ours), ...ours.slice(1).map((each) => lineOf(each))],
  split: (ours) =>
    ours.flatMap((each, index) =>
      index === 0
        ? [
            lineOf(each, { amount: won(1), charge: won(0) }),
            lineOf(each, { amount: add(each.amount, won(-1)) }),
          ]
        : [lineOf(each)],
    ),
  merged: (ours) =>
    ours.slice(0, 1).map((each) =>
      lineOf(each, {
        reference: `M${each.reference}`,
        amount: add(...ours.map(({ amount }) => amount)),
        charge: add(...ours.map(({ charge }) => charge)),
      }),
    ),
  'wrong-account': one(() => ({ account: 'acquirer-2' })),
  sign: one(() => ({ kind: 'cancel' })),
  'sent-back': one(() => ({ kind: 'rejected' })),
  probable: one((ours) => ({ reference: `P${ours.reference}` })),
  late: one(() => ({ date: day('2027-01-01') })),
};
const kinds = Object.keys(plants) as BreakKind[];

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function shuffled(lines: FileLine[], next: () => number): FileLine[] {
  return lines
    .map((line) => ({ line, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ line }) => line);
}

test.each(kinds)('%s alone', (kind) => {
  const ours = [slip(1), slip(2)];
  const { breaks } = compare(ours, plants[kind](ours), 31);
  expect(breaks.map((each) => each.kind)).toEqual([kind]);
});

test.each(Array.from({ length: 50 }, (_, seed) => seed + 1))('a planted day, seed %i', (seed) => {
  const next = random(seed);
  const clean = Array.from({ length: 200 }, (_, index) => slip(index));
  expect(
    compare(
      clean,
      shuffled(
        clean.map((each) => lineOf(each)),
        next,
      ),
      31,
    ).breaks,
  ).toEqual([]);
  const planted = kinds.filter(() => next() < 0.5);
  const pairs = planted.map((kind, index) =>
    [1000 + index * 2, 1001 + index * 2].map((at) => ({
      ...slip(at),
      date: day(`2026-04-${10 + kinds.indexOf(kind)}`),
    })),
  );
  const lines = [
    ...clean.map((each) => lineOf(each)),
    ...planted.flatMap((kind, index) => plants[kind](pairs[index] ?? [])),
  ];
  const ours = [...clean, ...pairs.flat()];
  const first = compare(ours, lines, 31);
  const reading = openReading(ours);
  for (const line of shuffled(lines, next)) reading.take(line);
  const read = reading.finish([], 31);
  expect(read.breaks).toEqual(first.breaks);
  expect(read.matched).toHaveLength(first.matched.length);
  const { matched, ...rest } = reading.rest();
  const again = openReading(rest.ours);
  for (const line of rest.theirs) again.take(line);
  expect(again.finish([], 31).breaks).toEqual(first.breaks);
  expect(matched.length + again.finish([], 31).matched.length).toBe(first.matched.length);
  expect(first.breaks.map(({ kind }) => kind).sort()).toEqual([...planted].sort());
  expect(
    compare(
      shuffled(
        ours.map((each) => lineOf(each)),
        next,
      ),
      shuffled(lines, next),
      31,
    ).breaks.map(({ kind, theirs }) => [kind, theirs]),
  ).toEqual(first.breaks.map(({ kind, theirs }) => [kind, theirs]));
});

test('what is withdrawn is not expected any more, also where a line has fitted it', () => {
  const ours = [slip(1), slip(2)];
  const reading = openReading(ours);
  for (const each of ours) reading.take(lineOf(each));
  expect(reading.withdraw('S-9')).toBe(null);
  const withdrawn = reading.withdraw(slip(1).reference);
  expect(withdrawn).toEqual(slip(1));
  expect(reading.finish([], 31).breaks.map(({ kind }) => kind)).toEqual(['extra']);
  expect(reading.finish([slip(1)], 31).breaks).toEqual([]);
});

test.each([
  ['of the day', [slip(1)], ['sent-back']],
  ['of another amount', [{ ...slip(1), amount: won(1) }], ['sent-back', 'amount']],
  ['of another day', [], ['sent-back']],
])('a claim %s that is sent back and not booked is called so', (_, ours, found) => {
  const { breaks } = compare(ours, [lineOf(slip(1), { kind: 'rejected' })], 31);
  expect(breaks.map(({ kind }) => kind)).toEqual(found);
});

test('where two would fit, none is chosen', () => {
  const ours = [1, 2].map((at) => ({ ...slip(5), reference: `S-${at}` }));
  const { breaks } = compare(ours, [lineOf(slip(5), { reference: 'X' })], 31);
  expect(breaks.map(({ kind, ambiguous }) => [kind, ambiguous])).toEqual([
    ['missing', true],
    ['missing', true],
    ['extra', true],
  ]);
});
