// The keyed fingerprint of a card or account: tells that two are equal, and nothing else.
import { createHmac } from 'node:crypto';
import { openAccount, SensitiveAccount } from '../core/payment/sensitive-account.ts';
import { openCard, type SensitiveCard } from '../core/payment/sensitive-card.ts';

export type Fingerprint = (sensitive: SensitiveCard | SensitiveAccount) => string;

export function createFingerprint(key: Uint8Array): Fingerprint {
  return (sensitive) => createHmac('sha256', key).update(numberOf(sensitive)).digest('base64url');
}

/** Banks give out equal numbers, so an account's begins with its bank. */
function numberOf(sensitive: SensitiveCard | SensitiveAccount): string {
  if (!(sensitive instanceof SensitiveAccount)) return openCard(sensitive).number;
  const { bank, number } = openAccount(sensitive);
  return `${bank} ${number}`;
}
