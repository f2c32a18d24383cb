// Tables of steps and their ends, tries and their number, what a confirm must fit, and crashes in mid-try.
import { describe, expect, test } from 'vitest';
import { won } from '../money/won.ts';
import { examples, seoul } from '../payment/example.contract.ts';
import type { BillingKeyId } from '../payment/payment.ts';
import type { RefusalKind } from '../refusal.ts';
import { after, minuteMs, secondMs } from '../time/instant.ts';
import { key, opened, openedAt, sessions, trial } from './example.contract.ts';
import { type Busy, mostTries, type Session, type Trouble } from './session.ts';
import { asOf, confirm, outcomeAfterCrash, submit, turnDown } from './window.ts';

const declined: Trouble = { kind: 'declined', reason: 'limit' };

function triedAt(session: Session, minutes: number): Session {
  const busy = submit(session, trial);
  if (!busy.ok) throw new Error('not open');
  return turnDown(busy.value, declined, after(openedAt, minutes * minuteMs));
}

// biome-ignore format: a table
const ends: readonly (readonly [says: string, tries: readonly number[], seconds: number, status: string])[] = [
  ['a step lasts three minutes',                [],                     179, 'open'],
  ['T12: and then it is over',                  [],                     180, 'expired'],
  ['a declined try begins another step',        [2],                    299, 'open'],
  ['which ends like the first',                 [2],                    300, 'expired'],
  ['a window ends after thirty minutes',        [7, 14, 21, 29],       1799, 'open'],
  ['whatever its last step had left',           [7, 14, 21, 29],       1800, 'expired'],
];

test.each(ends)('%s', (_, tries, seconds, status) => {
  let session: Session = opened;
  for (const minutes of tries) session = triedAt(session, minutes);
  expect(asOf(session, after(openedAt, seconds * secondMs)).status).toBe(status);
});

test('T36: the fifth try that is turned down ends the window', () => {
  let session: Session = opened;
  for (let tries = 1; tries < mostTries; tries += 1) {
    session = triedAt(session, 1);
    expect(session).toMatchObject({ status: 'open', tries, trouble: declined });
  }
  expect(triedAt(session, 1)).toMatchObject({
    status: 'failed',
    trouble: { kind: 'attempts-used-up' },
  });
});

// biome-ignore format: a table
const turnedDown: readonly (readonly [Trouble, status: string, tries: number])[] = [
  [declined,                                                          'open',   1],
  [{ kind: 'wrong-payment-password' },                                'open',   1],
  [{ kind: 'test-cards-only' },                                       'open',   0],
  [{ kind: 'unfit-field', field: 'cardNumber', problem: { is: 'missing' } }, 'open', 0],
  [{ kind: 'limit-reached' },                                         'open',   0],
  [{ kind: 'order-number-used' },                                     'failed', 1],
  [{ kind: 'month-already-paid' },                                    'failed', 1],
  [{ kind: 'link-used' },                                             'failed', 1],
];

test.each(turnedDown)('a try that meets %j', (trouble, status, tries) => {
  const next = turnDown(sessions.busy as Busy, trouble, trial.since);
  expect(next).toMatchObject({ status, tries, trouble });
});

const right = {
  amount: null,
  orderNumber: '',
  billingKey: key,
  boundTo: 'session-1',
  openedWith: '',
};
const other = 'another' as BillingKeyId;

// biome-ignore format: a table
const confirms: readonly (readonly [says: string, asked: Partial<typeof right>, RefusalKind | null])[] = [
  ['nothing more is sent',                        {},                                        null],
  ['the amount is equal',                         { amount: won(50_000) as never },          null],
  ['T2: the amount is another one',               { amount: won(49_000) as never },          'amount-mismatch'],
  ['the order is another one',                    { orderNumber: 'ORDER-2' },                'amount-mismatch'],
  ['the billing key is missing',                  { billingKey: '' as BillingKeyId },        'unfit-field'],
  ['the billing key is another one',              { billingKey: other },                     'billing-key-not-found'],
  ['T13: the AuthKey is of another window',       { boundTo: 'session-2' },                  'session-mismatch'],
  ['T13: the AuthKey is of no window',            { boundTo: null as never },                'session-mismatch'],
  ['the AuthKey is the one that opened it',       { boundTo: null as never, openedWith: 'nonce-1' }, null],
];

describe('a confirm is taken or refused when', () => {
  test.each(confirms)('%s', (_, asked, kind) => {
    const outcome = confirm(sessions.authenticated, { ...right, ...asked }, trial);
    expect(outcome.ok ? null : outcome.refusal.kind).toBe(kind);
  });

  test.each([
    'confirming',
    'paid',
    'failed',
    'lost',
  ] as const)('T11: it was already %s', (status) => {
    const outcome = confirm(sessions[status], right, trial);
    expect(outcome).toMatchObject({ ok: false, refusal: { kind: 'already-confirmed' } });
  });

  test('T12: thirty minutes have passed', () => {
    const session = asOf(sessions.authenticated, seoul('03-09 10:31:05'));
    expect(confirm(session, right, trial)).toMatchObject({ refusal: { kind: 'window-expired' } });
    const before = asOf(sessions.authenticated, seoul('03-09 10:31:04'));
    expect(confirm(before, right, trial).ok).toBe(true);
  });
});

// biome-ignore format: a table
const crashes: readonly (readonly ['busy' | 'confirming', payment: keyof typeof examples | null, becomes: string])[] = [
  ['busy',       'approved',      'paid'],
  ['busy',       'cancelled',     'paid'],
  ['busy',       'declined',      'open'],
  ['busy',       'intended',      'lost'],
  ['busy',       'unknown',       'lost'],
  ['busy',       'net-cancelled', 'lost'],
  ['busy',       null,            'open'],
  ['confirming', 'approved',      'paid'],
  ['confirming', 'declined',      'failed'],
  ['confirming', 'unknown',       'lost'],
  ['confirming', null,            'failed'],
];

test.each(
  crashes,
)('a server that died while %s, and a payment that is %s', (status, payment, becomes) => {
  const session = sessions[status] as Busy;
  const known = payment === null ? null : examples[payment];
  expect(outcomeAfterCrash(session, known, after(trial.since, 19_999))).toBe(null);
  expect(outcomeAfterCrash(session, known, after(trial.since, 20_000))?.status).toBe(becomes);
});
