// Billing keys as shops see them: looked up, and removed.
import { type BillingKey, chargeable, remove } from '../../core/billing/billing-key.ts';
import type { Buyer, Payment } from '../../core/payment/payment.ts';
import { accepted, type Outcome, refused } from '../../core/refusal.ts';
import { findBillingKey, storeRemoval } from '../../storage/billing-key.ts';
import { insertKeyEvent } from '../../storage/notice-delivery.ts';
import { renderAnswer } from '../../wire/payple/answer.ts';
import { findKeyAnswer, type keyRequest, removeKeyAnswer } from '../../wire/payple/billing-key.ts';
import { successOf } from '../../wire/payple/codes.ts';
import { maskedAccount, maskedCard, maskedPhone } from '../../wire/payple/mask.ts';
import { stopSchedulesOfKey } from '../billing/stop-schedule.ts';
import type { Parts } from '../parts.ts';
import type { Asking, Handled, Means } from './handled.ts';

type Asked = Means<typeof keyRequest>;

export async function findKey(asking: Asking, asked: Asked): Promise<Handled> {
  const key = await load(asking, asked.billingKey);
  if (key === null) return unknownKey;
  const usable = chargeable(key, key.instrument.kind);
  if (!usable.ok) return usable;
  const { instrument, payer } = key;
  const isCard = instrument.kind === 'card';
  const said = {
    ...successOf(isCard ? 'find-card' : 'find-account'),
    ...{ work: 'PUSERINFO', billingKey: key.id, paidBy: instrument.kind },
    // A card is somebody's; only a bank tells whether its account is a company's.
    accountHolder: isCard ? ('person' as const) : instrument.holder,
    payerNumber: asked.payerNumber || payer.number,
    buyerName: payer.name,
    maskedPhone: maskedPhone(payer.phone),
    ...houseFields(key),
    taxable: asking.caller.contract.terms.tax !== 'tax-free',
  };
  return { ok: true, body: renderAnswer(findKeyAnswer, said, asking.form) };
}

function houseFields({ instrument }: BillingKey) {
  if (instrument.kind === 'account') {
    const { code: houseCode, name: houseName } = instrument.bank;
    return { houseCode, houseName, maskedNumber: maskedAccount(instrument) };
  }
  const { code, name } = instrument.issuer;
  const shown = maskedCard(instrument);
  return {
    ...{ houseCode: code, houseName: name, maskedNumber: shown },
    ...{ issuerCode: code, issuerName: name, maskedCard: shown },
  };
}

export async function removeKey(asking: Asking, asked: Asked): Promise<Handled> {
  const find = (): Promise<BillingKey | null> => load(asking, asked.billingKey);
  const removed = await removeBillingKey(asking.parts, find);
  if (!removed.ok) return removed;
  const said = {
    ...successOf('remove-key'),
    ...{ work: 'PUSERDEL', billingKey: removed.value.id, paidBy: removed.value.instrument.kind },
    payerNumber: asked.payerNumber || removed.value.payer.number,
  };
  return { ok: true, body: renderAnswer(removeKeyAnswer, said, asking.form) };
}

/**
 * For good. A charge whose intent was stored before is completed, every later one is refused, and
 * schedules of the key are stopped, which is told in any case. A
 * shop that removes a key by this dialect knows it and is told nothing more
 * (docs/reference/payple.md).
 */
export async function removeBillingKey(
  parts: Parts,
  find: () => Promise<BillingKey | null>,
  how: 'quietly' | 'and-tell' = 'quietly',
): Promise<Outcome<BillingKey>> {
  for (;;) {
    const at = parts.clock.now();
    const removed = remove(await find(), at);
    if (!removed.ok) return removed;
    const { id: billingKey, merchantId, contractId } = removed.value;
    const event = {
      ...({ id: parts.newId(), kind: 'billing-key.removed', at } as const),
      ...{ billingKey, merchantId, contractId },
    };
    const stored = await storeRemoval(parts.store.pool, removed.value, async (client) => {
      if (how === 'and-tell') await insertKeyEvent(client, event);
      await stopSchedulesOfKey(parts, client, removed.value);
    });
    // Somebody changed it meanwhile: looked at again.
    if (stored) return accepted(removed.value);
  }
}

/** Of who pays: as said with the payment, or when the key was made. */
export async function payerPhone(
  parts: Parts,
  { payment, buyer }: { readonly payment: Payment; readonly buyer: Pick<Buyer, 'phone'> },
): Promise<string> {
  const { merchantId, generation, billing } = payment;
  if (buyer.phone !== '' || billing === null) return buyer.phone;
  const key = await findBillingKey(parts.store.pool, { merchantId, generation, id: billing.key });
  return key?.payer.phone ?? '';
}

function load({ parts, caller }: Asking, id: string): Promise<BillingKey | null> {
  const { id: merchantId, generation } = caller.merchant;
  return findBillingKey(parts.store.pool, { merchantId, generation, id });
}

const unknownKey = refused({ kind: 'billing-key-not-found' });
