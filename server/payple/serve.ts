// One Payple request from bytes to bytes: body, route, proofs, fields, handler, answer.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '../../core/refusal.ts';
import { noFields } from '../../wire/fields.ts';
import type { Received } from '../../wire/message.ts';
import type { Answer } from '../../wire/payple/answer.ts';
import { readPaypleBody } from '../../wire/payple/body.ts';
import { paths, routeFor, routesAt } from '../../wire/payple/dispatch.ts';
import { familyOf, renderRefusal } from '../../wire/payple/refusal.ts';
import { resultOf } from '../../wire/payple/results.ts';
import type { Route, RouteName, routes } from '../../wire/payple/routes.ts';
import { answerOnce } from '../idempotency.ts';
import type { Parts } from '../parts.ts';
import { authenticate } from './auth.ts';
import { findKey, removeKey } from './billing-keys.ts';
import { cancel, type Refunding } from './cancel.ts';
import { cancelCashReceipt, issueCashReceipt } from './cash-receipt.ts';
import { charge } from './charge.ts';
import { confirm } from './confirm.ts';
import type { Handled } from './handled.ts';
import { link } from './link.ts';
import { type Proved, prove } from './proof.ts';
import { query } from './query.ts';

type AnyRoute = (typeof routes)[number];
type Handler = (asking: Refunding, asked: never) => Promise<Handled>;

/** Routes on behalf of a proven caller; pages and what leads to them stand in server/window/. */
const handlers: Readonly<Partial<Record<RouteName, Handler>>> = {
  'charge-card': charge,
  'monthly-card': charge,
  'charge-account': charge,
  'monthly-account': charge,
  'confirm-card': confirm,
  'confirm-account': confirm,
  link,
  cancel,
  query,
  'remove-key': removeKey,
  'find-key': findKey,
  'cash-receipt': issueCashReceipt,
  'cancel-cash-receipt': cancelCashReceipt,
};

/** What changes something without an id of its own: a repetition may carry a key. */
const repeatable: ReadonlySet<RouteName> = new Set<RouteName>(['cancel']);

export function addPayple(app: FastifyInstance, parts: Parts): void {
  for (const path of paths) {
    const served = routesAt(path).filter(({ name }) => name === 'auth' || name in handlers);
    if (served.length === 0) continue;
    app.route({
      method: ['GET', 'POST'],
      url: path,
      handler: (request, reply) => serve(parts, path, { request, reply }),
      errorHandler: (error, request, reply) => {
        if (error.statusCode !== 413) parts.log.trouble('request failed', error);
        const route = served[0] as AnyRoute;
        sendRefusal({ route, received: nothing, request, reply }, { refusal: refusalOf(error) });
      },
    });
  }
}

const nothing: Received = { body: noFields };

/** What Fastify refused before our code, or a fault of ours: said in the dialect, never a 500. */
export function refusalOf(error: { statusCode?: number | undefined }): Refusal {
  if (error.statusCode === 413) {
    return { kind: 'unreadable-body', fault: 'too-large', line: 1, column: 1 };
  }
  return { kind: 'busy' };
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

interface Conversation extends Exchange {
  readonly route: AnyRoute;
  readonly received: Received;
}

async function serve(parts: Parts, path: string, exchange: Exchange): Promise<FastifyReply> {
  const { request } = exchange;
  const body = readPaypleBody(bodyOf(request));
  const fields = body.ok ? body.value : noFields;
  const chosen = routeFor({ path, act: actOf(request), body: fields });
  if (chosen === null) throw new Error('a path without a route is served');
  const { route } = chosen;
  const talk = { ...exchange, route, received: { body: fields, headers: request.headers } };
  if (!body.ok) return sendRefusal(talk, body);
  if (chosen.refusal !== null) return sendRefusal(talk, { refusal: chosen.refusal });
  const handled = await handle(parts, talk);
  if (!handled.ok) return sendRefusal(talk, handled);
  if (handled.handedOver !== undefined) exchange.reply.raw.once('finish', handled.handedOver);
  request.resultCode = '0000';
  return sendJson(exchange.reply, handled.body);
}

export function bodyOf(request: FastifyRequest): Parameters<typeof readPaypleBody>[0] {
  const raw = request.body instanceof Uint8Array ? request.body : new Uint8Array(0);
  const contentType = request.headers['content-type'];
  return { method: request.method, contentType, raw, query: queryOf(request) };
}

function queryOf({ raw }: FastifyRequest): string {
  const url = raw.url ?? '';
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark + 1);
}

