// Story: somebody registers cards to find living ones, or guesses at one; limits stop both.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxVelocity } from '../../../core/limits/velocity.ts';
import type { PayRequest } from '../../../wire/window.ts';
import { openGateway, type TestGateway } from '../../harness/gateway.ts';
import { atTheStartOfAMinute } from '../../harness/patience.ts';
import { makeKey, openPayple } from '../../harness/payple.ts';
import { call } from '../../harness/shop.ts';
import {
  type BuyerWindow,
  goodCard,
  openWindow,
  toldBy,
  windowForm,
} from '../../harness/window.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

/** Its password is 12. */
const strict = { ...goodCard, number: '9902100000002012' };
const triesPerWindow = 5;

const register = (): Promise<BuyerWindow> => openWindow(gyeol.url, windowForm('AUTH'));

async function codeOf(window: BuyerWindow, card: PayRequest): Promise<string> {
  const { error, done } = await window.pay(card);
  return error?.code ?? (done?.by === 'message' ? (done.data.PCD_PAY_CODE ?? '') : '');
}

async function bankIsAsked(): Promise<number> {
  const { pool } = gyeol.gateway.parts.store;
  const found = await pool.query('select count(*)::int as n from simulator.authorisation');
  return found.rows[0].n;
}

test('T35 T37: wrong passwords in registrations count as in payments, over all windows', async () => {
  const windows = Math.ceil(sandboxVelocity.guessesPerDay / triesPerWindow);
  for (let opened = 0; opened < windows; opened += 1) {
    const window = await register();
    for (let tried = 0; tried < triesPerWindow; tried += 1) {
      const isLast = tried === triesPerWindow - 1;
      const code = await codeOf(window, { ...strict, password: '99' });
      expect(code).toBe(isLast ? 'CDAU8038' : 'CDAU0007');
    }
  }
  // The right one, too: from here on nobody asks the issuer, neither to register nor to pay.
  expect(await codeOf(await register(), strict)).toBe('CDAU0007');
  const asked = await bankIsAsked();
  const paying = await openWindow(gyeol.url, windowForm('PAY', { PCD_CARD_VER: '01' }));
  expect(await codeOf(paying, strict)).toBe('CPCA0010');
  expect(await bankIsAsked()).toBe(asked);
  // Another card goes on.
  expect(toldBy(await (await register()).pay(goodCard)).PCD_PAY_RST).toBe('success');
});

test('T34 T37: a credential over its declines registers nothing, charges nothing', async () => {
  await atTheStartOfAMinute(gyeol);
  const { callers, limits } = gyeol.gateway.parts;
  const caller = await callers.find('payple', 'demo');
  if (caller === null) throw new Error('no demo');
  const key = await makeKey(gyeol.gateway.parts);
  const declined = {
    ...{ merchantId: caller.merchant.id, credentialId: caller.credential.id },
    ...({ fingerprint: 'of many cards', reason: 'other' } as const),
  };
  for (let done = 0; done < sandboxVelocity.declinesPerMinute; done += 50) {
    await Promise.all(Array.from({ length: 50 }, () => limits.note(declined)));
  }
  const asked = await bankIsAsked();
  expect(await codeOf(await register(), goodCard)).toBe('CDAU8009');
  const charged = await openPayple(gyeol.url).charge(key);
  expect(charged).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'SPCD0009' });
  expect(await bankIsAsked()).toBe(asked);
  await call(gyeol.url, { method: 'POST', path: '/sandbox/reset' });
  expect(toldBy(await (await register()).pay(goodCard)).PCD_PAY_RST).toBe('success');
}, 60_000);
