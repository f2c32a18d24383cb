// The HTTP surface: limits, host check, headers that every answer has, and unknown paths.
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { bodyLimit } from '../wire/body.ts';
import { renderUnknownPath } from '../wire/cookiepay/routes.ts';
import { type Config, isLoopback } from './config.ts';
import type { Parts } from './parts.ts';
import { sendProblem, surfaceProblems } from './problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the answer said, for log and metrics. */
    resultCode: string;
    merchantId: string | null;
  }
}

/** Milliseconds in which a request must have arrived whole (T62). */
const requestTimeoutMs = 30_000;

export function createHttp(config: Config): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit,
    trustProxy: config.trustedProxies.length === 0 ? false : [...config.trustedProxies],
    requestTimeout: requestTimeoutMs,
    http: { headersTimeout: 15_000, maxHeaderSize: 16_384 },
    rewriteUrl: (request) => tidyPath(request.url ?? '/'),
    routerOptions: { maxParamLength: 200, caseSensitive: true },
    // Fastify's own settings would turn "1" and true into an amount, and drop misspelt fields.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
    exposeHeadRoutes: false,
    return503OnClosing: false,
    // A path that cannot be decoded is refused before any hook, and Fastify would quote it.
    frameworkErrors: (_error, _request, reply) =>
      void sendProblem(withSafeHeaders(reply), surfaceProblems['unreadable-path']),
  });
  app.removeAllContentTypeParsers();
  // Bodies stay bytes: each surface reads them by its own rules, whatever their type claims.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.decorateRequest('resultCode', '');
  app.decorateRequest('merchantId', null);
  return app;
}

function withSafeHeaders(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
}

/** The manuals' samples join domain and path with a doubled slash or leave a blank at the end. */
function tidyPath(url: string): string {
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  const tidy = path.replace(/\/{2,}/g, '/').replace(/(%20)+$/, '');
  return query < 0 ? tidy : tidy + url.slice(query);
}

export function addHooks(app: FastifyInstance, parts: Parts, config: Config): void {
  app.addHook('onRequest', async (request, reply) => {
    withSafeHeaders(reply);
    if (isKnownHost(request, config)) return;
    await sendProblem(reply, surfaceProblems.host);
  });
  app.addHook('onSend', async (request, reply) => readAway(request, reply));
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unmatched';
    parts.metrics.requests.inc({ route, status: String(reply.statusCode) });
    parts.metrics.seconds.observe({ route }, reply.elapsedTime / 1_000);
    parts.log.request({
      route,
      method: request.method,
      status: reply.statusCode,
      code: request.resultCode,
      merchant: request.merchantId,
      ms: reply.elapsedTime,
    });
  });
  addLastAnswers(app, parts);
}

/** What is answered where no route answers. */
function addLastAnswers(app: FastifyInstance, parts: Parts): void {
  app.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith('/v1') || request.url.startsWith('/sandbox')) {
      return sendProblem(reply, surfaceProblems['unknown-path']);
    }
    return reply
      .code(404)
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify(renderUnknownPath()));
  });
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const status =
      error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 503;
    if (status === 503) parts.log.trouble('request failed', error);
    return sendProblem(reply, {
      type: 'urn:gyeol:request',
      title: 'The request was refused.',
      status,
    });
  });
}

/**
 * Whoever is still sending when the answer is there would be cut off by a closed connection, and
 * see a broken pipe in place of the answer. The rest is read and thrown away instead, for as long
 * as a request may take to arrive.
 */
function readAway(request: FastifyRequest, reply: FastifyReply): void {
  if (request.raw.complete) return;
  reply.removeHeader('connection');
  request.raw.resume();
}

/**
 * A web page may resolve its own name to this machine and then talk to it (T54). Loopback, our own
 * address and public URL, and names without a dot, as containers have them, are ours.
 */
function isKnownHost(request: FastifyRequest, config: Config): boolean {
  const header = request.headers.host;
  if (header === undefined || header === '') return true;
  if (!URL.canParse(`http://${header}`)) return false;
  const name = new URL(`http://${header}`).hostname.replace(/^\[|\]$/g, '');
  if (isLoopback(name) || name === config.host || !/[.:]/.test(name)) return true;
  if (name === request.socket.localAddress) return true;
  return config.publicUrl !== null && new URL(config.publicUrl).hostname === name;
}
