// Midnight in a payment's life: what captures it, and the rows and journals that come of it.
import { describe, expect, test } from 'vitest';
import { type HandLine, handRows, openBooks } from '../ledger/by-hand.contract.ts';
import type { Journal, Posting } from '../ledger/journal.ts';
import { templates } from '../ledger/templates.ts';
import { won } from '../money/won.ts';
import type { SettlementRow } from '../settlement/row.ts';
import type { Instant } from '../time/instant.ts';
import { approve } from './approve.ts';
import { askCancel, recordCancelAnswer } from './cancel.ts';
import type { CancelId } from './cancel-request.ts';
import { mustBeCaptured } from './capture.ts';
import type { Decision } from './decision.ts';
import { approved, approvedWith, counted, intended, seoul } from './example.contract.ts';
import type { Approved } from './payment.ts';

interface Asking {
  /** Null is everything that is left. */
  readonly amount: number | null;
  readonly at: Instant;
  /** When the rail answered; by default at once. */
  readonly answeredAt?: Instant;
}

/** Reserves, lets the rail say yes, and hands the answer over: two decisions. */
function cancel(payment: Approved, asking: Asking): readonly Decision<Approved>[] {
  const { amount, at, answeredAt = at } = asking;
  const id = `cancel-${payment.cancels.length + 1}` as CancelId;
  const asked = { amount: amount === null ? null : won(amount), reason: '', askedBy: '', id, at };
  const outcome = askCancel(payment, asked, counted());
  if (!outcome.ok) throw new Error(outcome.refusal.kind);
  const reserved = outcome.value.decision;
  const context = { at: answeredAt, newId: counted() };
  const done = recordCancelAnswer(reserved.payment, { answered: 'done' }, context);
  const cancels = done.payment.cancels.map((each) => ({ ...each, handedOver: true }));
  return [reserved, { ...done, payment: { ...done.payment, cancels } }];
}

/** All decisions of a life in which one cancel follows the other. */
function life(payment: Approved, askings: readonly Asking[]): readonly Decision<Approved>[] {
  const decisions: Decision<Approved>[] = [];
  for (const asking of askings) {
    decisions.push(...cancel(decisions.at(-1)?.payment ?? payment, asking));
  }
  return decisions;
}

function rowsOf(decisions: readonly Decision[]): unknown[] {
  const plain = ({ kind, gross, fee, feeVat, net, date }: SettlementRow): unknown[] => {
    return [kind, ...[gross, fee, feeVat, net].map(Number), date];
  };
  return decisions.flatMap(({ rows }) => rows).map(plain);
}

function templatesOf(decision: Decision | undefined): string[] {
  return (decision?.journals ?? []).map(({ template }) => template);
}

describe('midnight in Seoul decides', () => {
  // biome-ignore format: a table
  const midnights = [
    // approved            asked                     captured first
    ['03-09 10:00:02',     '03-09 23:59:59.999',     false],
    ['03-09 10:00:02',     '03-10 00:00:00.000',     true],
    ['03-09 23:59:59.999', '03-09 23:59:59.999',     false],
    ['03-09 23:59:59.999', '03-10 00:00:00.000',     true],
    ['03-09 00:00:00.000', '03-09 23:59:59.999',     false],
    ['03-06 18:00:00',     '03-07 00:00:00.000',     true],
    ['03-09 10:00:02',     '03-19 12:00:00',         true],
  ] as const;

  test.each(midnights)('approved %s, asked %s: %s', (approvedAt, askedAt, captured) => {
    const given = { ...approved, approval: { number: '1', at: seoul(approvedAt) } };
    const [reserved] = cancel(given, { amount: 20_000, at: seoul(askedAt) });
    expect(mustBeCaptured(given, seoul(askedAt))).toBe(captured);
    expect(templatesOf(reserved)).toEqual(captured ? ['capture-memo', 'capture-sale'] : []);
    expect(reserved?.payment.capturedAt).toBe(captured ? seoul(askedAt) : null);
    expect(reserved?.events.map(({ what }) => what)).toEqual(
      captured ? ['captured', 'cancel-requested'] : ['cancel-requested'],
    );
  });

  test('and a sale is captured once', () => {
    const given = { ...approved, capturedAt: seoul('03-10 00:00:00') };
    expect(mustBeCaptured(given, seoul('03-12 00:00:00'))).toBe(false);
  });
});

