// The OpenAPI 3.1 document of the native API and the sandbox, made from the table of routes.
import { type JsonSchema, type NativeRoute, statusOf } from './route.ts';
import { anInteger, aText, objectOf } from './schema.ts';

const about = `Amounts are integers of won. Refusals are problem details (RFC 9457). A changing call
under an Idempotency-Key is done once; the same request gets its first answer again for 24 hours.`;

const schemes = {
  merchant: { type: 'http', scheme: 'bearer', description: 'The key of a merchant.' },
  operator: { type: 'http', scheme: 'bearer', description: 'The key of an operator.' },
};

const problemSchema = objectOf(
  { type: aText, title: aText, status: anInteger },
  { detail: aText, field: aText },
);

const problem = {
  description: 'A problem (RFC 9457); 202 where the result is still being checked.',
  content: { 'application/problem+json': { schema: problemSchema } },
};

/** Whoever reads a file again finds that it adds nothing, so a file needs no key. */
const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', maxLength: 255 },
};

export function openApiDocument(routes: readonly NativeRoute[], serverUrl: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:([a-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Gyeol native API', version: '1', description: about },
    servers: [{ url: serverUrl }],
    components: { securitySchemes: schemes },
    paths,
  };
}

function operationOf(route: NativeRoute): unknown {
  const takesKey = route.method !== 'GET' && route.takesFile === undefined;
  const content = {
    'application/json': { schema: route.answer },
    ...(route.orAnswers === undefined ? {} : { [route.orAnswers]: { schema: aText } }),
  };
  return {
    operationId: route.name,
    summary: route.summary,
    tags: [route.sandboxOnly ? 'sandbox' : route.role],
    security: rolesOf(route).map((role) => ({ [role]: [] })),
    parameters: [
      ...pathParameters(route),
      ...queryParameters(route),
      ...(takesKey ? [idempotencyKey] : []),
    ],
    ...bodyOf(route),
    responses: {
      [statusOf(route)]: { description: 'Done.', content },
      default: problem,
    },
  };
}

function rolesOf({ role }: NativeRoute): readonly string[] {
  return role === 'either' ? ['merchant', 'operator'] : [role];
}

function bodyOf({ body, takesFile }: NativeRoute): { requestBody?: unknown } {
  if (takesFile !== undefined) {
    return { requestBody: { required: true, content: { [takesFile]: { schema: aText } } } };
  }
  if (body === undefined) return {};
  return { requestBody: { required: true, content: { 'application/json': { schema: body } } } };
}

function pathParameters(route: NativeRoute): unknown[] {
  return [...route.path.matchAll(/:([a-z]+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: aText,
  }));
}

function queryParameters({ query }: NativeRoute): unknown[] {
  const required = (query?.required ?? []) as readonly string[];
  const properties = (query?.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}
