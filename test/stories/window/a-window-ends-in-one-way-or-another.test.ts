// Story: windows that are closed, run out, are lost on the line, or outlive the server they began on.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BillingKey } from '../../../core/billing/billing-key.ts';
import type { PaymentId } from '../../../core/payment/payment.ts';
import { purchaseOf } from '../../../core/window/order.ts';
import type { Busy } from '../../../core/window/session.ts';
import { lose, submit } from '../../../core/window/window.ts';
import { approvePurchase } from '../../../server/approval.ts';
import { purge } from '../../../server/housekeeping.ts';
import { newBillingKeyId } from '../../../server/ids.ts';
import { findBillingKey, insertBillingKey } from '../../../storage/billing-key.ts';
import { findSession, storeSession } from '../../../storage/window-session.ts';
import { booksClose, chargesOf, digestOf, rowsOf } from '../../harness/books.ts';
import { openBeside, openGateway, type TestGateway } from '../../harness/gateway.ts';
import { eventually } from '../../harness/patience.ts';
import { openPayple } from '../../harness/payple.ts';
import { moveClock, orderFault } from '../../harness/sandbox.ts';
import { newOrderNumber } from '../../harness/shop.ts';
import {
  type BuyerWindow,
  bootIn,
  declinedCard,
  goodCard,
  openWindow,
  postWindow,
  toldBy,
  windowAt,
  windowForm,
} from '../../harness/window.ts';

let gyeol: TestGateway;
beforeAll(async () => {
  gyeol = await openGateway();
});
afterAll(() => gyeol.stop());

const oneOff = { PCD_CARD_VER: '02' };

describe('a buyer who leaves', () => {
  test('is told so to the page, once and for all, and nothing has happened', async () => {
    const form = windowForm('PAY', oneOff);
    const window = await openWindow(gyeol.url, form);
    const closed = await window.close();
    expect(closed).toMatchObject({ step: 'done', succeeded: false, done: { type: 'close' } });
    expect(toldBy(closed)).toMatchObject({
      ...{ PCD_PAY_RST: 'close', PCD_PAY_MSG: '결제를 종료하였습니다.', PCD_PAY_TYPE: 'card' },
      PCD_PAY_OID: form.PCD_PAY_OID,
    });
    expect(await window.pay(goodCard)).toEqual(closed);
    expect(await chargesOf(gyeol, String(form.PCD_PAY_OID))).toEqual([]);
    await (await openWindow(gyeol.url, form)).pay(goodCard);
    expect(await chargesOf(gyeol, String(form.PCD_PAY_OID))).toHaveLength(1);
  });

  test('T23: closes and pays at once: it ends in one of the two, and the bank agrees', async () => {
    for (let round = 0; round < 6; round += 1) {
      const form = windowForm('PAY', oneOff);
      const window = await openWindow(gyeol.url, form);
      const [paid, closed] = await Promise.all([window.pay(goodCard), window.close()]);
      expect(paid).toEqual(closed);
      const isPaid = toldBy(paid).PCD_PAY_RST === 'success';
      expect(await chargesOf(gyeol, String(form.PCD_PAY_OID))).toHaveLength(isPaid ? 1 : 0);
    }
  });

  test('T23: after certifying cannot take it back; the shop may still confirm', async () => {
    const window = await openWindow(gyeol.url, windowForm('CERT'));
    const certified = await window.pay(goodCard);
    const { PCD_PAY_REQKEY } = toldBy(certified);
    expect(toldBy(await window.close())).toMatchObject({ PCD_PAY_RST: 'success', PCD_PAY_REQKEY });
  });
});

