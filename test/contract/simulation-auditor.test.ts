// The arithmetic of the simulation's auditor by rows: he is a witness only if he can count.
import { describe, expect, test } from 'vitest';
import {
  couldNotTake,
  plannedAfter,
  type SeenFact,
  sightingsOf,
} from '../simulation/auditor/lateness.ts';
import { expectedOf, type ModelSale } from '../simulation/auditor/model.ts';
import { type Moved, paidIn } from '../simulation/auditor/moves.ts';
import { isRightOrLate } from '../simulation/auditor/plans.ts';
import { postFile } from '../simulation/auditor/replay.ts';
import type { StatementLine } from '../simulation/operator.ts';

const terms = {
  ...{ checkFeeRate: 2_500 },
  ...{ feeRate: 2_500, feeBasis: 'excluding-vat', acquirerRate: 2_000, transferFeeRate: 1_800 },
  ...{ feeOnCancel: 'refunded', tax: 'taxable', payoutDays: 6, accountPayoutDays: 3 },
  ...{ holdbackRate: 0, holdbackDays: 0, afterPayout: 'deposit', depositBasis: 'net' },
  virtualAccountWon: 300,
  instalmentFees: [{ months: 3, rate: 2_000, acquirerRate: 1_800 }],
};

describe('what a shop pays for an instalment', () => {
  const rowsOf = (of: Partial<ModelSale>, ...cancels: readonly bigint[]): string[] => {
    const date = '2026-03-09';
    const sale = {
      by: 'card',
      amount: 100_000n,
      instalment: 3,
      date,
      terms,
      captured: true,
    } as const;
    const steps = cancels.map((amount) => ({ amount, date: '2026-03-11', done: true }));
    return expectedOf({ ...sale, ...of }, steps).rows.map(
      ({ kind, fee, instalmentFee, feeVat, charge }) =>
        [kind, fee, instalmentFee, feeVat, charge].join(' '),
    );
  };
  const including = { ...terms, feeBasis: 'including-vat' };

  // Kind, fee, what of it is for the instalment, VAT, and what the acquirer keeps.
  // biome-ignore format: a table
  test.each([
    ['three months that are paid for',   {}, [], ['11 4500 2000 450 3800']],
    ['four months that are not',         { instalment: 4 }, [], ['11 2500 0 250 2000']],
    ['a check card’s own rate',          { by: 'check-card', instalment: 0, terms: { ...terms, checkFeeRate: 1_500 } }, [], ['11 1500 0 150 2000']],
    ['nothing for an account',           { by: 'account' }, [], ['11 1800 0 180 0']],
    ['a part that is given back',        {}, [33_333n], ['11 4500 2000 450 3800', '22 -1501 -667 -150 -1267']],
    ['parts that leave nothing',         {}, [33_333n, 66_667n],
      ['11 4500 2000 450 3800', '22 -1501 -667 -150 -1267', '22 -2999 -1333 -300 -2533']],
    ['a fee that is kept',               { terms: { ...terms, feeOnCancel: 'kept' } }, [100_000n],
      ['11 4500 2000 450 3800', '22 0 0 0 -3800']],
    // 4,500 with VAT are 4,091 without; 2,000 of 4,500 of that are 1,818.2, the other part 2,272.8.
    ['rates that include VAT',           { terms: including }, [], ['11 4091 1818 409 3800']],
    // Of 64 won one is for VAT's 6: 58 in shares of 36 and 28 are 32.6 and 25.4.
    ['the left-over won, to the larger', { terms: including, amount: 1_440n }, [], ['11 58 25 6 54']],
  ] as const)('%s', (_, of, cancels, rows) => {
    expect(rowsOf(of as Partial<ModelSale>, ...cancels)).toEqual(rows);
  });
});

