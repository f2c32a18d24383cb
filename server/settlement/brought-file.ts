// A file that somebody brings: kept as it comes, checked line by line, and read again once whole.
import { createHash, type Hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { faultWords } from '../../core/reconciliation/fault-words.ts';
import {
  type FileKind,
  type FileLine,
  type LineFault,
  openReader,
} from '../../core/reconciliation/file.ts';
import { accepted, type Outcome, refused, unfit } from '../../core/refusal.ts';
import type { BusinessDate } from '../../core/time/instant.ts';
import { withoutCardNumbers } from '../card-text.ts';
import { fileLimit, linesOf, UnreadableText } from './text-lines.ts';

const limits = { bytes: fileLimit, lineLength: 1_000, lines: 1_000_000 };

export interface BroughtFile {
  readonly kind: FileKind;
  /** The acquirer, or our account. */
  readonly account: string;
  readonly date: BusinessDate;
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface WholeFile {
  readonly fileHash: string;
  /** None of them is unfit. */
  lines(): AsyncIterable<FileLine>;
}

/** A line is ten times as large as its bytes, so only those are kept. */
export async function readWhole({ kind, bytes }: BroughtFile): Promise<Outcome<WholeFile>> {
  const reader = openReader(kind, limits);
  const hash = createHash('sha256');
  const chunks: Uint8Array[] = [];
  try {
    for await (const text of linesOf(keptIn(chunks, bytes, hash), limits)) {
      const found = reader.read(withoutCardNumbers(text));
      if (found !== null && !found.ok) return faulty(kind, found.fault);
    }
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    const { fault, line } = error;
    return refused({ kind: 'unreadable-body', fault, line, column: 1 });
  }
  const end = reader.end();
  if (end !== null && !end.ok) return faulty(kind, end.fault);
  return accepted({ fileHash: hash.digest('hex'), lines: () => linesAgain(kind, chunks) });
}

function faulty(kind: FileKind, fault: LineFault) {
  return refused(unfit('csv', { is: 'malformed', expected: faultWords(fault, { kind, limits }) }));
}

async function* keptIn(chunks: Uint8Array[], bytes: AsyncIterable<Uint8Array>, hash: Hash) {
  for await (const chunk of bytes) {
    hash.update(chunk);
    chunks.push(chunk);
    yield chunk;
  }
}

async function* linesAgain(kind: FileKind, chunks: readonly Uint8Array[]) {
  const reader = openReader(kind, limits);
  for await (const text of linesOf(oneByOne(chunks), limits)) {
    const found = reader.read(withoutCardNumbers(text));
    if (found?.ok) yield found.value;
  }
}

/** Payments go on between pieces. */
async function* oneByOne(chunks: readonly Uint8Array[]) {
  for (const chunk of chunks) {
    yield chunk;
    await setImmediate();
  }
}
