// What a bug sounds like: an impossible situation stops the request loudly, also in production.

/** Thrown only for mistakes of ours, never for anything a caller can do. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

export function invariant(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new BrokenInvariant(sentence);
}
