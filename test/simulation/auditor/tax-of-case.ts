// The buyer's tax of one payment and of its cancels, against the auditor's own arithmetic.
import type { CancelAsked, History } from '../history.ts';
import type { Case } from './evidence.ts';
import type { CancelFact } from './facts.ts';
import { isNamed, isPossible, type TaxParts, taxOfRest, taxOfSale } from './tax.ts';

export function differencesOfTax(each: Case, { cancels: asked }: History): string[] {
  const { payment, order } = each;
  const said = order?.vat ?? each.window?.vat ?? null;
  const right = taxOfSale(payment.terms, payment.amount, said);
  const differences: string[] = [];
  if (!isSame(payment, right)) differences.push('has other tax parts than its amount has');
  if (payment.vatGiven !== isNamed(payment.terms, said)) differences.push('mistakes its VAT');
  let before = right;
  let named = payment.vatGiven;
  for (const cancel of inTurn(each)) {
    const vat = vatAsked(asked, { cancel, tid: payment.tid });
    named ||= vat !== null;
    if (cancel.vatGiven !== (vat !== null)) differences.push(`mistakes VAT of ${cancel.sequence}`);
    const after = taxOfRest(before, { amount: cancel.amount, vat, named });
    if (!isSame(cancel, minus(before, after)) || !isPossible(before, after)) {
      differences.push(`has wrong tax parts in ${cancel.sequence}`);
    }
    // A refused cancel gave back nothing.
    if (cancel.status === 'done') before = after;
  }
  return differences;
}

/** One after the other, as they ended; what was never begun gave nothing back. */
function inTurn({ cancels, turns }: Case): CancelFact[] {
  const ended = turns.filter(({ what }) => what === 'cancelled' || what === 'cancel-refused');
  return ended.flatMap(({ cancel }) => cancels.filter(({ sequence }) => sequence === cancel));
}

/** Those who asked for one cancel all named the same. */
function vatAsked(
  asked: readonly CancelAsked[],
  { cancel, tid }: { readonly cancel: CancelFact; readonly tid: string },
): bigint | null {
  const found = asked.find((each) => {
    const fits = each.amount === null || each.amount === cancel.amount;
    return each.tid === tid && each.reason === cancel.reason && fits;
  });
  return found?.vat ?? null;
}

function minus(left: TaxParts, right: TaxParts): TaxParts {
  return {
    supply: left.supply - right.supply,
    vat: left.vat - right.vat,
    taxFree: left.taxFree - right.taxFree,
  };
}

function isSame(left: TaxParts, right: TaxParts): boolean {
  return left.supply === right.supply && left.vat === right.vat && left.taxFree === right.taxFree;
}
