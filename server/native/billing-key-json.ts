// A billing key as the native API shows it: what may be charged, and what may be shown of it.
import type { BillingKey } from '../../core/billing/billing-key.ts';
import { isoTime } from '../../core/time/instant.ts';

export function billingKeyJson(key: BillingKey): Record<string, unknown> {
  const { instrument } = key;
  const house = instrument.kind === 'card' ? instrument.issuer : instrument.bank;
  const [head, tail] =
    instrument.kind === 'card'
      ? [instrument.firstSix, instrument.lastFour]
      : [instrument.firstThree, instrument.lastThree];
  const hidden = instrument.length - head.length - tail.length;
  return {
    id: key.id,
    contract: key.contractId,
    status: key.status,
    method: instrument.kind,
    issuer: house.name,
    masked: `${head}${'*'.repeat(hidden)}${tail}`,
    payerNumber: key.payer.number,
    registeredAt: isoTime(key.registeredAt),
    removedAt: key.removedAt === null ? null : isoTime(key.removedAt),
  };
}
