// Payouts against the auditor's own model: which rows each is made of, and what the bank paid.
import { expectedBooks } from './books.ts';
import { returnsOf } from './deposits.ts';
import {
  type Case,
  type Difference,
  doneCancels,
  type Evidence,
  grouped,
  isBooked,
  isOfBuyer,
  sum,
} from './evidence.ts';
import type { PayoutFact, PlanFact, PostingFact, TermsFact } from './facts.ts';
import { checkPlan, dayAfter } from './plans.ts';
import { replay } from './statements.ts';
import { keptOf, strayReturns } from './strays.ts';

export function checkPayouts(evidence: Evidence): Difference[] {
  const { payouts, transfers } = evidence.facts;
  const backs = [...returnsOf(evidence), ...strayReturns(evidence)];
  const ordered = new Set(backs.map(({ transferId }) => transferId));
  for (const each of evidence.cases.filter(isOfBuyer)) {
    for (const { id } of doneCancels(each)) ordered.add(id);
  }
  return [
    ...evidence.cases.filter(isBooked).flatMap((each) => checkPlan(each, evidence)),
    ...[...grouped(payouts, worldOf)].flatMap(([world, its]) =>
      checkChain(its, casesOf(world, evidence), evidence),
    ),
    ...payouts.flatMap((payout) => checkPaid(payout, evidence)),
    ...transfers
      .filter(({ transferId, bounced }) => {
        const known = payouts.some((payout) => payout.transferId === transferId);
        return !bounced && !known && !ordered.has(transferId);
      })
      .map(({ transferId }) => `the bank paid ${transferId}, which nobody ordered`),
  ];
}

function casesOf(world: string, { cases }: Evidence): Case[] {
  return cases.filter((each) => worldOf(each.payment) === world && isBooked(each));
}

/** After a reset nothing of a contract stands in payouts of the world before it, or the reverse. */
function worldOf({
  contractId,
  generation,
}: Pick<PayoutFact, 'contractId' | 'generation'>): string {
  return `${contractId} ${generation}`;
}

/** Each payout from its rows and from what the one before it left. */
function checkChain(
  payouts: readonly PayoutFact[],
  cases: readonly Case[],
  { facts }: Evidence,
): Difference[] {
  const plans = grouped(facts.plans, ({ paymentId }) => paymentId);
  const nets = cases.flatMap(({ payment, rows }) =>
    (plans.get(payment.id) ?? [])
      .filter(({ isBooked }) => isBooked)
      .map((plan) => ({ plan, net: netOf(plan, rows) })),
  );
  const left = nets.filter(({ plan }) => !plan.isPaidOut).length;
  const differences = left === 0 ? [] : [`${left} rows were never paid out`];
  const terms = cases[0]?.payment.terms;
  const chain: Chain = { carried: 0n, held: [] };
  for (const payout of [...payouts].sort((one, other) => (one.date < other.date ? -1 : 1))) {
    const mine = nets.filter(({ plan }) => plan.payoutDate === payout.date).map(({ net }) => net);
    if (terms !== undefined) differences.push(...checkOne(payout, mine, { terms, chain }));
    // What the operator gave up is carried no further.
    if (facts.resolutions.some(({ subject }) => subject === `payout/${payout.id}`)) {
      chain.carried = 0n;
    }
  }
  return differences;
}

interface Chain {
  carried: bigint;
  held: { readonly amount: bigint; readonly from: string }[];
}

function netOf(plan: PlanFact, rows: Case['rows']): bigint {
  return rows.find(({ sequence }) => sequence === plan.sequence)?.net ?? 0n;
}

function checkOne(
  payout: PayoutFact,
  nets: readonly bigint[],
  { terms, chain }: { readonly terms: TermsFact; readonly chain: Chain },
): Difference[] {
  const positive = sum(nets.filter((net) => net > 0n));
  const negative = -sum(nets.filter((net) => net < 0n));
  const released = sum(chain.held.filter(({ from }) => from <= payout.date).map((h) => h.amount));
  chain.held = chain.held.filter(({ from }) => from > payout.date);
  const carriedIn = chain.carried;
  const total = positive + released - negative - carriedIn;
  const fresh = total > released ? total - released : 0n;
  const held = (fresh * BigInt(terms.holdbackRate)) / 100_000n;
  if (held > 0n) {
    chain.held.push({ amount: held, from: dayAfter(payout.date, terms.holdbackDays) });
  }
  chain.carried = total < 0n ? -total : 0n;
  const amount = total < 0n ? 0n : total - held;
  const right = {
    positive,
    negative,
    released,
    carriedIn,
    held,
    carriedOut: chain.carried,
    amount,
  };
  return Object.entries(right)
    .filter(([name, value]) => payout[name as keyof typeof right] !== value)
    .map(([name, value]) => {
      const found = payout[name as keyof typeof right];
      return `payout ${payout.date} has ${name} ${found} instead of ${value}`;
    });
}

function checkPaid(payout: PayoutFact, { facts }: Evidence): Difference[] {
  const { date, status, amount, transferId } = payout;
  if (status === 'open') return [];
  const right = amount > 0n ? 'paid' : 'settled';
  if (status !== right) return [`payout ${date} is ${status} and not ${right}`];
  const paid = facts.transfers.filter((each) => each.transferId === transferId && !each.bounced);
  const sent = sum(paid.map((each) => each.amount));
  return sent === amount ? [] : [`payout ${date} is ${amount} and the bank paid ${sent}`];
}

/** What stands on all accounts together is what payments and payouts must have left there. */
export function checkTotals(evidence: Evidence): Difference[] {
  const right = new Map<string, bigint>();
  const post = (account: string, amount: bigint): void => {
    right.set(account, (right.get(account) ?? 0n) + amount);
  };
  for (const each of evidence.cases.filter(isBooked)) {
    for (const [account, amount] of expectedBooks(each, evidence).balances) post(account, amount);
  }
  for (const { amount } of [...returnsOf(evidence), ...keptOf(evidence)]) {
    post('bank-clearing', amount);
    post('transfers-in-transit', -amount);
  }
  for (const payout of evidence.facts.payouts) {
    const gives = payout.positive + payout.released;
    const netted = payout.carriedOut > 0n;
    post('merchant-pending', payout.positive);
    post('merchant-recoverable', -(netted ? gives : payout.negative + payout.carriedIn));
    post('holdback', payout.released - payout.held);
    post('transfers-in-transit', -payout.amount);
  }
  for (const [account, amount] of replay(evidence).effects) post(account, amount);
  const lines = grouped(evidence.facts.postings, accountOf);
  return [...new Set([...lines.keys(), ...right.keys()])].flatMap((account) => {
    const own = lines.get(account) ?? [];
    const found = sum(own.map(({ side, amount }) => (side === 'debit' ? amount : -amount)));
    const expected = right.get(account) ?? 0n;
    return found === expected ? [] : [`${account} has ${found} instead of ${expected}`];
  });
}

/** Two components of one account, which both have to be right. */
function accountOf({ account, subject }: PostingFact): string {
  return subject.endsWith('/instalment') ? `${account} of instalments` : account;
}
