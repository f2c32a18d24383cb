// The page behind a payment link: what would be bought, and a button that opens a window for it.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { accepted, type Outcome, type Refusal, refused } from '../../core/refusal.ts';
import { type LinkId, openable, type PaymentLink } from '../../core/window/link.ts';
import { noFields } from '../../wire/fields.ts';
import { readForm } from '../../wire/form.ts';
import { resultOf } from '../../wire/payple/results.ts';
import { routeNamed } from '../../wire/payple/routes.ts';
import { type LinkShown, renderLink } from '../../wire/window-page.ts';
import type { Parts } from '../parts.ts';
import { bodyOf } from '../payple/serve.ts';
import { freed } from './aftermath.ts';
import { begin } from './open.ts';
import { entryPolicy, pageHeaders } from './pages.ts';

const route = routeNamed('link-page');

export function addLinkPages(app: FastifyInstance, parts: Parts): void {
  for (const url of route.paths) {
    for (const method of ['GET', 'POST'] as const) {
      app.route({
        method,
        url,
        handler: (request, reply) => serve(parts, request, reply),
        errorHandler: (error, request, reply) => {
          parts.log.trouble('link failed', error);
          sendPage(request, reply, { shown: nobody, refusal: { kind: 'busy' } });
        },
      });
    }
  }
}

const nobody: Omit<LinkShown, 'trouble'> = {
  ...{ shop: '', goods: '', amount: '', explanation: '', noticeText: '', sandbox: true },
};

interface Asked {
  readonly linkKey: string;
  /** The shop may append a number of its own to the link. */
  readonly orderNumber: string;
}

async function serve(
  parts: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const asked = readAsked(request);
  if (!asked.ok) return sendPage(request, reply, { shown: nobody, refusal: asked.refusal });
  const found = await findOpen(parts, asked.value.linkKey);
  const shown = found === null ? nobody : shownOf(found);
  const link = found === null ? unknownLink : openable(found.link, parts.clock.now());
  if (found === null || !link.ok || request.method === 'GET') {
    return sendPage(request, reply, { shown, refusal: link.ok ? null : link.refusal });
  }
  const { order } = found.link;
  const orderNumber = asked.value.orderNumber || order.orderNumber;
  const session = await begin(parts, {
    caller: found.caller,
    order: { ...order, orderNumber },
    origin: null,
    openedWith: '',
  });
  if (!session.ok) return sendPage(request, reply, { shown, refusal: session.refusal });
  request.resultCode = '0000';
  return reply.code(303).header('location', `/window/${session.value.id}`).send('');
}

const unknownLink = refused({ kind: 'payment-not-found' });

function readAsked(request: FastifyRequest): Outcome<Asked> {
  const query = readForm(bodyOf(request).query);
  if (!query.ok) return query;
  const received = { body: noFields, query: query.value };
  const decoded = route.request.decode(received, { gateway: 'payple' });
  return decoded.ok ? accepted(decoded.value) : decoded;
}

/** Of a world before a reset there is none. */
async function findOpen(parts: Parts, id: string) {
  const link = await freed(parts, id as LinkId);
  if (link === null) return null;
  const caller = await parts.callers.find('payple', link.publicId);
  const isThere = caller?.merchant.id === link.merchantId;
  return isThere && caller.merchant.generation === link.generation ? { link, caller } : null;
}

function shownOf({ link, caller }: NonNullable<Awaited<ReturnType<typeof findOpen>>>) {
  const { order, explanation, noticeText }: PaymentLink = link;
  return {
    ...{ shop: caller.merchant.name, goods: order.goods, explanation, noticeText, sandbox: true },
    amount: order.amount === null ? '' : order.amount.toString(),
  };
}

function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  {
    shown,
    refusal,
  }: { readonly shown: Omit<LinkShown, 'trouble'>; readonly refusal: Refusal | null },
): FastifyReply {
  const told = refusal === null ? null : resultOf(refusal, 'link', route.request);
  request.resultCode = told?.code ?? '0000';
  return pageHeaders(reply, entryPolicy(null)).send(
    renderLink({ ...shown, trouble: told?.words ?? '' }),
  );
}