const sale = ['11', 50_000, 1_250, 125, 48_625, '2026-03-09'];
const voidAtTen = { amount: 20_000, at: seoul('03-09 22:00:00') };
const onThe11th = { amount: 20_000, at: seoul('03-11 14:00:00') };
const onThe12th = { amount: null, at: seoul('03-12 09:00:00') };
const atMidnight = { amount: null, at: seoul('03-10 00:00:00') };

describe('the rows of a settlement, story by story', () => {
  // biome-ignore format: a table
  const stories: readonly (readonly [string, Approved, readonly Asking[], readonly unknown[]])[] = [
    ['full cancel the same day: nothing is ever captured',
      approved, [{ ...onThe12th, at: seoul('03-09 23:59:59') }], []],
    ['partial 20,000 the same day, the rest later',
      approved, [voidAtTen, onThe12th],
      [sale, ['21', -20_000, -500,   -50,  -19_450, '2026-03-09'],
             ['22', -30_000, -750,   -75,  -29_175, '2026-03-12']]],
    ['partial 20,000 on 03-11',
      approved, [onThe11th],
      [sale, ['22', -20_000, -500,   -50,  -19_450, '2026-03-11']]],
    ['partial 20,000 on 03-11, the remaining 30,000 on 03-12',
      approved, [onThe11th, onThe12th],
      [sale, ['22', -20_000, -500,   -50,  -19_450, '2026-03-11'],
             ['22', -30_000, -750,   -75,  -29_175, '2026-03-12']]],
    ['full cancel in the first instant of the next day',
      approved, [atMidnight],
      [sale, ['22', -50_000, -1_250, -125, -48_625, '2026-03-10']]],
    ['full cancel on 03-12, the contract keeps fees',
      approvedWith({ feeOnCancel: 'kept' }), [onThe12th],
      [sale, ['22', -50_000, 0,      0,    -50_000, '2026-03-12']]],
    ['the same day and later, the contract keeps fees',
      approvedWith({ feeOnCancel: 'kept' }), [voidAtTen, onThe12th],
      [sale, ['21', -20_000, -500,   -50,  -19_450, '2026-03-09'],
             ['22', -30_000, 0,      0,    -30_000, '2026-03-12']]],
  ];

  test.each(stories)('%s', (_, given, askings, rows) => {
    expect(rowsOf(life(given, askings))).toEqual(rows);
  });

  test('count from 1 and name their journals', () => {
    const decisions = life(approved, [voidAtTen, onThe11th, onThe12th]);
    const rows = decisions.flatMap((each) => each.rows);
    expect(rows.map(({ kind, sequence }) => [kind, sequence])).toEqual([
      ['11', 1],
      ['21', 2],
      ['22', 3],
      ['22', 4],
    ]);
    for (const { journals, rows } of decisions) {
      const ids = journals
        .filter(({ template }) => template !== 'capture-memo')
        .map(({ id }) => id);
      if (rows.length > 0) expect(rows.map((row) => row.journalId)).toEqual(ids);
    }
  });
});

describe('the close of day between reservation and answer', () => {
  const late = {
    amount: 20_000,
    at: seoul('03-09 23:59:59'),
    answeredAt: seoul('03-10 00:00:04'),
  };

  test('the books are those of the day of the reservation', () => {
    const [reserved, done] = cancel(approved, late);
    expect(templatesOf(reserved)).toEqual([]);
    expect(done?.journals.map(({ template, date, at }) => [template, date, at])).toEqual([
      ['cancel-same-day', '2026-03-09', late.answeredAt],
    ]);
    expect(done?.rows).toEqual([]);
  });

  test('the row is a same-day cancel when the sale is captured at last', () => {
    expect(rowsOf(life(approved, [late, onThe12th]))).toEqual([
      sale,
      ['21', -20_000, -500, -50, -19_450, '2026-03-09'],
      ['22', -30_000, -750, -75, -29_175, '2026-03-12'],
    ]);
  });
});

