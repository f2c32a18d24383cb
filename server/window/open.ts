// Opens a window for a page: its tokens, its fields, its origin, and then a session of its own.
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../core/payment/approve.ts';
import { accepted, type Outcome, type Refusal, refused } from '../../core/refusal.ts';
import { after } from '../../core/time/instant.ts';
import type { WindowOrder } from '../../core/window/order.ts';
import { type Session, type SessionId, windowTimes } from '../../core/window/session.ts';
import { open } from '../../core/window/window.ts';
import { countOpen, insertSession } from '../../storage/window-session.ts';
import { type Fields, noFields } from '../../wire/fields.ts';
import { readPaypleBody } from '../../wire/payple/body.ts';
import { windowRequest } from '../../wire/payple/window.ts';
import { newOpaqueId } from '../ids.ts';
import type { Parts } from '../parts.ts';
import type { OpenedAuth } from '../payple/auth-key.ts';
import { bodyOf } from '../payple/serve.ts';
import { orderMeant } from './order.ts';
import { isAllowed, openerOf } from './origin.ts';

/** What became of an opening; of a refused one, whatever could be read, to tell the opener. */
export type Opened =
  | { readonly ok: true; readonly session: Session }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      readonly body: Fields;
      readonly caller: Caller | null;
    };

export async function openWindow(parts: Parts, request: FastifyRequest): Promise<Opened> {
  const read = readPaypleBody(bodyOf(request));
  if (!read.ok) return { ...read, body: noFields, caller: null };
  const body = read.value;
  const auth = await authOf(parts, body);
  if (!auth.ok) return { ...auth, body, caller: null };
  const { caller } = auth.value;
  request.merchantId = caller.merchant.id;
  const origin = openerOf(request);
  // Who may not open is told nothing but that: not even his own page hears the result (T49).
  if (!isAllowed(caller.credential.policy, origin)) {
    return { ...refused({ kind: 'origin-refused' }), body, caller: null };
  }
  const asked = windowRequest.decode({ body }, { gateway: caller.contract.gateway });
  const order = asked.ok ? await orderMeant(parts, auth.value, asked.value) : asked;
  if (!order.ok) return { ...order, body, caller };
  const session = await begin(parts, {
    caller,
    order: order.value,
    origin,
    openedWith: auth.value.nonce,
  });
  return session.ok ? { ok: true, session: session.value } : { ...session, body, caller };
}

/** All three tokens of one answer; in direct mode the page has the AuthKey alone. */
async function authOf(parts: Parts, body: Fields): Promise<Outcome<OpenedAuth>> {
  const [idToken, keyToken, authKey] = ['clientId', 'clientKey', 'authKey'].map((means) =>
    windowRequest.peek({ body }, means as 'authKey'),
  ) as [string, string, string];
  const auth =
    idToken === '' && keyToken === ''
      ? await parts.authKeys.openKey(authKey)
      : await parts.authKeys.open({ idToken, keyToken, authKey });
  // The key of a window that is over opens no other one.
  return auth === null || auth.session !== null
    ? refused({ kind: 'session-expired' })
    : accepted(auth);
}

export interface Beginning {
  readonly caller: Caller;
  readonly order: WindowOrder;
  readonly origin: string | null;
  readonly openedWith: string;
}

/** Nothing is taken or reserved by a window, so the only thing to guard is their number (T86). */
export async function begin(parts: Parts, beginning: Beginning): Promise<Outcome<Session>> {
  const { caller, order, origin, openedWith } = beginning;
  const { merchant, contract, credential } = caller;
  const openedAt = parts.clock.now();
  const { openWindows } = parts.limits.velocity;
  const already = await countOpen(parts.store.pool, {
    merchantId: merchant.id,
    credentialId: credential.id,
    generation: merchant.generation,
    since: after(openedAt, -windowTimes.wholeMs),
    upTo: openWindows,
  });
  if (already >= openWindows) return refused({ kind: 'limit-reached' });
  const session = open({
    id: newOpaqueId() as SessionId,
    merchantId: merchant.id,
    generation: merchant.generation,
    contractId: contract.id,
    credentialId: credential.id,
    publicId: credential.publicId,
    ...{ order, origin, openedWith, openedAt },
  });
  await insertSession(parts.store.pool, session);
  return accepted(session);
}
