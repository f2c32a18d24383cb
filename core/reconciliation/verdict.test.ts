// What each line of a statement is taken for, as a table; earlier files are part of the question.
import { describe, expect, test } from 'vitest';
import { won } from '../money/won.ts';
import type { BusinessDate } from '../time/instant.ts';
import type { Expected } from './break.ts';
import type { FileLine } from './file.ts';
import { compare } from './match.ts';
import { judge, type Seen, statementKey } from './verdict.ts';

const date = '2028-03-14' as BusinessDate;
const ours = (reference: string, amount: number, kind: 'in' | 'out' = 'in'): Expected => ({
  ...{ account: 'settlement', kind, reference, secondReference: '', date },
  ...{ amount: won(amount), charge: won(0) },
});
let line = 1;
function theirs(of: Expected, over: Partial<FileLine> = {}): FileLine {
  line += 1;
  return { ...of, line, secondReference: `B-${line}`, ...over };
}

const nothing: Seen = { account: 'settlement', lines: new Map(), settled: new Map() };
const payIn = ours('P-1', 49_000);
const other = ours('P-2', 10_000);
const payout = ours('P-3', 48_625, 'out');

function judged(expected: readonly Expected[], lines: readonly FileLine[], seen = nothing) {
  const { verdicts, breaks } = judge(compare(expected, lines, 0), seen);
  return {
    verdicts: verdicts.map((each) => `${each.is} ${each.line.amount} ${each.breakNumber ?? '-'}`),
    breaks: breaks.map(({ kind }) => kind),
  };
}

// biome-ignore format: a table
const days: readonly (readonly [string, Expected[], FileLine[], string[], string[]])[] = [
  ['as it should be',   [payIn],          [theirs(payIn)],                                        ['settles 49000 -'],                []],
  ['short',             [payIn],          [theirs(payIn, { amount: won(48_900) })],               ['settles 48900 1'],                ['amount']],
  ['a day late',        [payIn],          [theirs(payIn, { date: '2028-03-15' as BusinessDate })], ['settles 49000 1'],               ['late']],
  ['short and late',    [payIn],          [theirs(payIn, { amount: won(1), date: '2028-03-15' as BusinessDate })], ['settles 1 1'],   ['amount', 'late']],
  ['the other way',     [payout],         [theirs(payout, { kind: 'in' })],                       [],                                 ['sign']],
  ['another account',   [payIn],          [theirs(payIn, { account: 'x' })],                      [],                                 ['wrong-account']],
  ['a stranger',        [],               [theirs(ours('', 700))],                                ['unexpected 700 1'],               ['extra']],
  ['of another account', [],              [theirs(ours('', 700), { account: 'x' })],              [],                                 ['extra']],
  ['another name',      [payIn],          [theirs(payIn, { reference: 'LG' })],                   ['unexpected 49000 1'],             ['probable']],
  ['in two parts',      [payIn],          [theirs(payIn, { amount: won(20_000) }), theirs(payIn, { amount: won(29_000) })], ['settles 20000 1', 'part 29000 1'], ['split']],
  ['two in one',        [payIn, other],   [theirs(payIn, { reference: '', amount: won(59_000) })], ['unexpected 59000 1'],            ['merged']],
  ['twice',             [payIn],          [theirs(payIn), theirs(payIn)],                         ['settles 49000 -', 'unexpected 49000 1'], ['duplicate']],
  ['not at all',        [payIn],          [],                                                     [],                                 ['missing']],
];

test.each(days)('%s', (_, expected, lines, verdicts, breaks) => {
  expect(judged(expected, lines)).toEqual({ verdicts, breaks });
});

describe('T70: what earlier files have said', () => {
  const again = theirs(payIn);
  const posted: Seen = { ...nothing, lines: new Map([[statementKey(again), won(49_000)]]) };

  test('the same line posts nothing', () => {
    expect(judged([payIn], [again], posted)).toEqual({ verdicts: [], breaks: [] });
  });

  test('under the same number another amount is told, and not posted', () => {
    const changed = { ...again, amount: won(48_000) };
    expect(judged([payIn], [changed], posted)).toEqual({
      verdicts: [],
      breaks: ['amount', 'duplicate'],
    });
  });

  test('a second line for what was settled is nobody’s', () => {
    const seen: Seen = { ...nothing, settled: new Map([['P-1', 'line']]) };
    expect(judged([payIn], [theirs(payIn)], seen)).toEqual({
      verdicts: ['unexpected 49000 1'],
      breaks: ['duplicate'],
    });
  });

  const parts = [20_000, 29_000].map((amount) => theirs(payIn, { amount: won(amount) }));
  const settled = new Map([['P-1', 'line']]);

  test('parts of what was settled before are nobody’s, each under a break of its own', () => {
    expect(judged([payIn], parts, { ...nothing, settled })).toEqual({
      verdicts: ['unexpected 20000 2', 'unexpected 29000 3'],
      breaks: ['split', 'duplicate', 'duplicate'],
    });
  });

  test('the rest of what was settled short before is nobody’s', () => {
    const [first] = parts as [FileLine, FileLine];
    const lines = new Map([[statementKey(first), won(20_000)]]);
    expect(judged([payIn], parts, { ...nothing, lines, settled })).toEqual({
      verdicts: ['unexpected 29000 1'],
      breaks: ['split'],
    });
  });

  const numbered = (of: Expected) => theirs(of, { secondReference: 'B' });

  // biome-ignore format: a table
  test.each([
    ['nobody’s, both',      [],             [numbered(ours('', 700)), numbered(ours('', 800))], ['unexpected 700 1'],  ['extra', 'duplicate']],
    ['both of them ours',   [payIn, other], [numbered(payIn), numbered(other)],                 ['settles 49000 -'],   ['duplicate']],
    ['only one is ours',    [payIn],        [numbered(payIn), numbered(ours('', 800))],         ['settles 49000 -'],   ['duplicate']],
    ['in two parts',        [payIn],        [20_000, 29_000].map((part) => numbered({ ...payIn, amount: won(part) })), ['settles 20000 1'], ['split', 'duplicate']],
  ])('two lines under one number, %s: the second is told and not posted', (_, expected, lines, verdicts, breaks) => {
    expect(judged(expected, lines)).toEqual({ verdicts, breaks });
    const told = judge(compare(expected, lines, 0), nothing).breaks.at(-1);
    expect(told?.english).toContain('the same bank number');
  });

  test('the same number twice in one file is one line', () => {
    const twice = [again, { ...again, line: 99 }];
    expect(judged([payIn], twice)).toEqual({
      verdicts: ['settles 49000 -'],
      breaks: ['duplicate'],
    });
  });
});
