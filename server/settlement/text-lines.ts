// The lines of a text that comes in pieces: no more than a line of it is held.

/** Bytes. A bank's day has a hundred bytes for each of half a million lines. */
export const fileLimit = 64 * 1024 * 1024;

export interface TextLimits {
  readonly bytes: number;
  /** A longer line is cut where it is known to be too long. */
  readonly lineLength: number;
}

/** What makes a text unreadable as a whole, and where. */
export class UnreadableText extends Error {
  readonly fault: 'too-large' | 'encoding';
  readonly line: number;
  constructor(fault: UnreadableText['fault'], line: number) {
    super(fault);
    this.fault = fault;
    this.line = line;
  }
}

/** Without their LF. */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  limits: TextLimits,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let bytes = 0;
  let line = 1;
  let rest = '';
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw new UnreadableText('encoding', line);
    }
  };
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > limits.bytes) throw new UnreadableText('too-large', line);
    const parts = decode(chunk).split('\n');
    for (const part of parts.slice(0, -1)) {
      yield rest + part;
      rest = '';
      line += 1;
    }
    rest = (rest + (parts.at(-1) ?? '')).slice(0, limits.lineLength + 1);
  }
  rest += decode();
  if (rest !== '') yield rest;
}
