// What money moved on our bank account by the bank's own record, under the references of statements.
import { expectedBooks } from './books.ts';
import { linesOfBuyers } from './buyer-lines.ts';
import { returnsOf } from './deposits.ts';
import { type Case, type Evidence, isPaid, sum } from './evidence.ts';
import { seoulDay } from './model.ts';
import { movesOfFunds } from './own-funds.ts';
import { bankDaysAfter, dayAfter, rolled } from './plans.ts';

/** What a line of a statement stands for. */
export interface Moved {
  /** Won; below zero where it leaves us. */
  readonly amount: bigint;
  /** What the line closes: debit positive. */
  readonly closes: readonly (readonly [account: string, amount: bigint])[];
}

/** What was there at a moment; later ones know more. */
export interface Moves {
  /** Null where a reference stands for nothing. */
  of(reference: string, moment: number): Moved | null;
  /** References of all that the bank has moved, as far as it tells of it. */
  readonly all: readonly string[];
  /** Pay-ins of a day that deductions eat up whole: no line tells of them. */
  silentOn(day: string, moment: number): readonly string[];
}

export function movesOf(evidence: Evidence): Moves {
  const known = new Map([
    ...payoutsOf(evidence),
    ...depositsOf(evidence),
    ...transfersOf(evidence),
    ...sentBack(evidence),
    ...buyersOf(evidence),
    ...movesOfFunds(evidence),
  ]);
  const slips = slipsOf(evidence);
  const of = (reference: string, moment: number): Moved | null => {
    const own = known.get(reference) ?? known.get(withoutDay(reference));
    if (own !== undefined) return own;
    const its = slips.filter((slip) => slip.payIn === reference && slip.bornAt < moment);
    return its.length === 0 ? null : paidIn(its.map(({ claim }) => claim));
  };
  const payIns = [...new Map(slips.map(({ payIn, day }) => [payIn, day]))];
  return {
    of,
    all: [...known.keys(), ...payIns.map(([payIn]) => payIn)],
    silentOn: (day, moment) =>
      payIns.filter(([name, on]) => on === day && of(name, moment)?.amount === 0n).map(([n]) => n),
  };
}

function withoutDay(reference: string): string {
  return reference.replace(/\/\d{4}-\d\d-\d\d$/, '');
}

function leaves(amount: bigint): Moved {
  return { amount: -amount, closes: [['transfers-in-transit', amount]] };
}

function comes(amount: bigint): Moved {
  return { amount, closes: [['bank-clearing', -amount]] };
}

function payoutsOf({ facts }: Evidence): [string, Moved][] {
  return facts.transfers
    .filter(({ bounced, transferId }) => {
      return !bounced && facts.payouts.some((payout) => payout.transferId === transferId);
    })
    .map(({ transferId, amount }) => [transferId, leaves(amount)]);
}

/** What shops paid in for cancels, and what went back to them. */
function depositsOf(evidence: Evidence): [string, Moved][] {
  const { accounts, deposits } = evidence.facts;
  const ofShops = new Set(
    accounts.flatMap(({ id, purpose }) => (purpose === 'cancel' ? [id] : [])),
  );
  const taken = deposits.filter((deposit) => deposit.taken && ofShops.has(deposit.accountId));
  const back = new Map(returnsOf(evidence).map((each) => [each.transferId, each.amount]));
  return [
    ...taken.map(({ accountId, amount }): [string, Moved] => [
      `deposit/${accountId}`,
      comes(amount),
    ]),
    ...accounts.flatMap(({ id, returnId }): [string, Moved][] => {
      const amount = back.get(returnId);
      return amount === undefined ? [] : [[`refund/deposit/${id}`, leaves(amount)]];
    }),
  ];
}

/** Out of our accounts for buyers, or into them. */
function buyersOf(evidence: Evidence): [string, Moved][] {
  return linesOfBuyers(evidence).map(({ reference, amount, stoodOn }) => {
    return [reference, { amount, closes: [[stoodOn, -amount]] }];
  });
}

