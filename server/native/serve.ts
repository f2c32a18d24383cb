// The native API over HTTP: bearer key, JSON by schema, Idempotency-Key, problem details.
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Merchant } from '../../core/merchant/merchant.ts';
import { type Refusal, refused } from '../../core/refusal.ts';
import { findApiKey, type Role } from '../../storage/merchant.ts';
import { textOf } from '../../wire/body.ts';
import { readJson } from '../../wire/json.ts';
import { answerOnce } from '../idempotency.ts';
import type { Parts } from '../parts.ts';
import { problemOf, sendProblem, surfaceProblems } from '../problem.ts';
import { fileLimit } from '../settlement/text-lines.ts';
import { type JsonSchema, type NativeAnswer, type NativeRoute, statusOf } from './route.ts';
import { textSchema } from './schema.ts';
import { refusalOfFault, type SchemaFault } from './schema-fault.ts';

export function addNative(
  app: FastifyInstance,
  parts: Parts,
  routes: readonly NativeRoute[],
): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      const text = textOf(Buffer.from(body));
      if (text === null) return done(new UnreadableBody(notText));
      // Clients name a type also where they send nothing; a route that needs a body says so itself.
      if (text === '') return done(null, undefined);
      // Our own reader finds the fault without quoting the body; the value is then plain JSON.
      const checked = readJson(text);
      if (!checked.ok) return done(new UnreadableBody(checked.refusal));
      done(null, JSON.parse(text));
    });
    for (const route of routes) if (!route.takesFile) addRoute(scope, parts, route);
  });
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Bytes are not gathered: whoever reads a file counts them.
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    for (const route of routes) if (route.takesFile) addRoute(scope, parts, route);
  });
}

const nothing: AsyncIterable<Uint8Array> = Readable.from([]);

const tooLarge: Refusal = { kind: 'unreadable-body', fault: 'too-large', line: 1, column: 1 };
const notText: Refusal = { kind: 'unreadable-body', fault: 'encoding', line: 1, column: 1 };

class UnreadableBody extends Error {
  readonly statusCode = 400;
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super('unreadable body');
    this.refusal = refusal;
  }
}

function addRoute(scope: FastifyInstance, parts: Parts, route: NativeRoute): void {
  scope.route({
    method: route.method,
    url: route.path,
    schema: {
      ...paramsSchema(route),
      ...(route.query === undefined ? {} : { querystring: route.query }),
      ...(route.body === undefined ? {} : { body: route.body }),
    },
    // The key is judged before the body is read: a stranger learns nothing from field errors.
    onRequest: async (request, reply) => {
      const known = await authenticate(parts, request);
      if (known === null) {
        const kind = parts.throttle.refuses(request.ip, anyKey)
          ? 'too-many-tries'
          : 'token-refused';
        return void (await refuse(reply, { kind }));
      }
      if (route.role !== 'either' && route.role !== known.role) {
        return void (await sendProblem(reply, surfaceProblems['wrong-role']));
      }
      request.merchantId = known.merchant.id;
      callers.set(request, known);
    },
    handler: (request, reply) => serve(parts, route, { request, reply }),
    errorHandler: (error, _request, reply) => {
      const refusal = refusalOf(error);
      if (refusal.kind === 'busy') parts.log.trouble('request failed', error);
      void sendProblem(reply, problemOf(refusal));
    },
  });
}

/** Ids in the path are text like any other, up to the length that the router takes. */
function paramsSchema({ path }: NativeRoute): { params?: JsonSchema } {
  const names = [...path.matchAll(/:([a-z]+)/g)].map(([, name]) => name ?? '');
  if (names.length === 0) return {};
  const properties = Object.fromEntries(names.map((name) => [name, textSchema(200)]));
  return { params: { type: 'object', properties } };
}

const callers = new WeakMap<FastifyRequest, { merchant: Merchant; role: Role }>();

/** One refusal for a missing, malformed and unknown key; the hash is computed in each case. */
async function authenticate(
  parts: Parts,
  request: FastifyRequest,
): Promise<{ merchant: Merchant; role: Role } | null> {
  const header = request.headers.authorization ?? '';
  const secret = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(header)?.[1] ?? '';
  const known = await findApiKey(parts.store.pool, parts.keys.hash(secret));
  if (known === null) await parts.throttle.failed(request.ip, anyKey);
  return known;
}

/** A bearer key names nobody, so failures count per address; a right key is never held back. */
const anyKey = 'bearer';

async function serve(
  parts: Parts,
  route: NativeRoute,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<FastifyReply> {
  const known = callers.get(request);
  if (known === undefined) return refuse(reply, { kind: 'token-refused' });
  const work = async (workId: string) => {
    const outcome = await route.handle({
      parts,
      ...known,
      params: request.params as Record<string, string>,
      query: request.query as Record<string, string | undefined>,
      body: (route.takesFile ? {} : (request.body ?? {})) as Record<string, unknown>,
      // Whoever stops reading early can still be answered.
      upload: route.takesFile ? request.raw.iterator({ destroyOnReturn: false }) : nothing,
      accept: request.headers.accept ?? '',
      workId,
    });
    return outcome.ok ? { ok: true as const, status: statusOf(route), ...outcome.value } : outcome;
  };
  if (route.takesFile) return serveFile(parts, work, { request, reply });
  if (route.method === 'GET') return answer(parts, reply, await work(parts.newId()));
  const keyed = {
    request,
    merchantId: known.merchant.id,
    // A reset of the sandbox frees the keys of the world before it.
    caller: `${known.role} ${known.merchant.generation}`,
    route: `${route.method} ${route.path}`,
  };
  return answer(parts, reply, await answerOnce(parts, keyed, work));
}

async function serveFile(
  parts: Parts,
  work: (workId: string) => Promise<Parameters<typeof answer>[2]>,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<FastifyReply> {
  const isTooLarge = Number(request.headers['content-length'] ?? 0) > fileLimit;
  const done = isTooLarge ? refused(tooLarge) : await work(parts.newId());
  return answer(parts, reply, done);
}

function answer(
  parts: Parts,
  reply: FastifyReply,
  given: ({ ok: true; status?: number } & NativeAnswer) | { ok: false; refusal: Refusal },
): FastifyReply {
  if (!given.ok) return refuse(reply, given.refusal);
  if (given.handedOver !== undefined) reply.raw.once('finish', given.handedOver);
  if (given.file !== undefined) return sendFile(parts, reply, given.file);
  return reply
    .code(given.status ?? 200)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(given.body));
}

function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return sendProblem(reply, problemOf(refusal));
}

function sendFile(
  parts: Parts,
  reply: FastifyReply,
  { name, from }: NonNullable<NativeAnswer['file']>,
): FastifyReply {
  // The answer has begun: all that can be told its reader is that it ends before its end.
  from.once('error', (error) => parts.log.trouble('rows broke off', error));
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(from);
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof UnreadableBody) return error.refusal;
  const { validation, statusCode } = error as { validation?: SchemaFault[]; statusCode?: number };
  if (statusCode === 413) return tooLarge;
  const first = validation?.[0];
  return first === undefined ? { kind: 'busy' } : refusalOfFault(first);
}
