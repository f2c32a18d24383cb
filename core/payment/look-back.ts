// What the rail did and our books do not know, found after an old backup was put back.
import { add, type Won, won } from '../money/won.ts';
import type { CancelId, CancelRequest } from './cancel-request.ts';
import type { Payment } from './payment.ts';

/** One request as the rail remembers it, with the cancels that it carried out. */
export interface RailSays {
  readonly state: 'approved' | 'declined' | 'net-cancelled';
  readonly amount: Won;
  readonly cancels: readonly { readonly cancelId: CancelId; readonly amount: Won }[];
}

/** The payment that made the request, as our books tell it. */
export interface BooksSay {
  readonly status: Payment['status'];
  readonly cancels: readonly { readonly id: string; readonly status: CancelRequest['status'] }[];
}

/**
 * account-lost: a buyer holds a number of which our books know nothing. deposit-lost: he has paid
 * into it. approval-lost: no payment stands for it. approval-denied: its payment ended without a
 * charge. approval-missing: the rail has undone what our books say was paid. cancel-lost: the rail
 * gave it back.
 */
export const differences = [
  'account-lost',
  'deposit-lost',
  'approval-lost',
  'approval-denied',
  'approval-missing',
  'cancel-lost',
] as const;
export type DifferenceKind = (typeof differences)[number];

export interface Difference {
  readonly kind: DifferenceKind;
  /** The cancel at the rail that our books lack; null where it is about the approval. */
  readonly cancelId: CancelId | null;
  /** Won of the approval or of the cancel. */
  readonly amount: Won;
  /** Won of the approval that went back all the same. */
  readonly cancelled: Won;
}

/** A cancel that is on its way is asked after by itself, under the same id. */
const underWay: ReadonlySet<CancelRequest['status']> = new Set<CancelRequest['status']>([
  'requested',
  'unknown',
  'deposited',
  'done',
]);

/** What nobody can find under a payment: the approval may be undone, the account closed. */
export function mayBeVoided(kind: DifferenceKind): boolean {
  return kind === 'approval-lost' || kind === 'approval-denied' || kind === 'account-lost';
}

/** Nothing here is decided: a difference is for a person to look at. */
export function compare(rail: RailSays, books: BooksSay | null): readonly Difference[] {
  const isCharged = rail.state === 'approved';
  switch (books?.status) {
    case undefined:
      return isCharged ? [ofApproval('approval-lost', rail)] : [];
    case 'declined':
    case 'net-cancelled':
    // Of accounts that buyers pay into, no rail has ever heard.
    case 'awaiting-deposit':
    case 'expired':
    case 'withdrawn':
      return isCharged ? [ofApproval('approval-denied', rail)] : [];
    case 'approved':
    case 'partially-cancelled':
    case 'cancelled':
      return isCharged ? lostCancels(rail, books.cancels) : [ofApproval('approval-missing', rail)];
    default:
      // Open ones end like any other whose answer was lost; deposits are asked after at the bank.
      return [];
  }
}

function ofApproval(kind: DifferenceKind, { amount, cancels }: RailSays): Difference {
  const cancelled = add(...cancels.map((each) => each.amount));
  return { kind, cancelId: null, amount, cancelled };
}

/** Money that went back as a transfer, because no rail sends it where it came from. */
export function compareRefund(
  refund: RailSays['cancels'][number],
  books: BooksSay | null,
): readonly Difference[] {
  return books === null ? [] : lostCancels({ cancels: [refund] }, books.cancels);
}

/** An account as the bank remembers it. */
export interface BankSays {
  readonly amount: Won;
  readonly isClosed: boolean;
  readonly isPaid: boolean;
}

/** One that is closed and empty can do no harm. */
export function compareAccount(bank: BankSays, isKnown: boolean): readonly Difference[] {
  if (isKnown || (bank.isClosed && !bank.isPaid)) return [];
  const kind = bank.isPaid ? 'deposit-lost' : 'account-lost';
  return [{ kind, cancelId: null, amount: bank.amount, cancelled: won(0) }];
}

function lostCancels(
  { cancels }: Pick<RailSays, 'cancels'>,
  known: BooksSay['cancels'],
): readonly Difference[] {
  return cancels
    .filter(({ cancelId }) => {
      const own = known.find(({ id }) => id === cancelId);
      return own === undefined || !underWay.has(own.status);
    })
    .map(({ cancelId, amount }) => ({ kind: 'cancel-lost', cancelId, amount, cancelled: amount }));
}

/** One sentence in each language for whoever has to look at it. */
export function explainDifference(
  { kind, amount, cancelled }: Difference,
  tid: string | null,
): { readonly korean: string; readonly english: string } {
  const won = (sum: Won): string => sum.toLocaleString('en-US');
  const sum = won(amount);
  const back = cancelled === 0n ? '' : ` (취소 ${won(cancelled)}원)`;
  const gone = cancelled === 0n ? '' : `, of which ${won(cancelled)} won went back`;
  const at = `카드사에는 ${sum}원 승인${back}이 있으나`;
  const sentences = {
    'account-lost': [
      `은행에 ${sum}원 가상계좌가 열려 있으나 장부에 없습니다.`,
      `The bank holds an open account for ${sum} won; our books have none.`,
    ],
    'deposit-lost': [
      `장부에 없는 가상계좌에 ${sum}원이 입금되어 있습니다.`,
      `${sum} won came into an account of which our books know nothing.`,
    ],
    'approval-lost': [
      `${at} 장부에 결제가 없습니다.`,
      `The rail approved ${sum} won${gone}; our books have no payment for it.`,
    ],
    'approval-denied': [
      `${at} 장부에는 결제 ${tid}의 승인이 없습니다.`,
      `The rail approved ${sum} won${gone}; payment ${tid} ended without a charge.`,
    ],
    'approval-missing': [
      `장부의 결제 ${tid} ${sum}원이 카드사에는 승인되어 있지 않습니다.`,
      `Payment ${tid} of ${sum} won is not approved at the rail.`,
    ],
    'cancel-lost': [
      `결제 ${tid}에서 ${sum}원이 이미 환불되었으나 장부에 취소가 없습니다.`,
      `${sum} won of payment ${tid} went back already; our books have no such cancel.`,
    ],
  } as const;
  const [korean, english] = sentences[kind];
  return { korean, english };
}