describe('a row that stands in a later payout than its own', () => {
  const closesAt = Date.parse('2026-03-11T08:00:00Z');
  const log = (...lines: readonly string[]): readonly SeenFact[] =>
    lines.map((line, n) => {
      const [what = '', subject = '', state = '', xid = String(n)] = line.split(' ');
      return { n, xid, what, subject, state: state.replace('-', ''), at: closesAt };
    });
  const cancel = (askedAt: number) => ({ id: 'c', askedAt }) as never;
  const held = {
    ...{
      paymentId: 'p',
      sequence: 1,
      cancels: [cancel(closesAt - 1)],
      askedAt: () => closesAt - 1,
    },
    rows: [
      { sequence: 1, kind: '11' },
      { sequence: 2, kind: '22' },
    ],
  };
  const planned = 'row p/1 20260312';
  const fixing = ['gathered   8', 'payout q fixed 8'] as const;

  // What was seen, in order, and whether the payout had to leave the row behind.
  // biome-ignore format: a table
  test.each([
    ['there, and nothing held it up',        false, [planned, ...fixing]],
    ['written when its payout was fixed',    true,  [...fixing, planned]],
    ['planned when its payout was fixed',    false, ['row p/1 -', 'payout q closing', ...fixing, planned]],
    ['came while its payout closed',         true,  ['payout q closing', 'row p/1 -', ...fixing, planned]],
    ['a cancel was open',                    true,  [planned, 'cancel c requested', ...fixing, 'cancel c done']],
    ['a cancel was not known yet',           true,  [planned, 'cancel c unknown', ...fixing]],
    ['a cancel had ended',                   false, [planned, 'cancel c requested', 'cancel c done', ...fixing]],
    ['a cancel began only then',             false, [planned, ...fixing, 'cancel c requested']],
    ['a cancel waited for money',            false, [planned, 'cancel c account-issued', ...fixing]],
    ['a row of its cancel had no day',       true,  [planned, 'row p/2 -', ...fixing]],
    ['its payout is not fixed',              false, [planned, 'payout q closing']],
  ] as const)('%s', (_, late, lines) => {
    const sightings = sightingsOf(log(...lines));
    expect(couldNotTake(sightings, held, { id: 'q', closesAt })).toBe(late);
  });

  test('a cancel that was asked for after the closing holds nothing up', () => {
    const sightings = sightingsOf(log(planned, 'cancel c requested', ...fixing));
    const after = { ...held, cancels: [cancel(closesAt)] };
    expect(couldNotTake(sightings, after, { id: 'q', closesAt })).toBe(false);
  });

  test('a day is passed over only when it had closed by then', () => {
    const sightings = sightingsOf([{ ...log(planned)[0], state: '2026-03-13' } as SeenFact]);
    const day = '2026-03-12';
    expect(plannedAfter(sightings, held, { day, closesAt })).toBe(true);
    expect(plannedAfter(sightings, held, { day, closesAt: closesAt + 10_000 })).toBe(false);
    expect(plannedAfter(sightings, held, { day: '2026-03-13', closesAt })).toBe(false);
  });

  test('each bank day in between needs a reason of its own, and none is early', () => {
    const sightings = sightingsOf(log(...fixing, planned));
    const payouts = [{ id: 'q', date: '2026-03-13', closesAt }];
    const of = (right: string, payoutDate: string) =>
      isRightOrLate(sightings, held, { right, payoutDate, payouts });
    expect(of('2026-03-13', '2026-03-13')).toBe(true);
    expect(of('2026-03-13', '2026-03-16')).toBe(true);
    expect(of('2026-03-13', '2026-03-17')).toBe(false);
    expect(of('2026-03-12', '2026-03-13')).toBe(false);
    expect(of('2026-03-13', '2026-03-12')).toBe(false);
  });
});

