// Deposits for cancels after a payout: each buys one cancel or goes back, and never both.
import type { AccountAsked } from '../history.ts';
import { paidBy } from './books.ts';
import type { Case, Difference, Evidence } from './evidence.ts';
import { sum } from './evidence.ts';
import type { AccountFact, DepositFact, TransferFact } from './facts.ts';
import { seoulDay, takenAtMost, takenBack, termsFor } from './model.ts';
import { bankDaysAfter, dayAfter } from './plans.ts';

/** Clocks of processes differ by as much as a world may draw. */
const skewMs = 405;

export function checkDeposits(evidence: Evidence): Difference[] {
  const { accounts, bankAccounts, deposits } = evidence.facts;
  const known = new Set(accounts.map(({ id }) => id));
  return [
    ...accounts.filter(isOfCancel).flatMap((account) => {
      return checkAccount(account, evidence).map((each) => `account ${account.id} ${each}`);
    }),
    ...bankAccounts.flatMap((account) => checkBank(account, deposits)),
    ...deposits
      .filter(({ accountId }) => !known.has(accountId))
      .map(({ accountId }) => `money came into ${accountId}, which nobody was told of`),
    ...evidence.history.accounts.flatMap((asked) => checkAsked(asked, evidence)),
  ];
}

function isOfCancel({ purpose }: AccountFact): boolean {
  return purpose === 'cancel';
}

function takenInto({ deposits }: Evidence['facts'], id: string): DepositFact | undefined {
  return deposits.find((deposit) => deposit.accountId === id && deposit.taken);
}

/** What the bank says that it sent back, and for which account. */
export function returnsOf({ facts }: Evidence): TransferFact[] {
  const orders = new Set(facts.accounts.map(({ returnId }) => returnId));
  return facts.transfers.filter(({ transferId, bounced }) => !bounced && orders.has(transferId));
}

function checkAccount(account: AccountFact, evidence: Evidence): Difference[] {
  const { facts, cases } = evidence;
  const found = cases.find(({ payment }) => payment.id === account.paymentId);
  const cancel = found?.cancels.find(({ id }) => id === account.id);
  const taken = takenInto(facts, account.id);
  const sentBack = returnsOf(evidence).filter((each) => each.transferId === account.returnId);
  const differences: Difference[] = [];
  const say = (sentence: string): void => void differences.push(sentence);
  const expect = (what: string, isSo: boolean): void => {
    if (!isSo) say(`${what}: ${account.state}, ${cancel?.status ?? 'no cancel'}`);
  };
  const back = sum(sentBack.map(({ amount }) => amount));
  if (taken === undefined) {
    expect('was paid by nobody and ended otherwise', account.state === 'closed');
    expect('cancelled for nothing', cancel === undefined || cancel.status === 'expired');
    if (back > 0n) say(`gave back ${back} that never came`);
  } else if (cancel?.status === 'done') {
    expect('bought its cancel', account.state === 'used');
    if (back > 0n) say(`bought its cancel and gave back ${back}`);
  } else {
    expect('was paid and bought nothing', account.state === 'returned');
    expect('kept its cancel open', cancel === undefined || cancel.status === 'refused');
    if (back !== account.amount) say(`gave back ${back} of ${account.amount}`);
  }
  if (account.paidAt !== (taken?.at ?? null))
    say(`was paid at ${taken?.at}, not ${account.paidAt}`);
  if (taken !== undefined && cancel !== undefined && cancel.askedAt !== taken.at) {
    say('has a cancel that goes by another time than its deposit');
  }
  if (cancel !== undefined && cancel.deposit !== account.amount) say('takes another amount');
  if (account.expiresAt !== endOf(account.issuedAt)) say('ends at another time');
  return differences;
}

/** The end of the third bank day, in Seoul. */
function endOf(issuedAt: number): number {
  const last = bankDaysAfter(seoulDay(issuedAt), 3);
  return Date.parse(`${dayAfter(last)}T00:00:00+09:00`);
}

