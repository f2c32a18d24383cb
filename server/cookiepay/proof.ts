// Who a CookiePay request comes from: its TOKEN first, then ApiKey and API_ID, in that order.
import type { Caller } from '../../core/payment/approve.ts';
import { accepted, type Outcome, refused } from '../../core/refusal.ts';
import type { Route } from '../../wire/cookiepay/routes.ts';
import type { Received } from '../../wire/message.ts';
import type { Parts } from '../parts.ts';

export interface Proving {
  readonly route: Route;
  readonly received: Received;
  readonly address: string;
}

const wrongCredentials = refused({ kind: 'wrong-credentials' });

/** Null for routes that ask no proof; otherwise the credential whose contract is meant. */
export async function prove(parts: Parts, proving: Proving): Promise<Outcome<Caller | null>> {
  const { route, received } = proving;
  if (route.proofs.length === 0) return accepted(null);
  const holder = await parts.tokens.check(route.request.peek(received, 'token'));
  if (holder === null) return refused({ kind: 'token-refused' });
  if (!route.proofs.includes('ApiKey') && !route.proofs.includes('API_ID')) return accepted(holder);
  return proveCredential(parts, proving, holder);
}

/**
 * The credential may be another one than the TOKEN's, as long as it is of the same merchant:
 * the vendor's own sample mixes two.
 */
async function proveCredential(
  parts: Parts,
  { route, received, address }: Proving,
  holder: Caller,
): Promise<Outcome<Caller>> {
  const apiId = route.request.peek(received, 'apiId');
  const apiKey = route.request.peek(received, 'apiKey');
  // A missing API_ID is a missing field: the message table names it.
  if (route.proofs.includes('API_ID') && apiId === '') return accepted(holder);
  const id = apiId || holder.credential.publicId;
  if (parts.throttle.refuses(address, id)) return refused({ kind: 'too-many-tries' });
  const caller = route.proofs.includes('ApiKey')
    ? await withKey(parts, { apiId, apiKey }, holder)
    : await parts.callers.find('cookiepay', apiId);
  if (caller?.merchant.id === holder.merchant.id) return accepted(caller);
  await parts.throttle.failed(address, id);
  return wrongCredentials;
}

async function withKey(
  parts: Parts,
  { apiId, apiKey }: { readonly apiId: string; readonly apiKey: string },
  holder: Caller,
): Promise<Caller | null> {
  if (apiId !== '') return parts.callers.prove('cookiepay', apiId, apiKey);
  return parts.callers.ofMerchant(holder, apiKey);
}
