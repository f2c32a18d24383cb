// What an answer holds against what its schema tells: each name, each type, and nothing besides.
import type { JsonSchema } from '../../server/native/route.ts';
import { propertiesOf, requiredOf } from '../harness/native-client.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Sentences on everything that the schema does not tell, or tells otherwise. */
export function untold(schema: JsonSchema, value: unknown, place = '$'): string[] {
  const types = [schema.type].flat().map(String);
  const type = typeOf(value);
  if (!types.includes(type)) return [`${place}: ${type}, not ${types.join(' or ')}`];
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) {
    return [`${place}: ${String(value)} is not listed`];
  }
  if (Array.isArray(value)) {
    return value.flatMap((each, at) => untold(schema.items as JsonSchema, each, `${place}[${at}]`));
  }
  return type === 'object' ? untoldOf(schema, value as Fields, place) : [];
}

function untoldOf(schema: JsonSchema, value: Fields, place: string): string[] {
  const known = new Map(propertiesOf(schema));
  const others = schema.additionalProperties;
  const missing = requiredOf(schema).filter((name) => !(name in value));
  const found = Object.entries(value).flatMap(([name, each]) => {
    const inner = known.get(name) ?? (typeof others === 'object' ? others : undefined);
    if (inner !== undefined) return untold(inner as JsonSchema, each, `${place}.${name}`);
    return others === true ? [] : [`${place}.${name} is not told`];
  });
  return [...missing.map((name) => `${place}.${name} is missing`), ...found];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
