// The three tokens of an authentication: together, in time, unaltered, of the credential of today.
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { won } from '../../core/money/won.ts';
import type { Caller } from '../../core/payment/approve.ts';
import { caller as example } from '../../core/payment/example.contract.ts';
import { type Instant, instant } from '../../core/time/instant.ts';
import type { Clock } from '../clock.ts';
import { createSeal } from '../seal.ts';
import { createAuthKeys, type Issuing, type Trio } from './auth-key.ts';

const window: Issuing = { class: 'window', pin: null, session: null };
const server: Issuing = { class: 'server', pin: null, session: null };

/** Keys whose clock and credential a test may change. */
function opened() {
  const state = { now: instant(1_000_000), caller: example as Caller | null };
  const clock = { now: (): Instant => state.now } as Clock;
  const seal = createSeal(randomBytes(32));
  const keys = createAuthKeys({ clock, seal, findCaller: async () => state.caller });
  return { state, keys };
}

test('what was issued is opened again, with its class, pin and session', async () => {
  const { keys } = opened();
  const pin = { orderNumber: 'ORDER-1', amount: won(1_000) };
  const trio = keys.issue(example, { class: 'window', pin, session: 'session-1' });
  expect(await keys.open(trio)).toMatchObject({
    ...{ caller: example, class: 'window', pin, session: 'session-1' },
  });
  expect((await keys.open(keys.issue(example, server)))?.class).toBe('server');
  expect((await keys.openKey(trio.authKey))?.session).toBe('session-1');
  const orderOnly = { orderNumber: 'ORDER-1', amount: null };
  const of = keys.issue(example, { ...window, pin: orderOnly });
  expect((await keys.open(of))?.pin).toEqual(orderOnly);
});

test('two answers never share a token, and none tells what it carries', () => {
  const { keys } = opened();
  const [one, other] = [keys.issue(example, window), keys.issue(example, window)];
  for (const name of ['idToken', 'keyToken', 'authKey'] as const) {
    expect(one[name]).not.toBe(other[name]);
    expect(one[name]).toMatch(/^[\w:-]{40,1024}$/);
    expect(Buffer.from(one[name], 'base64url').toString('latin1')).not.toContain('demo');
  }
});

describe('T14: refused', () => {
  test('after half an hour, and before it was issued', async () => {
    const { keys, state } = opened();
    const trio = keys.issue(example, window);
    const at = state.now;
    state.now = instant(at + 30 * 60_000 - 1);
    expect(await keys.open(trio)).not.toBeNull();
    state.now = instant(at + 30 * 60_000);
    expect(await keys.open(trio)).toBeNull();
    // The clocks of two servers differ by a little.
    state.now = instant(at - 5_000);
    expect(await keys.open(trio)).not.toBeNull();
    state.now = instant(at - 5_001);
    expect(await keys.open(trio)).toBeNull();
  });

  test('a rotated credential, a reset world, a credential that is gone', async () => {
    const { keys, state } = opened();
    const trio = keys.issue(example, server);
    state.caller = { ...example, credential: { ...example.credential, version: 8 } };
    expect(await keys.open(trio)).toBeNull();
    state.caller = { ...example, merchant: { ...example.merchant, generation: 4 } };
    expect(await keys.open(trio)).toBeNull();
    state.caller = null;
    expect(await keys.open(trio)).toBeNull();
  });

  test('tokens of two answers mixed, in any way', async () => {
    const { keys } = opened();
    const [one, other] = [keys.issue(example, server), keys.issue(example, server)];
    for (const name of ['idToken', 'keyToken', 'authKey'] as const) {
      expect(await keys.open({ ...one, [name]: other[name] })).toBeNull();
    }
    expect(await keys.open({ ...one, idToken: one.keyToken, keyToken: one.idToken })).toBeNull();
    expect(await keys.openKey(one.idToken)).toBeNull();
  });

  test('the tokens of another gateway', async () => {
    const trio = opened().keys.issue(example, server);
    expect(await opened().keys.open(trio)).toBeNull();
  });

  test('any bit flipped, any length cut, anything put in', async () => {
    const { keys } = opened();
    const trio = keys.issue(example, server);
    const names = fc.constantFrom('idToken' as const, 'keyToken' as const, 'authKey' as const);
    await fc.assert(
      fc.asyncProperty(names, fc.nat(2_000), fc.nat(255), async (name, at, with_) => {
        const text = trio[name];
        const place = at % text.length;
        const character = String.fromCharCode(32 + (with_ % 90));
        const changed: Trio[] = [
          { ...trio, [name]: text.slice(0, place) },
          { ...trio, [name]: `${text.slice(0, place)}${character}${text.slice(place)}` },
        ];
        if (text[place] !== character) {
          const other = `${text.slice(0, place)}${character}${text.slice(place + 1)}`;
          changed.push({ ...trio, [name]: other });
        }
        for (const each of changed) expect(await keys.open(each)).toBeNull();
      }),
      { seed: 20_260_309 },
    );
  });
});
