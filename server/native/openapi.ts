// The OpenAPI 3.1 document of the native API, made from the table of routes.
import type { NativeRoute } from './route.ts';

export function openApiDocument(routes: readonly NativeRoute[], serverUrl: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:([a-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Gyeol native API', version: '1', description: 'Amounts are integers of won.' },
    servers: [{ url: serverUrl }],
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths,
  };
}

function operationOf(route: NativeRoute): unknown {
  const problem = {
    description: 'A problem (RFC 9457).',
    content: { 'application/problem+json': {} },
  };
  return {
    operationId: route.name,
    summary: route.summary,
    parameters: [...pathParameters(route), ...queryParameters(route)],
    ...(route.takesFile === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { [route.takesFile]: { schema: { type: 'string' } } },
          },
        }),
    ...(route.body === undefined
      ? {}
      : {
          requestBody: { required: true, content: { 'application/json': { schema: route.body } } },
        }),
    responses: {
      [route.method === 'POST' && /create|add/.test(route.name) ? '201' : '200']: {
        description: 'Done.',
        content: {
          'application/json': { schema: route.answer },
          ...(route.orAnswers === undefined ? {} : { [route.orAnswers]: {} }),
        },
      },
      default: problem,
    },
  };
}

function pathParameters(route: NativeRoute): unknown[] {
  return [...route.path.matchAll(/:([a-z]+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(route: NativeRoute): unknown[] {
  const properties = (route.query?.properties ?? {}) as Record<string, unknown>;
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }));
}
