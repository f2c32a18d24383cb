// The shop's last word on what a buyer has certified in the window: charged once, or never.

import type { Approved, PaymentId } from '../../core/payment/payment.ts';
import { type Refusal, refused } from '../../core/refusal.ts';
import { type Instant, secondMs } from '../../core/time/instant.ts';
import { purchaseOf } from '../../core/window/order.ts';
import type { Confirming, Session, Trouble } from '../../core/window/session.ts';
import { confirm as confirmed, failConfirm, lose, pay } from '../../core/window/window.ts';
import { findBillingKey } from '../../storage/billing-key.ts';
import { findByRequest, findSession, storeSession } from '../../storage/window-session.ts';
import { successOf } from '../../wire/payple/codes.ts';
import { confirmAnswer, type confirmRequest } from '../../wire/payple/confirm.ts';
import { type ApprovalOutcome, approvePurchase } from '../approval.ts';
import { issueQuietly, type ReceiptWish, receiptFields } from '../cash-receipts.ts';
import { hasPassed } from '../clock.ts';
import { settled } from '../window/current.ts';
import { echoFields } from '../window/delivery.ts';
import { takeBack } from '../window/submit.ts';
import type { Asking, Handled, Means } from './handled.ts';
import { paymentFields } from './paid.ts';

type Asked = Means<typeof confirmRequest>;

export async function confirm(asking: Asking, asked: Asked): Promise<Handled> {
  const { parts } = asking;
  const session = await sessionOf(asking, asked);
  // A key of another merchant is as unknown as one that never was (T25).
  if (session === null) return refused({ kind: 'payment-not-found' });
  const claimed = await claim(asking, session, asked);
  const known = knownOf(session);
  if (!claimed.ok)
    return claimed.refusal.kind === 'session-mismatch' ? claimed : { ...claimed, known };
  const confirming = claimed.value;
  const outcome = await approve(asking, confirming);
  const isKept = await keep(parts, confirming, outcome);
  if (outcome.ok && isKept) {
    await issueQuietly(parts, outcome.value, () => receiptWish(parts, confirming));
    return tell(asking, outcome.value, { session: confirming, requestKey: asked.requestKey });
  }
  const refusal = await refusalOf(asking, confirming, outcome);
  const tid = outcome.ok ? outcome.value.tid : outcome.payment?.tid;
  return { ok: false, refusal, known: { ...known, ...(tid === undefined ? {} : { tid }) } };
}

/** What the buyer asked for in the window, minutes ago. */
function receiptWish({ keys }: Asking['parts'], { certified, id }: Confirming) {
  const text =
    certified.receiptFor === null ? null : keys.identities.open(certified.receiptFor, id);
  return text === null ? null : (JSON.parse(text) as Pick<ReceiptWish, 'use' | 'identity'>);
}

function refusalOf(
  asking: Asking,
  confirming: Confirming,
  outcome: ApprovalOutcome,
): Refusal | Promise<Refusal> {
  if (outcome.ok) return { kind: 'result-unknown', of: 'approval' };
  const { refusal } = outcome;
  return refusal.kind === 'token-refused' ? whyStale(asking, confirming) : refusal;
}

async function sessionOf(
  { parts, caller }: Asking,
  { requestKey }: Asked,
): Promise<Session | null> {
  const { id: merchantId, generation } = caller.merchant;
  const requestHash = parts.keys.hash(requestKey);
  const found = await findByRequest(parts.store.pool, { merchantId, generation, requestHash });
  return found?.credentialId === caller.credential.id ? settled(parts, found) : null;
}

/** Before any rail is asked: of thirty confirms at once, one goes on (T18). */
async function claim({ parts, auth }: Asking, session: Session, asked: Asked) {
  const { amount, orderNumber, billingKey } = asked;
  const said = { amount, orderNumber, billingKey, boundTo: auth.session, openedWith: auth.nonce };
  const trial = {
    since: parts.clock.now(),
    paymentId: parts.newId() as PaymentId,
    newKey: null,
  };
  for (let seen = session; ; ) {
    const claimed = confirmed(seen, said, trial);
    if (!claimed.ok || (await storeSession(parts.store.pool, claimed.value))) return claimed;
    const again = await findSession(parts.store.pool, session.id);
    if (again === null) return refused({ kind: 'already-confirmed' });
    seen = again;
  }
}

/** So that a charge ends before the window is given up, whatever held the claim up. */
const approvesWithinMs = 5 * secondMs;

async function approve(
  { parts, caller }: Asking,
  { order, certified, trial }: Confirming,
): Promise<ApprovalOutcome> {
  if (hasPassed(parts.clock, trial.since, approvesWithinMs)) {
    return { ...refused({ kind: 'busy' }), payment: null };
  }
  const { instrument, instalment, key } = certified;
  const source = 'payple confirm';
  return approvePurchase(parts, {
    caller,
    purchase: purchaseOf(order, { instrument, instalment, key, source }),
    card: null,
    id: trial.paymentId,
  });
}

/**
 * Whether the approval stands. What the window could not be told, it finds out from its payment;
 * but where somebody was told that nothing had been charged, nothing may stay charged.
 */
async function keep(
  parts: Asking['parts'],
  confirming: Confirming,
  outcome: ApprovalOutcome,
): Promise<boolean> {
  const next = outcome.ok ? pay(confirming) : endOf(confirming, outcome.refusal, parts.clock.now());
  const { pool } = parts.store;
  const unheard = (error: unknown): null => {
    parts.log.trouble('confirmed window not stored', error);
    return null;
  };
  if ((await storeSession(pool, next).catch(unheard)) || next.status !== 'paid') return true;
  const stored = await findSession(pool, confirming.id).catch(unheard);
  if (stored === null || stored.status === 'confirming' || stored.status === 'paid') return true;
  await takeBack(parts, next);
  return false;
}

function endOf(confirming: Confirming, refusal: Refusal, now: Instant): Session {
  return refusal.kind === 'result-unknown'
    ? lose(confirming, now)
    : failConfirm(confirming, refusal as Trouble, now);
}

async function tell(
  { parts }: Asking,
  payment: Approved,
  { session, requestKey }: { readonly session: Confirming; readonly requestKey: string },
): Promise<Handled> {
  const { payer, extras } = session.order;
  const buyer = { name: payer.name, email: payer.email, phone: payer.phone, id: '', address: '' };
  const said = {
    ...successOf(payment.instrument.kind === 'card' ? 'pay-card' : 'pay-account'),
    ...paymentFields(parts, { payment, buyer, extras, statusAt: payment.approval.at }),
    ...echoFields(session),
    requestKey,
    cashReceiptDone: (await receiptFields(parts, payment)).cashReceiptDone ?? null,
  };
  // Every value of this answer is text, as all of the vendor's samples read it.
  return { ok: true, body: confirmAnswer.render(said) };
}

/** The intent was not stored: the buyer's key was removed meanwhile, or the credential rotated. */
async function whyStale({ parts }: Asking, session: Confirming): Promise<Refusal> {
  const { merchantId, generation, certified } = session;
  if (certified.key === null) return { kind: 'session-expired' };
  const sought = { merchantId, generation, id: certified.key };
  const key = await findBillingKey(parts.store.pool, sought);
  const kind = key?.status === 'registered' ? 'session-expired' : 'billing-key-not-found';
  return { kind };
}

function knownOf({ order }: Session) {
  const { orderNumber, goods, amount, payer } = order;
  const { name: buyerName, phone: buyerPhone, email: buyerEmail, number: payerNumber } = payer;
  return { orderNumber, goods, amount, buyerName, buyerPhone, buyerEmail, payerNumber };
}
