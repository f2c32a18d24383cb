// The simulated network as its caller meets it: by card, by id, and after net cancels.
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { CancelId } from '../../core/payment/cancel-request.ts';
import { forgetCard, SensitiveCard } from '../../core/payment/sensitive-card.ts';
import { type Behaviour, behaviours } from './behaviours.ts';
import { lateMs } from './line.ts';
import { createSimulator } from './simulator.ts';
import {
  asking,
  cancelling,
  cardOf,
  createTrial,
  numberOf,
  trialReference,
  trialStart,
} from './trial.ts';

describe('registering a card', () => {
  test('keeps facts and no number', () => {
    const registration = createTrial().rail.registerCard(cardOf('5555555555554444'));
    expect(registration).toEqual({
      registered: true,
      facts: {
        kind: 'card',
        type: 'credit',
        token: 'mastercard-hyundai.token-1',
        issuer: { code: '07', name: '현대카드' },
        acquirer: { code: 'CCDI', name: '현대카드' },
        ...{ firstSix: '555555', lastFour: '4444', length: 16 },
      },
    });
  });

  test.each([
    ['4929000000000006', 'not-a-test-card'],
    ['9906000000000005', 'card-number'],
  ])('refuses %s as %s', (number, why) => {
    expect(createTrial().rail.registerCard(cardOf(number))).toEqual({ registered: false, why });
  });

  test('gives two registrations two tokens, by itself too', () => {
    const { record, faults } = createTrial();
    const rail = createSimulator({ clock: createTrial().clock, record, faults });
    expect(asking(rail).token).not.toBe(asking(rail).token);
  });
});

describe('a card behaves', () => {
  const declines = Object.entries(behaviours).filter(([, { decline }]) => decline !== null);
  test.each(declines)('%s', async (behaviour, { decline: reason }) => {
    const { rail, record } = createTrial();
    const request = asking(rail, 'r-1', numberOf(behaviour as Behaviour));
    expect(await rail.authorise(request)).toEqual({ answered: 'declined', reason });
    expect(await record.find('r-1')).toMatchObject({ state: 'declined', approvalNumber: '' });
    expect(await rail.inquire(request.requestId, trialReference)).toMatchObject({ reason });
  });

  test('approve: eight digits, the bank’s time, everything in its record', async () => {
    const { rail, record } = createTrial();
    const request = asking(rail);
    const answer = await rail.authorise(request);
    expect(answer).toMatchObject({ answered: 'approved', approvedAt: trialStart });
    const approvalNumber = answer.answered === 'approved' ? answer.approvalNumber : '';
    expect(approvalNumber).toMatch(/^[0-9]{8}$/);
    expect(await record.find('r-1')).toEqual({
      ...{ requestId: 'r-1', merchant: 'm', token: request.token, amount: 50_000n, instalment: 0 },
      ...{ at: trialStart, approvalNumber, decline: null, state: 'approved', cancelled: 0n },
    });
  });

  test('an unknown token is declined and the card not opened', async () => {
    const { rail } = createTrial();
    const request = { ...asking(rail), token: 'nobody.1' };
    forgetCard(request.card);
    expect(await rail.authorise(request)).toEqual({ answered: 'declined', reason: 'card-number' });
  });

  test('the card may be forgotten as soon as the bank was asked', async () => {
    const { rail } = createTrial();
    const request = asking(rail);
    const answer = rail.authorise(request);
    forgetCard(request.card);
    expect(await answer).toMatchObject({ answered: 'approved' });
  });
});

