// A row of the auditor's queries: every column is text, and he decodes it himself.

export type TextRow = Readonly<Record<string, string | null>>;

export function text(row: TextRow, name: string): string {
  return row[name] ?? '';
}

export function won(row: TextRow, name: string): bigint {
  return BigInt(text(row, name));
}
