// One try of a buyer: what he presents is authenticated, kept, certified or charged.

import type { BillingKey } from '../../core/billing/billing-key.ts';
import type { Caller } from '../../core/payment/approve.ts';
import type { BillingKeyId } from '../../core/payment/payment.ts';
import { forgetAccount, SensitiveAccount } from '../../core/payment/sensitive-account.ts';
import { forgetCard, SensitiveCard } from '../../core/payment/sensitive-card.ts';
import type { Refusal } from '../../core/refusal.ts';
import { after, secondMs } from '../../core/time/instant.ts';
import type { LinkId } from '../../core/window/link.ts';
import { purchaseOf } from '../../core/window/order.ts';
import type { Busy, Session, Trouble } from '../../core/window/session.ts';
import { authenticate, lose, pay, register, turnDown } from '../../core/window/window.ts';
import { insertBillingKey } from '../../storage/billing-key.ts';
import type { BuyerInput } from '../../wire/window-request.ts';
import { approvePurchase } from '../approval.ts';
import { issueQuietly } from '../cash-receipts.ts';
import { hasPassed, within } from '../clock.ts';
import type { Parts } from '../parts.ts';
import { hashPassword } from '../password.ts';
import { take } from './aftermath.ts';
import { type PresentedByBuyer, present } from './present.ts';

/** Who the holder is must be known by then, so that a charge ends before the try does. */
const authenticatedWithinMs = 5 * secondMs;

export interface Trying {
  readonly session: Busy;
  readonly caller: Caller;
  readonly input: BuyerInput;
}

/** The window's next state. Whatever was typed is forgotten when this returns. */
export async function attempt(parts: Parts, trying: Trying): Promise<Session> {
  const { session, caller, input } = trying;
  const presented = await present(parts, { order: session.order, input, caller });
  if (!presented.ok) return turnDown(session, presented.refusal as Trouble, parts.clock.now());
  const { typed } = presented.value;
  try {
    return await carryOut(parts, trying, presented.value);
  } finally {
    if (typed instanceof SensitiveCard) forgetCard(typed);
    if (typed instanceof SensitiveAccount) forgetAccount(typed);
  }
}

async function carryOut(
  parts: Parts,
  trying: Trying,
  presented: PresentedByBuyer,
): Promise<Session> {
  const { session, input } = trying;
  const { order, trial } = session;
  // A card that is charged at once is judged with the charge; the issuer is asked once.
  const isAsked = order.work !== 'pay' || trial.newKey !== null;
  const refusal = isAsked ? await refuseHolder(parts, trying, presented) : null;
  if (refusal !== null) return turnDown(session, refusal, parts.clock.now());
  const { instrument, instalment } = presented;
  if (trial.newKey !== null) await makeKey(parts, trying, { ...presented, id: trial.newKey });
  const key = trial.newKey ?? presented.key;
  const at = parts.clock.now();
  if (order.work === 'register' && key !== null) return register(session, { key, instrument, at });
  if (order.work === 'pay') return charge(parts, trying, { ...presented, key, isAsked });
  const receiptFor = sealedReceipt(parts, session, input);
  return authenticate(session, { at, instrument, instalment, key, receiptFor });
}

/** Asks the issuer or bank whether it is the holder's; moves no money. */
async function refuseHolder(
  parts: Parts,
  { session, caller }: Trying,
  { instrument, typed }: PresentedByBuyer,
): Promise<Trouble | null> {
  if (typed === null) return null;
  const { merchant, credential } = caller;
  if (parts.limits.refuses(credential.id)) return { kind: 'limit-reached' };
  const { fingerprint, token } = instrument;
  const locked = parts.limits.lockedBy(merchant.id, fingerprint);
  if (locked !== null) return { kind: 'declined', reason: locked };
  const { orderNumber } = session.order;
  const reference = { merchant: merchant.id, orderNumber, tid: session.id };
  const until = after(session.trial.since, authenticatedWithinMs);
  const asked = await within(parts.clock, until, () =>
    parts.rail.authenticate({ token, holder: typed, reference }),
  );
  // Also when we were held up: by now the window may have been given up, and would leave a key.
  const isLate = hasPassed(parts.clock, session.trial.since, authenticatedWithinMs);
  if (!asked.answered || isLate) return { kind: 'busy' };
  if (asked.answer.answered === 'authenticated') return null;
  const { reason } = asked.answer;
  const { id: merchantId } = merchant;
  await parts.limits.note({ merchantId, credentialId: credential.id, fingerprint, reason });
  return { kind: 'declined', reason };
}

async function makeKey(
  parts: Parts,
  { session, input }: Trying,
  { id, instrument }: PresentedByBuyer & { readonly id: BillingKeyId },
): Promise<void> {
  const { merchantId, generation, contractId, credentialId, order } = session;
  const password = order.asksPassword && 'newPassword' in input ? input.newPassword : '';
  const key: BillingKey = {
    ...{ id, merchantId, generation, contractId, credentialId, instrument },
    version: 1,
    status: 'registered',
    payer: order.payer,
    passwordHash: password === '' ? null : await hashPassword(parts.keys, password),
    failures: 0,
    registeredAt: parts.clock.now(),
    removedAt: null,
  };
  await insertBillingKey(parts.store.pool, key, session.id);
}

interface Charging extends PresentedByBuyer {
  readonly isAsked: boolean;
}

async function charge(
  parts: Parts,
  { session, caller, input }: Trying,
  { instrument, instalment, key, typed, isAsked }: Charging,
): Promise<Session> {
  const { order, trial } = session;
  const down = (refusal: Refusal): Session =>
    turnDown(session, refusal as Trouble, parts.clock.now());
  if (hasPassed(parts.clock, trial.since, authenticatedWithinMs)) return down({ kind: 'busy' });
  if (order.link !== null) {
    const taken = await take(parts, order.link as LinkId, session.id);
    if (!taken.ok) return down(taken.refusal);
  }
  const outcome = await approvePurchase(parts, {
    caller,
    purchase: purchaseOf(order, { instrument, instalment, key, source: 'payple window' }),
    card: !isAsked && typed instanceof SensitiveCard ? typed : null,
    quietly: true,
    id: trial.paymentId,
  });
  if (outcome.ok) {
    await issueQuietly(parts, outcome.value, () => receiptWish(input));
    return pay(session);
  }
  const { refusal } = outcome;
  return refusal.kind === 'result-unknown' ? lose(session, parts.clock.now()) : down(refusal);
}

function receiptWish(input: BuyerInput) {
  if (input.way !== 'transfer' || input.receiptFor === null) return null;
  const { trade, identity } = input.receiptFor;
  return { use: trade === 'company' ? 'company' : 'personal', identity } as const;
}

/** Sealed to this window, because the shop may confirm minutes later. */
function sealedReceipt(parts: Parts, { id }: Busy, input: BuyerInput): string | null {
  const wish = receiptWish(input);
  return wish === null ? null : parts.keys.identities.close(JSON.stringify(wish), id);
}
