// What shops charge without the buyer: a billing key, at any time or for a guarded month.
import { chargeable } from '../../core/billing/billing-key.ts';
import { won } from '../../core/money/won.ts';
import type { Instrument } from '../../core/payment/payment.ts';
import { type ApprovalOutcome, approvePurchase } from '../../server/approval.ts';
import { type TaxAsked, taxMeant } from '../../server/payple/tax.ts';
import { findBillingKey } from '../../storage/billing-key.ts';
import type { OrderAsked } from './history.ts';
import type { Process } from './process.ts';
import type { Run } from './run.ts';
import { goodsOf, hearOf, noteOrder, type Order } from './shop.ts';

export interface Charge extends Order {
  readonly key: string;
  /** Which of the two families of messages is used; a key of the other one is as good as none. */
  readonly by: Instrument['kind'];
  /** YYYY-MM where the shop has the month guarded. */
  readonly month: string | null;
}

export function chargeKey(run: Run, process: Process, charge: Charge): void {
  const { orderNumber, amount, by, key, month } = charge;
  const method = by === 'card' ? 'card-billing' : 'transfer-billing';
  const asked = noteOrder(run, charge, { method, charge: { key, month }, instalment: 0 });
  const what = `charge ${nameOf(run, key)} as ${orderNumber} by ${amount} for ${month ?? 'now'}`;
  run.stage.trace.say(process.actor.name, `asked ${asked.mark}: ${what}`);
  const work = async (): Promise<ApprovalOutcome> => {
    const { parts } = process;
    const { caller } = charge;
    const { id: merchantId, generation } = caller.merchant;
    const found = await findBillingKey(parts.store.pool, { merchantId, generation, id: key });
    const usable = chargeable(found, by);
    if (!usable.ok) return { ...usable, payment: null };
    const tax = taxMeant(caller.contract, taxAsked(asked));
    if (!tax.ok) return { ...tax, payment: null };
    const billing = { key: usable.value.id, month, round: null };
    const { instrument } = usable.value;
    const purchase = { ...goodsOf(asked), ...tax.value, instalment: 0, instrument, billing };
    return approvePurchase(parts, { caller, card: null, purchase });
  };
  hearOf(run, process, { asked, work });
}

/** The fields of the dialect for what a shop says of the VAT. */
export function taxAsked({ amount, vat }: Pick<OrderAsked, 'amount' | 'vat'>): TaxAsked {
  const given = typeof vat === 'bigint' ? won(vat) : null;
  return { amount: won(amount), taxable: vat === 'none' ? false : null, vat: given };
}

function nameOf({ history }: Run, key: string): string {
  const asked = history.keys.find(
    ({ answer }) => answer.told === 'registered' && answer.key === key,
  );
  return asked?.mark ?? 'a stranger';
}
