// What a body holds once it is read: named scalars whose literal text is kept, and where it broke.
import { type BodyFault, type Refusal, refused } from '../core/refusal.ts';

/** `repeated` is one form field sent twice with differing values: unfit wherever it is used. */
export type ScalarType = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array' | 'repeated';

/** Numbers keep their literal text, so that 1e3, 0x10 and 2^53+1 can be judged (T66). */
export interface Scalar {
  readonly text: string;
  readonly type: ScalarType;
  /** The element of a JSON array that has but one, for dialects that take it for the value. */
  readonly only?: Scalar;
}

/** A Map, so that `__proto__` and `constructor` are names like any other (T65). */
export type Fields = ReadonlyMap<string, Scalar>;

export const noFields: Fields = new Map();

/** A field, and which of its names the sender used. */
export interface Found {
  readonly name: string;
  readonly scalar: Scalar;
}

/**
 * A field by its name or, where that is absent or empty, by a name that clients misspell it as.
 * Two names with two values leave open which one was meant.
 */
export function fieldBy(names: readonly string[], fields: Fields): Found | undefined {
  let found: Found | undefined;
  for (const name of names) {
    const scalar = fields.get(name);
    if (scalar === undefined) continue;
    if (found === undefined || found.scalar.text === '') found = { name, scalar };
    else if (scalar.text !== '' && scalar.text !== found.scalar.text) {
      return { name: found.name, scalar: repeated };
    }
  }
  return found;
}

/** Whether it matters is for the message's table to say: a field it does not know is ignored. */
export const repeated: Scalar = { text: 'repeated', type: 'repeated' };

/** Keeps one pair of a form; a name sent twice with differing values is marked. */
export function keepPair(fields: Map<string, Scalar>, name: string, value: string): void {
  const before = fields.get(name);
  if (before === undefined) fields.set(name, { text: value, type: 'string' });
  else if (before.text !== value) fields.set(name, repeated);
}

/** Most members of one body, nested ones included (T62). */
export const fieldLimit = 200;

/** A refusal that says where, and never quotes the body: it may hold a card number (T73). */
export function unreadable(text: string, fault: BodyFault, at: number): ReturnType<typeof refused> {
  return refused({ kind: 'unreadable-body', fault, ...positionOf(text, at) });
}

function positionOf(
  text: string,
  at: number,
): Pick<Refusal & { kind: 'unreadable-body' }, 'line' | 'column'> {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf('\n') + 1;
  // People count characters, not UTF-16 units.
  const column = [...before.slice(lineStart)].length + 1;
  return { line: before.split('\n').length, column };
}
