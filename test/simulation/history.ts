// What a shop knows of its own dealings: what it asked for, and what it was told.
import { createOperatorHistory, type OperatorHistory } from './operator.ts';
import type { ScheduleAsked, ScheduleOrdered } from './schedule-history.ts';

/** What the shop was told of an order; nothing when the connection ended before an answer. */
export type ToldOfOrder =
  | { readonly told: 'approved'; readonly tid: string; readonly approvalNumber: string }
  | { readonly told: 'declined' }
  /** The result is being checked; it will be cancelled if it was approved. */
  | { readonly told: 'unknown'; readonly tid: string }
  /** An account waits for the buyer's money. */
  | { readonly told: 'issued'; readonly tid: string; readonly number: string }
  /** Whether the bank has issued the account is being asked; it may be paid into yet. */
  | { readonly told: 'pending' }
  /** Refused before anything was done: used order number, busy, unfit, stranger. */
  | { readonly told: 'refused'; readonly why: string }
  | { readonly told: 'nothing' };

/** How an order is paid, as the books name it. */
export type OrderMethod = 'card-key-in' | 'card-billing' | 'transfer-billing' | 'virtual-account';

/** What the shop says of the VAT in an amount: so much, that there is none, or nothing. */
export type SaidOfVat = bigint | 'none' | null;

export interface OrderAsked {
  /** Travels with the order as its first extra field, so that the books can be asked for it. */
  readonly mark: string;
  readonly merchantId: string;
  /** The shop's credential and its present world; in it a number pays at most once. */
  readonly world: string;
  readonly method: OrderMethod;
  readonly orderNumber: string;
  /** Won. */
  readonly amount: bigint;
  readonly vat: SaidOfVat;
  /** Months; 0 for a lump sum. */
  readonly instalment: number;
  /** The billing key that is charged, and the guarded month it is charged for. */
  readonly charge: { readonly key: string; readonly month: string | null } | null;
  readonly askedAt: number;
  answer: ToldOfOrder;
  answeredAt: number | null;
  /** Once the shop has seen its payment as paid, it never becomes unpaid again. */
  seenPaid: boolean;
}

export type ToldOfCancel =
  | { readonly told: 'done'; readonly amount: bigint }
  /** The card company refused. */
  | { readonly told: 'declined' }
  /** The result is being checked; it will be finished. */
  | { readonly told: 'unknown' }
  /** Refused, and nothing was done. */
  | { readonly told: 'refused'; readonly why: string }
  | { readonly told: 'nothing' };

export interface CancelAsked {
  readonly mark: string;
  readonly merchantId: string;
  readonly tid: string;
  /** Won; null asks for everything that is left. */
  readonly amount: bigint | null;
  /** Won of VAT that go back, where the shop says so. */
  readonly vat: bigint | null;
  /** Equal requests share a reason; all others have one of their own. */
  readonly reason: string;
  readonly askedAt: number;
  /** The life of the process that was asked: a crash begins another one. */
  readonly askedOf: string;
  answer: ToldOfCancel;
  answeredAt: number | null;
}

/** What a shop was told that asked where to pay in, for a cancel after the payout. */
export type ToldOfAccount =
  | {
      readonly told: 'issued';
      readonly id: string;
      readonly number: string;
      /** Won that the buyer gets back. */
      readonly amount: bigint;
      /** Won that the shop pays in. */
      readonly deposit: bigint;
      readonly expiresAt: number;
    }
  | { readonly told: 'refused'; readonly why: string }
  | { readonly told: 'nothing' };

export interface AccountAsked {
  readonly mark: string;
  readonly merchantId: string;
  readonly tid: string;
  /** Won; null asks for everything that is left. */
  readonly amount: bigint | null;
  /** No other request has it. */
  readonly reason: string;
  readonly askedAt: number;
  answer: ToldOfAccount;
  answeredAt: number | null;
}

/** An account that a buyer was to pay into; asked for once or more, always under one id. */
export interface BuyerAccount {
  readonly id: string;
  readonly order: OrderAsked;
  /** The first instant at which the bank takes nothing any more. */
  readonly expiresAt: number;
  /** How often it was asked for; an answer may be lost. */
  times: number;
  /** Whoever works on it just now, if he lives: a repeat is refused so long. */
  asking: { readonly alive: boolean } | null;
  readonly heard: ToldOfOrder[];
}

export type ToldOfClosing =
  /** The state in which the account is after it. */
  | { readonly told: 'state'; readonly state: string }
  | { readonly told: 'refused'; readonly why: string }
  | { readonly told: 'nothing' };

export interface ClosingAsked {
  readonly mark: string;
  readonly accountId: string;
  readonly askedAt: number;
  answer: ToldOfClosing;
}

