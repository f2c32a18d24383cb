// The books of each payment against the auditor's own model: postings, rows, tax parts, notices.
import {
  type Case,
  type Difference,
  doneCancels,
  type Evidence,
  grouped,
  isPaid,
  sum,
} from './evidence.ts';
import type { PostingFact } from './facts.ts';
import { type Expected, expectedOf, seoulDay } from './model.ts';
import { differencesOfTax } from './tax-of-case.ts';

export function checkBooks(evidence: Evidence): Difference[] {
  return [
    ...evidence.cases.flatMap((each) => checkPayment(each, evidence)),
    ...checkJournals(evidence.facts.postings),
    ...checkSubjects(evidence.facts.postings),
    ...(evidence.facts.due === 0 ? [] : [`${evidence.facts.due} things are still due`]),
  ];
}

function checkPayment(each: Case, { history }: Evidence): Difference[] {
  const { payment } = each;
  return [
    ...differencesOfBooks(each),
    ...differencesOfTax(each, history),
    ...differencesOfNotices(each),
  ].map((sentence) => `${payment.mark} ${sentence}`);
}

export function expectedBooks({ payment, sale, cancels }: Case): Expected {
  return expectedOf(
    {
      by: payment.instrument === 'account' ? 'account' : 'card',
      ...{ amount: payment.amount, date: seoulDay(sale?.at ?? 0), terms: payment.terms },
      captured: payment.capturedAt !== null,
    },
    cancels.map(({ amount, askedAt, status }) => ({
      amount,
      date: seoulDay(askedAt),
      done: status === 'done',
    })),
  );
}

function differencesOfBooks(each: Case): Difference[] {
  const { payment, postings, rows } = each;
  if (!isPaid(each)) return postings.length + rows.length === 0 ? [] : ['is unpaid but booked'];
  const differences: Difference[] = [];
  const written = rows.map(({ paymentId: _, sequence: __, ...row }) => textOf(row));
  const right = expectedBooks(each).rows.map(textOf);
  if (written.sort().join('\n') !== right.sort().join('\n')) {
    differences.push(`has the rows ${written.join('; ')} instead of ${right.join('; ')}`);
  }
  if (payment.capturedAt === null && !isVoid(each)) differences.push('should be captured');
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
    ...cancels.map(({ id, sequence, status }) => {
      const what = `payment.cancelled of cancel ${sequence}`;
      return [what, count('payment.cancelled', id), status === 'done' ? 1 : 0] as const;
    }),
  ];
  return expectations
    .filter(([, found, right]) => found !== right)
    .map(([what, found, right]) => `has ${found} notices ${what} instead of ${right}`);
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
  'acquirer-receivable':       'debit',
  'acquirer-refund-due':       'credit',
  'bank-clearing':             'debit',
  'transfers-in-transit':      'credit',
  'buyer-refund-due':          'credit',
  'merchant-pending':          'credit',
  'merchant-recoverable':      'debit',
  'payout-due':                'credit',
  'holdback':                  'credit',
};

/** What is owed to a buyer is sent with the same answer of his bank. */
const passedOn = ['buyer-refund-due'];

const inTotalOnly = ['fee-revenue', 'fee-vat', 'acquirer-cost'];

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
