// What is wrong with a line of a file, for whoever has to mend it: where, and what belongs there.
import { type FileKind, type FileLimits, type Form, fileColumns, type LineFault } from './file.ts';

// biome-ignore format: a table
const ofForm: Readonly<Record<Form, string>> = {
  date:            'a day, YYYY-MM-DD',
  won:             'won in digits, without sign or separator',
  text:            'a text that is not empty and has no spaces around it',
  'text-or-empty': 'a text without spaces around it',
  direction:       'in or out',
  'slip-kind':     'sale, cancel or rejected',
};

export interface FaultyFile {
  readonly kind: FileKind;
  readonly limits: FileLimits;
}

/** Nothing of the line itself: it may hold what nobody may read. */
export function faultWords({ line, column, problem }: LineFault, file: FaultyFile): string {
  const [name] = fileColumns[file.kind][column - 1] ?? [null];
  const where = column === 0 ? `in line ${line}` : `in line ${line}, column ${column}`;
  return `${where}${name === null ? '' : ` (${name})`}: ${belongs(problem, column, file)}`;
}

function belongs(
  problem: LineFault['problem'],
  column: number,
  { kind, limits }: FaultyFile,
): string {
  const columns = fileColumns[kind];
  const form = columns[column - 1]?.[1];
  switch (problem) {
    case 'wrong-header':
      return `the header ${columns.map(([name]) => name).join(',')}`;
    case 'wrong-column-count':
      return `${columns.length} fields`;
    case 'malformed':
      return form === undefined ? 'a field that fits' : ofForm[form];
    case 'empty-line':
      return 'a line that is not empty';
    case 'too-long':
      return `at most ${limits.lineLength} characters`;
    case 'too-many-lines':
      return `the end, after ${limits.lines} lines`;
    case 'open-quote':
      return 'a quote at the end of the field';
    case 'stray-quote':
      return 'quotes around the whole field, and doubled within it';
    case 'control-character':
      return 'no control characters';
  }
}
