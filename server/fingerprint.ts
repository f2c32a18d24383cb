// A card's keyed fingerprint: tells that two numbers are equal, and nothing else.
import { createHmac } from 'node:crypto';
import { openCard, type SensitiveCard } from '../core/payment/sensitive-card.ts';

export function createFingerprint(key: Uint8Array): (card: SensitiveCard) => string {
  return (card) => createHmac('sha256', key).update(openCard(card).number).digest('base64url');
}
