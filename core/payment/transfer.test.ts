// Account transfers: money that is here at once, given back on its day or later, and what it frees.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitsVatBack, givenTaxAfterCancel, splitGivenVat, taxTotal } from '../money/tax.ts';
import { subtract, type Won, won } from '../money/won.ts';
import { approve, decline, freesOf, intend, type Purchase } from './approve.ts';
import { askCancel, recordCancelAnswer } from './cancel.ts';
import type { CancelId } from './cancel-request.ts';
import { begunAt, caller, counted, ids, keyIn, seoul } from './example.contract.ts';
import type { AccountFacts, Approved, BillingKeyId, Intended } from './payment.ts';
import { remainderOf } from './payment.ts';

const account: AccountFacts = {
  kind: 'account',
  token: 'account-1',
  bank: { code: '004', name: '국민은행' },
  firstThree: '999',
  lastThree: '123',
  length: 12,
  holder: 'person',
  fingerprint: 'fingerprint-2',
};
const payple = { ...caller, contract: { ...caller.contract, dialect: 'payple' as const } };
const transfer: Purchase = { ...keyIn, method: 'transfer-window', instrument: account };

function intended(purchase: Purchase): Intended {
  const outcome = intend(payple, purchase, { ...ids, at: begunAt });
  if (!outcome.ok) throw new Error(outcome.refusal.kind);
  return outcome.value.payment;
}

const answer = { approvalNumber: '12345678', approvedAt: seoul('03-09 10:00:01') };

function lines(journals: ReturnType<typeof approve>['journals']): string[] {
  return journals.flatMap(({ template, postings }) =>
    postings.map(({ side, account: name, scope, amount }) =>
      [template, side, name, scope, amount].join(' '),
    ),
  );
}

test('an approval books row, fee and money at once: 1.8% and VAT, no acquirer', () => {
  const decision = approve(intended(transfer), answer, counted());
  expect(decision.payment.capturedAt).toBe(answer.approvedAt);
  expect(decision.rows).toMatchObject([
    { kind: '11', gross: 50_000n, fee: 900n, feeVat: 90n, net: 49_010n, charge: 0n },
  ]);
  expect(lines(decision.journals)).toEqual([
    'transfer debit bank-clearing 004 50000',
    'transfer credit merchant-pending contract-1 49010',
    'transfer credit fee-revenue contract-1 900',
    'transfer credit fee-vat contract-1 90',
  ]);
});

function cancelled(at: string, amount: number | null, payment?: Approved) {
  const newId = counted();
  const from = payment ?? approve(intended(transfer), answer, newId).payment;
  const command = { amount: amount === null ? null : won(amount), reason: '변심', askedBy: 'demo' };
  const asked = askCancel(from, { ...command, id: newId() as CancelId, at: seoul(at) }, newId);
  if (!asked.ok) throw new Error(asked.refusal.kind);
  expect(asked.value.decision.rows).toEqual([]);
  const answered = { at: seoul(at), newId };
  return recordCancelAnswer(asked.value.decision.payment, { answered: 'done' }, answered);
}

test('on its own day a part goes out of what the bank told us of (21)', () => {
  const decision = cancelled('03-09 23:59:59', 20_000);
  expect(decision.rows).toMatchObject([{ kind: '21', gross: -20_000n, fee: -360n, feeVat: -36n }]);
  expect(lines(decision.journals)).toEqual([
    'transfer-same-day-cancel debit merchant-recoverable contract-1 19604',
    'transfer-same-day-cancel debit fee-revenue contract-1 360',
    'transfer-same-day-cancel debit fee-vat contract-1 36',
    'transfer-same-day-cancel credit bank-clearing 004 20000',
  ]);
});

test('later it is a refund to the buyer that has been sent (22)', () => {
  const decision = cancelled('03-10 00:00:00', null);
  expect(decision.payment.status).toBe('cancelled');
  expect(decision.rows).toMatchObject([{ kind: '22', gross: -50_000n, sequence: 2 }]);
  expect(lines(decision.journals)).toEqual([
    'transfer-refund debit merchant-recoverable contract-1 49010',
    'transfer-refund debit fee-revenue contract-1 900',
    'transfer-refund debit fee-vat contract-1 90',
    'transfer-refund credit buyer-refund-due contract-1 50000',
    'refund-sent debit buyer-refund-due contract-1 50000',
    'refund-sent credit transfers-in-transit 004 50000',
  ]);
});

test('a part of a transfer may be cancelled where parts of cards may not', () => {
  const wholeOnly = { ...payple.contract.terms, partialCancel: false };
  const { payment } = approve(intended(transfer), answer, counted());
  const contract = { ...payment.contract, terms: wholeOnly };
  expect(cancelled('03-09 11:00:00', 1, { ...payment, contract }).payment.status).toBe(
    'partially-cancelled',
  );
});

