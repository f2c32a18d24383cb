// What the auditor reads of statements: files that were kept, lines that were posted, what was done.
import { type TextRow, text, won } from './text-row.ts';

/** A statement that was kept, and what it was found to say. */
export interface FileFact {
  readonly id: string;
  readonly date: string;
  readonly hash: string;
  readonly breaks: readonly {
    readonly id: string;
    readonly kind: string;
    readonly ours: readonly { readonly reference: string }[];
    readonly theirs: readonly {
      readonly account: string;
      readonly date: string;
      readonly kind: 'in' | 'out';
      readonly secondReference: string;
    }[];
  }[];
}

/** A line that was posted. */
export interface LineFact {
  readonly fileId: string;
  readonly account: string;
  readonly date: string;
  readonly direction: 'in' | 'out';
  readonly bankReference: string;
  readonly amount: bigint;
}

export interface ResolutionFact {
  /** `break/…` or `payout/…`. */
  readonly subject: string;
  readonly step: string;
  readonly reason: string;
  readonly against: string | null;
  readonly amount: bigint;
}

export interface StatementFacts {
  readonly files: readonly FileFact[];
  readonly lines: readonly LineFact[];
  /** References that a line has closed. */
  readonly settled: readonly string[];
  readonly resolutions: readonly ResolutionFact[];
}

type Asked = 'files' | 'lines' | 'settled' | 'resolutions';

export async function readStatements(
  read: (name: Asked) => Promise<readonly TextRow[]>,
): Promise<StatementFacts> {
  return {
    files: (await read('files')).map(fileOf),
    lines: (await read('lines')).map(lineOf),
    settled: (await read('settled')).map((row) => text(row, 'reference')),
    resolutions: (await read('resolutions')).map(resolutionOf),
  };
}

function fileOf(row: TextRow): FileFact {
  return {
    ...{ id: text(row, 'id'), date: text(row, 'date'), hash: text(row, 'hash') },
    breaks: JSON.parse(text(row, 'breaks')) as FileFact['breaks'],
  };
}

function lineOf(row: TextRow): LineFact {
  return {
    ...{ fileId: text(row, 'fileId'), account: text(row, 'account'), date: text(row, 'date') },
    ...{ direction: text(row, 'direction') === 'in' ? 'in' : 'out', amount: won(row, 'amount') },
    bankReference: text(row, 'bankReference'),
  };
}

function resolutionOf(row: TextRow): ResolutionFact {
  return {
    ...{ subject: text(row, 'subject'), step: text(row, 'step'), reason: text(row, 'reason') },
    ...{ against: row.against ?? null, amount: won(row, 'amount') },
  };
}
