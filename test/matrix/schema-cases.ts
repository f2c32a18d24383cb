// What is tried in a field of the native API, generated from its JSON schema.
import type { JsonSchema, NativeRoute } from '../../server/native/route.ts';
import { type NativeSent, propertiesOf, requiredOf } from '../harness/native-client.ts';
import { literal } from '../harness/wire-client.ts';
import { sampleOf } from './native-samples.ts';

export interface SchemaField {
  readonly place: 'query' | 'body';
  /** From the outermost property inwards. */
  readonly path: readonly string[];
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

export interface SchemaCase {
  readonly what: string;
  readonly value: unknown;
  readonly fits: boolean;
}

export function schemaFields(route: NativeRoute): SchemaField[] {
  return [...fieldsIn('query', route.query, []), ...fieldsIn('body', route.body, [])];
}

function fieldsIn(
  place: SchemaField['place'],
  schema: JsonSchema | undefined,
  above: readonly string[],
): SchemaField[] {
  return propertiesOf(schema).flatMap(([name, inner]) => {
    const path = [...above, name];
    const isRequired = requiredOf(schema).includes(name);
    return [{ place, path, schema: inner, isRequired }, ...fieldsIn(place, inner, path)];
  });
}

/** Every property, inner ones as `outer.inner`. */
export function propertyPaths(schema: JsonSchema | undefined): string[] {
  return propertiesOf(schema).flatMap(([name, inner]) => [
    name,
    ...propertyPaths(inner).map((each) => `${name}.${each}`),
  ]);
}

/** Objects that take any property cannot be covered, so no route may have one. */
export function openObjects(schema: JsonSchema | undefined, path = '$'): string[] {
  if (schema === undefined || schema.type !== 'object') return [];
  const inner = propertiesOf(schema).flatMap(([name, each]) =>
    openObjects(each, `${path}.${name}`),
  );
  return schema.additionalProperties === false ? inner : [path, ...inner];
}

/** The request with one field changed; `undefined` leaves it out. */
export function withValue(sent: NativeSent, field: SchemaField, value: unknown): NativeSent {
  if (field.place === 'query') return { ...sent, query: changed(sent.query, field.path, value) };
  return { ...sent, body: changed(sent.body ?? {}, field.path, value) };
}

function changed(
  object: unknown,
  [name = '', ...inner]: readonly string[],
  value: unknown,
): Readonly<Record<string, unknown>> {
  const { [name]: old, ...others } = (object ?? {}) as Record<string, unknown>;
  const fresh = inner.length === 0 ? value : changed(old, inner, value);
  return fresh === undefined ? others : { ...others, [name]: fresh };
}

export function schemaCases({ place, schema, isRequired }: SchemaField): SchemaCase[] {
  const absent = { what: 'missing', value: undefined, fits: !isRequired };
  const bounds = [absent, ...boundsOf(schema)];
  if (place === 'query') {
    // A lone surrogate is mended before it is sent.
    const sendable = bounds.filter(({ what }) => !/\\ud8/.test(what));
    return [...sendable, { what: 'twice', value: ['a', 'b'], fits: false }];
  }
  const strangers = samplesOfTypes.filter(([type]) => ![schema.type].flat().includes(type));
  const ofOtherTypes = strangers.map(([, value]) => ({
    what: JSON.stringify(value),
    value,
    fits: false,
  }));
  return [...bounds, ...ofOtherTypes];
}

/** Nothing is coerced: "1" is no number, 1 is no text, and one element is no value (T66). */
const samplesOfTypes: readonly (readonly [type: string, value: unknown])[] = [
  ['string', '1'],
  ['integer', 1],
  ['boolean', true],
  ['null', null],
  ['object', {}],
  ['array', []],
  ['array', ['1']],
  ['array', [1]],
];

/** Instants that a calendar knows and a computer may not. */
const strangeInstants = [
  '2026-12-31T23:59:60Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59-23:59',
  '2026-02-28T00:00:00.123456789+09:00',
];

function boundsOf(schema: JsonSchema): SchemaCase[] {
  const { type, enum: values, minimum, maximum, maxLength, minLength, format } = schema;
  if (Array.isArray(values)) {
    return [
      ...values.map((value) => ({ what: String(value), value, fits: true })),
      ...['', 'nonsense', 'constructor', ` ${values[0]}`].map(unfit),
    ];
  }
  if (type === 'integer') {
    if (typeof minimum !== 'number' || typeof maximum !== 'number') {
      throw new Error('An integer without bounds cannot be covered.');
    }
    return [
      { what: 'least', value: minimum, fits: true },
      { what: 'most', value: maximum, fits: true },
      ...[minimum - 1, maximum + 1, minimum + 0.5].map(unfit),
      ...['1e400', '9007199254740993', '-1e30'].map((text) => unfit(literal(text))),
    ];
  }
  if (type !== 'string')
    return [{ what: 'a sample', value: sampleOf(schema, 'sample'), fits: true }];
  if (format !== undefined) {
    return [
      ...strangeInstants.map((value) => ({ what: value, value, fits: true })),
      ...['', 'nonsense', '2026-13-01T00:00:00Z', '2026-01-01'].map(unfit),
    ];
  }
  if (typeof maxLength !== 'number') throw new Error('Text without a length cannot be covered.');
  return [
    { what: 'at its length', value: '가'.repeat(maxLength), fits: true },
    unfit('가'.repeat(maxLength + 1)),
    ...(minLength === 0 ? [] : [unfit('')]),
    ...(schema.pattern === undefined
      ? []
      : ['a\u0000b', 'a\nb', 'a\u0085b', 'a\ud800b'].map((text) => {
          const fits = new RegExp(String(schema.pattern), 'u').test(text);
          return { ...unfit(text), fits };
        })),
  ];
}

function unfit(value: unknown): SchemaCase {
  return { what: JSON.stringify(value).slice(0, 60), value, fits: false };
}
