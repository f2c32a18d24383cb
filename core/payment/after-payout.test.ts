// A table of what a cancel meets after the payout, by contract, means and what is reserved already.
import { expect, test } from 'vitest';
import { won } from '../money/won.ts';
import { askCancel } from './cancel.ts';
import type { CancelId, CancelRequest } from './cancel-request.ts';
import { askDeposit } from './deposit-cancel.ts';
import {
  approved,
  approvedWith,
  cancelRequest,
  counted,
  seoul,
  virtualAccount,
} from './example.contract.ts';
import type { Approved } from './payment.ts';

const closesAt = seoul('03-17 17:00:00');
const payout = { date: '2026-03-18', closesAt } as Approved['payout'];

type Policy = 'deposit' | 'offset' | 'refuse';

function soldUnder(afterPayout: Policy, changed: Partial<Approved> = {}): Approved {
  const { contract } = approvedWith({ afterPayout });
  return { ...approved, contract, capturedAt: seoul('03-10 00:00:00'), payout, ...changed };
}

/** Reserved while its payout was open, as when a holiday moved the day. */
function holding(status: CancelRequest['status']): Partial<Approved> {
  return { cancels: [cancelRequest({ status, amount: won(20_000) })], payout: null };
}

const inAccount = { instrument: virtualAccount, method: 'virtual-account' } as const;

// biome-ignore format: a table
test.each([
  // given                                 payment                                          then
  ['an offset',                            soldUnder('offset'),                             'reserve'],
  ['a deposit',                            soldUnder('deposit'),                            'payout-fixed'],
  ['no cancel',                            soldUnder('refuse'),                             'payout-final'],
  ['a deposit, for what had no card',      soldUnder('deposit', inAccount),                 'payout-final'],
  ['no cancel, for what had no card',      soldUnder('refuse', inAccount),                  'payout-final'],
  ['an account that waits',                soldUnder('deposit', holding('account-issued')), 'deposit-awaited'],
  ['an account that was paid into',        soldUnder('deposit', holding('deposited')),      'cancel-in-progress'],
  ['a cancel that nobody knows of',        soldUnder('deposit', holding('unknown')),        'cancel-in-progress'],
] as const)('a late cancel meets %s: %3$s', (_, payment, then) => {
  const id = 'cancel-9' as CancelId;
  const at = seoul('03-19 10:00:00');
  const outcome = askCancel(payment, { amount: null, reason: '', askedBy: '', id, at }, counted());
  expect(outcome.ok ? outcome.value.does : outcome.refusal.kind).toBe(then);
});

const asked = (count: number) =>
  Array.from({ length: count }, (_, n) => {
    const id = `refused-${n}` as CancelId;
    return cancelRequest({ id, sequence: n + 1, status: 'refused', amount: won(1) });
  });

// biome-ignore format: a table
test.each([
  // asked before  amount  then
  [899,            1,      'reserve'],
  [900,            1,      'cancels-used-up'],
  [900,            49_999, 'cancels-used-up'],
  [900,            null,   'reserve'],
  [949,            50_000, 'reserve'],
  [950,            null,   'cancels-used-up'],
] as const)('after %d requests, a cancel of %s: %s', (before, part, then) => {
  const amount = part === null ? null : won(part);
  const command = { amount, reason: '', askedBy: '', id: 'cancel-9' as CancelId };
  const cancels = asked(before);
  const early = askCancel({ ...soldUnder('deposit', { cancels }), payout: null }, { ...command, at: closesAt }, counted());
  expect(early.ok ? early.value.does : early.refusal.kind).toBe(then);
  const late = askDeposit(soldUnder('deposit', { cancels }), { ...command, at: closesAt });
  const issued = then === 'reserve' ? 'issue' : then;
  expect(late.ok ? late.value.does : late.refusal.kind).toBe(issued);
});

/** As a shop that was given back two equal lines of an order would have sent it twice. */
const adopted = { amount: won(20_000), reason: '백업 복구', askedBy: '', isAdopted: true } as const;
const once = cancelRequest({ status: 'done', amount: won(20_000), reason: adopted.reason });
const wholeOnly = { contract: approvedWith({ partialCancel: false }).contract };

// biome-ignore format: a table
test.each([
  // given                              payment                                    then
  ['a deposit asked for after payouts', soldUnder('deposit'),                      'reserve'],
  ['no cancel after payouts',           soldUnder('refuse'),                       'reserve'],
  ['no cancel in part',                 soldUnder('offset', wholeOnly),            'reserve'],
  ['an equal one taken in just now',    soldUnder('deposit', { cancels: [once] }), 'reserve'],
  ['an account that waits for so much', soldUnder('deposit', holding('account-issued')), 'deposit-awaited'],
] as const)('T84: what the rail did already meets %s: %3$s', (_, payment, then) => {
  const command = { ...adopted, id: 'cancel-9' as CancelId, at: seoul('03-19 10:00:00') };
  const outcome = askCancel(payment, command, counted());
  expect(outcome.ok ? outcome.value.does : outcome.refusal.kind).toBe(then);
});
