// What a spreadsheet makes of a cell: text stays text, numbers stay numbers.
import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

// biome-ignore format: a table
test.each([
  // cell                    written
  ['=1+1',                  `"'=1+1"`],
  ['+82-10-1234-5678',      `"'+82-10-1234-5678"`],
  ['-1',                    `"'-1"`],
  ['@SUM(A1:A9)',           `"'@SUM(A1:A9)"`],
  ['\t=1+1',                `"'\t=1+1"`],
  ['\r=1+1',                `"'\r=1+1"`],
  ['\n=1+1',                `"'\n=1+1"`],
  ['＝1+1',                 `"'＝1+1"`],
  ['＋1',                   `"'＋1"`],
  ['－1',                   `"'－1"`],
  ['＠SUM(A1:A9)',          `"'＠SUM(A1:A9)"`],
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ['=cmd|\' /C calc\'!A0',  `"'=cmd|' /C calc'!A0"`],
  ['ORDER-1',               '"ORDER-1"'],
  ['1=1',                   '"1=1"'],
  ['',                      '""'],
  ['커피, 둘',              '"커피, 둘"'],
  ['a"b\r\nc',              '"a""b\r\nc"'],
] as const)('T69: %j is written as %j', (cell, written) => {
  expect(csvLine([cell])).toBe(`${written}\r\n`);
});

test('T69: amounts stay numbers, with their sign', () => {
  expect(csvLine([-48_625n, 0n, 1_375n, '-48625'])).toBe(`-48625,0,1375,"'-48625"\r\n`);
});
