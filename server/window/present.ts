// What a buyer presents, made into something that can be charged: recognised, and proven to be his.

import { chargeable, isLocked, mostFailures } from '../../core/billing/billing-key.ts';
import type { Caller } from '../../core/payment/approve.ts';
import type { BillingKeyId, Instrument } from '../../core/payment/payment.ts';
import { SensitiveAccount } from '../../core/payment/sensitive-account.ts';
import { SensitiveCard } from '../../core/payment/sensitive-card.ts';
import { accepted, type Outcome, type Refusal, refused, unfit } from '../../core/refusal.ts';
import { instalmentsOf, leavesKey, type WindowOrder, waysOf } from '../../core/window/order.ts';
import { countTry, findBillingKey, forgetTries } from '../../storage/billing-key.ts';
import type { BuyerInput } from '../../wire/window-request.ts';
import type { Parts } from '../parts.ts';
import { passwordMatches } from '../password.ts';
import { recogniseAccount, recogniseCard } from '../recognise.ts';

export interface PresentedByBuyer {
  readonly instrument: Instrument;
  /** What was typed, for the issuer or bank to compare; null where nothing was. */
  readonly typed: SensitiveCard | SensitiveAccount | null;
  /** Months; 0 is a lump sum. */
  readonly instalment: number;
  /** The registered key that pays. */
  readonly key: BillingKeyId | null;
}

/** What can be judged without asking anybody: such a slip costs no try. */
export function refuseInput(
  order: WindowOrder,
  input: BuyerInput,
  { credential }: Caller,
): Refusal | null {
  if (!waysOf(order).includes(input.way)) {
    return unfit('way', { is: 'out-of-range', expected: waysOf(order).join(', ') });
  }
  const months = 'instalment' in input ? input.instalment : 0;
  if (months !== 0 && !instalmentsOf(order).includes(months)) {
    return unfit('instalment', { is: 'out-of-range', expected: '일시불' });
  }
  if (input.way === 'card' && credential.policy.verifiesHolder) {
    if (input.cardPassword === '') return unfit('password', { is: 'missing' });
    if (input.cardHolder === '') return unfit('birthDate', { is: 'missing' });
  }
  if (input.way === 'registered' && order.offered?.asksPassword && input.paymentPassword === '') {
    return unfit('password', { is: 'missing' });
  }
  const isSet = 'newPassword' in input && input.newPassword !== '';
  const sets = order.asksPassword && leavesKey(order, input.way);
  return sets && !isSet ? unfit('newPassword', { is: 'missing' }) : null;
}

interface Presenting {
  readonly order: WindowOrder;
  readonly input: BuyerInput;
  readonly caller: Caller;
}

export async function present(
  parts: Parts,
  { order, input, caller }: Presenting,
): Promise<Outcome<PresentedByBuyer>> {
  switch (input.way) {
    case 'card':
      return typedCard(parts, input, caller);
    case 'app-card':
      return appCard(parts, input);
    case 'transfer':
      return typedAccount(parts, input);
    case 'registered':
      return registeredKey(parts, { order, caller, password: input.paymentPassword });
  }
}

type Input<W extends BuyerInput['way']> = Extract<BuyerInput, { readonly way: W }>;

function typedCard(
  parts: Parts,
  { cardNumber: number, expiry, cardPassword, cardHolder, instalment }: Input<'card'>,
  { credential }: Caller,
): Outcome<PresentedByBuyer> {
  // An account that looks at number and expiry only does not compare what was typed besides.
  const verifies = credential.policy.verifiesHolder;
  const [password, holder] = verifies ? [cardPassword, cardHolder] : ['', ''];
  const typed = new SensitiveCard({ number, expiry, password, holder });
  const instrument = recogniseCard(parts, typed);
  return instrument.ok
    ? accepted({ instrument: instrument.value, typed, instalment, key: null })
    : instrument;
}

/** A simulated phone asks its owner; a real one would tell the issuer, who tells us. */
function appCard(
  parts: Parts,
  { appCard: id, decision, instalment }: Input<'app-card'>,
): Outcome<PresentedByBuyer> {
  const facts = parts.rail.registerAppCard(id);
  if (facts === null) return refused(unfit('card', { is: 'malformed', expected: '앱카드' }));
  if (decision !== 'approve') return refused({ kind: 'declined', reason: 'buyer-declined' });
  const instrument = { ...facts, fingerprint: parts.keys.hash(`app card ${id}`) };
  return accepted({ instrument, typed: null, instalment, key: null });
}

function typedAccount(
  parts: Parts,
  { bank, accountNumber: number, holderName, cardHolder: holder }: Input<'transfer'>,
): Outcome<PresentedByBuyer> {
  const typed = new SensitiveAccount({ bank, number, holderName, holder });
  const instrument = recogniseAccount(parts, typed);
  return instrument.ok
    ? accepted({ instrument: instrument.value, typed, instalment: 0, key: null })
    : instrument;
}

/** The try is counted before it is judged, so that guesses at once cannot outrun the count. */
async function registeredKey(
  { store, keys }: Parts,
  { order, caller, password }: Pick<Presenting, 'order' | 'caller'> & { readonly password: string },
): Promise<Outcome<PresentedByBuyer>> {
  const { offered } = order;
  const { id: merchantId, generation } = caller.merchant;
  const sought = { merchantId, generation, id: offered?.key ?? '' };
  const found = await findBillingKey(store.pool, sought);
  const usable = found === null ? null : chargeable(found, found.instrument.kind);
  if (!usable?.ok) return refused({ kind: 'billing-key-not-found' });
  const key = usable.value;
  if (key.passwordHash !== null) {
    if (isLocked(key)) return refused({ kind: 'billing-key-locked' });
    const tries = await countTry(store.pool, key);
    if (tries > mostFailures) return refused({ kind: 'billing-key-locked' });
    if (!(await passwordMatches(keys, password, key.passwordHash))) {
      return refused({ kind: 'wrong-payment-password' });
    }
    await forgetTries(store.pool, key);
  }
  return accepted({ instrument: key.instrument, typed: null, instalment: 0, key: key.id });
}
