// A window as its page sees it: everything that may be shown, and nothing else.

import type { Refusal } from '../../core/refusal.ts';
import { isoTime } from '../../core/time/instant.ts';
import { instalmentsOf, leavesKey, waysOf } from '../../core/window/order.ts';
import { mostTries, type Session } from '../../core/window/session.ts';
import { endOf, troubleOf } from '../../core/window/window.ts';
import { banks } from '../../rails/simulator/banks.ts';
import { issuerPrefixes } from '../../rails/simulator/prefixes.ts';
import { findLink } from '../../storage/payment-link.ts';
import { resultOf } from '../../wire/payple/results.ts';
import type { Boot, Step } from '../../wire/window.ts';
import { inputField, inputNames } from '../../wire/window-request.ts';
import type { Parts } from '../parts.ts';
import { deliveryOf, type Fields, familyOf, resultFields } from './delivery.ts';
import type { Looked } from './submit.ts';

/** The table is the same for every window. */
const issuers = issuerPrefixes();

export async function bootOf(parts: Parts, looked: Looked): Promise<Boot> {
  const { session, caller } = looked;
  const fields = await resultFields(parts, looked);
  const { order } = session;
  const ways = waysOf(order);
  const { offered } = order;
  return {
    ...{ id: session.id, shop: caller.merchant.name, goods: order.goods, work: order.work, ways },
    amount: order.amount === null ? '' : order.amount.toString(),
    holderFields: caller.credential.policy.verifiesHolder,
    keeps: ways.filter((way) => leavesKey(order, way)),
    setsPassword: order.asksPassword && ways.some((way) => leavesKey(order, way)),
    instalments: instalmentsOf(order),
    interestFree: caller.contract.terms.instalmentFees.map(({ months }) => months),
    issuers: ways.includes('card') ? issuers : [],
    appCards: ways.includes('app-card') ? phoneOf(parts) : [],
    banks: ways.includes('transfer') ? banks : [],
    cashReceipt: order.cashReceipt,
    registered:
      offered === null
        ? null
        : { name: offered.name, masked: offered.masked, asksPassword: offered.asksPassword },
    buyerName: order.payer.name,
    sandbox: true,
    opener: session.origin,
    turn: session.version,
    error: errorOf(looked),
    afterUrl: await afterUrlOf(parts, session),
    ...stepOf(parts, session, fields),
  };
}

function stepOf(parts: Parts, session: Session, fields: Fields | null) {
  const endsAt = session.status === 'open' ? endOf(session) : null;
  const left = endsAt === null ? 0 : Math.max(0, endsAt - parts.clock.now());
  return {
    step: stepNames[session.status],
    done: deliveryOf(session, fields),
    succeeded: successes[session.status],
    stepEndsAt: endsAt === null ? '' : isoTime(endsAt),
    secondsLeft: Math.ceil(left / 1_000),
    attemptsLeft: Math.max(0, mostTries - session.tries),
  };
}

// A try that goes on for longer than anybody waits is looked at again: the page asks for the state.
// biome-ignore format: a table
const stepNames: Readonly<Record<Session['status'], Step>> = {
  open: 'enter', busy: 'enter', authenticated: 'done', confirming: 'done', paid: 'done',
  registered: 'done', closed: 'done', failed: 'done', lost: 'done', expired: 'expired',
};

// biome-ignore format: a table
const successes: Readonly<Record<Session['status'], boolean | null>> = {
  open: null, busy: null, authenticated: true, confirming: true, paid: true, registered: true,
  closed: false, failed: false, lost: false, expired: false,
};

function phoneOf({ rail }: Parts): Boot['appCards'] {
  return rail.appCards().map(({ id, issuer, lastFour, behaviour }) => ({
    ...{ id, issuer, note: behaviour },
    masked: `****-****-****-${lastFour}`,
  }));
}

/** What was wrong with this request, else what went wrong last. */
function errorOf({ session, slip }: Looked): Boot['error'] {
  const refusal = slip ?? troubleOf(session);
  if (refusal === null) return null;
  const { code, words } = resultOf(refusal, familyOf(session), inputNames);
  return { code, message: words, field: fieldOf(refusal, session) };
}

// biome-ignore format: a table
const declinedFields: Readonly<Record<string, Parameters<typeof inputField>[0]>> = {
  'password': 'password', 'holder': 'birthDate', 'expired': 'expiry', 'instalment': 'instalment',
  'card-number': 'number', 'account-number': 'number', 'buyer-declined': 'card',
};

function fieldOf(refusal: Refusal, { order }: Session): ReturnType<typeof inputField> {
  if (refusal.kind === 'unfit-field') return inputField(refusal.field);
  if (refusal.kind === 'declined') return inputField(declinedFields[refusal.reason] ?? '');
  if (refusal.kind === 'wrong-payment-password') return 'password';
  return refusal.kind === 'test-cards-only' && order.offered === null ? 'number' : '';
}

async function afterUrlOf({ store }: Parts, { order }: Session): Promise<string> {
  if (order.link === null) return '';
  return (await findLink(store.pool, order.link))?.afterUrl ?? '';
}
