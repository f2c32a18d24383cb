// One CookiePay request from bytes to bytes: body, proofs, fields, handler, answer.
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Contract } from '../../core/merchant/merchant.ts';
import type { Outcome, Refusal } from '../../core/refusal.ts';
import { readBody } from '../../wire/body.ts';
import { resultOf } from '../../wire/cookiepay/results.ts';
import { type Route, type RouteName, renderRefusal, routes } from '../../wire/cookiepay/routes.ts';
import { type Fields, noFields } from '../../wire/fields.ts';
import type { Received } from '../../wire/message.ts';
import { answerOnce } from '../idempotency.ts';
import type { Parts } from '../parts.ts';
import { cancel } from './cancel.ts';
import { cancelAccount } from './cancel-account.ts';
import type { Asking, Handled, Means } from './handled.ts';
import { keyin } from './keyin.ts';
import { paycert } from './paycert.ts';
import { paysearch } from './paysearch.ts';
import { prove } from './proof.ts';
import { receipt } from './receipt.ts';
import { settlement } from './settlement.ts';
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
  request.resultCode = '0000';
  if (handled.handedOver !== undefined) reply.raw.once('finish', handled.handedOver);
  return sendJson(reply, handled.body);
}

/** What a route's request means, by the route's name. */
type AskedOf<Name extends RouteName> = Means<
  Extract<(typeof routes)[number], { readonly name: Name }>['request']
>;

/** The routes on behalf of a proven caller; the table of routes pairs each with its message. */
const handlers: {
  readonly [Name in Exclude<RouteName, 'token' | 'receipt'>]: (
    asking: Asking,
    asked: AskedOf<Name>,
  ) => Promise<Handled>;
} = { keyin, paycert, cancel, cancelAccount, paysearch, settlement };

/** Routes that change something without an id of their own: a repetition may carry a key. */
const repeatable: ReadonlySet<RouteName> = new Set<RouteName>(['cancel']);

async function handle(
  parts: Parts,
  route: Route & { readonly name: Exclude<RouteName, 'receipt'> },
  request: FastifyRequest,
): Promise<Handled> {
  const received = receive(request);
  if (!received.ok) return received;
  const proving = { route, received: received.value, address: request.ip };
  const proved = await prove(parts, proving);
  if (!proved.ok) return proved;
  const caller = proved.value;
  request.merchantId = caller?.merchant.id ?? null;
  // An operation outside the contract is refused before its fields are judged.
  if (caller !== null && !isInContract(route, caller.contract)) {
    return { ok: false, refusal: { kind: 'not-in-contract' } };
  }
  const gateway = caller?.contract.gateway ?? 'kiwoom';
  const decoded = route.request.decode(received.value, { gateway });
  if (!decoded.ok) return decoded;
  if (route.name === 'token') return token(parts, decoded.value as AskedOf<'token'>, request.ip);
  if (caller === null) return { ok: false, refusal: { kind: 'token-refused' } };
  const handler = handlers[route.name] as (asking: Asking, asked: unknown) => Promise<Handled>;
  const work = (workId: string): Promise<Handled> =>
    handler({ parts, caller, workId }, decoded.value);
  if (!repeatable.has(route.name)) return work(parts.newId());
  const { merchant, credential } = caller;
  const keyed = {
    request,
    merchantId: merchant.id,
    // A reset of the sandbox frees the keys of the world before it.
    caller: `${credential.id} ${merchant.generation}`,
    route: route.path,
  };
  return answerOnce(parts, keyed, work);
}

function isInContract(route: Route, { gateway, terms }: Contract): boolean {
  if (route.gateway !== undefined && route.gateway !== gateway) return false;
  return route.name !== 'keyin' || terms.keyIn;
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
  return asJson(reply).send(body instanceof Readable ? body : JSON.stringify(body));
}

function asJson(reply: FastifyReply): FastifyReply {
  return reply.code(200).header('content-type', 'application/json; charset=utf-8');
}