describe('T12: a window runs out', () => {
  test('three minutes after its opening', async () => {
    const window = await openWindow(gyeol.url, windowForm('PAY', oneOff));
    await moveClock(gyeol.url, { advance: 'PT2M50S' });
    const late = await window.state();
    expect(late.step).toBe('enter');
    expect(late.secondsLeft).toBeLessThanOrEqual(10);
    await moveClock(gyeol.url, { advance: 'PT10S' });
    const expired = await window.pay(goodCard);
    expect(expired).toMatchObject({ step: 'expired', succeeded: false });
    expect(toldBy(expired)).toMatchObject({ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'CPCA0001' });
  });

  test('three minutes after a declined card again', async () => {
    const window = await openWindow(gyeol.url, windowForm('PAY', oneOff));
    await moveClock(gyeol.url, { advance: 'PT2M' });
    await window.pay(declinedCard);
    await moveClock(gyeol.url, { advance: 'PT2M' });
    expect(await window.pay(goodCard)).toMatchObject({ succeeded: true });
  });

  test('and says in the words of accounts what is an account’s', async () => {
    const window = await openWindow(gyeol.url, windowForm('PAY', { PCD_PAY_TYPE: 'transfer' }));
    await moveClock(gyeol.url, { advance: 'PT3M' });
    expect(toldBy(await window.state())).toMatchObject({ PCD_PAY_CODE: 'ARSA0001' });
  });
});

describe('a whole address gets its result by form', () => {
  const PCD_RST_URL = 'https://shop.example/result?a=1&b=2';

  test('T48: from a page without card fields, whose form may go anywhere', async () => {
    const hostile = '"><script>alert(1)</script>';
    const form = windowForm('PAY', { ...oneOff, PCD_RST_URL, PCD_USER_DEFINE1: hostile });
    const window = await openWindow(gyeol.url, form);
    expect(bootIn(await window.page('/handoff')).step).toBe('enter');
    expect((await window.pay(goodCard)).done).toEqual({ by: 'form' });
    const page = await window.page('/handoff');
    expect(page.headers.get('content-security-policy')).not.toContain('form-action');
    expect(page.text).toContain('action="https://shop.example/result?a=1&amp;b=2"');
    expect(page.text).toContain('name="PCD_PAY_RST" value="success"');
    expect(page.text).toContain('<button');
    expect(page.text).not.toContain('<script>alert');
  });

  test('also when it is closed or has run out', async () => {
    const window = await openWindow(gyeol.url, windowForm('PAY', { ...oneOff, PCD_RST_URL }));
    expect((await window.close()).done).toEqual({ by: 'form' });
    expect((await window.page('/handoff')).text).toContain('name="PCD_PAY_RST" value="close"');
  });
});

test('an answer that never comes ends the window, and nobody stays charged', async () => {
  const PCD_PAY_OID = newOrderNumber();
  const match = { orderNumber: PCD_PAY_OID };
  const keys = `select id from billing_key where status = 'registered'`;
  const before = await rowsOf(gyeol, keys);
  await orderFault(gyeol.url, { at: 'rail.authorise', effect: 'answer-lost', match });
  await orderFault(gyeol.url, { at: 'rail.inquire', effect: 'answer-lost', match });
  const window = await openWindow(gyeol.url, windowForm('PAY', { PCD_PAY_OID }));
  const answer = window.pay(goodCard);
  await eventually(async () => expect(await chargesOf(gyeol, PCD_PAY_OID)).toHaveLength(1));
  await moveClock(gyeol.url, { advance: 'PT8S' });
  await moveClock(gyeol.url, { advance: 'PT6S' });
  const lost = await answer;
  expect(toldBy(lost)).toMatchObject({
    ...{ PCD_PAY_RST: 'error', PCD_PAY_CODE: 'CPCA0018', PCD_PAYER_ID: '' },
    PCD_PAY_CARDTRADENUM: expect.stringMatching(/^[0-9A-Z]{20}$/),
  });
  await eventually(async () =>
    expect(await chargesOf(gyeol, PCD_PAY_OID)).toMatchObject([{ state: 'net-cancelled' }]),
  );
  // Neither the payment nor the billing key of that try is left.
  expect(await rowsOf(gyeol, keys)).toEqual(before);
  await booksClose(gyeol);
});

