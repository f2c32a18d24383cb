// The three tokens of one partner authentication: sealed texts, nothing is stored for them.
import { randomBytes } from 'node:crypto';
import { type Won, won } from '../../core/money/won.ts';
import type { Caller } from '../../core/payment/approve.ts';
import { minuteMs, secondMs } from '../../core/time/instant.ts';
import type { Clock } from '../clock.ts';
import type { Seal } from '../seal.ts';
import { equal } from '../secrets.ts';

/** Of a server: any operation. Of a window: opening one, because pages hold them. */
export type TokenClass = 'window' | 'server';

/** What a server fixed before its page opened a window; "" and null fix nothing. */
export interface Pin {
  readonly orderNumber: string;
  readonly amount: Won | null;
}

export interface Issuing {
  readonly class: TokenClass;
  readonly pin: Pin | null;
  /** The window that these tokens may confirm; null for those of an authentication. */
  readonly session: string | null;
  /** Of the answer that these belong to, where they come later than its own. */
  readonly nonce?: string;
}

export interface Trio {
  readonly idToken: string;
  readonly keyToken: string;
  readonly authKey: string;
}

export interface OpenedAuth extends Issuing {
  readonly caller: Caller;
  /** Common to the three tokens of one answer, and to none of another. */
  readonly nonce: string;
}

export interface AuthKeys {
  issue(caller: Caller, as: Issuing): Trio;
  /** Null unless all three are ours, of one answer, in time, and of the credential as it is now. */
  open(trio: Trio): Promise<OpenedAuth | null>;
  /** The AuthKey alone, for callers who prove themselves otherwise or only open a window. */
  openKey(authKey: string): Promise<OpenedAuth | null>;
}

/** Several uses within this time; each effect is single-use by itself. */
const lifeMs = 30 * minuteMs;
/** A server's clock may be a little behind that of the one which issued. */
const clocksDifferMs = 5 * secondMs;

/** Longer texts are refused before any work is done with them. */
const longestToken = 2_048;
const nonceBytes = 16;

/** What each token is sealed for, so that none can stand in another's place. */
const about = { id: 'payple id', key: 'payple key', auth: 'payple auth' } as const;

export interface AuthKeysOptions {
  readonly clock: Clock;
  readonly seal: Seal;
  readonly findCaller: (publicId: string) => Promise<Caller | null>;
}

export function createAuthKeys(options: AuthKeysOptions): AuthKeys {
  const { clock, seal } = options;
  return {
    issue(caller, { class: tokens, pin, session, nonce = newNonce() }) {
      const { publicId, version } = caller.credential;
      const facts: Facts = {
        ...{ id: publicId, ver: version, gen: caller.merchant.generation, at: clock.now(), nonce },
        server: tokens === 'server',
        ...(pin === null ? {} : { order: pin.orderNumber, amount: pin.amount?.toString() ?? '' }),
        ...(session === null ? {} : { session }),
      };
      return {
        idToken: seal.close(nonce, about.id),
        keyToken: seal.close(nonce, about.key),
        authKey: seal.close(JSON.stringify(facts), about.auth),
      };
    },
    async open({ idToken, keyToken, authKey }) {
      const opened = await openKey(options, authKey);
      const nonces = [openText(seal, idToken, about.id), openText(seal, keyToken, about.key)];
      const together = nonces.every((nonce) => nonce !== null && equal(nonce, opened?.nonce ?? ''));
      return together ? opened : null;
    },
    openKey: (authKey) => openKey(options, authKey),
  };
}

function newNonce(): string {
  return randomBytes(nonceBytes).toString('base64url');
}

/** What an AuthKey carries; short names, because it travels through forms. */
interface Facts {
  readonly id: string;
  readonly ver: number;
  readonly gen: number;
  readonly at: number;
  readonly nonce: string;
  readonly server: boolean;
  readonly order?: string;
  /** Digits; "" where only the order is fixed. */
  readonly amount?: string;
  readonly session?: string;
}

async function openKey(
  { clock, seal, findCaller }: AuthKeysOptions,
  authKey: string,
): Promise<OpenedAuth | null> {
  const text = openText(seal, authKey, about.auth);
  if (text === null) return null;
  // Sealed by us, so its shape is ours.
  const { id, ver, gen, at, nonce, server, order, amount, session } = JSON.parse(text) as Facts;
  const age = clock.now() - at;
  if (age < -clocksDifferMs || age >= lifeMs) return null;
  const caller = await findCaller(id);
  if (caller?.credential.version !== ver || caller.merchant.generation !== gen) return null;
  return {
    ...{ caller, nonce, class: server ? 'server' : 'window', session: session ?? null },
    pin: order === undefined ? null : { orderNumber: order, amount: pinned(amount ?? '') },
  };
}

function pinned(digits: string): Won | null {
  return digits === '' ? null : won(BigInt(digits));
}

function openText(seal: Seal, sealed: string, purpose: string): string | null {
  return sealed.length > longestToken ? null : seal.open(sealed, purpose);
}
