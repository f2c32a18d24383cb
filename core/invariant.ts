// What a bug sounds like: an impossible situation stops the request loudly, also in production.

/** Thrown only for mistakes of ours, never for anything a caller can do. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

export function invariant(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new BrokenInvariant(sentence);
}

/** Closes a switch over a union, so that a new member does not compile until it is handled. */
export function unreachable(value: never): never {
  throw new BrokenInvariant(`unhandled case ${JSON.stringify(value)}`);
}