describe('a cancel of one won that lowers the fee and its VAT by one each', () => {
  const small = { ...approved, amount: won(200) };
  const oneWon = { amount: 1, at: seoul('03-09 11:00:00') };
  const nextDay = { amount: 1, at: seoul('03-10 09:00:00') };

  test('owes the merchant a won, later', () => {
    expect(rowsOf(life(small, [nextDay]))).toEqual([
      ['11', 200, 5, 1, 194, '2026-03-09'],
      ['22', -1, -1, -1, 1, '2026-03-10'],
    ]);
  });

  test('and on the same day', () => {
    expect(rowsOf(life(small, [oneWon, nextDay]))).toEqual([
      ['11', 200, 5, 1, 194, '2026-03-09'],
      ['21', -1, -1, -1, 1, '2026-03-09'],
      ['22', -1, 0, 0, -1, '2026-03-10'],
    ]);
  });
});

/** A posting as the books by hand would write it. */
function byHand({ side, account, subject, amount }: Posting): HandLine {
  const [, , sequence] = subject.split('/');
  const name = sequence === undefined ? 'payment' : ['sale', 'first', 'second'][+sequence - 1];
  return [side, account, name ?? subject, Number(amount)];
}

function linesOf({ postings }: Journal): readonly HandLine[] {
  return postings.map(byHand);
}

describe('the journals of whole lives are the ones written by hand', () => {
  const when = { approvalNumber: '30010001', approvedAt: seoul('03-09 10:00:02') };
  const first = approve(intended, when, counted());
  const keeps = approve(
    { ...intended, contract: approvedWith({ feeOnCancel: 'kept' }).contract },
    when,
    counted(),
  );
  const open = { 'acquirer-receivable': 49_000, 'merchant-pending': 48_625 };

  // biome-ignore format: a table
  const lives = [
    ['all back the same day', first, [{ ...voidAtTen, amount: null }],
      ['2 approve', '3 void'],
      {}],
    ['a part the same day, the rest on the 12th', first, [voidAtTen, onThe12th],
      ['2 approve', '3 void of 20,000', '4 memo back, 30,000', '5 sale',
        '6 same-day cancel of 20,000', '7 cancel of the remaining 30,000'],
      { ...open, 'merchant-recoverable': 48_625, 'acquirer-refund-due': 49_000 }],
    ['a part on the 11th, the rest on the 12th', first, [onThe11th, onThe12th],
      ['2 approve', '4 memo back', '5 sale', '7 cancel of 20,000',
        '7 cancel of the remaining 30,000'],
      { ...open, 'merchant-recoverable': 48_625, 'acquirer-refund-due': 49_000 }],
    ['a part on the 11th', first, [onThe11th],
      ['2 approve', '4 memo back', '5 sale', '7 cancel of 20,000'],
      { ...open, 'merchant-recoverable': 19_450, 'acquirer-refund-due': 19_600,
        'fee-revenue': 750, 'fee-vat': 75, 'acquirer-cost': 600 }],
    ['all back on the 12th', first, [onThe12th],
      ['2 approve', '4 memo back', '5 sale', '7 cancel'],
      { ...open, 'merchant-recoverable': 48_625, 'acquirer-refund-due': 49_000 }],
    ['all back on the 12th, the fee kept', keeps, [onThe12th],
      ['2 approve', '4 memo back', '5 sale', '8 cancel, fee kept'],
      { ...open, 'merchant-recoverable': 50_000, 'acquirer-refund-due': 49_000,
        'fee-revenue': 1_250, 'fee-vat': 125 }],
  ] as const;

  test.each(lives)('%s', (_, begun, askings, rows, left) => {
    const journals = [begun, ...life(begun.payment, askings)].flatMap((each) => each.journals);
    const books = openBooks();
    for (const journal of journals) books.post(linesOf(journal));
    expect(journals.map(linesOf)).toEqual(rows.map((row) => handRows[row]));
    expect(journals.map(({ template }) => `${templates[template].row}`)).toEqual(
      rows.map((row) => row.split(' ')[0]),
    );
    expect(books.left()).toEqual(left);
  });
});

test('the memo goes back on the day of the capture, the sale keeps its own day', () => {
  const [reserved] = cancel(approved, onThe11th);
  expect(reserved?.journals.map(({ template, date }) => [template, date])).toEqual([
    ['capture-memo', '2026-03-11'],
    ['capture-sale', '2026-03-11'],
  ]);
  expect(reserved?.rows.map(({ date }) => date)).toEqual(['2026-03-09']);
});
