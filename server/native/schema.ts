// The pieces that schemas of the native API are made of.
import type { JsonSchema } from './route.ts';

/**
 * What a person may write: no control character, which NUL would make a database error, and no
 * lone surrogate, which no text may hold (T67).
 */
const writable = '^[^\\p{Cc}\\p{Cs}]*$';

export function textSchema(maxLength: number, minLength = 1): JsonSchema {
  return { type: 'string', minLength, maxLength, pattern: writable };
}
