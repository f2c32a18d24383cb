// Files are read strictly: what fits is a line, what does not is named by line and column.
import { expect, test } from 'vitest';
import { type FileKind, fileColumns, openReader } from './file.ts';

const limits = { lineLength: 100, lines: 3 };
const header = (kind: FileKind) => fileColumns[kind].map(([name]) => name).join(',');
function readFile(kind: FileKind, lines: readonly string[]) {
  const reader = openReader(kind, limits);
  return [...lines.map((text) => reader.read(text)), reader.end()].filter((each) => each !== null);
}
const read = (kind: FileKind, ...lines: string[]) => [...readFile(kind, [header(kind), ...lines])];
const good = 'hana-1,2026-03-10,in,49000,P-1,B-1';

test('a line of each kind, with CRLF, a mark of byte order and quotes', () => {
  const bank = [...readFile('bank', [`\ufeff${header('bank')}\r`, `${good}\r`])];
  expect(bank).toMatchObject([{ ok: true, value: { line: 2, amount: 49_000n, kind: 'in' } }]);
  const slip = read('acquirer', '"B,""C",cancel,S-1,3001,20000,400,2026-03-10');
  expect(slip).toMatchObject([
    { ok: true, value: { account: 'B,"C', charge: 400n, kind: 'cancel' } },
  ]);
});

// biome-ignore format: a table
test.each([
  // line                                     column  problem
  ['',                                        0,      'empty-line'],
  ['hana-1,2026-03-10,in,49000,P-1',          0,      'wrong-column-count'],
  ['hana-1,2026-02-30,in,49000,P-1,B-1',      2,      'malformed'],
  ['hana-1,2026-03-10,IN,49000,P-1,B-1',      3,      'malformed'],
  ['hana-1,2026-03-10,in,-5,P-1,B-1',         4,      'malformed'],
  ['hana-1,2026-03-10,in,"49,000",P-1,B-1',   4,      'malformed'],
  ['hana-1,2026-03-10,in,49000, P-1,B-1',     5,      'malformed'],
  ['hana-1,2026-03-10,in,49000,P-1,',         6,      'malformed'],
  ['hana-1,2026-03-10,in,49000,"P-1,B-1',     5,      'open-quote'],
  ['hana-1,2026-03-10,in,49000,P"1,B-1',      5,      'stray-quote'],
  ['hana-1,2026-03-10,in,49000,"P"1,"B-1"',   5,      'stray-quote'],
  ['hana-1,2026-03-10,in,49000,P\u00001,B-1', 5,      'control-character'],
  ['x'.repeat(101),                           0,      'too-long'],
])('%j', (line, column, problem) => {
  expect(read('bank', line, good)).toMatchObject([
    { ok: false, fault: { line: 2, column, problem } },
    { ok: true, value: { line: 3 } },
  ]);
});

test('no header or another one ends the reading, as does a line too many', () => {
  expect([...readFile('bank', [])]).toMatchObject([{ fault: { problem: 'wrong-header' } }]);
  expect([...readFile('bank', [good, good])]).toHaveLength(1);
  expect(read('bank', good, good, good, good, good).at(-1)).toMatchObject({
    fault: { line: 5, problem: 'too-many-lines' },
  });
});
