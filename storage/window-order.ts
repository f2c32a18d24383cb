// What a window is opened for, as JSON: amounts stand in it as digits.
import type { TaxParts } from '../core/money/tax.ts';
import { type Won, won } from '../core/money/won.ts';
import type { WindowOrder } from '../core/window/order.ts';

type Digits<Amounts> = { readonly [Name in keyof Amounts]: string };

export interface StoredOrder extends Omit<WindowOrder, 'amount' | 'tax'> {
  readonly amount: string | null;
  readonly tax: Digits<TaxParts> | null;
}

export function orderText(order: WindowOrder): string {
  const { amount, tax } = order;
  const stored: StoredOrder = {
    ...order,
    amount: amount === null ? null : digits(amount),
    tax:
      tax === null
        ? null
        : { supply: digits(tax.supply), vat: digits(tax.vat), taxFree: digits(tax.taxFree) },
  };
  return JSON.stringify(stored);
}

export function orderOf(stored: StoredOrder): WindowOrder {
  const { amount, tax } = stored;
  return {
    ...stored,
    amount: amount === null ? null : amountOf(amount),
    tax:
      tax === null
        ? null
        : { supply: amountOf(tax.supply), vat: amountOf(tax.vat), taxFree: amountOf(tax.taxFree) },
  };
}

function digits(amount: Won): string {
  return amount.toString();
}

function amountOf(text: string): Won {
  return won(BigInt(text));
}