/** What came for nobody, and what the operator had sent back of it. */
function sentBack({ facts }: Evidence): [string, Moved][] {
  return facts.resolutions
    .filter(({ step }) => step === 'returned')
    .map(({ subject, amount }) => [`refund/${subject}`, leaves(amount)]);
}

/** What buyers transferred, less what their banks gave back on the same day; later it is a refund. */
function transfersOf({ cases }: Evidence): [string, Moved][] {
  return cases
    .filter((each) => each.payment.instrument === 'account' && isPaid(each))
    .flatMap(dealsOf);
}

function dealsOf({ payment, sale, cancels, turns }: Case): [string, Moved][] {
  const sold = seoulDay(payment.approvedAt ?? 0);
  const days = new Map([[sold, sale?.amount ?? 0n]]);
  const moves: [string, Moved][] = [];
  let done = 0;
  for (const { what, cancel: sequence, at } of turns) {
    const cancel = cancels.find((one) => what === 'cancelled' && one.sequence === sequence);
    if (cancel === undefined) continue;
    done += 1;
    const day = seoulDay(at);
    if (seoulDay(cancel.askedAt) === sold) days.set(day, (days.get(day) ?? 0n) - cancel.amount);
    else moves.push([`refund/${payment.id}/22/${done + 1}`, leaves(cancel.amount)]);
  }
  for (const [day, net] of days) {
    if (net > 0n) moves.push([`${payment.id}/${day}`, comes(net)]);
    if (net < 0n) moves.push([`back/${payment.id}/${day}`, comes(net)]);
  }
  return moves;
}

/** Bank days between a capture and its money. */
const payInDays = 2;

interface Slip {
  readonly payIn: string;
  readonly day: string;
  /** Won; below zero for a cancel. */
  readonly claim: bigint;
  readonly bornAt: number;
}

/** What acquirers pay two bank days after the capture of a day, slip by slip. */
function slipsOf(evidence: Evidence): Slip[] {
  const captured = evidence.cases.filter((each) => {
    return each.payment.instrument === 'card' && isPaid(each) && each.payment.capturedAt !== null;
  });
  return captured.flatMap((each) => slipsOfCase(each, evidence));
}

function slipsOfCase(each: Case, evidence: Evidence): Slip[] {
  const { payment } = each;
  const left = [...each.rows];
  const days = daysOfCancels(each);
  return expectedBooks(each, evidence)
    .rows.filter(({ kind }) => kind !== 'deposit' && kind !== 'adjustment')
    .map((row) => {
      const own = row.kind === '11' ? undefined : days.shift();
      const day = bankDaysAfter(rolled(dayAfter(own ?? row.date)), payInDays);
      const found = left.findIndex((one) => one.kind === row.kind && one.gross === row.gross);
      const [written] = found < 0 ? [] : left.splice(found, 1);
      const name = `row ${payment.id}/${written?.sequence ?? 0}`;
      const bornAt = evidence.sightings.of.get(name)?.at(0)?.n ?? 0;
      const payIn = `pay-in/${payment.acquirer}/${day}`;
      return { payIn, day, claim: row.gross - row.charge, bornAt };
    });
}

/** On which each was done, in order; undefined where it went out with the capture of its sale. */
function daysOfCancels({ turns, cancels }: Case): (string | undefined)[] {
  const captured = turns.findIndex(({ what }) => what === 'captured');
  return turns.flatMap(({ what, cancel, at }, n) => {
    const isDone = what === 'cancelled' && cancels.some(({ sequence }) => sequence === cancel);
    if (!isDone) return [];
    return [n < captured ? undefined : seoulDay(at)];
  });
}

export function paidIn(claims: readonly bigint[]): Moved {
  const claimed = sum(claims.filter((claim) => claim > 0n));
  const refunded = -sum(claims.filter((claim) => claim < 0n));
  return {
    amount: claimed - refunded,
    closes: [
      ['acquirer-receivable', -claimed],
      ['acquirer-refund-due', refunded],
    ],
  };
}
