// Fees that an operator changed: every sale since their day has them in the end, and no other.
import type { FeeChangeAsked } from '../history.ts';
import { type Case, type Difference, type Evidence, isPaid } from './evidence.ts';
import { seoulDay } from './model.ts';

export function checkFees(evidence: Evidence): Difference[] {
  const { cases, history } = evidence;
  return [
    ...history.feeChanges
      .filter(({ done }) => !done)
      .map(({ mark }) => `${mark} was never told that its fee is changed`),
    ...cases
      .filter((each) => isPaid(each) && each.payment.instrument === 'card')
      .flatMap((each) => checkCovered(each, evidence)),
    ...checkVersions(evidence),
  ];
}

/** The latest change that covers its day; the terms that the contract began with where none does. */
function checkCovered({ payment, sale }: Case, { facts, history }: Evidence): Difference[] {
  const day = seoulDay(sale?.at ?? 0);
  const its = facts.versions.filter(({ contractId }) => contractId === payment.contractId);
  const covering = its.filter(({ version, terms }) => {
    if (version === 1) return true;
    const change = changeOf(history.feeChanges, terms.feeRate);
    return change !== undefined && change.from <= day;
  });
  const right = covering.at(-1)?.terms.feeRate;
  const found = payment.terms.feeRate;
  return found === right ? [] : [`${payment.mark} has a fee of ${found} instead of ${right}`];
}

function changeOf(changes: readonly FeeChangeAsked[], rate: number): FeeChangeAsked | undefined {
  return changes.find(({ feeRate }) => feeRate === rate);
}

/** A change is another rate and nothing else, of its own contract. */
function checkVersions({ facts, history }: Evidence): Difference[] {
  return facts.versions.flatMap(({ contractId, version, terms }) => {
    if (version === 1) return [];
    const first = facts.versions.find((each) => {
      return each.contractId === contractId && each.version === 1;
    });
    const { feeRate, checkFeeRate, ...rest } = terms;
    const { feeRate: _, checkFeeRate: __, ...before } = first?.terms ?? terms;
    const isOne = checkFeeRate === feeRate;
    const asked = isOne && changeOf(history.feeChanges, feeRate)?.contractId === contractId;
    const same = textOf(rest) === textOf(before);
    return asked && same ? [] : [`terms ${version} of ${contractId} are not what was asked for`];
  });
}

function textOf(terms: object): string {
  const named = Object.entries(terms).filter(([name]) => name !== 'version');
  return JSON.stringify(named.sort(([left], [right]) => (left < right ? -1 : 1)));
}