describe('a statement that the auditor posts by hand', () => {
  const date = '2026-03-12';
  // What stands for money: a payout of 900, a deposit of 500, a pay-in of 700 less 200.
  const known: Readonly<Record<string, Moved>> = {
    payout: { amount: -900n, closes: [['transfers-in-transit', 900n]] },
    deposit: { amount: 500n, closes: [['bank-clearing', -500n]] },
    'pay-in': paidIn([700n, -200n]),
    even: paidIn([200n, -200n]),
  };
  const silentOn = (day: string) => (day === '2026-03-13' ? ['even'] : []);
  const moves = { of: (reference: string) => known[reference] ?? null, silentOn };
  const line = (text: string): StatementLine => {
    const [
      direction,
      amount = '0',
      reference = '',
      bankReference = reference,
      account = 'settlement',
    ] = text.split(' ');
    const way = direction === 'in' ? 'in' : 'out';
    return {
      account,
      date,
      direction: way,
      amount: BigInt(amount),
      reference: reference === '-' ? '' : reference,
      bankReference,
    };
  };
  const posted = (...files: readonly (readonly string[])[]): string => {
    const ledger = { known: new Set<string>(), settled: new Set<string>() };
    const sums = new Map<string, bigint>();
    for (const lines of files) {
      const file = {
        date: lines.length === 0 ? '2026-03-13' : date,
        lines: lines.map(line),
        moment: 1,
      };
      for (const { effects } of postFile(file, ledger, moves)) {
        for (const [account, amount] of effects)
          sums.set(account, (sums.get(account) ?? 0n) + amount);
      }
    }
    const left = [...sums]
      .filter(([, amount]) => amount !== 0n)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    return left.map(([account, amount]) => `${account} ${amount}`).join(', ');
  };
  const deposit = 'bank 500, bank-clearing -500';

  // Lines of files one after another, and what they leave; debit positive.
  // biome-ignore format: a table
  test.each([
    ['a deposit',                  [['in 500 deposit']], deposit],
    ['again, and again',           [['in 500 deposit', 'in 500 deposit'], ['in 500 deposit']], deposit],
    ['a payout',                   [['out 900 payout']], 'bank -900, transfers-in-transit 900'],
    ['a pay-in',                   [['in 500 pay-in']], 'acquirer-receivable -700, acquirer-refund-due 200, bank 500'],
    ['claims that cancels eat up', [[]], 'acquirer-receivable -200, acquirer-refund-due 200'],
    ['short',                      [['in 400 deposit']], 'bank 400, bank-clearing -500, reconciliation-shortfall 100'],
    ['over',                       [['in 600 deposit']], 'bank 600, bank-clearing -500, reconciliation-surplus -100'],
    ['too much that left',         [['out 950 payout']], 'bank -950, reconciliation-shortfall 50, transfers-in-transit 900'],
    ['two under one name',         [['in 500 deposit', 'in 500 deposit b']], 'bank 1000, bank-clearing -500, reconciliation-surplus -500'],
    ['the second one later',       [['in 500 deposit'], ['in 500 deposit b']], 'bank 1000, bank-clearing -500, reconciliation-surplus -500'],
    ['corrected under its number', [['in 400 deposit'], ['in 500 deposit']], 'bank 400, bank-clearing -500, reconciliation-shortfall 100'],
    ['two parts',                  [['in 200 deposit', 'in 300 deposit b']], deposit],
    ['the second part later',      [['in 200 deposit'], ['in 200 deposit', 'in 300 deposit b']],
      'bank 500, bank-clearing -500, reconciliation-shortfall 300, reconciliation-surplus -300'],
    ['nobody’s',                   [['in 70 - x', 'out 30 - y']], 'bank 40, reconciliation-shortfall 30, reconciliation-surplus -70'],
    ['turned round',               [['out 500 deposit']], ''],
    ['another account',            [['in 500 deposit d operating']], ''],
    ['turned, beside the right one', [['in 500 deposit', 'out 500 deposit']], 'bank-clearing -500, reconciliation-shortfall 500'],
  ] as const)('%s', (_, files, left) => {
    expect(posted(...files)).toBe(left);
  });
});
