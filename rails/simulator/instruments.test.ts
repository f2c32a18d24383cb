// What pays without a card being typed: accounts, cards in an app, tokens kept since before.
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { won } from '../../core/money/won.ts';
import { forgetAccount, SensitiveAccount } from '../../core/payment/sensitive-account.ts';
import { forgetCard, SensitiveCard } from '../../core/payment/sensitive-card.ts';
import { dayMs } from '../../core/time/instant.ts';
import type { AuthenticateAnswer, Rail } from '../rail.ts';
import { accountBehaviours, behaviours } from './behaviours.ts';
import {
  accountOf,
  accountToken,
  asking,
  askingFor,
  cancelling,
  cardOf,
  createTrial,
  numberOf,
  trialReference,
} from './trial.ts';

const declining = <Name extends string>(table: Record<Name, { readonly decline: unknown }>) =>
  (Object.keys(table) as Name[]).filter((name) => table[name].decline !== null);

describe('an account is registered', () => {
  test('with facts and without its number', () => {
    const registration = createTrial().rail.registerAccount(accountOf('999088000001', '088'));
    expect(registration).toEqual({
      registered: true,
      facts: {
        ...{ kind: 'account', token: 'account-shinhan.token-1', holder: 'person' },
        bank: { code: '088', name: '신한은행' },
        ...{ firstThree: '999', lastThree: '001', length: 12 },
      },
    });
  });

  test('at the bank that was chosen, whatever the table shows it at', () => {
    const registration = createTrial().rail.registerAccount(accountOf('99900400000102', '092'));
    expect(registration).toMatchObject({
      facts: { token: 'account-decline-balance.token-1', bank: { code: '092' } },
    });
  });

  test.each([
    ['99900400000116', 'account-number'],
    ['999123', 'account-number'],
    ['12345678901234', 'not-a-test-account'],
  ])('but not %s: %s', (number, why) => {
    const registration = createTrial().rail.registerAccount(accountOf(number));
    expect(registration).toEqual({ registered: false, why });
  });
});

describe('a transfer', () => {
  test('is approved, recorded and given back like a sale by card', async () => {
    const { rail, record } = createTrial();
    const request = askingFor(accountToken(rail, 'approve'));
    expect(await rail.authorise(request)).toMatchObject({ answered: 'approved' });
    expect(await record.find('r-1')).toMatchObject({
      ...{ token: 'account-kb.token-1', amount: 50_000n, state: 'approved' },
    });
    expect(await rail.cancel(cancelling(20_000n))).toEqual({ answered: 'done' });
    expect(await rail.netCancel(request.requestId, trialReference)).toEqual({
      answered: 'net-cancelled',
    });
    expect(await rail.authorise(request)).toEqual({ answered: 'declined', reason: 'other' });
  });

  const ever = declining(accountBehaviours).filter((name) => name !== 'account-number');
  test.each(ever)('of an account with %s is declined and so recorded', async (behaviour) => {
    const { rail, record } = createTrial();
    const reason = accountBehaviours[behaviour].decline;
    const answer = await rail.authorise(askingFor(accountToken(rail, behaviour)));
    expect(answer).toEqual({ answered: 'declined', reason });
    expect(await record.find('r-1')).toMatchObject({ state: 'declined', decline: reason });
  });

  test.each([
    [2_000_000, 'approved'],
    [2_000_001, 'declined'],
  ])('of %i won is %s', async (amount, answered) => {
    const { rail } = createTrial();
    const request = { ...askingFor(accountToken(rail, 'approve')), amount: won(amount) };
    expect(await rail.authorise(request)).toMatchObject({ answered });
  });
});

describe('a card in an app', () => {
  test('is charged by its token, as the card that it is', async () => {
    const { rail } = createTrial();
    for (const { id, behaviour, lastFour } of rail.appCards()) {
      if (/^(answer|request)-/.test(behaviour)) continue;
      const facts = rail.registerAppCard(id);
      expect(facts).toMatchObject({ kind: 'card', lastFour, length: 16 });
      const amount = id === 'local-small-limit' ? won(50_001) : won(50_000);
      const request = { ...askingFor(facts?.token ?? '', id), amount };
      const approves = behaviour === 'approve' && amount === 50_000n;
      const expected = approves ? 'approved' : 'declined';
      expect([id, await rail.authorise(request)]).toMatchObject([id, { answered: expected }]);
    }
  });

  test.each(['visa-shinhan', 'range-kb', '__proto__', ''])('no phone holds %j', (id) => {
    expect(createTrial().rail.registerAppCard(id)).toBeNull();
  });
});