describe('one id', () => {
  test('is one charge with one approval number, at once or one after another', async () => {
    const { rail } = createTrial();
    const request = asking(rail);
    const answers = await Promise.all([rail.authorise(request), rail.authorise(request)]);
    answers.push(await rail.authorise(request));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test('keeps its first answer when the second request would be declined', async () => {
    const { rail } = createTrial();
    await rail.authorise(asking(rail));
    const again = await rail.authorise(asking(rail, 'r-1', numberOf('decline-limit')));
    expect(again.answered).toBe('approved');
  });

  test('asks again over another approval number only with another id', async () => {
    const { rail } = createTrial();
    const answers = [
      await rail.authorise(asking(rail, 'r-1')),
      await rail.authorise(asking(rail, 'r-2')),
    ];
    expect(answers[0]).not.toEqual(answers[1]);
  });
});

describe('T23: after a net cancel', () => {
  test('an approval is undone and never cancelled again', async () => {
    const { rail } = createTrial();
    const request = asking(rail);
    await rail.authorise(request);
    expect(await rail.netCancel(request.requestId, trialReference)).toEqual({
      answered: 'net-cancelled',
    });
    expect(await rail.inquire(request.requestId, trialReference)).toEqual({
      answered: 'net-cancelled',
    });
    expect(await rail.authorise(request)).toEqual({ answered: 'declined', reason: 'other' });
    expect(await rail.cancel(cancelling(1n))).toEqual({ answered: 'refused', reason: 'other' });
  });

  test('a request that arrives late is declined and charges nobody', async () => {
    const { rail, record } = createTrial();
    const request = asking(rail);
    expect(await rail.netCancel(request.requestId, trialReference)).toEqual({
      answered: 'not-found',
    });
    expect(await rail.authorise(request)).toEqual({ answered: 'declined', reason: 'other' });
    expect(await rail.inquire(request.requestId, trialReference)).toEqual({
      answered: 'not-found',
    });
    expect(await rail.netCancel(request.requestId, trialReference)).toEqual({
      answered: 'not-found',
    });
    expect(await record.find('r-1')).toMatchObject({ state: 'tombstone' });
  });

  test('a late answer changes nothing in the record', async () => {
    const { rail, record, clock } = createTrial();
    const request = asking(rail, 'r-1', numberOf('answer-late'));
    const answer = rail.authorise(request);
    await rail.netCancel(request.requestId, trialReference);
    clock.advance(lateMs);
    expect((await answer).answered).toBe('approved');
    expect(await record.find('r-1')).toMatchObject({ state: 'net-cancelled' });
  });

  test('a decline stays a decline, with its reason', async () => {
    const { rail } = createTrial();
    const request = asking(rail, 'r-1', numberOf('decline-balance'));
    await rail.authorise(request);
    const answer = await rail.netCancel(request.requestId, trialReference);
    expect(answer).toEqual({ answered: 'declined', reason: 'balance' });
  });
});

describe('cancels', () => {
  test('never give back more than was approved, however many come at once', async () => {
    const { rail, record } = createTrial();
    await rail.authorise(asking(rail));
    const orders = Array.from({ length: 12 }, (_, index) => cancelling(7_000n, `c-${index}`));
    const answers = await Promise.all(orders.map((order) => rail.cancel(order)));
    expect(answers.filter(({ answered }) => answered === 'done')).toHaveLength(7);
    expect((await record.find('r-1'))?.cancelled).toBe(49_000n);
  });

  test('of an unknown payment are refused, and unknown cancels not found', async () => {
    const { rail } = createTrial();
    expect(await rail.cancel(cancelling(1n))).toEqual({ answered: 'refused', reason: 'other' });
    const answer = await rail.inquireCancel('c-9' as CancelId, trialReference);
    expect(answer).toEqual({ answered: 'not-found' });
  });
});

test('no card data in the record, in answers or in anything that prints', async () => {
  const { rail, record } = createTrial();
  const number = '9906000012345677';
  const card = new SensitiveCard({ number, expiry: '3109', password: '83', holder: '010203' });
  const registration = rail.registerCard(card);
  const token = registration.registered ? registration.facts.token : '';
  const request = { ...asking(rail), card, token };
  const answer = await rail.authorise(request);
  const stored = await record.find('r-1');
  const printed = inspect(
    { request, registration, answer, stored },
    { depth: 9, showHidden: true },
  );
  expect(printed).toContain('[card]');
  for (const secret of [number, '3109', "'83'", '010203', number.slice(4, 15)]) {
    expect(printed).not.toContain(secret);
  }
});
