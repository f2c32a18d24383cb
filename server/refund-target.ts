// A buyer's account as a refund knows it: by a token of his bank; its number is kept nowhere.
import type { RefundTarget } from '../core/payment/cancel-request.ts';
import {
  type AccountData,
  forgetAccount,
  SensitiveAccount,
} from '../core/payment/sensitive-account.ts';
import type { AccountRegistration } from '../rails/rail.ts';
import { withoutCardNumbers } from './card-text.ts';
import type { Parts } from './parts.ts';

type Why = Extract<AccountRegistration, { registered: false }>['why'];

/** What is wrong with it, where there is no such account. */
export function refundTarget(
  parts: Pick<Parts, 'rail'>,
  data: Pick<AccountData, 'bank' | 'number' | 'holderName'>,
): RefundTarget | Why {
  const account = new SensitiveAccount({ ...data, holder: '' });
  const known = parts.rail.registerAccount(account);
  forgetAccount(account);
  if (!known.registered) return known.why;
  const { token, bank } = known.facts;
  return { token, bank: bank.code, holder: withoutCardNumbers(data.holderName) };
}
