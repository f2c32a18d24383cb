// A simulator to try things on: in memory, on a clock moved by hand, with requests ready to send.

import { invariant } from '../../core/invariant.ts';
import { won } from '../../core/money/won.ts';
import type { CancelId } from '../../core/payment/cancel-request.ts';
import type { RequestId } from '../../core/payment/payment.ts';
import { SensitiveAccount } from '../../core/payment/sensitive-account.ts';
import { SensitiveCard } from '../../core/payment/sensitive-card.ts';
import { after, type Instant, instant } from '../../core/time/instant.ts';
import type { RailClock } from '../clock.ts';
import type { AuthoriseRequest, CancelOrder, Rail, Reference } from '../rail.ts';
import { testAccounts } from './accounts.ts';
import type { AccountBehaviour, Behaviour } from './behaviours.ts';
import { testCards } from './cards.ts';
import { createFaults, type Faults } from './faults.ts';
import type { BankRecord } from './record.ts';
import { createRecordInMemory } from './record-in-memory.ts';
import { createSimulator } from './simulator.ts';

export interface Trial {
  readonly rail: Rail;
  readonly record: BankRecord;
  readonly faults: Faults;
  readonly clock: HandClock;
}

export interface HandClock extends RailClock {
  advance(ms: number): void;
}

/** Where every trial begins: 2026-11-03 09:00 in Seoul. */
export const trialStart = instant(Date.UTC(2026, 10, 3));

export const trialReference: Reference = { merchant: 'm', orderNumber: 'A-1', tid: 'T-1' };

export function createTrial(): Trial {
  const [clock, record, faults] = [createHandClock(), createRecordInMemory(), createFaults()];
  let tokens = 0;
  const random = () => `token-${++tokens}`;
  return { clock, record, faults, rail: createSimulator({ clock, record, faults, random }) };
}

function createHandClock(): HandClock {
  let now = trialStart;
  const sleepers: { readonly at: Instant; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    sleepUntil: (at) =>
      at <= now ? Promise.resolve() : new Promise((wake) => sleepers.push({ at, wake })),
    advance(ms) {
      now = after(now, ms);
      for (const { at, wake } of sleepers) if (at <= now) wake();
    },
  };
}

export function cardOf(number: string): SensitiveCard {
  return new SensitiveCard({ number, expiry: '3012', password: '12', holder: '900101' });
}

/** The number of the first card that behaves so. */
export function numberOf(behaviour: Behaviour): string {
  const card = testCards.find((each) => each.behaviour === behaviour);
  invariant(card !== undefined, 'every behaviour has a card');
  return card.number;
}

/** An authorisation of 50,000 won at once, its card registered. */
export function asking(rail: Rail, id = 'r-1', number = numberOf('approve')): CardRequest {
  const card = cardOf(number);
  const registration = rail.registerCard(card);
  invariant(registration.registered, 'a trial asks with test cards');
  return { ...askingFor(registration.facts.token, id), card };
}

type CardRequest = AuthoriseRequest & { readonly card: SensitiveCard };

/** The same, of what was registered before: nobody types anything. */
export function askingFor(token: string, id = 'r-1'): AuthoriseRequest {
  const [requestId, amount] = [id as RequestId, won(50_000)];
  return { requestId, card: null, token, amount, instalment: 0, reference: trialReference };
}

export function accountOf(number: string, bank = '004'): SensitiveAccount {
  return new SensitiveAccount({ bank, number, holderName: '홍길동', holder: '900101' });
}

/** The token of an account that behaves so. */
export function accountToken(rail: Rail, behaviour: AccountBehaviour): string {
  const row = testAccounts.find((each) => each.behaviour === behaviour);
  invariant(row !== undefined, 'every behaviour has an account');
  const registration = rail.registerAccount(accountOf(row.number));
  invariant(registration.registered, 'a trial asks with accounts that exist');
  return registration.facts.token;
}

/** A cancel of what `asking` asked for first. */
export function cancelling(amount: bigint, cancelId = 'c-1'): CancelOrder {
  const ids = { cancelId: cancelId as CancelId, requestId: 'r-1' as RequestId };
  return { ...ids, amount: won(amount), reference: trialReference };
}