describe('the least amount', () => {
  // biome-ignore format: a table
  test.each([
    ['transfer-window',  999,   false],
    ['transfer-billing', 1_000, true],
    ['card-billing',     99,    false],
    ['card-window',      100,   true],
  ] as const)('%s of %i: %s', (method, amount, ok) => {
    const asked = { ...transfer, method, amount: won(amount), tax: null };
    expect(intend(payple, asked, { ...ids, at: begunAt }).ok).toBe(ok);
  });
});

describe('what a dead payment frees', () => {
  const key = 'key-1' as BillingKeyId;
  const monthly: Purchase = {
    ...keyIn,
    method: 'card-billing',
    billing: { key, month: '2026-03', round: null },
  };

  test('the month is claimed with the intent, and only where months are guarded', () => {
    const claim = (purchase: Purchase) => {
      const outcome = intend(payple, purchase, { ...ids, at: begunAt });
      return outcome.ok ? outcome.value.monthGuard : 'refused';
    };
    expect(claim(monthly)).toBe('key-1 2026-03');
    expect(claim({ ...monthly, billing: { key, month: null, round: null } })).toBeNull();
    expect(claim(keyIn)).toBeNull();
  });

  test('a decline frees number and month, but for a keyed-in number', () => {
    const declined = decline(intended(monthly), { reason: 'limit', at: begunAt }, counted());
    expect(declined.frees).toBe('order and month');
    expect(declined.notices).toHaveLength(1);
    expect(freesOf('card-key-in')).toBe('nothing');
  });

  test('a decline in an open window is told to nobody', () => {
    const reason = { reason: 'limit', at: begunAt, quietly: true } as const;
    expect(decline(intended(monthly), reason, counted()).notices).toEqual([]);
  });

  test('a full cancel frees the month, a part does not', () => {
    const { payment } = approve(intended(monthly), answer, counted());
    expect(cancelled('03-09 11:00:00', 20_000, payment).frees).toBe('nothing');
    expect(cancelled('03-09 11:00:00', null, payment).frees).toBe('month');
  });
});

describe('a VAT that the shop names', () => {
  // biome-ignore format: a table
  test.each([
    // total  VAT    supply  tax-free
    [1_000,   10,    100,    890],
    [11_000,  1_000, 10_000, 0],
    [11_000,  0,     0,      11_000],
    [1_004,   91,    910,    3],
  ])('%i with %i', (total, vat, supply, taxFree) => {
    expect(splitGivenVat(won(total), won(vat))).toEqual({
      supply: won(supply),
      vat: won(vat),
      taxFree: won(taxFree),
    });
  });

  test('whatever is given back in whichever order, no part falls below nothing', () => {
    const amounts = fc.integer({ min: 1, max: 10_000_000 });
    const shares = fc.array(fc.record({ part: fc.nat(1_000), vat: fc.option(fc.nat(1_000)) }));
    fc.assert(
      fc.property(amounts, fc.nat(1_000), shares, (amount, share, steps) => {
        const most = (2 * amount + 11) / 22;
        let left = splitGivenVat(won(amount), won(Math.floor((Math.floor(most) * share) / 1_000)));
        for (const { part, vat } of steps) {
          const total = taxTotal(left);
          const rest = won((total * BigInt(part)) / 1_000n);
          const asked = vat === null ? null : won((left.vat * BigInt(vat)) / 1_000n);
          if (asked !== null && !fitsVatBack(left, rest, asked)) continue;
          const next = givenTaxAfterCancel(left, rest, asked);
          const parts = [next.supply, next.vat, next.taxFree];
          const back = [
            left.supply - next.supply,
            left.vat - next.vat,
            left.taxFree - next.taxFree,
          ];
          expect([...parts, ...back].every((each) => each >= 0n)).toBe(true);
          expect(taxTotal(next)).toBe(rest);
          left = next;
        }
      }),
      { seed: 20_260_309 },
    );
  });

  test('a cancel keeps the proportion, or gives back what the shop says', () => {
    const mixed = { ...keyIn, tax: splitGivenVat(won(50_000), won(500)), vatGiven: true };
    const { payment } = approve(intended({ ...mixed, method: 'card-window' }), answer, counted());
    const half = cancelled('03-09 11:00:00', 25_000, payment);
    expect(half.cancel?.tax.vat).toBe(250n);
    const newId = counted();
    const command = { amount: won(25_000), vat: won(400), reason: '', askedBy: 'demo' };
    const more = { ...command, id: 'cancel-9' as CancelId, at: seoul('03-09 11:00:00') };
    const asked = askCancel(payment, more, newId);
    expect(asked).toMatchObject({ ok: true, value: { cancel: { tax: { vat: 400n } } } });
    expect(askCancel(payment, { ...more, vat: won(501) }, newId)).toMatchObject({
      ok: false,
      refusal: { kind: 'unfit-field', field: 'vat' },
    });
    const rest: Won = subtract(remainderOf(payment).free, more.amount);
    expect(rest).toBe(25_000n);
  });
});
