// The two files that are compared with our books: their columns, and lines read one by one.
import { parseWon, type Won, zeroWon } from '../money/won.ts';
import type { BusinessDate } from '../time/instant.ts';
import { type CsvProblem, splitCsv } from './csv.ts';

export type FileKind = 'bank' | 'acquirer';
export type Form = 'date' | 'won' | 'text' | 'text-or-empty' | 'direction' | 'slip-kind';

// biome-ignore format: a table
export const fileColumns = {
  bank: [
    ['account',        'text'],
    ['date',           'date'],
    ['direction',      'direction'],
    ['amount',         'won'],
    ['reference',      'text-or-empty'],
    ['bank_reference', 'text'],
  ],
  acquirer: [
    ['acquirer',       'text'],
    ['kind',           'slip-kind'],
    ['slip',           'text-or-empty'],
    ['approval',       'text-or-empty'],
    ['amount',         'won'],
    ['charge',         'won'],
    ['pay_in_date',    'date'],
  ],
} as const satisfies Record<FileKind, readonly (readonly [string, Form])[]>;

/** A line of either file in our terms; `account` is the acquirer in an acquirer's file. */
export interface FileLine {
  readonly line: number;
  readonly account: string;
  readonly kind: 'in' | 'out' | 'sale' | 'cancel' | 'rejected';
  /** Empty when the sender named none. */
  readonly reference: string;
  /** The sender's own number: the bank's, or the approval number. */
  readonly secondReference: string;
  readonly amount: Won;
  readonly charge: Won;
  readonly date: BusinessDate;
}

export type LineProblem =
  | CsvProblem
  | 'wrong-header'
  | 'wrong-column-count'
  | 'malformed'
  | 'empty-line'
  | 'too-long'
  | 'too-many-lines';

export interface LineFault {
  readonly line: number;
  /** Counts from 1; 0 when it is about the whole line. */
  readonly column: number;
  readonly problem: LineProblem;
}

export interface FileLimits {
  readonly lineLength: number;
  readonly lines: number;
}

export type ReadLine =
  | { readonly ok: true; readonly value: FileLine }
  | { readonly ok: false; readonly fault: LineFault };

/** Takes the lines of a file one by one, so that nobody has to hold it. */
export interface FileReader {
  /** Null for the header, and after a wrong header or a line too many. */
  read(text: string): ReadLine | null;
  /** What is wrong with a file that ends here, if anything is. */
  end(): ReadLine | null;
}

export function openReader(kind: FileKind, limits: FileLimits): FileReader {
  const header = fileColumns[kind].map(([name]) => name).join(',');
  let line = 0;
  let isOver = false;
  const over = (problem: LineProblem): ReadLine => {
    isOver = true;
    return fault(line, 0, problem);
  };
  return {
    read(text) {
      if (isOver) return null;
      line += 1;
      if (line === 1) {
        const isHeader = text.replace(/^\ufeff/, '').replace(/\r$/, '') === header;
        return isHeader ? null : over('wrong-header');
      }
      if (line - 1 > limits.lines) return over('too-many-lines');
      if (text.length > limits.lineLength) return fault(line, 0, 'too-long');
      return readLine(kind, text, line);
    },
    end: () => (line === 0 ? fault(1, 0, 'wrong-header') : null),
  };
}

function readLine(kind: FileKind, text: string, line: number): ReadLine {
  if (text === '' || text === '\r') return fault(line, 0, 'empty-line');
  const split = splitCsv(text);
  if (!split.ok) return fault(line, split.column, split.problem);
  const { fields } = split;
  const columns = fileColumns[kind];
  if (fields.length !== columns.length) return fault(line, 0, 'wrong-column-count');
  const wrong = columns.findIndex(([, form], index) => !fits(form, fields[index] ?? ''));
  if (wrong >= 0) return fault(line, wrong + 1, 'malformed');
  return { ok: true, value: kind === 'bank' ? bankLine(fields, line) : slipLine(fields, line) };
}

function bankLine(fields: readonly string[], line: number): FileLine {
  const [account = '', date = '', kind, amount = '', reference = '', secondReference = ''] = fields;
  return {
    ...{ line, account, reference, secondReference, kind: kind === 'in' ? 'in' : 'out' },
    ...{ amount: wonOf(amount), charge: wonOf('0'), date: date as BusinessDate },
  };
}

function slipLine(fields: readonly string[], line: number): FileLine {
  const [account = '', kind, reference = '', secondReference = '', ...figures] = fields;
  const [amount = '', charge = '', date = ''] = figures;
  return {
    ...{
      line,
      account,
      reference,
      secondReference,
      kind: slipKinds.find((each) => each === kind) ?? 'sale',
    },
    ...{ amount: wonOf(amount), charge: wonOf(charge), date: date as BusinessDate },
  };
}

const slipKinds = ['sale', 'cancel', 'rejected'] as const;

// biome-ignore format: a table
const forms: Record<Form, (field: string) => boolean> = {
  date:            isDate,
  won:             (field) => field.length <= 15 && parseWon(field) !== null,
  text:            (field) => field !== '' && field.trim() === field,
  'text-or-empty': (field) => field.trim() === field,
  direction:       (field) => field === 'in' || field === 'out',
  'slip-kind':     (field) => slipKinds.some((each) => each === field),
};

function fits(form: Form, field: string): boolean {
  return forms[form](field);
}

function isDate(field: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(field)) return false;
  const time = Date.parse(`${field}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(field);
}

function wonOf(field: string): Won {
  return parseWon(field) ?? zeroWon;
}

function fault(line: number, column: number, problem: LineProblem): ReadLine {
  return { ok: false, fault: { line, column, problem } };
}
