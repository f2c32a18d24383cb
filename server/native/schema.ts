// The pieces that schemas of the native API are made of, and what is wrong with what misses them.
import type { JsonSchema } from './route.ts';

/**
 * What a person may write: no control character, which NUL would make a database error, and no
 * lone surrogate, which no text may hold (T67).
 */
const writable = '^[^\\p{Cc}\\p{Cs}]*$';

/** The same, and something of it is seen. */
const visible = '^(?=.*[^\\p{Z}\\p{C}])[^\\p{Cc}\\p{Cs}]*$';

const uuid = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
const anId = new RegExp(uuid);

/** What a value was expected to be that misses a pattern of ours. */
export const patternWords: Readonly<Record<string, string>> = {
  [writable]: 'text without control characters',
  [visible]: 'visible characters',
  [uuid]: 'an id',
};

export function textSchema(maxLength: number, minLength = 1): JsonSchema {
  return { type: 'string', minLength, maxLength, pattern: writable };
}

/** A name or a reason: blanks alone say nothing. */
export function wordsSchema(maxLength: number): JsonSchema {
  return { type: 'string', minLength: 1, maxLength, pattern: visible };
}

/** Of a query or a body; one in a path that is none names what never was. */
export const idSchema: JsonSchema = { type: 'string', minLength: 36, maxLength: 36, pattern: uuid };

export function isId(text: string): boolean {
  return anId.test(text);
}

export const cursorQuery = {
  type: 'object',
  additionalProperties: false,
  properties: { cursor: textSchema(200) },
};

// What follows stands in answers: it is told and never checked on the way out.

export const aText: JsonSchema = { type: 'string' };
export const anInteger: JsonSchema = { type: 'integer' };
export const aFlag: JsonSchema = { type: 'boolean' };

export function oneOf(values: readonly string[]): JsonSchema {
  return { type: 'string', enum: values };
}

export function orNull(schema: JsonSchema): JsonSchema {
  const { enum: values, type, ...rest } = schema;
  const listed = values === undefined ? {} : { enum: [...(values as readonly string[]), null] };
  return { ...rest, ...listed, type: [type, 'null'] };
}

export const textOrNull = orNull(aText);
export const integerOrNull = orNull(anInteger);

type Properties = Readonly<Record<string, JsonSchema>>;

/** Everything in it always stands there, but for what is named as optional. */
export function objectOf(properties: Properties, optional: Properties = {}): JsonSchema {
  const all = { ...properties, ...optional };
  return { type: 'object', required: Object.keys(properties), properties: all };
}

/** Whose names are data: kinds, codes. */
export function mapOf(values: JsonSchema): JsonSchema {
  return { type: 'object', additionalProperties: values };
}

/** As it was told at its instant; its fields are those of its kind. */
export const anyObject: JsonSchema = { type: 'object', additionalProperties: true };

export function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

export function pageOf(items: JsonSchema, more: Properties = {}): JsonSchema {
  return objectOf({ ...more, data: listOf(items), nextCursor: textOrNull });
}