function actOf(request: FastifyRequest): string {
  return new URLSearchParams(queryOf(request)).get('ACT_') ?? '';
}

async function handle(parts: Parts, talk: Conversation): Promise<Handled> {
  const { route, received, request } = talk;
  const { referer } = request.headers;
  const from = { received, address: request.ip, referer };
  if (route.name === 'auth') {
    const asked = route.request.decode(received, { gateway: 'payple' });
    return asked.ok ? authenticate(parts, { asked: asked.value, ...from }) : asked;
  }
  const proved = await prove(parts, { route, ...from });
  if (!proved.ok) return proved;
  request.merchantId = proved.value.caller.merchant.id;
  allowPage(talk, proved.value);
  const { numbers } = proved.value.caller.credential.policy;
  const handled = await perform(parts, talk, proved.value);
  // A refusal looks as the merchant chose, like every other answer.
  return handled.ok ? handled : { ...handled, numbers };
}

async function perform(parts: Parts, talk: Conversation, proved: Proved): Promise<Handled> {
  const { route, received, request } = talk;
  const asked = (route as Route).request.decode(received, { gateway: 'payple' });
  const handler = handlers[route.name];
  if (!asked.ok) return asked;
  if (handler === undefined) return { ok: false, refusal: { kind: 'not-in-contract' } };
  const { caller } = proved;
  const form = { numbers: caller.credential.policy.numbers, asked: received.body };
  const asking = { ...proved, parts, routeName: route.name, received, form };
  const work = (workId: string): Promise<Handled> =>
    handler({ ...asking, workId, address: request.ip }, asked.value as never);
  if (!repeatable.has(route.name)) return work(parts.newId());
  const keyed = {
    request,
    merchantId: caller.merchant.id,
    caller: `${caller.credential.id} ${caller.merchant.generation}`,
    route: route.name,
    asks: asksOf(talk),
  };
  return answerOnce(parts, keyed, work) as Promise<Handled>;
}

const proofs: ReadonlySet<string> = new Set(['clientId', 'clientKey', 'authKey']);

/** Tokens are new with every authentication; whom they prove is known by then. */
function asksOf({ route, received }: Conversation): string {
  const rows = (route as Route).request.rows.filter(([, means]) => proofs.has(means));
  const names = new Set(rows.map(([wireName]) => wireName));
  const said = [...received.body].filter(([name]) => !names.has(name));
  return JSON.stringify(said.map(([name, { text }]) => [name, text]).sort());
}

/** One published sample confirms and cancels from its page; only who wants that gets it. */
const fromPages: ReadonlySet<RouteName> = new Set(['confirm-card', 'confirm-account', 'cancel']);

function allowPage({ request, reply, route }: Conversation, { caller }: Proved): void {
  if (!fromPages.has(route.name)) return;
  const { browserConfirm, origins } = caller.credential.policy;
  const { origin } = request.headers;
  if (!browserConfirm || origin === undefined || origin === 'null') return;
  if (origins !== null && !origins.includes(origin)) return;
  reply.header('access-control-allow-origin', origin).header('vary', 'Origin');
}

function sendRefusal(
  { route, received, request, reply }: Conversation,
  { refusal, known, family, numbers = 'manual' }: Omit<Extract<Handled, { ok: false }>, 'ok'>,
): FastifyReply {
  const told = family ?? familyOf(route, received);
  request.resultCode = resultOf(refusal, told, (route as Route).request).code;
  const telling = { received, numbers, ...(known === undefined ? {} : { known }), family: told };
  return sendJson(reply, renderRefusal(route, refusal, telling));
}

function sendJson(reply: FastifyReply, body: Answer): FastifyReply {
  return reply
    .code(200)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(body));
}
