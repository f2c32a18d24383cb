// The search for canaries finds what was planted, in every spelling: a leak cannot hide from it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { freshNumber, rangesOfAllLengths, searchFor, unlike } from '../harness/canary.ts';
import { temporaryFolder } from '../harness/program.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const ranges = rangesOfAllLengths();
const numbers = ranges.map(freshNumber);
const others = ranges.map((range, index) => unlike(numbers[index] ?? '', range));
const search = searchFor(numbers);

type Spell = (number: string) => string | Uint8Array;

const hex = (text: string): string => Buffer.from(text).toString('hex');
const halves = (text: string): [string, string] => [text.slice(0, 8), text.slice(8)];
const backwards = (text: string): string => [...text].reverse().join('');

// biome-ignore format: a table
const spellings: readonly (readonly [name: string, spell: Spell])[] = [
  ['digits',               (number) => `x${number}y`],
  ['between bytes',        (number) => Buffer.from(`\0\xff${number}\x01`, 'latin1')],
  ['groups with blanks',   (number) => number.replace(/(.{4})/g, '$1 ')],
  ['groups with hyphens',  (number) => number.replace(/(.{4})/g, '$1-')],
  ['eleven from the left', (number) => number.slice(0, 11)],
  ['eleven from the right', (number) => number.slice(-11)],
  ['eleven of the middle', (number) => number.slice(1, 12)],
  ['backwards',            backwards],
  ['halves exchanged',     (number) => halves(number).reverse().join('')],
  ['UTF-16, little',       (number) => Buffer.from(number, 'utf16le')],
  ['UTF-16, big',          (number) => Buffer.from(number, 'utf16le').swap16()],
  ['hexadecimal',          hex],
  ['hexadecimal, odd',     (number) => `3${hex(number)}`],
  ['base64, offset 0',     (number) => Buffer.from(number).toString('base64')],
  ['base64, offset 1',     (number) => Buffer.from(`"${number}"`).toString('base64')],
  ['base64, offset 2',     (number) => Buffer.from(`: ${number}`).toString('base64')],
  ['base64 for URLs',      (number) => Buffer.from(`{"n":"${number}"}`).toString('base64url')],
  ['percent escapes',      (number) => hex(number).replace(/(..)/g, '%$1')],
  ['JSON escapes',         (number) => hex(number).replace(/(..)/g, '\\u00$1')],
];

describe.each(spellings)('%s', (name, spell) => {
  test('is found', () => {
    for (const number of numbers) {
      expect(search.in('here', spell(number))).toHaveLength(1);
    }
  });

  test('of another number is none', () => {
    for (const number of others) expect(search.in('here', spell(number)), name).toEqual([]);
  });
});

test('what may be kept is none: the first six and the last four', () => {
  const kept = numbers.map((number) => `${number.slice(0, 6)} ****** ${number.slice(-4)}`);
  expect(search.in('here', kept.join('\n'))).toEqual([]);
});

test('is found in files, in their names, and in folders below', () => {
  const [number = ''] = numbers;
  mkdirSync(join(folder.path, 'below'));
  writeFileSync(join(folder.path, 'below', 'file'), Buffer.from(`\0${number}`));
  writeFileSync(join(folder.path, `${number}.log`), 'nothing');
  expect(search.inFolder(folder.path)).toHaveLength(2);
});