/** What somebody paid into an account, or tried to. */
export interface DepositMade {
  readonly accountId: string;
  readonly depositId: string;
  /** By which the bank knows its own message again. */
  readonly messageId: string | null;
  readonly amount: bigint;
  readonly at: number;
  /** What the bank said, or null when nobody heard it. */
  verdict: string | null;
}

export interface FeeChangeAsked {
  readonly mark: string;
  readonly merchantId: string;
  readonly contractId: string;
  /** No other change has this one, and no contract began with it. */
  readonly feeRate: number;
  /** The day in Seoul from which sales have it. */
  readonly from: string;
  readonly askedAt: number;
  /** Whether the operator has heard that it is done; if not, he asks again. */
  done: boolean;
}

export type ToldOfKey =
  | { readonly told: 'registered'; readonly key: string }
  | { readonly told: 'declined' }
  | { readonly told: 'refused'; readonly why: string }
  | { readonly told: 'nothing' };

/** A billing key that a shop had made, of a card or of an account. */
export interface KeyAsked {
  /** Stands in the key as the shop's own number of its customer. */
  readonly mark: string;
  readonly merchantId: string;
  readonly generation: number;
  readonly of: 'card' | 'account';
  readonly askedAt: number;
  answer: ToldOfKey;
  answeredAt: number | null;
}

export type ToldOfRemoval =
  | { readonly told: 'removed' }
  | { readonly told: 'refused'; readonly why: string }
  | { readonly told: 'nothing' };

export interface RemovalAsked {
  readonly mark: string;
  readonly merchantId: string;
  readonly key: string;
  readonly askedAt: number;
  answer: ToldOfRemoval;
  answeredAt: number | null;
}

/** What our page has heard of its window, and its shop through it. */
export interface WindowHeard {
  readonly askedAt: number;
  readonly at: number;
  readonly status: string;
  readonly trouble: string | null;
  /** The billing key that it made or was paid with. */
  readonly key: string | null;
  readonly tid: string | null;
  /** With these the shop may confirm. */
  readonly requestKey: string | null;
  readonly authKey: string | null;
}

export interface ConfirmAsked {
  readonly mark: string;
  readonly as: 'right' | 'other-amount' | 'other-window';
  readonly askedAt: number;
  answer: ToldOfOrder;
  answeredAt: number | null;
}

export interface WindowAsked {
  /** Travels as the first extra field, and as the shop's own number of its customer. */
  readonly mark: string;
  readonly merchantId: string;
  readonly world: string;
  readonly work: 'register' | 'certify' | 'pay';
  readonly paidBy: 'card' | 'account' | 'any';
  readonly orderNumber: string;
  readonly amount: bigint;
  readonly vat: SaidOfVat;
  readonly month: string | null;
  readonly askedAt: number;
  /** Null while its opening was not heard of. */
  readonly id: string | null;
  /** The key of the authentication that opened it. */
  readonly openedWith: string;
  readonly heard: WindowHeard[];
  readonly confirms: ConfirmAsked[];
}

/** What a merchant's server took in, whether or not it could answer. */
export interface NoticeReceived {
  readonly url: string;
  readonly eventId: string;
  readonly at: number;
  /** Null in the form of a dialect. */
  readonly type: string | null;
  readonly tid: string | null;
  /** What CookiePay's own form calls a cancel; null in every other. */
  readonly cancelWord: string | null;
  /** Whether the fact stood in the books when it was told. */
  readonly committed: boolean;
  readonly answered: boolean;
}

export interface History {
  readonly orders: OrderAsked[];
  readonly cancels: CancelAsked[];
  readonly accounts: AccountAsked[];
  readonly deposits: DepositMade[];
  readonly buyers: BuyerAccount[];
  readonly closings: ClosingAsked[];
  readonly feeChanges: FeeChangeAsked[];
  readonly operator: OperatorHistory;
  readonly keys: KeyAsked[];
  readonly schedules: ScheduleAsked[];
  readonly scheduleOrders: ScheduleOrdered[];
  readonly removals: RemovalAsked[];
  readonly received: NoticeReceived[];
  readonly windows: WindowAsked[];
  pageCalls: number;
  /** When a secret was rotated or a world reset: older proofs are refused from then on. */
  readonly voids: number[];
}

export function createHistory(): History {
  const asked = { orders: [], cancels: [], keys: [], removals: [], windows: [], pageCalls: 0 };
  const operator = createOperatorHistory();
  const later = { accounts: [], deposits: [], buyers: [], closings: [], feeChanges: [] };
  const billing = { schedules: [], scheduleOrders: [] };
  return { ...asked, ...later, ...billing, operator, received: [], voids: [] };
}
