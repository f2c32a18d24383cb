// The page of the native API: its routes with fields, and the problems it answers with.

import type { JsonSchema, NativeRoute } from '../../server/native/route.ts';
import { nativeRoutes } from '../../server/native/routes.ts';
import { problemOf, surfaceProblems } from '../../server/problem.ts';
import { code, type Page, table } from './markdown.ts';
import { heard } from './refusals.ts';

const opening = `What operators and tools use. Send the key as ${code('Authorization: Bearer …')},
bodies as JSON. Amounts are integers of won; times are ISO 8601 with +09:00. The same routes as an
OpenAPI 3.1 document: ${code('GET /v1/openapi.json')}. A merchant's key sees its own merchant only;
what belongs to another one is answered like what never existed.`;

const repeating = `Every changing call may carry an ${code('Idempotency-Key')} of up to 255
characters. For 24 hours the same request under the same key gets the first answer again; another
body or path under it is refused. Refusals are not kept: a corrected one may use the key again.
Where the result is still being checked, a repetition goes on with the same work and begins no
other.`;

const problems = `Refusals are problem details (RFC 9457), ${code('application/problem+json')}:
${code('type')}, ${code('title')}, ${code('status')}, and where it helps ${code('detail')} and
${code('field')}. A body that is too large is answered 413.`;

/** Of the refusals that no message of CookiePay hears, those that a route here can answer. */
const alsoHeard = ['billing-key-not-found'] as const;

export function nativePage(): Page {
  const routes = nativeRoutes(() => '');
  return {
    name: 'native-api.md',
    title: 'Native API',
    from: 'server/native/',
    parts: [
      opening,
      routeTable(routes),
      ...routes.flatMap(fieldParts),
      '## Sending a request again',
      repeating,
      '## Problems',
      problems,
      problemTable(),
    ],
  };
}

export function routeTable(routes: readonly NativeRoute[]): string {
  return table(
    ['Route', 'Key of', 'Does'],
    routes.map(({ method, path, role, summary }) => [
      code(`${method} ${path}`),
      role === 'either' ? 'merchant or operator' : role,
      summary,
    ]),
  );
}

export function fieldParts(route: NativeRoute): string[] {
  const fields = [...fieldsOf(route.query, 'query'), ...fieldsOf(route.body, 'body')];
  if (fields.length === 0) return [];
  return [
    `### ${code(`${route.method} ${route.path}`)}`,
    table(['Field', 'Place', 'Presence', 'Fits'], fields),
  ];
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly format?: string;
}

function fieldsOf(schema: JsonSchema | undefined, place: string, under = ''): string[][] {
  const { properties = {}, required = [] } = (schema ?? {}) as Schema;
  return Object.entries(properties).flatMap(([name, field]) => [
    [code(under + name), place, required.includes(name) ? 'required' : 'optional', wordsOf(field)],
    ...fieldsOf(field as JsonSchema, place, `${under}${name}.`),
    ...fieldsOf(field.items as JsonSchema, place, `${under}${name}[].`),
  ]);
}

function wordsOf({ type, format, minimum, maximum, maxLength, enum: values }: Schema): string {
  if (values !== undefined) return values.map(code).join(', ');
  const words = [format ?? String(type)];
  if (minimum !== undefined && maximum !== undefined) words.push(`${minimum} to ${maximum}`);
  if (maxLength !== undefined) words.push(`at most ${maxLength} characters`);
  return words.join(', ');
}

function problemTable(): string {
  const heardToo = alsoHeard.map((kind) => problemOf({ kind }));
  const found = [
    ...Object.values(heard).map(({ refusal }) => problemOf(refusal)),
    ...heardToo,
    ...Object.values(surfaceProblems),
  ];
  const byType = new Map(found.map((problem) => [`${problem.type} ${problem.status}`, problem]));
  const rows = [...byType.values()].map(({ type, status, title }) => [
    code(type),
    String(status),
    title,
  ]);
  return table(['Type', 'Status', 'Title'], rows);
}