/** A try begun as a server begins it, which then dies; what it did at the bank is done. */
async function abandoned(window: BuyerWindow, charges: boolean): Promise<Busy> {
  const { parts } = gyeol.gateway;
  const session = await findSession(parts.store.pool, window.id);
  if (session === null) throw new Error('no such window');
  const trial = {
    since: parts.clock.now(),
    paymentId: parts.newId() as PaymentId,
    newKey: newBillingKeyId(),
  };
  const busy = submit(session, trial);
  if (!busy.ok) throw new Error('not open');
  await storeSession(parts.store.pool, busy.value);
  const caller = await parts.callers.find('payple', session.publicId);
  const facts = parts.rail.registerAppCard('local-kb');
  if (!charges || caller === null || facts === null) return busy.value;
  const instrument = { ...facts, fingerprint: 'fingerprint' };
  const purchase = purchaseOf(session.order, {
    instrument,
    instalment: 0,
    key: null,
    source: 'test',
  });
  await approvePurchase(parts, {
    caller,
    purchase,
    card: null,
    quietly: true,
    id: trial.paymentId,
  });
  return busy.value;
}

test('a key that comes after its window had moved on is not stored', async () => {
  const { pool } = gyeol.gateway.parts.store;
  const made = await aKeyMadeIn(await openWindow(gyeol.url, windowForm('AUTH', {})));
  await insertBillingKey(pool, made.key, made.session.id);
  expect(await findBillingKey(pool, made.key)).toMatchObject({ status: 'registered' });
  const late = await aKeyMadeIn(await openWindow(gyeol.url, windowForm('AUTH', {})));
  await storeSession(pool, lose(late.session, late.session.trial.since));
  await insertBillingKey(pool, late.key, late.session.id);
  expect(await findBillingKey(pool, late.key)).toBeNull();
});

/** A try that is under way, and the key that it is about to store. */
async function aKeyMadeIn(window: BuyerWindow) {
  const session = await abandoned(window, false);
  const facts = gyeol.gateway.parts.rail.registerAppCard('local-kb');
  if (facts === null || session.trial.newKey === null) throw new Error('no key is made');
  const { merchantId, generation, contractId, credentialId, order } = session;
  const key: BillingKey = {
    ...{ id: session.trial.newKey, merchantId, generation, contractId, credentialId },
    ...{ version: 1, status: 'registered', failures: 0, passwordHash: null, removedAt: null },
    instrument: { ...facts, fingerprint: 'fingerprint' },
    payer: order.payer,
    registeredAt: session.trial.since,
  };
  return { session, key };
}

describe('a server that dies in mid-try', () => {
  test('after the charge: the next look finds it paid, also on another server', async () => {
    const form = windowForm('PAY', oneOff);
    const window = await openWindow(gyeol.url, form);
    await abandoned(window, true);
    await moveClock(gyeol.url, { advance: 'PT20S' });
    const beside = await openBeside(gyeol);
    try {
      const seen = await windowAt(beside.url, window.id).state();
      expect(toldBy(seen)).toMatchObject({ PCD_PAY_RST: 'success', PCD_PAY_OID: form.PCD_PAY_OID });
    } finally {
      await beside.close();
    }
    expect(await window.pay(goodCard)).toMatchObject({ succeeded: true });
    expect(await chargesOf(gyeol, String(form.PCD_PAY_OID))).toHaveLength(1);
  });

  test('before the charge: the buyer may try again', async () => {
    const form = windowForm('PAY', oneOff);
    const window = await openWindow(gyeol.url, form);
    await abandoned(window, false);
    await moveClock(gyeol.url, { advance: 'PT20S' });
    expect(await window.state()).toMatchObject({ step: 'enter', attemptsLeft: 5 });
    expect(await window.pay(goodCard)).toMatchObject({ succeeded: true });
  });

  test('while somebody waits for it: who waited hears what became of it, and begins nothing', async () => {
    const form = windowForm('PAY', oneOff);
    const window = await openWindow(gyeol.url, form);
    await abandoned(window, false);
    const answer = window.pay(goodCard);
    await new Promise((resume) => setTimeout(resume, 100));
    await moveClock(gyeol.url, { advance: 'PT20S' });
    expect(await answer).toMatchObject({ step: 'enter', succeeded: null });
    expect(await chargesOf(gyeol, String(form.PCD_PAY_OID))).toEqual([]);
  });

  test('and a buyer who never looks again: the window ends by itself', async () => {
    const window = await openWindow(gyeol.url, windowForm('PAY', oneOff));
    await abandoned(window, false);
    await moveClock(gyeol.url, { advance: 'PT20S' });
    await eventually(async () =>
      expect(
        await rowsOf(gyeol, 'select status, busy_since from window_session where id = $1', [
          window.id,
        ]),
      ).toEqual([{ status: 'open', busy_since: null }]),
    );
  });
});

