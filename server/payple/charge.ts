// Charges a billing key, card or account, guarded by the month or not.
import { chargeable } from '../../core/billing/billing-key.ts';
import type { Purchase } from '../../core/payment/approve.ts';
import type { Approved, BillingKeyId, Instrument } from '../../core/payment/payment.ts';
import { accepted, type Outcome, type Refusal, refused } from '../../core/refusal.ts';
import { findBillingKey } from '../../storage/billing-key.ts';
import { renderAnswer } from '../../wire/payple/answer.ts';
import {
  type ChargeMeant,
  type ChargeName,
  chargeAnswer,
  chargeMeant,
  type chargeRequest,
} from '../../wire/payple/charge.ts';
import { successOf } from '../../wire/payple/codes.ts';
import { approvePurchase } from '../approval.ts';
import { withoutCardNumbers } from '../card-text.ts';
import { identityOf, issueQuietly, refuseIdentity } from '../cash-receipts.ts';
import { newTid } from '../ids.ts';
import { payerPhone } from './billing-keys.ts';
import type { Asking, Handled, Means } from './handled.ts';
import { extrasOf, paidFields } from './paid.ts';
import { taxMeant } from './tax.ts';

type Asked = Means<typeof chargeRequest>;

export async function charge(asking: Asking, asked: Asked): Promise<Handled> {
  const meant = chargeMeant(asking.routeName as ChargeName, asked);
  if (!meant.ok) return meant;
  const { name: family } = meant.value;
  const orderNumber = asked.orderNumber || newOrderNumber(asking);
  const known = { orderNumber, paidBy: meant.value.paidBy };
  const purchase = await purchaseOf(asking, { ...asked, orderNumber }, meant.value);
  if (!purchase.ok) return { ...purchase, known, family };
  const outcome = await approvePurchase(asking.parts, {
    caller: asking.caller,
    purchase: purchase.value,
    card: null,
  });
  if (!outcome.ok) {
    const { payment } = outcome;
    const attempted = payment === null ? {} : { tid: payment.tid };
    const refusal =
      outcome.refusal.kind === 'token-refused' ? await whyStale(asking, asked) : outcome.refusal;
    return { ok: false, refusal, known: { ...known, ...attempted }, family };
  }
  const receipt = await issueReceipt(asking.parts, outcome.value, asked);
  const said = {
    ...{ ...successOf('charge'), ...asked, ...paidFields(asking.parts, outcome.value) },
    cashReceiptDone: asked.cashReceipt === null ? null : receipt !== null,
    receiptNumber: receipt?.number ?? '',
  };
  const { billingKey } = asked;
  const body = renderAnswer(chargeAnswer, { ...said, orderNumber, billingKey }, asking.form);
  return { ok: true, body };
}

/** To the payer's telephone unless the shop names another number. */
async function issueReceipt(parts: Asking['parts'], payment: Approved, asked: Asked) {
  if (asked.cashReceipt !== true) return null;
  return issueQuietly(parts, payment, async () => {
    const phone = { payment, buyer: { phone: asked.buyerPhone } };
    const identity = identityOf(asked.receiptIdentity || (await payerPhone(parts, phone)));
    return { use: asked.receiptUse ?? 'personal', identity };
  });
}

/** Said before anything is charged; a telephone that fits no receipt only leaves it out. */
function refuseReceipt(asked: Asked, paidBy: ChargeMeant['paidBy']): Refusal | null {
  const { cashReceipt, receiptIdentity } = asked;
  if (paidBy !== 'account' || cashReceipt !== true || receiptIdentity === '') return null;
  return refuseIdentity({
    use: asked.receiptUse ?? 'personal',
    identity: identityOf(receiptIdentity),
  });
}

/** Shops that name no order get one of ours. */
export function newOrderNumber({ parts }: Pick<Asking, 'parts'>): string {
  return `GYEOL${newTid(parts.clock.now())}`;
}

async function purchaseOf(
  asking: Asking,
  asked: Asked,
  { paidBy, month }: ChargeMeant,
): Promise<Outcome<Purchase>> {
  const unfitReceipt = refuseReceipt(asked, paidBy);
  if (unfitReceipt !== null) return refused(unfitReceipt);
  const instrument = await instrumentOf(asking, asked.billingKey, paidBy);
  if (!instrument.ok) return instrument;
  const tax = taxMeant(asking.caller.contract, asked);
  if (!tax.ok) return tax;
  const clean = withoutCardNumbers;
  return accepted({
    method: paidBy === 'card' ? 'card-billing' : 'transfer-billing',
    orderNumber: asked.orderNumber,
    goods: { name: clean(asked.goods), code: '' },
    amount: asked.amount,
    ...tax.value,
    instalment: 0,
    instrument: instrument.value,
    billing: { key: asked.billingKey as BillingKeyId, month, round: null },
    buyer: {
      name: clean(asked.buyerName),
      email: clean(asked.buyerEmail),
      id: '',
      phone: clean(asked.buyerPhone),
      address: '',
    },
    extras: extrasOf(asked).map(clean),
    source: `payple ${asking.routeName}`,
  });
}

/** A key of another merchant, of another method or of none: one answer for all (T25). */
async function instrumentOf(
  { parts, caller }: Asking,
  id: string,
  paidBy: Instrument['kind'],
): Promise<Outcome<Instrument>> {
  const { id: merchantId, generation } = caller.merchant;
  const key = await findBillingKey(parts.store.pool, { merchantId, generation, id });
  const usable = chargeable(key, paidBy);
  return usable.ok ? accepted(usable.value.instrument) : usable;
}

/** The intent was not stored: the key was removed meanwhile, or the credential rotated. */
async function whyStale(asking: Asking, { billingKey }: Asked) {
  const { merchant } = asking.caller;
  const sought = { merchantId: merchant.id, generation: merchant.generation, id: billingKey };
  const key = await findBillingKey(asking.parts.store.pool, sought);
  const kind = key?.status === 'registered' ? 'session-expired' : 'billing-key-not-found';
  return { kind } as const;
}