describe('a token that was kept', () => {
  test('is charged when the card that was typed is long forgotten', async () => {
    const { rail } = createTrial();
    const { card, token } = asking(rail, 'r-1', '9907100000002033');
    forgetCard(card);
    for (const id of ['r-1', 'r-2']) {
      expect(await rail.authorise(askingFor(token, id))).toMatchObject({ answered: 'approved' });
    }
  });

  test('expires with its card', async () => {
    const { rail, clock } = createTrial();
    const strict = asking(rail, 'r-1', '9907100000002033').token;
    const other = asking(rail, 'r-1').token;
    clock.advance(5 * 366 * dayMs);
    expect(await rail.authorise(askingFor(strict, 'r-1'))).toEqual({
      ...{ answered: 'declined', reason: 'expired' },
    });
    expect(await rail.authorise(askingFor(other, 'r-2'))).toMatchObject({ answered: 'approved' });
  });

  test.each(declining(behaviours))('of a card with %s is declined', async (behaviour) => {
    const { rail } = createTrial();
    const { token } = asking(rail, 'r-1', numberOf(behaviour));
    const reason = behaviours[behaviour].decline;
    expect(await rail.authorise(askingFor(token))).toEqual({ answered: 'declined', reason });
  });

  test('is declined when nobody has issued it', async () => {
    const { rail } = createTrial();
    const answer = await rail.authorise(askingFor('account-nobody.1'));
    expect(answer).toEqual({ answered: 'declined', reason: 'other' });
  });
});

async function whoIs(rail: Rail, holder: SensitiveCard | SensitiveAccount) {
  const registration =
    holder instanceof SensitiveCard ? rail.registerCard(holder) : rail.registerAccount(holder);
  const token = registration.registered ? registration.facts.token : '';
  const answer = await rail.authenticate({ token, holder, reference: trialReference });
  return saidBy(answer);
}

function saidBy(answer: AuthenticateAnswer): string {
  return answer.answered === 'declined' ? answer.reason : answer.answered;
}

describe('who the holder is', () => {
  const unasked = ['limit', 'balance', 'instalment'];
  test.each(Object.entries(behaviours))('by a card of %s', async (behaviour, { decline }) => {
    const { rail, record } = createTrial();
    const expected = decline === null || unasked.includes(decline) ? 'authenticated' : decline;
    const number = numberOf(behaviour as keyof typeof behaviours);
    expect(await whoIs(rail, cardOf(number))).toBe(expected);
    expect(await record.find('r-1')).toBeNull();
  });

  test.each([
    ['99900400000201', '900101', 'authenticated'],
    ['99900400000201', '900102', 'holder'],
    ['99900400000102', '900101', 'authenticated'],
    ['99900400000106', '900101', 'holder'],
    ['99900400000108', '900101', 'suspended'],
    ['99900400000110', '900101', 'maintenance'],
    ['99900400000112', '900101', 'authenticated'],
    ['999088000204', '1248100998', 'authenticated'],
    ['999088000204', '900101', 'holder'],
  ])('of account %s by %s: %s', async (number, holder, expected) => {
    const account = new SensitiveAccount({ bank: '004', number, holderName: '홍길동', holder });
    expect(await whoIs(createTrial().rail, account)).toBe(expected);
  });

  test('is not to be learnt by the token of another kind', async () => {
    const { rail } = createTrial();
    const [card, account] = [cardOf(numberOf('approve')), accountOf('999088000001')];
    const reference = trialReference;
    const { token } = asking(rail);
    expect(saidBy(await rail.authenticate({ token, holder: account, reference }))).toBe(
      'account-number',
    );
    const other = accountToken(rail, 'approve');
    expect(saidBy(await rail.authenticate({ token: other, holder: card, reference }))).toBe(
      'card-number',
    );
  });

  test('is compared before the caller may forget what was typed', async () => {
    const { rail } = createTrial();
    const holder = accountOf('999088000001');
    const token = accountToken(rail, 'approve');
    const answer = rail.authenticate({ token, holder, reference: trialReference });
    forgetAccount(holder);
    expect(saidBy(await answer)).toBe('authenticated');
  });
});

test('no account data in the record, in answers or in anything that prints', async () => {
  const { rail, record } = createTrial();
  const number = '99981726354';
  const data = { bank: '004', number, holderName: '남궁민수', holder: '010203' };
  const account = new SensitiveAccount(data);
  const registration = rail.registerAccount(account);
  const token = registration.registered ? registration.facts.token : '';
  const who = { token, holder: account, reference: trialReference };
  const known = await rail.authenticate(who);
  const answer = await rail.authorise(askingFor(token));
  const stored = await record.find('r-1');
  const printed = inspect({ who, registration, known, answer, stored }, { depth: 9 });
  expect(printed).toContain('[account]');
  for (const secret of [number, '남궁', '010203', number.slice(3, 9)]) {
    expect(printed).not.toContain(secret);
  }
});
