// The books of each payment against the auditor's own model: postings, rows, tax parts, notices.
import { expectedOfCase } from './buyers.ts';
import {
  type Case,
  type Difference,
  doneCancels,
  type Evidence,
  grouped,
  isBooked,
  isOfBuyer,
  isPaid,
  sum,
} from './evidence.ts';
import type { CancelFact, PostingFact } from './facts.ts';
import {
  type Expected,
  expectedOf,
  type ModelCancel,
  type ModelFee,
  type ModelSale,
  seoulDay,
} from './model.ts';
import { differencesOfTax } from './tax-of-case.ts';

export function checkBooks(evidence: Evidence): Difference[] {
  return [
    ...evidence.cases.flatMap((each) => checkPayment(each, evidence)),
    ...checkJournals(evidence.facts.postings),
    ...checkSubjects(evidence.facts.postings),
    ...(evidence.facts.due === 0 ? [] : [`${evidence.facts.due} things are still due`]),
  ];
}

function checkPayment(each: Case, evidence: Evidence): Difference[] {
  const { payment } = each;
  return [
    ...differencesOfBooks(each, evidence),
    ...differencesOfTax(each, evidence.history),
    ...(isOfBuyer(each) ? [] : differencesOfNotices(each)),
  ].map((sentence) => `${payment.mark} ${sentence}`);
}

export function expectedBooks(each: Case, { facts }: Evidence): Expected {
  if (isOfBuyer(each)) return expectedOfCase(each);
  const { payment, sale, rows } = each;
  const first = facts.plans.find(({ paymentId, sequence }) => {
    return paymentId === payment.id && sequence === 1;
  });
  const terms = facts.versions.find(({ contractId, version }) => {
    return contractId === payment.contractId && version === first?.pricedBy;
  });
  return expectedOf(
    {
      by: paidBy(each),
      ...{ amount: payment.amount, date: seoulDay(sale?.at ?? 0) },
      terms: rows.length === 0 ? payment.terms : (terms?.terms ?? payment.terms),
      instalment: sale?.instalment ?? 0,
      captured: payment.capturedAt !== null,
    },
    stepsOf(each),
  );
}

export function paidBy({ payment, sale }: Case): ModelSale['by'] {
  if (payment.instrument === 'account') return 'account';
  return sale?.isByCheckCard === true ? 'check-card' : 'card';
}

/** A fee that was changed before the capture is that of the sale from the beginning. */
function stepsOf({ payment, cancels, turns }: Case): (ModelCancel | ModelFee)[] {
  const captured = turns.findIndex(({ what }) => what === 'captured');
  const isCard = payment.instrument === 'card';
  return turns.flatMap(({ what, cancel: sequence, feeRate, at }, n): (ModelCancel | ModelFee)[] => {
    if (what === 'fee-changed') {
      const isLater = isCard && captured >= 0 && n > captured;
      return isLater ? [{ feeRate, date: seoulDay(at) }] : [];
    }
    const cancel = cancels.find((one) => what === 'cancelled' && one.sequence === sequence);
    if (cancel === undefined) return [];
    const { amount, deposit, askedAt } = cancel;
    return [{ amount, deposit, date: seoulDay(askedAt), done: true }];
  });
}

function differencesOfBooks(each: Case, evidence: Evidence): Difference[] {
  const { payment, postings, rows } = each;
  if (!isBooked(each)) return postings.length + rows.length === 0 ? [] : ['is unpaid but booked'];
  const differences: Difference[] = [];
  const written = rows.map(({ paymentId: _, sequence: __, ...row }) => textOf(row));
  const right = expectedBooks(each, evidence).rows.map(textOf);
  if (written.sort().join('\n') !== right.sort().join('\n')) {
    differences.push(`has the rows ${written.join('; ')} instead of ${right.join('; ')}`);
  }
  if (isPaid(each) && payment.capturedAt === null && !isVoid(each))
    differences.push('should be captured');
  return differences;
}

/** Given back whole by cancels that were asked for on its own day. */
function isVoid(each: Case): boolean {
  const { payment, sale } = each;
  const day = seoulDay(sale?.at ?? 0);
  const sameDay = doneCancels(each).filter(({ askedAt }) => seoulDay(askedAt) === day);
  return payment.instrument === 'card' && sum(sameDay.map((c) => c.amount)) === payment.amount;
}

function textOf(row: object): string {
  const columns = Object.entries(row).sort(([left], [right]) => (left < right ? -1 : 1));
  return columns.map(([name, value]) => `${name} ${value}`).join(' ');
}

