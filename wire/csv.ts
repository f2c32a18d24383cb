// Rows as a file for a spreadsheet: text is quoted, and no cell is a formula.

/** A text is shown as it is; a number is one, so that a column can be summed. */
export type Cell = string | bigint;

/** Spreadsheets take a file without it for one in an old Korean encoding. */
export const byteOrderMark = '\uFEFF';

/** What a spreadsheet would calculate instead of showing it, also in full width. */
const startsFormula = /^[=+\-@\t\r\n＝＋－＠]/;

/** One line with its end (RFC 4180). */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(cell: Cell): string {
  if (typeof cell === 'bigint') return `${cell}`;
  const text = startsFormula.test(cell) ? `'${cell}` : cell;
  return `"${text.replaceAll('"', '""')}"`;
}
