// From the fields of a page to what the window is opened for; from here on nothing changes it.

import { type BillingKey, chargeable, isLocked } from '../../core/billing/billing-key.ts';
import { type Caller, refusePurchase } from '../../core/payment/approve.ts';
import { houseOf } from '../../core/payment/payment.ts';
import { accepted, type Outcome, type Refusal, refused, unfit } from '../../core/refusal.ts';
import type { Offered, WindowOrder } from '../../core/window/order.ts';
import { findBillingKey } from '../../storage/billing-key.ts';
import { maskedAccount, maskedCard } from '../../wire/payple/mask.ts';
import type { windowRequest } from '../../wire/payple/window.ts';
import { withoutCardNumbers } from '../card-text.ts';
import type { Parts } from '../parts.ts';
import type { OpenedAuth } from '../payple/auth-key.ts';
import { newOrderNumber } from '../payple/charge.ts';
import type { Means } from '../payple/handled.ts';
import { extrasOf } from '../payple/paid.ts';
import { taxMeant } from '../payple/tax.ts';
import { resultTarget } from './origin.ts';

type Asked = Means<typeof windowRequest>;

export async function orderMeant(
  parts: Parts,
  { caller, pin }: Pick<OpenedAuth, 'caller' | 'pin'>,
  asked: Asked,
): Promise<Outcome<WindowOrder>> {
  const { policy } = caller.credential;
  const refusal = refusePin(pin, asked, policy.pinnedIntent) ?? refuseWork(caller, asked);
  if (refusal !== null) return refused(refusal);
  const resultUrl = resultTarget(asked.resultUrl, policy);
  if (!resultUrl.ok) return resultUrl;
  const money = moneyMeant(caller, asked);
  if (!money.ok) return money;
  const offered = await offeredKey(parts, caller, asked);
  if (!offered.ok) return offered;
  const clean = withoutCardNumbers;
  const { work, paidBy } = asked;
  const isRegistering = work === 'register';
  return accepted({
    ...{ work, paidBy, ...money.value, offered: offered.value },
    resultUrl: clean(resultUrl.value),
    cardUse: asked.cardUse ?? 'recurring',
    orderNumber:
      asked.orderNumber || pin?.orderNumber || (isRegistering ? '' : newOrderNumber({ parts })),
    goods: clean(asked.goods),
    month:
      asked.monthly === true && !isRegistering
        ? `${asked.billingYear}-${asked.billingMonth}`
        : null,
    payer: {
      number: clean(asked.payerNumber),
      name: clean(asked.buyerName),
      phone: clean(asked.buyerPhone),
      email: clean(asked.buyerEmail),
    },
    asksPassword: asked.payerProof === 'pwd',
    cashReceipt: asked.cashReceipt === true && paidBy === 'account' && !isRegistering,
    extras: extrasOf(asked).map(clean),
    echo: echoOf(asked),
    link: null,
  });
}

/** What the answer repeats although nothing follows from it. */
function echoOf(asked: Asked): Readonly<Record<string, string>> {
  const { wallet, billingYear, billingMonth } = asked;
  return {
    ...{ wallet: withoutCardNumbers(wallet), billingYear, billingMonth },
    monthly: flagText(asked.monthly),
    simple: flagText(asked.simple),
    cashReceipt: flagText(asked.cashReceipt),
  };
}

function flagText(flag: boolean | null): string {
  if (flag === null) return '';
  return flag ? 'Y' : 'N';
}

/** What a server named before binds its page (T3); some merchants let no page open without it. */
function refusePin(
  pin: OpenedAuth['pin'],
  { work, orderNumber, amount }: Asked,
  isDemanded: boolean,
): Refusal | null {
  const mismatch: Refusal = { kind: 'amount-mismatch' };
  const isWhole = pin !== null && pin.orderNumber !== '' && pin.amount !== null;
  if (isDemanded && !isWhole && work !== 'register') return mismatch;
  if (pin === null) return null;
  const isOther = orderNumber !== '' && pin.orderNumber !== '' && orderNumber !== pin.orderNumber;
  return isOther || (pin.amount !== null && pin.amount !== amount) ? mismatch : null;
}

function refuseWork(
  { contract }: Caller,
  { work, paidBy, cardUse, amount }: Asked,
): Refusal | null {
  if (work === 'register') {
    const isOneOff = paidBy === 'card' && cardUse === 'one-off';
    return isOneOff ? unfit('cardUse', { is: 'out-of-range', expected: '01' }) : null;
  }
  if (amount === null) return unfit('amount', { is: 'missing' });
  const method = paidBy === 'card' ? 'card-window' : 'transfer-window';
  return refusePurchase(contract, { method, amount, instalment: 0 });
}

function moneyMeant(
  { contract }: Caller,
  { work, amount, taxable, vat }: Asked,
): Outcome<Pick<WindowOrder, 'amount' | 'tax' | 'vatGiven'>> {
  if (work === 'register' || amount === null) {
    return accepted({ amount: null, tax: null, vatGiven: false });
  }
  const tax = taxMeant(contract, { amount, taxable, vat });
  return tax.ok ? accepted({ amount, ...tax.value }) : tax;
}

/**
 * The key that the shop offers its buyer. At once it is charged with the buyer's password only,
 * because a page can name any key; where the shop confirms afterwards, the shop answers for it.
 * A key that cannot be used so gives way to an ordinary entry.
 */
async function offeredKey(
  { store }: Parts,
  { merchant }: Caller,
  { simple, billingKey, paidBy, work, payerProof }: Asked,
): Promise<Outcome<Offered | null>> {
  if (simple !== true || billingKey === '' || work === 'register') return accepted(null);
  const { id: merchantId, generation } = merchant;
  const found = await findBillingKey(store.pool, { merchantId, generation, id: billingKey });
  const usable = chargeable(found, paidBy);
  if (!usable.ok) return usable;
  const key = usable.value;
  const asksPassword = key.passwordHash !== null;
  const isEnough = asksPassword ? !isLocked(key) : work === 'certify' && payerProof !== 'pwd';
  return accepted(isEnough ? { key: key.id, asksPassword, ...shown(key) } : null);
}

function shown({ instrument }: BillingKey): Pick<Offered, 'name' | 'masked'> {
  const masked = instrument.kind === 'card' ? maskedCard(instrument) : maskedAccount(instrument);
  return { name: houseOf(instrument).name, masked };
}
