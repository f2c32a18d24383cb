// Issues a TOKEN for an id and a key that fit together.
import { succeeded } from '../../wire/cookiepay/results.ts';
import { tokenAnswer, type tokenRequest } from '../../wire/cookiepay/token.ts';
import type { Parts } from '../parts.ts';
import type { Handled, Means } from './handled.ts';

export async function token(
  parts: Parts,
  asked: Means<typeof tokenRequest>,
  address: string,
): Promise<Handled> {
  const { clientId, clientKey } = asked;
  if (parts.throttle.refuses(address, clientId))
    return { ok: false, refusal: { kind: 'too-many-tries' } };
  const caller = await parts.callers.prove('cookiepay', clientId, clientKey);
  if (caller === null) {
    await parts.throttle.failed(address, clientId);
    return { ok: false, refusal: { kind: 'wrong-credentials' } };
  }
  const issued = await parts.tokens.issue(caller);
  return { ok: true, body: tokenAnswer.render({ ...succeeded, token: issued }) };
}
