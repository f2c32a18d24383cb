// What a shop knows of its own dealings: what it asked for, and what it was told.

/** What the shop was told of an order; nothing when the connection ended before an answer. */
export type ToldOfOrder =
  | { readonly told: 'approved'; readonly tid: string; readonly approvalNumber: string }
  | { readonly told: 'declined' }
  /** The result is being checked; it will be cancelled if it was approved. */
  | { readonly told: 'unknown'; readonly tid: string }
  /** Refused before anything was done: used order number, busy, unfit, stranger. */
  | { readonly told: 'refused'; readonly why: string }
  | { readonly told: 'nothing' };

export interface OrderAsked {
  /** Travels with the order as its first extra field, so that the books can be asked for it. */
  readonly mark: string;
  readonly merchantId: string;
  readonly orderNumber: string;
  /** Won. */
  readonly amount: bigint;
  readonly askedAt: number;
  answer: ToldOfOrder;
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
  /** Equal requests share a reason; all others have one of their own. */
  readonly reason: string;
  readonly askedAt: number;
  /** The life of the process that was asked: a crash begins another one. */
  readonly askedOf: string;
  answer: ToldOfCancel;
  answeredAt: number | null;
}

export interface History {
  readonly orders: OrderAsked[];
  readonly cancels: CancelAsked[];
}

export function createHistory(): History {
  return { orders: [], cancels: [] };
}
