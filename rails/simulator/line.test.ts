// Faults of the line as rows: what the caller hears, at once and late, and what the bank has done.
import { describe, expect, test } from 'vitest';
import {
  type AccountBehaviour,
  accountBehaviours,
  type Behaviour,
  behaviours,
  type Effect,
} from './behaviours.ts';
import type { FaultPoint, Faults } from './faults.ts';
import { lateMs } from './line.ts';
import {
  accountToken,
  asking,
  askingFor,
  cancelling,
  createTrial,
  numberOf,
  trialReference,
} from './trial.ts';

type Row = readonly [effect: Effect, atOnce: string, later: string, recorded: string];

function rows(table: readonly Row[]) {
  return table.map(([effect, atOnce, later, recorded]) => ({ effect, atOnce, later, recorded }));
}

function order(faults: Faults, at: FaultPoint, effect: Effect): void {
  faults.add('m', { at, effect, times: 1, match: { orderNumber: 'A-1' } });
}

/** What a caller has heard so far, in a word; the simulator answers within microtasks. */
async function heard(promise: Promise<{ readonly answered: string }>): Promise<string> {
  const waited = new Promise<string>((resolve) => setImmediate(() => resolve('nothing')));
  const answer = promise.then(
    ({ answered }) => answered,
    (error: Error) => error.name,
  );
  return Promise.race([answer, waited]);
}

// biome-ignore format: a table
const authorisations = rows([
  // effect             at once             after 10 s          in the record
  ['answer-lost',       'nothing',          'nothing',          'approved'],
  ['request-lost',      'nothing',          'nothing',          'not-found'],
  ['answer-late',       'nothing',          'approved',         'approved'],
  ['answer-duplicated', 'approved',         'approved',         'approved'],
  ['connection-reset',  'ConnectionBroken', 'ConnectionBroken', 'approved'],
  ['decline',           'declined',         'declined',         'declined'],
]);

test('a late answer comes after the gateway has stopped waiting', () => {
  expect(lateMs).toBe(10_000);
});

describe('a fault at an authorisation', () => {
  test.each(authorisations)('$effect', async ({ effect, atOnce, later, recorded }) => {
    const { rail, faults, clock } = createTrial();
    order(faults, 'rail.authorise', effect);
    const request = asking(rail);
    const answer = rail.authorise(request);
    expect(await heard(answer)).toBe(atOnce);
    clock.advance(lateMs - 1);
    expect(await heard(answer)).toBe(atOnce);
    clock.advance(1);
    expect(await heard(answer)).toBe(later);
    expect(await heard(rail.inquire(request.requestId, trialReference))).toBe(recorded);
  });

  const byCard = authorisations.filter(({ effect }) => effect in behaviours);
  test.each(byCard)('$effect, by its card alone', async ({ effect, atOnce, later, recorded }) => {
    const { rail, clock } = createTrial();
    const request = asking(rail, 'r-1', numberOf(effect as Behaviour));
    const answer = rail.authorise(request);
    expect(await heard(answer)).toBe(atOnce);
    clock.advance(lateMs);
    expect(await heard(answer)).toBe(later);
    expect(await heard(rail.inquire(request.requestId, trialReference))).toBe(recorded);
  });

  const byAccount = authorisations.filter(({ effect }) => effect in accountBehaviours);
  test.each(byAccount)('$effect, by its account', async ({ effect, atOnce, later, recorded }) => {
    const { rail, clock } = createTrial();
    const request = askingFor(accountToken(rail, effect as AccountBehaviour));
    const answer = rail.authorise(request);
    expect(await heard(answer)).toBe(atOnce);
    clock.advance(lateMs);
    expect(await heard(answer)).toBe(later);
    expect(await heard(rail.inquire(request.requestId, trialReference))).toBe(recorded);
  });

  test.each(authorisations)('$effect, ordered for a transfer', async ({ effect, atOnce }) => {
    const { rail, faults } = createTrial();
    order(faults, 'rail.authorise', effect);
    expect(await heard(rail.authorise(askingFor(accountToken(rail, 'approve'))))).toBe(atOnce);
  });

  test.each([
    'answer-lost',
    'request-lost',
    'answer-late',
  ] as const)('%s strikes the charge of a card in an app, too', async (behaviour) => {
    const { rail } = createTrial();
    const facts = rail.registerAppCard(`local-${behaviour}`);
    expect(await heard(rail.authorise(askingFor(facts?.token ?? '')))).toBe('nothing');
  });

  test('strikes no question who the holder is, neither by its card nor by order', async () => {
    const { rail, faults } = createTrial();
    order(faults, 'rail.authorise', 'decline');
    const request = asking(rail, 'r-1', numberOf('answer-lost'));
    const who = { token: request.token, holder: request.card, reference: trialReference };
    expect(await heard(rail.authenticate(who))).toBe('authenticated');
    expect(await heard(rail.authorise(request))).toBe('declined');
  });

  test('comes before what the card always does, and ends', async () => {
    const { rail, faults } = createTrial();
    faults.add('m', { at: 'rail.authorise', effect: 'decline', times: 2, match: {} });
    const lost = numberOf('answer-lost');
    expect(await heard(rail.authorise(asking(rail, 'r-1', lost)))).toBe('declined');
    expect(await heard(rail.authorise(asking(rail, 'r-2')))).toBe('declined');
    expect(await heard(rail.authorise(asking(rail, 'r-3')))).toBe('approved');
    expect(await heard(rail.authorise(asking(rail, 'r-4', lost)))).toBe('nothing');
  });

  test('leaves another order alone', async () => {
    const { rail, faults } = createTrial();
    order(faults, 'rail.authorise', 'decline');
    const reference = { ...trialReference, orderNumber: 'A-2' };
    expect(await heard(rail.authorise({ ...asking(rail), reference }))).toBe('approved');
  });

  test('is asked about without disturbance, also by a card that always goes wrong', async () => {
    const { rail } = createTrial();
    const request = asking(rail, 'r-1', numberOf('answer-lost'));
    await heard(rail.authorise(request));
    expect(await heard(rail.cancel(cancelling(10_000n)))).toBe('done');
    expect(await heard(rail.netCancel(request.requestId, trialReference))).toBe('net-cancelled');
  });
});