/** The bank takes its amount once and in time, and keeps nothing open. */
function checkBank(
  account: Evidence['facts']['bankAccounts'][number],
  deposits: readonly DepositFact[],
): Difference[] {
  const taken = deposits.filter((each) => each.accountId === account.id && each.taken);
  const name = `bank account ${account.id}`;
  const again = taken.slice(1).filter(({ at }, n) => (taken[n]?.reversedAt ?? Infinity) > at);
  if (again.length > 0) return [`${name} took a deposit while another one stood`];
  return taken.flatMap(({ amount, at }) => {
    const late = at >= account.expiresAt ? [`${name} took a deposit too late`] : [];
    return amount === account.amount ? late : [...late, `${name} took ${amount}`];
  });
}

function checkAsked(asked: AccountAsked, evidence: Evidence): Difference[] {
  const { answer, mark } = asked;
  const found = evidence.caseOfTid(asked.tid);
  const say = (sentence: string): Difference[] => [`${mark} ${sentence}`];
  const begun = found?.cancels.filter(({ reason }) => reason === asked.reason) ?? [];
  if (answer.told === 'refused' && answer.why !== 'busy' && begun.length > 0) {
    return say(`was refused (${answer.why}), and its cancel waits for a deposit`);
  }
  if (answer.told !== 'issued') return [];
  const account = evidence.facts.accounts.find(({ id }) => id === answer.id);
  const cancel = found?.cancels.find(({ id }) => id === answer.id);
  if (found === undefined || account === undefined || cancel === undefined) {
    return say('was told of an account that is nowhere');
  }
  if (found.payment.terms.afterPayout !== 'deposit') return say('has no contract for deposits');
  const agrees =
    cancel.amount === answer.amount &&
    account.amount === answer.deposit &&
    account.expiresAt === answer.expiresAt &&
    (asked.amount === null || asked.amount === answer.amount);
  if (!agrees) return say('was told of another amount or end');
  const right = depositsFor(found, { asked, evidence });
  return [
    ...(right.includes(answer.deposit) ? [] : say(`pays ${answer.deposit}, not ${right}`)),
    ...checkRepeats(asked, evidence),
  ];
}

/** What may be asked for: by the terms of one moment, after the cancels that were done by then. */
function depositsFor(
  found: Case,
  { asked, evidence }: { readonly asked: AccountAsked; readonly evidence: Evidence },
): bigint[] {
  const { answer } = asked;
  const { payment, cancels, turns } = found;
  if (answer.told !== 'issued') return [];
  if (payment.terms.depositBasis === 'gross') return [answer.amount];
  const terms = evidence.facts.versions
    .filter(({ contractId }) => contractId === payment.contractId)
    .map(({ terms }) => termsFor(terms, { by: paidBy(found), instalment: payment.instalment }));
  const issued = evidence.facts.accounts.find(({ id }) => id === answer.id)?.issuedAt ?? 0;
  const done = turns.filter(({ what, at }) => what === 'cancelled' && at <= issued + skewMs);
  const lefts = [payment.amount];
  for (const { cancel } of done) {
    const amount = cancels.find(({ sequence }) => sequence === cancel)?.amount ?? 0n;
    lefts.push((lefts.at(-1) ?? 0n) - amount);
  }
  return terms.flatMap((each) =>
    lefts.slice(-2).map((left) => {
      const isRest = left === answer.amount;
      const taken = isRest ? takenBack(each, left, left) : takenAtMost(each, answer.amount);
      return taken > 0n ? taken : answer.amount;
    }),
  );
}

/** Who asks the same again while nobody has paid in hears of the same account. */
function checkRepeats(first: AccountAsked, { history, facts }: Evidence): Difference[] {
  const { answer } = first;
  if (answer.told !== 'issued') return [];
  const ends = Math.min(takenInto(facts, answer.id)?.at ?? Infinity, answer.expiresAt) - skewMs;
  return history.accounts.flatMap((again) => {
    const told = again.answer;
    const isRepeat =
      again.tid === first.tid &&
      again.askedAt > (first.answeredAt ?? Infinity) &&
      told.told === 'issued' &&
      told.amount === answer.amount &&
      (again.answeredAt ?? Infinity) < ends;
    return isRepeat && told.id !== answer.id
      ? [`${again.mark} asked like ${first.mark} and heard of another account`]
      : [];
  });
}
