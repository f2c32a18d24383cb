// What a body holds once it is read: named scalars whose literal text is kept, and where it broke.
import { type BodyFault, type Refusal, refused } from '../core/refusal.ts';

/** `repeated` is one form field sent twice with differing values: unfit wherever it is used. */
export type ScalarType = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array' | 'repeated';

/** Numbers keep their literal text, so that 1e3, 0x10 and 2^53+1 can be judged (T66). */
export interface Scalar {
  readonly text: string;
  readonly type: ScalarType;
}

/** A Map, so that `__proto__` and `constructor` are names like any other (T65). */
export type Fields = ReadonlyMap<string, Scalar>;

export const noFields: Fields = new Map();

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
