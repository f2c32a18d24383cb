// The one error that says: this start must not go on, and what the operator can do about it.

/**
 * A start that must not go on. The message is one clear sentence for the operator; it never holds
 * a password, a key or a connection URL, because it is printed as it is.
 */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

/** The code of a system or database error (`ENOENT`, `28P01`), or '' when it has none. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** A system error (no space, read-only, not permitted) as a refusal; anything else as it came. */
export function refusalOf(error: unknown, what: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  const where = 'path' in error && typeof error.path === 'string' ? ` at ${error.path}` : '';
  return new StartRefused(`${what}: ${codeOf(error)}${where}.`);
}
