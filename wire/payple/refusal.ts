// A refusal in the shape in which its route answers: every documented field, its family's code.
import type { Refusal } from '../../core/refusal.ts';
import { noFields } from '../fields.ts';
import type { Received } from '../message.ts';
import { type Answer, type Form, renderKnown } from './answer.ts';
import { type ChargeName, chargeName, chargeRequest } from './charge.ts';
import type { Family } from './codes.ts';
import { resultOf } from './results.ts';
import type { Route } from './routes.ts';
import { windowRequest } from './window.ts';

export interface Telling {
  /** What fits of it is echoed, secrets excepted. */
  readonly received?: Received;
  /** What is known besides: the order number that we made, the payment that was found. */
  readonly known?: Readonly<Record<string, unknown>>;
  readonly numbers?: Form['numbers'];
  /** Where it is not the one of route and body, as in a window that is already open. */
  readonly family?: Family;
}

export function renderRefusal(route: Route, refusal: Refusal, telling: Telling = {}): Answer {
  const { received = { body: noFields }, known = {}, numbers = 'manual' } = telling;
  const family = telling.family ?? familyOf(route, received);
  const { code, message } = resultOf(refusal, family, route.request);
  const echo = route.request.decodePartly(received);
  const said = { ...route.says, ...echo, ...known, result: 'error', code, message };
  return renderKnown(route.failure, said, { numbers, asked: received.body });
}

/** The family of codes of a request; of a body that cannot be read, that of its path. */
export function familyOf(
  { name, family }: Pick<Route, 'name' | 'family'>,
  received: Received,
): Family {
  if (name === 'window') return windowFamily(received);
  if (!isCharge(name)) return family;
  return chargeName(name, chargeRequest.decodePartly(received));
}

function windowFamily(received: Received): Family {
  const { paidBy, work } = windowRequest.decodePartly(received);
  return `${work === 'register' ? 'register' : 'window'}-${paidBy ?? 'card'}`;
}

function isCharge(name: string): name is ChargeName {
  return /^(charge|monthly)-(card|account)$/.test(name);
}
