// What the shop is told when a window has ended: the same fields by message, by form and by reload.

import type { Instrument } from '../../core/payment/payment.ts';
import type { Instant } from '../../core/time/instant.ts';
import { type Certified, certifiedOf, type Session } from '../../core/window/session.ts';
import { troubleOf } from '../../core/window/window.ts';
import { loadPayment } from '../../storage/payment.ts';
import { closed, type Family, successOf } from '../../wire/payple/codes.ts';
import { resultOf } from '../../wire/payple/results.ts';
import { givenPath, routeNamed } from '../../wire/payple/routes.ts';
import { windowRequest, windowResult } from '../../wire/payple/window.ts';
import type { Delivery } from '../../wire/window.ts';
import { receiptFields } from '../cash-receipts.ts';
import type { Parts } from '../parts.ts';
import { placeOf } from '../payple/auth.ts';
import { instrumentFields, keptOf, paymentFields } from '../payple/paid.ts';
import type { Seen } from './current.ts';
import { isWholeAddress } from './origin.ts';

export type Fields = Readonly<Record<string, string>>;
type Said = Parameters<typeof windowResult.renderPartly>[0];
type Judged = Pick<Said, 'result' | 'code' | 'message'>;

/** Null while the buyer may still go on. */
export function deliveryOf(session: Session, fields: Fields | null): Delivery | null {
  if (fields === null) return null;
  const { origin, order } = session;
  if (isWholeAddress(order.resultUrl)) return { by: 'form' };
  if (origin === null || order.link !== null) return { by: 'page' };
  const type = session.status === 'closed' ? 'close' : 'pay_result';
  return { by: 'message', target: origin, type, data: fields };
}

export async function resultFields(parts: Parts, seen: Seen): Promise<Fields | null> {
  const { session } = seen;
  const judged = judge(session);
  if (judged === null) return null;
  const said: Said = { ...orderFields(seen), ...(await outcomeFields(parts, seen)), ...judged };
  return windowResult.renderPartly(said);
}

/** A shop that may still confirm has been told all it needs: later news reach it by its confirm. */
function judge(session: Session): Judged | null {
  const paidBy = paidByOf(session);
  if (certifiedOf(session) !== null) return successOf(`certify-${paidBy}`);
  if (session.status === 'registered') return successOf(`register-${paidBy}`);
  if (session.status === 'paid') return successOf(`pay-${paidBy}`);
  if (session.status === 'closed') return closed;
  const trouble = troubleOf(session);
  if (trouble === null || session.status === 'open') return null;
  const { code, message } = resultOf(trouble, familyOf(session), windowRequest);
  return { result: 'error', code, message };
}

/** Which codes a window speaks in: those of what it was opened for. */
export function familyOf(session: Session): Family {
  const deed = session.order.work === 'register' ? 'register' : 'window';
  return `${deed}-${paidByOf(session)}`;
}

function paidByOf(session: Session): 'card' | 'account' {
  const { paidBy } = session.order;
  const paid = certifiedOf(session)?.instrument ?? instrumentOf(session);
  return paid?.kind ?? (paidBy === 'account' ? 'account' : 'card');
}

function instrumentOf(session: Session): Instrument | null {
  return session.status === 'registered' ? session.instrument : null;
}

/** What was fixed at the opening. */
function orderFields({ session }: Seen): Said {
  const { order } = session;
  const { payer } = order;
  return {
    ...{ work: order.work, orderNumber: order.orderNumber, goods: order.goods },
    ...{ resultUrl: order.resultUrl, ...keptOf(order.extras), ...echoFields(session) },
    paidBy: paidByOf(session),
    cardUse: order.paidBy === 'card' && order.cardUse !== 'any' ? order.cardUse : null,
    ...{ buyerName: payer.name, buyerPhone: payer.phone, buyerEmail: payer.email },
    payerNumber: payer.number,
    requestedAt: session.openedAt,
    ...moneyFields(order),
  };
}

/** What the page sent and nothing follows from; it comes back as it was sent, or not at all. */
export function echoFields({ order }: Pick<Session, 'order'>) {
  const { wallet = '', billingYear = '', billingMonth = '', ...flags } = order.echo;
  return {
    ...{ wallet, billingYear, billingMonth },
    monthly: flagOf(flags.monthly),
    simple: flagOf(flags.simple),
    cashReceipt: flagOf(flags.cashReceipt),
  };
}

function flagOf(text = ''): boolean | null {
  return text === '' ? null : text === 'Y';
}

function moneyFields({ amount, tax, vatGiven }: Session['order']): Said {
  if (amount === null || tax === null) return {};
  return { amount, vat: tax.vat, taxable: vatGiven || tax.taxFree < amount };
}

async function outcomeFields(parts: Parts, { session, caller }: Seen): Promise<Said> {
  const certified = certifiedOf(session);
  if (certified !== null) return certifiedFields(parts, { session, caller }, certified);
  if (session.status === 'registered') {
    const { key, at, instrument } = session;
    return { billingKey: key, ...instrumentAt(instrument, at) };
  }
  if (session.status !== 'paid' && session.status !== 'lost') return {};
  const { merchantId, paymentId: id } = session;
  const found = await loadPayment(parts.store.pool, { merchantId, id });
  if (found === null) return {};
  if (session.status === 'lost') return { tid: found.payment.tid };
  const {
    monthly: _,
    simple: __,
    billingYear: ___,
    billingMonth: ____,
    ...fields
  } = paymentFields(parts, found);
  const { cashReceiptDone = null } = await receiptFields(parts, found.payment);
  return { ...fields, cashReceiptDone };
}

/** Everything that the shop needs to say its last word, and nothing that works without it. */
function certifiedFields(
  parts: Parts,
  { session, caller }: Pick<Seen, 'session' | 'caller'>,
  { at, key, instrument, instalment }: Certified,
): Said {
  const path = givenPath(
    routeNamed(instrument.kind === 'card' ? 'confirm-card' : 'confirm-account'),
  );
  const { host, returnUrl: confirmUrl } = placeOf(parts, path);
  const tokens = parts.authKeys.issue(caller, {
    class: 'window',
    pin: null,
    session: session.id,
    nonce: session.openedWith,
  });
  return {
    ...{ authKey: tokens.authKey, requestKey: parts.keys.requestKey(session.id) },
    ...{ confirmUrl, host, path, billingKey: key ?? '' },
    ...(instrument.kind === 'card' ? { instalment } : {}),
    ...instrumentAt(instrument, at),
  };
}

/** Shops take the day of a later refund from the time, also where nothing is paid yet. */
function instrumentAt(instrument: Instrument, at: Instant): Said {
  return { ...instrumentFields(instrument), paidAt: at };
}
