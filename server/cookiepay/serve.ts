// One CookiePay request from bytes to bytes: body, proofs, fields, handler, answer.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Outcome, Refusal } from '../../core/refusal.ts';
import { readBody } from '../../wire/body.ts';
import { resultOf } from '../../wire/cookiepay/results.ts';
import { type Route, type RouteName, renderRefusal, routes } from '../../wire/cookiepay/routes.ts';
import { type Fields, noFields } from '../../wire/fields.ts';
import type { Received } from '../../wire/message.ts';
import { answerOnce } from '../idempotency.ts';
import type { Parts } from '../parts.ts';
import { cancel } from './cancel.ts';
import type { Handled, Means } from './handled.ts';
import { keyin } from './keyin.ts';
import { paycert } from './paycert.ts';
import { paysearch } from './paysearch.ts';
import { prove } from './proof.ts';
import { receipt } from './receipt.ts';
import { token } from './token.ts';

export function addCookiepay(app: FastifyInstance, parts: Parts): void {
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path,
      handler: (request, reply) => serve(parts, route, { request, reply }),
      errorHandler: (error, _request, reply) => {
        if (error.statusCode !== 413) parts.log.trouble('request failed', error);
        sendRefusal(route, reply, { refusal: refusalOf(error) });
      },
    });
  }
}

/** What Fastify refused before our code, or a fault of ours: said in the dialect, never a 500. */
function refusalOf(error: { statusCode?: number | undefined }): Refusal {
  if (error.statusCode === 413) {
    return { kind: 'unreadable-body', fault: 'too-large', line: 1, column: 1 };
  }
  return { kind: 'busy' };
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function serve(
  parts: Parts,
  route: (typeof routes)[number],
  exchange: Exchange,
): Promise<FastifyReply> {
  const { request, reply } = exchange;
  if (route.name === 'receipt') return receipt(parts, request, reply);
  const handled = await handle(parts, route, request);
  if (!handled.ok) return sendRefusal(route, reply, handled);
  if (handled.handedOver !== undefined) reply.raw.once('finish', handled.handedOver);
  request.resultCode = '0000';
  return sendJson(reply, handled.body);
}

async function handle(
  parts: Parts,
  route: Route & { name: RouteName },
  request: FastifyRequest,
): Promise<Handled> {
  const received = receive(request);
  if (!received.ok) return received;
  const proving = { route, received: received.value, address: request.ip };
  const proved = await prove(parts, proving);
  if (!proved.ok) return proved;
  const caller = proved.value;
  request.merchantId = caller?.merchant.id ?? null;
  const decoded = route.request.decode(received.value, {
    gateway: caller?.contract.gateway ?? 'kiwoom',
  });
  if (!decoded.ok) return decoded;
  if (caller === null) {
    return token(parts, decoded.value as Means<(typeof routes)[0]['request']>, request.ip);
  }
  const asking = { parts, caller };
  // The table pairs each route with its request message; the handler takes what that one means.
  const handlers = {
    keyin: () => keyin(asking, decoded.value as Means<(typeof routes)[1]['request']>),
    paycert: () => paycert(asking, decoded.value as Means<(typeof routes)[2]['request']>),
    cancel: () =>
      answerOnce(
        parts,
        {
          request,
          merchantId: caller.merchant.id,
          caller: caller.credential.id,
          route: route.path,
        },
        () => cancel(asking, decoded.value as Means<(typeof routes)[3]['request']>),
      ),
    paysearch: () => paysearch(asking, decoded.value as Means<(typeof routes)[4]['request']>),
  };
  const handler = handlers[route.name as keyof typeof handlers];
  return handler();
}

function receive(request: FastifyRequest): Outcome<Received> {
  const raw = request.body instanceof Uint8Array ? request.body : new Uint8Array(0);
  const body: Outcome<Fields> =
    request.method === 'GET'
      ? { ok: true, value: noFields }
      : readBody(raw, request.headers['content-type']);
  return body.ok ? { ok: true, value: { body: body.value, headers: request.headers } } : body;
}

function sendRefusal(
  route: Route,
  reply: FastifyReply,
  { refusal, known = {} }: Omit<Extract<Handled, { ok: false }>, 'ok'>,
): FastifyReply {
  reply.request.resultCode = resultOf(refusal).code;
  return sendJson(reply, renderRefusal(route, refusal, known as never));
}

function sendJson(reply: FastifyReply, body: unknown): FastifyReply {
  return reply
    .code(200)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(body));
}
