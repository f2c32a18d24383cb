// Partner authentication: tokens for what comes next, and where that is done.
import { refused } from '../../core/refusal.ts';
import type { Received } from '../../wire/message.ts';
import { renderAnswer } from '../../wire/payple/answer.ts';
import { authAnswer, type authRequest } from '../../wire/payple/auth.ts';
import { successOf } from '../../wire/payple/codes.ts';
import { purposeOf } from '../../wire/payple/purpose.ts';
import type { Parts } from '../parts.ts';
import type { Pin } from './auth-key.ts';
import type { Handled, Means } from './handled.ts';
import { isKnownReferer, proveKey } from './proof.ts';

export interface AuthAsked {
  readonly asked: Means<typeof authRequest>;
  readonly received: Received;
  readonly address: string;
  readonly referer: string | undefined;
}

export async function authenticate(parts: Parts, auth: AuthAsked): Promise<Handled> {
  const { asked, received, address } = auth;
  const proved = await proveKey(parts, { id: asked.clientId, key: asked.clientKey, address });
  if (!proved.ok) return proved;
  const caller = proved.value;
  if (!isKnownReferer(caller, auth.referer)) return refused({ kind: 'referer-refused' });
  const purpose = purposeOf(asked);
  const trio = parts.authKeys.issue(caller, {
    class: purpose.tokens,
    pin: pinOf(asked),
    session: null,
  });
  const form = { numbers: caller.credential.policy.numbers, asked: received.body };
  const said = { ...successOf('auth'), ...trio, ...placeOf(parts, purpose.path) };
  return { ok: true, body: renderAnswer(authAnswer, said, form) };
}

/** What a server names here, its page cannot change any more. */
function pinOf({ orderNumber, amount }: Means<typeof authRequest>): Pin | null {
  return orderNumber === '' && amount === null ? null : { orderNumber, amount };
}

/** Made from the public address alone: a false Host would send keys to a stranger (T55). */
export function placeOf(parts: Parts, path: string) {
  const host = parts.publicUrl();
  return { serverName: new URL(host).hostname, host, path, returnUrl: `${host}${path}` };
}
