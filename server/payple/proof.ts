// Who calls, and by what right: tokens of one authentication, or the raw key beside one.
import type { Caller } from '../../core/payment/approve.ts';
import { accepted, type Outcome, refused } from '../../core/refusal.ts';
import type { Received } from '../../wire/message.ts';
import { confirmRequest } from '../../wire/payple/confirm.ts';
import type { Route } from '../../wire/payple/routes.ts';
import type { Parts } from '../parts.ts';
import type { OpenedAuth } from './auth-key.ts';

export interface Proved {
  readonly caller: Caller;
  readonly auth: OpenedAuth;
  readonly isRaw: boolean;
}

export interface Proving {
  readonly route: Pick<Route, 'request' | 'proof'>;
  readonly received: Received;
  readonly address: string;
  readonly referer: string | undefined;
}

const wrongCredentials = refused({ kind: 'wrong-credentials' });
const sessionExpired = refused({ kind: 'session-expired' });

/** A sealed text is a token, whatever field it stands in; no id or key of ours looks so. */
const sealed = /^sealed-\d+:/;

/** Raw or token credentials are good everywhere: clients mix them (docs/reference/payple.md). */
export async function prove(parts: Parts, proving: Proving): Promise<Outcome<Proved>> {
  const { route, received } = proving;
  const [id, key, authKey] = ['clientId', 'clientKey', 'authKey'].map((means) =>
    route.request.peek(received, means),
  ) as [string, string, string];
  if (id === '' || key === '') return wrongCredentials;
  const proved =
    sealed.test(id) || sealed.test(key)
      ? await byTokens(parts, { idToken: id, keyToken: key, authKey })
      : await byKey(parts, { id, key, authKey }, proving.address);
  if (!proved.ok) return proved;
  const { caller, auth, isRaw } = proved.value;
  // Pages hold window tokens: they prove no server (docs/concepts/windows.md).
  const isPage = !isRaw && auth.class === 'window' && !mayConfirm(caller, route);
  if (route.proof === 'server' && isPage) {
    return refused({ kind: 'token-refused' });
  }
  if (!isKnownReferer(caller, proving.referer)) return refused({ kind: 'referer-refused' });
  return proved;
}

/** One published sample confirms from its page; the window must then be its own (T13). */
function mayConfirm({ credential }: Caller, { request }: Proving['route']): boolean {
  return credential.policy.browserConfirm && request === confirmRequest;
}

async function byTokens(
  parts: Parts,
  trio: Parameters<Parts['authKeys']['open']>[0],
): Promise<Outcome<Proved>> {
  const auth = await parts.authKeys.open(trio);
  return auth === null ? sessionExpired : accepted({ caller: auth.caller, auth, isRaw: false });
}

interface RawKeys {
  readonly id: string;
  readonly key: string;
  readonly authKey: string;
}

async function byKey(
  parts: Parts,
  { id, key, authKey }: RawKeys,
  address: string,
): Promise<Outcome<Proved>> {
  const caller = await proveKey(parts, { id, key, address });
  if (!caller.ok) return caller;
  const auth = await parts.authKeys.openKey(authKey);
  // An AuthKey of somebody else is as good as none (T25).
  if (auth?.caller.credential.id !== caller.value.credential.id) return sessionExpired;
  return accepted({ caller: caller.value, auth, isRaw: true });
}

/** The raw key itself; failures are slowed down and then refused, per address and id (T32). */
export async function proveKey(
  parts: Parts,
  { id, key, address }: { readonly id: string; readonly key: string; readonly address: string },
): Promise<Outcome<Caller>> {
  if (parts.throttle.refuses(address, id)) return refused({ kind: 'too-many-tries' });
  const caller = await parts.callers.prove('payple', id, key);
  if (caller !== null) return accepted(caller);
  await parts.throttle.failed(address, id);
  return wrongCredentials;
}

/** Never a proof of anything; a merchant may ask for it all the same. */
export function isKnownReferer({ credential }: Caller, referer: string | undefined): boolean {
  const { referer: policy, origins } = credential.policy;
  if (policy === 'off' || origins === null) return true;
  const host = hostOf(referer ?? '');
  return origins.some((origin) => {
    const known = hostOf(origin);
    return known !== '' && (host === known || host.endsWith(`.${known}`));
  });
}

/** Some clients send a bare host. */
function hostOf(text: string): string {
  const address = text.includes('://') ? text : `https://${text}`;
  return URL.canParse(address) ? new URL(address).hostname : '';
}
