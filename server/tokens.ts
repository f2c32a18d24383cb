// TOKENs of the CookiePay dialect: HS256, one hour, reusable, void at once after a rotation.
import { decodeJwt, jwtVerify, SignJWT } from 'jose';
import type { Caller } from '../core/payment/approve.ts';
import type { Instant } from '../core/time/instant.ts';
import type { Clock } from './clock.ts';
import type { SecretKeys } from './secrets.ts';

/** Seconds; decoded from answers of the real service. */
export const tokenLifeSeconds = 3_600;

/** Longer texts are refused before any work is done with them. */
const longestToken = 2_048;

/** Signatures once checked are not checked again: the caller's version and the time still are. */
const rememberedTokens = 10_000;

export interface Tokens {
  issue(caller: Caller): Promise<string>;
  /** The caller that a token proves, or null for any token that is not exactly ours. */
  check(token: string): Promise<Caller | null>;
}

interface Remembered {
  readonly user: string;
  readonly credentialVersion: number;
  readonly generation: number;
  readonly expires: number;
}

export interface TokensOptions {
  readonly clock: Clock;
  readonly keys: SecretKeys;
  readonly findCaller: (publicId: string) => Promise<Caller | null>;
}

export function createTokens(options: TokensOptions): Tokens {
  const remembered = new Map<string, Remembered>();
  return {
    issue: (caller) => issue(options, caller),
    check: (token) => check(options, remembered, token),
  };
}

function seconds(at: Instant): number {
  return Math.floor(at / 1_000);
}

function issue({ clock, keys }: TokensOptions, caller: Caller): Promise<string> {
  const { credential, merchant } = caller;
  const issued = seconds(clock.now());
  return new SignJWT({
    user: credential.publicId,
    ver: credential.version,
    gen: merchant.generation,
  })
    .setProtectedHeader({ typ: 'JWT', alg: 'HS256' })
    .setIssuedAt(issued)
    .setExpirationTime(issued + tokenLifeSeconds)
    .sign(keys.tokenKey(credential.id, credential.version));
}

async function check(
  options: TokensOptions,
  remembered: Map<string, Remembered>,
  token: string,
): Promise<Caller | null> {
  if (token.length > longestToken) return null;
  const known = remembered.get(token);
  const user = known?.user ?? userOf(token);
  const caller = user === null ? null : await options.findCaller(user);
  if (caller === null) return null;
  const claims = known ?? (await verify(options, token, caller));
  if (claims === null || claims.expires <= seconds(options.clock.now())) return null;
  if (claims.credentialVersion !== caller.credential.version) return null;
  if (claims.generation !== caller.merchant.generation) return null;
  if (known === undefined) {
    if (remembered.size >= rememberedTokens) remembered.clear();
    remembered.set(token, claims);
  }
  return caller;
}

async function verify(
  { clock, keys }: TokensOptions,
  token: string,
  caller: Caller,
): Promise<Remembered | null> {
  const { id, version, publicId } = caller.credential;
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys.tokenKey(id, version), {
      algorithms: ['HS256'],
      typ: 'JWT',
      requiredClaims: ['iat', 'exp', 'user', 'ver', 'gen'],
      currentDate: new Date(clock.now()),
      maxTokenAge: tokenLifeSeconds,
    });
    const { ver, gen, iat, exp } = payload;
    if (typeof ver !== 'number' || typeof gen !== 'number') return null;
    // What we never write is not ours, whatever its signature: another life, another header.
    if (iat === undefined || exp !== iat + tokenLifeSeconds) return null;
    if (payload.user !== publicId || Object.keys(protectedHeader).length !== 2) return null;
    return { user: publicId, credentialVersion: ver, generation: gen, expires: exp };
  } catch {
    return null;
  }
}

/** Read before the signature is checked, only to find the key that must have signed it. */
function userOf(token: string): string | null {
  try {
    const user = decodeJwt(token).user;
    return typeof user === 'string' && user.length <= 100 ? user : null;
  } catch {
    return null;
  }
}
