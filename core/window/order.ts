// What a window was opened for: fixed at the opening, whatever a page or a buyer sends later (T1).

import type { Payer } from '../billing/billing-key.ts';
import { invariant } from '../invariant.ts';
import type { TaxParts } from '../money/tax.ts';
import { type Won, won } from '../money/won.ts';
import type { Purchase } from '../payment/approve.ts';
import type { BillingKeyId, Instrument } from '../payment/payment.ts';

/** Keep what pays; let the shop have the last word; or charge at once. */
export type Work = 'register' | 'certify' | 'pay';

/** How a buyer may pay in the window. */
export type Way = 'card' | 'app-card' | 'transfer' | 'registered';

/** A billing key that the shop offers its buyer to pay with. */
export interface Offered {
  readonly key: BillingKeyId;
  /** The name of the card company or bank. */
  readonly name: string;
  readonly masked: string;
  readonly asksPassword: boolean;
}

export interface WindowOrder {
  readonly work: Work;
  readonly paidBy: 'card' | 'account' | 'any';
  /** A recurring card is kept and has a billing key; one-off cards may be paid by instalments. */
  readonly cardUse: 'recurring' | 'one-off' | 'any';
  readonly orderNumber: string;
  readonly goods: string;
  /** Null where something is only registered, and then the tax is null, too. */
  readonly amount: Won | null;
  /** Null lets the contract's kind of goods decide. */
  readonly tax: TaxParts | null;
  readonly vatGiven: boolean;
  /** YYYY-MM that the billing key pays for where months are guarded. */
  readonly month: string | null;
  readonly payer: Payer;
  readonly offered: Offered | null;
  /** Whether buyers set or type a six-digit payment password. */
  readonly asksPassword: boolean;
  /** Whether a transfer asks for a cash receipt. */
  readonly cashReceipt: boolean;
  /** Kept with the payment and echoed, never interpreted. */
  readonly extras: readonly string[];
  /** What only the answer repeats; texts by what they mean. */
  readonly echo: Readonly<Record<string, string>>;
  /** Where the result goes; "" for nowhere, a path of the opener's own, or a whole address. */
  readonly resultUrl: string;
  /** The payment link that led here. */
  readonly link: string | null;
}

/** Issuers refuse instalments below this. */
const instalmentsFrom = won(50_000);
const instalmentMonths = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;

// In the order in which they are offered; the first is chosen before the buyer chooses.
// biome-ignore format: a table
const wayRules: readonly (readonly [Way, (order: WindowOrder) => boolean])[] = [
  ['registered', ({ offered }) => offered !== null],
  ['app-card',   ({ paidBy, cardUse }) => paidBy !== 'account' && cardUse === 'one-off'],
  ['card',       ({ paidBy }) => paidBy !== 'account'],
  ['app-card',   ({ paidBy, cardUse }) => paidBy !== 'account' && cardUse === 'any'],
  ['transfer',   ({ paidBy }) => paidBy !== 'card'],
];

export function waysOf(order: WindowOrder): readonly Way[] {
  return wayRules.filter(([, offers]) => offers(order)).map(([way]) => way);
}

/** Months besides a lump sum: for one-off cards only, and only from a certain amount on. */
export function instalmentsOf(order: WindowOrder): readonly number[] {
  const { amount, paidBy, cardUse, work } = order;
  const isOffered = paidBy !== 'account' && cardUse !== 'recurring' && work !== 'register';
  return isOffered && amount !== null && amount >= instalmentsFrom ? instalmentMonths : [];
}

/**
 * Whether paying so leaves a billing key behind. An account always does: its holder has agreed to
 * debits, not to a single one, and a shop that confirms a transfer has to name the key.
 */
export function leavesKey(order: WindowOrder, way: Way): boolean {
  if (way === 'transfer') return true;
  if (way !== 'card') return false;
  return order.work === 'register' || order.cardUse === 'recurring';
}

export interface Paying {
  readonly instrument: Instrument;
  /** Months; 0 is a lump sum. */
  readonly instalment: number;
  readonly key: BillingKeyId | null;
  readonly source: string;
}

/** What is bought, now that it is known what pays for it. */
export function purchaseOf(order: WindowOrder, paying: Paying): Purchase {
  const { instrument, instalment, key, source } = paying;
  const { payer, orderNumber, amount, tax, vatGiven, extras } = order;
  invariant(amount !== null, 'what is only registered is not paid');
  return {
    method: instrument.kind === 'card' ? 'card-window' : 'transfer-window',
    ...{ orderNumber, tax, vatGiven, extras, instalment, instrument, source },
    goods: { name: order.goods, code: '' },
    amount,
    buyer: {
      name: payer.name,
      email: payer.email,
      id: '',
      phone: payer.phone,
      address: '',
    },
    billing: key === null ? null : { key, month: order.month, round: null },
  };
}
