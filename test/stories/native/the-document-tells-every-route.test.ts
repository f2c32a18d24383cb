// Story: a developer reads openapi.json, and everything he may call is in it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { servedRoutes } from '../../harness/served-routes.ts';
import { call, operatorKey } from '../../harness/shop.ts';

type Json = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Json;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly Json[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Json }>> };
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema?: Json }>> }>
  >;
}

let gyeol: TestGateway;
let document: Json;
let operations: readonly { readonly name: string; readonly operation: Operation }[];
beforeAll(async () => {
  gyeol = await openGateway();
  document = (await call(gyeol.url, { path: '/v1/openapi.json' })).body;
  const paths = document.paths as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );
});
afterAll(() => gyeol.stop());

test('it is OpenAPI 3.1.0 of this very server, for both kinds of key', async () => {
  expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: gyeol.url }] });
  expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  const other = await call(gyeol.url, { path: '/v1/openapi.json', key: operatorKey });
  expect(other.body).toEqual(document);
  expect((await call(gyeol.url, { path: '/v1/openapi.json', key: 'wrong' })).status).toBe(401);
});

test('it lists every route of the native API, and nothing that is not served', () => {
  const served = servedRoutes()
    .filter(({ path }) => /^\/(v1|sandbox)\//.test(path))
    .map(({ method, path }) => `${method} ${path.replace(/:([a-z]+)/g, '{$1}')}`);
  expect(operations.map(({ name }) => name).sort()).toEqual(served.sort());
});

test('each operation has an id of its own, a sentence, and all parameters of its path', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { name, operation } of operations) {
    expect(operation.summary, name).toMatch(/^[A-Z].*\.$/);
    const inPath = [...name.matchAll(/\{([a-z]+)\}/g)].map(([, each]) => each);
    const told = operation.parameters.filter((each) => each.in === 'path');
    expect(told.map((each) => each.name)).toEqual(inPath);
  }
});

const types = ['object', 'array', 'string', 'integer', 'number', 'boolean', 'null'];

/** Everything in a schema that no reader of JSON Schema 2020-12 would understand. */
function faultsOf(schema: Json, place: string): string[] {
  const faults: string[] = [];
  const { type, required = [], properties = {}, items, pattern } = schema;
  if ('$ref' in schema) faults.push(`${place}: $ref`);
  for (const each of [type].flat()) {
    if (!types.includes(String(each))) faults.push(`${place}: type ${String(each)}`);
  }
  if (typeof pattern === 'string') new RegExp(pattern, 'u');
  for (const key of ['enum', 'examples']) {
    const list = schema[key];
    if (list !== undefined && (!Array.isArray(list) || new Set(list).size !== list.length)) {
      faults.push(`${place}: ${key}`);
    }
  }
  if (schema.additionalProperties === false) {
    const known = Object.keys(properties as Json);
    for (const name of required as readonly string[]) {
      if (!known.includes(name)) faults.push(`${place}: required ${name}`);
    }
  }
  const inner = Object.entries(properties as Readonly<Record<string, Json>>);
  if (items !== undefined) inner.push(['[]', items as Json]);
  return [...faults, ...inner.flatMap(([name, each]) => faultsOf(each, `${place}.${name}`))];
}

test('every schema in it can be read without looking anywhere else', () => {
  const schemas = operations.flatMap(({ name, operation }) => [
    ...operation.parameters.map((each) => [`${name} ${each.name}`, each.schema] as const),
    ...Object.values(operation.requestBody?.content ?? {}).map(
      ({ schema }) => [`${name} body`, schema] as const,
    ),
    ...Object.values(operation.responses)
      .flatMap(({ content }) => Object.values(content))
      .flatMap(({ schema }) => (schema === undefined ? [] : [[`${name} answer`, schema] as const])),
  ]);
  expect(schemas.length).toBeGreaterThan(operations.length);
  expect(schemas.flatMap(([name, schema]) => faultsOf(schema, name))).toEqual([]);
});

test('each changing call may be repeated, each call names whose key it takes', () => {
  for (const { name, operation } of operations) {
    const isFile = operation.requestBody?.content['text/csv'] !== undefined;
    const headers = operation.parameters.filter((each) => each.in === 'header');
    const repeats = !name.startsWith('GET ') && !isFile;
    expect(
      headers.map((each) => each.name),
      name,
    ).toEqual(repeats ? ['Idempotency-Key'] : []);
    expect(operation.security.length, name).toBeGreaterThan(0);
  }
  const security = (name: string) => find(name).security.flatMap((each) => Object.keys(each));
  expect(security('POST /v1/merchants')).toEqual(['operator']);
  expect(security('GET /v1/payments')).toEqual(['merchant']);
  expect(security('GET /v1/ledger/trial-balance')).toEqual(['merchant', 'operator']);
});

test('what must be sent is told, in a query as well', () => {
  const { parameters } = find('PUT /v1/reconciliations');
  const needed = parameters.filter(({ required }) => required).map((each) => each.name);
  expect(needed).toEqual(['kind', 'account', 'date']);
});

test('what happened is told by its status', () => {
  const statuses = (name: string) => Object.keys(find(name).responses);
  expect(statuses('POST /v1/reconciliations')).toEqual(['201', 'default']);
  expect(statuses('PUT /v1/reconciliations')).toEqual(['201', 'default']);
  expect(statuses('POST /v1/contracts/{contract}/write-offs')).toEqual(['200', 'default']);
  expect(statuses('POST /v1/notices/{notice}/redeliver')).toEqual(['202', 'default']);
});

test('every answer says what is in it, and a problem its fields', () => {
  for (const { name, operation } of operations) {
    for (const [status, { content }] of Object.entries(operation.responses)) {
      const schema = Object.values(content)[0]?.schema ?? {};
      const isMade = name === 'GET /v1/openapi.json' && status !== 'default';
      const told = Object.keys((schema.properties ?? {}) as Json);
      expect(told.length > 0 || isMade, `${name} ${status}`).toBe(true);
    }
  }
  const told = find('GET /v1/payments').responses.default?.content['application/problem+json'];
  expect(Object.keys((told?.schema?.properties ?? {}) as Json)).toEqual(
    expect.arrayContaining(['type', 'title', 'status', 'detail', 'field']),
  );
});

function find(name: string): Operation {
  const found = operations.find((each) => each.name === name)?.operation;
  if (found === undefined) throw new Error(`the document has no ${name}`);
  return found;
}