test('an approval that comes after the window was told otherwise is taken back', async () => {
  const PCD_PAY_OID = newOrderNumber();
  const { pool } = gyeol.gateway.parts.store;
  const match = { orderNumber: PCD_PAY_OID };
  await orderFault(gyeol.url, { at: 'rail.authorise', effect: 'answer-lost', match });
  const window = await openWindow(gyeol.url, windowForm('PAY', { ...oneOff, PCD_PAY_OID }));
  const answer = window.pay(goodCard);
  await eventually(async () => expect(await chargesOf(gyeol, PCD_PAY_OID)).toHaveLength(1));
  // Somebody else decides, as a server does that has not heard of this one for too long.
  const session = (await findSession(pool, window.id)) as Busy;
  expect(await storeSession(pool, lose(session, session.trial.since))).toBe(true);
  // Then the first server asks the bank, and learns that it was approved.
  await moveClock(gyeol.url, { advance: 'PT8S' });
  expect(await answer).toMatchObject({ succeeded: false });
  await eventually(async () =>
    expect(await chargesOf(gyeol, PCD_PAY_OID)).toEqual([
      { state: 'approved', amount: 50_000n, cancelled: 50_000n },
    ]),
  );
  await booksClose(gyeol);
});

test('T86: so many windows of one shop may be open at once, and another shop opens its own', async () => {
  const { velocity } = gyeol.gateway.parts.limits;
  const most = velocity.openWindows;
  Object.assign(velocity, { openWindows: 3 });
  try {
    // Windows of the tests before are over, or older than a window lasts.
    await moveClock(gyeol.url, { advance: 'PT31M' });
    const tokens = { ...(await openPayple(gyeol.url).tokens()) };
    for (let opened = 0; opened < 3; opened += 1)
      await openWindow(gyeol.url, windowForm('PAY'), { tokens });
    const before = await digestOf(gyeol);
    expect(bootIn(await postWindow(gyeol.url, windowForm('PAY'), { tokens })).error?.code).toBe(
      'CPCA0024',
    );
    expect(await digestOf(gyeol)).toBe(before);
    await moveClock(gyeol.url, { advance: 'PT31M' });
    await openWindow(gyeol.url, windowForm('PAY'));
  } finally {
    Object.assign(velocity, { openWindows: most });
  }
});

test('T86: what is over is purged after a day, keys of repeated requests as well', async () => {
  const { parts } = gyeol.gateway;
  const window = await openWindow(gyeol.url, windowForm('PAY'));
  await parts.store.pool.query(
    `insert into idempotency (merchant_id, caller, route, key, body_hash, started_at, work_id)
     select id, 'x', 'y', 'z', 'h', $1, id from merchant limit 1`,
    [new Date(parts.clock.now())],
  );
  const left = () =>
    rowsOf(
      gyeol,
      `select (select count(*)::int from window_session) as windows, (select count(*)::int from idempotency) as keys`,
    );
  await purge(parts);
  expect((await left())[0]?.windows).toBeGreaterThan(0);
  await moveClock(gyeol.url, { advance: 'P1D' });
  await moveClock(gyeol.url, { advance: 'PT1M' });
  await purge(parts);
  expect(await left()).toEqual([{ windows: 0, keys: 0 }]);
  expect(await window.state()).toMatchObject({ step: 'gone' });
});