function differencesOfNotices(each: Case): Difference[] {
  const { payment, notices, cancels } = each;
  const count = (kind: string, cancelId?: string): number =>
    notices.filter(
      (notice) => notice.kind === kind && (cancelId === undefined || notice.cancelId === cancelId),
    ).length;
  const expectations: readonly (readonly [what: string, found: number, right: number])[] = [
    ['payment.approved', count('payment.approved'), isPaid(each) ? 1 : 0],
    ['payment.declined', count('payment.declined'), isDeclineTold(each) ? 1 : 0],
    [
      'payment.net-cancelled',
      count('payment.net-cancelled'),
      payment.status === 'net-cancelled' ? 1 : 0,
    ],
    ['payment.cancelled', count('payment.cancelled'), doneCancels(each).length],
    ...cancels.flatMap((cancel) => {
      return noticesOf(cancel).map(([kind, right]) => {
        return [`${kind} of cancel ${cancel.sequence}`, count(kind, cancel.id), right] as const;
      });
    }),
  ];
  return expectations
    .filter(([, found, right]) => found !== right)
    .map(([what, found, right]) => `has ${found} notices ${what} instead of ${right}`);
}

/** Each is told once, and of a deposit every step that it takes. */
function noticesOf({ status, deposit }: CancelFact): (readonly [kind: string, right: number])[] {
  const is = (told: boolean): number => (told ? 1 : 0);
  const byDeposit = deposit !== null;
  const ended = status === 'done' || status === 'refused';
  return [
    ['payment.cancelled', is(status === 'done')],
    ['cancel.account-issued', is(byDeposit)],
    ['cancel.deposited', is(byDeposit && ended)],
    ['cancel.expired', is(byDeposit && status === 'expired')],
    ...(byDeposit ? [['cancel.refused', is(status === 'refused')] as const] : []),
  ];
}

/** In a window that charges at once only its buyer hears of a decline, unless it was lost before. */
function isDeclineTold({ payment, window, notices }: Case): boolean {
  if (payment.status !== 'declined') return false;
  return window?.work !== 'pay' || notices.some(({ kind }) => kind === 'payment.unknown');
}

function checkJournals(postings: readonly PostingFact[]): Difference[] {
  const journals = grouped(postings, ({ journalId }) => journalId);
  return [...journals].flatMap(([id, lines]) => {
    const balance = sum(lines.map(({ side, amount }) => (side === 'debit' ? amount : -amount)));
    return balance === 0n ? [] : [`journal ${id} is out of balance by ${balance}`];
  });
}

// Written down a second time on purpose: the chart of accounts is what is being checked.
// biome-ignore format: a table
const sides: Readonly<Record<string, 'debit' | 'credit'>> = {
  'authorised-with-acquirers': 'debit',
  'authorised-for-merchants':  'credit',
  'bank-operating':            'debit',
  'acquirer-receivable':       'debit',
  'acquirer-refund-due':       'credit',
  'bank-clearing':             'debit',
  'transfers-in-transit':      'credit',
  'buyer-refund-due':          'credit',
  'merchant-pending':          'credit',
  'merchant-recoverable':      'debit',
  'payout-due':                'credit',
  'holdback':                  'credit',
  'cancel-deposits':           'credit',
  'unmatched-deposits':        'credit',
  'operator-funding':          'credit',
  'reconciliation-shortfall':  'debit',
  'reconciliation-surplus':    'credit',
};

/** What is owed to a buyer is sent with his bank's answer; a deposit is credited or sent back. */
const passedOn = ['buyer-refund-due', 'cancel-deposits', 'unmatched-deposits'];

const inTotalOnly = ['bank', 'fee-revenue', 'fee-vat', 'acquirer-cost', 'bank-cost', 'losses'];

function checkSubjects(postings: readonly PostingFact[]): Difference[] {
  const subjects = grouped(postings, ({ account, subject }) => `${account} ${subject}`);
  return [...subjects].flatMap(([name, lines]) => {
    const account = lines[0]?.account ?? '';
    if (inTotalOnly.includes(account)) return [];
    const side = sides[account];
    if (side === undefined) return [`${account} is not in the auditor's chart of accounts`];
    const own = lines.map((line) => (line.side === side ? line.amount : -line.amount));
    if (passedOn.includes(account) && sum(own) !== 0n) return [`${name} keeps ${sum(own)}`];
    return sum(own) < 0n ? [`${name} stands on the wrong side by ${-sum(own)}`] : [];
  });
}
