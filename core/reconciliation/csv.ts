// One line of a CSV file into its fields (RFC 4180), strictly: nothing odd is guessed.

export type CsvProblem = 'open-quote' | 'stray-quote' | 'control-character';

/** `column` counts fields from 1. */
export type CsvLine =
  | { readonly ok: true; readonly fields: readonly string[] }
  | { readonly ok: false; readonly column: number; readonly problem: CsvProblem };

// Sticky, so each field is read where the last one ended and no line is read twice.
const quoted = /"((?:[^"]|"")*)"(?=,|$)/y;
const plain = /[^",]*(?=,|$)/y;

/** Takes a line without its LF; a CR at its end belongs to the line break. No field spans lines. */
export function splitCsv(line: string): CsvLine {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  const fields: string[] = [];
  for (let at = 0; at <= text.length; ) {
    const column = fields.length + 1;
    const pattern = text[at] === '"' ? quoted : plain;
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return { ok: false, column, problem: problemAt(text, at) };
    const field = pattern === quoted ? (found[1] ?? '').replaceAll('""', '"') : found[0];
    if (hasControl(field)) return { ok: false, column, problem: 'control-character' };
    fields.push(field);
    at = pattern.lastIndex + 1;
  }
  return { ok: true, fields };
}

function problemAt(text: string, at: number): CsvProblem {
  const quotes = text.slice(at).split('"').length - 1;
  return text[at] === '"' && quotes % 2 === 1 ? 'open-quote' : 'stray-quote';
}

function hasControl(field: string): boolean {
  for (const character of field) if (character < ' ' || character === '\u007f') return true;
  return false;
}
