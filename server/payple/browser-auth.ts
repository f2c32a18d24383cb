// Tokens for a page that carries only a public key: they open windows and nothing else.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../../core/payment/approve.ts';
import { accepted, type Outcome, type Refusal, refused } from '../../core/refusal.ts';
import { findByClientKey } from '../../storage/merchant.ts';
import { noFields } from '../../wire/fields.ts';
import type { Received } from '../../wire/message.ts';
import { type Answer, renderAnswer, usualForm } from '../../wire/payple/answer.ts';
import { authAnswer } from '../../wire/payple/auth.ts';
import { readPaypleBody } from '../../wire/payple/body.ts';
import { successOf } from '../../wire/payple/codes.ts';
import { renderRefusal } from '../../wire/payple/refusal.ts';
import { givenPath, routeNamed } from '../../wire/payple/routes.ts';
import type { Parts } from '../parts.ts';
import { isAllowed, openerOf } from '../window/origin.ts';
import { placeOf } from './auth.ts';
import { bodyOf, refusalOf } from './serve.ts';

const route = routeNamed('browser-auth');
const nothing: Received = { body: noFields };

export function addBrowserAuth(app: FastifyInstance, parts: Parts): void {
  for (const url of route.paths) {
    app.route({
      method: 'POST',
      url,
      handler: (request, reply) => serve(parts, request, reply),
      errorHandler: (error, _request, reply) => {
        if (error.statusCode !== 413) parts.log.trouble('request failed', error);
        sendJson(reply, renderRefusal(route, refusalOf(error)));
      },
    });
  }
}

async function serve(
  parts: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const read = readPaypleBody(bodyOf(request));
  const received = read.ok ? { body: read.value } : nothing;
  const caller = read.ok ? await callerOf(parts, received, request) : read;
  allowPage(request, reply, caller.ok ? null : caller.refusal);
  if (!caller.ok) return sendJson(reply, renderRefusal(route, caller.refusal, { received }));
  request.resultCode = '0000';
  request.merchantId = caller.value.merchant.id;
  const trio = parts.authKeys.issue(caller.value, { class: 'window', pin: null, session: null });
  const place = placeOf(parts, givenPath(routeNamed('window')));
  const said = { ...successOf('auth'), ...trio, ...place };
  return sendJson(reply, renderAnswer(authAnswer, said, usualForm));
}

/** A page is not a server: whatever else it sends fixes nothing. */
async function callerOf(
  parts: Parts,
  received: Received,
  request: FastifyRequest,
): Promise<Outcome<Caller>> {
  const asked = route.request.decode(received, { gateway: 'payple' });
  if (!asked.ok) return asked;
  const { browserKey } = asked.value;
  if (parts.throttle.refuses(request.ip, browserKey)) return refused({ kind: 'too-many-tries' });
  const publicId = await findByClientKey(parts.store.pool, browserKey);
  const caller = publicId === null ? null : await parts.callers.find('payple', publicId);
  if (caller === null) {
    await parts.throttle.failed(request.ip, browserKey);
    return refused({ kind: 'wrong-credentials' });
  }
  const isKnown = isAllowed(caller.credential.policy, openerOf(request));
  return isKnown ? accepted(caller) : refused({ kind: 'origin-refused' });
}

/** Exactly the page that asks, unless its origin is what was refused. */
function allowPage(request: FastifyRequest, reply: FastifyReply, refusal: Refusal | null): void {
  const origin = openerOf(request);
  if (origin === null || refusal?.kind === 'origin-refused') return;
  reply.header('access-control-allow-origin', origin).header('vary', 'Origin');
}

function sendJson(reply: FastifyReply, body: Answer): FastifyReply {
  return reply
    .code(200)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(body));
}
