// What a request that misses its schema is told: the field by its whole path, and what fits there.
import { type FieldProblem, type Refusal, unfit } from '../../core/refusal.ts';
import { patternWords } from './schema.ts';

/** As the validator says it. */
export interface SchemaFault {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

export function refusalOfFault(fault: SchemaFault): Refusal {
  const { instancePath, params = {} } = fault;
  // Names that a caller made up may hold what a JSON pointer escapes.
  const above = instancePath
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const named = params.missingProperty ?? params.additionalProperty;
  const path = typeof named === 'string' ? [...above, named] : above;
  return unfit(path.join('.') || 'body', problemOf(fault));
}

function problemOf({ keyword, message, params = {} }: SchemaFault): FieldProblem {
  const limit = Number(params.limit);
  switch (keyword) {
    case 'required':
      return { is: 'missing' };
    case 'additionalProperties':
      return { is: 'malformed', expected: 'no field of this name' };
    case 'enum':
      return { is: 'out-of-range', expected: `one of ${listed(params.allowedValues)}` };
    case 'type':
      return { is: 'malformed', expected: typeWords(params.type) };
    case 'maxLength':
      return { is: 'too-long', limit };
    case 'minLength':
      return { is: 'malformed', expected: limit === 1 ? 'some text' : `${limit} characters` };
    case 'minimum':
      return { is: 'out-of-range', expected: `at least ${limit}` };
    case 'maximum':
      return { is: 'out-of-range', expected: `at most ${limit}` };
    case 'maxItems':
      return { is: 'out-of-range', expected: `at most ${limit} of them` };
    case 'uniqueItems':
      return { is: 'malformed', expected: 'each of them once' };
    case 'format':
      return { is: 'malformed', expected: 'an instant, ISO 8601' };
    case 'pattern':
      return { is: 'malformed', expected: patternWords[String(params.pattern)] ?? 'other text' };
    default:
      return { is: 'malformed', expected: message?.replace(/^must /, 'to ') ?? 'another value' };
  }
}

function listed(values: unknown): string {
  return Array.isArray(values) ? values.map(String).join(', ') : String(values);
}

// biome-ignore format: a table
const types: Readonly<Record<string, string>> = {
  string: 'a string', integer: 'an integer', boolean: 'true or false', object: 'an object',
  array: 'a list', null: 'null',
};

/** Of several types the validator speaks as one text with commas. */
function typeWords(type: unknown): string {
  const names = [type].flat().flatMap((each) => String(each).split(','));
  return names.map((name) => types[name] ?? name).join(' or ');
}
