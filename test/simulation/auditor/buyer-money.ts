// What the bank's record says of a payment into an account, told as it tells of any other payment.
import type { BankCancel, BankSale, DepositFact, Facts, PaymentFact } from './facts.ts';

interface MoneyOfBuyer {
  readonly sale: BankSale | undefined;
  readonly bankCancels: readonly BankCancel[];
}

/** A refund is a transfer under the id of its cancel. */
export function moneyOfBuyer(payment: PaymentFact, facts: Facts): MoneyOfBuyer {
  const { requestId } = payment;
  const bankCancels = facts.cancels
    .filter(({ paymentId }) => paymentId === payment.id)
    .flatMap(({ id }) => facts.transfers.filter(({ transferId }) => transferId === id))
    .map(({ transferId: cancelId, amount, bounced }) => {
      return { cancelId, requestId, amount, done: !bounced };
    });
  const cancelled = bankCancels.reduce((sum, each) => sum + (each.done ? each.amount : 0n), 0n);
  const paid = paidBy(payment, { deposits: depositsInto(facts, payment.id), cancelled });
  if (paid === undefined) return { sale: undefined, bankCancels };
  const { amount, at } = paid;
  const approved = { requestId, amount, instalment: 0, isByCheckCard: false, at };
  const sale = { ...approved, state: 'approved', approvalNumber: '', cancelled };
  return { sale, bankCancels };
}

/** In the order in which the bank took them. */
export function depositsInto({ deposits }: Pick<Facts, 'deposits'>, id: string): DepositFact[] {
  return deposits.filter(({ accountId, taken }) => accountId === id && taken);
}

const dayMs = 24 * 3_600_000;
/** For so long an account is looked at once a day; what comes later a bank has to tell us. */
const watchedMs = 7 * dayMs;

/** Taken back when nobody looked any more; if the bank's word is lost, a statement tells of it. */
export function isUnwatched({ at, reversedAt }: DepositFact): boolean {
  return reversedAt !== null && reversedAt > at + watchedMs - dayMs;
}

/**
 * The deposit that stands. Where money was given back while the bank took a deposit away, both
 * stand against us, and the payment goes on being one that was paid.
 */
function paidBy(
  { approvedAt }: PaymentFact,
  paid: { readonly deposits: readonly DepositFact[]; readonly cancelled: bigint },
): DepositFact | undefined {
  const given = paid.deposits.find(({ at }) => at === approvedAt);
  if (given !== undefined && (paid.cancelled > 0n || isUnwatched(given))) return given;
  return paid.deposits.find(({ reversedAt }) => reversedAt === null);
}
