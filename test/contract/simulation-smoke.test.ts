// A few seeds of the simulation in the ordinary run: they pass, repeat, and the auditor can count.
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { expectedOf, type ModelCancel, type ModelSale } from '../simulation/auditor/model.ts';
import { playSeed, type SeedResult } from '../simulation/seed.ts';
import { type Ground, openGround } from '../simulation/world.ts';

const turns = 400;

let ground: Ground;
let played = 0;
beforeAll(async () => {
  ground = await openGround(inject('adminUrl'));
});
afterAll(() => ground.close());

function play(seed: number): Promise<SeedResult> {
  played += 1;
  return playSeed({ seed, turns, ground, played, lines: 60 });
}

describe('the simulation', () => {
  test.each([1, 2, 3, 4, 5])('finds no difference in the world of seed %i', async (seed) => {
    const { differences, trace } = await play(seed);
    expect(differences, trace.join('\n')).toEqual([]);
  });

  test('repeats a world from its seed, step by step', async () => {
    const [first, second] = [await play(6), await play(6)];
    expect(second.fingerprint).toBe(first.fingerprint);
    expect(first.counts.steps).toBeGreaterThan(turns / 2);
  });
});

describe('the auditor', () => {
  const terms = {
    ...{ checkFeeRate: 2_500 },
    ...{ feeRate: 2_500, feeBasis: 'excluding-vat', acquirerRate: 2_000, transferFeeRate: 1_800 },
    ...{ feeOnCancel: 'refunded', tax: 'taxable', payoutDays: 6, accountPayoutDays: 3 },
    ...{
      virtualAccountWon: 300,
      holdbackRate: 0,
      holdbackDays: 0,
      afterPayout: 'deposit',
      depositBasis: 'net',
    },
    instalmentFees: [{ months: 3, rate: 2_000, acquirerRate: 1_800 }],
  };
  const date = '2026-03-09';
  const sale: ModelSale = {
    ...{ by: 'card', amount: 50_000n, instalment: 0, date, terms, captured: true },
  };
  const cancel = (amount: bigint, date: string, done = true): ModelCancel => ({
    ...{ amount, date, done },
  });
  const netOf = (cancels: readonly ModelCancel[]) =>
    expectedOf(sale, cancels).rows.map(({ kind, net }) => `${kind} ${net}`);

  // A sale of 50,000 won on 2026-03-09.
  // biome-ignore format: a table
  test.each([
    ['a sale that was left alone', [], ['11 48625']],
    ['given back on its day: written, and never claimed',
      [cancel(50_000n, '2026-03-09')], ['11 48625', '21 -48625']],
    ['partial the same day, and a later one that was refused',
      [cancel(20_000n, '2026-03-09'), cancel(1n, '2026-03-10', false)], ['11 48625', '21 -19450']],
    ['partial on 03-11', [cancel(20_000n, '2026-03-11')], ['11 48625', '22 -19450']],
    ['partial on 03-11, the rest on 03-12',
      [cancel(20_000n, '2026-03-11'), cancel(30_000n, '2026-03-12')],
      ['11 48625', '22 -19450', '22 -29175']],
  ])('knows the rows of: %s', (_, cancels, rows) => {
    expect(netOf(cancels)).toEqual(rows);
  });

  test('keeps the fee where the contract keeps it', () => {
    const kept = { ...sale, terms: { ...terms, feeOnCancel: 'kept' } };
    const { rows, balances } = expectedOf(kept, [cancel(50_000n, '2026-03-12')]);
    expect(rows.map(({ net }) => net)).toEqual([48_625n, -50_000n]);
    expect(balances.get('fee-revenue')).toBe(-1_250n);
  });

  test('adds what the shop pays for an instalment, with one VAT', () => {
    const { rows, balances } = expectedOf({ ...sale, amount: 100_000n, instalment: 3 }, []);
    expect(rows.map(({ net }) => net)).toEqual([95_050n]);
    expect(balances.get('fee-revenue')).toBe(-2_500n);
    expect(balances.get('fee-revenue of instalments')).toBe(-2_000n);
    expect(balances.get('acquirer-cost')).toBe(3_800n);
  });

  const netsOf = (...steps: Parameters<typeof expectedOf>[1]) =>
    expectedOf(sale, steps).rows.map(({ kind, net }) => `${kind} ${net}`);

  test('knows a deposit beside the cancel that it bought', () => {
    const bought = { ...cancel(50_000n, '2026-03-20'), deposit: 48_625n };
    expect(netsOf(bought)).toEqual(['11 48625', '22 -48625', 'deposit 48625']);
  });

  test('knows what a fee gives back that was lowered, and that all closes after it', () => {
    const lowered = { feeRate: 1_150, date: '2026-03-11' };
    expect(netsOf(lowered)).toEqual(['11 48625', 'adjustment 742']);
    const given = netsOf(lowered, cancel(50_000n, '2026-03-12'));
    expect(given.at(-1)).toBe('22 -49367');
  });

  test('expects nothing on any account of a sale that was never claimed', () => {
    const voided = { ...sale, captured: false };
    expect(expectedOf(voided, [cancel(50_000n, '2026-03-09')]).balances).toEqual(new Map());
  });

  test('closes every named account after a full cancel', () => {
    const { balances } = expectedOf(sale, [cancel(50_000n, '2026-03-12')]);
    const left = [...balances].map(([account, amount]) => `${account} ${amount}`).sort();
    expect(left).toEqual([
      'acquirer-receivable 49000',
      'acquirer-refund-due -49000',
      'merchant-pending -48625',
      'merchant-recoverable 48625',
    ]);
  });
});
