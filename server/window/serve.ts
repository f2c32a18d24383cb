// The routes of payment windows: opened by a shop's page, then spoken to by our own page alone.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { routeNamed } from '../../wire/payple/routes.ts';
import type { Boot } from '../../wire/window.ts';
import { renderHandoff, renderWindow } from '../../wire/window-page.ts';
import { type WindowRouteName, windowRoutes } from '../../wire/window-routes.ts';
import type { Parts } from '../parts.ts';
import { addAssets, type Scripts } from './assets.ts';
import { bootOf } from './boot.ts';
import { look } from './current.ts';
import { resultFields } from './delivery.ts';
import { openWindow } from './open.ts';
import { isOwnPage, isWholeAddress, openerOf } from './origin.ts';
import { entryPolicy, handoffPolicy, pageHeaders } from './pages.ts';
import { gone, refusedBoot } from './refused.ts';
import { close, type Looked, submit } from './submit.ts';

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

export function addWindow(app: FastifyInstance, parts: Parts): void {
  const place: Place = { parts, scripts: addAssets(app, parts.log) };
  for (const url of routeNamed('window').paths) {
    add(app, parts, { method: 'POST', url, handler: (...both) => open(place, ...both) });
  }
  const handlers = handlersOf(place);
  for (const { name, method, path: url } of windowRoutes) {
    add(app, parts, { method, url, handler: handlers[name] });
  }
}

function handlersOf(place: Place): Readonly<Record<WindowRouteName, Handler>> {
  const { parts } = place;
  const id = (request: FastifyRequest): string => (request.params as { id: string }).id;
  const answer = async (exchange: Exchange, looked: Looked | null): Promise<FastifyReply> =>
    sendBoot(exchange, looked === null ? gone : await bootOf(parts, looked));
  return {
    page: (request, reply) => page(place, id(request), { request, reply }),
    handoff: (request, reply) => handOff(place, id(request), { request, reply }),
    async state(request, reply) {
      return answer({ request, reply }, slipless(await look(parts, id(request))));
    },
    async pay(request, reply) {
      const looked = await own(parts, request, (raw) => submit(parts, id(request), raw));
      return answer({ request, reply }, looked);
    },
    async close(request, reply) {
      return answer({ request, reply }, await own(parts, request, () => close(parts, id(request))));
    },
  };
}

function slipless(seen: Awaited<ReturnType<typeof look>>): Looked | null {
  return seen === null ? null : { ...seen, slip: null };
}

interface Served {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly handler: Handler;
}

/** A fault of ours is no news about a payment: the page looks again before it says anything. */
function add(app: FastifyInstance, parts: Parts, { method, url, handler }: Served): void {
  app.route({
    method,
    url,
    handler,
    errorHandler: (error, _request, reply) => {
      if (error.statusCode !== 413) parts.log.trouble('window failed', error);
      reply.code(error.statusCode === 413 ? 413 : 503).send('');
    },
  });
}

/** Another site can make a browser send this, but neither say it is us nor send this type (T51). */
async function own(
  parts: Parts,
  request: FastifyRequest,
  work: (raw: Uint8Array) => Promise<Looked | null>,
): Promise<Looked | null> {
  const type = request.headers['content-type'] ?? '';
  if (!isOwnPage(request, parts.publicUrl()) || !/^application\/json\s*(;|$)/i.test(type)) {
    return null;
  }
  return work(request.body instanceof Uint8Array ? request.body : new Uint8Array(0));
}

/** What every page needs besides its window. */
interface Place {
  readonly parts: Parts;
  readonly scripts: Scripts;
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function open(
  { parts, scripts }: Place,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const opened = await openWindow(parts, request);
  if (opened.ok) {
    request.resultCode = '0000';
    return reply.code(303).header('location', `/window/${opened.session.id}`).send('');
  }
  const { refusal, body, caller } = opened;
  const origin = openerOf(request);
  const shop = caller?.merchant.name ?? '';
  return sendPage(request, reply, {
    scripts,
    boot: refusedBoot({ refusal, body, shop, origin }),
    framedBy: refusal.kind === 'origin-refused' ? null : origin,
  });
}

async function page(
  { parts, scripts }: Place,
  id: string,
  { request, reply }: Exchange,
): Promise<FastifyReply> {
  const looked = slipless(await look(parts, id));
  if (looked === null) return sendPage(request, reply, { scripts, boot: gone, framedBy: null });
  const boot = await bootOf(parts, looked);
  return sendPage(request, reply, { scripts, boot, framedBy: looked.session.origin });
}

/** Only for windows whose result goes to a whole address: that was parsed when it was opened. */
async function handOff(
  { parts, scripts }: Place,
  id: string,
  { request, reply }: Exchange,
): Promise<FastifyReply> {
  const seen = await look(parts, id);
  const { resultUrl = '' } = seen?.session.order ?? {};
  const fields = seen === null ? null : await resultFields(parts, seen);
  if (seen === null || fields === null || !isWholeAddress(resultUrl)) {
    return page({ parts, scripts }, id, { request, reply });
  }
  request.resultCode = '0000';
  return pageHeaders(reply, handoffPolicy(seen.session.origin)).send(
    renderHandoff(resultUrl, fields, scripts.handoff),
  );
}

interface Shown {
  readonly scripts: Scripts;
  readonly boot: Boot;
  readonly framedBy: string | null;
}

function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { scripts, boot, framedBy }: Shown,
): FastifyReply {
  request.resultCode = codeOf(boot);
  return pageHeaders(reply, entryPolicy(framedBy)).send(renderWindow(boot, scripts.window));
}

function sendBoot({ request, reply }: Exchange, boot: Boot): FastifyReply {
  request.resultCode = codeOf(boot);
  return reply
    .code(200)
    .header('content-type', 'application/json; charset=utf-8')
    .header('referrer-policy', 'no-referrer')
    .send(JSON.stringify(boot));
}

/** For log and metrics. */
function codeOf({ step, error }: Boot): string {
  if (step === 'gone') return 'gone';
  return error?.code ?? '0000';
}
