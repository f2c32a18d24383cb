// What shops do with billing keys: have them made of a card or an account, and remove them.
import type { BillingKey } from '../../core/billing/billing-key.ts';
import type { Caller } from '../../core/payment/approve.ts';
import type { BillingKeyId, Instrument } from '../../core/payment/payment.ts';
import { type AccountData, SensitiveAccount } from '../../core/payment/sensitive-account.ts';
import { type CardData, SensitiveCard } from '../../core/payment/sensitive-card.ts';
import { accepted, type Outcome, refused } from '../../core/refusal.ts';
import { removeBillingKey } from '../../server/payple/billing-keys.ts';
import { recogniseAccount, recogniseCard } from '../../server/recognise.ts';
import { findBillingKey, insertBillingKey } from '../../storage/billing-key.ts';
import type { KeyAsked, RemovalAsked } from './history.ts';
import type { Process } from './process.ts';
import type { Run } from './run.ts';
import { serve } from './serving.ts';

/** What a buyer types so that the shop may charge it again. */
export type Typed =
  | { readonly of: 'card'; readonly card: CardData }
  | { readonly of: 'account'; readonly account: AccountData };

export interface Registering {
  readonly caller: Caller;
  readonly typed: Typed;
}

export function registerKey(run: Run, process: Process, registering: Registering): void {
  const { stage, history } = run;
  const { caller, typed } = registering;
  const asked: KeyAsked = {
    mark: `k${history.keys.length + 1}`,
    merchantId: caller.merchant.id,
    generation: caller.merchant.generation,
    of: typed.of,
    askedAt: stage.time.now(),
    answer: { told: 'nothing' },
    answeredAt: null,
  };
  history.keys.push(asked);
  stage.trace.say(process.actor.name, `asked ${asked.mark}: key of a ${typed.of}`);
  serve(run, process, {
    mark: asked.mark,
    work: () => register(process, asked.mark, registering),
    about: (outcome) => (outcome.ok ? outcome.value.id : ''),
    read: (outcome): KeyAsked['answer'] => {
      if (outcome.ok) return { told: 'registered', key: outcome.value.id };
      const { kind } = outcome.refusal;
      return kind === 'declined' ? { told: 'declined' } : { told: 'refused', why: kind };
    },
    broken: { told: 'refused', why: 'busy' },
    hear: (told) => {
      asked.answer = told;
      asked.answeredAt = stage.time.now();
    },
  });
}

/** As the window does it: recognised, then the house asked for the holder, then stored. */
async function register(
  process: Process,
  mark: string,
  { caller, typed }: Registering,
): Promise<Outcome<BillingKey>> {
  const { parts } = process;
  const holder =
    typed.of === 'card' ? new SensitiveCard(typed.card) : new SensitiveAccount(typed.account);
  const instrument = recognise(process, holder);
  if (!instrument.ok) return instrument;
  const { merchant, contract, credential } = caller;
  const reference = { merchant: merchant.id, orderNumber: mark, tid: '' };
  const { token } = instrument.value;
  const answer = await parts.rail.authenticate({ token, holder, reference });
  if (answer.answered === 'declined') return refused({ kind: 'declined', reason: answer.reason });
  const key: BillingKey = {
    id: parts.newId() as string as BillingKeyId,
    ...{ merchantId: merchant.id, generation: merchant.generation, contractId: contract.id },
    ...{ credentialId: credential.id, version: 1, status: 'registered' },
    instrument: instrument.value,
    payer: { number: mark, name: '', phone: '', email: '' },
    ...{ passwordHash: null, failures: 0, registeredAt: parts.clock.now(), removedAt: null },
  };
  await insertBillingKey(parts.store.pool, key);
  return accepted(key);
}

function recognise(
  { parts }: Process,
  holder: SensitiveCard | SensitiveAccount,
): Outcome<Instrument> {
  return holder instanceof SensitiveCard
    ? recogniseCard(parts, holder)
    : recogniseAccount(parts, holder);
}

export function removeKey(run: Run, process: Process, key: KeyAsked): void {
  const { stage, history } = run;
  if (key.answer.told !== 'registered') return;
  const asked: RemovalAsked = {
    mark: `r${history.removals.length + 1}`,
    merchantId: key.merchantId,
    key: key.answer.key,
    askedAt: stage.time.now(),
    answer: { told: 'nothing' },
    answeredAt: null,
  };
  history.removals.push(asked);
  stage.trace.say(process.actor.name, `asked ${asked.mark}: remove ${key.mark}`);
  serve(run, process, {
    mark: asked.mark,
    work: () => takeOut(run, process, asked),
    about: () => '',
    read: (outcome): RemovalAsked['answer'] =>
      outcome.ok ? { told: 'removed' } : { told: 'refused', why: outcome.refusal.kind },
    broken: { told: 'nothing' },
    hear: (told) => {
      asked.answer = told;
      asked.answeredAt = stage.time.now();
    },
  });
}

async function takeOut(
  { shops }: Run,
  { parts }: Process,
  asked: RemovalAsked,
): Promise<Outcome<BillingKey>> {
  const merchant = shops.callers.find(({ merchant: { id } }) => id === asked.merchantId)?.merchant;
  if (merchant === undefined) return refused({ kind: 'billing-key-not-found' });
  const { id: merchantId, generation } = merchant;
  const sought = { merchantId, generation, id: asked.key };
  return removeBillingKey(parts, () => findBillingKey(parts.store.pool, sought));
}
