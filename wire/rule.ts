// What a rule for one field is: how it reads a value, how it writes one, how it describes itself.
import type { FieldProblem } from '../core/refusal.ts';
import type { Scalar } from './fields.ts';

export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: FieldProblem };

/** `None` is what an absent or empty field means; the decoder never shows it to `read`. */
export interface Rule<Value, None = Value> {
  read(field: Scalar): Reading<Value>;
  write(value: Value): string;
  readonly none: None;
  /** Most characters, in code points; null where the manual sets no limit. */
  readonly limit: number | null;
  /** Korean words for what fits; part of messages and of the reference. */
  readonly expected: string;
  readonly example: string;
  /** A fitting value of the greatest length, for the tests made from the tables. */
  readonly longest: string;
  /** Money refuses a JSON null instead of taking it as absent. */
  readonly refusesNull: boolean;
  /** Flags take a JSON true or false; for everything else a boolean is of a wrong type. */
  readonly takesBoolean: boolean;
}

/** A rule whose value type does not matter to the reader. */
export type AnyRule = Rule<unknown, unknown>;

export interface RuleParts<Value, None> {
  readonly limit: number;
  readonly expected: string;
  readonly example: string;
  readonly longest?: string;
  readonly none: None;
  /** Null says malformed; a problem says more. */
  readonly parse: (text: string) => Value | null | FieldProblem;
  readonly write?: (value: Value) => string;
}

/** Type first, then length, then content: so a book in a ten-digit field costs nothing. */
export function rule<Value extends string | number | bigint, None>(
  parts: RuleParts<Value, None>,
): Rule<Value, None> {
  const { limit, expected, example, longest = example, none, parse, write = String } = parts;
  const malformed = problem({ is: 'malformed', expected });
  return {
    limit,
    expected,
    example,
    longest,
    none,
    write,
    refusesNull: false,
    takesBoolean: false,
    read(field) {
      const wrong = typeProblem(field);
      if (wrong !== null) return wrong;
      if (isLonger(field.text, limit)) return problem({ is: 'too-long', limit });
      if (field.type === 'number' && !isPlainInteger(field.text)) return malformed;
      const value = parse(field.text);
      if (value === null) return malformed;
      return typeof value === 'object' ? problem(value) : { ok: true, value };
    },
  };
}

export function problem(what: FieldProblem): {
  readonly ok: false;
  readonly problem: FieldProblem;
} {
  return { ok: false, problem: what };
}

/** Text and JSON numbers may hold a value; everything else is of the wrong type. */
export function typeProblem({ type }: Scalar): ReturnType<typeof problem> | null {
  if (type === 'string' || type === 'number') return null;
  return problem({ is: type === 'repeated' ? 'repeated' : 'wrong-type' });
}

/** Counts code points, but only where UTF-16 units leave it open. */
export function isLonger(text: string, limit: number): boolean {
  if (text.length <= limit) return false;
  return text.length > 2 * limit || [...text].length > limit;
}

const plainInteger = /^(0|[1-9][0-9]*)$/;

// Beyond 2^53 the sender's own number type may have changed the digits already (T66).
function isPlainInteger(text: string): boolean {
  return plainInteger.test(text) && Number.isSafeInteger(Number(text));
}