// biome-ignore format: a table
const cancels = rows([
  // effect             at once             after 10 s          in the record
  ['answer-lost',       'nothing',          'nothing',          'done'],
  ['request-lost',      'nothing',          'nothing',          'not-found'],
  ['answer-late',       'nothing',          'done',             'done'],
  ['answer-duplicated', 'done',             'done',             'done'],
  ['connection-reset',  'ConnectionBroken', 'ConnectionBroken', 'done'],
  ['decline',           'refused',          'refused',          'refused'],
]);

describe('a fault at a cancel', () => {
  test.each(cancels)('$effect', async ({ effect, atOnce, later, recorded }) => {
    const { rail, record, faults, clock } = createTrial();
    await rail.authorise(asking(rail));
    order(faults, 'rail.cancel', effect);
    const answer = rail.cancel(cancelling(20_000n));
    expect(await heard(answer)).toBe(atOnce);
    clock.advance(lateMs);
    expect(await heard(answer)).toBe(later);
    const { cancelId } = cancelling(20_000n);
    expect(await heard(rail.inquireCancel(cancelId, trialReference))).toBe(recorded);
    const given = (await record.find('r-1'))?.cancelled;
    expect(given).toBe(recorded === 'done' ? 20_000n : 0n);
  });

  test('is healed by sending the same id again, which gives back once', async () => {
    const { rail, record, faults } = createTrial();
    await rail.authorise(asking(rail));
    for (const effect of ['request-lost', 'answer-lost', 'connection-reset'] as const) {
      order(faults, 'rail.cancel', effect);
      await heard(rail.cancel(cancelling(20_000n)));
    }
    expect(await rail.cancel(cancelling(20_000n))).toEqual({ answered: 'done' });
    expect((await record.find('r-1'))?.cancelled).toBe(20_000n);
  });
});

// A refused question is never "declined", which would be taken for the fate of the payment.
// biome-ignore format: a table
const inquiries = rows([
  // effect             at once             after 10 s          in the record
  ['answer-lost',       'nothing',          'nothing',          'approved'],
  ['request-lost',      'nothing',          'nothing',          'approved'],
  ['answer-late',       'nothing',          'approved',         'approved'],
  ['answer-duplicated', 'approved',         'approved',         'approved'],
  ['connection-reset',  'ConnectionBroken', 'ConnectionBroken', 'approved'],
  ['decline',           'ConnectionBroken', 'ConnectionBroken', 'approved'],
]);

// biome-ignore format: a table
const netCancels = rows([
  // effect             at once             after 10 s          in the record
  ['answer-lost',       'nothing',          'nothing',          'net-cancelled'],
  ['request-lost',      'nothing',          'nothing',          'approved'],
  ['answer-late',       'nothing',          'net-cancelled',    'net-cancelled'],
  ['answer-duplicated', 'net-cancelled',    'net-cancelled',    'net-cancelled'],
  ['connection-reset',  'ConnectionBroken', 'ConnectionBroken', 'net-cancelled'],
  ['decline',           'ConnectionBroken', 'ConnectionBroken', 'approved'],
]);

describe.each([
  { at: 'rail.inquire', call: 'inquire', table: inquiries },
  { at: 'rail.net-cancel', call: 'netCancel', table: netCancels },
] as const)('a fault at $at', ({ at, call, table }) => {
  test.each(table)('$effect', async ({ effect, atOnce, later, recorded }) => {
    const { rail, faults, clock } = createTrial();
    const { requestId } = asking(rail);
    await rail.authorise(asking(rail));
    order(faults, at, effect);
    const answer = rail[call](requestId, trialReference);
    expect(await heard(answer)).toBe(atOnce);
    clock.advance(lateMs);
    expect(await heard(answer)).toBe(later);
    expect(await heard(rail.inquire(requestId, trialReference))).toBe(recorded);
  });
});
