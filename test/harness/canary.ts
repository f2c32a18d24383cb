// Fresh card numbers that must be found nowhere, and the search for them in every spelling.
import { randomInt } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberIn, sizeOf, type TestRange, testRanges } from '../../rails/simulator/ranges.ts';

/** A number of the range that no run has used before, as far as chance goes. */
export function freshNumber(range: TestRange): string {
  return numberIn(range, randomInt(sizeOf(range)));
}

/** Shares no eleven digits with the one given: the first digit behind the range is another. */
export function unlike(number: string, range: TestRange): string {
  const serial = Number(number.slice(range.bin.length, -1));
  return numberIn(range, (serial + sizeOf(range) / 2) % sizeOf(range));
}

/** One of each length: sixteen, fifteen and fourteen digits. */
export function rangesOfAllLengths(): TestRange[] {
  return [16, 15, 14].map((length) => {
    const range = testRanges.find((each) => each.length === length);
    if (range === undefined) throw new Error(`no test range has ${length} digits`);
    return range;
  });
}

export interface Search {
  /** Says in which spelling and where; never the number itself. */
  in(where: string, content: string | Uint8Array): string[];
  /** Every file below a folder, and every file's name. */
  inFolder(folder: string): string[];
}

/** Eleven digits are one more than may be kept: the first six and the last four. */
const windowLength = 11;

export function searchFor(numbers: readonly string[]): Search {
  const windows = windowsOf(numbers);
  const search = (where: string, content: string | Uint8Array): string[] =>
    spellings.flatMap(({ name, pattern, digitsOf }) => {
      const text = typeof content === 'string' ? content : latin1(content);
      const found = [...text.matchAll(pattern)].some(([run]) => hasWindow(digitsOf(run), windows));
      return found ? [`${where}: ${name}`] : [];
    });
  return {
    in: search,
    inFolder: (folder) =>
      filesIn(folder).flatMap((path) => [
        ...search(`name of ${path}`, path),
        ...search(path, readFileSync(path)),
      ]),
  };
}

interface Spelling {
  readonly name: string;
  /** A run of digits in this spelling, long enough to hold a window. */
  readonly pattern: RegExp;
  digitsOf(run: string): string;
}

// Base64 turns three digits into one of few groups of four letters, whatever stood before them.
// biome-ignore format: a table
const spellings: readonly Spelling[] = [
  { name: 'digits or groups', pattern: /[0-9](?:[ -]{0,2}[0-9]){10,}/g,         digitsOf: onlyDigits },
  { name: 'UTF-16',           pattern: /[0-9](?:\0[0-9]){10,}/g,               digitsOf: onlyDigits },
  { name: 'hexadecimal',      pattern: /(?:3[0-9]){11,}/g,                     digitsOf: everySecond },
  { name: 'percent escapes',  pattern: /(?:%3[0-9]){11,}/g,                    digitsOf: (run) => everySecond(run.replaceAll('%', '')) },
  { name: 'JSON escapes',     pattern: /(?:\\u003[0-9]){11,}/g,                digitsOf: (run) => run.replace(/\\u003/g, '') },
  { name: 'base64',           pattern: /(?:[MNO][DTjz][AEIMQUYcgk][w-z0-5]){4,}/g, digitsOf: (run) => Buffer.from(run, 'base64').toString('latin1') },
];

function onlyDigits(run: string): string {
  return run.replace(/[^0-9]/g, '');
}

function everySecond(run: string): string {
  return run.replace(/3([0-9])/g, '$1');
}

/** Also backwards, with halves exchanged, and with each half backwards. */
function windowsOf(numbers: readonly string[]): ReadonlySet<string> {
  const windows = new Set<string>();
  for (const number of numbers) {
    const half = Math.ceil(number.length / 2);
    const [left, right] = [number.slice(0, half), number.slice(half)];
    const backwards = (text: string): string => [...text].reverse().join('');
    const turned = [backwards(number), right + left, backwards(left) + backwards(right)];
    for (const each of [number, ...turned]) {
      for (let at = 0; at + windowLength <= each.length; at += 1)
        windows.add(each.slice(at, at + windowLength));
    }
  }
  return windows;
}

function hasWindow(digits: string, windows: ReadonlySet<string>): boolean {
  for (let at = 0; at + windowLength <= digits.length; at += 1) {
    if (windows.has(digits.slice(at, at + windowLength))) return true;
  }
  return false;
}

function latin1(content: Uint8Array): string {
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1');
}

/** A file may vanish while one looks: databases remove their own. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isFile());
}
